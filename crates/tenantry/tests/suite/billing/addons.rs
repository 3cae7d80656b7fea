//! `/accounts/{accountId}/plans/addons`: plans beside the base.
use super::{business, days, kept, market, order, totals};
use crate::world::World;
use serde_json::{Value, json};

fn webinar(hosts: i64) -> Value {
    json!({"type": "webinar500_monthly", "hosts": hosts})
}

#[test]
fn an_addon_costs_the_rest_of_the_month_and_is_renewed_with_the_base() {
    let world = World::new();
    let (_, sub, actor) = business(&world);
    days(&world, 10);
    let bought = actor.post("/plans/addons", webinar(3)).is(201);
    assert_eq!((&bought["plan_webinar"][0]["hosts"], &bought["plan_base"]["hosts"]), (&json!(3), &json!(20)));
    let unit = totals(&sub)[1];
    days(&world, 21);
    let renewed = totals(&sub)[2];
    let full = renewed - 20 * 2199;
    assert_eq!(unit, (full * 21 * 2 + 31) / 62);
    assert_eq!(sub.operate("GET", "/plan", Value::Null).is(200)["addons"], json!({"webinar_500": 3}));
}

#[test]
fn more_of_an_addon_comes_at_once_and_less_with_the_renewal() {
    let world = World::new();
    let (_, sub, actor) = business(&world);
    actor.post("/plans/addons", webinar(3)).is(201);
    actor.put("/plans/addons", webinar(5)).is(200);
    assert_eq!(totals(&sub).len(), 3);
    actor.put("/plans/addons", webinar(2)).is(200);
    actor.put("/plans/addons", webinar(2)).is(200);
    assert_eq!((totals(&sub).len(), actor.get("/plans").is(200)["plan_webinar"][0]["hosts"].clone()), (3, json!(5)));
    super::pay_all(&sub);
    days(&world, 31);
    assert_eq!(actor.get("/plans").is(200)["plan_webinar"][0]["hosts"], 2);
    actor.put("/plans/addons", json!({"type": "webinar500_yearly", "hosts": 2})).is(200);
    assert_eq!(actor.get("/plans").is(200)["plan_webinar"][0]["type"], "webinar500_yearly");
}

#[test]
fn addons_need_a_paid_base_and_are_bought_once() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    let free = "Cannot update Additional plan for a subaccount under free plan.";
    actor.post("/plans/addons", webinar(1)).refused(400, 2100, free);
    let none = format!("Cannot find Zuora subscription for account:{}.", sub.id);
    actor.put("/plans/addons", webinar(1)).refused(404, 3200, &none);
    actor.post("/plans", order("trial", 20, json!({}))).is(201);
    actor.post("/plans/addons", webinar(1)).refused(400, 2100, free);
    actor.put("/plans/addons", webinar(1)).refused(400, 3261, "Must subscribe to a major plan first.");
    days(&world, 30);
    let under_free = "Cannot update Additional plan for a sub account under free plan.";
    actor.put("/plans/addons", webinar(1)).refused(400, 2100, under_free);
    actor.post("/plans", order("business_monthly", 20, json!({}))).is(201);
    actor.post("/plans/addons", webinar(1)).is(201);
    let before = kept(&sub);
    let has = "This subaccount already has the additional plan: webinar500_monthly.";
    actor.post("/plans/addons", webinar(1)).refused(400, 2100, has);
    let yearly = json!({"type": "webinar500_yearly", "hosts": 1});
    actor.post("/plans/addons", yearly).refused(400, 2100, has);
    assert_eq!(kept(&sub), before);
}

#[test]
fn what_cannot_be_an_addon_is_refused() {
    let world = World::new();
    let (_, sub, actor) = business(&world);
    let before = kept(&sub);
    let post = |code: &str| actor.post("/plans/addons", json!({"type": code, "hosts": 1}));
    let put = |code: &str, hosts: i64| actor.put("/plans/addons", json!({"type": code, "hosts": hosts}));
    post("gold").refused(400, 2100, "Invalid Additional Plan Type: gold");
    post("monthly").refused(400, 2100, "Invalid Additional Plan Type: monthly");
    post("webinar100_monthly").is(400);
    actor.post("/plans/addons", json!({"type": "webinar500_monthly"})).refused(400, 2100, "Invalid host number.");
    actor.post("/plans/addons", webinar(0)).refused(400, 2100, "Invalid host number.");
    actor.post("/plans/addons", webinar(21)).is(400);
    put("gold", 1).refused(400, 2100, "Invalid Additional Plan Type: gold.");
    put("monthly", 1).refused(400, 2100, "Invalid plan type.");
    put("webinar500_monthly", 1).refused(400, 200, "You don't have subscription for (webinar500_monthly) yet.");
    assert_eq!(kept(&sub), before);
    actor.post("/plans/addons", webinar(1)).is(201);
    let mismatch = "Plan types do not match, oldPlanType: webinar500_monthly newPlanType: webinar1000_monthly.";
    put("webinar1000_monthly", 1).refused(400, 300, mismatch);
    put("webinar500_monthly", -1).refused(400, 2100, "Invalid host number.");
    put("webinar500_monthly", 21).refused(
        400,
        2100,
        "You Major plan host count should be larger than Webinar host count.",
    );
}

#[test]
fn an_audio_plan_is_added_without_countries_and_shows_those_that_it_was_bought_with() {
    let world = World::new();
    let (_, _, actor) = business(&world);
    let audio = json!({"type": "tollfree_payongo", "hosts": 1});
    let added = actor.post("/plans/addons", audio.clone()).is(201);
    assert_eq!(added["plan_audio"], json!({"type": "tollfree_payongo"}));
    let shown = actor.get("/plans").is(200)["plan_audio"].clone();
    assert_eq!((&shown["status"], shown.get("tollfree_countries")), (&json!("active"), None));
    let has = "This subaccount already has the additional plan: tollfree_payongo.";
    actor.post("/plans/addons", audio.clone()).refused(400, 2100, has);
    actor.put("/plans/addons", audio).is(200);
    let (_, _, actor) = market(&world);
    let audio = json!({
        "type": "tollfree_monthly_commitment_100", "callout_countries": "US", "tollfree_countries": "DE",
        "premium_countries": "FR", "ddi_numbers": 3,
    });
    actor.post("/plans", order("business_monthly", 20, json!({"plan_audio": audio}))).is(201);
    assert_eq!(actor.post("/plans/addons", webinar(1)).is(201)["plan_audio"], audio);
}

#[test]
fn audio_that_is_paid_for_by_use_is_sold_beside_business_and_education_alone() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    let audio = |code: &str| json!({"plan_audio": {"type": code, "tollfree_countries": "US"}});
    let text = "Can not subscribe/update Additional Audio Conferencing Pay As You Go Plan for a sub account which base plan is not Business/Education";
    actor.post("/plans", order("monthly", 5, audio("tollfree_payongo"))).refused(400, 2100, text);
    actor.post("/plans", order("monthly", 5, audio("tollfree_monthly_commitment_100"))).is(201);
    let (before, by_use) = (kept(&sub), json!({"type": "tollfree_payongo", "hosts": 1}));
    let text = "Can not subscribe/update additional Audio Conferencing Pay As You Go Plan for a sub account whose base plan is not Business/Education plan.";
    actor.put("/plans/addons", by_use.clone()).refused(400, 2100, text);
    assert_eq!(kept(&sub), before);
    let (_, _, actor) = market(&world);
    actor.post("/plans", order("business_monthly", 10, audio("tollfree_monthly_commitment_100"))).is(201);
    let mismatch =
        "Plan types do not match, oldPlanType: tollfree_monthly_commitment_100 newPlanType: tollfree_payongo.";
    actor.put("/plans/addons", by_use).refused(400, 300, mismatch);
}

#[test]
fn phone_plans_come_in_their_details_and_need_a_phone_base() {
    let world = World::new();
    let (_, _, actor) = business(&world);
    let calling = json!([{"type": "phone_calling_usca_monthly_metered", "hosts": 2}]);
    let without = json!({"type": "plan_phone", "plan_details": {"plan_calling": calling}});
    actor.post("/plans/addons", without).is(400);
    let details =
        json!({"plan_base": {"type": "phone_payongo", "callout_countries": "US,CA"}, "plan_calling": calling});
    let bought = actor.post("/plans/addons", json!({"type": "plan_phone", "plan_details": details})).is(201);
    assert_eq!(bought["plan_phone"]["plan_base"], json!({"type": "phone_payongo", "callout_countries": "US,CA"}));
    let shown = actor.get("/plans").is(200)["plan_phone"].clone();
    assert_eq!(shown["plan_calling"][0]["hosts"], 2);
    assert_eq!(shown["plan_base"]["callout_countries"], "US,CA");
    actor.patch("/plans/addons/status", json!({"action": "cancel", "type": "phone_type"})).is(200);
    let shown = actor.get("/plans").is(200)["plan_phone"].clone();
    assert_eq!(
        (&shown["plan_base"]["status"], &shown["plan_calling"][0]["status"]),
        (&json!("cancelled"), &json!("cancelled"))
    );
}

#[test]
fn an_addon_begins_on_a_day_to_come() {
    let world = World::new();
    let (_, sub, actor) = business(&world);
    let on = |day: &str| {
        let mut body = webinar(1);
        body["service_effective_date"] = json!(day);
        body["paid_period_start_date"] = json!(day);
        actor.post("/plans/addons", body)
    };
    on("2026-01-01").refuses_fields(&["service_effective_date"]);
    on("2026-01-12").is(201);
    days(&world, 10);
    assert_eq!(totals(&sub).len(), 1);
    days(&world, 1);
    assert_eq!(totals(&sub).len(), 2);
}

#[test]
fn addons_of_others_and_of_those_who_pay_themselves_are_left_alone() {
    let world = World::new();
    let (master, _, actor) = market(&world);
    let (_, foreign) = world.master_with_subaccount();
    let none = |id: &str| format!("Account does not exist: {id}.");
    let methods = [("POST", "/plans/addons"), ("PUT", "/plans/addons")];
    for (method, path) in methods {
        master.on(&foreign).send(method, path, webinar(1)).refused(404, 2001, &none(&foreign.id));
        master.on(&master).send(method, path, webinar(1)).refused(404, 2001, &none(&master.id));
    }
    actor.patch("/options", json!({"pay_mode": "sub"})).is(204);
    actor.post("/plans/addons", webinar(1)).refused(400, 2100, "This subaccount is on self pay mode.");
    actor.put("/plans/addons", webinar(1)).refused(400, 2100, "This sub account is on self pay mode.");
    actor.patch("/options", json!({"pay_mode": "master"})).is(204);
    let bulk = json!({"account_type": "Business", "seats": 50, "bulk_license": true});
    master.operate("PUT", "/plan", bulk).is(200);
    let text = "Master accounts with bulk licenses cannot provision, update, or cancel plans for subaccounts using APIs. Please use the billing portal or contact Support.";
    actor.post("/plans/addons", webinar(1)).refused(400, 2100, text);
    let text = text.replace("subaccounts using APIs. Please", "sub accounts using APIs, please");
    actor.put("/plans/addons", webinar(1)).refused(400, 2100, &text);
}

#[test]
fn base_and_addons_are_lowered_for_one_renewal() {
    let world = World::new();
    let (_, _, actor) = market(&world);
    let more = json!({
        "plan_webinar": [{"type": "webinar500_monthly", "hosts": 20}],
        "plan_large_meeting": [{"type": "large500_monthly", "hosts": 19}],
    });
    actor.post("/plans", order("business_monthly", 20, more)).is(201);
    let webinars = "You Major plan host count should be larger than Webinar host count.";
    let large = "You Major plan host count should be larger than Large100 host count.";
    let base = |hosts: i64| actor.put("/plans/base", json!({"type": "business_monthly", "hosts": hosts}));
    let meetings = |hosts: i64| actor.put("/plans/addons", json!({"type": "large500_monthly", "hosts": hosts}));
    base(15).is(400);
    actor.put("/plans/addons", webinar(15)).is(200);
    base(15).refused(400, 2100, large);
    meetings(15).is(200);
    base(15).refused(400, 2100, large);
    actor.patch("/plans/addons/status", json!({"action": "cancel", "type": "large500_monthly"})).is(200);
    base(14).refused(400, 2100, webinars);
    base(15).is(204);
    actor.put("/plans/addons", webinar(16)).refused(400, 2100, webinars);
    meetings(19).refused(400, 2100, large);
    days(&world, 31);
    let plans = actor.get("/plans").is(200);
    assert_eq!((&plans["plan_base"]["hosts"], &plans["plan_webinar"][0]["hosts"]), (&json!(15), &json!(15)));
    assert_eq!(plans["plan_large_meeting"][0]["status"], "expired");
}
