//! `/oauth/token`: tokens of server-to-server apps.
use crate::{actors::*, world::World};
use serde_json::json;

#[test]
fn a_token_names_its_life_its_scopes_and_the_base_of_the_api() {
    let world = World::new();
    let master = world.master();
    let answer = ask_token(&world, &master.id, &master.client_id, &master.client_secret).is(200);
    assert_eq!(answer["token_type"], "bearer");
    assert_eq!(answer["expires_in"], 3600);
    assert_eq!(answer["api_url"], crate::server::BASE_URL);
    assert!(answer.text("scope").split(' ').any(|scope| scope == "user:read:list_users:master"));
}

#[test]
fn a_wrong_secret_a_wrong_account_and_an_unknown_client_look_alike() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let asks = [
        ask_token(&world, &master.id, &master.client_id, "wrong"),
        ask_token(&world, &sub.id, &master.client_id, &master.client_secret),
        ask_token(&world, &master.id, "unknown", &master.client_secret),
        ask_token(&world, &master.id, "\u{0}", "x"),
    ];
    for answer in asks {
        assert_eq!(answer.status, 400);
        assert_eq!(answer.body, json!({"reason": "Invalid client_id or client_secret", "error": "invalid_client"}));
    }
}

#[test]
fn a_token_is_good_for_an_hour_of_its_world() {
    let world = World::new();
    let master = world.master();
    world.advance(3599);
    master.get("/users").is(200);
    world.advance(1);
    master.get("/users").refused(401, 124, "Access token is expired.");
}

#[test]
fn tokens_that_expired_a_day_ago_are_removed_by_eights_when_others_are_issued() {
    let world = World::new();
    let account = world.free_standing();
    let tokens: Vec<String> = (0..11).map(|_| account.new_token()).collect();
    let kept = || {
        let says = |token: &String| Actor::new(&world, token.clone()).get("/users").is(401).text("message");
        tokens.iter().filter(|token| says(token) == "Access token is expired.").count()
    };
    world.advance(3600 + 24 * 60 * 60 - 1);
    account.new_token();
    assert_eq!(kept(), 11);
    world.advance(1);
    assert_eq!(kept(), 11);
    // Twelve are of that age: the account had one before.
    account.new_token();
    assert!([3, 4].contains(&kept()));
    let newest = account.new_token();
    assert_eq!(kept(), 0);
    Actor::new(&world, newest).get("/users").is(200);
}

#[test]
fn an_older_token_stays_good_when_a_newer_one_is_issued() {
    let world = World::new();
    let master = world.master();
    let newer = master.new_token();
    master.get("/users").is(200);
    Actor::new(&world, newer).get("/users").is(200);
}

#[test]
fn a_revoked_token_is_refused_from_the_next_request_on() {
    let world = World::new();
    let master = world.master();
    master.get("/users").is(200);
    let proof = base64(&format!("{}:{}", master.client_id, master.client_secret));
    let headers = [("authorization", format!("Basic {proof}"))];
    let form = format!("token={}", master.actor.token).into_bytes();
    let answer = world.send_bytes("POST", "/oauth/revoke", &headers, form).is(200);
    assert_eq!(answer.body, json!({"status": "success"}));
    master.get("/users").refused(401, 124, "Invalid access token.");
}

#[test]
fn nobody_gets_in_without_a_token() {
    let world = World::new();
    world.nobody().get("/users").refused(401, 124, "Invalid access token.");
}
