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
    /// Of an account that plans were bought for.
    Invoice,
    /// Of a master.
    InvoiceReport,
    MeetingTemplate,
    Device,
}

/// Words for those whom an account has.
const USERS: [&str; 5] = ["user", "manager", "assistant", "scheduler", "admin"];

/// What is called an id and is one of a catalogue, of another system, of nothing that belongs to anybody, or of something
/// inside of the settings of the account that is called on.
const OF_NOBODY: [&str; 11] = [
    "typeId",
    "schemaId",
    "tax_id",
    "subscription_id",
    "deal_registration_id",
    "meeting_id",
    "channel_id",
    "unique_id",
    "billing_id",
    "authentication_option.id",
    "chat_etiquette_tool.policies[].id",
];

impl Kind {
    pub const ALL: [Kind; 16] = [
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
        Kind::Invoice,
        Kind::InvoiceReport,
        Kind::MeetingTemplate,
        Kind::Device,
    ];

    /// What belongs in a place, by its name: nothing where ids belong to nobody.
    pub fn fitting(mounted: &Mounted, field: &Field) -> Option<Kind> {
        let shown = field.shown();
        let is_of_nobody = OF_NOBODY.iter().any(|end| shown.ends_with(end));
        (!is_of_nobody).then(|| Kind::named(mounted, &shown))
    }

    fn named(mounted: &Mounted, shown: &str) -> Kind {
        // What has no other name is what the operation is about.
        let name = match shown {
            "id" => mounted.operation.path,
            other => other,
        };
        let name = name.to_lowercase();
        let is_below = |start: &str| mounted.operation.path.starts_with(start);
        let is_delete = mounted.operation.method == "DELETE";
        match () {
            () if name.contains("email") => Kind::Email,
            () if name.contains("account") || name.contains("reseller") => Kind::Account,
            () if name.contains("invoicereport") => Kind::InvoiceReport,
            () if name.contains("invoice") => Kind::Invoice,
            () if name.contains("meetingtemplate") || name.contains("meeting_template") => Kind::MeetingTemplate,
            () if name.contains("device") => Kind::Device,
            () if name.contains("member") => Kind::User,
            () if name.contains("role") => Kind::Role,
            () if name.contains("division") => Kind::Division,
            () if name.contains("request") && is_delete => Kind::Deletion,
            () if name.contains("request") => Kind::Export,
            () if name.contains("file") && is_below("/data_requests/") => Kind::ExportFile,
            () if name.contains("file") => Kind::Background,
            () if name.contains("polic") => Kind::Policy,
            () if name.contains("group") && is_below("/contacts/") => Kind::ContactGroup,
            () if name.contains("group") => Kind::Group,
            () if USERS.iter().any(|word| name.contains(word)) => Kind::User,
            () => panic!("say what belongs in {shown} of {}", mounted.operation.key()),
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
    let mut named = names.iter().rev().filter(|name| *name != "[]").map(String::as_str);
    let (name, of) = (named.next().unwrap_or_default(), named.next().unwrap_or_default());
    if is_text(schema) && is_id(name, of) {
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

/// Provisioning calls the id of a member its value.
fn is_id(name: &str, of: &str) -> bool {
    let name = name.to_lowercase();
    let is_word = |word: &str| word == "id" || word == "ids";
    name == "manager" || name.contains("email") || name.split('_').any(is_word) || (of, &*name) == ("members", "value")
}

#[test]
fn the_places_for_ids_are_found_by_their_names_in_query_body_and_lists() {
    let schema = serde_json::json!({"type": "object", "properties": {
        "name": {"type": "string"},
        "role_id": {"type": ["string", "null"]},
        "members": {"type": "array", "items": {"properties": {
            "id": {"type": "string"}, "email": {"type": "string"}, "value": {"type": "string"},
        }}},
        "group_ids": {"type": "array", "items": {"type": "string"}},
        "grid": {"type": "string"},
        "paid_period": {"type": "string"},
        "value": {"type": "string"},
    }});
    let mut found = Vec::new();
    collect(&schema, &mut Vec::new(), &mut |names| found.push(names.join(".")));
    found.sort();
    assert_eq!(found, ["group_ids.[]", "members.[].email", "members.[].id", "members.[].value", "role_id"]);
}
