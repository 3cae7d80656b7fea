//! The job: account after account, what is due for longest first, a few in each transaction.
use super::{next_day, one_day};
use crate::{account::open_as_it_is, desk::Desk, entitlements::Entitlements};
use platform::Result;
use storage::{Directory, Sql, Tenant, directory::DueAccount, sql, time::HOUR};

/// Accounts in one transaction: few enough for it to be short.
pub const SLICE: i64 = 16;

/// Accounts for which something is due.
pub type Slice = Vec<DueAccount>;

/// What is due for longest, in one world or in all. All of a slice is due on one day, so that no account is brought over a
/// later midnight before another was brought over an earlier one.
///
/// # Errors
/// Those of the store.
pub fn next_due(all: &Directory<'_>, world: Option<&str>) -> Result<Slice> {
    let mut due = all.billing_due(world, SLICE)?;
    let first = due.first().map(|account| account.due_at);
    due.retain(|account| Some(account.due_at) == first);
    Ok(due)
}

/// Brings accounts over the midnight that each of them waits for, unless somebody else did. An account whose users are
/// still to lose their licenses is handed to `downgrade` with what its plans give, which takes some of them and says whether
/// that was all.
///
/// # Errors
/// Those of the store; then nothing was changed, and they are due as before.
pub fn carry_out(
    all: &Directory<'_>,
    due: &[DueAccount],
    desk: &Desk,
    downgrade: impl Fn(&mut Tenant<'_>, &Entitlements) -> Result<bool>,
) -> Result<()> {
    for account in due {
        let mut tenant = entered(all, account)?;
        let mut open = open_as_it_is(&tenant, desk)?;
        if open.payer.due_at != Some(account.due_at) {
            continue;
        }
        if open.is_downgrading() {
            open.payer.downgrading = !downgrade(&mut tenant, &Entitlements::of(&open.book, None))?;
        } else if let Some(day) = next_day(&tenant, &open)?.filter(|day| *day <= open.today) {
            one_day(&mut tenant, &mut open, day)?;
        }
        open.close(&mut tenant)?;
    }
    Ok(())
}

const PUT_OFF: Sql = sql!("UPDATE billing_accounts SET due_at = $3 WHERE account_id = $1 AND due_at = $2");

/// Lets an account that cannot be carried over its midnight wait for an hour.
///
/// # Errors
/// Those of the store.
pub fn put_off(all: &Directory<'_>, due: &DueAccount) -> Result<()> {
    let cells = [due.due_at.into(), due.due_at.saturating_add(HOUR).into()];
    Ok(entered(all, due)?.execute(PUT_OFF, &cells).map(drop)?)
}

#[expect(clippy::disallowed_methods, reason = "the platform carries out what this account has bought")]
fn entered<'s>(all: &Directory<'s>, due: &DueAccount) -> storage::Result<Tenant<'s>> {
    all.enter(&due.account_id)
}
