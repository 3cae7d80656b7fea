//! From an id in a path to the account itself.
use platform::{Failure, Result, decide::NO_ACCOUNT};
use storage::{Directory, Tenant, directory::AccountRow};

/// Nothing changes any more about an account that was closed.
pub const CLOSED: Failure = Failure::new(409, 409, "The account is closed: {}.");

/// Apps of other accounts and unknown ones alike.
pub const NO_APP: Failure = Failure::new(404, 404, "App does not exist: {}.");

/// The account with this id, open or closed.
///
/// # Errors
/// [`NO_ACCOUNT`].
pub fn found(all: &Directory, id: &str) -> Result<AccountRow> {
    all.account_row(id)?.ok_or_else(|| NO_ACCOUNT.with(id))
}

/// The account with this id, about which something is to change.
///
/// # Errors
/// [`NO_ACCOUNT`], [`CLOSED`].
pub fn open(all: &Directory, id: &str) -> Result<AccountRow> {
    let row = found(all, id)?;
    if row.closed_at.is_some() { Err(CLOSED.with(id)) } else { Ok(row) }
}

/// The inside of an account.
#[expect(clippy::disallowed_methods, reason = "the platform's owner may reach every account")]
pub fn entered<'s>(all: &Directory<'s>, id: &str) -> Result<Tenant<'s>> {
    Ok(all.enter(id)?)
}

/// The inside of the account with this id, open or closed.
///
/// # Errors
/// [`NO_ACCOUNT`].
pub fn tenant<'s>(all: &Directory<'s>, id: &str) -> Result<Tenant<'s>> {
    entered(all, &found(all, id)?.id)
}

/// The inside of the account with this id, in which something is to change.
///
/// # Errors
/// [`NO_ACCOUNT`], [`CLOSED`].
pub fn open_tenant<'s>(all: &Directory<'s>, id: &str) -> Result<Tenant<'s>> {
    entered(all, &open(all, id)?.id)
}
