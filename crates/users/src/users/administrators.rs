//! Who counts as an administrator: the rules that protect some users from others.
use super::user::User;
use crate::roles;
use platform::{ADMIN_ROLE, OWNER_ROLE, Privilege, PrivilegeSet, Result};
use storage::{CallerKind, Tenant};

/// Whether the user is the owner or an admin of its account.
pub fn is_administrator(user: &User) -> bool {
    is_owner(user) || user.role_id == ADMIN_ROLE
}

pub fn is_owner(user: &User) -> bool {
    user.role_id == OWNER_ROLE
}

/// Whether the user is the one that the call is made for.
pub fn is_caller(tenant: &Tenant, user: &User) -> bool {
    *tenant.caller().user_id == *user.id
}

/// Whether the caller may see this user: by a privilege, or because it is that user.
pub fn may_see(tenant: &Tenant, id: &str) -> bool {
    *tenant.caller().user_id == *id || holds(tenant, Privilege::UserRead)
}

/// Whether the caller may edit users; one who may not is here for itself (`.for_oneself()`).
pub fn edits_users(tenant: &Tenant) -> bool {
    holds(tenant, Privilege::UserEdit)
}

/// Whether the caller holds the privilege in this account.
pub fn holds(tenant: &Tenant, privilege: Privilege) -> bool {
    let caller = tenant.caller();
    caller.is_platform() || PrivilegeSet::from_bits(caller.grants).contains(privilege)
}

/// Whether the call is made with the owner's power: by the owner, from above by somebody who acts as the owner there, or
/// by the platform.
pub fn acts_as_owner(tenant: &Tenant) -> bool {
    let caller = tenant.caller();
    match caller.kind {
        CallerKind::Operator | CallerKind::System => true,
        CallerKind::User => false,
        CallerKind::App if is_own(tenant) => &*caller.role_id == OWNER_ROLE,
        CallerKind::App => PrivilegeSet::from_bits(caller.grants) == PrivilegeSet::ALL,
    }
}

/// Whether the call is made by an owner or an admin, of this account or of the one above that acts on it.
pub fn acts_as_administrator(tenant: &Tenant) -> bool {
    acts_as_owner(tenant) || [OWNER_ROLE, ADMIN_ROLE].contains(&&*tenant.caller().role_id)
}

/// Whether the caller may set what the user signs in with. Whoever has a login has its role, so this is giving the role to
/// oneself, and takes holding all of it.
pub fn may_sign_in_as(tenant: &Tenant, user: &User) -> Result<bool> {
    Ok(is_caller(tenant, user) || roles::caller_covers(tenant, &user.role_id)?)
}

/// Whether the caller may take admins out of their place: an administrator, or somebody whose role holds all of theirs.
pub fn may_dismiss_admins(tenant: &Tenant) -> Result<bool> {
    Ok(acts_as_administrator(tenant) || roles::caller_covers(tenant, ADMIN_ROLE)?)
}

/// Whether the call is made on the account of the credentials.
pub fn is_own(tenant: &Tenant) -> bool {
    &*tenant.caller().account_id == tenant.account_id()
}
