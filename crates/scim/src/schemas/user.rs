//! The core schema of users, and how they sign in.
use super::Schema;
use crate::attributes::{Attribute, Holds};

pub static USER: Schema = Schema {
    id: "urn:ietf:params:scim:schemas:core:2.0:User",
    name: "User",
    about: "A user of the account.",
    is_open: false,
    attributes: &[
        Attribute::email("userName", "The email address of the user.").kept().unique(),
        // Before the display name, which is made of it where none is given.
        Attribute::complex("name", NAME, "The name of the user."),
        Attribute::text("displayName", "First and last name where none is given."),
        Attribute::complex("emails", EMAILS, "The address of the user, which is its name.")
            .list()
            .holding(Holds::One)
            .kept()
            .for_insiders(),
        Attribute::flag("active", "Whether the user may sign in; true where nothing is said.").kept(),
        Attribute::text("userType", "The kind of license; Basic where nothing is said.").kept().one_of(&USER_TYPES),
        Attribute::text("title", "The job title."),
        Attribute::text("locale", "Where the user is."),
        Attribute::complex("phoneNumbers", PHONES, "At most three phone numbers.").list(),
        Attribute::complex("roles", ROLES, "The role of the user, by its name; ordinary members have none.")
            .list()
            .holding(Holds::One)
            .for_insiders(),
        Attribute::complex("groups", GROUPS, "The groups of the user, by their names.").list().for_insiders(),
    ],
};

/// What can be given; there are no licenses for users on premises.
const USER_TYPES: [&str; 3] = ["Basic", "Licensed", "Collaboration"];
/// Kinds of phone numbers.
pub const PHONE_TYPES: [&str; 5] = ["work", "mobile", "office", "home", "fax"];

const NAME: &[Attribute] =
    &[Attribute::text("givenName", "The first name."), Attribute::text("familyName", "The last name.")];
const EMAILS: &[Attribute] = &[
    Attribute::email("value", "The address."),
    Attribute::text("type", "`work`."),
    Attribute::flag("primary", "There is one address."),
];
const PHONES: &[Attribute] = &[
    Attribute::text("value", "The number, with a blank after its country code where it has one."),
    Attribute::text("type", "The kind of number; `work` where nothing is said.").one_of(&PHONE_TYPES),
];
const ROLES: &[Attribute] = &[
    Attribute::text("value", "The name of the role."),
    Attribute::text("display", "The name of the role."),
    Attribute::flag("primary", "A user has one role."),
];
const GROUPS: &[Attribute] = &[
    Attribute::text("value", "The name of the group."),
    Attribute::text("display", "The name of the group."),
    Attribute::text("type", "`direct`."),
    Attribute::flag("primary", "Whether the settings of this group come first."),
];

pub static LOGIN: Schema = Schema {
    id: "urn:us:zoom:scim:schemas:extension:1.0:ZoomUser",
    name: "ZoomUser",
    about: "How the user signs in.",
    is_open: false,
    attributes: &[Attribute::complex("loginType", WAYS, "The ways to sign in.").fixed()],
};
const WAYS: &[Attribute] = &[
    Attribute::flag("workEmail", "With email and password."),
    Attribute::flag("sso", "Through an identity provider."),
];
