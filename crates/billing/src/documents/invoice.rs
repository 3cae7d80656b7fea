//! An invoice on paper: who sells what to whom, line by line, with taxes, payments and what is still owed.
use super::{
    seller::Seller,
    words::{amount, span, terms},
};
use crate::{
    Contact,
    invoices::{Invoice, Line, Standing},
};
use paper::{Block, Column, Paper, Row, Table};
use platform::Date;
use serde::{Deserialize, Serialize};

/// An account as it stands on an invoice.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Party {
    pub name: String,
    /// The account number.
    pub number: i64,
    /// Empty for none; it is left out then.
    pub tax_id: String,
    /// Absent where nobody was named.
    pub contact: Option<Contact>,
}

/// A payment, or a refund below zero, in minor units.
#[derive(Debug, Clone)]
pub struct Paid {
    pub day: Date,
    /// As the payment was recorded under it.
    pub reference: String,
    pub amount: i64,
}

/// What is on an invoice.
#[derive(Debug, Clone)]
pub struct InvoiceFacts {
    pub invoice: Invoice,
    /// Whose plans it is about.
    pub sold_to: Party,
    /// Who owes it.
    pub bill_to: Party,
    /// The oldest first.
    pub payments: Vec<Paid>,
}

/// Taxes stand on it where a line has one, and how to pay where the seller says so.
pub fn paper(facts: &InvoiceFacts, seller: &Seller) -> Paper {
    let invoice = &facts.invoice;
    let title = format!("{} {}", kind(invoice), invoice.number);
    let mut blocks = vec![
        Block::Title(title.clone()),
        Block::Beside(vec![seller.lines(), head(facts)]),
        Block::Space,
        Block::Beside(vec![party("Sold to", &facts.sold_to), party("Bill to", &facts.bill_to)]),
        Block::Heading("Charges".to_owned()),
        Block::Table(charges(invoice)),
    ];
    if invoice.lines.iter().any(|line| line.tax != 0) {
        blocks.extend([Block::Heading("Taxes".to_owned()), Block::Table(taxes(invoice))]);
    }
    blocks.extend([Block::Heading("Credits and payments".to_owned()), Block::Table(transactions(facts))]);
    if !seller.payment.is_empty() {
        blocks.push(Block::Heading("How to pay".to_owned()));
        blocks.extend(seller.payment.iter().cloned().map(Block::Text));
    }
    Paper { title, author: seller.name.clone(), footer: seller.footer.clone(), blocks }
}

fn kind(invoice: &Invoice) -> &'static str {
    match (invoice.status, invoice.total) {
        (Standing::Canceled, _) => "Void invoice",
        (_, ..0) => "Credit note",
        _ => "Invoice",
    }
}

fn head(facts: &InvoiceFacts) -> Vec<String> {
    let invoice = &facts.invoice;
    let mut lines = vec![
        format!("Date: {}", invoice.date),
        format!("Terms: {}", terms(invoice.date, invoice.due_date)),
        format!("Due: {}", invoice.due_date),
        format!("Account number: {}", facts.sold_to.number),
        format!("Currency: {}", invoice.currency),
    ];
    if !invoice.purchase_order_number.is_empty() {
        lines.push(format!("Purchase order: {}", invoice.purchase_order_number));
    }
    lines
}

fn party(title: &str, party: &Party) -> Vec<String> {
    let mut lines = vec![format!("{title}:"), party.name.clone()];
    if let Some(contact) = &party.contact {
        let person = [contact.first_name.as_str(), contact.last_name.as_str()];
        let place = [contact.city.as_str(), contact.state.as_str(), contact.zip.as_str()];
        let street = [contact.address.as_str(), contact.apt.as_str()];
        lines.extend([
            joined(&person),
            joined(&street),
            joined(&place),
            contact.country.clone(),
            contact.email.clone(),
        ]);
    }
    if !party.tax_id.is_empty() {
        lines.push(format!("Tax ID {}", party.tax_id));
    }
    lines.retain(|line| !line.is_empty());
    lines
}

fn joined(words: &[&str]) -> String {
    words.iter().filter(|word| !word.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

fn charges(invoice: &Invoice) -> Table {
    let columns = vec![
        Column::left("Plan", 12),
        Column::left("Service period", 9),
        Column::right("Quantity", 4),
        Column::right("Price", 5),
        Column::right("Amount", 6),
    ];
    let row = |line: &Line| {
        Row::Plain(vec![
            line.charge_name(),
            span(line.start, line.end),
            line.quantity.to_string(),
            amount(line.unit, invoice.currency),
            amount(line.amount, invoice.currency),
        ])
    };
    let mut rows: Vec<Row> = invoice.lines.iter().map(row).collect();
    let sums =
        [("Subtotal", invoice.total.saturating_sub(invoice.tax)), ("Taxes", invoice.tax), ("Total", invoice.total)];
    rows.extend(sums.map(|(name, sum)| five(name, amount(sum, invoice.currency))));
    Table { columns, rows }
}

fn five(name: &str, sum: String) -> Row {
    Row::Sum(vec![name.to_owned(), String::new(), String::new(), String::new(), sum])
}

fn taxes(invoice: &Invoice) -> Table {
    let columns = vec![Column::left("Plan", 12), Column::right("Net", 6), Column::right("Tax", 6)];
    let row = |line: &Line| {
        Row::Plain(vec![line.charge_name(), amount(line.amount, invoice.currency), amount(line.tax, invoice.currency)])
    };
    let mut rows: Vec<Row> = invoice.lines.iter().filter(|line| line.tax != 0).map(row).collect();
    rows.push(Row::Sum(vec!["Taxes".to_owned(), String::new(), amount(invoice.tax, invoice.currency)]));
    Table { columns, rows }
}

fn transactions(facts: &InvoiceFacts) -> Table {
    let invoice = &facts.invoice;
    let columns = vec![Column::left("Day", 5), Column::left("What", 12), Column::right("Amount", 6)];
    let row = |day: String, what: String, sum: i64| Row::Plain(vec![day, what, amount(sum, invoice.currency)]);
    let mut rows = Vec::new();
    if invoice.credited != 0 {
        rows.push(row(invoice.date.to_string(), "Credit applied".to_owned(), invoice.credited));
    }
    // Of what gives something back, that is what was paid out of it: it stands among the payments.
    if invoice.adjusted != 0 && invoice.total >= 0 {
        rows.push(row(String::new(), "Credit applied or written off later".to_owned(), invoice.adjusted));
    }
    let paid = |paid: &Paid| {
        let what = if paid.amount < 0 { "Refund" } else { "Payment" };
        row(paid.day.to_string(), format!("{what} {}", paid.reference), paid.amount)
    };
    rows.extend(facts.payments.iter().map(paid));
    rows.push(Row::Sum(vec!["Balance".to_owned(), String::new(), amount(invoice.balance, invoice.currency)]));
    Table { columns, rows }
}
