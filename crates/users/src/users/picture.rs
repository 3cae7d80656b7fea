//! `/users/{userId}/picture`: what others see of a user.
use super::{
    administrators::{acts_as_administrator, edits_users, is_administrator, is_caller},
    api::{NO_INVITATION, NO_USER, UserPath},
    events,
    user::{self, User},
    views::PictureView,
};
use crate::settings::{Detail, is_reserved};
use files::{Format, Kind, NewFile};
use platform::{limits::Rate, *};
use storage::Tenant;

pub fn operations(api: &mut Api) {
    api.post("/users/{userId}/picture", set)
        .summary("Set the picture of a user")
        .scope("user:write:profile_picture")
        .privilege(&[Privilege::UserEdit])
        .for_oneself()
        .rate(Rate::Medium)
        .takes_file("pic_file", MOST, TOO_LARGE)
        .before(prepare)
        .fails(&[NO_USER, NO_INVITATION, NOT_YOURS, EMPTY, NO_PICTURE, UNREADABLE]);
    api.delete("/users/{userId}/picture", clear)
        .summary("Remove the picture of a user")
        .scope("user:delete:profile_picture")
        .rate(Rate::Medium)
        .fails(&[NO_USER, NO_INVITATION, NOT_YOURS]);
}

/// Of owner and admins, of others by somebody who may not edit users, and of oneself where the account leaves pictures to
/// its administrators.
const NOT_YOURS: Failure = Failure::new(400, 200, "Only an account administrator can change a profile picture.");
/// Also where the form has no file.
const EMPTY: Failure = Failure::new(400, 120, "File is empty.");
const TOO_LARGE: Failure = Failure::new(400, 120, "File size cannot exceed 2M.");
const NO_PICTURE: Failure = Failure::new(400, 120, "Only jpg/jpeg or png image file can be uploaded.");
/// It does not decode, or has more pixels than are decoded.
const UNREADABLE: Failure = Failure::new(
    400,
    300,
    "Your request was not accepted because the profile picture contains invalid or explicit content.",
);

/// The most bytes that are taken.
const MOST: u64 = 2 << 20;
/// Pixels of a side that are kept: a picture is shown small.
const LONGEST_SIDE: u32 = 1024;

/// Refuses what needs no change, and writes the picture anew.
fn prepare(
    tenant: &Tenant,
    Path(path): Path<UserPath>,
    Upload(file): Upload,
    salt: Salt,
) -> Result<impl FnOnce() -> Result<Object> + use<>> {
    changeable(tenant, &path.user_id)?;
    let file = file.filter(|file| !file.bytes.is_empty()).ok_or(EMPTY)?;
    let format = Format::of(&file.bytes).filter(|format| *format != Format::Gif).ok_or(NO_PICTURE)?;
    let account = tenant.account_id().to_owned();
    Ok(move || {
        let bytes = files::picture(&file.bytes, format, LONGEST_SIDE).map_err(|_| UNREADABLE)?;
        Ok(Object::new(&account, salt.bytes(), format.content_type(), bytes))
    })
}

fn set(
    tenant: &mut Tenant,
    Path(path): Path<UserPath>,
    Prepared(object): Prepared<Object>,
    addresses: Addresses,
) -> Result<Created<PictureView>> {
    let user = changeable(tenant, &path.user_id)?;
    let before = files::of_owner(tenant, &user.id, Kind::Picture)?;
    if !before.iter().any(|file| file.checksum == object.checksum) {
        before.iter().try_for_each(|file| files::remove(tenant, file))?;
        let file = NewFile { kind: Kind::Picture, owner_id: &user.id, name: "" };
        let file = files::add(tenant, &file, &object)?;
        change(tenant, &user, &file.id, &addresses)?;
    }
    Created::of(&PictureView {})
}

fn clear(tenant: &mut Tenant, Path(path): Path<UserPath>, addresses: Addresses) -> Result<NoContent> {
    let user = changeable(tenant, &path.user_id)?;
    let before = files::of_owner(tenant, &user.id, Kind::Picture)?;
    if !before.is_empty() {
        before.iter().try_for_each(|file| files::remove(tenant, file))?;
        change(tenant, &user, "", &addresses)?;
    }
    Ok(NoContent)
}

/// The user whose picture this caller may change. Everybody may change its own, unless the account reserves pictures.
fn changeable(tenant: &Tenant, name: &str) -> Result<User> {
    let user = user::existing(tenant, name)?;
    let is_editor = edits_users(tenant);
    let is_own = is_caller(tenant, &user) && (is_editor || !is_reserved(tenant, Detail::Picture)?);
    let is_others = is_editor && !is_administrator(&user);
    let may_change = is_own || is_others || acts_as_administrator(tenant);
    if may_change { Ok(user) } else { Err(NOT_YOURS.into()) }
}

/// Shows another picture, or none with an empty id.
pub fn change(tenant: &mut Tenant, user: &User, file_id: &str, addresses: &Addresses) -> Result<()> {
    user::set_picture(tenant, &user.id, file_id)?;
    let account = tenant.account_id().to_owned();
    let address = |id: &str| if id.is_empty() { String::new() } else { addresses.of(&account, id) };
    let shown = |id: &str| User { picture_id: address(id), ..user.clone() };
    events::updated(tenant, &shown(&user.picture_id), &shown(file_id))
}
