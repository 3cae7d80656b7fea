//! What happens to authorizations.
use serde::Serialize;
use storage::events;

/// A user has allowed an app something.
#[derive(Serialize)]
pub struct AuthorizationCreated<'a> {
    pub id: &'a str,
    pub app_id: &'a str,
    pub user_id: &'a str,
    /// Blank-separated.
    pub scopes: &'a str,
}

/// It was taken back, replaced or found to be in wrong hands, or nothing that came of it was good any more.
#[derive(Serialize)]
pub struct AuthorizationEnded<'a> {
    pub id: &'a str,
    pub app_id: &'a str,
    pub user_id: &'a str,
}

events! {
    AuthorizationCreated is "authorization.created" at 1;
    AuthorizationEnded is "authorization.ended" at 2;
}
