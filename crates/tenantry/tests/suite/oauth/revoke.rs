//! `/oauth/revoke` (RFC 7009).
use super::{App, BAD_TOKEN};
use crate::world::{NO_ID, World};
use serde_json::json;

#[test]
fn either_token_of_a_pair_ends_both_and_what_came_before() {
    let world = World::new();
    let master = world.master();
    let app = App::of_users(&master, json!({}));
    for by_refresh in [false, true] {
        let tokens = app.tokens_of(&master, &master.owner_id);
        let shown = if by_refresh { &tokens.refresh } else { &tokens.access.token };
        assert_eq!(app.asks("revoke", &[("token", shown)]).is(200).body, json!({"status": "success"}));
        tokens.access.get("/users/me").refused(401, 124, BAD_TOKEN);
        app.refreshes(&tokens.refresh).no_grant("invalid_grant", "Invalid Token!");
    }
}

#[test]
fn tokens_of_another_app_are_left_alone_and_answered_alike() {
    let world = World::new();
    let (master, other) = (world.master(), world.master());
    let app = App::installed(&master, json!({}));
    let tokens = app.tokens_of(&master, &master.owner_id);
    for stranger in [App::installed(&master, json!({})), App::installed(&other, json!({"public": true}))] {
        for token in [&*tokens.access.token, &tokens.refresh, NO_ID] {
            assert_eq!(stranger.asks("revoke", &[("token", token)]).is(200).body, json!({"status": "success"}));
        }
    }
    tokens.access.get("/users").is(200);
    app.refreshes(&tokens.refresh).is(200);
}

#[test]
fn the_token_stands_in_the_body_or_in_the_address_and_is_missed_elsewhere() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let tokens = app.tokens_of(&master, &master.owner_id);
    for missing in [&[][..], &[("token", "")]] {
        assert_eq!(app.asks("revoke", missing).is(400)["error"], "invalid_request");
    }
    tokens.access.get("/users").is(200);
    app.asks(&format!("revoke?token={}", tokens.access.token), &[]).is(200);
    tokens.access.get("/users").is(401);
}
