//! `/groups/{groupId}/members`: the users in a group.
use super::{
    admins,
    api::{GroupPath, NO_GROUP, NOT_PAID},
    events::{MembersAdded, MembersDeleted},
    memberships, rules,
    store::{self, Group},
    views::{AddedToGroup, GroupMember, GroupMemberRow},
};
use crate::users::{self, Known, NO_USER, Named, People};
use platform::{decide::NO_PRIVILEGE, limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Fault, Sql, Tenant, record, sql};

pub fn operations(api: &mut Api) {
    api.get("/groups/{groupId}/members", list)
        .summary("List the members of a group")
        .scope("group:read:list_members")
        .privilege(&[Privilege::GroupRead])
        .rate(Rate::Medium)
        .paid_only(NOT_PAID)
        .fails(&[NO_GROUP]);
    api.post("/groups/{groupId}/members", add)
        .summary("Add users to a group")
        .scope("group:write:member")
        .privilege(&[Privilege::GroupEdit])
        .rate(Rate::Medium)
        .paid_only(NOT_PAID_TO_ADD)
        .fails(&[NO_GROUP, NO_USER]);
    // The documents name no privilege; the handler asks for that of its neighbours.
    api.patch("/groups/{groupId}/members/{memberId}", update)
        .summary("Move a member to another group, or set its primary group")
        .scope("group:update:member")
        .rate(Rate::Medium)
        .paid_only(NOT_PAID_TO_UPDATE)
        .fails(&[NO_PRIVILEGE, NO_GROUP, NO_MEMBER, NO_TARGET]);
    api.delete("/groups/{groupId}/members/{memberId}", remove)
        .summary("Take a user out of a group")
        .scope("group:delete:member")
        .privilege(&[Privilege::GroupEdit])
        .rate(Rate::Light)
        .paid_only(NOT_PAID)
        .fails(&[NO_GROUP, NO_MEMBER]);
}

/// In the words of making users members or admins.
pub const NOT_PAID_TO_ADD: Failure = Failure::new(400, 200, "Only available for paid account,{}.");
const NOT_PAID_TO_UPDATE: Failure = Failure::new(400, 200, "Only available for Paid account, {}.");
/// Somebody who is not in the group, whoever it is.
const NO_MEMBER: Failure = Failure::new(404, 4131, "Group member does not exist.");
const NO_TARGET: Failure = Failure::new(400, 300, "The target_group_id can not be empty.");

const LIST: Sql = sql!(
    "SELECT u.id, u.status, u.email, u.first_name, u.last_name, u.kind
     FROM (SELECT user_id FROM group_members WHERE account_id = $1 AND group_id = $2 AND user_id > $3
           ORDER BY user_id LIMIT $4 OFFSET $5) m
     JOIN users u ON u.account_id = $1 AND u.status IN ('active', 'inactive', 'pending') AND u.id = m.user_id
     WHERE u.account_id = $1 ORDER BY u.id"
);

record! {
    struct MemberRow<'r> {
        id: &'r str,
        status: &'r str,
        email: &'r str,
        first_name: &'r str,
        last_name: &'r str,
        kind: i64,
    }
}

impl<'r> MemberRow<'r> {
    fn view(&self) -> GroupMemberRow<'r> {
        GroupMemberRow {
            id: users::shown_id(self.status, self.id),
            email: self.email,
            first_name: self.first_name,
            last_name: self.last_name,
            r#type: self.kind,
        }
    }
}

fn list(tenant: &Tenant, Path(path): Path<GroupPath>, paging: Paging<2000>) -> Result<Page<GroupMember>> {
    let group = store::existing(tenant, &path.group_id, NO_GROUP)?;
    let mut page = paging.page::<GroupMember>();
    page.fill(tenant, LIST, &[(&group.id).into()], |row, page| {
        let row = MemberRow::read(row)?;
        page.push(row.id, &row.view())
    })?;
    page.finish(group.total_members)
}

#[derive(Deserialize, JsonSchema)]
struct AddMembers {
    #[schemars(length(min = 1, max = 30))]
    members: Vec<Named>,
}

fn add(
    tenant: &mut Tenant,
    Path(path): Path<GroupPath>,
    Body(body): Body<AddMembers>,
) -> Result<Created<AddedToGroup>> {
    let mut group = store::existing(tenant, &path.group_id, NO_GROUP)?;
    let named = users::find_all(tenant, "members", &body.members)?;
    join(tenant, &mut group, &named)?;
    Created::of(&AddedToGroup::now(tenant, &named))
}

/// Adds those users who are not in the group yet.
pub fn join(tenant: &mut Tenant, group: &mut Group, users: &[Known]) -> Result<()> {
    let mut newcomers = Vec::new();
    for user in users {
        if memberships::change(tenant, &user.id, |groups| rules::joined(groups, &group.id))? {
            newcomers.push(user);
        }
    }
    came(tenant, group, &newcomers)
}

/// Takes those of these users out who are in the group.
pub fn dismiss(tenant: &mut Tenant, group: &mut Group, users: &[Known]) -> Result<()> {
    let mut leavers = Vec::new();
    for user in users {
        if memberships::change(tenant, &user.id, |groups| rules::left(groups, &group.id))? {
            leavers.push(user);
        }
    }
    went(tenant, group, &leavers)
}

/// A user belongs to one more group. Whether the caller may is for the caller of this to judge.
pub fn admit(tenant: &mut Tenant, mut group: Group, user: &Known) -> Result<()> {
    join(tenant, &mut group, std::slice::from_ref(user))
}

/// Takes a user who leaves the account out of everything that it was in.
pub fn forget(tenant: &mut Tenant, user: &Known) -> Result<()> {
    let groups = memberships::of_user(tenant, &user.id)?;
    memberships::forget(tenant, &user.id)?;
    for id in groups {
        let mut group = store::referred(tenant, &id)?;
        went(tenant, &mut group, &[user])?;
    }
    admins::forget(tenant, user)
}

fn came(tenant: &mut Tenant, group: &mut Group, users: &[&Known]) -> Result<()> {
    if users.is_empty() {
        return Ok(());
    }
    group.total_members += i64::try_from(users.len()).map_err(Fault::broken)?;
    store::save(tenant, group)?;
    Ok(tenant.emit(&MembersAdded { id: &group.id, members: People(users), version: group.version })?)
}

fn went(tenant: &mut Tenant, group: &mut Group, users: &[&Known]) -> Result<()> {
    if users.is_empty() {
        return Ok(());
    }
    group.total_members -= i64::try_from(users.len()).map_err(Fault::broken)?;
    store::save(tenant, group)?;
    Ok(tenant.emit(&MembersDeleted { id: &group.id, members: People(users), version: group.version })?)
}

#[derive(Deserialize, JsonSchema)]
struct MemberPath {
    #[serde(rename = "groupId")]
    group_id: String,
    /// The user's id or email.
    #[serde(rename = "memberId")]
    member_id: String,
}

impl MemberPath {
    fn member(&self, tenant: &Tenant, group: &Group) -> Result<Known> {
        match users::find(tenant, &self.member_id)? {
            Some(user) if memberships::is_member(tenant, &group.id, &user.id)? => Ok(user),
            _ => Err(NO_MEMBER.into()),
        }
    }
}

choice! {
    /// `move` takes the member out of this group and puts it into another; `set_primary` says whose settings count for it.
    pub enum Action: text { Move = "move", SetPrimary = "set_primary" }
}

#[derive(Deserialize, JsonSchema)]
struct UpdateMember {
    action: Action,
    /// The group to move to, or the one that becomes the primary group.
    #[serde(default)]
    target_group_id: String,
}

fn update(tenant: &mut Tenant, Path(path): Path<MemberPath>, Body(body): Body<UpdateMember>) -> Result<NoContent> {
    if !users::holds(tenant, Privilege::GroupEdit) {
        return Err(NO_PRIVILEGE.with(Privilege::GroupEdit.name()));
    }
    let group = store::existing(tenant, &path.group_id, NO_GROUP)?;
    if body.target_group_id.is_empty() {
        return Err(NO_TARGET.into());
    }
    let target = store::existing(tenant, &body.target_group_id, NO_GROUP)?;
    let member = path.member(tenant, &group)?;
    match body.action {
        Action::Move => transfer(tenant, &member, group, target)?,
        Action::SetPrimary => prefer(tenant, &member, &target)?,
    }
    Ok(NoContent)
}

fn transfer(tenant: &mut Tenant, member: &Known, mut group: Group, mut target: Group) -> Result<()> {
    let is_in_target = memberships::is_member(tenant, &target.id, &member.id)?;
    if !memberships::change(tenant, &member.id, |groups| rules::moved(groups, &group.id, &target.id))? {
        return Ok(());
    }
    went(tenant, &mut group, &[member])?;
    if is_in_target { Ok(()) } else { came(tenant, &mut target, &[member]) }
}

fn prefer(tenant: &mut Tenant, member: &Known, target: &Group) -> Result<()> {
    if !memberships::is_member(tenant, &target.id, &member.id)? {
        return Err(NO_MEMBER.into());
    }
    memberships::change(tenant, &member.id, |groups| rules::preferring(groups, &target.id)).map(drop)
}

fn remove(tenant: &mut Tenant, Path(path): Path<MemberPath>) -> Result<NoContent> {
    let mut group = store::existing(tenant, &path.group_id, NO_GROUP)?;
    let member = path.member(tenant, &group)?;
    dismiss(tenant, &mut group, &[member])?;
    Ok(NoContent)
}
