//! What is of the right kind and refused all the same: for the plan of the account, or for what stands beside it.
use super::*;
use crate::users::person_of;

const AUTO_SECURITY: &str = "meeting_security.auto_security";
const NOT_OF_PLAN: &str = "This setting can only be disabled by Enterprise, ISV, Business (with more than 100 licenses), and Education accounts.";
const NO_ANSWERS: &str = "A question of the type short has no answers to choose from.";

/// The body that asks for some protection of every meeting, or for none.
fn protects(is_on: bool) -> Value {
    json!({"meeting_security": {"auto_security": is_on}})
}

/// The settings of the account, of a group and of a user, by what follows their paths.
fn all(account: &Account<'_>, below: &str) -> [String; 3] {
    let (user, _) = person_of(account, "ann", 2);
    let group = group(account, "Sales");
    ["accounts/me", &format!("groups/{group}"), &format!("users/{user}")].map(|holder| format!("/{holder}/{below}"))
}

#[test]
fn meetings_are_left_open_on_the_plans_that_the_documents_name() {
    let world = World::new();
    let master = world.master();
    let paths = all(&master, "settings?option=meeting_security");
    for (plan, seats, is_taken) in [
        ("Business", 99, false),
        ("Business", 100, false),
        ("Business", 101, true),
        ("Pro", 101, false),
        ("Enterprise", 50, true),
        ("Education", 50, true),
        ("API Partner", 50, true),
    ] {
        master.plan(plan, seats);
        for path in &paths {
            let answer = master.patch(path, protects(false));
            if is_taken {
                answer.is(204);
            } else {
                refuses(answer, &[(AUTO_SECURITY, NOT_OF_PLAN)]);
            }
            master.patch(path, protects(true)).is(204);
        }
    }
}

#[test]
fn meetings_that_are_open_stay_so_when_the_plan_becomes_smaller() {
    let world = World::new();
    let master = world.master();
    let paths = all(&master, "settings?option=meeting_security");
    master.plan("Business", 101);
    master.patch(&paths[0], protects(false)).is(204);
    master.plan("Business", 100);
    for path in &paths {
        assert_eq!(master.get(path).is(200)["meeting_security"]["auto_security"], false);
        master.patch(path, protects(false)).is(204);
    }
    master.patch(&paths[0], protects(true)).is(204);
    refuses(master.patch(&paths[0], protects(false)), &[(AUTO_SECURITY, NOT_OF_PLAN)]);
}

#[test]
fn a_question_that_is_answered_in_words_has_no_answers_to_choose_from() {
    let world = World::new();
    let master = world.master();
    let [account, group, _] = all(&master, "settings/registration?type=webinar");
    let ask = |path: &str, kind: &str, answers: Value| {
        let question = |kind: &str, answers: Value| json!({"title": "Why?", "type": kind, "answers": answers});
        let questions = [question("single_radio", json!(["For fun", "For work"])), question(kind, answers)];
        master.patch(path, json!({ "custom_questions": questions }))
    };
    for path in [&account, &group] {
        let before = master.get(path).is(200).body;
        refuses(ask(path, "short", json!(["Yes"])), &[("custom_questions[1].answers", NO_ANSWERS)]);
        assert_eq!(master.get(path).is(200).body, before);
        for (kind, answers) in [("short", json!([])), ("multiple", json!(["Yes"])), ("single_dropdown", json!([]))] {
            ask(path, kind, answers).is(204);
        }
    }
}

#[test]
fn the_lock_of_a_group_takes_no_addresses() {
    let world = World::new();
    let master = world.master();
    let path = format!("/groups/{}/lock_settings", group(&master, "Sales"));
    let lock = |addresses: Value| {
        let control = json!({"enable": true, "ip_addresses_or_ranges": addresses});
        master.patch(&path, json!({"recording": {"ip_address_access_control": control}}))
    };
    let is_locked = || master.get(&path).is(200)["recording"]["ip_address_access_control"]["enable"].clone();
    let field = "recording.ip_address_access_control.ip_addresses_or_ranges";
    let reason = "A lock has no addresses: they are among the settings of the group.";
    refuses(lock(json!("10.0.0.1")), &[(field, reason)]);
    assert_eq!(is_locked(), false);
    lock(Value::Null).is(204);
    assert_eq!(is_locked(), true);
}
