//! Which account a request is about, beyond what the pipeline has decided.
use platform::{Failure, Result, Second, decide::NO_ACCOUNT};
use storage::{CallerKind, Tenant};

/// The second-level master that the request names; `None` when it names none.
///
/// # Errors
/// [`NO_ACCOUNT`] when the account is no second-level master directly below this one, or does not manage subaccounts.
pub fn reseller<'s>(tenant: &Tenant<'s>, second: &Second) -> Result<Option<Tenant<'s>>> {
    let Some(named) = second.facts() else { return Ok(None) };
    let is_below = named.parent_id.as_deref() == Some(tenant.account_id());
    if is_below && named.is_master && named.manages {
        Ok(second.tenant(tenant))
    } else {
        Err(NO_ACCOUNT.with(&named.id))
    }
}

/// Whether the call is made on the account of its credentials.
pub fn is_own(tenant: &Tenant) -> bool {
    let caller = tenant.caller();
    caller.kind == CallerKind::App && *caller.account_id == *tenant.account_id()
}

/// One's own account: its place and its options are a matter of the account above.
pub const NOT_A_SUBACCOUNT: Failure = Failure::new(400, 200, "Only available for a sub account: {}.");

/// Holds a call to an account below the caller's.
///
/// # Errors
/// [`NOT_A_SUBACCOUNT`] for the caller's own account.
pub fn subaccount_only(tenant: &Tenant) -> Result<()> {
    if is_own(tenant) { Err(NOT_A_SUBACCOUNT.with(tenant.account_id())) } else { Ok(()) }
}
