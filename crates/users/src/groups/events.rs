//! What happens to groups. A user who gets another primary group is updated too: that event is the user's own, and it is
//! left out where the whole group is deleted.
use super::store::Group;
use crate::users::People;
use serde::Serialize;
use storage::events;

/// A group as events show it.
#[derive(Serialize)]
pub struct Named<'a> {
    pub id: &'a str,
    pub name: &'a str,
    #[serde(skip)]
    pub version: i64,
}

impl<'a> Named<'a> {
    /// Under the version that `group` has: who changes a group counts it up first.
    pub fn of(group: &'a Group) -> Self {
        Named { id: &group.id, name: &group.name, version: group.version }
    }
}

/// A group was made.
#[derive(Serialize)]
pub struct GroupCreated<'a>(pub Named<'a>);
/// A group is no more, and nobody is in it.
#[derive(Serialize)]
pub struct GroupDeleted<'a>(pub Named<'a>);

/// What provisioning can change of a group, where it has.
#[serde_with::skip_serializing_none]
#[derive(Serialize)]
struct Provisioned<'a> {
    external_id: Option<&'a str>,
    email_alias: Option<&'a str>,
}

/// What a group was before.
#[derive(Serialize)]
struct State<'a> {
    name: &'a str,
    #[serde(flatten)]
    provisioned: Provisioned<'a>,
}

/// A group was renamed, or provisioning says something else of it.
#[derive(Serialize)]
pub struct GroupUpdated<'a> {
    #[serde(flatten)]
    group: Named<'a>,
    #[serde(flatten)]
    provisioned: Provisioned<'a>,
    old_object: State<'a>,
}

impl<'a> GroupUpdated<'a> {
    /// `group` is saved already: it has its new version. The name is told always, the rest where it differs.
    pub fn of(group: &'a Group, before: &'a Group) -> Self {
        let changed = |of: &'a Group| Provisioned {
            external_id: (group.external_id != before.external_id).then_some(&*of.external_id),
            email_alias: (group.email_alias != before.email_alias).then_some(&*of.email_alias),
        };
        GroupUpdated {
            group: Named::of(group),
            provisioned: changed(group),
            old_object: State { name: &before.name, provisioned: changed(before) },
        }
    }
}

macro_rules! of_people {
    ($($(#[$about:meta])* $type:ident has $field:ident;)*) => { $(
        $(#[$about])*
        #[derive(Serialize)]
        pub struct $type<'a> {
            pub id: &'a str,
            pub $field: People<'a>,
            #[serde(skip)]
            pub version: i64,
        }
    )* };
}
of_people! {
    /// Users have come into a group.
    MembersAdded has members;
    /// Users have left a group.
    MembersDeleted has members;
    /// Users have become admins of a group.
    AdminsAdded has admins;
    /// Users are no admins of a group any more.
    AdminsDeleted has admins;
}

events! {
    GroupCreated is "group.created" of 0;
    GroupUpdated is "group.updated" of group;
    GroupDeleted is "group.deleted" of 0;
    MembersAdded is "group.member_added";
    MembersDeleted is "group.member_deleted";
    AdminsAdded is "group.admin_added";
    AdminsDeleted is "group.admin_deleted";
}
