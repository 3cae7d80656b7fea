//! What a setting takes at its limits and what it does not take beyond them: every one, of every document, on every level.
use super::sample::{self, Owned};
use crate::{Document, Kind, Level, Setting, Values, View, nested, schema};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Settings that are sent at once: a body that is all wrong is told a thousand faults.
const AT_ONCE: usize = 400;

fn places() -> impl Iterator<Item = (Document, Level)> {
    Document::ALL.into_iter().flat_map(|document| Level::ALL.map(|level| (document, level)))
}

fn taken(document: Document, level: Level) -> Vec<&'static Setting> {
    document.settings().filter(|setting| setting.is_taken(level)).collect()
}

/// The fields that are refused, where nobody has set or locked anything.
fn refused(document: Document, level: Level, body: Map<String, Value>) -> BTreeSet<String> {
    let (account, group, user) = (Owned::default(), Owned::default(), Values::new());
    let view = match level {
        Level::Account => View::Account(account.layer()),
        Level::Group => View::Group { account: account.layer(), group: group.layer() },
        Level::User => View::User { account: account.layer(), groups: &[], primary: None, user: &user },
    };
    let change = sample::form(document, level).change(&view, true, Value::Object(body));
    change.err().into_iter().flatten().map(|fault| fault.field).collect()
}

#[test]
fn what_a_setting_does_not_take_is_refused_with_its_path() {
    for (document, level) in places() {
        for settings in taken(document, level).chunks(AT_ONCE) {
            let wrong: Vec<_> = settings.iter().map(|setting| wrong(setting, level)).collect();
            for round in 0..wrong.iter().map(Vec::len).max().unwrap_or(0) {
                let (mut body, mut fields) = (Map::new(), BTreeSet::new());
                for (setting, wrong) in settings.iter().zip(&wrong) {
                    if let Some((within, value)) = wrong.get(round) {
                        nested::put(&mut body, setting.path, value.clone());
                        fields.insert(format!("{}{within}", setting.path));
                    }
                }
                assert_eq!(refused(document, level, body), fields, "{document:?} {level:?}");
            }
        }
    }
}

#[test]
fn a_setting_takes_its_limits() {
    for (document, level) in places() {
        let declared = schema::body(document, level);
        for is_most in [false, true] {
            let mut body = Map::new();
            for setting in taken(document, level) {
                if let Some(value) = end(setting, below(&declared, setting.path), (level, is_most)) {
                    nested::put(&mut body, setting.path, value);
                }
            }
            assert_eq!(refused(document, level, body), BTreeSet::new(), "{document:?} {level:?}");
        }
    }
}

/// Values of another kind or beyond a bound, each with where below the setting it is refused.
fn wrong(setting: &Setting, level: Level) -> Vec<(String, Value)> {
    let found: Vec<(&str, Value)> = match setting.kind {
        Kind::Flag => vec![("", json!("maybe")), ("", json!(7))],
        Kind::Choice(_) => vec![("", json!("wrong!")), ("", json!({}))],
        Kind::Code(_) => vec![("", json!(987_654)), ("", json!("x"))],
        Kind::Number { minimum, maximum } => {
            let beyond = [minimum.checked_sub(1), maximum.checked_add(1)].into_iter().flatten();
            beyond.map(|number| ("", json!(number))).chain([("", json!("x"))]).collect()
        }
        Kind::Text { longest, .. } => vec![("", json!("x".repeat(longest + 1))), ("", json!({}))],
        Kind::Choices { of, most } => lists(most, &json!(of[0]), [json!("wrong!"), json!({})]),
        Kind::Codes { of, most } => lists(most, &json!(of[0]), [json!(987_654), json!("x")]),
        Kind::Texts { shortest, longest, most, .. } => {
            let item = "x".repeat(shortest);
            let shorter = shortest.checked_sub(1).map(|length| ("[0]", json!(["x".repeat(length)])));
            let beyond = [json!("x".repeat(longest + 1)), json!({})];
            lists(most, &json!(item), beyond).into_iter().chain(shorter).collect()
        }
        Kind::Records { fields, most } => return records(fields, most, level),
    };
    found.into_iter().map(|(within, value)| (within.to_owned(), value)).collect()
}

/// No list, one with an item too many, and ones whose only item is wrong.
fn lists(most: usize, item: &Value, wrong: [Value; 2]) -> Vec<(&'static str, Value)> {
    let mut found = vec![("", json!("x")), ("", json!(vec![item; most + 1]))];
    found.extend(wrong.into_iter().map(|wrong| ("[0]", json!([wrong]))));
    found
}

/// The same of records, and everything that is wrong for a field of one.
fn records(fields: &[Setting], most: usize, level: Level) -> Vec<(String, Value)> {
    let lists = lists(most, &json!({}), [json!("x"), json!([])]);
    let mut found: Vec<(String, Value)> = lists.into_iter().map(|(within, value)| (within.to_owned(), value)).collect();
    for field in fields.iter().filter(|field| field.is_taken(level)) {
        found.extend(wrong(field, level).into_iter().map(|(within, value)| {
            let mut record = Map::new();
            nested::put(&mut record, field.path, value);
            (format!("[0].{}{within}", field.path), json!([record]))
        }));
    }
    found
}

/// The schema at a dotted path.
fn below<'s>(schema: &'s Value, path: &str) -> &'s Value {
    path.split('.').fold(schema, |schema, name| &schema["properties"][name])
}

/// The least or the most that a setting takes; absent where a text has a form of its own.
fn end(setting: &Setting, declared: &Value, (level, is_most): (Level, bool)) -> Option<Value> {
    let one_or_all = |all: Vec<Value>| if is_most { json!(all) } else { json!([]) };
    let has_form = |schema: &Value| schema.get("pattern").is_some();
    Some(match setting.kind {
        Kind::Flag => json!(is_most),
        Kind::Choice(of) => json!(if is_most { of.last() } else { of.first() }),
        Kind::Code(of) => json!(if is_most { of.last() } else { of.first() }),
        Kind::Number { minimum, maximum } => json!(if is_most { maximum } else { minimum }),
        Kind::Text { .. } if has_form(declared) => return None,
        Kind::Text { longest, .. } => json!("x".repeat(if is_most { longest } else { 0 })),
        Kind::Choices { of, most } => one_or_all(of.iter().cycle().take(most).map(|word| json!(word)).collect()),
        Kind::Codes { of, most } => one_or_all(of.iter().cycle().take(most).map(|code| json!(code)).collect()),
        Kind::Texts { .. } if has_form(&declared["items"]) => return None,
        Kind::Texts { shortest, longest, most, .. } => {
            let first = (most > 0).then(|| json!("x".repeat(longest)));
            one_or_all(first.into_iter().chain(vec![json!("x".repeat(shortest)); most.saturating_sub(1)]).collect())
        }
        Kind::Records { fields, most } => {
            let record = full(fields, &declared["items"], (level, is_most));
            one_or_all([record].into_iter().chain(vec![json!({}); most.saturating_sub(1)]).collect())
        }
    })
}

/// A record with every field that the level takes.
fn full(fields: &[Setting], declared: &Value, ends: (Level, bool)) -> Value {
    let mut record = Map::new();
    for field in fields.iter().filter(|field| field.is_taken(ends.0)) {
        if let Some(value) = end(field, below(declared, field.path), ends) {
            nested::put(&mut record, field.path, value);
        }
    }
    Value::Object(record)
}
