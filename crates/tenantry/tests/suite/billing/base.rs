//! `PUT /accounts/{accountId}/plans/base`: more at once, less at the renewal, other plans by their families.
use super::{PRO, business, days, invoices, kept, market, order, pay_all, pro, totals};
use crate::world::World;
use serde_json::{Value, json};

#[test]
fn more_hosts_come_at_once_for_the_rest_of_the_month() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    days(&world, 11);
    actor.put("/plans/base", json!({"type": "monthly", "increasing_hosts": 2})).is(204);
    assert_eq!(sub.operate("GET", "/plan", Value::Null).is(200)["seats"], 7);
    // 20 of 31 days are left: 8495 − 3014 = 5481 back, 7673 for seven.
    assert_eq!(totals(&sub), [5 * PRO, 7673 - 5481]);
    days(&world, 20);
    assert_eq!(totals(&sub).last(), Some(&(7 * PRO)));
}

#[test]
fn fewer_hosts_come_with_the_renewal_but_cannot_be_given_any_more() {
    let world = World::new();
    let (master, sub, actor) = pro(&world);
    master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    actor.put("/plans/base", json!({"type": "monthly", "hosts": 2})).is(204);
    let hosts = || actor.get("/plans").is(200)["plan_base"]["hosts"].clone();
    assert_eq!((hosts(), totals(&sub).len()), (json!(5), 1));
    let licensed = |name: &str| {
        let info = json!({"email": world.email(name), "type": 2, "first_name": "Lena", "last_name": "Test"});
        actor.post("/users", json!({"action": "custCreate", "user_info": info})).status
    };
    assert_eq!([licensed("one"), licensed("two"), licensed("three")], [201, 201, 400]);
    days(&world, 31);
    assert_eq!((hosts(), totals(&sub)), (json!(2), vec![5 * PRO, 2 * PRO]));
}

#[test]
fn no_fewer_hosts_than_users_who_hold_one() {
    let world = World::new();
    let (master, sub, actor) = pro(&world);
    master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    for name in ["one", "two", "three"] {
        let info = json!({"email": world.email(name), "type": 2, "first_name": "Lena", "last_name": "Test"});
        actor.post("/users", json!({"action": "custCreate", "user_info": info})).is(201);
    }
    let before = kept(&sub);
    let text = "The account currently has \"3\" paid users. Change the user type to Basic and reduce the number of paid users before performing this action.";
    actor.put("/plans/base", json!({"type": "monthly", "hosts": 2})).refused(400, 2100, text);
    assert_eq!(kept(&sub), before);
    actor.put("/plans/base", json!({"type": "monthly", "hosts": 3})).is(204);
}

#[test]
fn hosts_are_named_in_one_way() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    let before = kept(&sub);
    let put = |body: Value| actor.put("/plans/base", body);
    for body in [
        json!({"type": "monthly"}),
        json!({"type": "monthly", "hosts": 0}),
        json!({"type": "monthly", "hosts": -1}),
        json!({"type": "monthly", "increasing_hosts": 0}),
        json!({"type": "monthly", "hosts": 6, "increasing_hosts": 1}),
    ] {
        put(body).refused(400, 300, "Invalid host number.");
    }
    put(json!({"type": "monthly", "hosts": 10})).refused(400, 300, "Buy hosts must equal or smaller than 9.");
    put(json!({"type": "monthly", "increasing_hosts": 5})).refused(400, 300, "Buy hosts must equal or smaller than 9.");
    put(json!({"hosts": 5})).refuses_fields(&["type"]);
    assert_eq!(kept(&sub), before);
    put(json!({"type": "monthly", "hosts": 5})).is(204);
    assert_eq!(kept(&sub), before);
}

#[test]
fn another_period_begins_today_and_the_rest_becomes_credit() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    actor.post("/plans", order("business_yearly", 10, json!({}))).is(201);
    pay_all(&sub);
    days(&world, 181);
    actor.put("/plans/base", json!({"type": "business_monthly", "hosts": 10})).is(204);
    let last = invoices(&sub).pop().unwrap();
    assert_eq!((&last["state"], &last["balance"]), (&json!("credit"), &json!(0)));
    assert_eq!(actor.get("/plans").is(200)["plan_base"]["next_invoice_date"], "2026-08-01");
    days(&world, 31);
    let renewed = invoices(&sub).pop().unwrap();
    assert_eq!(
        (&renewed["credited"], &renewed["balance"], &renewed["state"]),
        (&renewed["total"], &json!(0), &json!("paid"))
    );
}

#[test]
fn a_plan_comes_from_the_families_that_it_may_come_from() {
    let world = World::new();
    let (_, _, actor) = business(&world);
    let put = |code: &str, hosts: i64| actor.put("/plans/base", json!({"type": code, "hosts": hosts}));
    put("edu20", 20).refused(400, 2100, "Cannot update Education plan for sub account which is not Education Plan.");
    put("trial", 20).refused(400, 2100, "This account is not under a Free Trial plan.");
    put("gold", 20).refused(400, 2100, "Invalid Base Plan Type: gold");
    let mismatch = "Plan types do not match, oldPlanType: business_monthly newPlanType: vsdk_yearly_prepay_usage.";
    put("vsdk_yearly_prepay_usage", 20).refused(400, 300, mismatch);
    put("zm_one_ent_std_monthly", 300).is(204);
    put("business_monthly", 20).refused(
        400,
        2100,
        "Cannot update Business plan for sub account which is not Pro or Business Plan.",
    );
    put("monthly", 5).refused(
        400,
        2100,
        "Cannot update Pro plan for sub account which is not Pro/Business/Zoom Rooms Plan.",
    );
}

#[test]
fn a_trial_becomes_any_plan() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    actor.post("/plans", order("trial", 50, json!({}))).is(201);
    actor.put("/plans/base", json!({"type": "trial", "hosts": 60})).is(204);
    assert_eq!(sub.operate("GET", "/plan", Value::Null).is(200)["seats"], 60);
    days(&world, 5);
    actor.put("/plans/base", json!({"type": "monthly", "hosts": 5})).is(204);
    assert_eq!(totals(&sub), [5 * PRO]);
    assert_eq!(actor.get("/plans").is(200)["plan_base"]["service_effective_date"], "2026-01-06");
}

#[test]
fn a_change_on_a_day_to_come_is_made_on_that_day() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    let on = |hosts: i64, day: &str| {
        let body =
            json!({"type": "monthly", "hosts": hosts, "service_effective_date": day, "paid_period_start_date": day});
        actor.put("/plans/base", body)
    };
    on(8, "2026-01-01").refuses_fields(&["service_effective_date"]);
    on(8, "2026-01-20").is(204);
    on(7, "2026-01-21").is(204);
    days(&world, 19);
    assert_eq!(totals(&sub).len(), 1);
    days(&world, 1);
    assert_eq!((totals(&sub).len(), actor.get("/plans").is(200)["plan_base"]["hosts"].clone()), (2, json!(7)));
}

#[test]
fn active_hosts_are_kept_and_shown() {
    let world = World::new();
    let (_, _, actor) = market(&world);
    let body = json!({"plan_base": {"type": "zm_one_ent_sta_act_monthly", "hosts": 300, "active_hosts": 250}});
    actor.post("/plans", order("monthly", 1, body)).is(201);
    assert_eq!(actor.get("/plans").is(200)["plan_base"]["active_hosts"], 250);
    actor.put("/plans/base", json!({"type": "zm_one_ent_sta_act_monthly", "hosts": 300, "active_hosts": 260})).is(204);
    assert_eq!(actor.get("/plans").is(200)["plan_base"]["active_hosts"], 260);
    assert_eq!(actor.get("/plans/usage").is(200)["plan_base"]["active_hosts"], 260);
}

#[test]
fn an_account_without_a_plan_has_nothing_to_change() {
    let world = World::new();
    let (master, _, actor) = market(&world);
    let put = || actor.put("/plans/base", json!({"type": "monthly", "hosts": 5}));
    put().refused(400, 2100, "Cannot update plan for sub account which is free plan.");
    actor.post("/plans", order("trial", 5, json!({}))).is(201);
    days(&world, 30);
    put().refused(400, 200, "You do not have a subscription yet.");
    actor.patch("/options", json!({"pay_mode": "sub"})).is(204);
    put().refused(400, 2100, "This subaccount is on self pay mode.");
    actor.patch("/options", json!({"pay_mode": "master"})).is(204);
    master.plan("Free Trial", 1);
    put().refused(400, 200, "Free trial and VIP account can't update sub plan.");
    let bulk = json!({"account_type": "Business", "seats": 50, "bulk_license": true});
    master.operate("PUT", "/plan", bulk).is(200);
    let text = "Master accounts with bulk licenses cannot provision, update, or cancel plans for subaccounts using APIs. Use the Billing portal or contact Zoom support.";
    put().refused(400, 2100, text);
}

#[test]
fn what_the_platform_gives_can_be_bought_instead() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    sub.plan("Business", 20);
    assert_eq!(actor.get("/plans").is(200)["plan_base"]["type"], "business_yearly");
    actor.put("/plans/base", json!({"type": "business_monthly", "hosts": 20})).is(204);
    assert_eq!(totals(&sub), [20 * 2199]);
    sub.plan("Business", 30);
    let last = invoices(&sub).pop().unwrap();
    assert_eq!((&last["state"], &last["total"]), (&json!("credit"), &json!(-20 * 2199)));
}
