//! What happens to authorizations.
use serde::Serialize;
use storage::Event;

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

impl Event for AuthorizationCreated<'_> {
    const NAME: &'static str = "authorization.created";
    fn object(&self) -> &str {
        self.id
    }
    fn version(&self) -> i64 {
        1
    }
}

impl Event for AuthorizationEnded<'_> {
    const NAME: &'static str = "authorization.ended";
    fn object(&self) -> &str {
        self.id
    }
    fn version(&self) -> i64 {
        2
    }
}
