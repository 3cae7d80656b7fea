//! What is assigned to a user by the operations of groups, divisions and licenses, as answers show it.
use super::api::NO_USER;
use platform::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use storage::{Fault, Sql, Tenant, record, sql};

/// Each list in the order in which answers show it; the first group is the primary one.
#[serde_with::skip_serializing_none]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Assigned {
    pub group_ids: Vec<String>,
    pub im_group_ids: Vec<String>,
    pub division_ids: Vec<String>,
    pub license_info_list: Option<Vec<LicenseInfo>>,
    pub plan_united_type: Option<String>,
}

/// A license that was assigned by subscription.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LicenseInfo {
    /// `MEETING` or `ZOOM_WORKPLACE_BUNDLE`
    pub license_type: String,
    pub license_option: i64,
    pub subscription_id: String,
}

record! {
    struct Stored {
        assigned: String,
        version: i64,
    }
}

const STORED: Sql = sql!(
    "SELECT assigned, version FROM users
     WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND id = $2"
);
const STORE: Sql = sql!(
    "UPDATE users SET assigned = $3, updated_at = $4, version = version + 1
     WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND id = $2"
);

/// What is stored, or that nothing is assigned: for nearly all users nothing is stored.
pub fn shown(stored: &str) -> &str {
    if stored.is_empty() { r#"{"group_ids":[],"im_group_ids":[],"division_ids":[]}"# } else { stored }
}

/// The primary group of a user of whom this is stored.
pub fn primary_group(stored: &str) -> storage::Result<Option<String>> {
    let assigned: Assigned = serde_json::from_str(shown(stored)).map_err(Fault::broken)?;
    Ok(assigned.group_ids.into_iter().next())
}

/// Changes what is assigned to the user with this id: its version from then on.
///
/// # Errors
/// [`NO_USER`].
pub fn assign(tenant: &mut Tenant, id: &str, change: impl FnOnce(&mut Assigned)) -> Result<i64> {
    let stored: Stored = tenant.row(STORED, &[id.into()])?.ok_or_else(|| NO_USER.with(id))?;
    let mut assigned: Assigned = serde_json::from_str(shown(&stored.assigned)).map_err(Fault::broken)?;
    change(&mut assigned);
    let text = serde_json::to_string(&assigned).map_err(Fault::broken)?;
    let kept = if assigned == Assigned::default() { "" } else { text.as_str() };
    let now = tenant.now();
    tenant.execute(STORE, &[id.into(), kept.into(), now.into()])?;
    Ok(stored.version + 1)
}
