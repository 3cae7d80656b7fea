//! What happens to roles. A user who gets another role is updated too: that event is the user's own.
use super::store::Role;
use platform::JsonText;
use serde::Serialize;
use storage::events;

/// What can be changed of a role.
#[derive(Serialize)]
pub struct RoleState<'a> {
    pub name: &'a str,
    pub description: &'a str,
    pub privileges: JsonText<'a, Vec<String>>,
    pub second_level: Option<i64>,
    /// For `second_level` 3.
    pub second_privileges: JsonText<'a, Vec<String>>,
}

impl<'a> From<&'a Role> for RoleState<'a> {
    fn from(role: &'a Role) -> Self {
        RoleState {
            name: &role.name,
            description: &role.description,
            privileges: JsonText::new(&role.privileges),
            second_level: role.second_level,
            second_privileges: JsonText::new(&role.second_privileges),
        }
    }
}

/// A role was made.
#[derive(Serialize)]
pub struct RoleCreated<'a> {
    pub id: &'a str,
    pub r#type: &'a str,
    #[serde(flatten)]
    pub state: RoleState<'a>,
    #[serde(skip)]
    pub version: i64,
}

/// A role was changed.
#[derive(Serialize)]
pub struct RoleUpdated<'a> {
    pub id: &'a str,
    #[serde(flatten)]
    pub state: RoleState<'a>,
    pub old_object: RoleState<'a>,
    #[serde(skip)]
    pub version: i64,
}

/// A role is no more.
#[derive(Serialize)]
pub struct RoleDeleted<'a> {
    pub id: &'a str,
    pub old_object: RoleState<'a>,
    #[serde(skip)]
    pub version: i64,
}

/// A user who has got or lost a role.
#[derive(Serialize)]
pub struct Moved<'a> {
    pub id: &'a str,
    /// The role that the user had before.
    pub old_role_id: &'a str,
}

/// Users have got the role.
#[derive(Serialize)]
pub struct MembersAdded<'a> {
    pub id: &'a str,
    pub members: &'a [Moved<'a>],
    #[serde(skip)]
    pub version: i64,
}

/// A user has lost the role and is an ordinary member.
#[derive(Serialize)]
pub struct MemberRemoved<'a> {
    pub id: &'a str,
    pub members: [Moved<'a>; 1],
    #[serde(skip)]
    pub version: i64,
}

events! {
    RoleCreated is "role.created";
    RoleUpdated is "role.updated";
    RoleDeleted is "role.deleted";
    MembersAdded is "role.member_added";
    MemberRemoved is "role.member_removed";
}
