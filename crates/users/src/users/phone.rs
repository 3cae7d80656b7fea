//! The phone of a profile: another name of `feature.zoom_phone` in the settings of the user, and of the license that it takes.
use super::{administrators::edits_users, api::NO_USER, profile::NO_PHONE_LICENSE, user};
use crate::settings::{self, Given};
use platform::{Failure, Result};
use serde_json::json;
use storage::Tenant;

/// Nobody gives itself what the account pays for.
pub const NOT_YOUR_PHONE: Failure = settings::NOT_YOUR_FEATURES;

/// Gives the user with this id a phone, or takes it, where `is_on` says so.
///
/// # Errors
/// [`NOT_YOUR_PHONE`] for those who may not edit users; [`NO_PHONE_LICENSE`] where no license is left.
pub fn set(tenant: &mut Tenant, user_id: &str, is_on: Option<bool>) -> Result<()> {
    let Some(is_on) = is_on else { return Ok(()) };
    if settings::has_phone(tenant, user_id)? == is_on {
        return Ok(());
    }
    if !edits_users(tenant) {
        return Err(NOT_YOUR_PHONE.into());
    }
    if is_on && !tenant.facts()?.paid {
        return Err(NO_PHONE_LICENSE.into());
    }
    // What was changed before has counted its version up.
    let user = user::load(tenant, user_id)?.ok_or_else(|| NO_USER.with(user_id))?;
    match settings::give(tenant, &user, &json!({ "zoom_phone": is_on }))? {
        Given::Changed | Given::Unchanged => Ok(()),
        Given::NeedsLicense | Given::NoneLeft => Err(NO_PHONE_LICENSE.into()),
    }
}
