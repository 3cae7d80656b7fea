//! `PATCH /users/{userId}`: who is changed, and what others see of it.
use super::*;

#[test]
fn a_user_is_changed_by_id_by_email_and_as_me() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    for (number, name) in [&*sub.owner_id, &*sub.owner_email].into_iter().enumerate() {
        let dept = format!("D{number}");
        master.on(&sub).patch(&format!("/users/{name}"), json!({"dept": dept})).is(204);
        assert_eq!(shown(&sub.actor, "me")["dept"], json!(dept));
    }
    sub.patch("/users/me", json!({"dept": "Mine"})).is(204);
    assert_eq!(shown(&master.on(&sub), &sub.owner_id)["dept"], "Mine");
}

#[test]
fn foreign_and_unknown_users_are_answered_alike() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    for name in [&*sub.owner_id, &*sub.owner_email, NO_ID] {
        master.patch(&format!("/users/{name}"), json!({})).refused(404, 1001, &no_user(name));
    }
}

#[test]
fn the_way_to_sign_in_narrows_the_search() {
    let world = World::new();
    let master = world.master();
    let (id, _) = master.user("robot");
    let path = |login_type: i64| format!("/users/{id}?login_type={login_type}&remove_tsp_credentials=true");
    master.patch(&path(99), json!({"dept": "A"})).is(204);
    master.patch(&path(100), json!({"dept": "B"})).refused(404, 1001, &no_user(&id));
}

#[test]
fn the_role_is_not_changed_here() {
    let world = World::new();
    let master = world.master();
    let (id, _) = master.user("a");
    master.patch(&format!("/users/{id}"), json!({"role_name": "Admin", "role_id": "1"})).is(204);
    assert_eq!(shown(&master.actor, &id)["role_id"], "2");
}

#[test]
fn the_log_tells_new_and_old_values_of_what_changed() {
    let world = World::new();
    let master = world.master();
    let (id, _) = master.user("ann");
    let body = json!({"dept": "Sales", "last_name": "Test", "type": 2, "host_key": "424242",
        "phone_numbers": [{"code": "+1", "country": "US", "number": "8001234567"}]});
    master.patch(&format!("/users/{id}"), body).is(204);
    let event = event(&world, &id, "user.updated");
    assert_eq!(event["version"], 2);
    let phone = json!([{"code": "+1", "country": "US", "number": "8001234567", "verified": false}]);
    let expected = json!({"id": id, "dept": "Sales", "type": 2, "phone_numbers": phone,
        "old_object": {"dept": "", "type": 1, "phone_numbers": []}});
    assert_eq!(event["payload"], expected);
}

#[test]
fn a_request_that_changes_nothing_leaves_no_event() {
    let world = World::new();
    let master = world.master();
    let (id, _) = master.user("ann");
    for body in [json!({}), json!({"first_name": "ann"}), json!({"type": 1, "unknown": 7})] {
        master.patch(&format!("/users/{id}"), body).is(204);
    }
    master.patch(&format!("/users/{id}"), json!({"dept": "Sales"})).is(204);
    let event = event(&world, &id, "user.updated");
    assert_eq!((&event["payload"]["dept"], &event["version"]), (&json!("Sales"), &json!(2)));
    assert_eq!(count_events(&world, &id, "user.updated"), 1);
}

#[test]
fn a_meeting_id_or_room_of_ones_own_choice_comes_with_a_license() {
    let world = World::new();
    let master = world.master();
    let refusal = "Host is not a paid user.";
    let (basic, _) = master.user("a");
    let path = format!("/users/{basic}");
    master.patch(&path, json!({"pmi": 1_234_567_890})).refused(400, 1109, refusal);
    master.patch(&path, json!({"vanity_name": "ann"})).refused(400, 1109, refusal);
    master.patch(&path, json!({"use_pmi": true, "vanity_name": ""})).is(204);
    master.patch(&path, json!({"type": 2, "pmi": 1_234_567_890, "vanity_name": "ann"})).is(204);
    let (unassigned, _) = person_of(&master, "b", 4);
    let refusal = "You cannot change PMI information for a \"No Meetings License\" user.";
    for body in [json!({"pmi": 1_234_567_891}), json!({"use_pmi": true})] {
        master.patch(&format!("/users/{unassigned}"), body).refused(400, 200, refusal);
    }
}

#[test]
fn meeting_ids_and_room_names_are_unique_in_an_account() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Pro", 5);
    let (first, second) = (person_of(&master, "a", 2).0, person_of(&master, "b", 2).0);
    let (elsewhere, _) = person_of(&sub, "c", 2);
    let body = json!({"pmi": 2_234_567_890i64, "vanity_name": "room"});
    master.patch(&format!("/users/{first}"), body.clone()).is(204);
    master.patch(&format!("/users/{second}"), json!({"pmi": 2_234_567_890i64})).refuses_fields(&["pmi"]);
    let taken = "User is already taken by another user from your account. Choose another \"Personal Link Name\".";
    master.patch(&format!("/users/{second}"), json!({"vanity_name": "room"})).refused(400, 4100, taken);
    master.patch(&format!("/users/{first}"), body.clone()).is(204);
    sub.patch(&format!("/users/{elsewhere}"), body).is(204);
    master.patch(&format!("/users/{first}"), json!({"vanity_name": ""})).is(204);
    master.patch(&format!("/users/{second}"), json!({"vanity_name": "room"})).is(204);
}

#[test]
fn a_master_finds_a_subaccount_by_its_owners_first_phone_number() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let number = |number: &str| json!({"phone_numbers": [{"code": "+1", "country": "US", "number": number}]});
    sub.patch("/users/me", number("800 555 0100")).is(204);
    master.get("/accounts?phone_number=%2B1%208005550100").is(200).lists("id", [&*sub.id]);
    sub.patch("/users/me", number("800 555 0199")).is(204);
    master.get("/accounts?phone_number=%2B1%208005550100").is(200).lists("id", [""; 0]);
    let (member, _) = person(&sub, "a");
    sub.patch(&format!("/users/{member}"), number("800 555 0142")).is(204);
    master.get("/accounts?phone_number=%2B1%208005550142").is(200).lists("id", [""; 0]);
}
