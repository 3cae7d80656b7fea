//! What users have allowed apps, over all accounts: what is still to be ended of it. It is written by its account.
use super::{Directory, DirectorySql, directory};
use crate::fault::*;

// CROSS JOIN keeps the order on SQLite: nearly always there is nothing.
const REVOKED: DirectorySql = directory!(
    "SELECT z.account_id FROM authorizations z CROSS JOIN accounts a
     WHERE z.revoked_at IS NOT NULL AND z.account_id > $2 AND a.account_id = z.account_id
       AND a.world_id = COALESCE($1, a.world_id)
     ORDER BY z.account_id, z.id LIMIT 1"
);

impl Directory<'_> {
    /// The first account after `after` with an authorization that is revoked and has not ended, in one world or in all;
    /// also one that is closed.
    pub fn account_with_revoked(&self, world: Option<&str>, after: &str) -> Result<Option<String>> {
        self.first(REVOKED, &[world.into(), after.into()], |row| row.get(0))
    }
}
