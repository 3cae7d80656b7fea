//! The rows of invoices, of what debtors owe, and of their credit.
use super::{
    invoice::{ChargeType, Invoice, Line, Standing},
    issue::Head,
};
use crate::{money::Currency, subscriptions::Entry};
use platform::Date;
use storage::{Fault, Result, Sql, Tenant, record, sql};

const INSERT: Sql = sql!(
    "INSERT INTO invoices (account_id, id, number, debtor_id, seller_id, currency, status, date, target_date, due_date, purchase_order, parties, total, tax, credited, balance)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10, $11, $12, $13, $14, $15)"
);
const INSERT_LINE: Sql = sql!(
    "INSERT INTO invoice_lines (account_id, invoice_id, line, charge, charge_type, code, name, start_day, end_day, quantity, unit, amount, tax, credits, purchase_order)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
);
const INSERT_DEBT: Sql = sql!(
    "INSERT INTO debts (account_id, number, about_id, invoice_id, date, due_date, currency, total, tax, balance, status)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
);
const SET_DEBT: Sql = sql!("UPDATE debts SET balance = $3, status = $4 WHERE account_id = $1 AND number = $2");
const ADJUST: Sql = sql!(
    "UPDATE invoices SET adjusted = adjusted + $3, balance = balance - $3, version = version + 1 WHERE account_id = $1 AND id = $2"
);
const PAY: Sql = sql!(
    "UPDATE invoices SET paid = paid + $3, balance = balance - $3, version = version + 1 WHERE account_id = $1 AND id = $2"
);
const PAY_BACK: Sql = sql!(
    "UPDATE invoices SET paid = paid - $3, adjusted = adjusted + $3, version = version + 1 WHERE account_id = $1 AND id = $2"
);
const VOID: Sql = sql!(
    "UPDATE invoices SET status = 'Canceled', adjusted = adjusted + balance, balance = 0, version = version + 1
     WHERE account_id = $1 AND id = $2"
);
const CREDIT: Sql = sql!("SELECT amount FROM credits WHERE account_id = $1 AND debtor_id = $2 AND currency = $3");
const SET_CREDIT: Sql = sql!(
    "INSERT INTO credits (account_id, debtor_id, currency, amount) VALUES ($1, $2, $3, $4)
     ON CONFLICT (account_id, debtor_id, currency) DO UPDATE SET amount = excluded.amount"
);

/// As invoices print their number.
pub fn number_text(number: i64) -> String {
    format!("INV{number:08}")
}

/// The number behind that text.
pub(crate) fn number(text: &str) -> Result<i64> {
    let digits = text.strip_prefix("INV").and_then(|digits| digits.parse().ok());
    digits.ok_or_else(|| Fault::broken("an invoice without a number"))
}

fn day(date: Date) -> i64 {
    date.days().into()
}

/// Keeps an invoice without its lines, and makes it known to paths that name no account.
pub(super) fn insert(tenant: &mut Tenant, head: &Head, currency: Currency) -> Result<()> {
    let cells = [
        (&head.id).into(),
        head.number.into(),
        (&head.debtor).into(),
        (&head.seller).into(),
        currency.as_str().into(),
        Standing::Posted.as_str().into(),
        day(head.day).into(),
        day(head.due).into(),
        (&head.purchase_order).into(),
        (&head.parties).into(),
        head.totals.total.into(),
        head.totals.tax.into(),
        head.settled.applied.into(),
        head.settled.balance.into(),
    ];
    tenant.execute(INSERT, &cells)?;
    tenant.index_invoice(&head.id)
}

/// Keeps a line at the price of the tier `published`; what it is at the other tiers stands in shares and transfers.
pub(super) fn insert_line(
    tenant: &mut Tenant,
    invoice: &str,
    entry: &Entry,
    published: usize,
    kind: ChargeType,
) -> Result<()> {
    let (unit, amount) = entry.tiers.get(published).map_or((0, 0), |tier| (tier.unit, tier.amount));
    let cells = [
        invoice.into(),
        entry.line.into(),
        entry.charge.into(),
        kind.as_str().into(),
        (&entry.code).into(),
        (&entry.name).into(),
        day(entry.span.start).into(),
        day(entry.span.end).into(),
        entry.quantity.into(),
        unit.into(),
        amount.into(),
        entry.tax.into(),
        entry.credits.into(),
        (&entry.purchase_order).into(),
    ];
    tenant.execute(INSERT_LINE, &cells).map(drop)
}

/// Notes what the debtor owes, in its own rows.
pub(super) fn insert_debt(debtor: &mut Tenant, head: &Head, about: &str, currency: Currency) -> Result<()> {
    let cells = [
        head.number.into(),
        about.into(),
        (&head.id).into(),
        day(head.day).into(),
        day(head.due).into(),
        currency.as_str().into(),
        head.totals.total.into(),
        head.totals.tax.into(),
        head.settled.balance.into(),
        Standing::Posted.as_str().into(),
    ];
    debtor.execute(INSERT_DEBT, &cells).map(drop)
}

/// Notes what is still owed, in minor units, in the rows of who owes it; `number` is among the debtor's own.
pub(crate) fn set_debt(debtor: &mut Tenant, number: i64, balance: i64, status: Standing) -> Result<()> {
    debtor.execute(SET_DEBT, &[number.into(), balance.into(), status.as_str().into()]).map(drop)
}

/// A part of the balance is set off.
pub(super) fn adjust(tenant: &mut Tenant, invoice: &str, amount: i64) -> Result<()> {
    tenant.execute(ADJUST, &[invoice.into(), amount.into()]).map(drop)
}

/// A part of the balance is paid.
pub(crate) fn pay(tenant: &mut Tenant, invoice: &str, amount: i64) -> Result<()> {
    tenant.execute(PAY, &[invoice.into(), amount.into()]).map(drop)
}

/// A part of what was paid is paid back: it is settled still, by whoever gave it. Of what an invoice gives back, a part is
/// paid out instead of being set off.
pub(crate) fn pay_back(tenant: &mut Tenant, invoice: &str, amount: i64) -> Result<()> {
    tenant.execute(PAY_BACK, &[invoice.into(), amount.into()]).map(drop)
}

/// All that is still owed is given up.
pub(crate) fn void(tenant: &mut Tenant, invoice: &str) -> Result<()> {
    tenant.execute(VOID, &[invoice.into()]).map(drop)
}

/// The credit of who pays for an account.
pub(crate) fn credit(tenant: &Tenant, debtor: &str, currency: Currency) -> Result<i64> {
    tenant.number(CREDIT, &[debtor.into(), currency.as_str().into()])
}

/// Keeps the credit of a debtor, in minor units; nothing is written where it is so already.
pub(crate) fn set_credit(tenant: &mut Tenant, debtor: &str, currency: Currency, amount: i64) -> Result<()> {
    if credit(tenant, debtor, currency)? == amount {
        return Ok(());
    }
    tenant.execute(SET_CREDIT, &[debtor.into(), currency.as_str().into(), amount.into()]).map(drop)
}

record! {
    /// What is still owed on an invoice.
    pub struct Owed {
        pub id: String,
        pub number: i64,
        due_day: i64,
        pub balance: i64,
    }
}

impl Owed {
    pub fn due(&self) -> Date {
        Date::of_day(self.due_day)
    }
}

const OWED: Sql = sql!(
    "SELECT id, number, due_date, balance FROM invoices
     WHERE account_id = $1 AND balance > 0 AND debtor_id = $2 AND currency = $3 ORDER BY due_date, number"
);
const OWED_IN_ALL: Sql = sql!("SELECT count(*) FROM invoices WHERE account_id = $1 AND balance > 0");
const OVERDUE: Sql = sql!("SELECT count(*) FROM debts WHERE account_id = $1 AND balance > 0 AND due_date <= $2");

/// What a debtor owes for this account, what is due first first.
pub(crate) fn owed(tenant: &Tenant, debtor: &str, currency: Currency) -> Result<Vec<Owed>> {
    tenant.rows(OWED, &[debtor.into(), currency.as_str().into()])
}

/// Whether anybody owes anything for this account.
pub(crate) fn is_anything_owed(tenant: &Tenant) -> Result<bool> {
    Ok(tenant.number(OWED_IN_ALL, &[])? > 0)
}

/// Whether this account has not paid something that was due on a day or before.
pub(crate) fn owes_since(debtor: &Tenant, due: Date) -> Result<bool> {
    Ok(debtor.number(OVERDUE, &[day(due).into()])? > 0)
}

record! {
    struct InvoiceRow {
        id: String,
        number: i64,
        debtor_id: String,
        seller_id: String,
        currency: String,
        status: String,
        date: i64,
        target_date: i64,
        due_date: i64,
        purchase_order: String,
        total: i64,
        tax: i64,
        credited: i64,
        adjusted: i64,
        paid: i64,
        balance: i64,
    }
}
record! {
    struct LineRow {
        line: i64,
        charge: i64,
        charge_type: String,
        code: String,
        name: String,
        start_day: i64,
        end_day: i64,
        quantity: i64,
        unit: i64,
        amount: i64,
        tax: i64,
        credits: Option<i64>,
        purchase_order: String,
    }
}

const LIST: Sql = sql!(
    "SELECT id, number, debtor_id, seller_id, currency, status, date, target_date, due_date, purchase_order, total, tax, credited, adjusted, paid, balance
     FROM invoices WHERE account_id = $1 AND date >= $2 AND date <= $3 AND coalesce($4, debtor_id) IN (debtor_id, seller_id)
     ORDER BY date DESC, number DESC LIMIT $5"
);
const ONE: Sql = sql!(
    "SELECT id, number, debtor_id, seller_id, currency, status, date, target_date, due_date, purchase_order, total, tax, credited, adjusted, paid, balance
     FROM invoices WHERE account_id = $1 AND id = $2"
);
const LINES: Sql = sql!(
    "SELECT line, charge, charge_type, code, name, start_day, end_day, quantity, unit, amount, tax, credits, purchase_order
     FROM invoice_lines WHERE account_id = $1 AND invoice_id = $2 ORDER BY line"
);

/// The most invoices that are listed at once.
const MOST: i64 = 1000;

/// The invoices of an account from one day to another, the newest first, without their lines: a thousand at most.
///
/// # Errors
/// Those of the store.
pub fn newest(tenant: &Tenant, from: Date, to: Date) -> Result<Vec<Invoice>> {
    list(tenant, (from, to), None, MOST)
}

/// As [`newest`], of those that the caller sees.
///
/// # Errors
/// Those of the store.
pub(crate) fn newest_seen(tenant: &Tenant, from: Date, to: Date) -> Result<Vec<Invoice>> {
    list(tenant, (from, to), Some(&tenant.caller().account_id), MOST)
}

/// As [`newest`], of those that `account` sees, however many there are: for sums.
///
/// # Errors
/// Those of the store.
pub(crate) fn all_seen(tenant: &Tenant, account: &str, from: Date, to: Date) -> Result<Vec<Invoice>> {
    list(tenant, (from, to), Some(account), i64::MAX)
}

fn list(tenant: &Tenant, (from, to): (Date, Date), seen_by: Option<&str>, most: i64) -> Result<Vec<Invoice>> {
    let cells = [day(from).into(), day(to).into(), seen_by.into(), most.into()];
    let rows = tenant.rows::<InvoiceRow>(LIST, &cells)?;
    rows.into_iter().map(|row| row.read(tenant.account_id(), Vec::new())).collect()
}

/// One invoice that the caller sees, with its lines.
///
/// # Errors
/// Those of the store.
pub(crate) fn one_seen(tenant: &Tenant, id: &str) -> Result<Option<Invoice>> {
    Ok(one(tenant, id)?.filter(|invoice| invoice.is_seen_by(&tenant.caller().account_id)))
}

/// One invoice with its lines; `None` for foreign and unknown ones alike.
///
/// # Errors
/// Those of the store.
pub fn one(tenant: &Tenant, id: &str) -> Result<Option<Invoice>> {
    let Some(row) = tenant.row::<InvoiceRow>(ONE, &[id.into()])? else { return Ok(None) };
    let lines = tenant.rows::<LineRow>(LINES, &[id.into()])?;
    let lines = lines.into_iter().map(LineRow::read).collect::<Result<_>>()?;
    row.read(tenant.account_id(), lines).map(Some)
}

const PARTIES: Sql = sql!("SELECT parties FROM invoices WHERE account_id = $1 AND id = $2");

/// JSON: between whom an invoice is.
pub(super) fn parties(tenant: &Tenant, id: &str) -> Result<Option<String>> {
    tenant.first(PARTIES, &[id.into()], |row| row.get(0))
}

impl InvoiceRow {
    fn read(self, account: &str, lines: Vec<Line>) -> Result<Invoice> {
        Ok(Invoice {
            id: self.id,
            number: number_text(self.number),
            account_id: account.to_owned(),
            debtor_id: self.debtor_id,
            seller_id: self.seller_id,
            currency: Currency::kept(&self.currency)?,
            status: Standing::parse(&self.status).ok_or_else(|| Fault::broken("a status that is none"))?,
            date: Date::of_day(self.date),
            target_date: Date::of_day(self.target_date),
            due_date: Date::of_day(self.due_date),
            purchase_order_number: self.purchase_order,
            lines,
            total: self.total,
            tax: self.tax,
            credited: self.credited,
            adjusted: self.adjusted,
            paid: self.paid,
            balance: self.balance,
        })
    }
}

impl LineRow {
    fn read(self) -> Result<Line> {
        Ok(Line {
            id: self.line.to_string(),
            charge_number: format!("C-{:08}", self.charge),
            charge_type: ChargeType::parse(&self.charge_type).ok_or_else(|| Fault::broken("a charge of no type"))?,
            code: self.code,
            name: self.name,
            start: Date::of_day(self.start_day),
            end: Date::of_day(self.end_day),
            quantity: self.quantity,
            unit: self.unit,
            purchase_order_number: self.purchase_order,
            amount: self.amount,
            tax: self.tax,
            credits: self.credits.map(|line| line.to_string()),
        })
    }
}
