//! What is declared of an operation, held to what the documents print: its rate limit label, and the scopes that do.
use super::documents::{bare, reader, served};
use crate::{fault::Result, program};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    process::Command,
};

/// What an operation asks of its callers, on whichever face.
#[derive(Debug, Default, PartialEq, Eq)]
struct Declared {
    label: String,
    granular: BTreeSet<String>,
}

/// Every label that differs, and every scope that is published and does not do. `document` is our own.
///
/// # Errors
/// When the reader fails, or `document` is none.
pub fn faults(folder: &Path, document: &str) -> Result<Vec<String>> {
    let declared = declared(document)?;
    let listed = program::output(Command::new(reader(folder)).arg("list"))?;
    let of_line = |line: &str| {
        let (operation, published) = published(line)?;
        let declared = declared.get(&operation)?;
        Some(declared.lacks(&operation, &published).into_iter().map(move |what| format!("{operation}: {what}")))
    };
    Ok(listed.lines().filter_map(of_line).flatten().collect::<BTreeSet<String>>().into_iter().collect())
}

fn declared(document: &str) -> Result<BTreeMap<String, Declared>> {
    let mut all: BTreeMap<String, Declared> = BTreeMap::new();
    for (operation, entry) in served(document)? {
        let known = all.entry(operation).or_default();
        let label = entry.get("x-rate-limit-label").and_then(Value::as_str);
        known.label = label.unwrap_or_default().to_owned();
        let ways = entry.get("security").and_then(Value::as_array).into_iter().flatten();
        let scopes = ways.filter_map(|way| way.get("granular")?.as_array()).flatten();
        known.granular.extend(scopes.filter_map(Value::as_str).map(str::to_owned));
    }
    Ok(all)
}

/// A line of the list: product, method, path, label, scopes, title.
fn published(line: &str) -> Option<(String, Declared)> {
    let mut words = line.split_whitespace().skip(1);
    let (method, path) = (words.next()?, words.next()?);
    let mut label = Vec::new();
    let scopes = loop {
        match words.next()? {
            scopes if scopes == "-" || scopes.contains(':') => break scopes,
            word => label.push(word),
        }
    };
    let granular = scopes.split(',').filter(|scope| *scope != "-").map(str::to_owned).collect();
    Some((bare(&format!("{method} {path}")), Declared { label: label.join(" "), granular }))
}

impl Declared {
    fn lacks(&self, operation: &str, published: &Declared) -> Vec<String> {
        let missing = published.granular.difference(&self.granular).filter(|scope| is_open_to(operation, scope));
        let mut faults: Vec<String> = missing.map(|scope| format!("{scope} does not do")).collect();
        if !published.label.is_empty() && published.label != self.label {
            faults.push(format!("it is {} and published as {}", self.label, published.label));
        }
        faults
    }
}

/// An app that a user added acts on that user alone: its scopes open no operation that is not about one.
fn is_open_to(operation: &str, scope: &str) -> bool {
    let is_of_a_user = !scope.ends_with(":admin") && !scope.ends_with(":master");
    !is_of_a_user || operation.contains(" /users/me/") || operation.contains("/{userId}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(label: &str, granular: &[&str]) -> Declared {
        Declared { label: label.to_owned(), granular: granular.iter().map(|scope| (*scope).to_owned()).collect() }
    }

    #[test]
    fn a_line_names_an_operation_with_its_label_and_scopes() {
        let line = "users  GET  /accounts/{accountId}/users/{userId}  LIGHT  user:read:user:admin,user:read:user  Get";
        let (operation, published) = published(line).unwrap();
        assert_eq!(operation, "GET /users/{userId}");
        assert_eq!(published, of("LIGHT", &["user:read:user", "user:read:user:admin"]));
        let (_, bare) = super::published("billing  GET  /billing/x  -  Without label and scopes: none").unwrap();
        assert_eq!(bare, of("", &[]));
    }

    #[test]
    fn a_label_that_differs_and_a_scope_that_does_not_do_are_faults() {
        let published = of("HEAVY", &["user:read:zak", "user:read:zak:admin"]);
        let lacking = |declared: Declared, operation: &str| declared.lacks(operation, &published).len();
        assert_eq!(lacking(of("HEAVY", &["user:read:zak", "user:read:zak:admin"]), "GET /users/me/zak"), 0);
        assert_eq!(lacking(of("LIGHT", &["user:read:zak"]), "GET /users/me/zak"), 2);
        for (operation, faults) in [("GET /users/me/zak", 1), ("GET /users/{userId}/token", 1), ("GET /users", 0)] {
            assert_eq!(lacking(of("HEAVY", &["user:read:zak:admin"]), operation), faults, "{operation}");
        }
    }
}
