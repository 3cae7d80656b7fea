//! What users see and change of themselves through apps that they add for themselves, without a privilege.
use super::*;

/// A member of a master on a plan, signed in through an app of its own: its id and itself.
fn member(world: &World) -> (Account<'_>, String, Actor<'_>) {
    let master = world.master();
    let (id, _) = person_of(&master, "mia", 2);
    let app = master.operate("POST", "/apps", json!({"kind": "user"})).is(201).text("client_id");
    let actor = master.user_signed_in_with(&app, &id);
    (master, id, actor)
}

const NOT_ME: &str = "Invalid access token, does not contain scopes.";

#[test]
fn a_member_reads_itself_and_nobody_else() {
    let world = World::new();
    let (master, id, actor) = member(&world);
    assert_eq!(shown(&actor, "me")["id"], json!(id));
    assert_eq!(actor.get("/users/me/permissions").is(200)["permissions"], json!([]));
    for path in [format!("/users/{id}"), format!("/users/{}", master.owner_id), "/users".to_owned()] {
        actor.get(&path).refused(400, 4700, NOT_ME);
    }
    actor.on_id("me").get("/users/me").refused(400, 4700, NOT_ME);
    actor.on_id(&master.id).get("/users/me").refused(400, 4700, NOT_ME);
    actor.get("/users/me?search_by_unique_id=true").refused(404, 1001, &no_user(&id));
}

#[test]
fn a_member_needs_a_privilege_through_the_app_of_the_account() {
    let world = World::new();
    let (master, id, _) = member(&world);
    let refusal = "Invalid access token. Does not contain permissions [User:Read].";
    master.user_signed_in(&id).get("/users/me").refused(400, 200, refusal);
}

#[test]
fn a_member_changes_its_profile_but_not_how_it_is_found() {
    let world = World::new();
    let (master, id, actor) = member(&world);
    actor
        .patch("/users/me", json!({"dept": "Sales", "pronouns": "she", "first_name": "Mia", "host_key": "111111"}))
        .is(204);
    let user = shown(&master.actor, &id);
    assert_eq!((&user["dept"], &user["first_name"]), (&json!("Sales"), &json!("Mia")));
    for (body, text) in [
        (json!({"pmi": 5_234_567_890i64}), "Only an account administrator can change a Personal Meeting ID (PMI)."),
        (json!({"vanity_name": "x"}), "Only an account administrator can change a vanity name."),
    ] {
        actor.patch("/users/me", body).refused(400, 200, text);
    }
    let refusal = "Permission requirements to change the user type of this user were not met.";
    actor.patch("/users/me", json!({"type": 1})).refused(400, 1108, refusal);
    assert_eq!(shown(&master.actor, &id)["type"], 2);
}

#[test]
fn a_member_neither_removes_itself_nor_changes_its_state_email_or_password() {
    let world = World::new();
    let (master, id, actor) = member(&world);
    let refusal = "Invalid access token. Does not contain permissions [User:Edit].";
    actor.delete("/users/me").refused(400, 200, refusal);
    actor.put("/users/me/status", json!({"action": "deactivate"})).refused(400, 200, refusal);
    actor.put("/users/me/email", json!({"email": "m@a.example"})).refused(400, 200, refusal);
    actor.put("/users/me/password", json!({"password": PASSWORD})).refused(400, 200, refusal);
    actor.put("/users/me/account", json!({"account_id": master.id})).is(400);
    assert_eq!(shown(&master.actor, &id)["status"], "active");
}
