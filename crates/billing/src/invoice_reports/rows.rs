//! The file of a report: a row for each line of each invoice.
use crate::{
    documents::{Rows, Value},
    invoices::{Invoice, Line},
};
use storage::{Fault, Result};

const HEADINGS: [&str; 16] = [
    "account_number",
    "account_name",
    "account_id",
    "invoice_number",
    "invoice_date",
    "due_date",
    "charge_name",
    "charge_type",
    "start_date",
    "end_date",
    "quantity",
    "amount",
    "tax",
    "total",
    "currency",
    "status",
];

/// An account as it stands in a report.
pub struct Named {
    pub name: String,
    pub number: i64,
}

/// The line of headings, with which a file begins.
///
/// # Errors
/// [`Fault::Broken`] when it cannot be written.
pub fn head() -> Result<String> {
    text(Rows::below(&HEADINGS)?)
}

/// The rows of invoices of an account.
///
/// # Errors
/// [`Fault::Broken`] when they cannot be written.
pub fn of(account: &Named, invoices: &[Invoice]) -> Result<String> {
    let mut rows = Rows::alone();
    for invoice in invoices {
        for line in &invoice.lines {
            add(&mut rows, account, invoice, line)?;
        }
    }
    text(rows)
}

fn text(rows: Rows) -> Result<String> {
    String::from_utf8(rows.finish()?).map_err(Fault::broken)
}

fn add(rows: &mut Rows, account: &Named, invoice: &Invoice, line: &Line) -> Result<()> {
    let amount = |minor| Value::Amount(minor, invoice.currency);
    let name = line.charge_name();
    let cells: [Value<'_>; HEADINGS.len()] = [
        Value::Number(account.number),
        Value::Text(&account.name),
        Value::Text(&invoice.account_id),
        Value::Text(&invoice.number),
        Value::Day(invoice.date),
        Value::Day(invoice.due_date),
        Value::Text(&name),
        Value::Text(line.charge_type.as_str()),
        Value::Day(line.start),
        Value::Day(line.last_day()),
        Value::Number(line.quantity),
        amount(line.amount),
        amount(line.tax),
        amount(crate::money::sum([line.amount, line.tax])?),
        Value::Text(invoice.currency.as_str()),
        Value::Text(invoice.status.as_str()),
    ];
    rows.add(&cells)
}
