//! Who is about to give something away, and the refusals of what it does not hold.
use super::{
    rules::{Giver, Grants},
    store,
};
use platform::{Failure, OWNER_ROLE, Privilege, PrivilegeSet, Result, decide};
use storage::{Fault, Tenant};

/// Giving, through a role, what the caller does not hold, and managing a role that is stronger than its own.
pub const NO_PERMISSION: Failure = decide::NO_PERMISSION;

/// The caller, as strong as its own role makes it in this account and below it.
pub fn giver(tenant: &Tenant) -> Result<Giver> {
    let caller = tenant.caller();
    if caller.is_platform() {
        return Ok(Giver::unlimited());
    }
    if *caller.account_id != *tenant.account_id() {
        return Ok(Giver::above(PrivilegeSet::from_bits(caller.grants)));
    }
    if *caller.role_id == *OWNER_ROLE {
        return Ok(Giver::unlimited());
    }
    let role =
        store::role(tenant, &caller.role_id)?.ok_or_else(|| Fault::broken("the caller's role does not exist"))?;
    Ok(Giver::here(Grants { here: PrivilegeSet::from_bits(caller.grants), ..role.grants() }))
}

/// Whether the caller holds everything that a role of this account gives, in this account and below it.
pub fn caller_covers(tenant: &Tenant, role_id: &str) -> Result<bool> {
    let role = store::role(tenant, role_id)?.ok_or_else(|| Fault::broken("the role of a user does not exist"))?;
    Ok(giver(tenant)?.may_assign(&role.grants()))
}

/// # Errors
/// [`NO_PERMISSION`] when the caller may not narrow, rename or delete the role, or take it from somebody.
pub fn managing(giver: &Giver, role: &Grants, by: Privilege) -> Result<()> {
    if giver.may_manage(role, by) { Ok(()) } else { Err(NO_PERMISSION.into()) }
}

/// Holds who hands the account over to holding all that its owner does, here and in subaccounts.
///
/// # Errors
/// [`NO_PERMISSION`] otherwise.
pub fn handing_over(tenant: &Tenant) -> Result<()> {
    if giver(tenant)?.may_assign(&Grants::OWNER) { Ok(()) } else { Err(NO_PERMISSION.into()) }
}
