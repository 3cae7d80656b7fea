//! The end of all plans of an account: on the day on which they are replaced by what is given, or the account is closed.
use super::{Open, open_as_it_is};
use crate::{desk::Desk, invoices, run, subscriptions::Bill, tiers::Tiers};
use storage::{Result, Tenant};

/// Ends all plans today. What is left of them is given back, and set off against what is owed.
///
/// # Errors
/// Those of the store.
pub fn end_plans(tenant: &mut Tenant, open: &mut Open<'_>) -> Result<()> {
    let (mut tiers, mut bill, today) = (Tiers::of(tenant)?, Bill::default(), open.today);
    open.book.end_all(today, &mut bill).map_err(run::broken)?;
    invoices::issue(tenant, open, &mut tiers, &bill, today)
}

/// Ends the plans of an account that is closed: nothing of it is charged any more.
///
/// # Errors
/// Those of the store.
pub fn end(tenant: &mut Tenant, desk: &Desk) -> Result<()> {
    let mut open = open_as_it_is(tenant, desk)?;
    if !open.book.is_anything_paid() {
        return Ok(());
    }
    run::catch_up(tenant, &mut open)?;
    let before = open.book.clone();
    end_plans(tenant, &mut open)?;
    run::tell(tenant, &open, &before)?;
    open.close(tenant).map(drop)
}
