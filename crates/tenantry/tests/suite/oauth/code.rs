//! The authorization code: what it is good for, for how long, and what becomes of one that is shown twice.
use super::{App, BACK, BAD_TOKEN, Tokens};
use crate::{
    server::BASE_URL,
    signin::Browser,
    users::{count_events, holder, person},
    world::{HOUR, World},
};
use serde_json::{Value, json};

const BAD_CODE: &str = "Invalid authorization code";

#[test]
fn whoever_is_allowed_gets_a_code_for_its_tokens_and_acts_as_the_user() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let (user, _) = holder(&master, "ann", &["User:Read"]);
    let browser = Browser::of(&master, &user);
    let back = browser.decides(&app.page_with(&[("state", "a b&c=d")]), "allow").is(303).sent_back();
    assert_eq!((back["state"].as_str(), back["iss"].as_str(), back.len()), ("a b&c=d", BASE_URL, 3));
    let answer = app.redeems(&back["code"]).is(200);
    let told = ["token_type", "expires_in", "api_url"].map(|field| answer[field].clone());
    assert_eq!(told, [json!("bearer"), json!(3600), json!(BASE_URL)]);
    assert!(answer.text("scope").split(' ').any(|scope| scope == "user:read:list_users:admin"));
    let actor = Tokens::of(&world, &answer).access;
    assert_eq!(actor.get("/users/me").is(200)["id"], json!(user));
    actor.get("/users").is(200);
    assert_eq!(actor.get("/groups").is(400)["code"], 200);
}

#[test]
fn an_app_that_users_add_for_themselves_acts_on_its_user_alone() {
    let world = World::new();
    let master = world.master();
    let app = App::of_users(&master, json!({}));
    let (user, _) = person(&master, "ann");
    let actor = app.tokens_of(&master, &user).access;
    assert_eq!(actor.get("/users/me").is(200)["id"], json!(user));
    actor.get("/users").refused(400, 4700, "Invalid access token, does not contain scopes.");
    actor.get(&format!("/users/{user}")).refused(400, 4700, "Invalid access token, does not contain scopes.");
}

#[test]
fn a_token_holds_what_was_asked_for_and_no_more() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let browser = Browser::of(&master, &master.owner_id);
    let page = app.page_with(&[("scope", "user:read:user:admin user:read:list_users:admin")]);
    let answer = app.redeems(&browser.allows(&page)).is(200);
    assert_eq!(answer["scope"], "user:read:list_users:admin user:read:user:admin");
    let actor = Tokens::of(&world, &answer).access;
    actor.get("/users").is(200);
    let refused = "Invalid access token, does not contain scopes:[role:read:list_roles:admin].";
    actor.get("/roles").refused(400, 4711, refused);
}

#[test]
fn a_code_is_good_for_five_minutes() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let browser = Browser::of(&master, &master.owner_id);
    for (seconds, is_good) in [(299, true), (300, false), (301, false)] {
        let code = browser.allows(&app.page());
        world.advance(seconds);
        match is_good {
            true => drop(app.redeems(&code).is(200)),
            false => app.redeems(&code).no_grant("invalid_grant", "Code is expired"),
        }
    }
}

#[test]
fn a_code_that_is_shown_again_ends_everything_that_came_of_it() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let code = Browser::of(&master, &master.owner_id).allows(&app.page());
    let first = Tokens::of(&world, &app.redeems(&code).is(200));
    let second = Tokens::of(&world, &app.refreshes(&first.refresh).is(200));
    first.access.get("/users").is(200);
    app.redeems(&code).no_grant("invalid_grant", BAD_CODE);
    for tokens in [&first, &second] {
        tokens.access.get("/users").refused(401, 124, BAD_TOKEN);
        app.refreshes(&tokens.refresh).no_grant("invalid_grant", "Invalid Token!");
    }
    app.redeems(&code).no_grant("invalid_grant", BAD_CODE);
}

#[test]
fn a_code_that_is_shown_again_is_noticed_for_a_day() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let code = Browser::of(&master, &master.owner_id).allows(&app.page());
    let tokens = Tokens::of(&world, &app.redeems(&code).is(200));
    let (ann, _) = person(&master, "ann");
    world.advance(23 * HOUR);
    // What is old is removed when another is issued.
    Browser::of(&master, &ann).allows(&app.page());
    app.redeems(&code).no_grant("invalid_grant", BAD_CODE);
    app.refreshes(&tokens.refresh).no_grant("invalid_grant", "Invalid Token!");
}

#[test]
fn a_code_is_for_the_app_it_was_issued_to_and_the_address_it_was_sent_to() {
    let world = World::new();
    let (master, other) = (world.master(), world.master());
    let app = App::installed(&master, json!({"redirect_uris": [BACK, "https://app.example/other"]}));
    let strangers = [
        App::installed(&master, json!({})),
        App::installed(&other, json!({})),
        App::made(&master, "user", json!({"public": true})),
    ];
    let code = Browser::of(&master, &master.owner_id).allows(&app.page());
    for stranger in &strangers {
        stranger.redeems(&code).no_grant("invalid_grant", BAD_CODE);
    }
    for address in ["", "https://app.example/other", "https://app.example/back/", "https://app.example/Back"] {
        app.redeems_with(&code, &[("redirect_uri", address)]).no_grant("invalid_grant", "Redirect URI mismatch.");
    }
    // Nothing of this has used it up.
    app.redeems(&code).is(200);
}

#[test]
fn a_code_is_for_who_knows_the_secret_of_its_app() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let code = Browser::of(&master, &master.owner_id).allows(&app.page());
    for secret in ["", "wrong"] {
        let thief = App { secret: secret.to_owned(), ..app.clone() };
        thief.redeems(&code).no_grant("invalid_client", "Invalid client_id or client_secret");
    }
    app.redeems(&code).is(200);
}

#[test]
fn allowing_an_app_again_ends_what_it_was_allowed_before() {
    let world = World::new();
    let master = world.master();
    let (app, other) = (App::installed(&master, json!({})), App::installed(&master, json!({})));
    let (ann, _) = holder(&master, "ann", &["User:Read"]);
    let first = app.tokens_of(&master, &master.owner_id);
    let untouched = [other.tokens_of(&master, &master.owner_id), app.tokens_of(&master, &ann)];
    // To be asked is not enough, and neither is a code that nobody comes with.
    let code = Browser::of(&master, &master.owner_id).allows(&app.page());
    first.access.get("/users").is(200);
    let second = Tokens::of(&world, &app.redeems(&code).is(200));
    first.access.get("/users").refused(401, 124, BAD_TOKEN);
    app.refreshes(&first.refresh).no_grant("invalid_grant", "Invalid Token!");
    second.access.get("/users").is(200);
    for tokens in &untouched {
        tokens.access.get("/users").is(200);
    }
}

#[test]
fn who_has_left_or_was_switched_off_has_allowed_nothing() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let (ann, _) = holder(&master, "ann", &["User:Read"]);
    let tokens = app.tokens_of(&master, &ann);
    let code = Browser::of(&master, &ann).allows(&app.page());
    master.put(&format!("/users/{ann}/status"), json!({"action": "deactivate"})).is(204);
    tokens.access.get("/users").refused(401, 124, BAD_TOKEN);
    assert_eq!(app.redeems(&code).is(400)["error"], "invalid_grant");
    assert_eq!(app.refreshes(&tokens.refresh).is(400)["error"], "invalid_grant");
    // Nobody comes back with what may have been stolen meanwhile.
    master.put(&format!("/users/{ann}/status"), json!({"action": "activate"})).is(204);
    tokens.access.get("/users").refused(401, 124, BAD_TOKEN);
    app.refreshes(&tokens.refresh).no_grant("invalid_grant", "Invalid Token!");
    app.redeems(&code).no_grant("invalid_grant", BAD_CODE);
    let (bob, _) = holder(&master, "bob", &["User:Read"]);
    let tokens = app.tokens_of(&master, &bob);
    master.delete(&format!("/users/{bob}?action=delete")).is(204);
    tokens.access.get("/users").refused(401, 124, BAD_TOKEN);
    assert_eq!(app.refreshes(&tokens.refresh).is(400)["error"], "invalid_grant");
}

#[test]
fn another_password_ends_what_a_user_has_allowed() {
    let world = World::new();
    let master = world.master();
    let app = App::of_users(&master, json!({}));
    let (ann, _) = person(&master, "ann");
    let tokens = app.tokens_of(&master, &ann);
    let code = Browser::of(&master, &ann).allows(&app.page());
    master.put(&format!("/users/{ann}/password"), json!({"password": "Another-7-pass"})).is(204);
    tokens.access.get("/users/me").refused(401, 124, BAD_TOKEN);
    app.refreshes(&tokens.refresh).no_grant("invalid_grant", "Invalid Token!");
    app.redeems(&code).no_grant("invalid_grant", BAD_CODE);
}

#[test]
fn what_a_user_allows_and_what_ends_is_in_the_log() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({"scopes": ["user:read:user:admin"]}));
    let (ann, _) = holder(&master, "ann", &["User:Read"]);
    let tokens = app.tokens_of(&master, &ann);
    app.asks("revoke", &[("token", &tokens.refresh)]).is(200);
    let of_app = |event: &Value| event["payload"]["app_id"] == json!(app.id);
    let log = world.log(of_app);
    let [created, ended] = log.as_slice() else { panic!("{log:?}") };
    assert_eq!((&created["name"], &ended["name"]), (&json!("authorization.created"), &json!("authorization.ended")));
    assert_eq!(created["by"], json!({"kind": "user", "account_id": master.id, "user_id": ann}));
    assert_eq!(ended["by"], json!({"kind": "app", "account_id": master.id, "app_id": app.id}));
    assert_eq!(created["payload"]["scopes"], "user:read:user:admin");
    assert_eq!(count_events(&world, created["object_id"].as_str().unwrap(), "authorization.ended"), 1);
}

#[test]
fn what_lapses_ends_in_the_log_too() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let (ann, _) = person(&master, "ann");
    let allows = |user: &str| drop(Browser::of(&master, user).allows(&app.page()));
    let ended =
        || world.log(|event| event["name"] == "authorization.ended" && event["payload"]["app_id"] == json!(app.id));
    // Nobody comes for its tokens.
    allows(&ann);
    world.advance(HOUR - 1);
    allows(&master.owner_id);
    assert!(ended().is_empty());
    world.advance(1);
    allows(&master.owner_id);
    let ended = ended();
    let [lapsed] = ended.as_slice() else { panic!("{ended:?}") };
    assert_eq!(lapsed["payload"]["user_id"], json!(ann));
}

#[test]
fn an_app_of_another_kind_may_not_show_codes() {
    let world = World::new();
    let master = world.master();
    let robot = App {
        world: &world,
        id: String::new(),
        client_id: master.client_id.clone(),
        secret: master.client_secret.clone(),
    };
    robot.redeems("any").no_grant("unauthorized_client", "This app may not use this grant.");
    robot.refreshes("any").no_grant("invalid_grant", "Invalid Token!");
    let app = App::installed(&master, json!({}));
    let own = [("grant_type", "account_credentials"), ("account_id", &*master.id)];
    app.asks("token", &own).no_grant("invalid_client", "Invalid client_id or client_secret");
}

#[test]
fn no_secret_is_read_from_an_address_and_no_field_twice() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let code = Browser::of(&master, &master.owner_id).allows(&app.page());
    let query = super::form(&[("code", &code), ("redirect_uri", BACK)]);
    let asked = app.asks(&format!("token?{query}"), &[("grant_type", "authorization_code")]);
    asked.no_grant("invalid_grant", BAD_CODE);
    let secret = super::form(&[("client_id", &*app.client_id), ("client_secret", &*app.secret)]);
    let headers = [("content-type", "application/x-www-form-urlencoded".to_owned())];
    let asked = world.send_bytes("POST", &format!("/oauth/token?{secret}"), &headers, Vec::new());
    asked.no_grant("invalid_client", "Invalid client_id or client_secret");
    let twice = [("grant_type", "authorization_code"), ("code", "x"), ("code", &*code), ("redirect_uri", BACK)];
    assert_eq!(app.asks("token", &twice).is(400)["error"], "invalid_request");
    app.redeems(&code).is(200);
}

#[test]
fn a_client_may_encode_its_credentials_as_a_form_does() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let spelled = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let encoded = App { client_id: spelled(&app.client_id), secret: spelled(&app.secret), ..app.clone() };
    let code = Browser::of(&master, &master.owner_id).allows(&app.page());
    encoded.redeems(&code).is(200);
}
