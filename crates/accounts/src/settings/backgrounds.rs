//! `/accounts/{accountId}/settings/virtual_backgrounds`
use files::{
    Format,
    backgrounds::{self, BackgroundView, DeleteBackgrounds, Taken},
};
use platform::*;
use storage::Tenant;
use users::settings::list_backgrounds;

pub const NOTHING: Failure = Failure::new(400, 120, "No file uploaded. Verify that a file has been uploaded.");
pub const NO_IMAGE: Failure =
    Failure::new(400, 120, "File uploads must be in \"jpg/jpeg\", \"gif\", or \"png\" file format.");
pub const UNREADABLE: Failure = Failure::new(400, 120, "Failed to upload file.");
const TAKEN: Taken = Taken {
    formats: &[Format::Jpeg, Format::Gif, Format::Png],
    nothing: NOTHING,
    no_image: NO_IMAGE,
    unreadable: UNREADABLE,
};

/// The files of the account itself have no owner.
const ACCOUNT: &str = "";

pub fn prepare(tenant: &Tenant, upload: Upload, salt: Salt) -> Result<impl FnOnce() -> Result<Object> + use<>> {
    backgrounds::prepare(tenant, ACCOUNT, upload, salt, &TAKEN)
}

pub fn add(tenant: &mut Tenant, upload: Upload, Prepared(object): Prepared<Object>) -> Result<Created<BackgroundView>> {
    let added = backgrounds::add(tenant, ACCOUNT, &upload, &object)?;
    list_backgrounds(tenant, ACCOUNT)?;
    Ok(added)
}

pub fn remove(tenant: &mut Tenant, Query(query): Query<DeleteBackgrounds>) -> Result<NoContent> {
    backgrounds::remove(tenant, ACCOUNT, &query)?;
    list_backgrounds(tenant, ACCOUNT)?;
    Ok(NoContent)
}
