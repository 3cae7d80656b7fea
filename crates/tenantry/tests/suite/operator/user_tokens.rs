//! `/accounts/{id}/user_tokens`: tokens with which an app acts for one user.
use crate::world::World;
use serde_json::json;

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
