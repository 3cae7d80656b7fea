//! What settings of an account name beside themselves: roles and groups whose people need a second factor, and a group that
//! is treated apart.
use super::single_sign_on::distinct;
use platform::{Error, FieldError, Result};
use serde_json::Value;
use settings::{
    Change, View,
    keys::{EXTERNAL_CHAT_GROUP, TWO_FACTOR_GROUPS, TWO_FACTOR_ROLES},
};
use storage::Tenant;

type Known = fn(&View<'_>) -> Vec<String>;
type Exists = fn(&Tenant, &str) -> storage::Result<bool>;

/// Path of the setting, what it names until then, and what its ids are ids of. It is a list of ids, or one, and then empty
/// for none.
const REFERENCES: [(&str, Known, Exists); 3] = [
    (TWO_FACTOR_ROLES.path(), |view| TWO_FACTOR_ROLES.of(view), users::roles::exists),
    (TWO_FACTOR_GROUPS.path(), |view| TWO_FACTOR_GROUPS.of(view), users::groups::exists),
    (EXTERNAL_CHAT_GROUP.path(), |view| vec![EXTERNAL_CHAT_GROUP.of(view)], users::groups::exists),
];

/// Ids that were named before may be named again: what they are of may have been deleted since.
///
/// # Errors
/// Each new id of something that the account does not have.
pub fn check(tenant: &Tenant, view: &View<'_>, change: &Change) -> Result<()> {
    let mut faults = Vec::new();
    for (setting, known, exists) in REFERENCES {
        let known = known(view);
        for (field, id) in change.values.get(setting).map(|value| named(setting, value)).unwrap_or_default() {
            if !known.iter().any(|known| known == id) && !exists(tenant, id)? {
                faults.push(FieldError { field, message: "Invalid field.".to_owned() });
            }
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::validation(faults)) }
}

/// The ids in the value of a setting, each with its field.
fn named<'v>(setting: &str, value: &'v Value) -> Vec<(String, &'v str)> {
    match value {
        Value::Array(ids) => {
            let ids = ids.iter().filter_map(Value::as_str).enumerate();
            ids.map(|(place, id)| (format!("{setting}[{place}]"), id)).collect()
        }
        Value::String(id) if !id.is_empty() => vec![(setting.to_owned(), id.as_str())],
        _ => Vec::new(),
    }
}

/// Leaves each id of a list in it once, where it is named first.
pub fn keep_once(view: &View<'_>, change: &mut Change) {
    for (setting, ..) in REFERENCES {
        let Some(Value::Array(ids)) = change.values.get(setting) else { continue };
        let once = Value::from(distinct(ids.iter().filter_map(Value::as_str)));
        if view.own().get(setting) == Some(&once) {
            change.values.remove(setting);
        } else {
            change.values.insert(setting.to_owned(), once);
        }
    }
}

/// Leaves out of an answer what has been deleted since it was named.
pub fn show_existing(tenant: &Tenant, answer: &mut Value) -> Result<()> {
    for (setting, _, exists) in REFERENCES {
        match answer.pointer_mut(&format!("/{}", setting.replace('.', "/"))) {
            Some(Value::Array(ids)) => retain(tenant, ids, exists)?,
            Some(Value::String(id)) if !id.is_empty() && !exists(tenant, id)? => id.clear(),
            _ => {}
        }
    }
    Ok(())
}

fn retain(tenant: &Tenant, ids: &mut Vec<Value>, exists: Exists) -> storage::Result<()> {
    let mut shown = Vec::with_capacity(ids.len());
    for id in std::mem::take(ids) {
        if exists(tenant, id.as_str().unwrap_or_default())? {
            shown.push(id);
        }
    }
    *ids = shown;
    Ok(())
}
