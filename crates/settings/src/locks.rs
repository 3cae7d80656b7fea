//! `GET|PATCH …/lock_settings` of accounts and groups.
use crate::{
    change::LOCKED_BY_ACCOUNT,
    document::Document,
    filter::Filter,
    lock::Lock,
    nested,
    resolve::LockedPaths,
    schema,
    setting::{Level, Setting},
};
use platform::{
    FieldError,
    schema::{Schema, SchemaFault},
};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The locks of an account, or those of a group with the ones of its account.
#[derive(Clone, Copy, Debug)]
pub enum LockView<'a> {
    Account(&'a LockedPaths),
    Group { account: &'a LockedPaths, group: &'a LockedPaths },
}

impl LockView<'_> {
    fn level(&self) -> Level {
        match self {
            LockView::Account(_) => Level::Account,
            LockView::Group { .. } => Level::Group,
        }
    }
    fn is_locked_above(&self, key: &str) -> bool {
        matches!(self, LockView::Group { account, .. } if account.contains(key))
    }
    fn is_locked_here(&self, key: &str) -> bool {
        match self {
            LockView::Account(own) => own.contains(key),
            LockView::Group { group, .. } => group.contains(key),
        }
    }
    /// The answer of `GET …/lock_settings`: what `filter` keeps. What the account has locked is locked in its groups.
    pub fn answer(&self, document: Document, filter: &Filter) -> Map<String, Value> {
        let mut answer = Map::new();
        let shown = document.locks().filter(|lock| lock.is_shown(self.level()));
        for lock in shown.filter(|lock| filter.keeps(lock.path)) {
            let is_locked = self.is_locked_above(lock.key()) || self.is_locked_here(lock.key());
            nested::put(&mut answer, lock.path, lock.value(is_locked));
        }
        answer
    }
}

/// The body of one document of locks on one level, made ready once.
#[derive(Debug)]
pub struct LockForm {
    document: Document,
    level: Level,
    schema: Schema,
}

/// Which locks a body sets (`true`) or lifts (`false`), by key; what is as it was is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LockChange(pub BTreeMap<String, bool>);

impl LockChange {
    /// Whether everything is as the body asks for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// The locks that it sets or lifts, as answers of `level` show them: as they are after it, or as they were before. What
    /// answers do not show has the name that bodies have for it.
    pub fn shown(&self, level: Level, is_after: bool) -> Map<String, Value> {
        let in_answers: BTreeSet<&str> = locks().filter(|lock| lock.is_shown(level)).map(Lock::key).collect();
        let is_in_bodies_alone = |lock: &Lock| lock.is_taken(level) && !in_answers.contains(lock.key());
        let mut shown = Map::new();
        for lock in locks().filter(|lock| lock.is_shown(level) || is_in_bodies_alone(lock)) {
            if let Some(is_locked) = self.0.get(lock.key()) {
                nested::put(&mut shown, lock.path, lock.value(*is_locked == is_after));
            }
        }
        shown
    }
    /// Writes the change into what was locked on the level before.
    pub fn merge_into(&self, own: &mut LockedPaths) {
        for (key, is_locked) in &self.0 {
            if *is_locked {
                own.insert(key.clone());
            } else {
                own.remove(key);
            }
        }
    }
}

impl LockForm {
    /// # Errors
    /// A mistake in the tables; the program does not start.
    pub fn new(document: Document, level: Level) -> Result<Self, SchemaFault> {
        let schema = Schema::compiled("LockSettings", schema::locks_body(document, level))?;
        Ok(LockForm { document, level, schema })
    }
    /// For the document.
    pub fn schema(&self) -> &Value {
        self.schema.document()
    }
    /// What `body` changes on the level of `view`, which is the level of the form. Unknown locks, `null` and words that
    /// are no truth are passed over.
    ///
    /// # Errors
    /// Every field that is refused, with its dotted path: one that is no truth, and one of a group that lifts what the
    /// account has locked.
    pub fn change(&self, view: &LockView<'_>, mut body: Value) -> Result<LockChange, Vec<FieldError>> {
        let mut faults = Vec::new();
        self.schema.conform(&mut body, &mut faults);
        let Value::Object(body) = &body else { return Err(faults) };
        let mut change = LockChange::default();
        for lock in self.document.locks().filter(|lock| lock.is_taken(self.level)) {
            let Some(is_locked) = nested::at(body, lock.path).and_then(truth) else { continue };
            if view.is_locked_above(lock.key()) {
                if !is_locked {
                    faults.push(FieldError { field: lock.path.to_owned(), message: LOCKED_BY_ACCOUNT.to_owned() });
                }
            } else if is_locked != view.is_locked_here(lock.key()) {
                change.0.insert(lock.key().to_owned(), is_locked);
            }
        }
        if faults.is_empty() { Ok(change) } else { Err(faults) }
    }
}

fn truth(value: &Value) -> Option<bool> {
    match value.as_str() {
        Some(text) => text.to_ascii_lowercase().parse().ok(),
        None => value.as_bool(),
    }
}

/// Whether `level` has a lock that holds the setting.
pub fn can_lock(level: Level, setting: &Setting) -> bool {
    locks().filter(|lock| lock.is_taken(level)).any(|lock| lock.key() == setting.lock())
}

/// Those of all documents.
fn locks() -> impl Iterator<Item = &'static Lock> {
    Document::General.locks().chain(Document::MeetingSecurity.locks())
}
