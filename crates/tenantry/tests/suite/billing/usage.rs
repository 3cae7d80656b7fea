//! `GET …/plans` and `GET …/plans/usage`: what there is of plans, and how much of it is in use.
use super::{business, days, market, order, pay_all, pro};
use crate::{actors::Actor, world::World};
use serde_json::json;

#[test]
fn seats_in_use_are_counted_from_the_users_there_are() {
    let world = World::new();
    let (master, _, actor) = pro(&world);
    master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    let user = |name: &str, action: &str| {
        let info = json!({"email": world.email(name), "type": 2, "first_name": "Lena", "last_name": "Test"});
        actor.post("/users", json!({"action": action, "user_info": info})).is(201).text("id")
    };
    let one = user("one", "custCreate");
    user("two", "create");
    let used = || actor.get("/plans/usage").is(200)["plan_base"].clone();
    assert_eq!(used(), json!({"type": "monthly", "hosts": 5, "usage": 1, "pending": 1}));
    actor.patch(&format!("/users/{one}"), json!({"type": 1})).is(204);
    assert_eq!(used()["usage"], 0);
}

#[test]
fn the_log_tells_once_that_seats_are_about_to_run_out() {
    let world = World::new();
    let (master, sub, actor) = market(&world);
    master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    actor.post("/plans", order("business_monthly", 10, json!({}))).is(201);
    let near = || world.log(|event| event["account_id"] == sub.id && event["name"] == "billing.seats_near_limit");
    for number in 1..=10 {
        let info =
            json!({"email": world.email(&format!("u{number}")), "type": 2, "first_name": "Lena", "last_name": "Test"});
        actor.post("/users", json!({"action": "custCreate", "user_info": info})).is(201);
        assert_eq!(near().len(), usize::from(number >= 9), "{number}");
    }
    assert_eq!(near()[0]["account_id"], json!(sub.id));
}

#[test]
fn storage_is_told_in_gigabytes() {
    let world = World::new();
    let (_, _, actor) = pro(&world);
    let storage = actor.get("/plans/usage").is(200)["plan_recording"].clone();
    assert_eq!((&storage["free_storage"], &storage["free_storage_usage"]), (&json!("25 GB"), &json!("0")));
}

#[test]
fn storage_that_was_bought_is_none_that_is_free_whatever_recordings_it_is_for() {
    let world = World::new();
    let (_, _, actor) = market(&world);
    let recordings = json!({"plan_sdk_cmr": {"type": "vsdk_cmr_monthly_100", "hosts": 1}});
    actor.post("/plans", order("vsdk_monthly_prepay_usage", 1, recordings)).is(201);
    let told = |code: &str, size: &str| {
        json!({
            "type": code, "free_storage": "0", "free_storage_usage": "0", "plan_storage": size,
            "plan_storage_usage": "0", "plan_storage_exceed": "0",
        })
    };
    let storage = |actor: &Actor<'_>| actor.get("/plans/usage").is(200)["plan_recording"].clone();
    assert_eq!(storage(&actor), told("vsdk_cmr_monthly_100", "500 GB"));
    actor.post("/plans/addons", json!({"type": "zvsdkcr_1TB_monthly", "hosts": 1})).is(201);
    assert_eq!(storage(&actor), told("zvsdkcr_1TB_monthly", "1524 GB"));
    // What the contact center keeps is no cloud recording: a plan for it is not the one that is told here.
    let (_, _, actor) = market(&world);
    let package = json!([{"type": "zccp_monthly", "hosts": 1}]);
    let center = json!({"plan_zcc": {"plan_package_list": package, "plan_recording": {"type": "zcc_cs_30gb"}}});
    let bought = actor.post("/plans", order("monthly", 5, center)).is(201);
    assert_eq!(bought["plan_zcc"]["plan_recording"]["type"], "zcc_cs_30gb");
    assert_eq!(storage(&actor), json!({"free_storage": "25 GB", "free_storage_usage": "0"}));
}

#[test]
fn usage_is_for_paid_accounts_also_where_they_pay_themselves() {
    let world = World::new();
    let (master, sub, actor) = market(&world);
    actor.get("/plans/usage").refused(400, 200, "Only available for paid account.");
    assert_eq!(master.get("/accounts/me/plans/usage").is(200)["plan_base"]["hosts"], 50);
    actor.patch("/options", json!({"pay_mode": "sub"})).is(204);
    sub.plan("Pro", 3);
    assert_eq!(actor.get("/plans/usage").is(200)["plan_base"]["hosts"], 3);
    actor.get("/plans").refused(400, 2100, "This subaccount is on self pay mode.");
}

#[test]
fn plans_are_shown_to_their_account_and_to_the_one_above() {
    let world = World::new();
    let (master, sub, actor) = business(&world);
    assert_eq!(actor.get("/plans").is(200).body, sub.get("/accounts/me/plans").is(200).body);
    assert_eq!(master.get("/accounts/me/plans").is(200)["plan_base"]["hosts"], 50);
    let (stranger, _, _) = market(&world);
    stranger.on(&sub).get("/plans").refused(404, 2001, &format!("Account does not exist: {}.", sub.id));
    let (_, _, free) = market(&world);
    assert_eq!(free.get("/plans").is(200).body, json!({}));
}

#[test]
fn what_has_expired_is_shown_until_its_kind_is_bought_again() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    actor.patch("/plans/base/status", json!({"action": "cancel"})).is(200);
    days(&world, 31);
    assert_eq!(actor.get("/plans").is(200)["plan_base"]["status"], "expired");
    pay_all(&sub);
    actor.post("/plans", order("business_monthly", 10, json!({}))).is(201);
    let base = actor.get("/plans").is(200)["plan_base"].clone();
    assert_eq!((&base["type"], &base["status"]), (&json!("business_monthly"), &json!("active")));
}
