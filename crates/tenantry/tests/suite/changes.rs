//! Each change leaves its event, whatever the operation; what changes nothing leaves none.
use crate::{
    walk::{self, Effect, Step},
    world::World,
};
use serde_json::Value;
use std::collections::BTreeMap;

#[test]
fn each_change_leaves_its_event_on_every_account_that_it_is_made_on_and_in_the_name_of_who_called() {
    let world = World::new();
    for step in walk::whole(&world).iter().filter(|step| is_told(step)) {
        for account in &step.on {
            let is_on = |event: &&Value| event["account_id"].as_str().unwrap_or_default() == account;
            assert!(step.events.iter().any(|event| is_on(&event)), "nothing on {account}: {}", shown(step));
        }
        for event in &step.events {
            assert_eq!(event["by"], step.by, "{}", shown(step));
            assert!(event["payload"].is_object(), "{event}");
        }
    }
}

#[test]
fn reading_leaves_no_event_nor_does_a_call_that_finds_everything_as_it_should_be() {
    let world = World::new();
    let steps = walk::whole(&world);
    let told: Vec<String> = steps.iter().filter(|step| !is_told(step) && !step.events.is_empty()).map(shown).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn the_events_of_an_object_follow_its_version() {
    let world = World::new();
    let mut versions: BTreeMap<String, i64> = BTreeMap::new();
    let steps = walk::whole(&world);
    for event in steps.iter().flat_map(|step| &step.events) {
        let version = event["version"].as_i64().expect("a version");
        let before = versions.insert(object(event), version);
        assert!(before.is_none_or(|before| before < version), "{before:?} before {event}");
    }
}

/// A change that readers of the log are told of: tokens alone are issued and revoked in silence.
fn is_told(step: &Step) -> bool {
    let operation = &step.mounted.operation;
    operation.writes() && operation.silent.is_none() && step.effect == Effect::Change
}

/// What an event is about, by the first word of its name. System roles have the same ids in every account.
fn object(event: &Value) -> String {
    let name = event["name"].as_str().expect("a name");
    let kind = name.split('.').next().unwrap_or_default();
    let account = if kind == "role" { &event["account_id"] } else { &Value::Null };
    format!("{kind} {} {account}", event["object_id"])
}

fn shown(step: &Step) -> String {
    format!("{}\n{:#}", step.answer.request, Value::from(step.events.clone()))
}
