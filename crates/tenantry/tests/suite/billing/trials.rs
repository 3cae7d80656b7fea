//! Trials: each once, and what becomes of them by their end.
use super::{PRO, business, days, market, order, pro, totals};
use crate::{actors::Actor, world::World};
use serde_json::{Value, json};

fn change(actor: &Actor<'_>, day: &str) -> crate::answer::Answer {
    actor.put(
        "/plans/base",
        json!({"type": "monthly", "hosts": 5, "service_effective_date": day, "paid_period_start_date": day}),
    )
}

#[test]
fn a_trial_becomes_a_plan_until_the_midnight_of_its_end_and_no_later() {
    for day in ["2026-01-30", "2026-01-31"] {
        let world = World::new();
        let (_, sub, actor) = market(&world);
        actor.post("/plans", order("trial", 9, json!({}))).is(201);
        change(&actor, "2026-02-01").refuses_fields(&["service_effective_date"]);
        change(&actor, day).is(204);
        days(&world, 30);
        let base = actor.get("/plans").is(200)["plan_base"].clone();
        assert_eq!(
            (&base["type"], &base["status"], totals(&sub)),
            (&json!("monthly"), &json!("active"), vec![5 * PRO])
        );
    }
}

#[test]
fn an_addon_is_tried_once() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    let trial = || {
        let base = json!({"type": "phone_free_trial", "callout_countries": "US"});
        actor.post("/plans/addons", json!({"type": "plan_phone", "plan_details": {"plan_base": base}}))
    };
    trial().is(201);
    days(&world, 30);
    assert_eq!(actor.get("/plans").is(200)["plan_phone"]["plan_base"]["status"], "expired");
    trial().refused(400, 2100, "Cannot enable free trial again for subaccount.");
    let paid = json!({"type": "phone_payongo", "callout_countries": "US"});
    actor.post("/plans/addons", json!({"type": "plan_phone", "plan_details": {"plan_base": paid}})).is(201);
    let cancel = json!({"action": "cancel", "type": "phone_type"});
    actor.patch("/plans/addons/status", cancel).is(200);
    super::pay_all(&sub);
    days(&world, 31);
    super::pay_all(&sub);
    trial().refused(400, 2100, "Cannot enable free trial again for subaccount.");
}

/// So many hosts of a trial from a day on.
fn on(code: &str, hosts: i64, day: &str) -> Value {
    json!({"type": code, "hosts": hosts, "service_effective_date": day, "paid_period_start_date": day})
}

#[test]
fn a_base_that_is_tried_with_other_hosts_ends_when_it_would_have() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    actor.post("/plans", order("trial", 9, json!({}))).is(201);
    let put = |day: &str| actor.put("/plans/base", on("trial", 10, day));
    put("2026-01-31").refuses_fields(&["service_effective_date"]);
    put("2026-01-30").is(204);
    days(&world, 29);
    let base = || actor.get("/plans").is(200)["plan_base"].clone();
    assert_eq!((&base()["hosts"], &base()["status"]), (&json!(10), &json!("active")));
    days(&world, 1);
    assert_eq!((&base()["status"], totals(&sub).len()), (&json!("expired"), 0));
}

#[test]
fn an_addon_that_is_tried_with_other_hosts_ends_when_it_would_have() {
    let world = World::new();
    let (_, _, actor) = pro(&world);
    let code = "quality_stream1_free_trial";
    actor.post("/plans/addons", json!({"type": code, "hosts": 5})).is(201);
    let put = |hosts: i64, day: &str| actor.put("/plans/addons", on(code, hosts, day));
    put(6, "2026-02-01").refuses_fields(&["service_effective_date"]);
    put(6, "2026-01-31").refuses_fields(&["service_effective_date"]);
    put(6, "2026-01-30").is(200);
    days(&world, 29);
    let tried = || actor.get("/plans").is(200)["plan_qss"][0].clone();
    assert_eq!((&tried()["hosts"], &tried()["status"]), (&json!(6), &json!("active")));
    put(7, "2026-01-31").refuses_fields(&["service_effective_date"]);
    days(&world, 1);
    assert_eq!(tried()["status"], "expired");
}

#[test]
fn a_trial_that_stays_one_carries_nothing_that_is_paid_for() {
    let world = World::new();
    let (_, _, actor) = business(&world);
    let add = |details: Value| actor.post("/plans/addons", json!({"type": "plan_phone", "plan_details": details}));
    add(json!({"plan_base": {"type": "phone_free_trial", "callout_countries": "US"}})).is(201);
    let calling = || add(json!({"plan_calling": [{"type": "phone_calling_usca_monthly_metered", "hosts": 2}]}));
    calling().refused(400, 2100, "Account can't buy this product.");
    actor.put("/plans/addons", on("phone_free_trial", 1, "2026-01-10")).is(200);
    calling().refused(400, 2100, "Account can't buy this product.");
}
