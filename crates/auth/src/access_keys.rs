//! Keys with which meetings are started in a user's name (ZAK), or attended beside it (on-behalf tokens). Whoever runs the
//! meetings asks the platform whether a key is good.
use crate::lapsed::SLICE;
use platform::Result;
use storage::{Sql, Tenant, record, sql};

/// A key to be issued.
pub struct NewKey<'a> {
    pub user_id: &'a str,
    /// As the documents name it: `zak` or `onbehalf`.
    pub kind: &'a str,
    /// The only meeting that it is for.
    pub meeting_id: Option<&'a str>,
    /// Seconds.
    pub lifetime: i64,
}

record! {
    /// What a key that is good stands for.
    pub struct AccessKey {
        pub user_id: String,
        pub kind: String,
        pub meeting_id: Option<String>,
        /// Milliseconds UTC on the clock of the account's world.
        pub expires_at: i64,
    }
}

const INSERT: Sql = sql!(
    "INSERT INTO access_keys (account_id, key_hash, user_id, kind, meeting_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)"
);
const GOOD: Sql = sql!(
    "SELECT user_id, kind, meeting_id, expires_at FROM access_keys WHERE account_id = $1 AND key_hash = $2 AND expires_at > $3"
);
const DELETE_OF_USER: Sql = sql!("DELETE FROM access_keys WHERE account_id = $1 AND user_id = $2");
const DELETE_ALL: Sql = sql!("DELETE FROM access_keys WHERE account_id = $1");
const DELETE_EXPIRED: Sql = sql!(
    "DELETE FROM access_keys WHERE account_id = $1 AND key_hash IN (
         SELECT key_hash FROM access_keys WHERE account_id = $1 AND expires_at <= $2 ORDER BY expires_at, key_hash LIMIT $3)"
);

/// Issues a key; its text is kept nowhere.
pub fn issue(tenant: &mut Tenant, new: &NewKey<'_>) -> Result<String> {
    let (key, now) = (tenant.new_secret(), tenant.now());
    let hash = storage::hash(&key);
    let cells = [
        (&hash).into(),
        new.user_id.into(),
        new.kind.into(),
        new.meeting_id.into(),
        now.into(),
        (now + new.lifetime * 1000).into(),
    ];
    tenant.execute(DELETE_EXPIRED, &[now.into(), SLICE.into()])?;
    tenant.execute(INSERT, &cells)?;
    Ok(key)
}

/// What the key stands for; nothing for one that is unknown, has expired or ended with the sessions of its user.
pub fn inspect(tenant: &Tenant, key: &str) -> Result<Option<AccessKey>> {
    let hash = storage::hash(key);
    Ok(tenant.row(GOOD, &[(&hash).into(), tenant.now().into()])?)
}

/// Ends all keys of users of this account.
pub fn end_all(tenant: &mut Tenant) -> Result<()> {
    Ok(tenant.execute(DELETE_ALL, &[]).map(drop)?)
}

/// Ends all keys of this user: how many there were.
pub(crate) fn end(tenant: &mut Tenant, user_id: &str) -> Result<u64> {
    Ok(tenant.execute(DELETE_OF_USER, &[user_id.into()])?)
}
