//! `PUT /users/{userId}/status`
use super::*;

fn set(account: &Account<'_>, user: &str, action: &str) -> Answer {
    account.put(&format!("/users/{user}/status"), json!({"action": action}))
}

#[test]
fn a_deactivated_user_keeps_its_type_and_comes_back() {
    let world = World::new();
    let master = world.master();
    let (id, email) = person_of(&master, "ann", 2);
    set(&master, &id, "deactivate").is(204);
    let user = shown(&master.actor, &email);
    assert_eq!((&user["status"], &user["type"]), (&json!("inactive"), &json!(2)));
    master.get("/users?status=inactive").is(200).lists("id", [&*id]);
    set(&master, &email, "activate").is(204);
    assert_eq!(shown(&master.actor, &id)["status"], "active");
    master.get("/users?status=inactive").is(200).lists("id", [""; 0]);
}

#[test]
fn who_is_deactivated_cannot_act_from_the_next_request_on() {
    let world = World::new();
    let master = world.master();
    let (id, _) = holder(&master, "ann", &["User:Read"]);
    let ann = master.user_signed_in(&id);
    ann.get("/users").is(200);
    set(&master, &id, "deactivate").is(204);
    ann.get("/users").refused(401, 124, "Invalid access token.");
    // Nor with what it had before, when it is back.
    set(&master, &id, "activate").is(204);
    ann.get("/users").refused(401, 124, "Invalid access token.");
    master.user_signed_in(&id).get("/users").is(200);
}

#[test]
fn owner_and_admins_are_neither_activated_nor_deactivated() {
    let world = World::new();
    let master = world.master();
    let (admin, _) = admin(&master, "ann");
    let refusal = "Zoom Room and Admin users' status cannot be activated or deactivated.";
    for user in [&admin, &master.owner_id] {
        set(&master, user, "deactivate").refused(400, 200, refusal);
        set(&master, user, "activate").refused(400, 200, refusal);
    }
}

#[test]
fn a_state_that_is_there_already_is_left_alone() {
    let world = World::new();
    let master = world.master();
    let (id, _) = master.user("a");
    set(&master, &id, "activate").is(204);
    set(&master, &id, "deactivate").is(204);
    set(&master, &id, "deactivate").is(204);
    event(&world, &id, "user.deactivated");
    assert_eq!(count_events(&world, &id, "user.deactivated"), 1);
    assert_eq!(count_events(&world, &id, "user.activated"), 0);
}

#[test]
fn the_log_tells_of_every_state() {
    let world = World::new();
    let master = world.master();
    let (id, email) = master.user("ann");
    for action in ["deactivate", "activate", "clock_in", "clock_out"] {
        set(&master, &id, action).is(204);
    }
    let events = world.happened_to(&id);
    let names: Vec<&str> = events.iter().map(|event| event["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["user.created", "user.deactivated", "user.activated", "user.clocked_in", "user.clocked_out"]);
    let versions: Vec<i64> = events.iter().map(|event| event["version"].as_i64().unwrap()).collect();
    assert_eq!(versions, [1, 2, 3, 4, 5]);
    let expected = json!({"id": id, "email": email, "first_name": "ann", "last_name": "Test", "display_name": "ann Test", "type": 1});
    assert_eq!(events[1]["payload"], expected);
}

#[test]
fn only_who_is_active_can_be_at_work() {
    let world = World::new();
    let master = world.master();
    let (id, _) = master.user("a");
    set(&master, &id, "deactivate").is(204);
    for action in ["clock_in", "clock_out"] {
        set(&master, &id, action).refuses_fields(&["action"]);
        set(&master, &master.owner_id, action).is(204);
    }
}

#[test]
fn unknown_users_and_actions_are_refused() {
    let world = World::new();
    let master = world.master();
    set(&master, NO_ID, "activate").refused(404, 1001, &no_user(NO_ID));
    set(&master, &master.owner_id, "suspend").refuses_fields(&["action"]);
    master.put("/users/me/status", json!({})).refuses_fields(&["action"]);
}
