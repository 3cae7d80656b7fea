//! What is declared of a request: its fields, found by their paths, and values that they take.
use crate::server::server;
use serde_json::{Value, json};

/// A field of a body or of a query.
#[derive(Clone)]
pub struct Field<'s> {
    /// From the root; `[]` stands for the items of a list.
    pub names: Vec<String>,
    pub schema: &'s Value,
    pub is_required: bool,
}

impl Field<'_> {
    /// Dotted, as refusals name it; of a list its first item.
    pub fn shown(&self) -> String {
        self.names.join(".").replace(".[]", "[0]")
    }
    /// Its own name, or that of the list that it is an item of.
    pub fn name(&self) -> &str {
        self.names.iter().rfind(|name| *name != "[]").map_or("", |name| name)
    }
    /// Whether one of the two is the other, or stands somewhere in it.
    pub fn overlaps(&self, other: &Field<'_>) -> bool {
        self.names.iter().zip(&other.names).all(|(own, its)| own == its)
    }
}

/// Every field, whatever it is in.
pub fn fields(schema: &Value) -> Vec<Field<'_>> {
    let mut found = Vec::new();
    collect(schema, &[], &mut found);
    found
}

fn collect<'s>(schema: &'s Value, above: &[String], found: &mut Vec<Field<'s>>) {
    let mut below: Vec<(&str, &'s Value)> = Vec::new();
    below.extend(schema["properties"].as_object().into_iter().flatten().map(|(name, field)| (name.as_str(), field)));
    below.extend(schema.get("items").map(|items| ("[]", items)));
    below.extend(schema.get("additionalProperties").map(|others| ("anything", others)));
    for (name, field) in below {
        let mut names = above.to_vec();
        names.push(name.to_owned());
        let is_required = required(schema).any(|required| required == name);
        found.push(Field { names: names.clone(), schema: field, is_required });
        collect(field, &names, found);
    }
}

fn required(schema: &Value) -> impl Iterator<Item = &str> {
    schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// The type, `null` left out; empty where anything is taken.
pub fn kind(schema: &Value) -> &str {
    match &schema["type"] {
        Value::String(kind) => kind,
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or(""),
        _ => "",
    }
}

/// The only values that are taken, `null` left out; none where no words are given.
pub fn choices(schema: &Value) -> impl Iterator<Item = &Value> {
    schema["enum"].as_array().into_iter().flatten().filter(|choice| !choice.is_null())
}

/// A value that a field of this name takes: of an object what is required, of a list one item, of words the first.
pub fn good(schema: &Value, name: &str) -> Value {
    if let Some(first) = choices(schema).next() {
        return first.clone();
    }
    match kind(schema) {
        "object" => {
            let needed = required(schema).map(|name| (name.to_owned(), good(&schema["properties"][name], name)));
            Value::Object(needed.collect())
        }
        "array" => json!([good(&schema["items"], name)]),
        "boolean" => json!(true),
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or(json!(1)),
        _ => json!(text(schema, name)),
    }
}

/// A text that nothing else has, where its form leaves room for that.
fn text(schema: &Value, name: &str) -> String {
    let number = server().next_world();
    match schema["format"].as_str() {
        Some("date") => "2026-01-01".to_owned(),
        Some("date-time") => "2026-01-01T00:00:00Z".to_owned(),
        _ if is_email(schema, name) => format!("b{number}@bounds.example"),
        _ if name == "password" => long(schema, name, 9),
        _ => format!("b{number}"),
    }
}

/// A text of so many characters, in the form that its field wants.
pub fn long(schema: &Value, name: &str, length: usize) -> String {
    let text = match () {
        () if name == "password" => "Kx4-".repeat(length),
        () if is_email(schema, name) => {
            let email = text(schema, name);
            "x".repeat(length.saturating_sub(email.len())) + &email
        }
        // No two fields of other names have the same: one may be a secret that the log of another must not hold.
        () => name.chars().filter(char::is_ascii_alphabetic).cycle().take(length).collect(),
    };
    text.chars().take(length).collect()
}

fn is_email(schema: &Value, name: &str) -> bool {
    schema["format"] == "email" || name.contains("email")
}

/// Puts a value where the names lead to; what is missing on the way is made as its schema wants it.
pub fn put(body: &mut Value, schema: &Value, names: &[String], value: Value) {
    let Some((name, rest)) = names.split_first() else {
        *body = value;
        return;
    };
    let below = declared(schema, name);
    let at = if name == "[]" { &mut body[0] } else { &mut body[name.as_str()] };
    if at.is_null() && !rest.is_empty() {
        *at = good(below, name);
    }
    put(at, below, rest, value);
}

fn declared<'s>(schema: &'s Value, name: &str) -> &'s Value {
    match name {
        "[]" => &schema["items"],
        _ => schema["properties"].get(name).unwrap_or(&schema["additionalProperties"]),
    }
}

#[test]
fn every_field_is_found_and_can_be_put_where_it_belongs() {
    let schema = json!({"type": "object", "required": ["name"], "properties": {
        "name": {"type": "string"},
        "owner": {"type": ["object", "null"], "required": ["email"], "properties": {
            "email": {"type": "string", "format": "email"}, "kind": {"enum": [null, 2], "type": ["integer", "null"]},
        }},
        "members": {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}}}},
    }});
    let found = fields(&schema);
    let mut shown: Vec<String> = found.iter().map(Field::shown).collect();
    shown.sort();
    assert_eq!(shown, ["members", "members[0]", "members[0].id", "name", "owner", "owner.email", "owner.kind"]);
    let named = |path: &str| found.iter().find(|field| field.shown() == path).unwrap();
    let mut body = json!({});
    for path in ["members[0].id", "owner.kind"] {
        put(&mut body, &schema, &named(path).names, json!("x"));
    }
    let email = body["owner"]["email"].take();
    assert!(email.as_str().unwrap().contains('@'));
    assert_eq!(body, json!({"members": [{"id": "x"}], "owner": {"email": null, "kind": "x"}}));
    assert!(named("members").overlaps(named("members[0].id")) && named("owner").overlaps(named("owner")));
    assert!(!named("members").overlaps(named("owner.kind")));
}
