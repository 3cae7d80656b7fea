//! How long a browser stays signed in, and what ends it before.
use super::{Browser, HOME, SIGN_IN, browser::csrf};
use crate::{
    data_requests::told,
    users::{PASSWORD, count_events, managed_domain, person, renewed},
    world::{HOUR, World},
};
use serde_json::{Value, json};

const TO_SIGN_IN: &str = "/pages/signin?to=%2Fpages%2Faccount";

#[test]
fn signing_out_ends_the_session_and_no_other() {
    let world = World::new();
    let master = world.master();
    let (id, email) = person(&master, "ann");
    let [here, there] = [(); 2].map(|()| Browser::new(&world).signs_in(&email, PASSWORD));
    let copy = here.clone();
    here.submit(HOME, "/pages/signout", &[]).goes_to(SIGN_IN);
    assert_eq!(here.cookie("session"), None);
    assert!(!copy.is_signed_in() && there.is_signed_in());
    assert_eq!(count_events(&world, &id, "user.signed_out"), 1);
    here.post("/pages/signout", &[]).goes_to(SIGN_IN);
    assert_eq!(count_events(&world, &id, "user.signed_out"), 1);
}

#[test]
fn signing_out_everywhere_ends_all_of_them_and_what_programs_were_given() {
    let world = World::new();
    let master = world.master();
    let [(id, ann), (_, bob)] = ["ann", "bob"].map(|name| person(&master, name));
    let [here, there] = [(); 2].map(|()| Browser::new(&world).signs_in(&ann, PASSWORD));
    let other = Browser::new(&world).signs_in(&bob, PASSWORD);
    let program = master.user_signed_in(&id);
    program.get("/roles").is(400);
    here.submit(HOME, "/pages/signout", &[("everywhere", "true")]).goes_to(SIGN_IN);
    assert!(!here.is_signed_in() && !there.is_signed_in() && other.is_signed_in());
    program.get("/roles").is(401);
}

#[test]
fn what_ends_the_sessions_of_a_user_signs_its_browsers_out() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Pro", 5);
    let domain = managed_domain(&master);
    let changes: [(&str, &str, Value); 6] = [
        ("PUT", "/status", json!({"action": "deactivate"})),
        ("PUT", "/password", json!({"password": "Another-7-pass"})),
        ("PUT", "/email", json!({"email": format!("new@{domain}")})),
        ("PUT", "/account", json!({"account_id": sub.id})),
        ("DELETE", "?action=delete", Value::Null),
        ("DELETE", "/token", Value::Null),
    ];
    for (method, path, body) in changes {
        let (id, email) = person(&master, "ann");
        let browser = Browser::new(&world).signs_in(&email, PASSWORD);
        let changed = match path {
            "/account" => master.on(&master).send(method, &format!("/users/{id}{path}"), body),
            _ => master.actor.send(method, &format!("/users/{id}{path}"), body),
        };
        changed.is(204);
        browser.get(HOME).goes_to(TO_SIGN_IN);
        if path == "/status" {
            master.put(&format!("/users/{id}/status"), json!({"action": "activate"})).is(204);
            assert!(!browser.is_signed_in(), "a session came back");
        }
    }
}

#[test]
fn a_lock_of_the_operator_and_the_end_of_an_account_sign_out() {
    let world = World::new();
    let account = world.free_standing();
    account.plan("Business", 10);
    let (id, email) = person(&account, "ann");
    let browser = Browser::new(&world).signs_in(&email, PASSWORD);
    account.operate("PUT", &format!("/users/{id}/lock"), json!({"on": true})).is(200);
    assert!(!browser.is_signed_in());
    let (_, email) = person(&account, "bob");
    let browser = Browser::new(&world).signs_in(&email, PASSWORD);
    account.operate("DELETE", "", Value::Null);
    assert!(!browser.is_signed_in());
}

#[test]
fn a_link_that_sets_another_password_signs_out() {
    let world = World::new();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    let browser = Browser::new(&world).signs_in(&email, PASSWORD);
    world.asks_for_reset(&email).is(200);
    world.submit(&world.link_to(&email), &[("password", "Another-7-pass")]).is(200);
    assert!(!browser.is_signed_in());
    Browser::new(&world).try_password(&email, PASSWORD).is(403);
    Browser::new(&world).signs_in(&email, "Another-7-pass");
}

#[test]
fn a_session_lasts_twelve_hours_on_the_clock_of_its_world() {
    let world = World::new();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    let browser = Browser::new(&world).signs_in(&email, PASSWORD);
    world.advance(12 * HOUR - 1);
    assert!(browser.is_signed_in());
    world.advance(1);
    browser.get(HOME).goes_to(TO_SIGN_IN);
}

#[test]
fn a_session_that_is_over_goes_with_those_that_begin() {
    let world = World::new();
    let master = world.master();
    let (id, email) = person(&master, "ann");
    let browser = Browser::new(&world).signs_in(&email, PASSWORD);
    world.advance(12 * HOUR);
    Browser::new(&world).signs_in(&email, PASSWORD);
    assert!(!browser.is_signed_in());
    assert_eq!(count_events(&world, &id, "user.signed_out"), 0);
    let kept = told(&world, &renewed(&master).actor, &email)["data"]["browsers"].clone();
    let begun: Vec<_> = kept.as_array().unwrap().iter().map(|session| &session["created_at"]).collect();
    assert_eq!(begun, ["2026-01-01T12:00:00Z"]);
}

#[test]
fn a_form_is_of_no_use_after_its_session() {
    let world = World::new();
    let master = world.master();
    let (id, email) = person(&master, "ann");
    let browser = Browser::new(&world).signs_in(&email, PASSWORD);
    let form = csrf(&browser.get(HOME));
    browser.submit(HOME, "/pages/signout", &[]).is(303);
    let browser = browser.signs_in(&email, PASSWORD);
    browser.post("/pages/signout", &[("csrf", &form)]).is(403);
    assert!(browser.is_signed_in());
    assert_eq!(count_events(&world, &id, "user.signed_out"), 1);
}
