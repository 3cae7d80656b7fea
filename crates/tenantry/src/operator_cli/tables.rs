//! Answers for people: a list as columns, anything else as lines of names and values.
use serde_json::{Map, Value};
use std::fmt::Write;

/// Columns of a list; more would not fit on a line.
const COLUMNS: [&str; 11] =
    ["position", "id", "name", "tier", "kind", "domain", "account_type", "owner_email", "to", "subject", "sent_at"];

/// The answer as text; nothing for an empty one.
pub fn shown(answer: &Value) -> String {
    let Some(fields) = answer.as_object() else { return String::new() };
    match fields.values().find_map(Value::as_array).filter(|list| list.iter().all(Value::is_object)) {
        Some(list) if fields.len() <= 3 => columns(list),
        _ => lines(fields),
    }
}

fn columns(list: &[Value]) -> String {
    let used: Vec<&str> =
        COLUMNS.into_iter().filter(|name| list.iter().any(|item| !item.get(name).is_none_or(Value::is_null))).collect();
    let width = |name: &str| {
        list.iter()
            .map(|item| text(item.get(name).unwrap_or(&Value::Null)).len())
            .chain([name.len()])
            .max()
            .unwrap_or_default()
    };
    let mut out = String::new();
    let mut row = |cells: Vec<String>| {
        let padded = used.iter().zip(cells).map(|(name, cell)| format!("{cell:<0$}", width(name)));
        let _ = writeln!(out, "{}", padded.collect::<Vec<_>>().join("  ").trim_end());
    };
    row(used.iter().map(|name| name.to_uppercase()).collect());
    for item in list {
        row(used.iter().map(|name| text(item.get(name).unwrap_or(&Value::Null))).collect());
    }
    out
}

fn lines(fields: &Map<String, Value>) -> String {
    let width = fields.keys().map(String::len).max().unwrap_or_default();
    let shown = fields.iter().filter(|(_, value)| !value.is_null());
    shown.map(|(name, value)| format!("{name:<width$}  {}\n", text(value))).collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
