//! A user who is forgotten, and what is told of one before.
use super::{
    administrators::{is_administrator, is_owner},
    events, lock, remove, role, user,
};
use crate::emails;
use platform::{
    Result, Timestamp,
    personal::{Called, Column, Person, Telling, object},
};
use serde_json::{Map, Value, json};
use storage::{Fault, Sql, Tenant, sql};

const MORE: Sql = sql!(
    "SELECT zoom_one_type, zoom_phone, NULLIF(assigned, ''), invited_until FROM users
     WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND id = $2"
);
const MORE_COLUMNS: &[Column] = &[
    Column::Plain("zoom_one_type"),
    Column::Flag("zoom_phone"),
    Column::Json("assigned"),
    Column::Moment("invited_until"),
];

// In each state the key has the order already, so each part ends after $3 rows and the whole is a merge.
const SLICE: Sql = sql!(
    "SELECT u.id, u.manager, u.provisioned
     FROM (SELECT a.status, a.id FROM (
               SELECT status, id FROM users WHERE account_id = $1 AND status = 'active'
               AND id > $2 ORDER BY id LIMIT $3) a
           UNION ALL SELECT i.status, i.id FROM (
               SELECT status, id FROM users WHERE account_id = $1 AND status = 'inactive'
               AND id > $2 ORDER BY id LIMIT $3) i
           UNION ALL SELECT p.status, p.id FROM (
               SELECT status, id FROM users WHERE account_id = $1 AND status = 'pending'
               AND id > $2 ORDER BY id LIMIT $3) p) k
     JOIN users u ON u.account_id = $1 AND u.status = k.status AND u.id = k.id
     WHERE u.account_id = $1 ORDER BY u.id LIMIT $3"
);
/// Users that are gone through in one transaction: each of them may have to be changed.
const MOST: i64 = 200;
/// The attribute of provisioning that names somebody else: who gets what a user leaves behind.
const HEIR: &str = "transferee";
/// Fields in which a user names somebody else, in words of its own.
pub const NAMED_IN: &[&str] = &["manager", HEIR];

/// What has come of the wish to forget a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Erased {
    Done,
    /// The account has no such user any more.
    Gone,
    /// Nobody erases the owner.
    Owner,
    /// It is an admin now, whom who has asked may not have deleted.
    Admin,
    /// The platform's owner keeps the user out, and here.
    Locked,
}

/// Deletes a user with everything that is kept about it here, unless a call of its account could not either.
///
/// # Errors
/// Those of the store.
pub fn erase(tenant: &mut Tenant, id: &str, also_admins: bool) -> Result<Erased> {
    let Some(user) = user::load(tenant, id)? else { return Ok(Erased::Gone) };
    if is_owner(&user) {
        return Ok(Erased::Owner);
    }
    if is_administrator(&user) && !also_admins {
        return Ok(Erased::Admin);
    }
    if lock::is_locked(tenant, id)? {
        return Ok(Erased::Locked);
    }
    remove::deleted(tenant, &user)?;
    Ok(Erased::Done)
}

/// Everything of the row of a user but what opens something; nothing of one who is not there.
///
/// # Errors
/// Those of the store.
pub fn profile_of(tenant: &Tenant, person: &Person, _: &Telling) -> Result<Value> {
    let Some(user) = user::load(tenant, &person.id)? else { return Ok(Value::Null) };
    let moment = |millis: i64| json!(Timestamp::from_millis(millis));
    let mut profile = user::fields(&user)?;
    // The part `files` tells of its picture.
    profile.remove("pic_url");
    let more = tenant.first(MORE, &[(&person.id).into()], |row| object(row, MORE_COLUMNS))?;
    if let Some(Value::Object(more)) = more {
        profile.extend(more);
    }
    profile.extend(
        [
            ("id", json!(user.id)),
            ("status", json!(user.status)),
            ("created_at", moment(user.created_at)),
            ("role", json!(role::name_of(tenant, &user.role_id)?)),
            ("login_type", json!(user.login_type)),
            ("last_login_at", user.last_login_at.map_or(Value::Null, moment)),
            ("last_client_version", json!(user.last_client_version)),
        ]
        .map(|(name, value)| (name.to_owned(), value)),
    );
    Ok(profile.into())
}

/// Nobody has somebody who is forgotten for a manager, or for an heir, whatever it is called there. A part of the users is
/// gone through, from after the one with the id `after` (empty: from the first); the last user of the part, or `None` when
/// there are no more.
///
/// # Errors
/// Those of the store.
pub fn forget_in_profiles(tenant: &mut Tenant, called: &Called, after: &str) -> Result<Option<String>> {
    let (mut found, mut seen, mut last) = (Vec::new(), 0, None);
    tenant.each(SLICE, &[after.into(), MOST.into()], &mut |row| {
        let (id, manager, provisioned): (&str, &str, &str) = (row.get(0)?, row.get(1)?, row.get(2)?);
        (seen, last) = (seen + 1, Some(id.to_owned()));
        if is_it(called, manager) || is_heir(called, provisioned)? {
            found.push(id.to_owned());
        }
        Ok(())
    })?;
    for id in &found {
        forget_in_profile(tenant, called, id)?;
    }
    Ok(last.filter(|_| seen == MOST))
}

fn forget_in_profile(tenant: &mut Tenant, called: &Called, id: &str) -> Result<()> {
    let before = user::load(tenant, id)?.ok_or_else(|| Fault::broken("a user that was just found is missing"))?;
    let mut after = before.clone();
    if is_it(called, &before.manager) {
        after.manager.clear();
    }
    if is_heir(called, &before.provisioned)? {
        let mut attributes = provisioned(&before.provisioned)?;
        attributes.remove(HEIR);
        after.provisioned = if attributes.is_empty() { String::new() } else { Value::Object(attributes).to_string() };
    }
    user::set_profile(tenant, &after)?;
    events::updated(tenant, &before, &after)
}

/// Whether a user means the person by what it has for a manager or an heir.
fn is_it(called: &Called, name: &str) -> bool {
    called.includes(&emails::folded(name))
}

/// Whether an object of provisioning names the person. Few have an heir at all, and only those are read.
fn is_heir(called: &Called, object: &str) -> storage::Result<bool> {
    Ok(object.contains(HEIR) && heir(&provisioned(object)?).is_some_and(|name| is_it(called, name)))
}

fn provisioned(object: &str) -> storage::Result<Map<String, Value>> {
    serde_json::from_str(object).map_err(Fault::broken)
}

fn heir(attributes: &Map<String, Value>) -> Option<&str> {
    attributes.get(HEIR)?.as_str()
}
