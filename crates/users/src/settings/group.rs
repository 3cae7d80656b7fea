//! `GET|PATCH /groups/{groupId}/settings`: what a group brings to those who are in it.
use super::{
    change::decided,
    events::{GroupSettingsUpdated, Told},
    group_locks, group_registration,
    part::{Part, UpdateSettings},
    store,
};
use crate::groups::{GroupPath, existing, save};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use settings::{Document, Filter, Level, schema};
use storage::Tenant;

/// Foreign and unknown groups alike.
pub const NO_GROUP: Failure = Failure::new(404, 4130, "Group does not exist: {}.");
/// Groups come with a plan.
pub const NOT_PAID: Failure = Failure::new(400, 200, "Only available for Paid account.");
const NOT_PAID_TO_UPDATE: Failure = Failure::new(400, 200, "Only available for Paid account, {}");

pub fn operations(api: &mut Api) {
    api.get("/groups/{groupId}/settings", get)
        .summary("Get the settings of a group")
        .scope("group:read:settings")
        .privilege(&[Privilege::GroupRead])
        .rate(Rate::Medium)
        .paid_only(NOT_PAID)
        .fails(&[NO_GROUP]);
    api.patch("/groups/{groupId}/settings", update)
        .summary("Change the settings of a group")
        .scope("group:update:settings")
        .privilege(&[Privilege::GroupEdit])
        .rate(Rate::Medium)
        .paid_only(NOT_PAID_TO_UPDATE)
        .fails(&[NO_GROUP]);
    group_locks::operations(api);
    group_registration::operations(api);
}

forms! {
    struct GroupSettings: schema::answers(Level::Group);
    struct SetGroupSettings: schema::bodies(Level::Group);
}

#[derive(Deserialize, JsonSchema)]
struct GetSettings {
    /// The document of this part instead of the general one.
    #[serde(default)]
    option: Option<Part>,
    /// Only these fields, by name or by path, separated by commas.
    #[serde(default)]
    custom_query_fields: String,
}

fn get(
    tenant: &Tenant,
    Path(path): Path<GroupPath>,
    Query(query): Query<GetSettings>,
) -> Result<Json<FormView<GroupSettings>>> {
    let group = existing(tenant, &path.group_id, NO_GROUP)?;
    let all = store::of_group(tenant, &group.id)?;
    let filter = Filter::parse(&query.custom_query_fields);
    Json::of(&all.view().answer(Part::document(query.option), &filter).into())
}

fn update(
    tenant: &mut Tenant,
    Path(path): Path<GroupPath>,
    Query(query): Query<UpdateSettings>,
    body: FormBody<SetGroupSettings>,
) -> Result<NoContent> {
    carry_out(tenant, &path.group_id, Part::document(query.option), body.value)
}

/// Does what the body asks for. What it leaves out stays as it is.
///
/// # Errors
/// [`NO_GROUP`]; every field that is refused, also one that the account has locked.
pub fn carry_out(tenant: &mut Tenant, group_id: &str, document: Document, body: Value) -> Result<NoContent> {
    let mut group = existing(tenant, group_id, NO_GROUP)?;
    let before = store::of_group(tenant, &group.id)?;
    let change = decided(tenant, document, &before.view(), body)?;
    if change.values.is_empty() {
        return Ok(NoContent);
    }
    let mut after = before.clone();
    change.merge_into(&mut after.group.values);
    store::save(tenant, &group.id, &after.group)?;
    save(tenant, &mut group)?;
    let (was, now) = (before.view().touched(document, &change), after.view().touched(document, &change));
    let old_object = Told { id: &group.id, settings: &was };
    let now = Told { id: &group.id, settings: &now };
    tenant.emit(&GroupSettingsUpdated { now, old_object, version: group.version })?;
    Ok(NoContent)
}
