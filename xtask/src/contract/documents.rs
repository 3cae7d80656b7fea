//! What the published documents say of an operation, as their reader prints it.
use super::page::What;
use crate::{
    fault::{Fault, Result},
    program,
};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const ACCOUNT: &str = "/accounts/{accountId}";
/// What both editions of the documents name alike below an account.
const MIRRORED: [&str; 8] =
    ["/contacts", "/data_requests", "/divisions", "/groups", "/information_barriers", "/roles", "/scim2", "/users"];

/// The fields and codes of each operation, whatever edition names them.
pub struct Documents(BTreeMap<String, Vec<What>>);

impl Documents {
    /// # Errors
    /// When the reader fails.
    pub fn of(folder: &Path, operations: &[String]) -> Result<Self> {
        let mut documents = BTreeMap::new();
        let is_served = |key: &str| operations.contains(&bare(key));
        for (operation, field) in fields(folder, is_served)? {
            add(&mut documents, operation, What::Field(field));
        }
        for (operation, what) in codes(folder, is_served)? {
            add(&mut documents, operation, what);
        }
        Ok(Documents(documents))
    }

    pub fn of_operation(&self, operation: &str) -> Vec<What> {
        self.0.get(operation).cloned().unwrap_or_default()
    }
}

/// Both editions say most things, sometimes with other names for the same value.
fn add(documents: &mut BTreeMap<String, Vec<What>>, operation: String, what: What) {
    let known = documents.entry(operation).or_default();
    if !known.iter().any(|other| is_same(other, &what)) {
        known.push(what);
    }
}

fn is_same(a: &What, b: &What) -> bool {
    match (a, b) {
        (What::Code { code: a, text: one }, What::Code { code: b, text: other }) => {
            a == b && Message::of(one) == Message::of(other)
        }
        _ => a == b,
    }
}

/// The reader lists what a log has not shown: of a log that shows nothing, that is every field.
fn fields(folder: &Path, is_served: impl Fn(&str) -> bool) -> Result<Vec<(String, String)>> {
    let listed = program::output(Command::new(reader(folder)).arg("list"))?;
    let mut log = String::new();
    for (product, key) in listed.lines().filter_map(product_and_key).filter(|(_, key)| is_served(key)) {
        let row = json!({"method": "", "path": "", "status": 200, "face": "direct", "product": product,
                         "operation": key, "faults": [], "seen": []});
        log += &format!("{row}\n");
    }
    let file = tempfile::NamedTempFile::new().map_err(Fault::at(folder))?;
    fs::write(file.path(), log).map_err(Fault::at(file.path()))?;
    let report = program::output(Command::new(reader(folder)).args(["report", "--fields"]).arg(file.path()))?;
    let unseen = unseen(&report).into_iter();
    Ok(unseen.flat_map(|(_, key, fields)| fields.into_iter().map(move |field| (bare(&key), field))).collect())
}

/// The lines of a report about fields that were never seen: product, operation, fields.
pub fn unseen(report: &str) -> Vec<(String, String, Vec<String>)> {
    let lines = report.lines().filter_map(|line| line.strip_prefix("never seen  "));
    let read = |line: &str| {
        let (product, rest) = line.split_once(' ')?;
        let (key, fields) = rest.split_once(": [")?;
        // `$.users`, and `$[].name` where the answer itself is a list.
        let name = |field: &str| field.trim_matches(['\'', '$']).trim_start_matches('.').to_owned();
        let fields = fields.trim_end_matches(']').split(", ").map(name).collect();
        Some((product.to_owned(), key.to_owned(), fields))
    };
    lines.filter_map(read).collect()
}

fn product_and_key(line: &str) -> Option<(&str, String)> {
    let mut words = line.split_whitespace();
    let (product, method, path) = (words.next()?, words.next()?, words.next()?);
    Some((product, format!("{method} {path}")))
}

fn codes(folder: &Path, is_served: impl Fn(&str) -> bool) -> Result<Vec<(String, What)>> {
    let listed = program::output(Command::new(reader(folder)).arg("errors"))?;
    let read = |line: &str| {
        let mut columns = line.split('\t').skip(1);
        let (key, _, code, text) = (columns.next()?, columns.next()?, columns.next()?, columns.next()?);
        let what = What::Code { code: code.parse().ok()?, text: plain(text) };
        is_served(key).then(|| (bare(key), what))
    };
    Ok(listed.lines().filter_map(read).collect())
}

/// Without marks of the documents' own form.
fn plain(text: &str) -> String {
    let bare: String = text.replace("&quot;", "\"").chars().filter(|sign| !['`', '*', '|'].contains(sign)).collect();
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub fn reader(folder: &Path) -> PathBuf {
    folder.join("tools/contract")
}

/// The operation without the account before its path, as both editions of the documents name it.
pub fn bare(key: &str) -> String {
    match key.split_once(ACCOUNT) {
        Some((method, rest)) if MIRRORED.iter().any(|path| rest.starts_with(path)) => {
            format!("{method}{rest}")
        }
        _ => key.to_owned(),
    }
}

/// The operations of tenants in an OpenAPI document of our own with what it says of them, in its order: those that answer
/// on both faces twice.
///
/// # Errors
/// When it is no such document.
pub fn served(document: &str) -> Result<Vec<(String, Value)>> {
    let document: Value = serde_json::from_str(document).map_err(|error| Fault::new(format!("openapi: {error}")))?;
    let paths = document.get("paths").and_then(Value::as_object);
    let mut operations = Vec::new();
    for (path, methods) in paths.into_iter().flatten() {
        let outside = path.starts_with("/scim2/").then_some(path.as_str());
        let Some(path) = path.strip_prefix("/v2").or(outside) else { continue };
        for (method, entry) in methods.as_object().into_iter().flatten() {
            operations.push((bare(&format!("{} {path}", method.to_uppercase())), entry.clone()));
        }
    }
    Ok(operations)
}

/// A documented message, whose names stand for values.
#[derive(Debug, PartialEq, Eq)]
pub struct Message(Vec<String>);

impl Message {
    pub fn of(text: &str) -> Self {
        let plain = plain(text);
        let (mut parts, mut rest) = (vec![String::new()], plain.as_str());
        while let Some(sign) = rest.chars().next() {
            if let Some(after) = after_name(rest) {
                parts.push(String::new());
                rest = after;
            } else {
                parts.last_mut().into_iter().for_each(|part| part.push(sign));
                rest = rest.get(sign.len_utf8()..).unwrap_or_default();
            }
        }
        parts.last_mut().into_iter().for_each(|last| *last = last.trim_end_matches('.').to_owned());
        Message(parts)
    }

    /// Whether a text that was answered is this message with values.
    pub fn is(&self, text: &str) -> bool {
        let text = plain(text);
        let [first, between @ .., last] = self.0.as_slice() else {
            return self.0.iter().all(|only| *only == text.trim_end_matches('.'));
        };
        let inner =
            text.trim_end_matches('.').strip_prefix(first.as_str()).and_then(|text| text.strip_suffix(last.as_str()));
        let after = |text: &str, part: &String| text.split_once(part.as_str()).map(|(_, after)| after.to_owned());
        inner.is_some_and(|inner| between.iter().try_fold(inner.to_owned(), |text, part| after(&text, part)).is_some())
    }
}

/// What follows the name of a value (`{name}`, `$name`, `{$name}`), if the text begins with one.
fn after_name(text: &str) -> Option<&str> {
    let is_name = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
    if let Some((name, after)) = text.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
        return name.trim_start_matches('$').chars().all(is_name).then_some(after);
    }
    let inner = text.strip_prefix('$').filter(|inner| inner.starts_with(is_name))?;
    Some(inner.trim_start_matches(is_name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_known_whatever_its_values_are() {
        let message = Message::of("Email \"$email\" has {$count} of {0} in `it`.");
        assert!(message.is("Email \"a@b.co\" has 7 of 9 in it."));
        assert!(message.is("Email \"a@b.co\" has 7 of 9 in `it`"));
        assert!(!message.is("Email \"a@b.co\" has 7 in it."));
        assert!(
            Message::of("No permission.").is("No permission")
                && !Message::of("No permission.").is("No permission at all")
        );
    }

    #[test]
    fn names_of_values_do_not_tell_messages_apart() {
        assert_eq!(
            Message::of("Account does not exist: $accountId"),
            Message::of("Account does not exist: {subAccountId}.")
        );
        assert_eq!(Message::of("Bad plan: {plan_code}"), Message::of("Bad plan: $planCode"));
    }

    #[test]
    fn an_operation_has_one_name_on_both_faces() {
        assert_eq!(bare("GET /accounts/{accountId}/roles/{roleId}"), "GET /roles/{roleId}");
        assert_eq!(bare("GET /accounts/{accountId}"), "GET /accounts/{accountId}");
        assert_eq!(bare("PUT /accounts/{accountId}/owner"), "PUT /accounts/{accountId}/owner");
    }
}
