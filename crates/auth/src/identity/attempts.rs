//! A browser on its way to an identity provider and back. Everything that must come back follows from one secret, which is
//! in a cookie of the browser and nowhere else; an attempt serves once.
use crate::lapsed::SLICE;
use platform::Result;
use storage::{Sql, Tenant, derived, sql, time::MINUTE};

/// The cookie that holds the secret.
pub const COOKIE: &str = "sso";

/// How long the way may take.
const LIFETIME: i64 = 10 * MINUTE;

const BEGIN: Sql = sql!(
    "INSERT INTO sign_in_attempts (account_id, attempt_hash, target, expires_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
);
const TARGET: Sql =
    sql!("SELECT target FROM sign_in_attempts WHERE account_id = $1 AND attempt_hash = $2 AND expires_at > $3");
const END: Sql = sql!("DELETE FROM sign_in_attempts WHERE account_id = $1 AND attempt_hash = $2");
const CLEAR: Sql = sql!(
    "DELETE FROM sign_in_attempts WHERE account_id = $1 AND attempt_hash IN (
         SELECT attempt_hash FROM sign_in_attempts WHERE account_id = $1 AND expires_at <= $2 ORDER BY expires_at, attempt_hash LIMIT $3)"
);

const FORGET_ALL: Sql = sql!("DELETE FROM sign_in_attempts WHERE account_id = $1");

pub(super) fn forget_all(tenant: &mut Tenant) -> Result<()> {
    Ok(tenant.execute(FORGET_ALL, &[]).map(drop)?)
}

/// One attempt, by its secret.
pub struct Attempt<'a>(pub &'a str);

impl Attempt<'_> {
    /// What the provider sends back with the browser.
    pub fn state(&self) -> String {
        derived("state", self.0)
    }
    /// What the provider writes into the token.
    pub fn nonce(&self) -> String {
        derived("nonce", self.0)
    }
    /// What the code is redeemed with (RFC 7636).
    pub fn verifier(&self) -> String {
        derived("verifier", self.0)
    }
    /// Begins it; the browser goes to `target` in the end.
    ///
    /// # Errors
    /// Those of the store.
    pub fn begin(&self, tenant: &mut Tenant, target: &str) -> Result<()> {
        let (hash, now) = (storage::hash(self.0), tenant.now());
        tenant.execute(CLEAR, &[now.into(), SLICE.into()])?;
        tenant.execute(BEGIN, &[(&hash).into(), target.into(), (now + LIFETIME).into()])?;
        Ok(())
    }
    /// Where the browser goes, if the attempt was begun in this account and is not over.
    ///
    /// # Errors
    /// Those of the store.
    pub fn target(&self, tenant: &Tenant) -> Result<Option<String>> {
        let hash = storage::hash(self.0);
        Ok(tenant.first(TARGET, &[(&hash).into(), tenant.now().into()], |row| row.get(0))?)
    }
    /// Uses it up: where the browser goes, if it was good until now.
    ///
    /// # Errors
    /// Those of the store.
    pub fn take(&self, tenant: &mut Tenant) -> Result<Option<String>> {
        let target = self.target(tenant)?;
        let hash = storage::hash(self.0);
        let is_taken = tenant.execute(END, &[(&hash).into()])? == 1;
        Ok(target.filter(|_| is_taken))
    }
}
