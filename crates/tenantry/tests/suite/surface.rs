//! What is open to callers, as text: a change of it shows in the difference of a snapshot.
mod document;

use crate::world::World;
use platform::{Failure, Mount, Mounted, Needs, Operation, PIPELINE_FAILURES, Privilege, Surface};
use serde_json::Value;
use std::{collections::BTreeSet, sync::Arc};

#[test]
fn the_operations_are_those_of_the_snapshot() {
    insta::assert_snapshot!(all(declaration));
}

#[test]
fn the_failures_of_each_operation_are_those_of_the_snapshot() {
    let by_themselves = format!("every operation of a tenant\n{}", lines(PIPELINE_FAILURES.iter().map(failure)));
    insta::assert_snapshot!([by_themselves, all(failures)].join("\n"));
}

#[test]
fn the_document_of_tenants_is_that_of_the_snapshot() {
    insta::assert_snapshot!(document::shown(&document("/openapi.json")));
}

#[test]
fn the_document_of_the_operator_is_that_of_the_snapshot() {
    insta::assert_snapshot!(document::shown(&document("/openapi.json?edition=operator")));
}

fn document(path: &str) -> Value {
    World::new().send("GET", path, &[], &Value::Null).is(200).body
}

/// A block for each declared operation, in the order of declaration.
fn all(shown: fn(&Operation) -> String) -> String {
    let world = World::new();
    let mut names = BTreeSet::new();
    let is_first = |mounted: &&Arc<Mounted>| names.insert(name(&mounted.operation));
    let operations: Vec<&Arc<Mounted>> = world.platform.mounted().iter().filter(is_first).collect();
    operations
        .iter()
        .map(|at| format!("{}\n{}", name(&at.operation), shown(&at.operation)))
        .collect::<Vec<_>>()
        .join("\n")
}

fn name(operation: &Operation) -> String {
    format!("{} {}{}", operation.method, operation.surface.root(), operation.path)
}

fn declaration(operation: &Operation) -> String {
    let scopes = match operation.needs {
        Needs::Nothing => "none".to_owned(),
        Needs::Regular(scope) => format!("{scope} at the level of the call"),
        Needs::AccountWide(scope) => format!("{scope} at the level of the call, not for apps of users"),
        Needs::MasterOnly(scope) => format!("{scope}:master"),
    };
    let any_of = |list: &[Privilege]| list.iter().map(|privilege| privilege.name()).collect::<Vec<_>>().join(" or ");
    let told = [
        ("summary", operation.summary.to_owned()),
        ("scope", scopes),
        ("privileges", any_of(operation.privileges)),
        ("of users of apps", any_of(operation.family())),
        ("rate", format!("{:?}", operation.rate)),
        ("success", operation.shape.status.to_string()),
        ("flags", flags(operation).join(", ")),
    ];
    lines(told.into_iter().filter(|(_, text)| !text.is_empty()).map(|(name, text)| format!("{name}: {text}")))
}

fn flags(operation: &Operation) -> Vec<String> {
    let flags = [
        (operation.mount == Mount::Both, "on both faces"),
        (operation.surface == Surface::Tenants && operation.mount == Mount::Account, "on the prefixed face"),
        (operation.shape.paging.is_some(), "in pages"),
        (operation.writes(), "writes"),
        (operation.one_statement, "one statement"),
        (operation.reads_much, "reads much"),
        (operation.masters_only, "masters only"),
        (operation.paid_only.is_some(), "paid accounts only"),
        (operation.while_self_paying, "while self-paying"),
        (operation.on_second_level, "on second-level masters"),
    ];
    let mut flags: Vec<String> = flags.iter().filter(|(is_so, _)| *is_so).map(|(_, text)| (*text).to_owned()).collect();
    flags.extend(operation.second.map(|second| format!("second account in {second:?}")));
    flags.extend(operation.silent.map(|reason| format!("no event: {reason}")));
    flags
}

fn failures(operation: &Operation) -> String {
    lines(operation.failures.iter().chain(&operation.paid_only).map(failure))
}

fn failure(failure: &Failure) -> String {
    let Failure { status, code, message, inside_200, error } = failure;
    let inside = if *inside_200 { ", printed inside 200" } else { "" };
    match *error {
        "" => format!("{status} {code}{inside}: {message}"),
        error => format!("{status} {error}{inside}: {message}"),
    }
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.map(|line| format!("  {line}\n")).collect()
}
