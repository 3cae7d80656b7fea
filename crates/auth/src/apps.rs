//! Apps of an account: what holds credentials.
mod events;
mod giving;
mod installation;
pub mod redirects;

pub use giving::Giver;
pub use installation::{install, remove};

use crate::authorizations;
use events::{AppCreated, AppDeleted, AppState, AppUpdated};
use platform::{Result, choice};
use storage::{Fault, Sql, Tenant, record, sql};

choice! {
    /// How an app proves itself, and for whom it acts.
    pub enum AppKind: text {
        /// Asks for tokens with its own secret; acts for the owner.
        ServerToServer = "server_to_server",
        /// Signs its own tokens with its secret; acts for the owner.
        Jwt = "jwt",
        /// Admins install it on an account; what a user who has authorised it may do, its role decides.
        Oauth = "oauth",
        /// Each user adds it, for itself.
        User = "user",
    }
}

/// The kind of an app that asks for tokens with its own secret.
pub const SERVER_TO_SERVER: &str = AppKind::ServerToServer.as_str();
/// The kind of an app that signs its own tokens with its secret.
pub const JWT: &str = AppKind::Jwt.as_str();

impl AppKind {
    /// Whether users authorise it.
    pub const fn is_authorised(self) -> bool {
        matches!(self, AppKind::Oauth | AppKind::User)
    }
}

/// An app to be made.
pub struct NewApp<'a> {
    /// As [`AppKind`] spells it.
    pub kind: &'a str,
    pub name: &'a str,
    /// Unique in the whole platform: the client id, or the key of a JWT app.
    pub client_id: &'a str,
    /// Blank-separated; empty for a JWT app.
    pub scopes: &'a str,
    /// Whether its scopes are classic ones.
    pub is_classic: bool,
    /// SHA-256 of the secret, where it only has to be compared.
    pub secret_hash: Option<&'a [u8]>,
    /// The secret, sealed, where it has to be read back.
    pub secret_sealed: Option<&'a [u8]>,
    /// It can keep no secret, and has none.
    pub is_public: bool,
    /// It may ask for codes that are entered on another device.
    pub on_device: bool,
    /// Each of them one that [`redirects::refusal`] has nothing against.
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
        /// It can keep no secret, and has none.
        pub is_public: bool,
        /// It may ask for codes that are entered on another device.
        pub on_device: bool,
        /// JSON list of addresses.
        pub redirect_uris: String,
        /// When it was installed on its account, milliseconds UTC.
        pub installed_at: Option<i64>,
        /// Milliseconds UTC on the clock of the account's world.
        pub created_at: i64,
        pub version: i64,
    }
}

const INSERT: Sql = sql!(
    "INSERT INTO apps (account_id, id, kind, name, client_id, scopes, is_classic, secret_hash, secret_sealed, is_public, on_device, redirect_uris, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
);
const INDEX: Sql = sql!("INSERT INTO client_index (account_id, client_id, app_id) VALUES ($1, $2, $3)");
const LIST: Sql = sql!(
    "SELECT id, kind, name, client_id, scopes, is_classic, enabled, is_public, on_device, redirect_uris, installed_at, created_at, version
     FROM apps WHERE account_id = $1 ORDER BY created_at, id"
);
const BY_ID: Sql = sql!(
    "SELECT id, kind, name, client_id, scopes, is_classic, enabled, is_public, on_device, redirect_uris, installed_at, created_at, version
     FROM apps WHERE account_id = $1 AND id = $2"
);
const COUNT_OF_KIND: Sql = sql!("SELECT count(*) FROM apps WHERE account_id = $1 AND kind = $2");
const SET: Sql = sql!(
    "UPDATE apps SET enabled = $3, scopes = $4, on_device = $5, redirect_uris = $6, version = version + 1 WHERE account_id = $1 AND id = $2"
);
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
            new.secret_hash.into(),
            new.secret_sealed.into(),
            new.is_public.into(),
            new.on_device.into(),
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

/// `None` for an app of another account.
///
/// # Errors
/// Those of the store.
pub fn get(tenant: &Tenant, id: &str) -> Result<Option<App>> {
    Ok(tenant.row(BY_ID, &[id.into()])?)
}

/// Whether the account has an app of this kind.
pub fn has_kind(tenant: &Tenant, kind: AppKind) -> Result<bool> {
    Ok(tenant.number(COUNT_OF_KIND, &[kind.as_str().into()])? > 0)
}

/// Keeps what was changed about an app: its state, its scopes, its addresses.
///
/// While it is off it gets no token, and none of its tokens works. Scopes are for tokens to come: those that it has keep
/// what they were issued with.
pub fn update(tenant: &mut Tenant, old: &App, new: &mut App) -> Result<()> {
    if AppState::of(old)? == AppState::of(new)? {
        return Ok(());
    }
    let cells =
        [(&new.id).into(), new.enabled.into(), (&new.scopes).into(), new.on_device.into(), (&new.redirect_uris).into()];
    tenant.execute(SET, &cells)?;
    updated(tenant, old, new)
}

fn updated(tenant: &mut Tenant, old: &App, new: &mut App) -> Result<()> {
    new.version += 1;
    let (old, version) = (AppState::of(old)?, new.version);
    Ok(tenant.emit(&AppUpdated { id: &new.id, version, app: AppState::of(new)?, old })?)
}

/// Removes an app, and what users have allowed it. Its tokens die with it: a token counts only together with its app.
pub fn delete(tenant: &mut Tenant, app: &App) -> Result<()> {
    authorizations::end_of_app(tenant, &app.id)?;
    tenant.execute(DELETE, &[(&app.id).into()])?;
    tenant.execute(UNINDEX, &[(&app.client_id).into()])?;
    Ok(tenant.emit(&AppDeleted { id: &app.id, version: app.version + 1, old: AppState::of(app)? })?)
}
