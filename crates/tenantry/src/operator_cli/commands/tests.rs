//! Every operation of the operator plane has a command, and every field of a body an option.
use super::{Call, Command};
use crate::wire;
use clap::Parser;
use platform::{Operation, Surface};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

#[derive(Parser)]
struct Line {
    #[command(subcommand)]
    command: Command,
}

/// Every command with all of its options.
const LINES: &[&str] = &[
    "account list",
    "account show A",
    "account tree A",
    "account create --email e --first-name f --last-name l --name n --parent p --master --type Pro --world w --password p",
    "account master A on",
    "account manages A off",
    "account cust-create A on",
    "account close A",
    "plan show A",
    "plan set A --type Pro --seats 1 --basic-limit 2 --addon webinar_500=3 --bulk-license --start s --end e",
    "billing invoices A --from f --to t",
    "billing pay A I -5 --currency USD --reference r",
    "billing void A I",
    "billing ledger A",
    "billing statement A --from f --to t",
    "billing contact A",
    "billing set-contact A --first-name f --last-name l --email e --phone-number p --address a --apt b --city c --state s --zip z --country US",
    "billing terms A",
    "billing set-terms A --currency USD --payment-days 3 --tax-id t --may-add-plans on",
    "app list A",
    "app create A --kind oauth --name n --scope s --classic --creator u --redirect-uri r --public --device",
    "app scopes A B --scope s --creator u",
    "app install A B --user-id u",
    "app uninstall A B",
    "app redirects A B r",
    "app device A B on",
    "app scopes A B",
    "app enable A B",
    "app disable A B",
    "app delete A B",
    "app user-token A --client-id c --user-id u",
    "access-key inspect A --key k",
    r#"provide summary-templates A U [{"name":"n","description":"d"}]"#,
    r#"provide meeting-templates A U [{"name":"n"}]"#,
    r#"provide devices A U [{"device_name":"d"}]"#,
    "user lock A U on",
    "user forget-second-factor A U",
    "identity-provider show A",
    "identity-provider set A --vanity v --issuer i --client-id c --client-secret s --creates-users",
    "identity-provider remove A",
    "domain list A",
    "domain add A d --pending",
    "domain add A d",
    "domain remove A d",
    "domain trust A d e",
    "transfer-code mint A --email e --master-number 1 --expires-in-seconds 2",
    "transfer-code switch-off A",
    "mail list --account A --to b@c.example",
    "mail show M",
    "world list",
    "world show W",
    "world create n",
    "world advance W 1",
    "world set W m",
    "world stop W",
    "world start W",
    "events --after 1 --limit 2",
];

fn calls() -> impl Iterator<Item = Call> {
    LINES.iter().map(|line| {
        let words = ["operator"].into_iter().chain(line.split(' '));
        Line::try_parse_from(words).unwrap_or_else(|error| panic!("{line}: {error}")).command.call()
    })
}

/// What a line calls whose word at this place is another; `None` where a command does not take it.
fn with_another(line: &str, place: usize, word: &str) -> Option<Call> {
    let words = line.split(' ').enumerate().map(|(at, stood)| if at == place { word } else { stood });
    Line::try_parse_from(["operator"].into_iter().chain(words)).ok().map(|line| line.command.call())
}

/// Every call of which one word is another.
fn calls_with(word: &str) -> impl Iterator<Item = (Call, Call)> {
    LINES.iter().zip(calls()).flat_map(move |(line, usual)| {
        let changed = (0..line.split(' ').count()).filter_map(move |place| with_another(line, place, word));
        changed.map(|call| (call, usual.clone())).collect::<Vec<_>>()
    })
}

fn operations() -> Vec<Arc<Operation>> {
    let all = wire::apis().into_iter().flat_map(|api| api.operations);
    all.filter(|operation| operation.surface == Surface::Operator).collect()
}

fn is_of(call: &Call, operation: &Operation) -> bool {
    let path = call.path.split('?').next().unwrap_or_default();
    let (asked, declared) = (path.split('/'), operation.path.split('/'));
    let fits = asked.clone().zip(declared.clone()).all(|(word, name)| word == name || name.starts_with('{'));
    call.method == operation.method && asked.count() == declared.count() && fits
}

#[test]
fn every_operation_of_the_operator_plane_has_a_command_and_every_command_an_operation() {
    let (operations, calls) = (operations(), calls().collect::<Vec<_>>());
    assert!(operations.len() > 20);
    for operation in &operations {
        assert!(calls.iter().any(|call| is_of(call, operation)), "no command for {}", operation.key());
    }
    for call in &calls {
        assert!(operations.iter().any(|operation| is_of(call, operation)), "no operation for {call:?}");
    }
}

#[test]
fn what_is_given_leads_a_command_to_no_other_place() {
    let operations = operations();
    let mut held = 0;
    for (call, usual) in calls_with("x/y?z=1&z=2#z%2f") {
        let operation = operations.iter().find(|operation| is_of(&usual, operation)).unwrap();
        assert!(is_of(&call, operation), "{call:?} is not {}", operation.key());
        let (path, query) = call.path.split_once('?').unwrap_or((&call.path, ""));
        assert!(!path.contains('#') && !query.contains('#'), "{call:?}");
        assert!(form_urlencoded::parse(query.as_bytes()).all(|(name, _)| name != "z"), "{call:?}");
        held += 1;
    }
    assert!(held > 60, "{held}");
}

#[test]
fn a_segment_of_a_path_says_what_was_given() {
    let lock = |user: &str| with_another("user lock A U on", 3, user).map(|call| call.path);
    for (given, written) in [
        ("Ab0-_.~", "Ab0-_.~"),
        ("...", "..."),
        ("ann@op.example", "ann%40op.example"),
        ("a%41b@op.example", "a%2541b%40op.example"),
        ("a+b c", "a%2Bb%20c"),
        ("é", "%C3%A9"),
        ("../../B", "..%2F..%2FB"),
    ] {
        assert_eq!(lock(given), Some(format!("/accounts/A/users/{written}/lock")));
    }
    for nobody in ["", ".", ".."] {
        assert_eq!(lock(nobody), None, "{nobody:?}");
    }
}

#[test]
fn what_is_empty_is_left_out_of_no_path() {
    for (call, _) in calls_with("") {
        let path = call.path.split('?').next().unwrap();
        assert!(!path.contains("//") && !path.ends_with('/'), "{call:?}");
    }
}

#[test]
fn every_field_of_a_body_can_be_given() {
    let operations = operations();
    let mut given: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for call in calls() {
        let operation = operations.iter().find(|operation| is_of(&call, operation)).unwrap();
        let fields = call.body.as_object().into_iter().flat_map(|body| body.keys().cloned());
        given.entry(operation.key()).or_default().extend(fields);
    }
    for operation in &operations {
        let Some(body) = &operation.shape.body else { continue };
        let fields = body.schema().unwrap().document().pointer("/properties").and_then(Value::as_object).unwrap();
        let fields: BTreeSet<String> = fields.keys().cloned().collect();
        assert_eq!(given[&operation.key()], fields, "{}", operation.key());
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[test]
fn what_a_command_sends_is_of_the_kind_that_its_operation_takes() {
    let operations = operations();
    let mut held = 0;
    for call in calls() {
        let operation = operations.iter().find(|operation| is_of(&call, operation)).unwrap();
        let Some(body) = &operation.shape.body else { continue };
        let document = body.schema().unwrap().document();
        for (field, value) in call.body.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
            let Some(kinds) = document.pointer(&format!("/properties/{field}/type")) else { continue };
            let taken =
                kinds == kind(value) || kinds.as_array().is_some_and(|kinds| kinds.contains(&kind(value).into()));
            assert!(taken, "{field} of {} is {kinds}, and not {value}", operation.key());
            held += 1;
        }
    }
    assert!(held > 50, "{held}");
}
