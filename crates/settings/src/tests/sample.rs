//! Allowed values, and what levels may have set and locked.
use crate::{Document, Form, Kind, Layer, Level, LockedPaths, Setting, Values, nested};
use proptest::{collection::vec, prelude::*};
use serde_json::{Map, Value, json};
use std::{cell::RefCell, collections::HashMap, rc::Rc};

/// The `n`th allowed value of a setting.
pub fn value(setting: &Setting, n: usize) -> Value {
    match setting.kind {
        Kind::Flag => json!(n.is_multiple_of(2)),
        Kind::Choice(of) => json!(of[n % of.len()]),
        Kind::Code(of) => json!(of[n % of.len()]),
        Kind::Number { minimum, maximum } => json!(maximum.min(minimum + n as i64)),
        Kind::Text { pattern: Some(pattern), .. } => json!([pattern.example, ""][n % 2]),
        Kind::Text { longest, pattern: None } => json!(n.to_string().chars().take(longest).collect::<String>()),
        Kind::Choices { of, most } => json!(of[..n % (most.min(of.len()) + 1)]),
        Kind::Codes { of, most } => json!(of[..n % (most.min(of.len()) + 1)]),
        Kind::Texts { pattern: Some(pattern), .. } => json!(vec![pattern.example; n % 3]),
        Kind::Texts { shortest, pattern: None, .. } => {
            (0..n % 3).map(|item| json!("x".repeat(shortest.max(item + 1)))).collect()
        }
        Kind::Records { fields, .. } => (0..n % 3).map(|item| record(fields, n + item)).collect(),
    }
}

fn record(fields: &[Setting], n: usize) -> Value {
    let mut record = Map::new();
    for field in fields {
        nested::put(&mut record, field.path, value(field, n));
    }
    Value::Object(record)
}

thread_local! {
    static FORMS: RefCell<HashMap<(Document, Level), Rc<Form>>> = RefCell::default();
}

/// The form of a document, made once: there are hundreds of settings in it.
pub fn form(document: Document, level: Level) -> Rc<Form> {
    let make = || Rc::new(Form::new(document, level).unwrap());
    FORMS.with_borrow_mut(|forms| forms.entry((document, level)).or_insert_with(make).clone())
}

/// What one level has set and locked.
#[derive(Clone, Debug, Default)]
pub struct Owned {
    pub values: Values,
    pub locks: LockedPaths,
}

impl Owned {
    pub fn layer(&self) -> Layer<'_> {
        Layer { values: &self.values, locks: &self.locks }
    }
    pub fn set(mut self, key: &str, value: Value) -> Self {
        self.values.insert(key.to_owned(), value);
        self
    }
    pub fn lock(mut self, lock: &str) -> Self {
        self.locks.insert(lock.to_owned());
        self
    }
}

/// Some settings of a document that the level takes, with allowed values, and some of its locks. A level may take nothing of
/// a document.
pub fn owned(document: Document, level: Level) -> impl Strategy<Value = Owned> {
    let settings: Vec<&Setting> =
        document.settings().filter(|setting| setting.is_taken(level) && !setting.is_command).collect();
    let locks: Vec<&str> = document.settings().map(Setting::lock).collect();
    let set = vec((0..settings.len().max(1), 0..50usize), 0..60);
    (set, vec(0..locks.len(), 0..20)).prop_map(move |(set, locked)| Owned {
        values: set
            .iter()
            .filter_map(|&(at, n)| settings.get(at).map(|setting| (setting.key().to_owned(), value(setting, n))))
            .collect(),
        locks: locked.iter().map(|&at| locks[at].to_owned()).collect(),
    })
}
