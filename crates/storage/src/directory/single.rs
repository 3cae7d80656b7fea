//! The free account of one person, which closes when its owner comes into another account.
use super::{DirectorySql, directory};
use crate::{fault::*, record, tenant::Tenant};

/// An account without a plan that stands on its own, manages no domain and has nobody but its owner.
pub struct Single<'s> {
    /// Whoever asked for it acts on it.
    pub account: Tenant<'s>,
    pub owner_id: String,
}

record! { struct Row { account_id: String, owner_id: String } }
record! { struct Object { object_key: String } }

// Nobody is left who could ask that it be forgotten.
const FORGET: [DirectorySql; 5] = [
    directory!("UPDATE accounts SET name = '', owner_email = '' WHERE account_id = $1"),
    directory!("DELETE FROM transfer_codes WHERE account_id = $1"),
    directory!("DELETE FROM data_request_links WHERE account_id = $1"),
    directory!("DELETE FROM data_request_files WHERE account_id = $1"),
    directory!("DELETE FROM data_requests WHERE account_id = $1"),
];

/// What was handed out with exports.
const COPIES: DirectorySql = directory!(
    "SELECT object_key FROM data_request_files WHERE account_id = $1 AND object_key IS NOT NULL ORDER BY id"
);

// Of one world, for it comes and goes at one moment.
const SINGLE: DirectorySql = directory!(
    "SELECT a.account_id, a.owner_id
     FROM email_index e JOIN accounts a ON a.account_id = e.account_id AND a.owner_id = e.user_id
     JOIN accounts own ON own.account_id = $2 AND own.world_id = a.world_id AND own.account_id <> a.account_id
     WHERE e.email = $1 AND a.depth = 0 AND a.is_master = 0 AND a.paid = 0 AND a.closed_at IS NULL
       AND (SELECT CAST(sum(c.n) AS BIGINT) FROM user_counts c WHERE c.account_id = a.account_id) = 1
       AND NOT EXISTS (SELECT d.domain FROM managed_domains d WHERE d.account_id = a.account_id)"
);

impl<'s> Tenant<'s> {
    /// The account that the person with this email, which is in its form for comparison, has for itself in this world. For
    /// the users product alone (`clippy.toml`).
    pub fn single_account_of(&self, email: &str) -> Result<Option<Single<'s>>> {
        let row = self.beyond().row::<Row>(SINGLE, &[email.into(), self.account_id().into()])?;
        Ok(row.map(|Row { account_id, owner_id }| {
            let account = Tenant::new(self.session, &account_id, self.now()).by(self.caller());
            Single { account, owner_id }
        }))
    }
}

impl Single<'_> {
    /// Closes the account for good, once its owner has left it. It does not bear its owner's name and address any more, and
    /// what was asked for there is not kept.
    pub fn close(&self) -> Result<()> {
        let mut all = self.account.beyond();
        let id = self.account.account_id();
        // No row keeps them from now on.
        for copy in all.rows::<Object>(COPIES, &[id.into()])? {
            all.expect_object(id, &copy.object_key, 0)?;
        }
        FORGET.iter().try_for_each(|sql| all.execute(*sql, &[id.into()]).map(drop))?;
        let row = all.account_row(id)?;
        let row = row.ok_or_else(|| Fault::broken("the account of a person does not exist"))?;
        all.close_by(self.account.caller(), &row, self.account.now()).map(drop)
    }
}
