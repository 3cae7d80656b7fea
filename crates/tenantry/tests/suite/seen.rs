//! What each test has seen of each operation: written down where `TENANTRY_SEEN` names a file.
use crate::answer::Answer;
use parking_lot::Mutex;
use platform::Mounted;
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    fs::{File, OpenOptions},
    io::Write,
    sync::OnceLock,
};

/// The file, and the lines that are in it.
struct Notes {
    file: File,
    lines: BTreeSet<String>,
}

/// Writes a line for what is new in an answer: the test, the operation, and the fields of a success or code and texts of
/// a refusal.
pub fn note(mounted: &Mounted, answer: &Answer) {
    let Some(notes) = notes().filter(|_| mounted.operation.surface.is_of_accounts()) else { return };
    // A test's thread bears its name.
    let thread = std::thread::current();
    let Some(test) = thread.name().filter(|name| name.contains("::")) else { return };
    // In provisioning the code is the status, which is a text.
    let status = || answer.body["status"].as_str()?.parse::<i64>().ok().map(Value::from);
    let seen = match answer.body.get("code").cloned().or_else(status) {
        Some(code) => json!({"code": code, "texts": texts(&answer.body)}),
        None => json!({"fields": fields(&answer.body)}),
    };
    let line = json!({"test": test, "operation": mounted.operation.key(), "seen": seen}).to_string();
    let mut notes = notes.lock();
    if notes.lines.insert(line.clone()) {
        writeln!(notes.file, "{line}").expect("the file of what was seen");
    }
}

fn notes() -> Option<&'static Mutex<Notes>> {
    static NOTES: OnceLock<Option<Mutex<Notes>>> = OnceLock::new();
    let open = || {
        let path = std::env::var("TENANTRY_SEEN").ok()?;
        let file = OpenOptions::new().create(true).append(true).open(path).expect("the file of what was seen");
        Some(Mutex::new(Notes { file, lines: BTreeSet::new() }))
    };
    NOTES.get_or_init(open).as_ref()
}

/// The message of a refusal, and those of its fields.
fn texts(body: &Value) -> Vec<&str> {
    let of_fields = body["errors"].as_array().into_iter().flatten().filter_map(|error| error["message"].as_str());
    body["message"].as_str().or(body["detail"].as_str()).into_iter().chain(of_fields).collect()
}

/// The dotted names of all fields; `[]` stands for the items of a list.
fn fields(body: &Value) -> BTreeSet<String> {
    fn walk(value: &Value, at: &str, fields: &mut BTreeSet<String>) {
        match value {
            Value::Object(object) => {
                for (name, value) in object {
                    let path = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
                    walk(value, &path, fields);
                    fields.insert(path);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, &format!("{at}[]"), fields)),
            _ => {}
        }
    }
    let mut names = BTreeSet::new();
    walk(body, "", &mut names);
    names
}
