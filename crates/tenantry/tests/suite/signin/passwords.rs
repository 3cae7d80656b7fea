//! Signing in with an email and a password.
use super::{Browser, FAILED, HOME, SIGN_IN, browser::csrf};
use crate::{
    answer::Answer,
    server::Setup,
    users::{PASSWORD, event, invited, person, shown},
    world::World,
};
use serde_json::{Value, json};

#[test]
fn whoever_has_the_password_is_signed_in() {
    let world = World::new();
    let master = world.master();
    let (id, email) = person(&master, "ann");
    assert_eq!(shown(&master.actor, &id)["last_login_time"], Value::Null);
    let browser = Browser::new(&world).signs_in(&email.to_uppercase(), PASSWORD);
    browser.get(HOME).is(200).says(&email);
    let event = event(&world, &id, "user.signed_in");
    assert_eq!(event["by"], json!({"kind": "user", "account_id": master.id, "user_id": id}));
    assert!(shown(&master.actor, &id)["last_login_time"].is_string());
    let listed = master.get("/users").is(200);
    let ann = listed["users"].as_array().unwrap().iter().find(|user| user["id"] == json!(id)).unwrap();
    assert_eq!(ann["last_login_time"], shown(&master.actor, &id)["last_login_time"]);
    browser.get(SIGN_IN).goes_to(HOME);
}

#[test]
fn the_form_is_one_that_programs_which_keep_passwords_know() {
    let world = World::new();
    let page = Browser::new(&world).get(SIGN_IN).is(200).page();
    for field in [
        "name=\"email\" type=\"email\" autocomplete=\"username\"",
        "name=\"password\" type=\"password\" autocomplete=\"current-password\"",
    ] {
        assert!(page.contains(field), "{page}");
    }
    assert!(!page.contains("<script") && !page.contains(" on"), "{page}");
}

/// Everybody who cannot sign in so, and why.
fn refused(world: &World) -> Vec<(String, &'static str)> {
    let master = world.master();
    let (_, active) = person(&master, "ann");
    let (idle, deactivated) = person(&master, "bob");
    master.put(&format!("/users/{idle}/status"), json!({"action": "deactivate"})).is(204);
    let (_, pending) = invited(&master, "carl");
    let (_, robot) = master.user("robot");
    let (gone, deleted) = person(&master, "dora");
    master.delete(&format!("/users/{gone}?action=delete")).is(204);
    let closed = world.free_standing();
    closed.operate("DELETE", "", Value::Null);
    vec![
        (active, "another password"),
        (deactivated, PASSWORD),
        (pending, PASSWORD),
        (robot, PASSWORD),
        (deleted, PASSWORD),
        (closed.owner_email, PASSWORD),
        (world.email("nobody"), PASSWORD),
        ("no address".to_owned(), PASSWORD),
        (String::new(), ""),
    ]
}

#[test]
fn all_who_fail_are_answered_by_the_same_bytes() {
    let world = World::new();
    let browser = Browser::new(&world);
    let page = csrf(&browser.get(SIGN_IN));
    let answers: Vec<Answer> = refused(&world)
        .iter()
        .map(|(email, password)| {
            browser.post(SIGN_IN, &[("csrf", &page), ("email", email), ("password", password)]).is(403).says(FAILED)
        })
        .collect();
    for answer in &answers {
        assert_eq!(answer.bytes, answers[0].bytes, "{answer}");
        let names = |answer: &Answer| answer.headers.keys().map(|name| name.to_string()).collect::<Vec<_>>();
        assert_eq!(names(answer), names(&answers[0]), "{answer}");
    }
    assert!(!browser.is_signed_in());
}

#[test]
fn a_password_in_an_address_is_not_looked_at() {
    let world = World::new();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    let browser = Browser::new(&world);
    let csrf = csrf(&browser.get(SIGN_IN));
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("email", &email).finish();
    let path = format!("{SIGN_IN}?{query}&password={PASSWORD}");
    browser.post(&path, &[("csrf", &csrf)]).is(403).says(FAILED);
}

#[test]
fn over_plain_http_nobody_signs_in_but_on_the_machine_itself() {
    let paths = [
        SIGN_IN,
        HOME,
        "/pages/signout",
        "/pages/managed_domain",
        "/pages/confirmation",
        "/pages/two_factor",
        "/pages/two_factor/setup",
        "/pages/two_factor/remove",
        "/pages/two_factor/recovery_codes",
        "/pages/links/unknown",
        "/pages/password",
    ];
    let world = World::with(Setup { base_url: "http://tenantry.test:8080", ..Setup::default() });
    for path in paths {
        for answer in [world.open(path), world.submit(path, &[("email", "a@b.example"), ("password", PASSWORD)])] {
            if answer.status != 405 {
                answer.is(403).says("--base-url https://tenantry.test");
            }
        }
    }
    for base_url in ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:8080"] {
        let world = World::with(Setup { base_url, ..Setup::default() });
        let cookie = world.open(SIGN_IN).is(200).header("set-cookie").to_owned();
        assert!(cookie.starts_with("visit=") && !cookie.contains("Secure"), "{cookie}");
    }
}

#[test]
fn a_plain_cookie_signs_in_on_the_machine_itself() {
    let world = World::with(Setup { base_url: "http://127.0.0.1:8080", ..Setup::default() });
    let master = world.master();
    let (_, email) = person(&master, "ann");
    Browser::new(&world).signs_in(&email, PASSWORD);
}

#[test]
fn a_password_of_any_length_is_taken_and_one_too_long_is_refused() {
    let world = World::new();
    let browser = Browser::new(&world);
    let email = world.email("nobody");
    browser.try_password(&email, &"x".repeat(1024)).is(403).says(FAILED);
    browser.try_password(&email, &"x".repeat(1025)).is(400);
}
