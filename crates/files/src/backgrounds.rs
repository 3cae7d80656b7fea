//! Virtual backgrounds of an account, of a group or of a user: images that its meetings can show.
use crate::{
    events::{BackgroundAdded, BackgroundRemoved},
    images::{self, Format},
    rows::{self, Kind, NewFile},
};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;

/// What an operation takes, and what it refuses the rest with.
pub struct Taken {
    pub formats: &'static [Format],
    /// No file, or an empty one.
    pub nothing: Failure,
    /// By its first bytes it is none of the formats.
    pub no_image: Failure,
    /// It does not decode, or has more pixels than are decoded.
    pub unreadable: Failure,
}

pub const TOO_LARGE: Failure = Failure::new(400, 120, "File size cannot exceed 15M.");
/// Of an account or a group too.
pub const TOO_MANY: Failure = Failure::new(400, 120, "A maximum of 10 files are allowed for a user.");
/// Also of files that are somebody else's.
pub const NO_FILES: Failure = Failure::new(400, 300, "Invalid parameter: file_ids");

/// The most bytes of a file.
pub const MOST: u64 = 15 << 20;
/// Files of an account, of a group or of a user.
pub(crate) const MOST_FILES: usize = 10;
/// Characters of a name that are kept.
const LONGEST_NAME: usize = 255;

#[derive(Deserialize, JsonSchema)]
pub struct DeleteBackgrounds {
    /// Ids of files, with commas between them.
    #[serde(default)]
    file_ids: Vec<String>,
}

view! {
    /// A virtual background.
    pub struct BackgroundView as BackgroundRow<'r> {
        pub id: &'r str,
        /// The settings say which one is chosen unless said otherwise: none at first.
        pub is_default: bool,
        /// As it was called where it came from.
        pub name: &'r str,
        /// Bytes.
        pub size: i64,
        /// `image`
        pub r#type: &'r str,
    }
}

/// Refuses what is no image, and what there is no room for, and decodes what seems to be one.
///
/// # Errors
/// The failures of `taken`; [`TOO_MANY`].
pub fn prepare(
    tenant: &Tenant,
    owner_id: &str,
    Upload(file): Upload,
    salt: Salt,
    taken: &Taken,
) -> Result<impl FnOnce() -> Result<Object> + use<>> {
    let file = file.filter(|file| !file.bytes.is_empty()).ok_or(taken.nothing)?;
    let format = Format::of(&file.bytes).filter(|format| taken.formats.contains(format)).ok_or(taken.no_image)?;
    check_room(tenant, owner_id)?;
    let (account, unreadable) = (tenant.account_id().to_owned(), taken.unreadable);
    Ok(move || {
        images::check(&file.bytes, format).map_err(|_| unreadable)?;
        Ok(Object::new(&account, salt.bytes(), format.content_type(), file.bytes.clone()))
    })
}

/// Adds a file to those of a user or group; with an empty id to those of the account.
///
/// # Errors
/// [`TOO_MANY`]; [`storage::Fault::Unavailable`] when the object was written so long ago that it has gone.
pub fn add(tenant: &mut Tenant, owner_id: &str, upload: &Upload, object: &Object) -> Result<Created<BackgroundView>> {
    check_room(tenant, owner_id)?;
    let name = upload.0.as_ref().map(|file| shown_name(&file.name)).unwrap_or_default();
    let file = rows::add(tenant, &NewFile { kind: Kind::VirtualBackground, owner_id, name: &name }, object)?;
    tenant.emit(&BackgroundAdded::of(&file))?;
    Created::of(&BackgroundRow { id: &file.id, is_default: false, name: &file.name, size: file.size, r#type: "image" })
}

fn check_room(tenant: &Tenant, owner_id: &str) -> Result<()> {
    let kept = rows::of_owner(tenant, owner_id, Kind::VirtualBackground)?.len();
    if kept >= MOST_FILES { Err(TOO_MANY.into()) } else { Ok(()) }
}

/// Removes files from those of a user or group; with an empty id from those of the account. All of them, or none.
///
/// # Errors
/// [`NO_FILES`] for an id that is none of theirs, and for no ids at all.
pub fn remove(tenant: &mut Tenant, owner_id: &str, query: &DeleteBackgrounds) -> Result<()> {
    let kept = rows::of_owner(tenant, owner_id, Kind::VirtualBackground)?;
    let is_kept = |id: &String| kept.iter().any(|file| file.id == *id);
    if query.file_ids.is_empty() || !query.file_ids.iter().all(is_kept) {
        return Err(NO_FILES.into());
    }
    for file in kept.iter().filter(|file| query.file_ids.contains(&file.id)) {
        rows::remove(tenant, file)?;
        tenant.emit(&BackgroundRemoved::of(file))?;
    }
    Ok(())
}

/// The last part of a path, without what cannot be shown.
fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|sign| !sign.is_control()).take(LONGEST_NAME).collect()
}
