//! Secrets that serve once, shown by many at the same time.
use super::{App, BAD_TOKEN, Tokens};
use crate::{
    answer::Answer,
    signin::Browser,
    world::{MANY, World, at_once},
};
use serde_json::json;
use std::collections::BTreeSet;

/// The one answer that is a success; all others are refused with this error.
#[track_caller]
fn single(answers: Vec<Answer>, error: &str) -> Answer {
    let (mut won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
    for answer in &lost {
        assert_eq!((answer.status, &answer["error"]), (400, &json!(error)), "{answer}");
    }
    assert_eq!((won.len(), lost.len()), (1, MANY - 1));
    won.remove(0)
}

#[test]
fn of_64_who_show_a_code_at_once_one_gets_tokens_and_keeps_none() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let code = Browser::of(&master, &master.owner_id).allows(&app.page());
    let tokens = Tokens::of(&world, &single(at_once(|| app.redeems(&code)), "invalid_grant"));
    // It was shown again, by all the others.
    tokens.access.get("/users").refused(401, 124, BAD_TOKEN);
    app.refreshes(&tokens.refresh).no_grant("invalid_grant", "Invalid Token!");
}

#[test]
fn a_refresh_token_that_64_show_at_once_gives_one_pair() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let first = app.tokens_of(&master, &master.owner_id);
    let answers = at_once(|| app.refreshes(&first.refresh));
    let pairs: BTreeSet<(String, String)> = answers
        .into_iter()
        .map(|answer| answer.is(200))
        .map(|answer| (answer.text("access_token"), answer.text("refresh_token")))
        .collect();
    assert_eq!(pairs.len(), 1);
    let (access, refresh) = pairs.into_iter().next().unwrap();
    crate::actors::Actor::new(&world, access).get("/users").is(200);
    let next = Tokens::of(&world, &app.refreshes(&refresh).is(200));
    world.advance(11);
    for answer in at_once(|| app.refreshes(&refresh)) {
        answer.no_grant("invalid_grant", "Invalid Token!");
    }
    next.access.get("/users").refused(401, 124, BAD_TOKEN);
}

#[test]
fn of_64_who_show_a_device_code_at_once_one_gets_tokens() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({"device": true}));
    let codes = app.asks("devicecode", &[]).is(200);
    let (device, shown) = (codes.text("device_code"), codes.text("user_code"));
    let browser = Browser::of(&master, &master.owner_id);
    let csrf = browser.get("/oauth/device").is(200).csrf();
    let page = browser.post("/oauth/device", &[("csrf", &csrf), ("user_code", &shown)]).is(200);
    browser.presses("/oauth/device", &page, "allow").is(200);
    let grant = "urn:ietf:params:oauth:grant-type:device_code";
    let ask = || app.asks("token", &[("grant_type", grant), ("device_code", &device)]);
    let tokens = Tokens::of(&world, &single(at_once(ask), "invalid_grant"));
    tokens.access.get("/users").is(200);
}
