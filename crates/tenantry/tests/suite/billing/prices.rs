//! What each tier charges the next, and on which terms.
use super::{PRO, days, market, order, totals};
use crate::world::World;
use serde_json::json;

#[test]
fn each_tier_has_its_own_prices_and_the_invoice_shows_what_its_debtor_is_charged() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    top.put("/accounts/billing/prices", json!({"prices": {"monthly": 1800}})).is(204);
    reseller.put("/accounts/billing/prices", json!({"prices": {"monthly": 2100}})).is(204);
    reseller.on(&customer).post("/plans", order("monthly", 5, json!({}))).is(201);
    // The reseller owes it, at what the top-level master charges; the catalogue's price is what that one pays.
    assert_eq!(totals(&customer), [5 * 1800]);
    let direct = world.sub(&top);
    top.on(&direct).post("/plans", order("monthly", 5, json!({}))).is(201);
    assert_eq!(totals(&direct), [5 * PRO]);
}

#[test]
fn prices_are_kept_by_currency_and_hold_from_the_next_term_on() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    reseller.on(&customer).post("/plans", order("monthly", 1, json!({}))).is(201);
    let prices = json!({"prices": {"monthly": 1800, "yearly": 0}});
    top.put("/accounts/billing/prices", prices.clone()).is(204);
    top.put("/accounts/billing/prices", prices).is(204);
    let shown = top.get("/accounts/billing/prices").is(200).body;
    assert_eq!(shown, json!({"currency": "USD", "prices": {"monthly": 1800, "yearly": 0}}));
    assert_eq!(top.get("/accounts/billing/prices?currency=EUR").is(200)["prices"], json!({}));
    let told = world.log_of(&top.id);
    assert_eq!(told.iter().filter(|event| event["name"] == "billing.prices_changed").count(), 1);
    days(&world, 31);
    assert_eq!(totals(&customer), [PRO, 1800]);
    top.put("/accounts/billing/prices", json!({"prices": {}})).is(204);
    days(&world, 28);
    assert_eq!(totals(&customer), [PRO, 1800, PRO]);
}

#[test]
fn prices_that_cannot_be_are_refused_by_name() {
    let world = World::new();
    let top = world.master();
    let bad = json!({"prices": {"gold": 1, "monthly": -1, "yearly": 1_000_000_001}});
    top.put("/accounts/billing/prices", bad).refuses_fields(&["prices.gold", "prices.monthly", "prices.yearly"]);
    let edges = json!({"prices": {"monthly": 0, "yearly": 1_000_000_000}});
    top.put("/accounts/billing/prices", edges.clone()).is(204);
    assert_eq!(top.get("/accounts/billing/prices").is(200)["prices"], edges["prices"]);
    top.put("/accounts/billing/prices", json!({"currency": "usd", "prices": {}})).refuses_fields(&["currency"]);
    let (_, sub, _) = market(&world);
    sub.put("/accounts/billing/prices", json!({"prices": {}})).is(400);
}

#[test]
fn a_sum_that_nobody_can_owe_is_refused_and_nothing_is_bought() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    let actor = reseller.on(&customer);
    let most = 1_000_000_000i64;
    let prices = json!({"prices": {"zm_one_ent_std_monthly": most, "webinar500_monthly": most}});
    top.put("/accounts/billing/prices", prices).is(204);
    let base = |hosts: i64| order("zm_one_ent_std_monthly", hosts, json!({}));
    actor.post("/plans", base(5001)).refused(400, 2100, "Failed to add zuora plans");
    actor.post("/plans", base(5000)).is(201);
    let failed = format!("Failed to change sub plan of account:{}.", customer.id);
    actor.put("/plans/base", json!({"type": "zm_one_ent_std_monthly", "hosts": 5001})).refused(400, 3261, &failed);
    actor.post("/plans/addons", json!({"type": "webinar500_monthly", "hosts": 1})).is(201);
    assert_eq!(totals(&customer).len(), 2);
}

#[test]
fn a_plan_that_its_master_has_made_too_dear_is_renewed_at_its_old_price() {
    let world = super::patient_world();
    let top = world.master();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    reseller.on(&customer).post("/plans", order("zm_one_ent_std_monthly", 9999, json!({}))).is(201);
    top.put("/accounts/billing/prices", json!({"prices": {"zm_one_ent_std_monthly": 1_000_000_000}})).is(204);
    days(&world, 31);
    let all = totals(&customer);
    assert_eq!((all.len(), all[1]), (2, all[0]));
    // Everything can be written still.
    reseller.on(&customer).patch("/billing", json!({"city": "Oakland"})).is(200);
}

#[test]
fn who_may_not_add_plans_may_not_add_to_them_either() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    let actor = reseller.on(&customer);
    actor.post("/plans", order("monthly", 5, json!({}))).is(201);
    actor.post("/plans/addons", json!({"type": "webinar500_monthly", "hosts": 2})).is(201);
    top.on(&reseller).patch("/billing/terms", json!({"may_add_plans": false})).is(204);
    let before = super::kept(&customer);
    let refused = "Account can't buy this product.";
    for body in [json!({"type": "monthly", "hosts": 6}), json!({"type": "monthly", "increasing_hosts": 1})] {
        actor.put("/plans/base", body).refused(400, 2100, refused);
    }
    actor.put("/plans/base", json!({"type": "yearly", "hosts": 5})).refused(400, 2100, refused);
    actor.put("/plans/addons", json!({"type": "webinar500_monthly", "hosts": 3})).refused(400, 2100, refused);
    assert_eq!(super::kept(&customer), before);
    actor.put("/plans/base", json!({"type": "monthly", "hosts": 4})).is(204);
    actor.put("/plans/addons", json!({"type": "webinar500_monthly", "hosts": 1})).is(200);
}

#[test]
fn terms_say_the_currency_and_when_invoices_are_due() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    let usual = json!({"currency": "USD", "payment_days": 30, "tax_id": "", "may_add_plans": true});
    assert_eq!(actor.get("/billing/terms").is(200).body, usual);
    actor.patch("/billing/terms", json!({"currency": "eur"})).refuses_fields(&["currency"]);
    actor.patch("/billing/terms", json!({"payment_days": -1})).refuses_fields(&["payment_days"]);
    actor.patch("/billing/terms", json!({"payment_days": 366})).refuses_fields(&["payment_days"]);
    let terms = json!({"currency": "EUR", "payment_days": 7, "tax_id": "DE 1"});
    actor.patch("/billing/terms", terms.clone()).is(204);
    actor.patch("/billing/terms", terms).is(204);
    let told = world.log_of(&sub.id);
    assert_eq!(told.iter().filter(|event| event["name"] == "billing.terms_changed").count(), 1);
    actor.post("/plans", order("monthly", 1, json!({}))).is(201);
    let invoice = super::invoices(&sub)[0].clone();
    // Its master owes it, and its own days are not for it to say.
    assert_eq!((&invoice["currency"], &invoice["due_date"]), (&json!("EUR"), &json!("2026-01-31")));
    actor.patch("/billing/terms", json!({"currency": "USD"})).refuses_fields(&["currency"]);
}

#[test]
fn an_invoice_is_due_when_the_terms_of_its_debtor_say() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    for (payment_days, due) in [(0, "2026-01-01"), (365, "2027-01-01")] {
        top.on(&reseller).patch("/billing/terms", json!({"payment_days": payment_days})).is(204);
        let buyer = world.sub(&reseller);
        reseller.on(&buyer).post("/plans", order("monthly", 1, json!({}))).is(201);
        assert_eq!(super::invoices(&buyer)[0]["due_date"], due);
    }
    reseller.on(&reseller).patch("/billing/terms", json!({"payment_days": 365})).is(404);
    assert!(totals(&customer).is_empty());
}

#[test]
fn the_platform_says_on_which_terms_an_account_on_top_buys_and_whom_its_invoices_go_to() {
    let world = World::new();
    let (master, sub, actor) = market(&world);
    let none = format!("Cannot find billing account info. Zoom account number:{}.", master.number);
    master.operate("GET", "/billing", serde_json::Value::Null).refused(400, 3201, &none);
    let mut contact = super::contact();
    contact.as_object_mut().unwrap().remove("employee_count");
    let mut wrong = contact.clone();
    wrong["country"] = json!("UK");
    master.operate("PATCH", "/billing", wrong).refused(400, 2100, "Invalid country parameter: UK.");
    master.operate("PATCH", "/billing", contact).is(204);
    assert_eq!(master.operate("GET", "/billing", serde_json::Value::Null).is(200)["city"], "San Jose");
    master.operate("PATCH", "/billing/terms", json!({"payment_days": 10, "tax_id": "US 9"})).is(204);
    let terms = json!({"currency": "USD", "payment_days": 10, "tax_id": "US 9", "may_add_plans": true});
    assert_eq!(master.operate("GET", "/billing/terms", serde_json::Value::Null).is(200).body, terms);
    actor.post("/plans", order("monthly", 1, json!({}))).is(201);
    let invoice = super::invoices(&sub)[0].clone();
    assert_eq!(invoice["due_date"], "2026-01-11");
    let path = format!("/billing/invoices/{}/download", invoice["id"].as_str().unwrap());
    assert!(super::reads::pages(&master.get(&path)).concat().contains("US 9"));
}

#[test]
fn what_is_not_sold_in_a_currency_cannot_be_bought_in_it() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    actor.patch("/billing/terms", json!({"currency": "CHF"})).is(204);
    let text = "Account doesn't have the permission to purchase this plan.";
    actor.post("/plans", order("monthly", 1, json!({}))).refused(400, 2100, text);
    assert!(totals(&sub).is_empty());
}
