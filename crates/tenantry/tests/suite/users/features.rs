//! `POST /users/features`: types of users, and what all features have in common.
mod given;

use super::*;

fn update(account: &Actor<'_>, kind: &str, users: Value) -> Answer {
    account.post("/users/features", json!({"feature_type": "user_type", "feature_value": kind, "users": users}))
}

fn refused(user_ids: &[&str], reason: &str) -> Value {
    json!({"user_ids": user_ids, "reason": reason})
}

/// A master with this many seats for Licensed users.
fn with_seats(world: &World, seats: i64) -> Account<'_> {
    let master = world.account("master", json!({"master": true}));
    master.plan("Pro", seats);
    master
}

#[test]
fn users_are_converted_as_far_as_there_are_seats() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Pro", 2);
    let [(ann, _), (bob, bobs), (cid, cids), (dan, _)] = ["ann", "bob", "cid", "dan"].map(|name| sub.user(name));
    let licensed = json!([{"id": ann}, {"email": bobs.to_uppercase()}, {"id": "", "email": cids}, {"id": dan}]);
    let answer = update(&master.on(&sub), "2", licensed.clone()).is(201);
    let expected =
        json!({"success_user_ids": [ann, bob], "fail_details": [refused(&[&cid, &dan], "Not enough seats")]});
    assert_eq!(answer.body, expected);
    assert_eq!(sub.get("/users/summary").is(200)["licensed_users_count"], 2);
    let details = json!([refused(&[&cid, &dan], "Not enough seats"), refused(&[&ann, &bob], "No need to update")]);
    let again = update(&sub.actor, "2", licensed).is(201);
    assert_eq!(again.body, json!({"success_user_ids": [], "fail_details": details}));
    update(&sub.actor, "1", json!([{"id": ann}])).is(201);
    assert_eq!(update(&sub.actor, "2", json!([{"id": dan}])).is(201)["success_user_ids"], json!([dan]));
    assert_eq!(shown(&sub.actor, &dan)["type"], 2);
}

#[test]
fn who_is_named_twice_is_converted_once() {
    let world = World::new();
    let master = world.master();
    let (ann, email) = master.user("ann");
    let answer = update(&master.actor, "2", json!([{"id": ann}, {"email": email}, {"id": ann}])).is(201);
    assert_eq!(answer.body, json!({"success_user_ids": [ann], "fail_details": []}));
}

#[test]
fn basic_users_are_limited_where_the_operator_says_so() {
    let world = World::new();
    let master = with_seats(&world, 5);
    master.operate("PUT", "/plan", json!({"account_type": "Pro", "seats": 5, "basic_limit": 1})).is(200);
    let (ann, _) = person_of(&master, "ann", 2);
    let answer = update(&master.actor, "1", json!([{"id": ann}])).is(201);
    assert_eq!(answer["fail_details"], json!([refused(&[&ann], "Not allowed to add basic users")]));
    assert_eq!(shown(&master.actor, &ann)["type"], 2);
}

#[test]
fn who_cannot_sign_in_is_converted_without_a_seat() {
    let world = World::new();
    let master = with_seats(&world, 0);
    let (ann, _) = person(&master, "ann");
    master.put(&format!("/users/{ann}/status"), json!({"action": "deactivate"})).is(204);
    assert_eq!(update(&master.actor, "2", json!([{"id": ann}])).is(201)["success_user_ids"], json!([ann]));
    master.put(&format!("/users/{ann}/status"), json!({"action": "activate"})).is(400);
}

#[test]
fn foreign_unknown_and_invited_users_are_not_found() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let ((foreign, email), (pending, _)) = (person(&sub, "ann"), invited(&master, "bob"));
    let named = json!([{"id": foreign}, {"email": email}, {"id": NO_ID}, {"id": pending}]);
    let answer = update(&master.actor, "2", named).is(201);
    let missing = refused(&[&foreign, &email, NO_ID, &pending], "Users not found");
    assert_eq!(answer.body, json!({"success_user_ids": [], "fail_details": [missing]}));
    assert_eq!(shown(&sub.actor, &foreign)["type"], 1);
}

#[test]
fn one_request_names_1_to_30_users() {
    let world = World::new();
    let master = world.master();
    let users: Vec<Value> = (0..31).map(|_| json!({"id": master.user("one").0})).collect();
    for count in [1, 29, 30] {
        update(&master.actor, "2", json!(users[..count])).is(201);
    }
    assert_eq!(master.get("/users/summary").is(200)["licensed_users_count"], 30);
    for users in [json!([]), json!(users)] {
        update(&master.actor, "1", users).refuses_fields(&["users"]);
    }
    update(&master.actor, "1", json!([{}, {"id": ""}])).refuses_fields(&["users[0].id", "users[1].id"]);
    update(&master.actor, "1", json!([{"email": "no address"}])).refuses_fields(&["users[0].email"]);
    let required = ["feature_type", "feature_value", "users"];
    master.post("/users/features", json!({})).refuses_fields(&required);
}

#[test]
fn what_the_account_has_not_is_refused_and_changes_nothing() {
    let world = World::new();
    let master = world.master();
    let (ann, _) = master.user("ann");
    let update = |more: Value| {
        let mut body = json!({"feature_type": "user_type", "feature_value": "2", "users": [{"id": ann}]});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        master.post("/users/features", body)
    };
    update(json!({"feature_value": "3"})).refused(400, 300, "Your account can't set user type as On-prem.");
    for value in ["0", "4", "99", "Licensed", ""] {
        update(json!({"feature_value": value})).refuses_fields(&["feature_value"]);
    }
    update(json!({"feature_type": "zoom_phone"})).refuses_fields(&["feature_type"]);
    let refusal =
        "The subscription \"S1\" you entered does not exist. Please choose a different subscription and try again.";
    update(json!({"subscription_id": "S1"})).refused(400, 300, refusal);
    let license = json!({"license_type": "MEETING", "license_option": 2, "subscription_id": "S1"});
    update(json!({"license_info_list": [license]})).refused(400, 300, refusal);
    update(json!({"license_info_list": [license, license, license]})).refuses_fields(&["license_info_list"]);
    assert_eq!(shown(&master.actor, &ann)["type"], 1);
}

#[test]
fn only_a_paid_account_changes_licenses() {
    let world = World::new();
    let free = world.free_standing();
    let body = json!([{"id": free.owner_id}]);
    update(&free.actor, "2", body).refused(400, 200, "Current account must be a paid account.");
}

#[test]
fn an_account_changes_licenses_once_in_ten_seconds() {
    let world = limited();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Pro", 5);
    let (ann, _) = person(&master, "ann");
    update(&master.actor, "2", json!([{"id": ann}])).is(201);
    world.advance(9);
    let refused = update(&master.actor, "1", json!([{"id": ann}])).refused(429, 429, TOO_MANY_NOW);
    assert_eq!((refused.header("x-ratelimit-type"), refused.header("retry-after")), ("QPS", "2026-01-01T00:00:10Z"));
    update(&master.on(&sub), "2", json!([{"id": sub.owner_id}])).is(201);
    world.advance(1);
    update(&master.actor, "1", json!([{"id": ann}])).is(201);
}

#[test]
fn each_conversion_is_an_event_of_its_user() {
    let world = World::new();
    let master = world.master();
    let (ann, _) = master.user("ann");
    for _ in 0..2 {
        update(&master.actor, "2", json!([{"id": ann}])).is(201);
    }
    let told = event(&world, &ann, "user.updated");
    assert_eq!((&told["payload"]["type"], &told["payload"]["old_object"]["type"]), (&json!(2), &json!(1)));
    assert_eq!(count_events(&world, &ann, "user.updated"), 1);
}
