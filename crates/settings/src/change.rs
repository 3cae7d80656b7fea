//! `PATCH …/settings`: what a body changes, or every reason why it may not.
use crate::{
    document::Document,
    nested,
    resolve::{Holder, Values, View},
    schema,
    setting::{Kind, Level, Setting},
};
use platform::{
    FieldError,
    schema::{Schema, SchemaFault},
};
use serde_json::{Map, Value};

/// A setting that the account of a group or a user has locked. No document says how it is refused.
pub const LOCKED_BY_ACCOUNT: &str = "This setting is locked by the account.";
/// A setting that a group of the user has locked.
pub const LOCKED_BY_GROUP: &str = "This setting is locked by a group.";
/// A setting that needs a paid plan (`platform.md` 8.7).
pub const NOT_PAID: &str = "Only available for paid accounts.";

/// The body of one document on one level, made ready once.
#[derive(Debug)]
pub struct Form {
    document: Document,
    level: Level,
    schema: Schema,
}

/// What a body changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// New values of the level itself, by [`Setting::key`]; what is as it was is left out.
    pub values: Values,
    /// What the body asks for once, by path: `authentication_option.action`. [`Change::carry_out`] does most of it, the
    /// handler the rest.
    pub commands: Map<String, Value>,
}

impl Change {
    /// Whether everything is as the body asks for.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.commands.is_empty()
    }
    /// Writes the new values over those that were set on the level before.
    pub fn merge_into(&self, own: &mut Values) {
        own.extend(self.values.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
}

impl Form {
    /// # Errors
    /// A mistake in the tables; the program does not start.
    pub fn new(document: Document, level: Level) -> Result<Self, SchemaFault> {
        let schema = Schema::compiled("Settings", schema::body(document, level))?;
        Ok(Form { document, level, schema })
    }
    /// For the document.
    pub fn schema(&self) -> &Value {
        self.schema.document()
    }
    /// What `body` changes on the level of `view`, which is the level of the form.
    ///
    /// Fields that the level does not take are passed over, and so is `null`: it is absence, as in every other body.
    /// Of two names of one setting, the one that differs from what is now counts, so that a client may send back a
    /// whole answer with one name changed. A locked setting may be sent back as it is.
    ///
    /// # Errors
    /// Every field that is refused, with its dotted path: one that is none of its kind, one that is locked above and
    /// one that needs a plan which the account has not.
    pub fn change(&self, view: &View<'_>, is_paid: bool, mut body: Value) -> Result<Change, Vec<FieldError>> {
        let mut faults = Vec::new();
        self.schema.conform(&mut body, &mut faults);
        let Value::Object(body) = &body else { return Err(faults) };
        let mut change = Change::default();
        for setting in self.document.settings().filter(|setting| setting.is_taken(self.level)) {
            let Some(sent) = nested::at(body, setting.path) else { continue };
            if is_refused(&faults, setting.path) {
                continue;
            }
            let now = view.value(setting);
            let whole = self.completed(setting, sent, now.as_ref());
            let is_as_now = now.as_ref() == Some(&whole);
            match refusal(view, is_paid, setting, is_as_now) {
                Some(message) => {
                    faults.push(FieldError { field: setting.path.to_owned(), message: message.to_owned() })
                }
                None if setting.is_operated => {
                    change.commands.insert(setting.path.to_owned(), self.completed(setting, sent, None));
                }
                None => add(&mut change, view, setting, whole, is_as_now),
            }
        }
        if faults.is_empty() { Ok(change) } else { Err(faults) }
    }
    /// The records of a list, each with the fields that the level takes from the body and the others as they are now.
    fn completed(&self, setting: &Setting, sent: &Value, now: Option<&Value>) -> Value {
        let (Kind::Records { fields, .. }, Value::Array(items)) = (setting.kind, sent) else { return sent.clone() };
        let now: Vec<&Map<String, Value>> =
            now.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object).collect();
        let items = items.iter().filter_map(Value::as_object);
        items.map(|item| Value::Object(self.record(fields, item, &now))).collect()
    }
    fn record(&self, fields: &[Setting], sent: &Map<String, Value>, now: &[&Map<String, Value>]) -> Map<String, Value> {
        let (taken, others): (Vec<&Setting>, Vec<&Setting>) =
            fields.iter().partition(|field| field.is_taken(self.level));
        let mut record = Map::new();
        for field in &taken {
            if let Some(value) = nested::at(sent, field.path) {
                nested::put(&mut record, field.path, self.completed(field, value, None));
            }
        }
        if let Some(now) = now.iter().find(|now| is_same(&taken, &record, now)) {
            for field in others {
                if let Some(value) = nested::at(now, field.path) {
                    nested::put(&mut record, field.path, value.clone());
                }
            }
        }
        record
    }
}

/// Whether both are one record: by their ids, and without ids by all that the level knows of them.
fn is_same(taken: &[&Setting], sent: &Map<String, Value>, now: &Map<String, Value>) -> bool {
    let mut by = taken.iter().filter(|field| field.path == "id").peekable();
    let is_equal = |field: &&Setting| nested::at(sent, field.path) == nested::at(now, field.path);
    if by.peek().is_some() { by.all(is_equal) } else { taken.iter().all(is_equal) }
}

/// Whether the field at `path`, something in it or something that holds it was refused already.
fn is_refused(faults: &[FieldError], path: &str) -> bool {
    let is_in = |inner: &str, outer: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    faults.iter().any(|fault| is_in(&fault.field, path) || is_in(path, &fault.field))
}

fn refusal(view: &View<'_>, is_paid: bool, setting: &Setting, is_as_now: bool) -> Option<&'static str> {
    if is_as_now {
        return None;
    }
    locked(view, setting).or_else(|| (setting.needs_plan && !is_paid).then_some(NOT_PAID))
}

/// Why the level of `view` may not change the setting, where one above has locked it.
pub(crate) fn locked(view: &View<'_>, setting: &Setting) -> Option<&'static str> {
    view.holder(setting).map(|holder| match holder {
        Holder::Account => LOCKED_BY_ACCOUNT,
        Holder::Group(_) => LOCKED_BY_GROUP,
    })
}

fn add(change: &mut Change, view: &View<'_>, setting: &Setting, sent: Value, is_as_now: bool) {
    if setting.is_command {
        change.commands.insert(setting.path.to_owned(), sent);
        return;
    }
    // A forced value is sent back, not chosen: kept, it would outlive the lock.
    if view.holder(setting).is_some() || view.own().get(setting.key()) == Some(&sent) {
        return;
    }
    if !(is_as_now && change.values.contains_key(setting.key())) {
        change.values.insert(setting.key().to_owned(), sent);
    }
}
