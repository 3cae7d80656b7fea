//! The schemas of users and groups: what is stored of them, and nothing else.
mod enterprise;
mod group;
mod user;
mod zoom;

use crate::attributes::{Attribute, named, schema_of};
use serde_json::{Map, Value, json};

pub use enterprise::ENTERPRISE;
pub use group::{GROUP, ZOOM_GROUP};
pub use user::{LOGIN, USER};
pub use zoom::{PLANS, ZOOM};

/// A set of attributes under one name.
#[derive(Debug)]
pub struct Schema {
    pub id: &'static str,
    pub name: &'static str,
    pub about: &'static str,
    pub attributes: &'static [Attribute],
    /// Attributes that it does not name are those that an account has defined for its users.
    pub is_open: bool,
}

/// A type of resources (RFC 7643, 6).
#[derive(Debug)]
pub struct ResourceType {
    pub name: &'static str,
    /// Behind what the addresses of all resources begin with: `/Users`.
    pub endpoint: &'static str,
    pub about: &'static str,
    pub core: &'static Schema,
    pub extensions: &'static [&'static Schema],
}

pub static USERS: ResourceType = ResourceType {
    name: "User",
    endpoint: "/Users",
    about: "The users of the account.",
    core: &USER,
    extensions: &[&ENTERPRISE, &LOGIN, &ZOOM],
};
pub static GROUPS: ResourceType = ResourceType {
    name: "Group",
    endpoint: "/Groups",
    about: "The groups of the account.",
    core: &GROUP,
    extensions: &[&ZOOM_GROUP],
};
pub static TYPES: [&ResourceType; 2] = [&USERS, &GROUPS];

/// What every resource has beside its schema (RFC 7643, 3.1).
static COMMON: &[Attribute] = &[
    Attribute::text("schemas", "The schemas of the resource.").exact().list().fixed(),
    Attribute::text("id", "Given by the server.").exact().fixed(),
    Attribute::text("externalId", "Given by the client.").exact(),
    Attribute::complex("meta", META, "About the resource.").fixed(),
];
const META: &[Attribute] = &[
    Attribute::text("resourceType", "Its type.").exact().fixed(),
    Attribute::moment("created", "When it was made.").fixed(),
    Attribute::moment("lastModified", "When it was changed last.").fixed(),
    Attribute::text("location", "Its address.").exact().fixed(),
    Attribute::text("version", "Changes with every change.").exact().fixed(),
];

impl ResourceType {
    /// The common or core attribute with this name.
    pub fn attribute(&self, name: &str) -> Option<&'static Attribute> {
        named(COMMON, name).or_else(|| named(self.core.attributes, name))
    }
    /// The extension with this id.
    pub fn extension(&self, id: &str) -> Option<&'static Schema> {
        self.extensions.iter().copied().find(|extension| extension.id.eq_ignore_ascii_case(id))
    }
    /// The JSON Schema of a resource, for the document.
    pub fn schema(&self) -> Value {
        let mut whole = schema_of(COMMON);
        let parts = self.core.attributes.iter().map(|attribute| (attribute.name, attribute.schema()));
        let extensions = self.extensions.iter().map(|extension| (extension.id, extension.schema()));
        let more: Map<String, Value> =
            parts.chain(extensions).map(|(name, schema)| (name.to_owned(), schema)).collect();
        if let Some(properties) = whole.get_mut("properties").and_then(Value::as_object_mut) {
            properties.extend(more);
        }
        whole
    }
}

impl Schema {
    fn schema(&self) -> Value {
        let mut schema = schema_of(self.attributes);
        if let (true, Value::Object(fields)) = (self.is_open, &mut schema) {
            fields.insert("additionalProperties".to_owned(), json!({"type": "string"}));
        }
        schema
    }
}
