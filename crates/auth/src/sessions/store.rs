//! The rows of sessions. Each keeps the hash of its secret, which is in a cookie and nowhere else.
use super::{Awaits, LONGEST, LONGEST_AWAITING};
use crate::lapsed::SLICE;
use platform::Result;
use storage::{Sql, Tenant, sql};

/// A session to begin.
#[derive(Debug, Clone, Copy)]
pub struct NewSession<'a> {
    pub user_id: &'a str,
    pub awaits: Awaits,
    /// Milliseconds without activity after which it ends; 0 for never.
    pub idle_ms: i64,
    /// When the session ends whose place it takes: no secret that is exchanged makes a proof last longer.
    pub ends_at: Option<i64>,
}

const BEGIN: Sql = sql!(
    "INSERT INTO sessions (account_id, secret_hash, id, user_id, awaits, created_at, seen_at, idle_ms, ends_at)
     VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8)"
);
const TOUCH: Sql = sql!("UPDATE sessions SET seen_at = $3 WHERE account_id = $1 AND id = $2 AND user_id = $4");
const END_IDLE: Sql = sql!("DELETE FROM sessions WHERE account_id = $1 AND idle_ms > 0 AND seen_at + idle_ms <= $2");
const SET_IDLE: Sql = sql!("UPDATE sessions SET idle_ms = $2 WHERE account_id = $1");
const END: Sql = sql!("DELETE FROM sessions WHERE account_id = $1 AND user_id = $2 AND id = $3");
const END_OF_USER: Sql = sql!("DELETE FROM sessions WHERE account_id = $1 AND user_id = $2");
const END_OF_ACCOUNT: Sql = sql!("DELETE FROM sessions WHERE account_id = $1");
const CLEAR: Sql = sql!(
    "DELETE FROM sessions WHERE account_id = $1 AND secret_hash IN (
         SELECT secret_hash FROM sessions WHERE account_id = $1 AND ends_at <= $2 ORDER BY ends_at, secret_hash LIMIT $3)"
);

/// Begins a session: its secret, for a cookie.
///
/// # Errors
/// Those of the store.
pub fn begin(tenant: &mut Tenant, new: &NewSession<'_>) -> Result<String> {
    let (secret, id, now) = (tenant.new_secret(), tenant.new_id(), tenant.now());
    tenant.execute(CLEAR, &[now.into(), SLICE.into()])?;
    let longest = if new.awaits == Awaits::Nothing { LONGEST } else { LONGEST_AWAITING };
    let hash = storage::hash(&secret);
    let cells = [
        (&hash).into(),
        (&id).into(),
        new.user_id.into(),
        new.awaits.as_str().into(),
        now.into(),
        new.idle_ms.into(),
        new.ends_at.unwrap_or(now + longest).into(),
    ];
    tenant.execute(BEGIN, &cells)?;
    Ok(secret)
}

/// Notes that the session with this id was used by its user.
///
/// # Errors
/// Those of the store.
pub fn touch(tenant: &mut Tenant, user_id: &str, session_id: &str) -> Result<()> {
    let now = tenant.now();
    Ok(tenant.execute(TOUCH, &[session_id.into(), now.into(), user_id.into()]).map(drop)?)
}

/// The account asks for other times without activity: all of its sessions obey from now on. Those that are over by then
/// stay over.
///
/// # Errors
/// Those of the store.
pub fn set_idle(tenant: &mut Tenant, idle_ms: i64) -> storage::Result<()> {
    let now = tenant.now();
    tenant.execute(END_IDLE, &[now.into()])?;
    tenant.execute(SET_IDLE, &[idle_ms.into()]).map(drop)
}

/// Ends the session with this id: whether there was one.
///
/// # Errors
/// Those of the store.
pub fn end(tenant: &mut Tenant, user_id: &str, session_id: &str) -> Result<bool> {
    Ok(tenant.execute(END, &[user_id.into(), session_id.into()])? > 0)
}

/// Ends all sessions that this user has: how many there were.
///
/// # Errors
/// Those of the store.
pub fn end_all(tenant: &mut Tenant, user_id: &str) -> Result<u64> {
    Ok(tenant.execute(END_OF_USER, &[user_id.into()])?)
}

/// Ends all sessions of the account's users, whatever is still to be proved in them.
///
/// # Errors
/// Those of the store.
pub fn end_of_account(tenant: &mut Tenant) -> storage::Result<()> {
    tenant.execute(END_OF_ACCOUNT, &[]).map(drop)
}
