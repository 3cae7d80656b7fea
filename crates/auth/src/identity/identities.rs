//! Which user it is that an identity provider knows. Whoever was known once is known by that, whatever its email becomes.
use platform::Result;
use storage::{Sql, Tenant, sql};

const OF: Sql = sql!("SELECT user_id FROM identities WHERE account_id = $1 AND subject = $2");
const LINK: Sql =
    sql!("INSERT INTO identities (account_id, subject, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
const FORGET: Sql = sql!("DELETE FROM identities WHERE account_id = $1 AND user_id = $2");
const FORGET_ALL: Sql = sql!("DELETE FROM identities WHERE account_id = $1");

/// The user whom the provider of this account calls `subject`.
///
/// # Errors
/// Those of the store.
pub fn user_of(tenant: &Tenant, subject: &str) -> Result<Option<String>> {
    Ok(tenant.first(OF, &[subject.into()], |row| row.get(0))?)
}

/// The provider calls this user `subject` from now on; whether it calls neither of them otherwise.
///
/// # Errors
/// Those of the store.
pub fn link(tenant: &mut Tenant, subject: &str, user_id: &str) -> Result<bool> {
    Ok(!tenant.insert(LINK, &[subject.into(), user_id.into()])?.is_duplicate())
}

/// Nobody is called anything any more who is this user.
///
/// # Errors
/// Those of the store.
pub fn forget(tenant: &mut Tenant, user_id: &str) -> Result<()> {
    Ok(tenant.execute(FORGET, &[user_id.into()]).map(drop)?)
}

pub(super) fn forget_all(tenant: &mut Tenant) -> Result<()> {
    Ok(tenant.execute(FORGET_ALL, &[]).map(drop)?)
}
