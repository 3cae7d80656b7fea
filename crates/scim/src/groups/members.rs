//! Who comes into a group and goes out of it. Memberships are changed one by one, so a group is never read as a whole to
//! add somebody.
use crate::{
    canonical,
    failures::{BAD_PATH, NO_MEMBER, TOO_MANY_MEMBERS},
    patch::{Operation, Verb},
    path::Path,
};
use platform::Result;
use serde_json::Value;
use std::collections::BTreeSet;
use storage::Tenant;
use users::groups::{Group, provisioning};

/// Members that can come and go in one call: each is a change of a user.
const MOST: usize = 1_000;

/// A change of the members, by the ids of users.
#[derive(Debug, PartialEq, Eq)]
pub enum Change {
    Add(Vec<String>),
    Remove(Vec<String>),
    /// These and no others.
    Only(Vec<String>),
}

impl Change {
    /// All members, where a body names them.
    ///
    /// # Errors
    /// A member without an id.
    pub fn all(sent: Option<&Value>) -> Result<Vec<Change>> {
        sent.map(|members| ids(members).map(Change::Only)).into_iter().collect()
    }
    /// What an operation on members comes to.
    ///
    /// # Errors
    /// [`BAD_PATH`] for a condition that does not name its members by their ids, for one of those who are to be others, and
    /// for a part of members: they are named as a whole. A member without an id.
    pub fn of(operation: &Operation) -> Result<Change> {
        let Path::Attribute { named, filter } = &operation.path else { return Err(BAD_PATH.with("")) };
        let is_other = operation.verb == Verb::Replace && filter.is_some();
        if is_other || named.part.is_some() {
            return Err(BAD_PATH.with(named.attribute.name));
        }
        let of_path = match filter {
            None => None,
            Some(filter) => Some(filter.alternatives("value").ok_or_else(|| BAD_PATH.with(named.attribute.name))?),
        };
        let sent = canonical::value(named.attribute, &operation.value, named.attribute.name)?;
        Ok(match (operation.verb, of_path) {
            (Verb::Remove, Some(ids)) => Change::Remove(ids),
            (Verb::Remove, None) if sent.is_null() => Change::Only(Vec::new()),
            (Verb::Remove, None) => Change::Remove(ids(&sent)?),
            (_, None) if sent.is_null() => return Err(canonical::invalid(named.attribute.name)),
            (Verb::Replace, _) => Change::Only(ids(&sent)?),
            (Verb::Add, None) => Change::Add(ids(&sent)?),
            (Verb::Add, Some(ids)) => Change::Add(ids),
        })
    }
}

/// The ids that a list of members names, each once.
fn ids(members: &Value) -> Result<Vec<String>> {
    let id = |item: &Value| item.get("value").and_then(Value::as_str).map(str::to_owned);
    let items = members.as_array().into_iter().flatten();
    let ids: Option<BTreeSet<String>> = items.map(id).collect();
    Ok(ids.ok_or_else(|| canonical::invalid("members.value"))?.into_iter().collect())
}

/// Changes who is in the group, one change after the other. The group as it is then.
///
/// # Errors
/// [`NO_MEMBER`], [`TOO_MANY_MEMBERS`].
pub fn apply(tenant: &mut Tenant, mut group: Group, changes: &[Change]) -> Result<Group> {
    let mut left = MOST;
    // Whatever was before all members are named does not count.
    let first = changes.iter().rposition(|change| matches!(change, Change::Only(_))).unwrap_or(0);
    for change in changes.iter().skip(first) {
        check_size(&group, change)?;
        let (coming, going) = match change {
            Change::Add(ids) => (ids.clone(), Vec::new()),
            Change::Remove(ids) => (Vec::new(), ids.clone()),
            Change::Only(ids) => difference(&provisioning::members_of(tenant, &group.id)?, ids),
        };
        left = left.checked_sub(coming.len() + going.len()).ok_or_else(|| TOO_MANY_MEMBERS.with(MOST))?;
        provisioning::remove(tenant, &mut group, &going)?;
        provisioning::add(tenant, &mut group, &coming).map_err(|error| told(error, &coming))?;
    }
    Ok(group)
}

/// Whoever names all members of a group from which too many would go is refused before they are read.
fn check_size(group: &Group, change: &Change) -> Result<()> {
    let Change::Only(ids) = change else { return Ok(()) };
    let present = usize::try_from(group.total_members).unwrap_or(usize::MAX);
    if present > ids.len().saturating_add(MOST) { Err(TOO_MANY_MEMBERS.with(MOST)) } else { Ok(()) }
}

/// A refusal of `users` in the words of provisioning.
fn told(error: platform::Error, ids: &[String]) -> platform::Error {
    match error {
        platform::Error::Refused(refusal) if refusal.failure == users::users::NO_USER => {
            let unknown = ids.iter().find(|id| refusal.message.contains(id.as_str()));
            NO_MEMBER.with(unknown.map_or("", String::as_str))
        }
        other => other,
    }
}

/// Who comes, and who goes.
fn difference(present: &[String], wanted: &[String]) -> (Vec<String>, Vec<String>) {
    let (present, wanted) = (BTreeSet::from_iter(present), BTreeSet::from_iter(wanted));
    let owned = |ids: &BTreeSet<&String>| ids.iter().map(|id| (*id).clone()).collect();
    (owned(&(&wanted - &present)), owned(&(&present - &wanted)))
}
