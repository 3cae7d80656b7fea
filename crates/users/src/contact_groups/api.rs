//! `/contacts/groups`: the contact groups of an account, and one of them.
use super::{
    events::{ContactGroupCreated, ContactGroupDeleted, ContactGroupUpdated},
    members::{self, NewMember},
    store::{self, ContactGroup},
    views::{ContactGroupItem, ContactGroupView},
};
use crate::kept::{self, Kept};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;

/// The documents list no privilege for any of these, so none is asked for: a contact group gives nobody anything.
pub fn operations(api: &mut Api) {
    api.get("/contacts/groups", list)
        .summary("List contact groups")
        .scope("contact_group:read:list_contact_groups")
        .rate(Rate::Medium)
        .paid_only(NOT_PAID);
    api.post("/contacts/groups", create)
        .summary("Create a contact group")
        .scope("contact_group:write:contact_group")
        .rate(Rate::Heavy)
        .paid_only(NOT_PAID)
        .fails(members::FAILURES);
    api.get("/contacts/groups/{groupId}", get)
        .summary("Get a contact group")
        .scope("contact_group:read:contact_group")
        .rate(Rate::Light)
        .one_statement()
        .paid_only(NOT_PAID)
        .fails(&[NO_GROUP]);
    api.patch("/contacts/groups/{groupId}", update)
        .summary("Update a contact group")
        .scope("contact_group:update:contact_group")
        .rate(Rate::Heavy)
        .paid_only(NOT_PAID)
        .fails(&[NO_GROUP]);
    api.delete("/contacts/groups/{groupId}", delete)
        .summary("Delete a contact group")
        .scope("contact_group:delete:contact_group")
        .rate(Rate::Heavy)
        .paid_only(NOT_PAID_TO_DELETE)
        .fails(&[NO_GROUP]);
    members::operations(api);
}

/// Contact groups come with a plan.
pub const NOT_PAID: Failure = Failure::new(400, 200, "Only available for paid account: {}");
/// The same, in the words of the operations that delete.
pub const NOT_PAID_TO_DELETE: Failure = Failure::new(400, 200, "Only available for paid account,{}.");
/// Foreign and unknown contact groups alike.
pub const NO_GROUP: Failure = Failure::new(400, 300, "A group with this groupId: {} does not exist.");

choice! {
    /// Who sees and finds the group: 1 anyone does both, 2 members see it and anyone finds it, 3 members do both.
    pub enum Privacy: number { Open = 1, Findable = 2, Closed = 3 }
}

#[derive(Deserialize, JsonSchema)]
pub struct ContactGroupPath {
    #[serde(rename = "groupId")]
    pub group_id: String,
}

fn list(tenant: &Tenant, paging: Paging<50, 10>) -> Result<Page<ContactGroupItem>> {
    let total = kept::number(tenant, Kept::ContactGroups)?;
    let mut page = paging.page::<ContactGroupItem>();
    store::list(tenant, &mut page)?;
    page.finish(total)
}

#[derive(Deserialize, JsonSchema)]
struct CreateContactGroup {
    #[schemars(length(max = 128), regex(pattern = r"\S"))]
    group_name: String,
    /// Open when left out.
    #[serde(default)]
    group_privacy: Option<Privacy>,
    #[serde(default)]
    #[schemars(length(max = 2000))]
    description: String,
    /// 50 users and 3 groups of users at most.
    #[serde(default)]
    group_members: Vec<NewMember>,
}

fn create(tenant: &mut Tenant, Body(body): Body<CreateContactGroup>) -> Result<Created<ContactGroupView>> {
    let members = members::named(tenant, &body.group_members)?;
    let mut group = ContactGroup {
        id: tenant.new_id(),
        name: body.group_name.trim().to_owned(),
        privacy: body.group_privacy.unwrap_or(Privacy::Open).number(),
        description: body.description,
        total_members: 0,
        version: 1,
    };
    store::insert(tenant, &group)?;
    kept::add(tenant, Kept::ContactGroups, 1)?;
    tenant.emit(&ContactGroupCreated::of(&group))?;
    members::join(tenant, &mut group, &members)?;
    Created::of(&group.view())
}

fn get(tenant: &Tenant, Path(path): Path<ContactGroupPath>) -> Result<Json<ContactGroupView>> {
    Json::of(&store::existing(tenant, &path.group_id)?.view())
}

#[derive(Deserialize, JsonSchema)]
struct UpdateContactGroup {
    #[serde(default)]
    #[schemars(length(max = 128), regex(pattern = r"\S"))]
    name: Option<String>,
    #[serde(default)]
    privacy: Option<Privacy>,
    #[serde(default)]
    #[schemars(length(max = 2000))]
    description: Option<String>,
}

fn update(
    tenant: &mut Tenant,
    Path(path): Path<ContactGroupPath>,
    Body(body): Body<UpdateContactGroup>,
) -> Result<NoContent> {
    let before = store::existing(tenant, &path.group_id)?;
    let mut after = ContactGroup {
        name: body.name.map_or_else(|| before.name.clone(), |name| name.trim().to_owned()),
        privacy: body.privacy.map_or(before.privacy, Privacy::number),
        description: body.description.unwrap_or_else(|| before.description.clone()),
        ..before.clone()
    };
    if after != before {
        store::save(tenant, &mut after)?;
        tenant.emit(&ContactGroupUpdated::of(&before, &after))?;
    }
    Ok(NoContent)
}

fn delete(tenant: &mut Tenant, Path(path): Path<ContactGroupPath>) -> Result<NoContent> {
    let group = store::existing(tenant, &path.group_id)?;
    members::dissolve(tenant, &group.id)?;
    store::delete(tenant, &group.id)?;
    kept::add(tenant, Kept::ContactGroups, -1)?;
    tenant.emit(&ContactGroupDeleted::of(&group))?;
    Ok(NoContent)
}
