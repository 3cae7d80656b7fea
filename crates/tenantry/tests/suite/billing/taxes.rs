//! Taxes: on what the debtor is charged, at its place, and given back with it.
use super::{PRO, invoices, market, order, taxing_world};
use serde_json::{Value, json};

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
    let mut body = order("monthly", 4, json!({}));
    body["contact"]["state"] = json!("NY");
    actor.post("/plans", body).is(201);
    assert_eq!((&invoices(&sub)[0]["total"], &invoices(&sub)[0]["tax"]), (&json!(4 * PRO), &json!(0)));
}
