//! The schemas of groups.
use super::Schema;
use crate::attributes::{Attribute, Holds};

pub static GROUP: Schema = Schema {
    id: "urn:ietf:params:scim:schemas:core:2.0:Group",
    name: "Group",
    about: "A group of users.",
    is_open: false,
    attributes: &[
        Attribute::text("displayName", "The name, which no other group of the account has.").kept().exact().unique(),
        Attribute::complex("members", MEMBERS, "The users in the group.").list().holding(Holds::Any),
    ],
};
const MEMBERS: &[Attribute] = &[
    Attribute::text("value", "The id of the user.").exact(),
    Attribute::reference("$ref", "User", "The address of the user."),
    Attribute::text("type", "`User`.").one_of(&["User"]),
];

pub static ZOOM_GROUP: Schema = Schema {
    id: "urn:ietf:params:scim:schemas:extension:zoom:2.0:Group",
    name: "ZoomGroup",
    about: "What groups have beyond the core.",
    is_open: false,
    attributes: &[Attribute::text("emailAlias", "The email address of the group.")],
};
