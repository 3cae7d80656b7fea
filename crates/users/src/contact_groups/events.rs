//! What happens to contact groups.
use super::{members::Member, store::ContactGroup};
use serde::Serialize;
use storage::events;

/// What can be changed of a contact group.
#[derive(Serialize)]
pub struct State<'a> {
    pub name: &'a str,
    pub privacy: i64,
    pub description: &'a str,
}

impl<'a> From<&'a ContactGroup> for State<'a> {
    fn from(group: &'a ContactGroup) -> Self {
        State { name: &group.name, privacy: group.privacy, description: &group.description }
    }
}

/// A contact group was made.
#[derive(Serialize)]
pub struct ContactGroupCreated<'a> {
    pub id: &'a str,
    #[serde(flatten)]
    pub state: State<'a>,
    #[serde(skip)]
    pub version: i64,
}

impl<'a> ContactGroupCreated<'a> {
    pub fn of(group: &'a ContactGroup) -> Self {
        ContactGroupCreated { id: &group.id, state: group.into(), version: group.version }
    }
}

/// A contact group was changed.
#[derive(Serialize)]
pub struct ContactGroupUpdated<'a> {
    pub id: &'a str,
    #[serde(flatten)]
    pub state: State<'a>,
    pub old_object: State<'a>,
    #[serde(skip)]
    pub version: i64,
}

impl<'a> ContactGroupUpdated<'a> {
    /// `after` is saved already: it has its new version.
    pub fn of(before: &'a ContactGroup, after: &'a ContactGroup) -> Self {
        ContactGroupUpdated { id: &after.id, state: after.into(), old_object: before.into(), version: after.version }
    }
}

/// A contact group is no more, and nobody is in it.
#[derive(Serialize)]
pub struct ContactGroupDeleted<'a> {
    pub id: &'a str,
    pub old_object: State<'a>,
    #[serde(skip)]
    pub version: i64,
}

impl<'a> ContactGroupDeleted<'a> {
    /// `group` as it was loaded: the version of the event is the next one.
    pub fn of(group: &'a ContactGroup) -> Self {
        ContactGroupDeleted { id: &group.id, old_object: group.into(), version: group.version + 1 }
    }
}

/// Users or groups of users have come into a contact group.
#[derive(Serialize)]
pub struct MembersAdded<'a> {
    pub id: &'a str,
    pub members: &'a [&'a Member],
    #[serde(skip)]
    pub version: i64,
}

/// They have left it.
#[derive(Serialize)]
pub struct MembersDeleted<'a> {
    pub id: &'a str,
    pub members: &'a [&'a Member],
    #[serde(skip)]
    pub version: i64,
}

events! {
    ContactGroupCreated is "contact_group.created";
    ContactGroupUpdated is "contact_group.updated";
    ContactGroupDeleted is "contact_group.deleted";
    MembersAdded is "contact_group.member_added";
    MembersDeleted is "contact_group.member_deleted";
}
