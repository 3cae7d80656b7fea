//! Links in mails: kept as a hash, for one user at one address. Each serves once.
use crate::{Envelope, Kind, outbox};
use storage::{Result, Sql, Tenant, sql};

const MAKE: Sql =
    sql!("INSERT INTO links (account_id, link_hash, kind, user_id, email, expires_at) VALUES ($1, $2, $3, $4, $5, $6)");
const REPLACE: Sql = sql!("DELETE FROM links WHERE account_id = $1 AND user_id = $2 AND kind = $3");
const USE: Sql = sql!("UPDATE links SET used_at = $3 WHERE account_id = $1 AND link_hash = $2 AND used_at IS NULL");
const FORGET: Sql = sql!("DELETE FROM links WHERE account_id = $1 AND user_id = $2");

/// Makes a link, in place of an earlier one of the kind, whose mail is of no use any more: its secret, 43 characters, 256 random bits.
pub(crate) fn make(tenant: &mut Tenant, to: &Envelope<'_>) -> Result<String> {
    let secret = tenant.new_secret();
    tenant.execute(REPLACE, &[to.user_id.into(), to.kind.as_str().into()])?;
    outbox::give_up(tenant, to.user_id, to.kind)?;
    let hash = storage::hash(&secret);
    let cells =
        [hash.as_slice().into(), to.kind.as_str().into(), to.user_id.into(), to.email.into(), to.expires_at.into()];
    tenant.execute(MAKE, &cells)?;
    Ok(secret)
}

/// Uses a link of this account up; whether it was good until now.
pub fn take(tenant: &mut Tenant, secret: &str) -> Result<bool> {
    let (hash, now) = (storage::hash(secret), tenant.now());
    Ok(tenant.execute(USE, &[hash.as_slice().into(), now.into()])? == 1)
}

/// Ends every link of a user, and the mail with one that has not left yet.
pub fn forget(tenant: &mut Tenant, user_id: &str) -> Result<()> {
    tenant.execute(FORGET, &[user_id.into()])?;
    Kind::WITH_LINKS.into_iter().try_for_each(|kind| outbox::give_up(tenant, user_id, kind))
}
