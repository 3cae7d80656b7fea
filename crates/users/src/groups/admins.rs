//! `/groups/{groupId}/admins`: the users who administer a group.
use super::{
    api::{GroupPath, NOT_PAID},
    events::{AdminsAdded, AdminsDeleted},
    members::NOT_PAID_TO_ADD,
    store::{self, Group},
    views::{AddedToGroup, GroupAdmin, GroupAdminRow},
};
use crate::users::{self, Known, NO_USER, Named, People};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Sql, Tenant, record, sql};

pub fn operations(api: &mut Api) {
    api.get("/groups/{groupId}/admins", list)
        .summary("List the admins of a group")
        .scope("group:read:administrator")
        .privilege(&[Privilege::GroupRead])
        .rate(Rate::Medium)
        .paid_only(NOT_PAID)
        .fails(&[NO_GROUP]);
    api.post("/groups/{groupId}/admins", add)
        .summary("Make users admins of a group")
        .scope("group:write:administrator")
        .privilege(&[Privilege::GroupEdit])
        .rate(Rate::Medium)
        .paid_only(NOT_PAID_TO_ADD)
        .fails(&[NO_GROUP, NO_USER]);
    api.delete("/groups/{groupId}/admins/{userId}", remove)
        .summary("Dismiss an admin of a group")
        .scope("group:delete:administrator")
        .privilege(&[Privilege::GroupEdit])
        .rate(Rate::Light)
        .paid_only(NOT_PAID)
        .fails(&[NO_GROUP, NO_ADMIN]);
}

/// Foreign and unknown groups alike; in the words of these operations.
const NO_GROUP: Failure = Failure::new(404, 4130, "A group with the \"{}\" ID does not exist.");
/// Somebody who does not administer the group, whoever it is.
const NO_ADMIN: Failure = Failure::new(400, 4138, "That user is not an administrator for the group: \"{}\".");

const LIST: Sql = sql!(
    "SELECT u.id, u.email, u.display_name
     FROM (SELECT user_id FROM group_admins WHERE account_id = $1 AND group_id = $2 AND user_id > $3
           ORDER BY user_id LIMIT $4 OFFSET $5) a
     JOIN users u ON u.account_id = $1 AND u.status IN ('active', 'inactive', 'pending') AND u.id = a.user_id
     WHERE u.account_id = $1 ORDER BY u.id"
);
const OF_USER: Sql = sql!("SELECT group_id FROM group_admins WHERE account_id = $1 AND user_id = $2 ORDER BY group_id");
const ADD: Sql =
    sql!("INSERT INTO group_admins (account_id, group_id, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING");
const TAKE: Sql = sql!("DELETE FROM group_admins WHERE account_id = $1 AND group_id = $2 AND user_id = $3");
const TAKE_ALL: Sql = sql!("DELETE FROM group_admins WHERE account_id = $1 AND group_id = $2");

record! {
    struct AdminRow<'r> {
        id: &'r str,
        email: &'r str,
        display_name: &'r str,
    }
}

fn list(tenant: &Tenant, Path(path): Path<GroupPath>, paging: Paging<300>) -> Result<Page<GroupAdmin>> {
    let group = store::existing(tenant, &path.group_id, NO_GROUP)?;
    let mut page = paging.page::<GroupAdmin>();
    page.fill(tenant, LIST, &[(&group.id).into()], |row, page| {
        let row = AdminRow::read(row)?;
        page.push(row.id, &GroupAdminRow { email: row.email, name: row.display_name })
    })?;
    page.finish(group.total_admins)
}

#[derive(Deserialize, JsonSchema)]
struct AddAdmins {
    #[schemars(length(min = 1, max = 10))]
    admins: Vec<Named>,
}

fn add(tenant: &mut Tenant, Path(path): Path<GroupPath>, Body(body): Body<AddAdmins>) -> Result<Created<AddedToGroup>> {
    let mut group = store::existing(tenant, &path.group_id, NO_GROUP)?;
    let named = users::find_all(tenant, "admins", &body.admins)?;
    let mut newcomers = Vec::new();
    for user in &named {
        if !tenant.insert(ADD, &[(&group.id).into(), (&user.id).into()])?.is_duplicate() {
            group.total_admins += 1;
            newcomers.push(user);
        }
    }
    if !newcomers.is_empty() {
        store::save(tenant, &mut group)?;
        tenant.emit(&AdminsAdded { id: &group.id, admins: People(&newcomers), version: group.version })?;
    }
    Created::of(&AddedToGroup::now(tenant, &named))
}

#[derive(Deserialize, JsonSchema)]
struct AdminPath {
    #[serde(rename = "groupId")]
    group_id: String,
    /// The user's id or email, or `me`.
    #[serde(rename = "userId")]
    user_id: String,
}

fn remove(tenant: &mut Tenant, Path(path): Path<AdminPath>) -> Result<NoContent> {
    let group = store::existing(tenant, &path.group_id, NO_GROUP)?;
    let user = users::find(tenant, &path.user_id)?.ok_or_else(|| NO_ADMIN.with(&group.id))?;
    if dismiss(tenant, &group, &user)? { Ok(NoContent) } else { Err(NO_ADMIN.with(&group.id)) }
}

/// Takes the group from somebody; whether it was an admin of it.
fn dismiss(tenant: &mut Tenant, group: &Group, user: &Known) -> Result<bool> {
    if tenant.execute(TAKE, &[(&group.id).into(), (&user.id).into()])? == 0 {
        return Ok(false);
    }
    let mut group = Group { total_admins: group.total_admins - 1, ..group.clone() };
    store::save(tenant, &mut group)?;
    tenant.emit(&AdminsDeleted { id: &group.id, admins: People(&[user]), version: group.version })?;
    Ok(true)
}

/// Takes all groups from a user who leaves the account.
pub fn forget(tenant: &mut Tenant, user: &Known) -> Result<()> {
    let mut groups: Vec<String> = Vec::new();
    tenant.each(OF_USER, &[(&user.id).into()], &mut |row| {
        groups.push(row.get(0)?);
        Ok(())
    })?;
    for id in groups {
        let group = store::referred(tenant, &id)?;
        dismiss(tenant, &group, user)?;
    }
    Ok(())
}

/// Takes a group that is deleted from all its admins.
pub fn dissolve(tenant: &mut Tenant, group_id: &str) -> storage::Result<()> {
    tenant.execute(TAKE_ALL, &[group_id.into()]).map(drop)
}
