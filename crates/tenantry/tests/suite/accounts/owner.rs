//! `PUT /accounts/{accountId}/owner`
use crate::{
    actors::{Account, Actor},
    answer::Answer,
    users::{admin, person},
    world::World,
};
use platform::PrivilegeSet;
use serde_json::json;

fn set(master: &Account<'_>, sub: &Account<'_>, email: &str) -> Answer {
    master.on(sub).put("/owner", json!({ "email": email }))
}

fn unfit(sub: &Account<'_>) -> String {
    format!("User is not an admin or is an API user or doesn't belong to this account: {}.", sub.id)
}

/// A master, and a subaccount on a plan with which people can be made.
fn accounts(world: &World) -> (Account<'_>, Account<'_>) {
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Enterprise", 10);
    (master, sub)
}

#[test]
fn an_admin_becomes_the_owner_and_the_owner_an_admin() {
    let world = World::new();
    let (master, sub) = accounts(&world);
    let (id, email) = admin(&sub, "bob");
    set(&master, &sub, &email.to_uppercase()).is(204);
    let shown = master.on(&sub).get("").is(200);
    assert_eq!((&shown["owner_id"], &shown["owner_email"]), (&json!(id), &json!(email)));
    master.get("/accounts").is(200).lists("owner_email", [&*email]);
    master.get(&format!("/accounts?email={email}")).is(200).lists("id", [&*sub.id]);
    let role = |user: &str| sub.get(&format!("/users/{user}")).is(200).text("role_id");
    assert_eq!((role(&id), role(&sub.owner_id)), ("0".to_owned(), "1".to_owned()));
    sub.get("/users?role_id=0").is(200).lists("id", [&*id]);
    sub.get("/users?role_id=1").is(200).lists("id", [&*sub.owner_id]);
}

#[test]
fn apps_act_for_whoever_owns_the_account_at_the_time_of_the_call() {
    let world = World::new();
    let (_, sub) = accounts(&world);
    let (id, email) = admin(&sub, "bob");
    assert_eq!(sub.get("/users/me").is(200)["id"], json!(sub.owner_id));
    sub.on_id("me").put("/owner", json!({ "email": email })).is(204);
    assert_eq!(sub.get("/users/me").is(200)["id"], json!(id));
}

#[test]
fn only_an_admin_who_signs_in_can_become_the_owner() {
    let world = World::new();
    let (master, sub) = accounts(&world);
    let (_, member) = person(&sub, "mia");
    set(&master, &sub, &member).refused(400, 200, &unfit(&sub));
    let (program, email) = sub.user("robot");
    sub.post("/roles/1/members", json!({"members": [{"id": program}]})).is(201);
    set(&master, &sub, &email).refused(400, 200, &unfit(&sub));
    let (idle, email) = person(&sub, "ida");
    let idled = sub.put(&format!("/users/{idle}/status"), json!({"action": "deactivate"}));
    assert!(idled.status < 300, "{idled}");
    sub.post("/roles/1/members", json!({"members": [{"id": idle}]})).is(201);
    set(&master, &sub, &email).refused(400, 200, &unfit(&sub));
}

#[test]
fn only_who_holds_everything_here_and_below_hands_an_account_over() {
    let world = World::new();
    let master = world.master();
    let (_, email) = admin(&master, "accomplice");
    let all = PrivilegeSet::ALL.names();
    let set = |actor: &Actor<'_>| actor.on_id("me").put("/owner", json!({ "email": email }));
    let but_one: Vec<&str> = all.iter().copied().filter(|name| *name != "User:Read").collect();
    set(&master.user_with_role(&but_one, 1, &[])).refused(400, 200, "No permission.");
    set(&master.user_with_role(&all, 3, &[])).refused(400, 200, "No permission.");
    set(&master.user_with_role(&all, 3, &but_one)).refused(400, 200, "No permission.");
    set(&master.user_with_role(&all, 3, &all)).is(204);
}

#[test]
fn an_account_below_is_handed_over_by_who_holds_everything_there() {
    let world = World::new();
    let (master, sub) = accounts(&world);
    let (_, email) = admin(&sub, "accomplice");
    let all = PrivilegeSet::ALL.names();
    let set = |actor: &Actor<'_>| actor.on_id(&sub.id).put("/owner", json!({ "email": email }));
    let but_one: Vec<&str> = all.iter().copied().filter(|name| *name != "User:Read").collect();
    set(&master.user_with_role(&all, 3, &but_one)).refused(400, 200, "No permission.");
    set(&master.user_with_role(&["SubAccount:Edit"], 1, &[])).is(204);
}

#[test]
fn a_foreign_address_and_one_that_nobody_has_are_answered_alike() {
    let world = World::new();
    let (master, sub) = accounts(&world);
    let foreign = world.sub(&world.master());
    let outside = "Cannot make a user outside of your account an owner.";
    for email in [&*foreign.owner_email, &*master.owner_email, "nobody@nowhere.example"] {
        set(&master, &sub, email).refused(400, 200, &unfit(&sub));
        sub.on_id("me").put("/owner", json!({ "email": email })).refused(400, 200, outside);
    }
    master.on(&sub).put("/owner", json!({"email": "no email"})).refuses_fields(&["email"]);
    master.on(&sub).put("/owner", json!({})).refuses_fields(&["email"]);
}

#[test]
fn who_owns_the_account_stays_what_it_is() {
    let world = World::new();
    let (master, sub) = accounts(&world);
    let text = "Cannot update the role of an account owner.";
    set(&master, &sub, &sub.owner_email).refused(400, 200, text);
}

#[test]
fn the_phone_number_by_which_a_master_finds_the_account_is_that_of_the_new_owner() {
    let world = World::new();
    let (master, sub) = accounts(&world);
    let (id, email) = admin(&sub, "bob");
    let number =
        |number: &str| json!({"phone_numbers": [{"country": "US", "code": "+1", "number": number, "label": "Office"}]});
    sub.patch(&format!("/users/{}", sub.owner_id), number("8005550100")).is(204);
    sub.patch(&format!("/users/{id}"), number("8005550102")).is(204);
    set(&master, &sub, &email).is(204);
    master.get("/accounts?phone_number=%2B18005550102").is(200).lists("id", [&*sub.id]);
    master.get("/accounts?phone_number=%2B18005550100").is(200).lists("id", Vec::<String>::new());
}

#[test]
fn the_log_tells_of_the_account_and_of_both_users() {
    let world = World::new();
    let (master, sub) = accounts(&world);
    let (id, email) = admin(&sub, "bob");
    set(&master, &sub, &email).is(204);
    let payload = &world.told(&sub.id, "account.owner_changed")[0]["payload"];
    assert_eq!((&payload["owner_id"], &payload["old_object"]["owner_id"]), (&json!(id), &json!(sub.owner_id)));
    for user in [&id, &sub.owner_id] {
        let told = world.told(user, "user.updated");
        assert!(!told.is_empty() && told.iter().all(|event| event["account_id"] == *sub.id), "{told:?}");
    }
}
