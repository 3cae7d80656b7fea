//! `/accounts/{id}/user_tokens`: tokens with which an app acts for one user.
use crate::{
    answer::Answer,
    users::{invited, person},
    world::World,
};
use serde_json::{Value, json};

#[test]
fn a_token_acts_for_the_user_it_was_issued_for() {
    let world = World::new();
    let master = world.master();
    let user = master.user_with_role(&["User:Read"], 2, &[]).get("/users/me").is(200);
    assert_ne!(user["id"], master.owner_id);
    assert_eq!(master.user_signed_in(&user.text("id")).get("/users/me").is(200)["email"], user["email"]);
    assert_eq!(master.user_signed_in(&master.owner_id).get("/users/me").is(200)["email"], master.owner_email);
}

#[test]
fn a_token_is_for_apps_and_users_of_the_account() {
    let world = World::new();
    let (one, other) = (world.master(), world.master());
    let ask =
        |client: &str, user: &str| one.operate("POST", "/user_tokens", json!({"client_id": client, "user_id": user}));
    let text = format!("App does not exist: {}.", other.client_id);
    ask(&other.client_id, &one.owner_id).refused(404, 404, &text);
    let text = format!("User does not exist: {}.", other.owner_id);
    ask(&one.client_id, &other.owner_id).refused(404, 1001, &text);
    let jwt = one.operate("POST", "/apps", json!({"kind": "jwt"})).is(201).text("api_key");
    ask(&jwt, &one.owner_id).refuses_fields(&["client_id"]);
    one.operate("POST", "/user_tokens", json!({})).refuses_fields(&["client_id", "user_id"]);
}

#[test]
fn an_app_that_is_switched_off_is_issued_no_token_until_it_is_on_again() {
    let world = World::new();
    let master = world.master();
    let app = master.operate("POST", "/apps", json!({"kind": "oauth"})).is(201);
    let (place, client) = (format!("/apps/{}", app.text("id")), app.text("client_id"));
    let ask = || master.operate("POST", "/user_tokens", json!({"client_id": client, "user_id": master.owner_id}));
    master.operate("PATCH", &place, json!({"enabled": false})).is(200);
    ask().refused(409, 409, &format!("The app is switched off: {client}."));
    master.operate("PATCH", &place, json!({"enabled": true})).is(200);
    ask().is(201);
}

#[test]
fn a_token_is_for_users_who_are_active() {
    let world = World::new();
    let master = world.master();
    let ((ann, _), (bob, _), (cid, _)) = (person(&master, "ann"), person(&master, "bob"), invited(&master, "cid"));
    let ask =
        |user: &str| master.operate("POST", "/user_tokens", json!({"client_id": master.client_id, "user_id": user}));
    let status = |action: &str| master.put(&format!("/users/{ann}/status"), json!({"action": action})).is(204);
    for user in [&ann, &bob] {
        ask(user).is(201);
    }
    status("deactivate");
    master.operate("PUT", &format!("/users/{bob}/lock"), json!({"on": true})).is(200);
    for user in [&ann, &bob, &cid] {
        ask(user).refused(409, 409, &format!("The user is not active: {user}."));
    }
    status("activate");
    master.user_signed_in(&ann).get("/roles").is(400);
}

#[test]
fn a_token_for_a_user_takes_a_privilege_of_the_family_whatever_the_kind_of_its_app() {
    let world = World::new();
    let master = world.master();
    let lacks = "Invalid access token. Does not contain permissions [Role:Read].";
    let oauth = master.operate("POST", "/apps", json!({"kind": "oauth"})).is(201).text("client_id");
    let (reader, manager) = (master.holder(&["User:Read"], 2, &[]), master.holder(&["Role:Read"], 2, &[]));
    for app in [&master.client_id, &oauth] {
        master.user_signed_in_with(app, &reader).get("/roles").refused(400, 200, lacks);
        for user in [&manager, &master.owner_id] {
            master.user_signed_in_with(app, user).get("/roles").is(200);
        }
    }
    // What acts for whoever owns the account may do what the owner may.
    master.get("/roles").is(200);
}

#[test]
fn an_app_that_is_taken_off_its_account_acts_for_none_of_its_users() {
    let world = World::new();
    let master = world.master();
    let place = |app: &Answer| format!("/apps/{}/installation", app.text("id"));
    let install = |app: &Answer| drop(master.operate("PUT", &place(app), json!({})).is(200));
    let [app, other] = [(); 2].map(|()| {
        let made = master.operate("POST", "/apps", json!({"kind": "oauth"})).is(201);
        install(&made);
        made
    });
    let [actor, kept] = [&app, &other].map(|app| master.user_signed_in_with(&app.text("client_id"), &master.owner_id));
    actor.get("/users").is(200);
    master.operate("DELETE", &place(&app), Value::Null).is(204);
    actor.get("/users").refused(401, 124, "Invalid access token.");
    install(&app);
    actor.get("/users").refused(401, 124, "Invalid access token.");
    kept.get("/users").is(200);
    master.get("/users").is(200);
}
