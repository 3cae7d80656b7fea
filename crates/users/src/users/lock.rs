//! Users that the platform's owner keeps out: they stay deactivated, and where they are, whatever their account wants.
use super::{
    administrators::is_owner,
    api::Status,
    events::{Shown, UserLocked, UserUnlocked},
    status,
    user::{self, User},
};
use platform::{Failure, Result};
use storage::{Sql, Tenant, sql};

/// As `platform.md` 8.4 has it from 2018.
pub const FORCE_LOCKED: Failure =
    Failure::new(400, 1000, "This user is force locked. Contact the Zoom Support Team for help");
/// An account has an owner who can act.
pub const OWNER_STAYS_IN: Failure = Failure::new(409, 409, "The owner of an account is not locked: {}.");
pub const NOT_COME_YET: Failure = Failure::new(409, 409, "The user was invited and has not come yet: {}.");

const LOCKED: Sql = sql!("SELECT locked_at FROM locked_users WHERE account_id = $1 AND user_id = $2");
const LOCK: Sql =
    sql!("INSERT INTO locked_users (account_id, user_id, locked_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
const UNLOCK: Sql = sql!("DELETE FROM locked_users WHERE account_id = $1 AND user_id = $2");

/// `user` is an id. An account that deactivates a user does not lock it.
pub fn is_locked(tenant: &Tenant, user: &str) -> storage::Result<bool> {
    tenant.has(LOCKED, &[user.into()])
}

/// Locks the user or unlocks it. The user as it is then.
pub fn set_lock(tenant: &mut Tenant, name: &str, on: bool) -> Result<User> {
    let user = user::existing(tenant, name)?;
    if on {
        lock(tenant, &user)?
    } else {
        unlock(tenant, &user)?
    }
    user::existing(tenant, &user.id)
}

fn lock(tenant: &mut Tenant, user: &User) -> Result<()> {
    if is_owner(user) {
        return Err(OWNER_STAYS_IN.with(&user.id));
    }
    if user.is(Status::Pending) {
        return Err(NOT_COME_YET.with(&user.id));
    }
    let now = tenant.now();
    if tenant.insert(LOCK, &[(&user.id).into(), now.into()])?.is_duplicate() {
        return Ok(());
    }
    let user = status::changed(tenant, user, Status::Inactive)?;
    user::touch(tenant, &user.id)?;
    Ok(tenant.emit(&UserLocked(Shown::of(&user, user.version + 1)))?)
}

fn unlock(tenant: &mut Tenant, user: &User) -> Result<()> {
    if !forget(tenant, &user.id)? {
        return Ok(());
    }
    user::touch(tenant, &user.id)?;
    Ok(tenant.emit(&UserUnlocked(Shown::of(user, user.version + 1)))?)
}

/// Whether there was a lock.
pub fn forget(tenant: &mut Tenant, user: &str) -> storage::Result<bool> {
    Ok(tenant.execute(UNLOCK, &[user.into()])? > 0)
}
