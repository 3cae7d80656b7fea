//! What provisioning asks of groups: one of them, a page or all, who is in it, and the groups of a user by their names.
use super::{
    api::{NO_GROUP, NOT_PAID},
    members, memberships,
    store::{self, Group},
};
use crate::{
    kept::{self, Kept},
    users::{Known, NO_USER, find_by_id, holds},
};
use platform::{Failure, NOT_PRIVILEGED, Privilege, Result};
use storage::{Record, Sql, Tenant, sql};

/// A group that a user shall be in, by its name.
pub const NO_NAME: Failure = Failure::new(400, 300, "Group does not exist: {}.");

const PAGE: Sql = sql!(
    "SELECT id, name, total_members, total_admins, external_id, email_alias, created_at, updated_at, version
     FROM user_groups WHERE account_id = $1 ORDER BY id LIMIT $2 OFFSET $3"
);
const BY_EXTERNAL_ID: Sql =
    sql!("SELECT id FROM user_groups WHERE account_id = $1 AND external_id = $2 AND external_id <> '' ORDER BY id");
const MEMBERS: Sql = sql!("SELECT user_id FROM group_members WHERE account_id = $1 AND group_id = $2 ORDER BY user_id");
const NAMES_OF_USER: Sql = sql!(
    "SELECT g.name FROM group_members m JOIN user_groups g ON g.account_id = $1 AND g.id = m.group_id
     WHERE m.account_id = $1 AND m.user_id = $2 ORDER BY m.place"
);

/// The group with this id.
pub fn one(tenant: &Tenant, id: &str) -> storage::Result<Option<Group>> {
    store::find(tenant, id)
}

/// Calls `each` with at most `many` groups after `skipped` others, the oldest first. The cost grows with what is skipped.
pub fn each(
    tenant: &Tenant,
    (skipped, many): (i64, i64),
    each: &mut dyn FnMut(Group) -> storage::Result<()>,
) -> storage::Result<()> {
    tenant.each(PAGE, &[many.into(), skipped.into()], &mut |row| each(Group::read(row)?))
}

/// How many groups there are.
pub fn number(tenant: &Tenant) -> storage::Result<i64> {
    kept::number(tenant, Kept::Groups)
}

/// The id of the group with this name.
pub fn id_by_name(tenant: &Tenant, name: &str) -> storage::Result<Option<String>> {
    store::id_by_name(tenant, name)
}

/// The ids of the groups to which a client of provisioning gave this id.
pub fn ids_by_external_id(tenant: &Tenant, external_id: &str) -> storage::Result<Vec<String>> {
    texts(tenant, BY_EXTERNAL_ID, external_id)
}

/// The ids of the users in a group.
pub fn members_of(tenant: &Tenant, group_id: &str) -> storage::Result<Vec<String>> {
    texts(tenant, MEMBERS, group_id)
}

/// The names of the groups that a user is in, its primary group first.
pub fn names_of_user(tenant: &Tenant, user_id: &str) -> storage::Result<Vec<String>> {
    texts(tenant, NAMES_OF_USER, user_id)
}

fn texts(tenant: &Tenant, statement: Sql, of: &str) -> storage::Result<Vec<String>> {
    let mut texts = Vec::new();
    tenant.each(statement, &[of.into()], &mut |row| {
        texts.push(row.get(0)?);
        Ok(())
    })?;
    Ok(texts)
}

/// Brings the user with this id into the groups with these names, and out of all others.
///
/// # Errors
/// [`NO_NAME`]; [`NOT_PRIVILEGED`] when the caller may not edit groups, and [`NOT_PAID`] when the account has none any more,
/// where the user is not in just these.
pub fn set_of_user(tenant: &mut Tenant, user_id: &str, names: &[String]) -> Result<()> {
    let mut wanted = Vec::new();
    for name in names {
        let id = store::id_by_name(tenant, name)?.ok_or_else(|| NO_NAME.with(name))?;
        if !wanted.contains(&id) {
            wanted.push(id);
        }
    }
    let present = memberships::of_user(tenant, user_id)?;
    let left: Vec<&String> = present.iter().filter(|id| !wanted.contains(id)).collect();
    let joined: Vec<&String> = wanted.iter().filter(|id| !present.contains(id)).collect();
    if left.is_empty() && joined.is_empty() {
        return Ok(());
    }
    if !holds(tenant, Privilege::GroupEdit) {
        return Err(NOT_PRIVILEGED.with(Privilege::GroupEdit.name()));
    }
    if !tenant.facts()?.paid {
        return Err(NOT_PAID.into());
    }
    let user = [known(tenant, user_id)?];
    for id in left {
        members::dismiss(tenant, &mut store::existing(tenant, id, NO_GROUP)?, &user)?;
    }
    for id in joined {
        members::join(tenant, &mut store::existing(tenant, id, NO_GROUP)?, &user)?;
    }
    Ok(())
}

/// Puts the users with these ids into the group; those who are in it stay.
///
/// # Errors
/// [`NO_USER`] with the first id that is nobody's.
pub fn add(tenant: &mut Tenant, group: &mut Group, user_ids: &[String]) -> Result<()> {
    let users = all_known(tenant, user_ids)?;
    members::join(tenant, group, &users)
}

/// Takes the users with these ids out of the group; ids of others, whoever they are, are passed over.
///
/// # Errors
/// Those of the store.
pub fn remove(tenant: &mut Tenant, group: &mut Group, user_ids: &[String]) -> Result<()> {
    let mut users = Vec::new();
    for id in user_ids {
        users.extend(find_by_id(tenant, id)?);
    }
    members::dismiss(tenant, group, &users)
}

fn all_known(tenant: &Tenant, ids: &[String]) -> Result<Vec<Known>> {
    ids.iter().map(|id| known(tenant, id)).collect()
}

fn known(tenant: &Tenant, id: &str) -> Result<Known> {
    find_by_id(tenant, id)?.ok_or_else(|| NO_USER.with(id))
}
