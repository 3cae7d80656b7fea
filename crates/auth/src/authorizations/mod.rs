//! What users have allowed apps. Codes, refresh tokens and access tokens come of an authorization and end with it.
mod events;
mod revoked;

pub use revoked::end_revoked;

use crate::{lapsed::SLICE, tokens};
use events::{AuthorizationCreated, AuthorizationEnded};
use platform::Result;
use storage::{Sql, Tenant, record, sql, time::HOUR};

record! {
    /// What a user has allowed an app.
    #[derive(Debug, Clone)]
    pub struct Authorization {
        pub id: String,
        pub app_id: String,
        pub user_id: String,
        /// Blank-separated.
        pub scopes: String,
        /// Milliseconds UTC on the clock of the account's world; none until the app came for its tokens.
        pub redeemed_at: Option<i64>,
    }
}
record! { struct Id { id: String } }

/// How long the app may take to come for its tokens, with the longest of its codes and some time to spare.
const PATIENCE: i64 = HOUR;
/// How many end in one transaction: their events with them.
const AT_ONCE: i64 = 100;

const INSERT: Sql = sql!(
    "INSERT INTO authorizations (account_id, id, app_id, user_id, scopes, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)"
);
const BY_ID: Sql =
    sql!("SELECT id, app_id, user_id, scopes, redeemed_at FROM authorizations WHERE account_id = $1 AND id = $2");
const HOLDING: Sql = sql!(
    "SELECT id, app_id, user_id, scopes, redeemed_at FROM authorizations
     WHERE account_id = $1 AND id = $2 AND revoked_at IS NULL"
);
const EARLIER: Sql = sql!(
    "SELECT id FROM authorizations
     WHERE account_id = $1 AND user_id = $2 AND app_id = $3 AND redeemed_at IS NOT NULL AND id <> $4"
);
const OF_USER: Sql = sql!("SELECT id FROM authorizations WHERE account_id = $1 AND user_id = $2");
const OF_APP: Sql = sql!("SELECT id FROM authorizations WHERE account_id = $1 AND app_id = $2 ORDER BY id LIMIT $3");
const REVOKE_OF_APP: Sql =
    sql!("UPDATE authorizations SET revoked_at = $3 WHERE account_id = $1 AND app_id = $2 AND revoked_at IS NULL");
const REDEEM: Sql = sql!(
    "UPDATE authorizations SET redeemed_at = COALESCE(redeemed_at, $3), expires_at = $4 WHERE account_id = $1 AND id = $2"
);
const DELETE: Sql = sql!("DELETE FROM authorizations WHERE account_id = $1 AND id = $2");
const DELETE_REFRESH: Sql = sql!("DELETE FROM refresh_tokens WHERE account_id = $1 AND authorization_id = $2");
const OVER: Sql =
    sql!("SELECT id FROM authorizations WHERE account_id = $1 AND expires_at <= $2 ORDER BY expires_at, id LIMIT $3");
const REFRESHED_BY: Sql = sql!(
    "SELECT r.authorization_id FROM refresh_tokens r
     JOIN authorizations a ON a.account_id = r.account_id AND a.id = r.authorization_id
     WHERE r.account_id = $1 AND r.token_hash = $2 AND a.app_id = $3"
);

/// Notes what a user has allowed an app (scopes are blank-separated): the id.
pub fn create(tenant: &mut Tenant, app_id: &str, user_id: &str, scopes: &str) -> Result<String> {
    let (id, now) = (tenant.new_id(), tenant.now());
    let over = tenant.rows::<Id>(OVER, &[now.into(), SLICE.into()])?;
    end_all(tenant, &over)?;
    let cells = [(&id).into(), app_id.into(), user_id.into(), scopes.into(), now.into(), (now + PATIENCE).into()];
    tenant.execute(INSERT, &cells)?;
    tenant.emit(&AuthorizationCreated { id: &id, app_id, user_id, scopes })?;
    Ok(id)
}

/// `None` once it has ended, or is revoked.
pub fn get(tenant: &Tenant, id: &str) -> Result<Option<Authorization>> {
    Ok(tenant.row(HOLDING, &[id.into()])?)
}

/// The app has come for tokens, which are good until a moment. The first time, what the same user had allowed it earlier
/// ends (`platform.md` 3.3).
pub fn redeemed(tenant: &mut Tenant, authorization: &Authorization, until: i64) -> Result<()> {
    let Authorization { id, app_id, user_id, redeemed_at, .. } = authorization;
    let now = tenant.now();
    tenant.execute(REDEEM, &[id.into(), now.into(), until.into()])?;
    if redeemed_at.is_none() {
        let earlier = tenant.rows::<Id>(EARLIER, &[user_id.into(), app_id.into(), id.into()])?;
        end_all(tenant, &earlier)?;
    }
    Ok(())
}

/// Whose refresh token of this app it is: the authorization's id. Used ones and expired ones too, as long as they are kept.
pub fn refreshed_by(tenant: &Tenant, app_id: &str, token: &str) -> Result<Option<String>> {
    let hash = storage::hash(token);
    Ok(tenant.first(REFRESHED_BY, &[(&hash).into(), app_id.into()], |row| row.get::<String>(0))?)
}

/// Ends an authorization, and everything that came of it. One that is over already is left as it is.
pub fn end(tenant: &mut Tenant, id: &str) -> Result<()> {
    let found = tenant.row::<Authorization>(BY_ID, &[id.into()])?;
    let Some(Authorization { app_id, user_id, .. }) = found else { return Ok(()) };
    tokens::end_of_authorization(tenant, id)?;
    for sql in [DELETE_REFRESH, DELETE] {
        tenant.execute(sql, &[id.into()])?;
    }
    Ok(tenant.emit(&AuthorizationEnded { id, app_id: &app_id, user_id: &user_id })?)
}

/// Ends everything that a user has allowed; whether there was anything.
pub fn end_of_user(tenant: &mut Tenant, user_id: &str) -> Result<bool> {
    let all = tenant.rows::<Id>(OF_USER, &[user_id.into()])?;
    end_all(tenant, &all)?;
    Ok(!all.is_empty())
}

/// Ends everything that an app was allowed. Where that is very much, the rest of it is revoked, and ended by a job: nobody
/// else's change waits for thousands of events. Access tokens that came of it are for the caller to see to.
pub fn end_of_app(tenant: &mut Tenant, app_id: &str) -> Result<()> {
    let some = tenant.rows::<Id>(OF_APP, &[app_id.into(), AT_ONCE.into()])?;
    end_all(tenant, &some)?;
    Ok(tenant.execute(REVOKE_OF_APP, &[app_id.into(), tenant.now().into()]).map(drop)?)
}

fn end_all(tenant: &mut Tenant, all: &[Id]) -> Result<()> {
    all.iter().try_for_each(|authorization| end(tenant, &authorization.id))
}
