//! What charges are to those who have a part in them: what an account pays, and what it earns. The source of statements.
use crate::{invoices::ChargeType, money::Currency};
use platform::{Date, choice};
use storage::{Fault, Result, Sql, Tenant, record, sql};

choice! {
    /// What a charge is to the account that sees it.
    pub enum Side: text {
        /// It buys.
        Cost = "cost",
        /// It sells.
        Sales = "sales",
        /// An account below it sells: it sees sums.
        Below = "below",
    }
}

/// A line, as one account has a part in it. Amounts are minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The date of the invoice.
    pub day: Date,
    /// Whose plan it is.
    pub about_id: String,
    /// Its number among the lines of the account whose plan it is.
    pub line: i64,
    pub side: Side,
    pub invoice_id: String,
    /// Who sells, or who buys; empty for the platform.
    pub other_id: String,
    pub currency: Currency,
    pub code: String,
    pub name: String,
    pub charge_type: ChargeType,
    /// Hosts.
    pub quantity: i64,
    /// Without tax; below zero for what is given back.
    pub amount: i64,
    /// Of what the debtor of the invoice is charged; 0 at all other tiers.
    pub tax: i64,
}

record! {
    struct Row {
        day: i64,
        about_id: String,
        line: i64,
        side: String,
        invoice_id: String,
        other_id: String,
        currency: String,
        code: String,
        name: String,
        charge_type: String,
        quantity: i64,
        amount: i64,
        tax: i64,
    }
}

const BETWEEN: Sql = sql!(
    "SELECT day, about_id, line, side, invoice_id, other_id, currency, code, name, charge_type, quantity, amount, tax
     FROM shares WHERE account_id = $1 AND day >= $2 AND day < $3 ORDER BY day, about_id, line, side"
);

/// Calls `each` with what the account has a part in, from one day until before another.
///
/// # Errors
/// Those of the store, and of `each`.
pub fn between(tenant: &Tenant, from: Date, to: Date, each: &mut dyn FnMut(Share) -> Result<()>) -> Result<()> {
    let cells = [i64::from(from.days()).into(), i64::from(to.days()).into()];
    tenant.each(BETWEEN, &cells, &mut |row| each(read(<Row as storage::Record>::read(row)?)?))
}

fn read(row: Row) -> Result<Share> {
    Ok(Share {
        day: Date::of_day(row.day),
        about_id: row.about_id,
        line: row.line,
        side: Side::parse(&row.side).ok_or_else(|| Fault::broken("a side that is none"))?,
        invoice_id: row.invoice_id,
        other_id: row.other_id,
        currency: Currency::kept(&row.currency)?,
        code: row.code,
        name: row.name,
        charge_type: ChargeType::parse(&row.charge_type).ok_or_else(|| Fault::broken("a charge of no type"))?,
        quantity: row.quantity,
        amount: row.amount,
        tax: row.tax,
    })
}
