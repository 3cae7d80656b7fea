//! What a user may do whom an app acts for: its role says so, at every call.
use super::{App, Tokens};
use crate::{
    actors::Actor,
    answer::Answer,
    signin::Browser,
    users::{admin, holder, person},
    world::{NO_ID, World},
};
use serde_json::json;

/// The role of the only user of this account who has one of its own.
fn role_of(account: &crate::actors::Account<'_>, user: &str) -> String {
    account.get(&format!("/users/{user}")).is(200).text("role_id")
}

#[test]
fn a_user_of_a_master_without_subaccounts_is_refused_on_one_and_gains_it_with_its_role() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let app = App::installed(&master, json!({}));
    let (ann, _) = holder(&master, "ann", &["User:Read"]);
    let access = app.tokens_of(&master, &ann).access;
    let below = access.on_id(&sub.id);
    access.get("/users").is(200);
    assert_eq!(below.get("/users").is(400)["code"], 200);
    let role = format!("/roles/{}", role_of(&master, &ann));
    master.patch(&role, json!({"privileges": ["User:Read", "SubAccount:Read"]})).is(204);
    below.get("/users").is(200).lists("email", [sub.owner_email.clone()]);
    assert_eq!(below.post("/users", json!({})).is(400)["code"], 200);
    master.patch(&role, json!({"privileges": ["User:Read"]})).is(204);
    assert_eq!(below.get("/users").is(400)["code"], 200);
}

#[test]
fn an_app_with_every_scope_gives_no_user_more_than_its_role() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let stranger = world.master();
    let app = App::installed(&master, json!({}));
    let (ann, _) = person(&master, "ann");
    let access = app.tokens_of(&master, &ann).access;
    for path in ["/users", "/groups", "/contacts/groups", "/roles"] {
        assert_eq!(access.get(path).is(400)["code"], 200, "{path}");
        for account in [&master.id, &sub.id] {
            assert_eq!(access.on_id(account).get(path).is(400)["code"], 200, "{path}");
        }
        access.on_id(&stranger.id).get(path).is(404);
    }
}

#[test]
fn without_a_scope_of_masters_a_role_reaches_no_subaccount() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let app = App::installed(&master, json!({}));
    let page = app.page_with(&[("scope", "user:read:list_users:admin")]);
    let code = Browser::of(&master, &master.owner_id).allows(&page);
    let access = Tokens::of(&world, &app.redeems(&code).is(200)).access;
    access.get("/users").is(200);
    let refused = "Invalid access token, does not contain scopes:[user:read:list_users:master].";
    access.on_id(&sub.id).get("/users").refused(400, 4711, refused);
}

/// Calls that name no privilege in their documents, and the two of the family of their scopes.
const UNNAMED: &[(&str, &str, &str)] = &[
    ("GET", "/contacts/groups", "IMGroups:Read"),
    ("POST", "/contacts/groups", "IMGroups:Edit"),
    ("GET", "/information_barriers/policies", "Informationbarriers:Read"),
    ("DELETE", "/information_barriers/policies/{id}", "Informationbarriers:Edit"),
    ("PATCH", "/groups/{id}/members/{id}", "Group:Edit"),
    ("GET", "/roles", "Role:Read"),
    ("POST", "/roles", "Role:Edit"),
    ("POST", "/roles/1/members", "Role:Edit"),
    ("DELETE", "/users/{id}/picture", "User:Edit"),
    ("GET", "/users/{id}/meeting_templates/{id}", "User:Read"),
];

fn lacks(privilege: &str) -> String {
    format!("Invalid access token. Does not contain permissions [{privilege}].")
}

#[test]
fn where_no_privilege_is_named_a_user_needs_one_of_the_family_of_the_scope() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let (ann, _) = holder(&master, "ann", &[]);
    let (member, _) = person(&master, "member");
    let [own, held, plain] = [&master.owner_id, &ann, &member].map(|user| app.tokens_of(&master, user).access);
    let role = format!("/roles/{}", role_of(&master, &ann));
    for (method, path, privilege) in UNNAMED {
        let path = path.replace("{id}", NO_ID);
        let call = |access: &Actor<'_>| access.send(method, &path, json!({}));
        let is_refused = |answer: Answer| answer.body["message"] == lacks(privilege);
        for literal in [&path, &format!("/accounts/{}{path}", master.id), &format!("/accounts/me{path}")] {
            plain.send(method, literal, json!({})).refused(400, 200, &lacks(privilege));
        }
        assert!(!is_refused(call(&own)), "{method} {path}");
        for (given, is_enough) in [
            ((*privilege).to_owned(), true),
            (privilege.replace(":Edit", ":Read"), privilege.ends_with(":Read")),
            (privilege.replace(":Read", ":Edit"), true),
            ("SubAccount:Edit".to_owned(), false),
            ("AccountSetting:Edit".to_owned(), false),
        ] {
            // The role as it is now, and not as it was when the token was issued.
            master.patch(&role, json!({"privileges": [given]})).is(204);
            assert_eq!(is_refused(call(&held)), !is_enough, "{method} {path} with {given}");
        }
    }
}

#[test]
fn an_administrator_manages_through_an_app_what_its_role_manages() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let (ann, _) = admin(&master, "ann");
    let (bob, _) = person(&master, "bob");
    let access = app.tokens_of(&master, &ann).access;
    access.get("/roles").is(200);
    access.get("/contacts/groups").is(200);
    access.post("/roles", json!({"name": "mine", "privileges": []})).refused(400, 200, &lacks("Role:Edit"));
    // It loses its role, and with it what the app may do for it, from the next request on.
    master.delete(&format!("/roles/1/members/{ann}")).is(204);
    access.get("/roles").refused(400, 200, &lacks("Role:Read"));
    access.get("/contacts/groups").refused(400, 200, &lacks("IMGroups:Read"));
    let access = app.tokens_of(&master, &bob).access;
    access.get("/roles").refused(400, 200, &lacks("Role:Read"));
    master.post("/roles/1/members", json!({"members": [{"id": bob}]})).is(201);
    access.get("/roles").is(200);
}

#[test]
fn what_users_do_to_themselves_takes_no_privilege_that_is_not_named() {
    let world = World::new();
    let master = world.master();
    let app = App::of_users(&master, json!({}));
    let (ann, _) = person(&master, "ann");
    let access = app.tokens_of(&master, &ann).access;
    assert_ne!(access.delete("/users/me/picture").body["message"], lacks("User:Edit"));
    // An app for the account asks for a scope of the account there, and so for a privilege.
    let access = App::installed(&master, json!({})).tokens_of(&master, &ann).access;
    access.delete("/users/me/picture").refused(400, 200, &lacks("User:Edit"));
}
