//! What happens to the identity provider of an account.
use super::Provider;
use serde::Serialize;
use storage::events;

/// The account has its users sign in there.
#[derive(Serialize)]
pub struct ProviderSet<'a> {
    pub id: &'a str,
    pub vanity: &'a str,
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub makes_users: bool,
    #[serde(skip)]
    version: i64,
}

impl<'a> ProviderSet<'a> {
    pub fn of(provider: &'a Provider) -> Self {
        ProviderSet {
            id: &provider.id,
            vanity: &provider.vanity,
            issuer: &provider.issuer,
            client_id: &provider.client_id,
            makes_users: provider.makes_users,
            version: provider.version,
        }
    }
}

/// The account has none any more.
#[derive(Serialize)]
pub struct ProviderRemoved<'a> {
    pub id: &'a str,
    #[serde(skip)]
    pub version: i64,
}

events! {
    ProviderSet is "identity_provider.set";
    ProviderRemoved is "identity_provider.removed";
}
