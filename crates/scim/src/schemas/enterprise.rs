//! The enterprise extension of users (RFC 7643, 4.3), with a manager who is a text, as published.
use super::Schema;
use crate::attributes::Attribute;

pub static ENTERPRISE: Schema = Schema {
    id: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    name: "EnterpriseUser",
    about: "The place of the user in its enterprise.",
    is_open: false,
    attributes: &[
        Attribute::text("department", "The department."),
        Attribute::text("organization", "The company."),
        Attribute::text("costCenter", "The cost center."),
        Attribute::text("employeeNumber", "The id that the employer gave; no two users of an account have the same.")
            .exact()
            .unique(),
        Attribute::text("manager", "The email of the manager."),
    ],
};
