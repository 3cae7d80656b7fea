//! `PATCH …/plans/base/status` and `…/plans/addons/status`: add-ons before the base, and both at the end of their term.
use super::{PRO, days, kept, market, order, pay_all, pro, totals};
use crate::{actors::Actor, world::World};
use serde_json::{Value, json};

fn cancel() -> Value {
    json!({"action": "cancel", "reason": 6, "comment": "We close for the summer."})
}
fn addon(code: &str) -> Value {
    json!({"action": "cancel", "type": code, "reason": 1, "comment": ""})
}

#[test]
fn a_cancelled_base_is_in_use_until_its_end_and_its_users_lose_their_licenses() {
    let world = World::new();
    let (master, sub, actor) = pro(&world);
    master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    let info = json!({"email": world.email("one"), "type": 2, "first_name": "Lena", "last_name": "Test"});
    let user = actor.post("/users", json!({"action": "custCreate", "user_info": info})).is(201).text("id");
    actor.patch("/plans/base/status", cancel()).is(200);
    let before = kept(&sub);
    actor.patch("/plans/base/status", cancel()).is(200);
    assert_eq!(kept(&sub), before);
    assert_eq!(actor.get("/plans").is(200)["plan_base"]["status"], "cancelled");
    actor.send("DELETE", "", Value::Null).refused(404, 2000, "You cannot disassociate a paid account.");
    days(&world, 30);
    assert_eq!(actor.get(&format!("/users/{user}")).is(200)["type"], 2);
    days(&world, 1);
    assert_eq!(actor.get("/plans").is(200)["plan_base"]["status"], "expired");
    assert_eq!(actor.get(&format!("/users/{user}")).is(200)["type"], 1);
    assert_eq!(
        (totals(&sub), sub.operate("GET", "/plan", Value::Null).is(200)["account_type"].clone()),
        (vec![5 * PRO], json!("Free"))
    );
    actor.send("DELETE", "", Value::Null).is(204);
}

#[test]
fn a_cancelled_base_comes_back_when_it_is_asked_for_before_its_end() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    actor.patch("/plans/base/status", cancel()).is(200);
    actor.put("/plans/base", json!({"type": "monthly", "hosts": 5})).is(204);
    assert_eq!(actor.get("/plans").is(200)["plan_base"]["status"], "active");
    days(&world, 31);
    assert_eq!(totals(&sub), [5 * PRO, 5 * PRO]);
}

#[test]
fn addons_are_cancelled_before_their_base() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    actor.post("/plans/addons", json!({"type": "webinar500_yearly", "hosts": 1})).is(201);
    let before = kept(&sub);
    let text = "You should first cancel all additional subscriptions.";
    actor.patch("/plans/base/status", cancel()).refused(400, 200, text);
    assert_eq!(kept(&sub), before);
    actor.patch("/plans/addons/status", addon("webinar500_yearly")).is(200);
    let after = kept(&sub);
    actor.patch("/plans/addons/status", addon("webinar500_yearly")).is(200);
    assert_eq!(kept(&sub), after);
    actor.patch("/plans/base/status", cancel()).is(200);
    days(&world, 31);
    assert_eq!(actor.get("/plans").is(200)["plan_webinar"][0]["status"], "expired");
    assert!(*totals(&sub).last().unwrap() < 0, "what is left of the year is given back");
}

/// The states of these kinds of plans of the phone.
fn phone(actor: &Actor<'_>) -> [Value; 2] {
    let plans = actor.get("/plans").is(200)["plan_phone"].clone();
    [plans["plan_base"]["status"].clone(), plans["plan_calling"][0]["status"].clone()]
}

#[test]
fn a_plan_does_not_go_on_without_the_one_that_it_needs() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    let calling = |hosts: i64| json!({"type": "phone_calling_usca_monthly_metered", "hosts": hosts});
    let phone_plans =
        json!({"plan_base": {"type": "phone_payongo", "callout_countries": "US"}, "plan_calling": [calling(2)]});
    actor.post("/plans/addons", json!({"type": "plan_phone", "plan_details": phone_plans})).is(201);
    actor.patch("/plans/addons/status", addon("phone_type")).is(200);
    assert_eq!(phone(&actor), ["cancelled", "cancelled"]);
    let before = kept(&sub);
    let text = "Account can't buy this product.";
    actor.put("/plans/addons", calling(2)).refused(400, 2100, text);
    actor.put("/plans/addons", calling(3)).refused(400, 2100, text);
    let other = json!({"type": "phone_calling_usca_monthly_unlimited", "hosts": 1});
    actor.post("/plans/addons", other).refused(400, 2100, text);
    assert_eq!(kept(&sub), before);
    pay_all(&sub);
    days(&world, 31);
    assert_eq!((phone(&actor), totals(&sub).last()), ([json!("expired"), json!("expired")], Some(&(5 * PRO))));
}

#[test]
fn with_a_plan_that_others_need_they_are_cancelled_too() {
    let world = World::new();
    let (_, _, actor) = pro(&world);
    let center = json!({"plan_package_list": [{"type": "zccp_monthly", "hosts": 1}], "plan_phone_number": [
        {"type": "vspn_usca_monthly", "hosts": 1},
    ]});
    actor.post("/plans/addons", json!({"type": "plan_zcc", "plan_zcc_details": center})).is(201);
    actor.patch("/plans/addons/status", addon("zccp_monthly")).is(200);
    let plans = actor.get("/plans").is(200)["plan_zcc"].clone();
    assert_eq!(plans["plan_package_lists"][0]["status"], "cancelled", "{plans}");
    assert_eq!(plans["plan_phone_number"][0]["status"], "cancelled", "{plans}");
}

#[test]
fn a_base_that_needs_the_phone_is_made_smaller_without_it_and_not_larger() {
    let world = World::new();
    let (_, _, actor) = market(&world);
    let phone = json!({"plan_base": {"type": "phone_payongo", "callout_countries": "US"}});
    actor.post("/plans", order("zobp_usca_monthly_unlimited", 10, json!({"plan_phone": phone}))).is(201);
    actor.patch("/plans/addons/status", addon("phone_type")).is(200);
    let base = |hosts: i64| actor.put("/plans/base", json!({"type": "zobp_usca_monthly_unlimited", "hosts": hosts}));
    base(11).refused(400, 2100, "Account can't buy this product.");
    base(5).is(204);
    actor.patch("/plans/base/status", cancel()).is(200);
}

#[test]
fn what_is_not_there_cannot_be_cancelled() {
    let world = World::new();
    let (_, _, actor) = market(&world);
    actor.patch("/plans/base/status", cancel()).refused(
        400,
        200,
        "Cannot cancel plan for a sub account which is under free plan.",
    );
    let free = "You cannot cancel an add-on plan for a sub account that is under a Free plan.";
    actor.patch("/plans/addons/status", addon("webinar500_monthly")).refused(400, 200, free);
    actor.post("/plans", order("monthly", 5, json!({}))).is(201);
    let none = "You do not have a \"webinar500_monthly\" plan subscription.";
    actor.patch("/plans/addons/status", addon("webinar500_monthly")).refused(400, 200, none);
    let phone = "You cannot perform this action because you do not have a Zoom Phone subscription for this account.";
    actor.patch("/plans/addons/status", addon("phone_type")).refused(400, 200, phone);
    actor.patch("/plans/base/status", cancel()).is(200);
    days(&world, 31);
    actor.patch("/plans/base/status", cancel()).refused(400, 200, "You don't have a major subscription yet.");
}

#[test]
fn the_action_is_to_cancel_and_the_reason_is_one_of_six() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    let before = kept(&sub);
    actor.patch("/plans/base/status", json!({"action": "pause"})).refuses_fields(&["action"]);
    actor.patch("/plans/base/status", json!({})).refuses_fields(&["action"]);
    for reason in [0, 7] {
        actor.patch("/plans/base/status", json!({"action": "cancel", "reason": reason})).refuses_fields(&["reason"]);
    }
    let long = "x".repeat(513);
    actor.patch("/plans/base/status", json!({"action": "cancel", "comment": long})).refuses_fields(&["comment"]);
    assert_eq!(kept(&sub), before);
    actor.patch("/plans/base/status", json!({"action": "cancel", "reason": 1, "comment": "x".repeat(512)})).is(200);
}

#[test]
fn who_may_not_cancel_is_told_so() {
    let world = World::new();
    let (master, _, actor) = market(&world);
    let (_, foreign) = world.master_with_subaccount();
    let text = "This account does not exist or does not belong to this master account.";
    master.on(&master).patch("/plans/base/status", cancel()).refused(404, 2001, text);
    master.on(&foreign).patch("/plans/base/status", cancel()).is(404);
    master.on(&master).patch("/plans/addons/status", addon("x")).is(404);
    actor.patch("/options", json!({"pay_mode": "sub"})).is(204);
    actor.patch("/plans/base/status", cancel()).refused(400, 2100, "This sub account is paid by self.");
    actor.patch("/plans/addons/status", addon("x")).refused(400, 2100, "This sub account is on self-pay mode.");
    actor.patch("/options", json!({"pay_mode": "master"})).is(204);
    master.plan("Free Trial", 1);
    let base =
        "Free trial and VIP accounts can not cancel plans of a sub account. Contact the Zoom Support team for details.";
    actor.patch("/plans/base/status", cancel()).refused(400, 200, base);
    let addons = "Free trial and VIP accounts cannot cancel sub account add-on plans. Contact the Zoom Support team for details.";
    actor.patch("/plans/addons/status", addon("x")).refused(400, 200, addons);
    let bulk = json!({"account_type": "Business", "seats": 50, "bulk_license": true});
    master.operate("PUT", "/plan", bulk).is(200);
    let base = "Master accounts with bulk licenses cannot provision, update, or cancel plans for sub accounts using APIs, please use the billing portal or contact Support.";
    actor.patch("/plans/base/status", cancel()).refused(400, 2100, base);
    let addons = "Master accounts with Bulk licenses cannot provision, update, or cancel plans for sub accounts via APIs. Use the billing portal or contact Support.";
    actor.patch("/plans/addons/status", addon("x")).refused(400, 2100, addons);
}
