//! To which accounts emails belong: those of a domain to the one that manages it, and to its tree.
use crate::emails;
use platform::{Failure, Result};
use storage::{Tenant, directory::DomainHolder};

/// An account of another tree manages the domain.
pub const BLOCKED: Failure = Failure::new(400, 1107, "Email domain is blocked.");

/// Whether provisioning may give the address, which is in its form for comparison, to users of the account: one of its own
/// domains, and where it has none, one that no account of another tree has.
pub fn admits(tenant: &Tenant, email: &str) -> Result<bool> {
    Ok(match holder(tenant, email)? {
        DomainHolder::Here => true,
        DomainHolder::Elsewhere => false,
        DomainHolder::Nobody | DomainHolder::InTree => tenant.verified_domains()?.is_empty(),
    })
}

/// Whether the account manages the domain of this email, which is in its form for comparison.
pub fn manages_that_of(tenant: &Tenant, email: &str) -> storage::Result<bool> {
    Ok(holder(tenant, email)? == DomainHolder::Here)
}

/// Whether the domain of this email is managed in the tree of the account, by itself or by another.
pub fn is_of_tree(tenant: &Tenant, email: &str) -> storage::Result<bool> {
    Ok(matches!(holder(tenant, email)?, DomainHolder::Here | DomainHolder::InTree))
}

/// Whoever manages a domain decides who comes to have an email of it: nobody outside of its tree makes or invites such a
/// user. Those who were there before stay.
///
/// # Errors
/// [`BLOCKED`].
pub fn check(tenant: &Tenant, email: &str) -> Result<()> {
    if holder(tenant, email)? == DomainHolder::Elsewhere { Err(BLOCKED.into()) } else { Ok(()) }
}

fn holder(tenant: &Tenant, email: &str) -> storage::Result<DomainHolder> {
    tenant.domain_holder(emails::domain(email))
}
