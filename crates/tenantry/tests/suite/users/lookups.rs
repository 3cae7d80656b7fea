//! `GET /users/summary`, `/users/email`, `/users/vanity_name` and `/users/{userId}/permissions`
use super::*;

#[test]
fn a_summary_counts_users_by_type_and_pending_ones_apart() {
    let world = World::new();
    let master = world.master();
    person_of(&master, "a", 2);
    person_of(&master, "b", 2);
    person_of(&master, "c", 4);
    invited(&master, "d");
    let (idle, _) = person_of(&master, "e", 2);
    master.put(&format!("/users/{idle}/status"), json!({"action": "deactivate"})).is(204);
    let expected = json!({"licensed_users_count": 2, "basic_users_count": 1, "on_prem_users_count": 0,
        "room_users_count": 0, "pending_users_count": 1, "join_only_users_count": 1, "total_users_count": 4});
    assert_eq!(master.get("/users/summary").is(200).body, expected);
}

#[test]
fn a_summary_follows_every_change() {
    let world = World::new();
    let master = world.master();
    let counts = || {
        let summary = master.get("/users/summary").is(200);
        ["basic_users_count", "licensed_users_count", "total_users_count"].map(|field| summary[field].as_i64().unwrap())
    };
    assert_eq!(counts(), [1, 0, 1]);
    let (id, _) = master.user("a");
    assert_eq!(counts(), [2, 0, 2]);
    master.patch(&format!("/users/{id}"), json!({"type": 2})).is(204);
    assert_eq!(counts(), [1, 1, 2]);
    master.post("/roles/1/members", json!({"members": [{"id": id}]})).is(201);
    assert_eq!(counts(), [1, 1, 2]);
    master.delete(&format!("/users/{id}?action=delete")).is(204);
    assert_eq!(counts(), [1, 0, 1]);
}

#[test]
fn an_email_exists_when_a_user_of_the_account_has_it() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let exists = |email: &str| master.get(&format!("/users/email?email={email}")).is(200)["existed_email"].clone();
    let (_, robot) = master.user("robot");
    for email in [&master.owner_email, &invited(&master, "a").1, &person(&master, "b").1, &robot, &robot.to_uppercase()]
    {
        assert_eq!(exists(email), true, "{email}");
    }
    assert_eq!((exists(&sub.owner_email), exists("nobody@nowhere.example")), (json!(false), json!(false)));
    let below = master.on(&sub).get(&format!("/users/email?email={}", sub.owner_email)).is(200);
    assert_eq!(below["existed_email"], true);
    for query in ["", "?email=", "?mail=x"] {
        master.get(&format!("/users/email{query}")).refused(400, 300, "Email is required.");
    }
}

#[test]
fn a_room_name_exists_when_a_user_of_the_account_has_it() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (id, _) = person_of(&master, "a", 2);
    master.patch(&format!("/users/{id}"), json!({"vanity_name": "board.room"})).is(204);
    let exists = |actor: &Actor<'_>, name: &str| {
        actor.get(&format!("/users/vanity_name?vanity_name={name}")).is(200)["existed"].clone()
    };
    assert_eq!(exists(&master.actor, "board.room"), true);
    assert_eq!(exists(&master.actor, "board"), false);
    assert_eq!(exists(&master.on(&sub), "board.room"), false);
    master.get("/users/vanity_name").refused(400, 300, "Vanity name is required.");
}

#[test]
fn permissions_are_those_of_the_role() {
    let world = World::new();
    let master = world.master();
    let (holder, email) = holder(&master, "ann", &["User:Edit", "User:Read"]);
    let (member, _) = master.user("bob");
    let permissions = |user: &str| master.get(&format!("/users/{user}/permissions")).is(200)["permissions"].clone();
    assert_eq!(permissions(&holder), json!(["User:Read", "User:Edit"]));
    assert_eq!(permissions(&email), permissions(&holder));
    assert_eq!(permissions(&member), json!([]));
    let owner = permissions("me");
    assert!(owner.as_array().unwrap().contains(&json!("SubAccount:Edit")), "{owner}");
    master.get(&format!("/users/{NO_ID}/permissions")).refused(404, 1001, &no_user(NO_ID));
    let nobody = "nobody@nowhere.example";
    master.get(&format!("/users/{nobody}/permissions")).refused(404, 1001, &no_user(nobody));
}
