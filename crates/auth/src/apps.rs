//! Apps of an account: what holds credentials.
mod events;

use events::{AppCreated, AppDeleted, AppState, AppUpdated};
use platform::{Result, choice};
use storage::{Cell, Fault, Sql, Tenant, record, sql};

choice! {
    /// How an app proves itself, and for whom it acts.
    pub enum AppKind: text {
        /// Asks for tokens with its own secret; acts for the owner.
        ServerToServer = "server_to_server",
        /// Signs its own tokens with its secret; acts for the owner.
        Jwt = "jwt",
        /// Admins authorise it, for a whole account.
        Oauth = "oauth",
        /// Each user adds it, for itself.
        User = "user",
    }
}

/// The kind of an app that asks for tokens with its own secret.
pub const SERVER_TO_SERVER: &str = AppKind::ServerToServer.as_str();
/// The kind of an app that signs its own tokens with its secret.
pub const JWT: &str = AppKind::Jwt.as_str();

/// An app to be made.
pub struct NewApp<'a> {
    pub kind: &'a str,
    pub name: &'a str,
    /// Unique in the whole platform: the client id, or the key of a JWT app.
    pub client_id: &'a str,
    /// Blank-separated; empty for a JWT app.
    pub scopes: &'a str,
    pub is_classic: bool,
    /// SHA-256 of the secret, where it only has to be compared.
    pub secret_hash: Option<&'a [u8]>,
    /// The secret, sealed, where it has to be read back.
    pub secret_sealed: Option<&'a [u8]>,
    pub redirect_uris: &'a [String],
}

record! {
    /// An app of an account, without its secret.
    #[derive(Debug, Clone)]
    pub struct App {
        pub id: String,
        pub kind: String,
        pub name: String,
        pub client_id: String,
        /// Blank-separated: the scopes of tokens to come.
        pub scopes: String,
        pub is_classic: bool,
        pub enabled: bool,
        /// JSON list of addresses.
        pub redirect_uris: String,
        /// Milliseconds UTC on the clock of the account's world.
        pub created_at: i64,
        pub version: i64,
    }
}

const INSERT: Sql = sql!(
    "INSERT INTO apps (account_id, id, kind, name, client_id, scopes, is_classic, secret_hash, secret_sealed, redirect_uris, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
);
const INDEX: Sql = sql!("INSERT INTO client_index (account_id, client_id, app_id) VALUES ($1, $2, $3)");
const LIST: Sql = sql!(
    "SELECT id, kind, name, client_id, scopes, is_classic, enabled, redirect_uris, created_at, version
     FROM apps WHERE account_id = $1 ORDER BY created_at, id"
);
const BY_ID: Sql = sql!(
    "SELECT id, kind, name, client_id, scopes, is_classic, enabled, redirect_uris, created_at, version
     FROM apps WHERE account_id = $1 AND id = $2"
);
const COUNT_OF_KIND: Sql = sql!("SELECT count(*) FROM apps WHERE account_id = $1 AND kind = $2");
const SET_ENABLED: Sql = sql!("UPDATE apps SET enabled = $3, version = version + 1 WHERE account_id = $1 AND id = $2");
const SET_SCOPES: Sql = sql!("UPDATE apps SET scopes = $3, version = version + 1 WHERE account_id = $1 AND id = $2");
const DELETE: Sql = sql!("DELETE FROM apps WHERE account_id = $1 AND id = $2");
const UNINDEX: Sql = sql!("DELETE FROM client_index WHERE account_id = $1 AND client_id = $2");

/// Makes an app; its id.
pub fn create(tenant: &mut Tenant, new: &NewApp) -> Result<String> {
    let id = tenant.new_id();
    let redirect_uris = serde_json::to_string(new.redirect_uris).map_err(Fault::broken)?;
    tenant.execute(
        INSERT,
        &[
            (&id).into(),
            new.kind.into(),
            new.name.into(),
            new.client_id.into(),
            new.scopes.into(),
            new.is_classic.into(),
            new.secret_hash.map_or(Cell::Null, Into::into),
            new.secret_sealed.map_or(Cell::Null, Into::into),
            (&redirect_uris).into(),
            tenant.now().into(),
        ],
    )?;
    tenant.execute(INDEX, &[new.client_id.into(), (&id).into()])?;
    tenant.emit(&AppCreated {
        id: &id,
        kind: new.kind,
        name: new.name,
        client_id: new.client_id,
        scopes: new.scopes,
    })?;
    Ok(id)
}

/// The account's apps, oldest first.
pub fn list(tenant: &Tenant) -> Result<Vec<App>> {
    Ok(tenant.rows(LIST, &[])?)
}

pub fn get(tenant: &Tenant, id: &str) -> Result<Option<App>> {
    Ok(tenant.row(BY_ID, &[id.into()])?)
}

/// Whether the account has an app of this kind.
pub fn has_kind(tenant: &Tenant, kind: AppKind) -> Result<bool> {
    Ok(tenant.number(COUNT_OF_KIND, &[kind.as_str().into()])? > 0)
}

/// Switches an app on or off. While it is off it gets no token, and none of its tokens works.
pub fn switch(tenant: &mut Tenant, app: &mut App, enabled: bool) -> Result<()> {
    if app.enabled == enabled {
        return Ok(());
    }
    let old = app.clone();
    app.enabled = enabled;
    tenant.execute(SET_ENABLED, &[(&app.id).into(), enabled.into()])?;
    updated(tenant, &old, app)
}

/// Gives an app other scopes (blank-separated), for tokens to come: those that it has keep what they were issued with.
pub fn grant_scopes(tenant: &mut Tenant, app: &mut App, scopes: String) -> Result<()> {
    if app.scopes == scopes {
        return Ok(());
    }
    let old = app.clone();
    app.scopes = scopes;
    tenant.execute(SET_SCOPES, &[(&app.id).into(), (&app.scopes).into()])?;
    updated(tenant, &old, app)
}

fn updated(tenant: &mut Tenant, old: &App, new: &mut App) -> Result<()> {
    new.version += 1;
    let (old, version) = (AppState::of(old), new.version);
    Ok(tenant.emit(&AppUpdated { id: &new.id, version, app: AppState::of(new), old })?)
}

/// Removes an app. Its tokens die with it: a token counts only together with its app.
pub fn delete(tenant: &mut Tenant, app: &App) -> Result<()> {
    tenant.execute(DELETE, &[(&app.id).into()])?;
    tenant.execute(UNINDEX, &[(&app.client_id).into()])?;
    Ok(tenant.emit(&AppDeleted { id: &app.id, version: app.version + 1, old: AppState::of(app) })?)
}
