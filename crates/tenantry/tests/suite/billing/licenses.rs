//! Licenses of add-ons that are bought: no fewer than users hold, counted as they are held, and lost with their plan.
use super::{days, kept, market, order, pay_all};
use crate::{
    actors::{Account, Actor},
    users::PASSWORD,
    world::World,
};
use serde_json::{Value, json};

/// A subaccount with five Pro hosts and so many webinars.
fn shop(world: &World, webinars: i64) -> (Account<'_>, Account<'_>, Actor<'_>) {
    let (master, sub, actor) = market(world);
    master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    let more = json!({"plan_webinar": [{"type": "webinar500_monthly", "hosts": webinars}]});
    actor.post("/plans", order("monthly", 5, more)).is(201);
    (master, sub, actor)
}

/// A licensed user who hosts webinars.
fn host(world: &World, actor: &Actor<'_>, name: &str, action: &str) -> String {
    let info = json!({"email": world.email(name), "type": 2, "first_name": "Lena", "last_name": "Test"});
    let user = actor.post("/users", json!({"action": action, "user_info": info})).is(201).text("id");
    actor.patch(&format!("/users/{user}/settings"), webinar()).is(204);
    user
}

fn webinar() -> Value {
    json!({"feature": {"webinar": true, "webinar_capacity": 500}})
}

fn has_webinar(actor: &Actor<'_>, user: &str) -> bool {
    actor.get(&format!("/users/{user}/settings")).is(200)["feature"]["webinar"] == true
}

fn addon(hosts: i64) -> Value {
    json!({"type": "webinar500_monthly", "hosts": hosts})
}

fn cancel_addon(actor: &Actor<'_>) {
    actor.patch("/plans/addons/status", json!({"action": "cancel", "type": "webinar500_monthly"})).is(200);
}

#[test]
fn what_is_bought_can_be_assigned_and_no_fewer_than_that_are_kept() {
    let world = World::new();
    let (_, sub, actor) = shop(&world, 3);
    let users = ["a", "b"].map(|name| host(&world, &actor, name, "custCreate"));
    let before = kept(&sub);
    actor.put("/plans/addons", addon(1)).refused(400, 2100, "Invalid host number.");
    assert_eq!(kept(&sub), before);
    actor.put("/plans/addons", addon(2)).is(200);
    // What is to be lowered is not assigned any more.
    let info = json!({"email": world.email("c"), "type": 2, "first_name": "Lena", "last_name": "Test"});
    let late = actor.post("/users", json!({"action": "custCreate", "user_info": info})).is(201).text("id");
    let text = "You can add max 2 Webinar 500 users.";
    actor.patch(&format!("/users/{late}/settings"), webinar()).refused(400, 200, text);
    actor.put("/plans/addons", addon(3)).is(200);
    actor.patch(&format!("/users/{late}/settings"), webinar()).is(204);
    assert!(users.iter().all(|user| has_webinar(&actor, user)));
}

#[test]
fn licenses_in_use_are_counted_from_the_users_who_hold_them() {
    let world = World::new();
    let (_, _, actor) = shop(&world, 3);
    let used = || actor.get("/plans/usage").is(200)["plan_webinar"][0].clone();
    assert_eq!(used(), json!({"type": "webinar500_monthly", "hosts": 3, "usage": 0, "pending": 0}));
    let first = host(&world, &actor, "a", "custCreate");
    host(&world, &actor, "b", "create");
    assert_eq!(used(), json!({"type": "webinar500_monthly", "hosts": 3, "usage": 1, "pending": 1}));
    world.submit(&world.link_of("invitation", &world.email("b")), &[("password", PASSWORD)]).is(200);
    assert_eq!(used(), json!({"type": "webinar500_monthly", "hosts": 3, "usage": 2, "pending": 0}));
    actor.put(&format!("/users/{first}/status"), json!({"action": "deactivate"})).is(204);
    assert_eq!(used()["usage"], 1);
}

#[test]
fn with_an_addon_its_users_lose_its_licenses_and_keep_their_seats() {
    let world = World::new();
    let (_, sub, actor) = shop(&world, 2);
    let users = ["a", "b"].map(|name| host(&world, &actor, name, "custCreate"));
    pay_all(&sub);
    cancel_addon(&actor);
    days(&world, 30);
    assert!(users.iter().all(|user| has_webinar(&actor, user)));
    days(&world, 1);
    assert!(!users.iter().any(|user| has_webinar(&actor, user)));
    assert!(users.iter().all(|user| actor.get(&format!("/users/{user}")).is(200)["type"] == 2));
}

#[test]
fn of_licenses_that_two_plans_give_the_newest_users_lose_those_of_the_one_that_ends() {
    let world = World::new();
    let (_, sub, actor) = shop(&world, 2);
    let phone = json!({"plan_base": {"type": "phone_payongo", "callout_countries": "US"}, "plan_calling": [
        {"type": "phone_calling_usca_monthly_metered", "hosts": 1},
        {"type": "phone_calling_usca_monthly_unlimited", "hosts": 1},
    ]});
    actor.post("/plans/addons", json!({"type": "plan_phone", "plan_details": phone})).is(201);
    let users = ["a", "b"].map(|name| {
        // Who of two came first in a moment, nobody says.
        world.advance(1);
        host(&world, &actor, name, "custCreate")
    });
    let has_phone =
        |user: &String| actor.get(&format!("/users/{user}/settings")).is(200)["feature"]["zoom_phone"] == true;
    for user in &users {
        actor.patch(&format!("/users/{user}/settings"), json!({"feature": {"zoom_phone": true}})).is(204);
    }
    let cancel = json!({"action": "cancel", "type": "phone_calling_usca_monthly_metered"});
    actor.patch("/plans/addons/status", cancel).is(200);
    pay_all(&sub);
    days(&world, 31);
    assert_eq!(users.each_ref().map(has_phone), [true, false]);
    assert!(users.iter().all(|user| has_webinar(&actor, user)));
}

#[test]
fn with_the_base_users_lose_all_licenses() {
    let world = World::new();
    let (_, sub, actor) = shop(&world, 2);
    let user = host(&world, &actor, "a", "custCreate");
    pay_all(&sub);
    cancel_addon(&actor);
    actor.patch("/plans/base/status", json!({"action": "cancel"})).is(200);
    days(&world, 31);
    assert_eq!(actor.get(&format!("/users/{user}")).is(200)["type"], 1);
    assert!(!has_webinar(&actor, &user));
    // Bought again, they are assigned again.
    let more = json!({"plan_webinar": [{"type": "webinar500_monthly", "hosts": 1}]});
    actor.post("/plans", order("monthly", 1, more)).is(201);
    assert_eq!(actor.get("/plans/usage").is(200)["plan_webinar"][0]["usage"], 0);
    actor.patch(&format!("/users/{user}"), json!({"type": 2})).is(204);
    actor.patch(&format!("/users/{user}/settings"), webinar()).is(204);
}
