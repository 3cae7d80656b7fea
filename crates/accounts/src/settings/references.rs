//! What settings of an account name beside themselves: roles and groups whose people need a second factor.
use platform::{Error, FieldError, Result};
use serde_json::Value;
use settings::{
    Change, View,
    keys::{Key, TWO_FACTOR_GROUPS, TWO_FACTOR_ROLES},
};
use storage::Tenant;

type Exists = fn(&Tenant, &str) -> storage::Result<bool>;

/// Path of the setting, what it is read with, and what its ids are ids of.
const REFERENCES: [(&str, Key<Vec<String>>, Exists); 2] = [
    ("security.sign_in_with_two_factor_auth_roles", TWO_FACTOR_ROLES, users::roles::exists),
    ("security.sign_in_with_two_factor_auth_groups", TWO_FACTOR_GROUPS, users::groups::exists),
];

/// Ids that were named before may be named again: what they are of may have been deleted since.
///
/// # Errors
/// Each new id of something that the account does not have.
pub fn check(tenant: &Tenant, view: &View<'_>, change: &Change) -> Result<()> {
    let mut faults = Vec::new();
    for (setting, key, exists) in REFERENCES {
        let known = key.of(view);
        let ids = change.values.get(setting).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        for (place, id) in ids.enumerate() {
            if !known.iter().any(|known| known == id) && !exists(tenant, id)? {
                faults.push(FieldError { field: format!("{setting}[{place}]"), message: "Invalid field.".to_owned() });
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::validation(faults)) }
}

/// Leaves out of an answer what has been deleted since it was named.
pub fn show_existing(tenant: &Tenant, answer: &mut Value) -> Result<()> {
    for (setting, _, exists) in REFERENCES {
        let Some(Value::Array(ids)) = answer.pointer_mut(&format!("/{}", setting.replace('.', "/"))) else { continue };
        let mut shown = Vec::with_capacity(ids.len());
        for id in std::mem::take(ids) {
            if exists(tenant, id.as_str().unwrap_or_default())? {
                shown.push(id);
            }
        }
        *ids = shown;
    }
    Ok(())
}
