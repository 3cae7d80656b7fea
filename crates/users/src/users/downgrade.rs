//! Users lose their licenses when the plan of their account has ended, or gives fewer: a slice of them at a time.
use super::{
    counts::licensed_in_use,
    update,
    user::{self, User},
};
use platform::Result;
use storage::{Fault, Sql, Tenant, sql};

/// Few enough for a transaction to be short.
const SLICE: i64 = 100;

const LICENSED: Sql = sql!(
    "SELECT id FROM users WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND kind = $2 ORDER BY id LIMIT $3"
);

/// Those who take a seat, the newest first.
const SEATED: Sql = sql!(
    "SELECT id FROM users WHERE account_id = $1 AND status IN ('active', 'pending') AND kind = $2 ORDER BY id DESC LIMIT $3"
);

/// Makes Basic users of some who are Licensed, until they hold no more seats than there are: without seats, of all of them.
/// Whether those were all.
///
/// # Errors
/// Those of the store.
pub fn lose_licenses(tenant: &mut Tenant, seats: i64) -> Result<bool> {
    let mut ids: Vec<String> = Vec::new();
    let (which, most) = match seats {
        ..=0 => (LICENSED, SLICE + 1),
        seats => (SEATED, (SLICE + 1).min(licensed_in_use(tenant)?.sum().saturating_sub(seats).max(0))),
    };
    tenant.each(which, &[billing::LICENSED.into(), most.into()], &mut |row| {
        ids.push(row.get(0)?);
        Ok(())
    })?;
    let slice = usize::try_from(SLICE).unwrap_or(usize::MAX);
    let was_all = ids.len() <= slice;
    for id in ids.iter().take(slice) {
        let before = user::load(tenant, id)?.ok_or_else(|| Fault::broken("a user that was listed is missing"))?;
        let after = User { kind: billing::BASIC, ..before.clone() };
        update::save(tenant, &before, &after)?;
    }
    Ok(was_all)
}
