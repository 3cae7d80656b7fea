//! Which app a client of the token endpoint is.
use platform::{Client, Failure, Result};
use storage::{Directory, Tenant, directory::App};

/// Also for an app that is switched off and for an account that does not own the app: they look alike.
pub const BAD_CLIENT: Failure = Failure::oauth("invalid_client", "Invalid client_id or client_secret");
/// An app of another kind, or one that this was not opened to.
pub const NOT_FOR_THIS_APP: Failure = Failure::oauth("unauthorized_client", "This app may not use this grant.");

/// The app whose id the client shows, in its header or in the body, and whose secret, if it has one.
///
/// # Errors
/// [`BAD_CLIENT`].
pub fn authenticated(all: &Directory, client: &Client, body_id: &str, body_secret: &str) -> Result<App> {
    let (id, secret) = match &client.0 {
        Some(proof) => (proof.id.as_str(), proof.secret()),
        None => (body_id, body_secret),
    };
    let app = all.app(id)?.filter(|app| app.enabled);
    app.filter(|app| proves(app, secret)).ok_or(BAD_CLIENT.into())
}

fn proves(app: &App, secret: &str) -> bool {
    match &app.secret_hash {
        Some(hash) => storage::matches(hash, secret),
        None => app.is_public && secret.is_empty(),
    }
}

/// The account of an app that has proved itself.
#[expect(clippy::disallowed_methods, reason = "the client has proved that the app of this account is its own")]
pub fn entered<'s>(all: &Directory<'s>, app: &App) -> Result<Tenant<'s>> {
    Ok(all.as_client(app)?)
}
