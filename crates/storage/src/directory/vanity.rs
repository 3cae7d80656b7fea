//! From the name of an account in addresses to the account. Rows are written by their account.
use super::{Directory, DirectorySql, directory};
use crate::{fault::*, tenant::Tenant};

const BY_VANITY: DirectorySql = directory!(
    "SELECT v.account_id FROM vanity_index v JOIN accounts a ON a.account_id = v.account_id
     WHERE v.vanity = $1 AND a.closed_at IS NULL"
);

impl<'s> Directory<'s> {
    /// The account that people find by this name; none that is closed. For the users product alone (`clippy.toml`).
    pub fn account_by_vanity(&self, vanity: &str) -> Result<Option<Tenant<'s>>> {
        let account = self.first(BY_VANITY, &[vanity.into()], |row| row.get::<String>(0))?;
        account.map(|account| entered(self, &account)).transpose()
    }
}

#[expect(clippy::disallowed_methods, reason = "the account has this name for whoever wants to sign in to it")]
fn entered<'s>(all: &Directory<'s>, account: &str) -> Result<Tenant<'s>> {
    all.enter(account)
}
