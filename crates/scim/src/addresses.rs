//! Where resources are.
use crate::schemas::ResourceType;
use platform::Site;
use storage::Tenant;

/// The address of a resource, or of a type without an id: below the account where the caller acts from above it.
pub fn location(tenant: &Tenant, site: &Site, of: &ResourceType, id: &str) -> String {
    format!("{}{}/{id}", base(tenant, site), of.endpoint)
}

/// What the addresses of all resources begin with.
pub fn base(tenant: &Tenant, site: &Site) -> String {
    let (account, caller) = (tenant.account_id(), &*tenant.caller().account_id);
    match caller.is_empty() || caller == account {
        true => format!("{}/scim2", site.base_url),
        false => format!("{}/v2/accounts/{account}/scim2", site.base_url),
    }
}
