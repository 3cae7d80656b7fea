//! The rows of second factors. The secret of an authenticator app is sealed; of recovery codes there is a hash.
use super::codes::{self, RECOVERY_CODES};
use platform::{Result, Vault};
use storage::{Fault, Sql, Tenant, record, sql};

record! {
    /// What is kept of the second factor of a user. It opens for this user alone, in whatever account it is.
    struct SecondFactor {
        secret_sealed: Vec<u8>,
        /// The step whose code was taken last: neither it nor an earlier one is taken again.
        last_step: i64,
        created_at: i64,
    }
}
record! { struct RecoveryCode { code_hash: Vec<u8>, used_at: Option<i64> } }

const OF: Sql =
    sql!("SELECT secret_sealed, last_step, created_at FROM second_factors WHERE account_id = $1 AND user_id = $2");
const PUT: Sql = sql!(
    "INSERT INTO second_factors (account_id, user_id, secret_sealed, last_step, created_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (account_id, user_id) DO UPDATE
     SET secret_sealed = excluded.secret_sealed, last_step = excluded.last_step, created_at = excluded.created_at"
);
const TAKE_STEP: Sql =
    sql!("UPDATE second_factors SET last_step = $3 WHERE account_id = $1 AND user_id = $2 AND last_step < $3");
const FORGET: Sql = sql!("DELETE FROM second_factors WHERE account_id = $1 AND user_id = $2");
const CODES: Sql =
    sql!("SELECT code_hash, used_at FROM recovery_codes WHERE account_id = $1 AND user_id = $2 ORDER BY code_hash");
const PUT_CODE: Sql =
    sql!("INSERT INTO recovery_codes (account_id, user_id, code_hash, used_at) VALUES ($1, $2, $3, $4)");
const USE_CODE: Sql = sql!(
    "UPDATE recovery_codes SET used_at = $4 WHERE account_id = $1 AND user_id = $2 AND code_hash = $3 AND used_at IS NULL"
);
const FORGET_CODES: Sql = sql!("DELETE FROM recovery_codes WHERE account_id = $1 AND user_id = $2");

/// What a user takes along to another account.
pub struct Carried {
    factor: Option<SecondFactor>,
    codes: Vec<RecoveryCode>,
}

/// Whether the user has a second factor.
///
/// # Errors
/// Those of the store.
pub fn is_set(tenant: &Tenant, user_id: &str) -> Result<bool> {
    Ok(tenant.has(OF, &[user_id.into()])?)
}

/// Gives the user this second factor, in place of another one; its recovery codes, which are shown once. `step` is that of
/// the code which proved that the user has it.
///
/// # Errors
/// Those of the store.
pub fn set(tenant: &mut Tenant, vault: &Vault, user_id: &str, secret: &str, step: i64) -> Result<Vec<String>> {
    let sealed = vault.seal_second_factor(tenant, user_id, secret);
    let now = tenant.now();
    tenant.execute(PUT, &[user_id.into(), (&sealed).into(), step.into(), now.into()])?;
    renew_recovery_codes(tenant, user_id)
}

/// Gives the user other recovery codes; the old ones are good no more.
///
/// # Errors
/// Those of the store.
pub fn renew_recovery_codes(tenant: &mut Tenant, user_id: &str) -> Result<Vec<String>> {
    tenant.execute(FORGET_CODES, &[user_id.into()])?;
    let codes: Vec<String> = (0..RECOVERY_CODES).map(|_| codes::recovery_code(&tenant.new_secret())).collect();
    for code in &codes {
        let hash = codes::recovery_hash(code);
        tenant.execute(PUT_CODE, &[user_id.into(), (&hash).into(), None::<i64>.into()])?;
    }
    Ok(codes)
}

/// Whether the code is one of the user's authenticator app at this moment, or one of its recovery codes. Each is good once.
/// `seconds` since 1970 are the machine's, as the app's are.
///
/// # Errors
/// Those of the store.
pub fn check(tenant: &mut Tenant, vault: &Vault, user_id: &str, code: &str, seconds: i64) -> Result<bool> {
    let Some(factor) = tenant.row::<SecondFactor>(OF, &[user_id.into()])? else { return Ok(false) };
    // These come first, for they serve also where the secret cannot be opened.
    let (hash, now) = (codes::recovery_hash(code), tenant.now());
    if tenant.execute(USE_CODE, &[user_id.into(), (&hash).into(), now.into()])? == 1 {
        return Ok(true);
    }
    let secret = vault.open_second_factor(user_id, &factor.secret_sealed);
    let secret = secret.ok_or_else(|| Fault::broken("a second factor was sealed with a key that is gone"))?;
    let Some(step) = codes::step(&secret, code, seconds)? else { return Ok(false) };
    Ok(tenant.execute(TAKE_STEP, &[user_id.into(), step.into()])? == 1)
}

/// Takes the second factor from the user: whether it had one.
///
/// # Errors
/// Those of the store.
pub fn forget(tenant: &mut Tenant, user_id: &str) -> Result<bool> {
    tenant.execute(FORGET_CODES, &[user_id.into()])?;
    Ok(tenant.execute(FORGET, &[user_id.into()])? > 0)
}

/// What the user takes along when it moves. To be read before it leaves.
///
/// # Errors
/// Those of the store.
pub fn of(tenant: &Tenant, user_id: &str) -> storage::Result<Carried> {
    Ok(Carried { factor: tenant.row(OF, &[user_id.into()])?, codes: tenant.rows(CODES, &[user_id.into()])? })
}

/// Brings along what the user had where it came from.
///
/// # Errors
/// Those of the store.
pub fn carry(tenant: &mut Tenant, user_id: &str, carried: &Carried) -> Result<()> {
    let Some(factor) = &carried.factor else { return Ok(()) };
    let cells = [user_id.into(), (&factor.secret_sealed).into(), factor.last_step.into(), factor.created_at.into()];
    tenant.execute(PUT, &cells)?;
    for code in &carried.codes {
        tenant.execute(PUT_CODE, &[user_id.into(), (&code.code_hash).into(), code.used_at.into()])?;
    }
    Ok(())
}
