//! Users lose their licenses when the plan of their account has ended, or gives fewer: a slice of them at a time.
use super::{
    counts::licensed_in_use,
    update,
    user::{self, User},
};
use crate::settings::{licenses_in_use, newest, take_away};
use billing::Entitlements;
use platform::Result;
use storage::{Fault, Sql, Tenant, sql};

/// Few enough for a transaction to be short: each may leave thirty hosts as well.
const SLICE: i64 = 20;

const LICENSED: Sql = sql!(
    "SELECT id FROM users WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND kind = $2 ORDER BY id LIMIT $3"
);

/// Those who take a seat, the newest first.
const SEATED: Sql = sql!(
    "SELECT id FROM users WHERE account_id = $1 AND status IN ('active', 'pending') AND kind = $2 ORDER BY id DESC LIMIT $3"
);

/// Takes licenses from some users, until they hold no more than the account is entitled to, from the newest first: seats,
/// which makes Basic users of them, then add-ons. Whether those were all.
///
/// # Errors
/// Those of the store.
pub fn lose_licenses(tenant: &mut Tenant, entitled: &Entitlements) -> Result<bool> {
    let left = lose_seats(tenant, entitled.licensed, SLICE)?;
    Ok(lose_addons(tenant, entitled, left)? > 0)
}

/// Without seats, all lose them: also those who take none, because they cannot sign in. How many of `most` users are left to
/// take from: none when there may be more.
fn lose_seats(tenant: &mut Tenant, seats: i64, most: i64) -> Result<i64> {
    let (which, most_here) = match seats {
        ..=0 => (LICENSED, most),
        seats => (SEATED, most.min(licensed_in_use(tenant)?.sum().saturating_sub(seats).max(0))),
    };
    let mut ids: Vec<String> = Vec::new();
    tenant.each(which, &[billing::LICENSED.into(), most_here.into()], &mut |row| {
        ids.push(row.get(0)?);
        Ok(())
    })?;
    for id in &ids {
        let before = listed(tenant, id)?;
        let after = User { kind: billing::BASIC, ..before.clone() };
        update::save(tenant, &before, &after)?;
    }
    Ok(without(most, &ids))
}

/// As [`lose_seats`].
fn lose_addons(tenant: &mut Tenant, entitled: &Entitlements, mut left: i64) -> Result<i64> {
    for (license, in_use) in licenses_in_use(tenant)? {
        let excess = in_use.sum().saturating_sub(entitled.units(&license));
        if excess <= 0 {
            continue;
        }
        let ids = newest(tenant, &license, excess.min(left))?;
        for id in &ids {
            let user = listed(tenant, id)?;
            take_away(tenant, &user, |name, _| name == license)?;
        }
        left = without(left, &ids);
    }
    Ok(left)
}

fn without(most: i64, ids: &[String]) -> i64 {
    most.saturating_sub(i64::try_from(ids.len()).unwrap_or(i64::MAX))
}

fn listed(tenant: &Tenant, id: &str) -> Result<User> {
    user::load(tenant, id)?.ok_or_else(|| Fault::broken("a user that was listed is missing").into())
}
