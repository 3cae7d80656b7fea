//! Answers for people: a list as columns, anything else as lines of names and values.
use serde_json::{Map, Value};
use std::fmt::Write;

/// Columns of a list; more would not fit on a line.
const COLUMNS: [&str; 25] = [
    "position",
    "at",
    "id",
    "name",
    "tier",
    "kind",
    "domain",
    "status",
    "account_type",
    "owner_email",
    "client_id",
    "invoice_number",
    "state",
    "due_date",
    "buyer_id",
    "seller_id",
    "account",
    "currency",
    "total",
    "balance",
    "account_id",
    "object_id",
    "to",
    "subject",
    "sent_at",
];

/// The answer as text; nothing for an empty one.
pub fn shown(answer: &Value) -> String {
    let Some(fields) = answer.as_object() else { return String::new() };
    match fields.values().find_map(Value::as_array).filter(|list| list.iter().all(Value::is_object)) {
        Some(list) if fields.len() <= 3 => columns(list),
        _ => lines(fields),
    }
}

fn columns(list: &[Value]) -> String {
    if list.is_empty() {
        return "none\n".to_owned();
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_list_is_shown_as_columns_that_tell_its_items_apart() {
        let ledger = json!({"balances": [
            {"buyer_id": "b", "seller_id": null, "currency": "USD", "account": "due", "balance": -1699},
            {"buyer_id": "b", "seller_id": "s", "currency": "USD", "account": "sales", "balance": 0},
        ]});
        let lines = [
            "BUYER_ID  SELLER_ID  ACCOUNT  CURRENCY  BALANCE",
            "b                    due      USD       -1699",
            "b         s          sales    USD       0",
        ];
        assert_eq!(shown(&ledger).lines().collect::<Vec<_>>(), lines);
    }

    #[test]
    fn an_empty_list_is_said_to_be_one_and_an_empty_answer_nothing() {
        assert_eq!(shown(&json!({"accounts": []})), "none\n");
        assert_eq!(shown(&Value::Null), "");
    }
}
