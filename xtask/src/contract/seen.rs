//! What the tests of the suite see of each operation, as they note it themselves.
use super::{documents::Message, page::What};
use crate::{
    fault::{Fault, Result},
    notes::{self, SEEN},
    program, suite,
};
use serde_json::Value;
use std::{fs, path::Path};

/// Tests that ask for everything in turn say less about an operation than its own do.
const GENERAL: [&str; 5] = ["changes::", "matrix::", "registry::", "secrets::", "walk::"];
/// What these see comes by chance.
const RANDOM: [&str; 4] = ["authz::", "isolation::", "paging::each_list", "::sequences::"];

pub struct Seen(Vec<Note>);

struct Note {
    test: String,
    operation: String,
    code: Option<i64>,
    texts: Vec<String>,
    fields: Vec<String>,
}

impl Seen {
    /// Reads what the tests have noted since the last change, or runs the suite.
    ///
    /// # Errors
    /// When it fails.
    pub fn by(suite: &Path) -> Result<Self> {
        match notes::kept()? {
            Some(text) => Ok(Self::of(&text)),
            None => Self::by_running(suite),
        }
    }
    fn by_running(suite: &Path) -> Result<Self> {
        let file = tempfile::NamedTempFile::new().map_err(Fault::at(suite))?;
        program::output(suite::tests(suite, "").env(SEEN, file.path()))?;
        fs::read_to_string(file.path()).map_err(Fault::at(file.path())).map(|text| Self::of(&text))
    }
    fn of(text: &str) -> Self {
        let mut notes: Vec<Note> = text.lines().filter_map(Note::read).collect();
        let is_of = |test: &str, names: &[&str]| names.iter().any(|name| test.contains(name));
        notes.sort_by_key(|Note { test, .. }| (is_of(test, &RANDOM), is_of(test, &GENERAL), test.clone()));
        Seen(notes)
    }

    /// The tests that have seen it, the most telling first.
    pub fn tests_of(&self, operation: &str, what: &What) -> Vec<&str> {
        let notes = self.0.iter().filter(|note| note.operation == operation && note.shows(what));
        notes.map(|note| note.test.as_str()).collect()
    }
}

impl Note {
    fn read(line: &str) -> Option<Self> {
        let note: Value = serde_json::from_str(line).ok()?;
        let texts = |at: &str| {
            let list = note.pointer(at).and_then(Value::as_array).into_iter().flatten();
            list.filter_map(Value::as_str).map(str::to_owned).collect()
        };
        Some(Note {
            test: note.get("test")?.as_str()?.to_owned(),
            operation: note.get("operation")?.as_str()?.to_owned(),
            code: note.pointer("/seen/code").and_then(Value::as_i64),
            texts: texts("/seen/texts"),
            fields: texts("/seen/fields"),
        })
    }

    fn shows(&self, what: &What) -> bool {
        match what {
            What::Field(name) => self.fields.contains(name),
            What::Code { code, text } => {
                let message = Message::of(text);
                self.code == Some(*code) && self.texts.iter().any(|text| message.is(text))
            }
        }
    }
}
