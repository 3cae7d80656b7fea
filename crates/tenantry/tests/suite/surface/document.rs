//! A document of OpenAPI as text: one line for each input, answer and field. Sentences are left out.
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

/// Keywords that stand in a line in another way, or say nothing of what is taken and given.
const SPOKEN: [&str; 9] =
    ["$ref", "description", "title", "type", "enum", "items", "properties", "required", "additionalProperties"];

pub fn shown(document: &Value) -> String {
    let operations = fields(&document["paths"]).flat_map(|(path, methods)| {
        let methods = fields(methods).filter(|(_, operation)| operation.get("responses").is_some());
        methods.map(move |(method, operation)| of_operation(&format!("{} {path}", method.to_uppercase()), operation))
    });
    let schemas = fields(&document["components"]["schemas"]).map(|(name, schema)| of_schema(name, schema));
    let others = ["responses", "headers", "securitySchemes"].map(|part| {
        let named = fields(&document["components"][part]).map(|(name, what)| format!("  {name}: {}\n", digest(what)));
        format!("{part}\n{}", named.collect::<String>())
    });
    operations.chain(schemas).chain(others).collect::<Vec<_>>().join("\n")
}

fn of_operation(name: &str, operation: &Value) -> String {
    let mut lines = vec![format!("{name}: {}", operation["operationId"].as_str().unwrap_or_default())];
    for parameter in list(&operation["parameters"]) {
        let mark = if parameter["required"] == true { "" } else { "?" };
        let (name, place) = (text(&parameter["name"]), text(&parameter["in"]));
        lines.push(format!("{place} {name}{mark}: {}", kind(&parameter["schema"])));
    }
    let body = fields(&operation["requestBody"]["content"]);
    lines.extend(body.map(|(media, body)| format!("body {media}: {}", kind(&body["schema"]))));
    lines.extend(fields(&operation["responses"]).map(|(status, answer)| of_answer(status, answer)));
    let scopes = list(&operation["security"]).flat_map(fields).map(|(by, scopes)| format!("{by} {scopes}"));
    lines.push(format!("security: {}", scopes.collect::<Vec<_>>().join(", ")));
    lines.push(format!("with every sentence: {}", digest(operation)));
    lines.join("\n  ") + "\n"
}

fn of_answer(status: &str, answer: &Value) -> String {
    let content = ["application/json", "application/scim+json"].map(|media| &answer["content"][media]);
    let content = content.into_iter().find(|content| content.is_object()).unwrap_or(&Value::Null);
    let examples: Vec<&str> = fields(&content["examples"]).map(|(name, _)| name).collect();
    let schema = if answer.get("$ref").is_some() { kind(answer) } else { kind(&content["schema"]) };
    format!("{status}: {schema} {}", examples.join(" ")).trim_end().to_owned()
}

fn of_schema(name: &str, schema: &Value) -> String {
    let lines = fields(&schema["properties"]).map(|(name, field)| format!("  {}\n", of_field(schema, name, field)));
    format!("{name}: {}\n{}", kind(&without_fields(schema)), lines.collect::<String>())
}

fn of_field(schema: &Value, name: &str, field: &Value) -> String {
    let is_required = list(&schema["required"]).any(|required| required == name);
    format!("{name}{}: {}", if is_required { "" } else { "?" }, kind(field))
}

fn without_fields(schema: &Value) -> Value {
    let mut schema = schema.clone();
    schema.as_object_mut().map(|schema| schema.remove("properties"));
    schema
}

/// What a value may be, in one line.
fn kind(schema: &Value) -> String {
    let Some(keywords) = schema.as_object() else { return "nothing".to_owned() };
    let mut words: Vec<String> = keywords.get("$ref").map(|name| last(text(name))).into_iter().collect();
    words.extend(
        keywords.get("type").map(|kind| list(kind).map(text).collect::<Vec<_>>().join("|")).filter(|it| !it.is_empty()),
    );
    words.extend(keywords.get("type").and_then(Value::as_str).map(str::to_owned));
    words.extend(keywords.get("enum").map(Value::to_string));
    words.extend(keywords.get("items").map(|items| format!("[{}]", kind(items))));
    words.extend(keywords.get("additionalProperties").map(|more| format!("{{*: {}}}", kind(more))));
    words.extend(inner(schema, keywords));
    let others = keywords.iter().filter(|(name, _)| !SPOKEN.contains(&name.as_str()));
    words.extend(others.map(|(name, value)| format!("{name}={value}")));
    words.join(" ")
}

fn inner(schema: &Value, keywords: &Map<String, Value>) -> Option<String> {
    let fields = fields(keywords.get("properties")?).map(|(name, field)| of_field(schema, name, field));
    Some(format!("{{{}}}", fields.collect::<Vec<_>>().join("; ")))
}

fn last(path: &str) -> String {
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

fn digest(value: &Value) -> String {
    let hash = Sha256::digest(value.to_string());
    hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

fn fields(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}
fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
