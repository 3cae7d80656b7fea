//! Trials: each once, and what becomes of them by their end.
use super::{PRO, days, market, order, pro, totals};
use crate::{actors::Actor, world::World};
use serde_json::json;

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
