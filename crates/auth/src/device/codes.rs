//! Codes of devices: one that the device keeps, and a short one that it shows and a user enters elsewhere.
use crate::lapsed::{LINGER, SLICE};
use platform::Result;
use storage::{Sql, Tenant, record, sql};

/// Seconds between two questions of a device (`platform.md` 3.5).
pub const PAUSE: i64 = 5;
/// How long the codes are good for, in seconds.
pub const LIFETIME: i64 = 900;
/// What a shown code is spelled with: no vowels, so that it spells no word, and nothing that is taken for something else
/// (RFC 8628 6.1).
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
const LENGTH: usize = 8;
/// How many of one app may wait at the same time: an app that keeps no secret lets everybody ask.
const MOST: i64 = 1000;
/// How often codes that are shown already are drawn anew.
const DRAWS: usize = 8;

/// The two codes of a device.
pub struct Codes {
    /// For the device alone.
    pub device: String,
    /// As it is shown: `BCDF-GHJK`.
    pub shown: String,
}

record! {
    /// What a device waits for.
    pub struct Waiting {
        pub app_id: String,
        /// Blank-separated.
        pub scopes: String,
        /// Milliseconds UTC on the clock of the account's world.
        pub expires_at: i64,
        /// Seconds between two questions.
        pub pause: i64,
        pub asked_at: Option<i64>,
        /// What a user has allowed it.
        pub authorization_id: Option<String>,
        pub denied_at: Option<i64>,
        pub used_at: Option<i64>,
    }
}

const INSERT: Sql = sql!(
    "INSERT INTO device_codes (account_id, code_hash, shown_hash, app_id, scopes, expires_at, pause) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (account_id, shown_hash) DO NOTHING"
);
const COUNT_WAITING: Sql = sql!(
    "SELECT count(*) FROM device_codes
     WHERE account_id = $1 AND app_id = $2 AND expires_at > $3 AND authorization_id IS NULL AND denied_at IS NULL"
);
const FIND: Sql = sql!(
    "SELECT app_id, scopes, expires_at, pause, asked_at, authorization_id, denied_at, used_at FROM device_codes
     WHERE account_id = $1 AND code_hash = $2 AND app_id = $3"
);
const SHOWN: Sql = sql!(
    "SELECT app_id, scopes, expires_at, pause, asked_at, authorization_id, denied_at, used_at FROM device_codes
     WHERE account_id = $1 AND shown_hash = $2 AND authorization_id IS NULL AND denied_at IS NULL AND expires_at > $3"
);
const ASKED: Sql = sql!("UPDATE device_codes SET asked_at = $3, pause = $4 WHERE account_id = $1 AND code_hash = $2");
const ALLOW: Sql = sql!(
    "UPDATE device_codes SET authorization_id = $3
     WHERE account_id = $1 AND shown_hash = $2 AND authorization_id IS NULL AND denied_at IS NULL"
);
const DENY: Sql = sql!(
    "UPDATE device_codes SET denied_at = $3
     WHERE account_id = $1 AND shown_hash = $2 AND authorization_id IS NULL AND denied_at IS NULL"
);
const TAKE: Sql =
    sql!("UPDATE device_codes SET used_at = $3 WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL");
const DELETE_EXPIRED: Sql = sql!(
    "DELETE FROM device_codes WHERE account_id = $1 AND code_hash IN (
         SELECT code_hash FROM device_codes WHERE account_id = $1 AND expires_at <= $2 ORDER BY expires_at, code_hash LIMIT $3)"
);

/// Whether another device of this app may wait.
pub fn has_room(tenant: &Tenant, app_id: &str) -> Result<bool> {
    Ok(tenant.number(COUNT_WAITING, &[app_id.into(), tenant.now().into()])? < MOST)
}

/// Issues codes for a device; their texts are kept nowhere. Nothing when no shown code is free.
pub fn issue(tenant: &mut Tenant, app_id: &str, scopes: &str) -> Result<Option<Codes>> {
    let now = tenant.now();
    tenant.execute(DELETE_EXPIRED, &[(now - LINGER).into(), SLICE.into()])?;
    for _ in 0..DRAWS {
        let codes = Codes { device: tenant.new_secret(), shown: draw(tenant) };
        let (device, shown) = (storage::hash(&codes.device), storage::hash(&spelled(&codes.shown)));
        let cells = [
            (&device).into(),
            (&shown).into(),
            app_id.into(),
            scopes.into(),
            (now + LIFETIME * 1000).into(),
            PAUSE.into(),
        ];
        if !tenant.insert(INSERT, &cells)?.is_duplicate() {
            return Ok(Some(codes));
        }
    }
    Ok(None)
}

fn draw(tenant: &mut Tenant) -> String {
    let count = i64::try_from(LETTERS.len()).unwrap_or_default();
    let mut letter = || {
        let place = usize::try_from(tenant.new_number(0..count)).unwrap_or_default();
        LETTERS.get(place).copied().map_or('B', char::from)
    };
    let letters: String = (0..LENGTH).map(|_| letter()).collect();
    let (left, right) = letters.split_at(LENGTH / 2);
    format!("{left}-{right}")
}

/// A shown code as it is compared: people leave out the dash, add blanks, and write small letters.
fn spelled(shown: &str) -> String {
    shown.chars().filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_uppercase()).collect()
}

/// What the device with this code of this app waits for, whatever has become of it.
pub fn find(tenant: &Tenant, app_id: &str, code: &str) -> Result<Option<Waiting>> {
    Ok(tenant.row(FIND, &[(&storage::hash(code)).into(), app_id.into()])?)
}

/// What a device that shows this code waits for; nothing once it was decided about, or is over.
pub fn shown(tenant: &Tenant, code: &str) -> Result<Option<Waiting>> {
    Ok(tenant.row(SHOWN, &[(&storage::hash(&spelled(code))).into(), tenant.now().into()])?)
}

/// A device has asked, and waits this many seconds before it asks again.
pub fn asked(tenant: &mut Tenant, code: &str, pause: i64) -> Result<()> {
    let (hash, now) = (storage::hash(code), tenant.now());
    Ok(tenant.execute(ASKED, &[(&hash).into(), now.into(), pause.into()]).map(drop)?)
}

/// A user has decided about the device that shows this code, about which nobody had before.
pub fn decide(tenant: &mut Tenant, code: &str, authorization_id: Option<&str>) -> Result<()> {
    let (hash, now) = (storage::hash(&spelled(code)), tenant.now());
    match authorization_id {
        Some(id) => tenant.execute(ALLOW, &[(&hash).into(), id.into()])?,
        None => tenant.execute(DENY, &[(&hash).into(), now.into()])?,
    };
    Ok(())
}

/// Uses a code up; whether it was good until now.
pub fn take(tenant: &mut Tenant, code: &str) -> Result<bool> {
    let (hash, now) = (storage::hash(code), tenant.now());
    Ok(tenant.execute(TAKE, &[(&hash).into(), now.into()])? == 1)
}

#[cfg(test)]
mod tests {
    use super::spelled;

    #[test]
    fn a_code_is_what_it_is_however_it_is_written() {
        for written in ["BCDF-GHJK", "bcdfghjk", " bcdf ghjk ", "B C D F - G H J K"] {
            assert_eq!(spelled(written), "BCDFGHJK");
        }
    }
}
