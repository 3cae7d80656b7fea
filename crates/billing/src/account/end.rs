//! The end of all plans of an account: on the day on which they are replaced by what is given, or the account is closed.
use super::{Open, open_as_it_is};
use crate::{desk::Desk, invoices, run, subscriptions::Bill, tiers::Tiers, today};
use platform::Date;
use storage::{Result, Sql, Tenant, sql};

/// Ends all plans on a day. What is left of them is given back, and set off against what is owed.
///
/// # Errors
/// Those of the store.
pub fn end_plans(tenant: &mut Tenant, open: &mut Open<'_>, day: Date) -> Result<()> {
    let (mut tiers, mut bill) = (Tiers::of(tenant)?, Bill::default());
    open.book.end_all(day, &mut bill).map_err(run::broken)?;
    invoices::issue(tenant, open, &mut tiers, &bill, day)
}

const DUE: Sql =
    sql!("UPDATE billing_accounts SET due_at = $2 WHERE account_id = $1 AND (due_at IS NULL OR due_at > $2)");

/// Lets the job end the plans of an account that was closed a moment ago, as of today. A tree of thousands is closed in one
/// transaction, and ends in many.
///
/// # Errors
/// Those of the store.
pub fn end_soon(tenant: &mut Tenant) -> Result<()> {
    let today = today(tenant).start();
    tenant.execute(DUE, &[today.millis().into()]).map(drop)
}

/// Whether the account is closed, and the job has not ended its plans yet.
///
/// # Errors
/// Those of the store.
pub fn is_ending(tenant: &Tenant, desk: &Desk) -> Result<bool> {
    Ok(tenant.facts()?.closed && open_as_it_is(tenant, desk)?.book.is_anything_paid())
}
