//! `/groups`: the groups of an account, and one of them.
use super::{
    admins, backgrounds,
    change::{self, Described, HAS_BARRIERS, NAME_USED, NEW_NAME_USED, TOO_MANY},
    members, store,
    views::{ChannelsView, GroupView},
};
use crate::{
    kept::{self, Kept},
    users::DAILY_LIMIT,
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
        .one_statement()
        .paid_only(NOT_PAID)
        .fails(&[NO_GROUP]);
}

/// Groups come with a plan.
pub const NOT_PAID: Failure = Failure::new(400, 200, "Only available for Paid account.").inside_200();
const NOT_PAID_TO_DELETE: Failure = Failure::new(400, 200, "Only available for Paid account,{}.");
/// Foreign and unknown groups alike.
pub const NO_GROUP: Failure = Failure::new(404, 4130, "A group with this {} does not exist.");
/// No name, or one of blanks.
const BAD_NAME: Failure = Failure::new(400, 300, "Invalid parameter: name.");

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
    let group = change::make(tenant, Described { name, ..Described::default() })?;
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
    let group = store::existing(tenant, &path.group_id, NO_GROUP)?;
    let name = body.name.as_deref().map_or(&*group.name, str::trim);
    change::describe(tenant, &group, Described { name, ..Described::of(&group) })?;
    Ok(NoContent)
}

fn delete(tenant: &mut Tenant, Path(path): Path<GroupPath>) -> Result<NoContent> {
    let group = store::existing(tenant, &path.group_id, NO_GROUP)?;
    change::delete(tenant, group)?;
    Ok(NoContent)
}

/// A group has no channels as long as there is no product for them.
fn channels(tenant: &Tenant, Path(path): Path<GroupPath>) -> Result<Json<ChannelsView>> {
    let group = store::existing(tenant, &path.group_id, NO_GROUP)?;
    Json::of(&ChannelsView { channels: Vec::new(), group_id: group.id })
}
