//! Access tokens: kept as hashes, good for an hour.
use crate::{
    access_keys, authorizations,
    lapsed::{LINGER, SLICE},
    sessions,
};
use platform::Result;
use storage::{Sql, Tenant, directory::App, record, sql};

/// How long a token is good for, in seconds.
pub const LIFETIME: i64 = 3600;

const INSERT: Sql = sql!(
    "INSERT INTO tokens (account_id, token_hash, app_id, user_id, scopes, created_at, expires_at, authorization_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
);
const LAPSED: Sql = sql!("SELECT expires_at FROM tokens WHERE account_id = $1 AND expires_at <= $2 LIMIT 1");
const DELETE_LAPSED: Sql = sql!(
    "DELETE FROM tokens WHERE account_id = $1 AND token_hash IN (
         SELECT token_hash FROM tokens WHERE account_id = $1 AND expires_at <= $2 ORDER BY expires_at, token_hash LIMIT $3)"
);
const DELETE_OF_USER: Sql = sql!("DELETE FROM tokens WHERE account_id = $1 AND user_id = $2");
const DELETE_OF_AUTHORIZATION: Sql = sql!("DELETE FROM tokens WHERE account_id = $1 AND authorization_id = $2");
const DELETE_OF_USERS_OF_APP: Sql =
    sql!("DELETE FROM tokens WHERE account_id = $1 AND app_id = $2 AND user_id IS NOT NULL");
const LIFE: Sql = sql!("SELECT scopes, expires_at FROM tokens WHERE account_id = $1 AND token_hash = $2");

/// Whom a token acts for, and with what.
pub struct Bearer<'a> {
    pub app_id: &'a str,
    /// None: it acts for whoever owns the account at the time of a call.
    pub user_id: Option<&'a str>,
    /// Blank-separated.
    pub scopes: &'a str,
    /// What it came of; none where an app has it for itself.
    pub authorization_id: Option<&'a str>,
}

record! {
    /// What a token that was issued holds.
    pub struct Life {
        /// Blank-separated.
        pub scopes: String,
        /// Milliseconds UTC on the clock of the account's world.
        pub expires_at: i64,
    }
}

/// Keeps a token that is good from now on for [`LIFETIME`].
pub fn issue(tenant: &mut Tenant, token: &str, bearer: &Bearer<'_>) -> Result<()> {
    let (hash, now) = (storage::hash(token), tenant.now());
    let cells = [
        (&hash).into(),
        bearer.app_id.into(),
        bearer.user_id.into(),
        bearer.scopes.into(),
        now.into(),
        (now + LIFETIME * 1000).into(),
        bearer.authorization_id.into(),
    ];
    tenant.execute(INSERT, &cells)?;
    sweep(tenant)
}

/// What a token of this account holds, as long as it is kept.
pub fn life(tenant: &Tenant, token: &str) -> Result<Option<Life>> {
    Ok(tenant.row(LIFE, &[(&storage::hash(token)).into()])?)
}

/// Issues a token with which an app of this account acts for one of its users, without asking it.
pub fn issue_for_user(tenant: &mut Tenant, app: &App, user_id: &str) -> Result<String> {
    let token = tenant.new_secret();
    let bearer = Bearer { app_id: &app.id, user_id: Some(user_id), scopes: &app.scopes, authorization_id: None };
    issue(tenant, &token, &bearer)?;
    Ok(token)
}

/// Ends the sessions that this user has: no token, no key and nothing that it has allowed an app works any more, and no
/// browser is its own. Tokens that act for whoever owns the account are nobody's session, and stay. Whether there were any.
pub fn end_sessions(tenant: &mut Tenant, user_id: &str) -> Result<bool> {
    let allowed = authorizations::end_of_user(tenant, user_id)?;
    let sessions = tenant.execute(DELETE_OF_USER, &[user_id.into()])? + sessions::end_all(tenant, user_id)?;
    Ok(access_keys::end(tenant, user_id)? + sessions > 0 || allowed)
}

/// Ends the tokens that came of an authorization.
pub fn end_of_authorization(tenant: &mut Tenant, authorization_id: &str) -> Result<()> {
    Ok(tenant.execute(DELETE_OF_AUTHORIZATION, &[authorization_id.into()]).map(drop)?)
}

/// Ends the tokens with which an app acts for users, whoever has issued them.
pub fn end_of_users_of_app(tenant: &mut Tenant, app_id: &str) -> Result<()> {
    Ok(tenant.execute(DELETE_OF_USERS_OF_APP, &[app_id.into()]).map(drop)?)
}

/// Removes some of this account's tokens that expired long ago. Asked for first: after a removal, everybody who calls from
/// this account is looked up anew.
fn sweep(tenant: &mut Tenant) -> Result<()> {
    let until = tenant.now() - LINGER;
    if tenant.has(LAPSED, &[until.into()])? {
        tenant.execute(DELETE_LAPSED, &[until.into(), SLICE.into()])?;
    }
    Ok(())
}
