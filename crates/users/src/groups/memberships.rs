//! In which groups users are: rows, statements, and what each user shows of it.
use super::rules::{self, Membership};
use crate::users;
use platform::Result;
use serde_json::Value;
use storage::{Sql, Tenant, sql};

const OF_USER: Sql =
    sql!("SELECT group_id, place FROM group_members WHERE account_id = $1 AND user_id = $2 ORDER BY place");
const ONE: Sql = sql!("SELECT user_id FROM group_members WHERE account_id = $1 AND group_id = $2 AND user_id = $3");
const PUT: Sql = sql!(
    "INSERT INTO group_members (account_id, group_id, user_id, place) VALUES ($1, $2, $3, $4)
     ON CONFLICT (account_id, group_id, user_id) DO UPDATE SET place = excluded.place"
);
const TAKE: Sql = sql!("DELETE FROM group_members WHERE account_id = $1 AND group_id = $2 AND user_id = $3");
const TAKE_USER: Sql = sql!("DELETE FROM group_members WHERE account_id = $1 AND user_id = $2");
const TAKE_ALL: Sql = sql!("DELETE FROM group_members WHERE account_id = $1 AND group_id = $2");
// An id is 22 characters that stand nowhere else; it goes with the comma behind it, or before it, or alone.
const HIDE: Sql = sql!(
    "UPDATE users SET assigned = replace(replace(replace(assigned, $3, ''), $4, ''), $5, '')
     WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending')
       AND id IN (SELECT user_id FROM group_members WHERE account_id = $1 AND group_id = $2)"
);

/// The ids of the groups that the user with this id is in, its primary group first.
pub fn of_user(tenant: &Tenant, user_id: &str) -> storage::Result<Vec<String>> {
    Ok(rules::ids(&places(tenant, user_id)?))
}

/// Whether the user is in the group.
pub fn is_member(tenant: &Tenant, group_id: &str, user_id: &str) -> storage::Result<bool> {
    tenant.has(ONE, &[group_id.into(), user_id.into()])
}

/// Changes in which groups the user is: whether that is anything new. A user who gets another primary group is updated.
pub fn change(
    tenant: &mut Tenant,
    user_id: &str,
    change: impl FnOnce(&[Membership]) -> Vec<Membership>,
) -> Result<bool> {
    let before = places(tenant, user_id)?;
    let after = change(&before);
    if after == before {
        return Ok(false);
    }
    // What is left goes first: no two groups of a user have one place.
    let stays = |it: &&Membership| after.iter().any(|kept| kept.group_id == it.group_id);
    for lost in before.iter().filter(|it| !stays(it)) {
        tenant.execute(TAKE, &[(&lost.group_id).into(), user_id.into()])?;
    }
    for new in after.iter().filter(|it| !before.contains(it)) {
        tenant.execute(PUT, &[(&new.group_id).into(), user_id.into(), new.place.into()])?;
    }
    let version = users::assign(tenant, user_id, |assigned| assigned.group_ids = rules::ids(&after))?;
    let [old, new] = [&before, &after].map(|groups| primary(groups));
    if old != new {
        users::field_changed(tenant, user_id, "primary_group_id", [old, new], version)?;
    }
    Ok(true)
}

/// Takes a user who leaves the account out of all its groups.
pub fn forget(tenant: &mut Tenant, user_id: &str) -> storage::Result<()> {
    tenant.execute(TAKE_USER, &[user_id.into()]).map(drop)
}

/// Takes all members out of a group that is deleted, however many there are: users are not told one by one.
pub fn dissolve(tenant: &mut Tenant, group_id: &str) -> storage::Result<()> {
    let [behind, before, alone] = [format!("\"{group_id}\","), format!(",\"{group_id}\""), format!("\"{group_id}\"")];
    tenant.execute(HIDE, &[group_id.into(), (&behind).into(), (&before).into(), (&alone).into()])?;
    tenant.execute(TAKE_ALL, &[group_id.into()]).map(drop)
}

fn places(tenant: &Tenant, user_id: &str) -> storage::Result<Vec<Membership>> {
    tenant.rows(OF_USER, &[user_id.into()])
}

fn primary(groups: &[Membership]) -> Value {
    groups.first().map_or(Value::Null, |first| Value::from(&*first.group_id))
}
