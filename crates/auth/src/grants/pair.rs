//! An access token and the refresh token beside it, which come of an authorization.
use super::{NO_OWNER, NOT_APPROVED};
use crate::{
    authorizations::{self, Authorization},
    lapsed::SLICE,
    scopes,
    tokens::{self, Bearer, LIFETIME},
};
use platform::Result;
use storage::{Sql, Tenant, directory::App, sql, time::DAY};

/// What a grant gives.
pub struct Granted {
    pub access_token: String,
    /// Where a user has authorised the app.
    pub refresh_token: Option<String>,
    /// Seconds.
    pub expires_in: i64,
    /// Blank-separated.
    pub scope: String,
}

/// The texts of a pair.
pub struct Pair {
    pub access: String,
    pub refresh: String,
}

/// How long a refresh token is good for from its issue (`platform.md` 3.4).
const REFRESH_LIFETIME: i64 = 90 * DAY;

const KEEP_REFRESH: Sql =
    sql!("INSERT INTO refresh_tokens (account_id, token_hash, authorization_id, expires_at) VALUES ($1, $2, $3, $4)");
const DELETE_EXPIRED: Sql = sql!(
    "DELETE FROM refresh_tokens WHERE account_id = $1 AND token_hash IN (
         SELECT token_hash FROM refresh_tokens WHERE account_id = $1 AND expires_at <= $2 ORDER BY expires_at, token_hash LIMIT $3)"
);

/// The first pair of an authorization, with all that the user has allowed.
///
/// # Errors
/// [`NO_OWNER`]; [`NOT_APPROVED`]: the app has lost a scope since.
pub fn begin(tenant: &mut Tenant, app: &App, authorization: &Authorization) -> Result<Granted> {
    if !is_alive(tenant, authorization)? {
        return Err(NO_OWNER.into());
    }
    if !scopes::is_part(&authorization.scopes, &app.scopes) {
        return Err(NOT_APPROVED.into());
    }
    let pair = Pair { access: tenant.new_secret(), refresh: tenant.new_secret() };
    issue(tenant, authorization, pair, authorization.scopes.clone())
}

/// Keeps a pair with these scopes (blank-separated) and says what is answered with it.
pub fn issue(tenant: &mut Tenant, authorization: &Authorization, pair: Pair, scope: String) -> Result<Granted> {
    let now = tenant.now();
    let until = now + REFRESH_LIFETIME;
    authorizations::redeemed(tenant, authorization, until)?;
    tenant.execute(DELETE_EXPIRED, &[now.into(), SLICE.into()])?;
    let hash = storage::hash(&pair.refresh);
    tenant.execute(KEEP_REFRESH, &[(&hash).into(), (&authorization.id).into(), until.into()])?;
    let bearer = Bearer {
        app_id: &authorization.app_id,
        user_id: Some(&authorization.user_id),
        scopes: &scope,
        authorization_id: Some(&authorization.id),
    };
    tokens::issue(tenant, &pair.access, &bearer)?;
    Ok(Granted { access_token: pair.access, refresh_token: Some(pair.refresh), expires_in: LIFETIME, scope })
}

/// Whether the user who has authorised can still sign in. What it may do is decided at each call.
pub fn is_alive(tenant: &Tenant, authorization: &Authorization) -> Result<bool> {
    Ok(tenant.member(&authorization.user_id)?.is_some_and(|(member, _)| member.is_active))
}
