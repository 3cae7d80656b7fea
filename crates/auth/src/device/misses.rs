//! Codes that a user has entered and no device shows: short ones could be guessed (RFC 8628 5.1).
use platform::Result;
use storage::{Sql, Tenant, record, sql, time::MINUTE};

/// How many a user may enter within [`PERIOD`].
const MOST: i64 = 10;
const PERIOD: i64 = 15 * MINUTE;

record! { struct Misses { since: i64, n: i64 } }

const READ: Sql = sql!("SELECT since, n FROM device_misses WHERE account_id = $1 AND user_id = $2");
const WRITE: Sql = sql!(
    "INSERT INTO device_misses (account_id, user_id, since, n) VALUES ($1, $2, $3, $4)
     ON CONFLICT (account_id, user_id) DO UPDATE SET since = excluded.since, n = excluded.n"
);
const FORGET: Sql = sql!("DELETE FROM device_misses WHERE account_id = $1 AND user_id = $2");

/// Whether this user may enter another code.
pub fn may_try(tenant: &Tenant, user_id: &str) -> Result<bool> {
    Ok(recent(tenant, user_id)?.is_none_or(|misses| misses.n < MOST))
}

/// Notes that this user has entered a code that no device shows.
pub fn note(tenant: &mut Tenant, user_id: &str) -> Result<()> {
    let now = tenant.now();
    let Misses { since, n } = recent(tenant, user_id)?.unwrap_or(Misses { since: now, n: 0 });
    Ok(tenant.execute(WRITE, &[user_id.into(), since.into(), (n + 1).into()]).map(drop)?)
}

/// Removes what is noted of a user who leaves. Nothing that it can do by itself lifts its wait.
///
/// # Errors
/// Those of the store.
pub fn forget(tenant: &mut Tenant, user_id: &str) -> Result<()> {
    Ok(tenant.execute(FORGET, &[user_id.into()]).map(drop)?)
}

fn recent(tenant: &Tenant, user_id: &str) -> Result<Option<Misses>> {
    let misses = tenant.row::<Misses>(READ, &[user_id.into()])?;
    Ok(misses.filter(|misses| tenant.now() < misses.since + PERIOD))
}
