//! `/oauth/token` and `/oauth/revoke`: tokens of server-to-server apps.
use crate::{access_keys, apps::SERVER_TO_SERVER, sessions};
use platform::{Api, Body, Client, Failure, Json, Mount, Result, Site, view};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Directory, Sql, Tenant, directory::App, sql};

pub fn operations(api: &mut Api) {
    api.post("/token", issue)
        .summary("Issue an access token")
        .only(Mount::Direct)
        .silent("tokens are issued by the thousand; the log has them")
        .fails(&[BAD_CLIENT, BAD_GRANT_TYPE]);
    api.post("/revoke", revoke)
        .summary("Revoke an access token")
        .only(Mount::Direct)
        .silent("the log has it")
        .fails(&[BAD_CLIENT]);
}

/// Also for an app that is switched off and for an account that does not own the app: they look alike.
const BAD_CLIENT: Failure = Failure::oauth("invalid_client", "Invalid client_id or client_secret");
const BAD_GRANT_TYPE: Failure = Failure::oauth("unsupported_grant_type", "unsupported grant type");

/// How long a token is good for, in seconds.
const LIFETIME: i64 = 3600;
/// How long one that has expired is kept, in milliseconds: a client that shows it learns what is wrong with it.
const LINGER: i64 = 24 * 60 * 60 * 1000;
/// How many of those are removed along with each issue: more than come, so that they do not pile up.
const SLICE: i64 = 8;

#[derive(Deserialize, JsonSchema)]
struct TokenRequest {
    /// `account_credentials`
    #[serde(default)]
    grant_type: String,
    /// The account that owns the app.
    #[serde(default)]
    account_id: String,
    /// Where the client does not use the `Authorization` header.
    #[serde(default)]
    client_id: String,
    #[serde(default)]
    client_secret: String,
}

view! {
    /// An access token.
    pub struct TokenView as TokenViewRow<'r> {
        pub access_token: &'r str,
        pub token_type: &'r str,
        /// Seconds.
        pub expires_in: i64,
        /// Blank-separated.
        pub scope: &'r str,
        /// The base of the API that takes the token.
        pub api_url: &'r str,
    }
}

const INSERT: Sql = sql!(
    "INSERT INTO tokens (account_id, token_hash, app_id, user_id, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)"
);
const LAPSED: Sql = sql!("SELECT expires_at FROM tokens WHERE account_id = $1 AND expires_at <= $2 LIMIT 1");
const DELETE_LAPSED: Sql = sql!(
    "DELETE FROM tokens WHERE account_id = $1 AND token_hash IN (
         SELECT token_hash FROM tokens WHERE account_id = $1 AND expires_at <= $2 ORDER BY expires_at, token_hash LIMIT $3)"
);
const DELETE: Sql = sql!("DELETE FROM tokens WHERE account_id = $1 AND token_hash = $2");
const DELETE_OF_USER: Sql = sql!("DELETE FROM tokens WHERE account_id = $1 AND user_id = $2");

fn issue(all: &mut Directory, client: Client, Body(body): Body<TokenRequest>, site: Site) -> Result<Json<TokenView>> {
    let app = authenticated(all, &client, &body.client_id, &body.client_secret)?;
    if body.grant_type != "account_credentials" {
        return Err(BAD_GRANT_TYPE.into());
    }
    if app.kind != SERVER_TO_SERVER || app.account_id != body.account_id {
        return Err(BAD_CLIENT.into());
    }
    let token = all.new_secret();
    // It acts for whoever owns the account at the time of a call, so it names no user.
    keep(&mut entered(all, &app.account_id)?, &app, None, &token)?;
    Json::of(&TokenViewRow {
        access_token: &token,
        token_type: "bearer",
        expires_in: LIFETIME,
        scope: &app.scopes,
        api_url: &site.base_url,
    })
}

/// Issues a token with which an app of this account acts for one of its users: what a sign-in ends with.
pub fn issue_for_user(tenant: &mut Tenant, app: &App, user_id: &str) -> Result<String> {
    let token = tenant.new_secret();
    keep(tenant, app, Some(user_id), &token)?;
    Ok(token)
}

/// Ends the sessions that this user has: no token and no key that was issued for it works any more, and no browser is its
/// own. Tokens that act for whoever owns the account are nobody's session, and stay. Whether there were any.
pub fn end_sessions(tenant: &mut Tenant, user_id: &str) -> Result<bool> {
    let sessions = tenant.execute(DELETE_OF_USER, &[user_id.into()])? + sessions::end_all(tenant, user_id)?;
    Ok(access_keys::end(tenant, user_id)? + sessions > 0)
}

fn keep(tenant: &mut Tenant, app: &App, user_id: Option<&str>, token: &str) -> Result<()> {
    let (hash, now) = (storage::hash(token), tenant.now());
    let cells = [
        hash.as_slice().into(),
        (&app.id).into(),
        user_id.into(),
        (&app.scopes).into(),
        now.into(),
        (now + LIFETIME * 1000).into(),
    ];
    tenant.execute(INSERT, &cells)?;
    sweep(tenant)
}

/// Removes some of this account's tokens that expired long ago. Asked for first: after a removal, everybody who calls from
/// this account is looked up anew.
fn sweep(tenant: &mut Tenant) -> Result<()> {
    let until = tenant.now() - LINGER;
    if tenant.first(LAPSED, &[until.into()], |_| Ok(()))?.is_some() {
        tenant.execute(DELETE_LAPSED, &[until.into(), SLICE.into()])?;
    }
    Ok(())
}

#[derive(Deserialize, JsonSchema)]
struct RevokeRequest {
    #[serde(default)]
    token: String,
    #[serde(default)]
    client_id: String,
    #[serde(default)]
    client_secret: String,
}

view! {
    /// Says that the token does not work any more.
    pub struct RevokedView {
        pub status: &'static str,
    }
}

/// A token that is unknown, or another app's, is answered alike and left alone (RFC 7009 2.2).
fn revoke(all: &mut Directory, client: Client, Body(body): Body<RevokeRequest>) -> Result<Json<RevokedView>> {
    let app = authenticated(all, &client, &body.client_id, &body.client_secret)?;
    let hash = storage::hash(&body.token);
    let owner = all.token_owner(&hash)?;
    if owner.is_some_and(|(account, owner)| account == app.account_id && owner == app.id) {
        entered(all, &app.account_id)?.execute(DELETE, &[hash.as_slice().into()])?;
    }
    Json::of(&RevokedView { status: "success" })
}

/// The app whose id and secret the client shows, in its header or in the body.
fn authenticated(all: &Directory, client: &Client, body_id: &str, body_secret: &str) -> Result<App> {
    let (id, secret) = match &client.0 {
        Some(proof) => (proof.id.as_str(), proof.secret()),
        None => (body_id, body_secret),
    };
    let app = all.app(id)?.filter(|app| app.enabled);
    let is_right = |app: &App| app.secret_hash.as_deref().is_some_and(|hash| storage::matches(hash, secret));
    app.filter(is_right).ok_or(BAD_CLIENT.into())
}

#[expect(clippy::disallowed_methods, reason = "the client has proved that the app of this account is its own")]
fn entered<'s>(all: &Directory<'s>, account: &str) -> Result<Tenant<'s>> {
    Ok(all.enter(account)?)
}
