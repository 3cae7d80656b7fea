//! `/groups`: the groups of an account, and one of them.
use super::{
    admins, backgrounds,
    events::{GroupCreated, GroupDeleted, GroupUpdated, Named},
    members, memberships,
    store::{self, Group},
    views::{ChannelsView, GroupView},
};
use crate::{
    contact_groups, information_barriers,
    kept::{self, Kept},
    settings,
    users::{DAILY_LIMIT, Daily, count_daily},
};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Fault, Tenant};

pub fn operations(api: &mut Api) {
    api.get("/groups", list)
        .summary("List groups")
        .scope("group:read:list_groups")
        .privilege(&[Privilege::GroupRead])
        .rate(Rate::Medium)
        .on_second_level()
        .paid_only(NOT_PAID);
    api.post("/groups", create)
        .summary("Create a group")
        .scope("group:write:group")
        .privilege(&[Privilege::GroupEdit])
        .rate(Rate::Light)
        .paid_only(NOT_PAID)
        .fails(&[BAD_NAME, NAME_USED, TOO_MANY, DAILY_LIMIT]);
    one_group(api);
    members::operations(api);
    admins::operations(api);
    backgrounds::operations(api);
}

fn one_group(api: &mut Api) {
    api.get("/groups/{groupId}", get)
        .summary("Get a group")
        .scope("group:read:group")
        .privilege(&[Privilege::GroupRead])
        .rate(Rate::Light)
        .on_second_level()
        .one_statement()
        .paid_only(NOT_PAID)
        .fails(&[NO_GROUP]);
    api.patch("/groups/{groupId}", update)
        .summary("Rename a group")
        .scope("group:update:group")
        .privilege(&[Privilege::GroupEdit])
        .rate(Rate::Light)
        .paid_only(NOT_PAID)
        .fails(&[NO_GROUP, NEW_NAME_USED]);
    api.delete("/groups/{groupId}", delete)
        .summary("Delete a group")
        .scope("group:delete:group")
        .privilege(&[Privilege::GroupEdit])
        .rate(Rate::Light)
        .paid_only(NOT_PAID_TO_DELETE)
        .fails(&[NO_GROUP, HAS_BARRIERS]);
    api.get("/groups/{groupId}/channels", channels)
        .summary("List the channels of a group")
        .scope("group:read:list_channels")
        .privilege(&[Privilege::GroupRead])
        .rate(Rate::Medium)
        .on_second_level()
        .one_statement()
        .paid_only(NOT_PAID)
        .fails(&[NO_GROUP]);
}

/// Groups come with a plan.
pub const NOT_PAID: Failure = Failure::new(400, 200, "Only available for Paid account.").inside_200();
const NOT_PAID_TO_DELETE: Failure = Failure::new(400, 200, "Only available for Paid account,{}.");
/// Foreign and unknown groups alike.
pub const NO_GROUP: Failure = Failure::new(404, 4130, "A group with this {} does not exist.");
/// A policy names the group, whether it is in force or not.
const HAS_BARRIERS: Failure =
    Failure::new(400, 200, "Group cannot be deleted. Information Barriers policies have been applied to this group.");
/// No name, or one of blanks.
const BAD_NAME: Failure = Failure::new(400, 300, "Invalid parameter: name.");
/// Two groups of an account have two names, upper and lower case told apart.
const NAME_USED: Failure = Failure::new(409, 4132, "The group name \"{}\" is already in use.");
const NEW_NAME_USED: Failure = Failure::new(409, 4132, "Group name {} is already in use.");
const TOO_MANY: Failure =
    Failure::new(400, 300, "It has reached the maximum number of groups. You can clean up some groups then add.");

/// Groups of an account, and how many of them may be made in a day (`POST /groups`).
const MOST: i64 = 5_000;
const MOST_A_DAY: i64 = 100;

#[derive(Deserialize, JsonSchema)]
pub struct GroupPath {
    #[serde(rename = "groupId")]
    pub group_id: String,
}

fn list(tenant: &Tenant, paging: Paging<300>) -> Result<Page<GroupView>> {
    let total = kept::number(tenant, Kept::Groups)?;
    let mut page = paging.page::<GroupView>();
    store::list(tenant, &mut page)?;
    page.finish(total)
}

#[derive(Deserialize, JsonSchema)]
struct CreateGroup {
    /// Unique in the account.
    #[serde(default)]
    #[schemars(length(max = 127))]
    name: String,
}

fn create(tenant: &mut Tenant, Body(body): Body<CreateGroup>) -> Result<Created<GroupView>> {
    let name = body.name.trim();
    if name.is_empty() {
        return Err(BAD_NAME.into());
    }
    if kept::number(tenant, Kept::Groups)? >= MOST {
        return Err(TOO_MANY.into());
    }
    let group = Group { id: tenant.new_id(), name: name.to_owned(), total_members: 0, total_admins: 0, version: 1 };
    if store::insert(tenant, &group)?.is_duplicate() {
        return Err(NAME_USED.with(name));
    }
    count_daily(tenant, Daily::Group, MOST_A_DAY)?;
    kept::add(tenant, Kept::Groups, 1)?;
    tenant.emit(&GroupCreated(Named::of(&group)))?;
    store::view(tenant, &group.id, Created::of)?.ok_or_else(|| Fault::broken("a group that was made is missing").into())
}

fn get(tenant: &Tenant, Path(path): Path<GroupPath>) -> Result<Json<GroupView>> {
    store::view(tenant, &path.group_id, Json::of)?.ok_or_else(|| NO_GROUP.with(&path.group_id))
}

#[derive(Deserialize, JsonSchema)]
struct UpdateGroup {
    /// Unique in the account.
    #[serde(default)]
    #[schemars(length(max = 127), regex(pattern = r"\S"))]
    name: Option<String>,
}

fn update(tenant: &mut Tenant, Path(path): Path<GroupPath>, Body(body): Body<UpdateGroup>) -> Result<NoContent> {
    let mut group = store::existing(tenant, &path.group_id, NO_GROUP)?;
    let Some(name) = body.name.map(|name| name.trim().to_owned()).filter(|name| *name != group.name) else {
        return Ok(NoContent);
    };
    if store::has_name(tenant, &name)? {
        return Err(NEW_NAME_USED.with(name));
    }
    let old_name = std::mem::replace(&mut group.name, name);
    store::save(tenant, &mut group)?;
    tenant.emit(&GroupUpdated::of(&group, &old_name))?;
    Ok(NoContent)
}

fn delete(tenant: &mut Tenant, Path(path): Path<GroupPath>) -> Result<NoContent> {
    let mut group = store::existing(tenant, &path.group_id, NO_GROUP)?;
    if information_barriers::names_group(tenant, &group.id)? {
        return Err(HAS_BARRIERS.into());
    }
    memberships::dissolve(tenant, &group.id)?;
    admins::dissolve(tenant, &group.id)?;
    settings::forget(tenant, &group.id)?;
    contact_groups::forget(tenant, &group.id)?;
    files::remove_all(tenant, &group.id)?;
    store::delete(tenant, &group.id)?;
    kept::add(tenant, Kept::Groups, -1)?;
    group.version += 1;
    tenant.emit(&GroupDeleted(Named::of(&group)))?;
    Ok(NoContent)
}

/// A group has no channels as long as there is no product for them.
fn channels(tenant: &Tenant, Path(path): Path<GroupPath>) -> Result<Json<ChannelsView>> {
    let group = store::existing(tenant, &path.group_id, NO_GROUP)?;
    Json::of(&ChannelsView { channels: Vec::new(), group_id: group.id })
}
