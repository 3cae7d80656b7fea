//! `GET|PATCH /groups/{groupId}/lock_settings`: what nobody in a group changes.
use super::{
    change::decided_locks,
    events::{GroupLocksUpdated, Told},
    group::NOT_PAID,
    store,
};
use crate::groups::{GroupPath, existing, save};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;
use settings::{Document, Filter, Level, schema};
use storage::Tenant;

const NO_GROUP: Failure = Failure::new(404, 4130, "Group does not exist: {}");
const NO_GROUP_TO_UPDATE: Failure = Failure::new(404, 4130, "This group does not exist.");
const NOT_PAID_TO_UPDATE: Failure = Failure::new(400, 200, "Only available for paid account.");

/// The documents have addresses beside this lock, and no other lock has anything beside it.
const ADDRESSES: &str = "recording.ip_address_access_control.ip_addresses_or_ranges";
const NO_ADDRESSES: &str = "A lock has no addresses: they are among the settings of the group.";

pub fn operations(api: &mut Api) {
    api.get("/groups/{groupId}/lock_settings", get)
        .summary("Get which settings are locked in a group")
        .scope("group:read:lock_settings")
        .privilege(&[Privilege::GroupRead])
        .rate(Rate::Medium)
        .paid_only(NOT_PAID)
        .fails(&[NO_GROUP]);
    api.patch("/groups/{groupId}/lock_settings", update)
        .summary("Lock and unlock settings for everybody in a group")
        .scope("group:update:lock_settings")
        .privilege(&[Privilege::GroupEdit])
        .rate(Rate::Medium)
        .paid_only(NOT_PAID_TO_UPDATE)
        .fails(&[NO_GROUP_TO_UPDATE]);
}

forms! {
    struct GroupLocks: schema::locks_answers(Level::Group);
    struct SetGroupLocks: schema::locks_bodies(Level::Group);
}

choice! {
    /// A part of the locks that has a document of its own.
    enum LockPart: text { MeetingSecurity = "meeting_security" }
}

#[derive(Deserialize, JsonSchema)]
struct GetLocks {
    /// The document of this part instead of the general one.
    #[serde(default)]
    option: Option<LockPart>,
}

#[derive(Deserialize, JsonSchema)]
#[expect(dead_code, reason = "each block of the body says which document it is of")]
struct UpdateLocks {
    #[serde(default)]
    option: Option<LockPart>,
}

fn get(
    tenant: &Tenant,
    Path(path): Path<GroupPath>,
    Query(query): Query<GetLocks>,
) -> Result<Json<FormView<GroupLocks>>> {
    let group = existing(tenant, &path.group_id, NO_GROUP)?;
    let document = query.option.map_or(Document::General, |LockPart::MeetingSecurity| Document::MeetingSecurity);
    let all = store::of_group(tenant, &group.id)?;
    Json::of(&all.locks().answer(document, &Filter::ALL).into())
}

fn update(
    tenant: &mut Tenant,
    Path(path): Path<GroupPath>,
    Query(_): Query<UpdateLocks>,
    body: FormBody<SetGroupLocks>,
) -> Result<NoContent> {
    let mut group = existing(tenant, &path.group_id, NO_GROUP_TO_UPDATE)?;
    without_addresses(&body.value)?;
    let mut all = store::of_group(tenant, &group.id)?;
    let change = decided_locks(Level::Group, &all.locks(), &body.value)?;
    if change.is_empty() {
        return Ok(NoContent);
    }
    change.merge_into(&mut all.group.locks);
    store::save(tenant, &group.id, &all.group)?;
    save(tenant, &mut group)?;
    let (was, now) = (change.shown(Level::Group, false), change.shown(Level::Group, true));
    let old_object = Told { id: &group.id, settings: &was };
    tenant.emit(&GroupLocksUpdated {
        now: Told { id: &group.id, settings: &now },
        old_object,
        version: group.version,
    })?;
    Ok(NoContent)
}

/// They would be lost here.
fn without_addresses(body: &Value) -> Result<()> {
    match body.pointer("/recording/ip_address_access_control/ip_addresses_or_ranges") {
        None | Some(Value::Null) => Ok(()),
        Some(_) => Err(Error::field(ADDRESSES, NO_ADDRESSES)),
    }
}
