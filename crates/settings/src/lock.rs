//! One lock: where it stands in the documents of locks and what it holds.
use crate::setting::{ACCOUNT_AND_GROUP, Level, Levels};
use serde_json::{Value, json};

/// A line of a table in [`crate::sections`]. It holds every setting whose [`Setting::lock`](crate::Setting::lock) is
/// its key.
#[derive(Clone, Copy, Debug)]
pub struct Lock {
    /// Dotted, in the document of locks.
    pub path: &'static str,
    /// Whose answers show it.
    pub shown: Levels,
    /// Whose bodies may hold it.
    pub taken: Levels,
    /// The documents declare it as a text: `"true"` or `"false"`.
    pub is_text: bool,
    /// What bodies may hold in its place, and what locks nothing.
    pub words: &'static [&'static str],
    stored: Option<&'static str>,
}

impl Lock {
    /// True or false, in the answers and bodies of accounts and groups, kept under its own path, until the functions
    /// below say otherwise.
    pub const fn new(path: &'static str) -> Self {
        Lock { path, shown: ACCOUNT_AND_GROUP, taken: ACCOUNT_AND_GROUP, is_text: false, words: &[], stored: None }
    }
    /// On these levels alone, in answers and bodies.
    pub const fn only(self, levels: Levels) -> Self {
        Lock { shown: levels, taken: levels, ..self }
    }
    /// In the answers of these levels.
    pub const fn shown(self, levels: Levels) -> Self {
        Lock { shown: levels, ..self }
    }
    /// In the bodies of these levels.
    pub const fn taken(self, levels: Levels) -> Self {
        Lock { taken: levels, ..self }
    }
    /// Written as a text.
    pub const fn text(self) -> Self {
        Lock { is_text: true, ..self }
    }
    /// The documents of bodies declare values of the setting where a lock stands. They are taken, and neither lock nor
    /// lift: which value it has says nothing of who may change it.
    pub const fn or_words(self, words: &'static [&'static str]) -> Self {
        Lock { words, ..self }
    }
    /// Another name of the lock that is kept under `key`.
    pub const fn stored(self, key: &'static str) -> Self {
        Lock { stored: Some(key), ..self }
    }
    /// What it is kept under.
    pub const fn key(&self) -> &'static str {
        match self.stored {
            Some(key) => key,
            None => self.path,
        }
    }
    /// As answers write it.
    pub fn value(&self, is_locked: bool) -> Value {
        if self.is_text { json!(is_locked.to_string()) } else { json!(is_locked) }
    }
    /// Whether the answers of `level` show it.
    pub const fn is_shown(&self, level: Level) -> bool {
        self.shown.contains(level)
    }
    /// Whether the bodies of `level` may hold it.
    pub const fn is_taken(&self, level: Level) -> bool {
        self.taken.contains(level)
    }
}
