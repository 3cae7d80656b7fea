//! Invoices as they are issued: whose they are, who owes them, and that they stay.
use super::{PRO, days, invoices, order, pro};
use crate::world::World;
use serde_json::json;

#[test]
fn an_invoice_stays_with_its_debtor_when_the_subaccount_leaves() {
    let world = World::new();
    let (master, sub, actor) = pro(&world);
    actor.patch("/plans/base/status", json!({"action": "cancel"})).is(200);
    days(&world, 31);
    actor.send("DELETE", "", serde_json::Value::Null).is(204);
    let left = invoices(&sub);
    assert_eq!((left.len(), &left[0]["debtor_id"], &left[0]["balance"]), (1, &json!(master.id), &json!(5 * PRO)));
    super::pay_all(&sub);
    assert_eq!(invoices(&sub)[0]["state"], "paid");
}

#[test]
fn invoices_are_never_changed_by_what_comes_later() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    let first = || {
        let mut invoice = invoices(&sub)[0].clone();
        invoice.as_object_mut().unwrap().remove("state");
        invoice
    };
    let before = first();
    actor.put("/plans/base", json!({"type": "monthly", "hosts": 9})).is(204);
    days(&world, 31);
    assert_eq!(first(), before);
}

#[test]
fn a_second_level_master_owes_for_its_customers_and_the_top_level_one_for_it() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    top.on(&customer).post("/plans", order("monthly", 1, json!({}))).is(201);
    top.on(&reseller).put("/plans/base", json!({"type": "business_monthly", "hosts": 20})).is(204);
    assert_eq!(invoices(&customer)[0]["debtor_id"], json!(reseller.id));
    assert_eq!(invoices(&reseller)[0]["debtor_id"], json!(top.id));
}
