//! `/groups/{groupId}/settings/virtual_backgrounds`
use super::{
    api::{GroupPath, NO_GROUP},
    store::{self, Group},
};
use crate::settings::{list_backgrounds, unlocked_for_group};
use files::{
    Format,
    backgrounds::{self, BackgroundView, DeleteBackgrounds, MOST, NO_FILES, TOO_LARGE, TOO_MANY, Taken},
};
use platform::{limits::Rate, *};
use storage::Tenant;

pub fn operations(api: &mut Api) {
    api.post("/groups/{groupId}/settings/virtual_backgrounds", add)
        .summary("Add a virtual background to those of a group")
        .scope("group:write:virtual_background_files")
        .privilege(&[Privilege::GroupEdit])
        .rate(Rate::Medium)
        .takes_file("file", MOST, TOO_LARGE)
        .before(prepare)
        .fails(&[NO_GROUP, NOTHING, NO_IMAGE, TOO_MANY]);
    api.delete("/groups/{groupId}/settings/virtual_backgrounds", remove)
        .summary("Remove virtual backgrounds of a group")
        .scope("group:delete:virtual_background_files")
        .privilege(&[Privilege::GroupEdit])
        .rate(Rate::Light)
        .fails(&[NO_GROUP, NO_FILES]);
}

const NOTHING: Failure = Failure::new(400, 120, "No file uploaded, verify that a file has been uploaded.");
const NO_IMAGE: Failure = Failure::new(400, 120, "Only jpg/jpeg or png image file can be uploaded.");
/// As documented for groups: nothing that moves.
const TAKEN: Taken =
    Taken { formats: &[Format::Jpeg, Format::Png], nothing: NOTHING, no_image: NO_IMAGE, unreadable: NO_IMAGE };

fn prepare(
    tenant: &Tenant,
    Path(path): Path<GroupPath>,
    upload: Upload,
    salt: Salt,
) -> Result<impl FnOnce() -> Result<Object> + use<>> {
    let group = open(tenant, &path.group_id)?;
    backgrounds::prepare(tenant, &group.id, upload, salt, &TAKEN)
}

/// The group, if the account leaves its backgrounds to it.
fn open(tenant: &Tenant, id: &str) -> Result<Group> {
    let group = store::existing(tenant, id, NO_GROUP)?;
    unlocked_for_group(tenant, &group.id)?;
    Ok(group)
}

fn add(
    tenant: &mut Tenant,
    Path(path): Path<GroupPath>,
    upload: Upload,
    Prepared(object): Prepared<Object>,
) -> Result<Created<BackgroundView>> {
    let group = open(tenant, &path.group_id)?;
    let added = backgrounds::add(tenant, &group.id, &upload, &object)?;
    list_backgrounds(tenant, &group.id)?;
    Ok(added)
}

fn remove(
    tenant: &mut Tenant,
    Path(path): Path<GroupPath>,
    Query(query): Query<DeleteBackgrounds>,
) -> Result<NoContent> {
    let group = open(tenant, &path.group_id)?;
    backgrounds::remove(tenant, &group.id, &query)?;
    list_backgrounds(tenant, &group.id)?;
    Ok(NoContent)
}
