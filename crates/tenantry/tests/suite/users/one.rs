//! `GET /users/{userId}`
use super::*;

#[test]
fn a_user_is_found_by_id_by_email_in_any_case_and_as_me() {
    let world = World::new();
    let master = world.master();
    for name in [&*master.owner_id, &*master.owner_email, &*master.owner_email.to_uppercase(), "me"] {
        assert_eq!(shown(&master.actor, name)["id"], json!(master.owner_id), "{name}");
    }
}

/// By one statement: a call that runs more than its operation says is a fault in builds with debug assertions.
#[test]
fn a_user_is_found_in_whatever_state_by_id_and_by_email() {
    let world = World::new();
    let master = world.master();
    let users = [person(&master, "active"), person(&master, "inactive"), invited(&master, "pending")];
    master.put(&format!("/users/{}/status", users[1].0), json!({"action": "deactivate"})).is(204);
    for ((id, email), state) in users.iter().zip(["active", "inactive", "pending"]) {
        for name in [id, email] {
            let seen = shown(&master.actor, name);
            assert_eq!((&seen["id"], &seen["status"]), (&json!(id), &json!(state)));
            master.get(&format!("/users/{name}/permissions")).is(200);
        }
    }
}

#[test]
fn foreign_and_unknown_users_are_answered_alike() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let stranger = world.master();
    for name in [&*sub.owner_id, &*sub.owner_email, &*stranger.owner_id, NO_ID, "nobody@nowhere.example"] {
        master.get(&format!("/users/{name}")).refused(404, 1001, &no_user(name));
    }
    master.on(&sub).get(&format!("/users/{}", master.owner_id)).refused(404, 1001, &no_user(&master.owner_id));
}

#[test]
fn the_way_to_sign_in_narrows_the_search() {
    let world = World::new();
    let master = world.master();
    let (id, _) = master.user("robot");
    master.get(&format!("/users/{id}?login_type=99")).is(200);
    master.get(&format!("/users/{id}?login_type=100")).refused(404, 1001, &no_user(&id));
}

#[test]
fn an_id_is_no_employee_id_and_no_encrypted_email() {
    let world = World::new();
    let master = world.master();
    let id = &master.owner_id;
    master.get(&format!("/users/{id}?search_by_unique_id=true")).refused(404, 1001, &no_user(id));
    master.get(&format!("/users/{id}?encrypted_email=true")).refused(404, 1001, &no_user(id));
    master.get(&format!("/users/{id}?search_by_unique_id=false&encrypted_email=false")).is(200);
}

#[test]
fn an_owner_is_shown_with_its_role() {
    let world = World::new();
    let master = world.master();
    let owner = shown(&master.actor, "me");
    assert_eq!((&owner["role_id"], &owner["role_name"]), (&json!("0"), &json!("Owner")));
    assert_eq!((&owner["status"], &owner["type"]), (&json!("active"), &json!(1)));
    assert_eq!((&owner["first_name"], &owner["display_name"]), (&json!("Olga"), &json!("Olga Owner")));
    assert_eq!(owner["personal_meeting_url"], json!(format!("https://tenantry.test/j/{}", owner["pmi"])));
}
