//! The licenses that users hold, in the store: a row for each, and kept sums, so that limits never count rows.
use super::{
    api::keep,
    licenses::{License, Licenses, is_counted, taken},
    store::{self, OfUser},
};
use crate::users::{Status, User};
use billing::InUse;
use platform::{Error, Result};
use settings::{Change, Document, Values, View};
use std::collections::BTreeMap;
use storage::{Sql, Tenant, sql};

const OF_USER: Sql = sql!("SELECT license FROM user_licenses WHERE account_id = $1 AND user_id = $2 ORDER BY license");
const NEWEST: Sql =
    sql!("SELECT user_id FROM user_licenses WHERE account_id = $1 AND license = $2 ORDER BY user_id DESC LIMIT $3");
const HOLD: Sql =
    sql!("INSERT INTO user_licenses (account_id, license, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
const GIVE_BACK: Sql = sql!("DELETE FROM user_licenses WHERE account_id = $1 AND license = $2 AND user_id = $3");
const COUNT: Sql = sql!(
    "INSERT INTO license_counts (account_id, license, pending, stripe, n) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (account_id, license, pending, stripe) DO UPDATE SET n = license_counts.n + excluded.n"
);
const IN_USE: Sql = sql!("SELECT CAST(sum(n) AS BIGINT) FROM license_counts WHERE account_id = $1 AND license = $2");
const ALL_IN_USE: Sql = sql!(
    "SELECT license, pending, CAST(sum(n) AS BIGINT) FROM license_counts
     WHERE account_id = $1 GROUP BY license, pending ORDER BY license, pending"
);

/// How many users hold each license, and how many of those have not come yet.
///
/// # Errors
/// Those of the store.
pub fn licenses_in_use(tenant: &Tenant) -> storage::Result<BTreeMap<String, InUse>> {
    let mut all: BTreeMap<String, InUse> = BTreeMap::new();
    tenant.each(ALL_IN_USE, &[], &mut |row| {
        let (license, is_pending, n): (String, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let in_use = all.entry(license).or_default();
        *(if is_pending == 1 { &mut in_use.pending } else { &mut in_use.active }) += n;
        Ok(())
    })?;
    Ok(all)
}

/// The refusal of the first license that the user would come to and of which none is left.
pub fn missing(tenant: &Tenant, before: &View<'_>, after: &View<'_>) -> Result<Option<Error>> {
    let (was, now) = (taken(before), taken(after));
    let mut gained = now.iter().filter(|(name, _)| is_counted(name) && !was.contains_key(*name)).peekable();
    if gained.peek().is_none() {
        return Ok(None);
    }
    let entitled = billing::entitled(tenant)?;
    for (name, license) in gained {
        let most = entitled.units(name);
        if tenant.number(IN_USE, &[name.into()])? >= most {
            return Ok(Some(license.refusal(most)));
        }
    }
    Ok(None)
}

/// Keeps what a user takes whose settings change from `before` to `after`.
pub fn shift(tenant: &mut Tenant, user: &User, before: &View<'_>, after: &View<'_>) -> storage::Result<()> {
    let (was, now) = (taken(before), taken(after));
    let lacks = |licenses: &Licenses, name: &str| !licenses.contains_key(name);
    for name in was.keys().filter(|name| lacks(&now, name)) {
        if tenant.execute(GIVE_BACK, &[name.into(), (&user.id).into()])? > 0 {
            count(tenant, name, user.is(Status::Pending), -1)?;
        }
    }
    for name in now.keys().filter(|name| lacks(&was, name)) {
        if !tenant.insert(HOLD, &[name.into(), (&user.id).into()])?.is_duplicate() {
            count(tenant, name, user.is(Status::Pending), 1)?;
        }
    }
    Ok(())
}

/// Somebody who was invited has come with what was assigned to it.
pub fn come(tenant: &mut Tenant, user_id: &str) -> storage::Result<()> {
    for name in of_user(tenant, user_id)? {
        count(tenant, &name, true, -1)?;
        count(tenant, &name, false, 1)?;
    }
    Ok(())
}

/// A user goes, and its settings with it.
pub fn free(tenant: &mut Tenant, user: &User) -> storage::Result<()> {
    for name in of_user(tenant, &user.id)? {
        tenant.execute(GIVE_BACK, &[(&name).into(), (&user.id).into()])?;
        count(tenant, &name, user.is(Status::Pending), -1)?;
    }
    Ok(())
}

/// Takes from a user, as it is now, those licenses that `is_meant` holds true for: the features are off. The user as it is
/// then.
///
/// # Errors
/// Those of the store.
pub fn take_away(tenant: &mut Tenant, user: &User, is_meant: impl Fn(&str, &License) -> bool) -> Result<User> {
    if of_user(tenant, &user.id)?.is_empty() {
        return Ok(user.clone());
    }
    // What others set has no say in features, and an invitation that has lapsed is no reason to leave any.
    let before = OfUser::alone(store::of_holder(tenant, &user.id)?);
    let mut after = before.clone();
    let mut values = Values::new();
    for (name, license) in taken(&before.view(&[])) {
        if is_meant(&name, &license) {
            let off = license.without(&after.view(&[]));
            after.user.values.extend(off.clone());
            values.extend(off);
        }
    }
    if values.is_empty() {
        return Ok(user.clone());
    }
    let change = Change { values, ..Change::default() };
    keep(tenant, user, (&before, &after), (Document::General, &change))?;
    Ok(User { version: user.version + 1, ..user.clone() })
}

/// The ids of at most so many of those who hold the license, the newest first.
pub fn newest(tenant: &Tenant, license: &str, most: i64) -> storage::Result<Vec<String>> {
    listed(tenant, NEWEST, &[license.into(), most.into()])
}

fn of_user(tenant: &Tenant, user_id: &str) -> storage::Result<Vec<String>> {
    listed(tenant, OF_USER, &[user_id.into()])
}

fn listed(tenant: &Tenant, sql: Sql, cells: &[storage::Cell<'_>]) -> storage::Result<Vec<String>> {
    let mut all = Vec::new();
    tenant.each(sql, cells, &mut |row| {
        all.push(row.get(0)?);
        Ok(())
    })?;
    Ok(all)
}

fn count(tenant: &mut Tenant, license: &str, is_pending: bool, by: i64) -> storage::Result<()> {
    if !is_counted(license) {
        return Ok(());
    }
    let stripe = tenant.stripe()?;
    let cells = [license.into(), i64::from(is_pending).into(), stripe.into(), by.into()];
    tenant.execute(COUNT, &cells).map(drop)
}
