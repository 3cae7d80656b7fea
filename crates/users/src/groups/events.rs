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

/// What can be changed of a group.
#[derive(Serialize)]
struct State<'a> {
    name: &'a str,
}

/// A group was renamed.
#[derive(Serialize)]
pub struct GroupUpdated<'a> {
    #[serde(flatten)]
    group: Named<'a>,
    old_object: State<'a>,
}

impl<'a> GroupUpdated<'a> {
    pub fn of(group: &'a Group, old_name: &'a str) -> Self {
        GroupUpdated { group: Named::of(group), old_object: State { name: old_name } }
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
