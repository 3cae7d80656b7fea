//! Users who may pass by single sign-on: ids are kept, emails are shown.
use platform::{Error, FieldError, Result};
use serde_json::{Value, json};
use settings::{Change, TOO_MANY, View, keys::SINGLE_SIGN_ON_BYPASS};
use storage::Tenant;

const KEPT: &str = "security.signin_with_sso.sso_bypass_users";
const SENT: &str = "security.signin_with_sso.sso_bypass_user_ids";
const OPERATION: &str = "security.signin_with_sso.operation";
const SHOWN: &str = "/security/signin_with_sso/sso_bypass_users";
/// The most users on the list.
const MOST: usize = 200;

/// Adds the users of the body to the list, removes them from it, or, without a word for it, makes them the list.
///
/// # Errors
/// Each id that is no user of the account; too many users.
pub fn carry_out(tenant: &Tenant, view: &View<'_>, change: &mut Change) -> Result<()> {
    let operation = change.commands.remove(OPERATION);
    let Some(sent) = change.commands.remove(SENT) else { return Ok(()) };
    let sent = distinct(sent.as_array().into_iter().flatten().filter_map(Value::as_str));
    let now = SINGLE_SIGN_ON_BYPASS.of(view);
    let ids: Vec<&str> = now.iter().filter_map(|user| user["id"].as_str()).collect();
    let wanted = match operation.as_ref().and_then(Value::as_str) {
        Some("remove") => ids.iter().copied().filter(|id| !sent.contains(id)).collect(),
        Some(_) => distinct(ids.iter().copied().chain(sent.iter().copied())),
        None => sent,
    };
    check(tenant, &wanted, &ids)?;
    if wanted != ids {
        let list: Value = wanted.into_iter().map(|id| json!({"id": id})).collect();
        change.values.insert(KEPT.to_owned(), list);
    }
    Ok(())
}

/// Each of them once, where it comes first.
pub fn distinct<'i>(ids: impl Iterator<Item = &'i str>) -> Vec<&'i str> {
    let mut list = Vec::new();
    for id in ids {
        if !list.contains(&id) {
            list.push(id);
        }
    }
    list
}

fn check(tenant: &Tenant, wanted: &[&str], known: &[&str]) -> Result<()> {
    if wanted.len() > MOST {
        return Err(Error::field(SENT, TOO_MANY));
    }
    let mut faults = Vec::new();
    for id in wanted.iter().filter(|id| !known.contains(id)) {
        if users::users::email_of(tenant, id)?.is_none() {
            faults.push(FieldError { field: SENT.to_owned(), message: format!("User does not exist: {id}.") });
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::validation(faults)) }
}

/// Puts the emails of today beside the ids of an answer. Users who have left are not shown.
pub fn show_emails(tenant: &Tenant, answer: &mut Value) -> Result<()> {
    let Some(list) = answer.pointer_mut(SHOWN) else { return Ok(()) };
    let mut shown = Vec::new();
    for id in list.as_array().into_iter().flatten().filter_map(|user| user["id"].as_str()) {
        if let Some(email) = users::users::email_of(tenant, id)? {
            shown.push(json!({"id": id, "email": email}));
        }
    }
    *list = shown.into();
    Ok(())
}
