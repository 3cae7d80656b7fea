//! Who sees an invoice: those it is between, and not the account that another pays for.
use super::{days, invoices, order, pro};
use crate::world::World;
use serde_json::{Value, json};

#[test]
fn an_account_that_another_pays_for_sees_no_invoice_of_its_own() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    let id = invoices(&sub)[0]["id"].as_str().unwrap().to_owned();
    let month = actor.get("/report/billing").is(200)["billing_reports"][0]["id"].as_str().unwrap().to_owned();
    actor.get(&format!("/billing/invoices/{id}")).is(200);
    sub.get("/accounts/me/billing/invoices").is(200).lists("id", Vec::<Value>::new());
    let said = format!("InvoiceId does not exist: {id}.");
    sub.get(&format!("/accounts/me/billing/invoices/{id}")).refused(400, 2001, &said);
    assert_eq!(sub.get("/report/billing").is(200)["billing_reports"], json!([]));
    let lines = format!("/report/billing/invoices?billing_id={month}");
    sub.get(&lines).refused(404, 5010, "Report does not exist.");
    actor.get(&lines).is(200);
}

#[test]
fn a_statement_shows_each_account_what_its_own_parent_charges_it_and_no_debt_of_that_one() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    top.put("/accounts/billing/prices", json!({"prices": {"monthly": 2000}})).is(204);
    reseller.put("/accounts/billing/prices", json!({"prices": {"monthly": 2500}})).is(204);
    reseller.on(&customer).post("/plans", order("monthly", 2, json!({}))).is(201);
    let seen = customer.get("/accounts/billing/statement").is(200);
    assert_eq!(seen["totals"][0]["now"]["charges"], 50.0);
    assert_eq!((&seen["invoices"], &seen["debts"]), (&json!([]), &json!([])));
    let text = String::from_utf8_lossy(&seen.bytes).into_owned();
    assert!(["16.99", "33.98", "20.0", "40.0"].iter().all(|cost| !text.contains(cost)), "{text}");
}

#[test]
fn debtor_and_seller_see_an_invoice_and_nobody_else() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    reseller.on(&customer).post("/plans", order("monthly", 2, json!({}))).is(201);
    // The reseller owes it, and the one on top has sold it.
    for actor in [reseller.on(&customer), top.on(&customer)] {
        assert_eq!(actor.get("/billing/invoices").is(200)["invoices"].as_array().unwrap().len(), 1);
    }
    // What the reseller's own plan costs is a matter of the two.
    top.on(&reseller).put("/plans/base", json!({"type": "business_monthly", "hosts": 20})).is(204);
    let id = invoices(&reseller)[0]["id"].as_str().unwrap().to_owned();
    top.on(&reseller).get(&format!("/billing/invoices/{id}")).is(200);
    let said = format!("InvoiceId does not exist: {id}.");
    reseller.get(&format!("/billing/invoices/{id}/download")).refused(400, 2001, &said);
    days(&world, 1);
    reseller.get("/accounts/me/billing/invoices").is(200).lists("id", Vec::<Value>::new());
}
