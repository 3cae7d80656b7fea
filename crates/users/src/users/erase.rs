//! A user who is forgotten, and what is told of one before.
use super::{
    administrators::{is_administrator, is_owner},
    events, lock, remove, role,
    user::{self, User},
};
use crate::emails;
use platform::{
    Result, Timestamp,
    personal::{Column, Person, Telling, object},
};
use serde_json::{Map, Value, json};
use storage::{Fault, Sql, Tenant, sql};

const WITH_MANAGER: Sql = sql!(
    "SELECT id, manager FROM users
     WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND manager <> '' ORDER BY id"
);

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

const WITH_PROVISIONED: Sql = sql!(
    "SELECT id, provisioned FROM users
     WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND provisioned <> '' ORDER BY id"
);
/// The attribute of provisioning that names somebody else: who gets what a user leaves behind.
const HEIR: &str = "transferee";

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

/// Nobody has somebody who is forgotten for a manager, or for an heir.
///
/// # Errors
/// Those of the store.
pub fn forget_manager(tenant: &mut Tenant, person: &Person) -> Result<()> {
    let is_it = |email: &str| emails::folded(email) == person.email;
    forget_where(
        tenant,
        WITH_MANAGER,
        |manager| Ok(is_it(manager)),
        |user| {
            user.manager.clear();
            Ok(())
        },
    )?;
    let names_it = |object: &str| Ok(heir(&provisioned(object)?).is_some_and(is_it));
    forget_where(tenant, WITH_PROVISIONED, names_it, |user| {
        let mut attributes = provisioned(&user.provisioned)?;
        attributes.remove(HEIR);
        user.provisioned = if attributes.is_empty() { String::new() } else { Value::Object(attributes).to_string() };
        Ok(())
    })
}

fn provisioned(object: &str) -> storage::Result<Map<String, Value>> {
    serde_json::from_str(object).map_err(Fault::broken)
}

fn heir(attributes: &Map<String, Value>) -> Option<&str> {
    attributes.get(HEIR)?.as_str()
}

/// Changes the users whose column `is_about` somebody.
fn forget_where(
    tenant: &mut Tenant,
    candidates: Sql,
    is_about: impl Fn(&str) -> storage::Result<bool>,
    forget: impl Fn(&mut User) -> storage::Result<()>,
) -> Result<()> {
    let mut found: Vec<String> = Vec::new();
    tenant.each(candidates, &[], &mut |row| {
        if is_about(row.get(1)?)? {
            found.push(row.get(0)?);
        }
        Ok(())
    })?;
    for id in &found {
        let before = user::load(tenant, id)?.ok_or_else(|| Fault::broken("a user that was just found is missing"))?;
        let mut after = before.clone();
        forget(&mut after)?;
        user::set_profile(tenant, &after)?;
        events::updated(tenant, &before, &after)?;
    }
    Ok(())
}
