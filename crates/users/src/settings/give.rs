//! Features that are given to a user or taken from it, by whoever administers its account.
use super::{
    api::{keep, merged},
    change::decided,
    features, held, store,
};
use crate::users::{NO_USER, User};
use platform::Result;
use serde_json::{Value, json};
use settings::Document;
use storage::Tenant;

/// What has come of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    Changed,
    Unchanged,
    /// It is for Licensed users alone.
    NeedsLicense,
    /// All licenses of the account are taken.
    NoneLeft,
}

/// Gives the user these features, or takes them. `block` is the block `feature` in a body of its settings.
///
/// # Errors
/// Those of the block, and [`features::BESIDE_OTHERS`].
pub fn give(tenant: &mut Tenant, user: &User, block: &Value) -> Result<Given> {
    let document = Document::General;
    let before = store::of_user(tenant, &user.id, None)?.ok_or_else(|| NO_USER.with(&user.id))?;
    let groups = before.groups();
    let was = before.view(&groups);
    let change = decided(tenant, document, &was, json!({ "feature": block }))?;
    let after = merged(&before, &change);
    let now = after.view(&groups);
    if was.touched(document, &change) == now.touched(document, &change) {
        return Ok(Given::Unchanged);
    }
    if user.kind != billing::LICENSED && features::needs_license(&was, &now) {
        return Ok(Given::NeedsLicense);
    }
    features::check(&was, &now, user.kind == billing::LICENSED)?;
    if held::missing(tenant, &was, &now)?.is_some() {
        return Ok(Given::NoneLeft);
    }
    keep(tenant, user, (&before, &after), (document, &change))?;
    Ok(Given::Changed)
}
