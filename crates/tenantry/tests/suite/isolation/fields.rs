//! The places for ids in a request, found in the declared types.
use platform::Mounted;
use serde_json::Value;
use std::fmt;

/// A place for an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// A variable of the path.
    Path(String),
    Query(String),
    /// Names from the root of the body; `[]` stands for the items of a list.
    Body(Vec<String>),
}

/// What an id can be an id of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Account,
    User,
    Email,
    Role,
    Group,
    ContactGroup,
    Division,
    /// A request for data that is completed.
    Export,
    /// A request for deletion that is pending.
    Deletion,
    /// A file that has come of an export.
    ExportFile,
    Background,
    Policy,
}

impl Kind {
    pub const ALL: [Kind; 12] = [
        Kind::Account,
        Kind::User,
        Kind::Email,
        Kind::Role,
        Kind::Group,
        Kind::ContactGroup,
        Kind::Division,
        Kind::Export,
        Kind::Deletion,
        Kind::ExportFile,
        Kind::Background,
        Kind::Policy,
    ];

    /// What belongs in a place, by its name.
    pub fn fitting(mounted: &Mounted, field: &Field) -> Kind {
        let name = field.shown().to_lowercase();
        let is_below = |start: &str| mounted.operation.path.starts_with(start);
        let is_delete = mounted.operation.method == "DELETE";
        match () {
            () if name.contains("email") => Kind::Email,
            () if name.contains("account") => Kind::Account,
            () if name.contains("role") => Kind::Role,
            () if name.contains("division") => Kind::Division,
            () if name.contains("request") && is_delete => Kind::Deletion,
            () if name.contains("request") => Kind::Export,
            () if name.contains("file") && is_below("/data_requests/") => Kind::ExportFile,
            () if name.contains("file") => Kind::Background,
            () if name.contains("policy") => Kind::Policy,
            () if name.contains("group") && is_below("/contacts/") => Kind::ContactGroup,
            () if name.contains("group") => Kind::Group,
            () => Kind::User,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} of somebody else", format!("{self:?}").to_lowercase())
    }
}

impl Field {
    /// Dotted, as refusals show it.
    pub fn shown(&self) -> String {
        match self {
            Field::Path(name) | Field::Query(name) => name.clone(),
            Field::Body(names) => names.join(".").replace(".[]", "[]"),
        }
    }
}

/// All places for ids in the requests of an operation, at one of its mounts.
pub fn of(mounted: &Mounted) -> Vec<Field> {
    let mut fields: Vec<Field> = mounted
        .template
        .split('/')
        .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| Field::Path(name.to_owned()))
        .collect();
    let shape = &mounted.operation.shape;
    let mut names = Vec::new();
    if let Some(query) = &shape.query {
        collect(query.schema().unwrap().document(), &mut names, &mut |names| {
            fields.push(Field::Query(names.join(".")))
        });
    }
    if let Some(body) = &shape.body {
        collect(body.schema().unwrap().document(), &mut names, &mut |names| fields.push(Field::Body(names.to_vec())));
    }
    fields
}

/// Calls `found` with the names on the way to every text that is, by its name, for an id.
fn collect(schema: &Value, names: &mut Vec<String>, found: &mut dyn FnMut(&[String])) {
    if let Some(items) = schema.get("items") {
        names.push("[]".to_owned());
        collect(items, names, found);
        names.pop();
    }
    for option in schema.get("anyOf").and_then(Value::as_array).into_iter().flatten() {
        collect(option, names, found);
    }
    for (name, field) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        names.push(name.clone());
        collect(field, names, found);
        names.pop();
    }
    let name = names.iter().rev().find(|name| *name != "[]").map_or("", |name| name);
    if is_text(schema) && is_id(name) {
        found(names);
    }
}

fn is_text(schema: &Value) -> bool {
    match schema.get("type") {
        Some(Value::String(kind)) => kind == "string",
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "string"),
        _ => false,
    }
}

fn is_id(name: &str) -> bool {
    let name = name.to_lowercase();
    name == "id"
        || name == "manager"
        || name.contains("email")
        || ["_id", "_ids", "id_"].iter().any(|part| name.contains(part))
}

#[test]
fn the_places_for_ids_are_found_by_their_names_in_query_body_and_lists() {
    let schema = serde_json::json!({"type": "object", "properties": {
        "name": {"type": "string"},
        "role_id": {"type": ["string", "null"]},
        "members": {"type": "array", "items": {"properties": {"id": {"type": "string"}, "email": {"type": "string"}}}},
        "group_ids": {"type": "array", "items": {"type": "string"}},
        "grid": {"type": "string"},
    }});
    let mut found = Vec::new();
    collect(&schema, &mut Vec::new(), &mut |names| found.push(names.join(".")));
    found.sort();
    assert_eq!(found, ["group_ids.[]", "members.[].email", "members.[].id", "role_id"]);
}
