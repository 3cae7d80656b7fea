//! Taxes: on what the debtor is charged, at its place, and given back with it.
use super::{PRO, contact, invoices, market, order, taxing_world};
use crate::{actors::Account, world::World};
use serde_json::{Value, json};

/// Four Pro hosts for an account in a state.
fn order_from(state: &str) -> Value {
    let mut body = order("monthly", 4, json!({}));
    body["contact"]["state"] = json!(state);
    body
}

/// The invoices of an account go to somebody in a state.
fn is_in(account: &Account<'_>, state: &str) {
    let mut named = contact();
    named.as_object_mut().unwrap().remove("employee_count");
    named["state"] = json!(state);
    account.operate("PATCH", "/billing", named).is(204);
}

/// A distributor that sells a Pro host at 20.00, a reseller that sells it at 25.00, and its customer.
fn chain(world: &World) -> [Account<'_>; 3] {
    let top = world.master();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    top.put("/accounts/billing/prices", json!({"prices": {"monthly": 2000}})).is(204);
    reseller.put("/accounts/billing/prices", json!({"prices": {"monthly": 2500}})).is(204);
    [top, reseller, customer]
}

#[test]
fn each_line_has_its_tax_and_what_is_given_back_gives_it_back() {
    let world = taxing_world();
    let (master, sub, actor) = market(&world);
    actor.post("/plans", order("monthly", 4, json!({}))).is(201);
    let invoice = invoices(&sub)[0].clone();
    // 67.96 and 8.875 % of it.
    assert_eq!((&invoice["total"], &invoice["tax"]), (&json!(4 * PRO + 603), &json!(603)));
    let shown = actor.get("/billing/invoices").is(200)["invoices"][0].clone();
    assert_eq!((&shown["total_amount"], &shown["tax_amount"]), (&json!(73.99), &json!(6.03)));
    let id = invoice["id"].as_str().unwrap();
    let item = actor.get(&format!("/billing/invoices/{id}")).is(200)["invoice_items"][0].clone();
    assert_eq!((&item["total_amount"], &item["tax_amount"]), (&json!(67.96), &json!(6.03)));
    let month = actor.get("/report/billing").is(200)["billing_reports"][0].clone();
    assert_eq!((&month["total_amount"], &month["tax_amount"]), (&json!("73.99"), &json!("6.03")));
    let of = |account: &str| {
        let ledger = sub.operate("GET", "/ledger", Value::Null).is(200);
        let all = ledger["balances"].as_array().unwrap().clone();
        let at_top = all.into_iter().find(|balance| balance["seller_id"].is_null() && balance["account"] == account);
        at_top.map_or(0, |balance| balance["balance"].as_i64().unwrap())
    };
    assert_eq!((of("tax"), of("sales"), of("due")), (-603, -4 * PRO, 4 * PRO + 603));
    let statement = master.get("/accounts/billing/statement?from=2026-01-01&to=2026-01-31").is(200);
    assert_eq!(statement["totals"][0]["now"]["tax"], 6.03);
    // Of today, all of it comes back.
    actor.put("/plans/base", json!({"type": "monthly", "hosts": 7})).is(204);
    let change = invoices(&sub)[1].clone();
    assert_eq!((&change["total"], &change["tax"]), (&json!(3 * PRO + 1056 - 603), &json!(1056 - 603)));
}

#[test]
fn who_pays_from_elsewhere_pays_no_tax() {
    let world = taxing_world();
    let (_, sub, actor) = market(&world);
    actor.post("/plans", order_from("NY")).is(201);
    assert_eq!((&invoices(&sub)[0]["total"], &invoices(&sub)[0]["tax"]), (&json!(4 * PRO), &json!(0)));
}

#[test]
fn a_master_that_has_named_somebody_pays_the_tax_of_that_place() {
    let world = taxing_world();
    for (of_master, of_sub, tax) in [("NY", "CA", 0), ("CA", "NY", 603)] {
        let (master, sub, actor) = market(&world);
        is_in(&master, of_master);
        actor.post("/plans", order_from(of_sub)).is(201);
        assert_eq!(invoices(&sub)[0]["tax"], tax, "{of_master} {of_sub}");
    }
}

#[test]
fn a_reseller_pays_the_tax_of_its_own_place_and_not_of_those_above_or_below() {
    let world = taxing_world();
    for (of_others, of_reseller, tax) in [("NY", "CA", 710), ("CA", "NY", 0)] {
        let [top, reseller, customer] = chain(&world);
        is_in(&top, of_others);
        is_in(&reseller, of_reseller);
        reseller.on(&customer).post("/plans", order_from(of_others)).is(201);
        assert_eq!(invoices(&customer)[0]["tax"], tax, "{of_others} {of_reseller}");
    }
}

#[test]
fn the_tax_is_on_what_the_debtor_is_charged_and_between_it_and_its_seller_alone() {
    let world = taxing_world();
    let [top, reseller, customer] = chain(&world);
    reseller.on(&customer).post("/plans", order("monthly", 4, json!({}))).is(201);
    let invoice = invoices(&customer)[0].clone();
    // 80.00, which the reseller owes, and 8.875 % of it.
    assert_eq!((&invoice["total"], &invoice["tax"]), (&json!(8000 + 710), &json!(710)));
    let ledger = customer.operate("GET", "/ledger", Value::Null).is(200);
    let balances = ledger["balances"].as_array().unwrap().iter();
    let taxes: Vec<[&Value; 3]> = balances
        .filter(|balance| balance["account"] == "tax")
        .map(|balance| ["buyer_id", "seller_id", "balance"].map(|field| &balance[field]))
        .collect();
    assert_eq!(taxes, [[&json!(reseller.id), &json!(top.id), &json!(-710)]]);
    for (account, tax, revenue_tax) in [(&top, 0.0, 7.1), (&reseller, 7.1, 0.0), (&customer, 0.0, 0.0)] {
        let now = account.get("/accounts/billing/statement").is(200)["totals"][0]["now"].clone();
        assert_eq!((&now["tax"], &now["revenue_tax"]), (&json!(tax), &json!(revenue_tax)));
    }
}
