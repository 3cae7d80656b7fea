//! Authorization codes: issued when a user has allowed an app something, good once and for five minutes.
use crate::lapsed::{LINGER, SLICE};
use platform::Result;
use storage::{Sql, Tenant, record, sql, time::MINUTE};

/// A code to be issued.
pub struct NewCode<'a> {
    pub authorization_id: &'a str,
    pub app_id: &'a str,
    /// Named once more by who redeems the code.
    pub redirect_uri: &'a str,
    /// The S256 challenge of PKCE.
    pub challenge: Option<&'a str>,
}

record! {
    /// A code as it was issued.
    pub struct Code {
        pub authorization_id: String,
        pub redirect_uri: String,
        pub challenge: Option<String>,
        /// Milliseconds UTC on the clock of the account's world.
        pub expires_at: i64,
        pub used_at: Option<i64>,
    }
}

/// `platform.md` 3.3.
const LIFETIME: i64 = 5 * MINUTE;

const INSERT: Sql = sql!(
    "INSERT INTO authorization_codes (account_id, code_hash, authorization_id, app_id, redirect_uri, challenge, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)"
);
const FIND: Sql = sql!(
    "SELECT authorization_id, redirect_uri, challenge, expires_at, used_at FROM authorization_codes
     WHERE account_id = $1 AND code_hash = $2 AND app_id = $3"
);
const TAKE: Sql =
    sql!("UPDATE authorization_codes SET used_at = $3 WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL");
const DELETE_EXPIRED: Sql = sql!(
    "DELETE FROM authorization_codes WHERE account_id = $1 AND code_hash IN (
         SELECT code_hash FROM authorization_codes WHERE account_id = $1 AND expires_at <= $2 ORDER BY expires_at, code_hash LIMIT $3)"
);

/// Issues a code; its text is kept nowhere.
pub fn issue(tenant: &mut Tenant, new: &NewCode<'_>) -> Result<String> {
    let (code, now) = (tenant.new_secret(), tenant.now());
    tenant.execute(DELETE_EXPIRED, &[(now - LINGER).into(), SLICE.into()])?;
    let hash = storage::hash(&code);
    let cells = [
        (&hash).into(),
        new.authorization_id.into(),
        new.app_id.into(),
        new.redirect_uri.into(),
        new.challenge.into(),
        (now + LIFETIME).into(),
    ];
    tenant.execute(INSERT, &cells)?;
    Ok(code)
}

/// The code with this text that was issued to this app, whatever has become of it.
pub fn find(tenant: &Tenant, app_id: &str, code: &str) -> Result<Option<Code>> {
    Ok(tenant.row(FIND, &[(&storage::hash(code)).into(), app_id.into()])?)
}

/// Uses a code up; whether it was good until now.
pub fn take(tenant: &mut Tenant, code: &str) -> Result<bool> {
    let (hash, now) = (storage::hash(code), tenant.now());
    Ok(tenant.execute(TAKE, &[(&hash).into(), now.into()])? == 1)
}
