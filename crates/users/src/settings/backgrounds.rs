//! Virtual backgrounds among the settings: the files of an account, a group or a user are the list that it brings.
//!
//! The list is written anew whenever a file comes or goes, so that reading settings asks for nothing but settings.
use super::store;
use files::{File, Kind};
use platform::{Error, Result};
use serde_json::{Value, json};
use settings::{Change, View, keys::BACKGROUNDS};
use storage::Tenant;

const TWO_DEFAULTS: &str = "There is one default at most.";

/// Lists the files of a group or a user; with an empty id those of the account.
pub fn list_backgrounds(tenant: &mut Tenant, owner_id: &str) -> Result<()> {
    let files = files::of_owner(tenant, owner_id, Kind::VirtualBackground)?;
    let holder = if owner_id.is_empty() { tenant.account_id() } else { owner_id }.to_owned();
    let mut kept = store::of_holder(tenant, &holder)?;
    let default = default_of(kept.values.get(BACKGROUNDS.path()));
    let list: Vec<Value> = files.iter().map(|file| record(file, default.as_deref() == Some(&*file.id))).collect();
    // Whoever has none is offered those of the group and of the account.
    match list.is_empty() {
        true => drop(kept.values.remove(BACKGROUNDS.path())),
        false => drop(kept.values.insert(BACKGROUNDS.path().to_owned(), list.into())),
    }
    if kept == store::Kept::default() {
        return Ok(store::forget(tenant, &holder)?);
    }
    Ok(store::save(tenant, &holder, &kept)?)
}

/// Fails where the list of this user is locked above it: files come and go by the rules by which a body changes it.
///
/// # Errors
/// The field and who has locked it; those of the store.
pub fn unlocked_for_user(tenant: &Tenant, user_id: &str) -> Result<()> {
    let Some(all) = store::of_user(tenant, user_id, None)? else { return Ok(()) };
    let groups = all.groups();
    unlocked(&all.view(&groups))
}

/// As [`unlocked_for_user`], for the list of a group.
///
/// # Errors
/// The field, which the account has locked; those of the store.
pub fn unlocked_for_group(tenant: &Tenant, group_id: &str) -> Result<()> {
    unlocked(&store::of_group(tenant, group_id)?.view())
}

fn unlocked(view: &View<'_>) -> Result<()> {
    match BACKGROUNDS.locked(view) {
        Some(message) => Err(Error::field(BACKGROUNDS.path(), message)),
        None => Ok(()),
    }
}

fn record(file: &File, is_default: bool) -> Value {
    json!({"id": file.id, "is_default": is_default, "name": file.name, "size": file.size, "type": "image"})
}

fn default_of(list: Option<&Value>) -> Option<String> {
    let default = items(list).iter().find(|item| is_default(item))?;
    default["id"].as_str().map(str::to_owned)
}

fn is_default(file: &Value) -> bool {
    file["is_default"] == true
}

fn items(list: Option<&Value>) -> &[Value] {
    list.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// What a body can change of the list is which of its own files is the default one: a new one takes the place of another.
/// Files that come from above are sent back as they are.
///
/// # Errors
/// Files that nobody offers, and two that are named as the default.
pub fn choose_default(view: &View<'_>, change: &mut Change) -> Result<()> {
    let Some(sent) = change.values.remove(BACKGROUNDS.path()) else { return Ok(()) };
    let (own, offered) = (items(view.own().get(BACKGROUNDS.path())), BACKGROUNDS.of(view));
    let mut list = own.to_vec();
    for item in items(Some(&sent)) {
        if let Some(file) = list.iter_mut().find(|file| file["id"] == item["id"]) {
            if let Some(is_default) = item.get("is_default") {
                file["is_default"] = is_default.clone();
            }
        } else if offered.iter().all(|file| file["id"] != item["id"]) {
            let id = item["id"].as_str().unwrap_or_default();
            return Err(Error::field(BACKGROUNDS.path(), &format!("File does not exist: {id}.")));
        }
    }
    let is_chosen = |file: &Value| items(Some(&sent)).iter().any(|item| item["id"] == file["id"] && is_default(item));
    if list.iter().any(is_chosen) {
        for file in list.iter_mut().filter(|file| !is_chosen(file)) {
            file["is_default"] = false.into();
        }
    }
    if list.iter().filter(|file| is_default(file)).count() > 1 {
        return Err(Error::field(BACKGROUNDS.path(), TWO_DEFAULTS));
    }
    if list != own {
        change.values.insert(BACKGROUNDS.path().to_owned(), list.into());
    }
    Ok(())
}
