//! What settings of an account name beside themselves: roles and groups whose people need a second factor.
use platform::{Error, FieldError, Result};
use serde_json::Value;
use settings::Change;
use storage::Tenant;

const ROLES: &str = "security.sign_in_with_two_factor_auth_roles";
const GROUPS: &str = "security.sign_in_with_two_factor_auth_groups";

/// # Errors
/// Each id of something that the account does not have.
pub fn check(tenant: &Tenant, change: &Change) -> Result<()> {
    let mut faults = unknown(change, ROLES, |id| users::roles::exists(tenant, id))?;
    faults.extend(unknown(change, GROUPS, |id| users::groups::exists(tenant, id))?);
    if faults.is_empty() { Ok(()) } else { Err(Error::validation(faults)) }
}

fn unknown(
    change: &Change,
    setting: &str,
    exists: impl Fn(&str) -> storage::Result<bool>,
) -> storage::Result<Vec<FieldError>> {
    let ids = change.values.get(setting).and_then(Value::as_array).into_iter().flatten();
    let mut faults = Vec::new();
    for (place, id) in ids.enumerate() {
        if !exists(id.as_str().unwrap_or_default())? {
            faults.push(FieldError { field: format!("{setting}[{place}]"), message: "Invalid field.".to_owned() });
        }
    }
    Ok(faults)
}
