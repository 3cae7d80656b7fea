//! Which emails belong to the account itself: those of the domains that it manages.
use crate::emails;
use storage::{Result, Tenant};

/// Whether the account manages the domain of this email, which is in its form for comparison.
pub fn manages_that_of(tenant: &Tenant, email: &str) -> Result<bool> {
    Ok(tenant.verified_domains()?.iter().any(|domain| domain == emails::domain(email)))
}
