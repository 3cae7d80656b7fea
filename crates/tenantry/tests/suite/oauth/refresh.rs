//! The refresh token: good once, with a short grace, and noticed when it is in two hands.
use super::{App, BAD_TOKEN, Tokens, VERIFIER};
use crate::{
    answer::Answer,
    signin::Browser,
    world::{DAY, NO_ID, World},
};
use serde_json::json;

const INVALID: &str = "Invalid Token!";

#[test]
fn a_refresh_token_is_good_once_for_another_pair() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let first = app.tokens_of(&master, &master.owner_id);
    world.advance(3600);
    first.access.get("/users").refused(401, 124, "Access token is expired.");
    let answer = app.refreshes(&first.refresh).is(200);
    assert_eq!((&answer["token_type"], &answer["expires_in"]), (&json!("bearer"), &json!(3600)));
    let second = Tokens::of(&world, &answer);
    second.access.get("/users").is(200);
    assert!(second.refresh != first.refresh && second.refresh.len() == 43);
    Tokens::of(&world, &app.refreshes(&second.refresh).is(200)).access.get("/users").is(200);
}

#[test]
fn a_lost_answer_is_given_again_for_ten_seconds() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let first = app.tokens_of(&master, &master.owner_id);
    let pair = |answer: &Answer| (answer.text("access_token"), answer.text("refresh_token"), answer.text("scope"));
    let answer = app.refreshes(&first.refresh).is(200);
    world.advance(9);
    let again = app.refreshes(&first.refresh).is(200);
    assert_eq!((pair(&again), &again["expires_in"]), (pair(&answer), &json!(3591)));
    world.advance(1);
    assert_eq!(pair(&app.refreshes(&first.refresh).is(200)), pair(&answer));
    Tokens::of(&world, &answer).access.get("/users").is(200);
}

#[test]
fn a_used_token_ends_everything_after_its_grace() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let first = app.tokens_of(&master, &master.owner_id);
    let second = Tokens::of(&world, &app.refreshes(&first.refresh).is(200));
    world.advance(11);
    app.refreshes(&first.refresh).no_grant("invalid_grant", INVALID);
    for tokens in [&first, &second] {
        tokens.access.get("/users").refused(401, 124, BAD_TOKEN);
    }
    app.refreshes(&second.refresh).no_grant("invalid_grant", INVALID);
}

#[test]
fn two_hands_are_told_apart_once_they_refresh_more_than_ten_seconds_apart() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let mut shared = app.tokens_of(&master, &master.owner_id).refresh;
    // In step, each gets what the other gets.
    for seconds in [0, 10, 10] {
        world.advance(60);
        let mine = app.refreshes(&shared).is(200).text("refresh_token");
        world.advance(seconds);
        assert_eq!(app.refreshes(&shared).is(200).text("refresh_token"), mine);
        shared = mine;
    }
    let mine = Tokens::of(&world, &app.refreshes(&shared).is(200));
    world.advance(11);
    app.refreshes(&shared).no_grant("invalid_grant", INVALID);
    mine.access.get("/users").refused(401, 124, BAD_TOKEN);
    app.refreshes(&mine.refresh).no_grant("invalid_grant", INVALID);
}

#[test]
fn whoever_has_gone_on_is_not_followed_by_a_thief_within_the_grace() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let first = app.tokens_of(&master, &master.owner_id);
    let second = Tokens::of(&world, &app.refreshes(&first.refresh).is(200));
    let third = Tokens::of(&world, &app.refreshes(&second.refresh).is(200));
    app.refreshes(&first.refresh).no_grant("invalid_grant", INVALID);
    third.access.get("/users").is(200);
    world.advance(11);
    app.refreshes(&first.refresh).no_grant("invalid_grant", INVALID);
    third.access.get("/users").refused(401, 124, BAD_TOKEN);
}

#[test]
fn a_refresh_token_is_good_for_ninety_days_from_its_issue() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let mut tokens = app.tokens_of(&master, &master.owner_id);
    for _ in 0..3 {
        world.advance(90 * DAY - 1);
        tokens = Tokens::of(&world, &app.refreshes(&tokens.refresh).is(200));
    }
    world.advance(90 * DAY);
    app.refreshes(&tokens.refresh).no_grant("invalid_grant", INVALID);
}

#[test]
fn a_refresh_token_is_for_its_app_alone() {
    let world = World::new();
    let (master, other) = (world.master(), world.master());
    let app = App::installed(&master, json!({}));
    let strangers = [
        App::installed(&master, json!({})),
        App::installed(&other, json!({})),
        App::installed(&master, json!({"public": true})),
    ];
    let tokens = app.tokens_of(&master, &master.owner_id);
    for stranger in &strangers {
        stranger.refreshes(&tokens.refresh).no_grant("invalid_grant", INVALID);
    }
    for nothing in ["", NO_ID, &tokens.access.token] {
        app.refreshes(nothing).no_grant("invalid_grant", INVALID);
    }
    tokens.access.get("/users").is(200);
    app.refreshes(&tokens.refresh).is(200);
    // A secret of one kind is worthless in every other place.
    crate::actors::Actor::new(&world, tokens.refresh).get("/users").refused(401, 124, BAD_TOKEN);
}

#[test]
fn fewer_scopes_may_be_asked_for_and_more_may_not() {
    let world = World::new();
    let master = world.master();
    let (users, roles) = ("user:read:list_users:admin", "role:read:list_roles:admin");
    let app = App::installed(&master, json!({}));
    let page = app.page_with(&[("scope", &format!("{users} {roles}"))]);
    let code = Browser::of(&master, &master.owner_id).allows(&page);
    let tokens = Tokens::of(&world, &app.redeems(&code).is(200));
    let ask = |token: &str, scope: &str| {
        app.asks("token", &[("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope)])
    };
    let more = "The scope exceeds what was granted with the refresh token.";
    ask(&tokens.refresh, "user:write:user:admin").no_grant("invalid_scope", more);
    let answer = ask(&tokens.refresh, users).is(200);
    assert_eq!(answer["scope"], users);
    let narrow = Tokens::of(&world, &answer);
    narrow.access.get("/users").is(200);
    narrow.access.get("/roles").is(400);
    // It is the token that was narrowed, and not what the user has allowed.
    let whole = Tokens::of(&world, &app.refreshes(&narrow.refresh).is(200));
    whole.access.get("/roles").is(200);
}

#[test]
fn an_app_that_has_lost_a_scope_is_asked_about_anew() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let tokens = app.tokens_of(&master, &master.owner_id);
    let code = Browser::of(&master, &master.owner_id).allows(&app.page());
    master.operate("PATCH", &format!("/apps/{}", app.id), json!({"scopes": ["user:read:user:admin"]})).is(200);
    app.refreshes(&tokens.refresh).no_grant("invalid_grant", "Refresh token invalid.");
    // A code that was on its way gives no more than a refresh token.
    let lost = "Invalid scope: as current client hasn't this approved scope! (4,700)";
    app.redeems(&code).no_grant("invalid_scope", lost);
    master.operate("PATCH", &format!("/apps/{}", app.id), json!({"scopes": null})).is(200);
    app.refreshes(&tokens.refresh).is(200);
}

#[test]
fn an_app_that_is_switched_off_or_taken_off_its_account_refreshes_nothing() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let tokens = app.tokens_of(&master, &master.owner_id);
    let path = format!("/apps/{}", app.id);
    master.operate("PATCH", &path, json!({"enabled": false})).is(200);
    tokens.access.get("/users").refused(401, 124, BAD_TOKEN);
    app.refreshes(&tokens.refresh).no_grant("invalid_client", "Invalid client_id or client_secret");
    master.operate("PATCH", &path, json!({"enabled": true})).is(200);
    let tokens = Tokens::of(&world, &app.refreshes(&tokens.refresh).is(200));
    master.operate("DELETE", &format!("{path}/installation"), json!(null)).is(204);
    tokens.access.get("/users").refused(401, 124, BAD_TOKEN);
    app.refreshes(&tokens.refresh).no_grant("invalid_grant", INVALID);
}

#[test]
fn a_code_of_a_challenge_is_refreshed_without_its_verifier() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({"public": true}));
    let code = Browser::of(&master, &master.owner_id).allows(&app.page_with_challenge());
    let tokens = Tokens::of(&world, &app.redeems_with(&code, &[("code_verifier", VERIFIER)]).is(200));
    app.refreshes(&tokens.refresh).is(200);
}
