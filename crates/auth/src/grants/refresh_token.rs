//! `refresh_token`: each is good once, for another pair (RFC 9700 4.14.2).
use super::{
    GrantRequest, Granted, NO_OWNER,
    pair::{self, Pair},
};
use crate::{
    authorizations::{self, Authorization},
    clients::entered,
    scopes, tokens,
};
use platform::{Failure, Result};
use storage::{Directory, Sql, Tenant, directory::App, record, sql, time::SECOND};

/// Unknown, another app's, expired or used: they look alike.
pub const BAD_TOKEN: Failure = Failure::oauth("invalid_grant", "Invalid Token!");
/// The app does not have all scopes any more that the user has allowed it.
pub const OTHER_SCOPES: Failure = Failure::oauth("invalid_grant", "Refresh token invalid.");
pub const MORE_SCOPES: Failure =
    Failure::oauth("invalid_scope", "The scope exceeds what was granted with the refresh token.");

/// How long after a token was used the same answer is given again: the first one may have been lost.
const GRACE: i64 = 10 * SECOND;

record! {
    struct Refresh { authorization_id: String, expires_at: i64, used_at: Option<i64>, seed: Option<String> }
}

const FIND: Sql = sql!(
    "SELECT authorization_id, expires_at, used_at, seed FROM refresh_tokens WHERE account_id = $1 AND token_hash = $2"
);
const TAKE: Sql = sql!(
    "UPDATE refresh_tokens SET used_at = $3, seed = $4 WHERE account_id = $1 AND token_hash = $2 AND used_at IS NULL"
);
/// What gives the successors of tokens whose grace is over.
const FORGET_SEEDS: Sql = sql!(
    "UPDATE refresh_tokens SET seed = NULL WHERE account_id = $1 AND authorization_id = $2 AND seed IS NOT NULL AND used_at < $3"
);

/// A token that was used within the last ten seconds is answered as it was then, if nobody has gone on with that. Used
/// later, it ends the authorization.
pub fn grant(all: &mut Directory<'_>, app: &App, asked: &GrantRequest) -> Result<Granted> {
    let mut tenant = entered(all, app)?;
    let shown = find(&tenant, &asked.refresh_token)?.ok_or(BAD_TOKEN)?;
    let authorization = authorizations::get(&tenant, &shown.authorization_id)?;
    let authorization = authorization.filter(|of| of.app_id == app.id).ok_or(BAD_TOKEN)?;
    if shown.used_at.is_some() {
        return again(&mut tenant, &shown, &authorization, &asked.refresh_token);
    }
    if tenant.now() >= shown.expires_at {
        return Err(BAD_TOKEN.into());
    }
    if !pair::is_alive(&tenant, &authorization)? {
        return Err(NO_OWNER.into());
    }
    let scope = scope(app, &authorization, &asked.scope)?;
    rotate(&mut tenant, &authorization, &asked.refresh_token, scope)
}

fn find(tenant: &Tenant, token: &str) -> Result<Option<Refresh>> {
    Ok(tenant.row(FIND, &[(&storage::hash(token)).into()])?)
}

/// Blank-separated: all that the user has allowed, or the part of it that is asked for.
fn scope(app: &App, authorization: &Authorization, asked: &str) -> Result<String> {
    if !scopes::is_part(&authorization.scopes, &app.scopes) {
        return Err(OTHER_SCOPES.into());
    }
    scopes::part(&authorization.scopes, asked).ok_or(MORE_SCOPES.into())
}

fn rotate(tenant: &mut Tenant, authorization: &Authorization, token: &str, scope: String) -> Result<Granted> {
    let (hash, seed, now) = (storage::hash(token), tenant.new_secret(), tenant.now());
    tenant.execute(FORGET_SEEDS, &[(&authorization.id).into(), (now - GRACE).into()])?;
    if tenant.execute(TAKE, &[(&hash).into(), now.into(), (&seed).into()])? != 1 {
        return Err(BAD_TOKEN.into());
    }
    pair::issue(tenant, authorization, successors(&seed, token), scope)
}

/// A used token: within the grace its answer was lost, and is given again, as long as nobody has gone on with it. Later
/// it is in two hands, and nobody knows which is the right one: everything ends.
fn again(tenant: &mut Tenant, shown: &Refresh, authorization: &Authorization, token: &str) -> Result<Granted> {
    let is_in_time = shown.used_at.is_some_and(|used_at| tenant.now() - used_at <= GRACE);
    let Some(seed) = shown.seed.as_deref().filter(|_| is_in_time) else {
        authorizations::end(tenant, &authorization.id)?;
        return Err(platform::Error::from(BAD_TOKEN).kept());
    };
    let Pair { access, refresh } = successors(seed, token);
    let has_gone_on = find(tenant, &refresh)?.is_none_or(|next| next.used_at.is_some());
    let life = tokens::life(tenant, &access)?.filter(|_| !has_gone_on).ok_or(BAD_TOKEN)?;
    let expires_in = (life.expires_at - tenant.now()) / SECOND;
    Ok(Granted { access_token: access, refresh_token: Some(refresh), expires_in, scope: life.scopes })
}

/// What takes the place of a token: known to whoever has both the token, which is nowhere kept, and the seed, which is
/// told to nobody.
fn successors(seed: &str, token: &str) -> Pair {
    let of = |purpose: &str| storage::derived(purpose, &format!("{seed} {token}"));
    Pair { access: of("access token"), refresh: of("refresh token") }
}
