//! `/users/{userId}/settings/virtual_backgrounds`
use super::{
    administrators::edits_users,
    api::{NO_INVITATION, NO_USER, UserPath},
    user::{self, User},
};
use crate::settings::{list_backgrounds, unlocked_for_user, uploads_backgrounds};
use files::{
    Format,
    backgrounds::{self, BackgroundView, DeleteBackgrounds, MOST, NO_FILES, TOO_LARGE, TOO_MANY, Taken},
};
use platform::{limits::Rate, *};
use storage::Tenant;

pub fn operations(api: &mut Api) {
    api.post("/users/{userId}/settings/virtual_backgrounds", add)
        .summary("Add a virtual background to those of a user")
        .scope("user:write:virtual_background_files")
        .privilege(&[Privilege::UserEdit])
        .for_oneself()
        .rate(Rate::Medium)
        .takes_file("file", MOST, TOO_LARGE)
        .before(prepare)
        .fails(&[NO_USER, NO_INVITATION, NOTHING, NO_IMAGE, TOO_MANY, NOT_YOURS]);
    api.delete("/users/{userId}/settings/virtual_backgrounds", remove)
        .summary("Remove virtual backgrounds of a user")
        .scope("user:delete:virtual_background_files")
        .privilege(&[Privilege::UserEdit])
        .for_oneself()
        .rate(Rate::Light)
        .fails(&[NO_USER, NO_INVITATION, NO_FILES]);
}

const NOTHING: Failure = Failure::new(400, 120, "No file uploaded, verify that a file has been uploaded.");
const NO_IMAGE: Failure = Failure::new(400, 120, "Only jpg/jpeg, gif or png image file can be uploaded.");
/// Where the settings leave it to who administers the account.
const NOT_YOURS: Failure =
    Failure::new(400, 200, "Only an account administrator can upload Virtual Background files for this user.");
const TAKEN: Taken = Taken {
    formats: &[Format::Jpeg, Format::Gif, Format::Png],
    nothing: NOTHING,
    no_image: NO_IMAGE,
    unreadable: NO_IMAGE,
};

fn prepare(
    tenant: &Tenant,
    Path(path): Path<UserPath>,
    upload: Upload,
    salt: Salt,
) -> Result<impl FnOnce() -> Result<Object> + use<>> {
    let user = open_to_caller(tenant, &path.user_id)?;
    backgrounds::prepare(tenant, &user.id, upload, salt, &TAKEN)
}

/// The user, if the caller may add to its backgrounds.
fn open_to_caller(tenant: &Tenant, name: &str) -> Result<User> {
    let user = user::existing(tenant, name)?;
    let is_open = edits_users(tenant) || uploads_backgrounds(tenant, &user.id)?;
    if !is_open {
        return Err(NOT_YOURS.into());
    }
    unlocked_for_user(tenant, &user.id)?;
    Ok(user)
}

fn add(
    tenant: &mut Tenant,
    Path(path): Path<UserPath>,
    upload: Upload,
    Prepared(object): Prepared<Object>,
) -> Result<Created<BackgroundView>> {
    let user = open_to_caller(tenant, &path.user_id)?;
    let added = backgrounds::add(tenant, &user.id, &upload, &object)?;
    list_backgrounds(tenant, &user.id)?;
    Ok(added)
}

fn remove(
    tenant: &mut Tenant,
    Path(path): Path<UserPath>,
    Query(query): Query<DeleteBackgrounds>,
) -> Result<NoContent> {
    let user = user::existing(tenant, &path.user_id)?;
    unlocked_for_user(tenant, &user.id)?;
    backgrounds::remove(tenant, &user.id, &query)?;
    list_backgrounds(tenant, &user.id)?;
    Ok(NoContent)
}
