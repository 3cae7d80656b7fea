//! Presence in the store: rows and statements.
use storage::{Result, Sql, Tenant, record, sql};

record! {
    /// What a user has said of itself.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Presence {
        /// As on the wire.
        pub status: String,
        /// When it ends, milliseconds UTC on the clock of the account's world; only of `Do_Not_Disturb`.
        pub ends_at: Option<i64>,
    }
}

const GET: Sql = sql!("SELECT status, ends_at FROM presence WHERE account_id = $1 AND user_id = $2");
const SET: Sql = sql!(
    "INSERT INTO presence (account_id, user_id, status, ends_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (account_id, user_id) DO UPDATE SET status = excluded.status, ends_at = excluded.ends_at"
);
const FORGET: Sql = sql!("DELETE FROM presence WHERE account_id = $1 AND user_id = $2");

/// What the user has said last, whether or not it has ended.
pub fn said(tenant: &Tenant, user: &str) -> Result<Option<Presence>> {
    tenant.row(GET, &[user.into()])
}

/// In the place of what the user has said before.
pub fn set(tenant: &mut Tenant, user: &str, presence: &Presence) -> Result<()> {
    tenant.execute(SET, &[user.into(), (&presence.status).into(), presence.ends_at.into()]).map(drop)
}

pub fn forget(tenant: &mut Tenant, user: &str) -> Result<()> {
    tenant.execute(FORGET, &[user.into()]).map(drop)
}
