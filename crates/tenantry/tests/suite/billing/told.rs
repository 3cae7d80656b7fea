//! What the log tells of an invoice until nothing is owed on it, and of the account that it is about.
use super::{PRO, days, invoices, market, order, pay, pay_all};
use crate::{actors::Account, world::World};
use serde_json::json;

const KINDS: [&str; 4] = ["invoice_", "payment_", "credit_", "account_"];

/// What has been told of invoices, and of closing and opening an account, since the last look: in the order of their names,
/// for what is told of two objects at once has no other.
fn news(account: &Account<'_>, seen: &mut usize) -> Vec<String> {
    let names = account.world.names_in_log_of(&account.id).split_off(*seen);
    *seen += names.len();
    let mut names: Vec<String> =
        names.iter().filter_map(|name| name.strip_prefix("billing.")).map(str::to_owned).collect();
    names.retain(|name| KINDS.iter().any(|kind| name.starts_with(kind)));
    names.sort();
    names
}

#[test]
fn the_log_tells_that_an_invoice_is_overdue_that_its_account_is_closed_and_that_a_payment_opens_it() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    let mut seen = 0;
    actor.post("/plans", order("yearly", 5, json!({}))).is(201);
    assert_eq!(news(&sub, &mut seen), ["invoice_issued"]);
    let mut after = |count: i64| {
        days(&world, count);
        news(&sub, &mut seen)
    };
    assert!(after(30).is_empty());
    assert_eq!(after(1), ["invoice_overdue"]);
    assert!(after(12).is_empty());
    assert_eq!(after(1), ["account_suspended"]);
    pay(&sub, &invoices(&sub)[0], 100, "a part").is(200);
    assert_eq!(news(&sub, &mut seen), ["payment_recorded"]);
    pay_all(&sub);
    assert_eq!(news(&sub, &mut seen), ["account_resumed", "invoice_paid"]);
    days(&world, 30);
    assert!(news(&sub, &mut seen).is_empty());
}

#[test]
fn an_invoice_is_told_to_be_paid_where_credit_settles_it() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    let mut seen = 0;
    actor.post("/plans", order("yearly", 5, json!({}))).is(201);
    pay(&sub, &invoices(&sub)[0], 5 * PRO, "a part").is(200);
    assert_eq!(news(&sub, &mut seen), ["invoice_issued", "payment_recorded"]);
    // What is left of the year is what is still owed.
    actor.put("/plans/base", json!({"type": "monthly", "hosts": 5})).is(204);
    assert_eq!(news(&sub, &mut seen), ["invoice_issued", "invoice_paid"]);
    assert_eq!(invoices(&sub)[0]["state"], "paid");
}

#[test]
fn an_invoice_is_told_to_be_paid_as_soon_as_it_is_issued_where_there_is_credit_for_all_of_it() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    actor.post("/plans", order("yearly", 5, json!({}))).is(201);
    pay_all(&sub);
    actor.put("/plans/base", json!({"type": "monthly", "hosts": 5})).is(204);
    days(&world, 31);
    let renewed = invoices(&sub)[2].clone();
    assert_eq!((&renewed["state"], &renewed["credited"]), (&json!("paid"), &json!(5 * PRO)));
    let log = world.log(|event| event["object_id"] == renewed["id"]);
    let told: Vec<_> = log.iter().map(|event| (&event["name"], &event["payload"]["balance"])).collect();
    let (issued, paid) = (json!("billing.invoice_issued"), json!("billing.invoice_paid"));
    assert_eq!(told, [(&issued, &json!(0)), (&paid, &json!(0))]);
    assert_eq!(log[1]["payload"]["amount"], json!(5 * PRO));
}

#[test]
fn credit_that_settles_a_part_is_told_as_such() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    let mut seen = 0;
    actor.post("/plans", order("yearly", 5, json!({}))).is(201);
    news(&sub, &mut seen);
    actor.put("/plans/base", json!({"type": "monthly", "hosts": 5})).is(204);
    assert_eq!(news(&sub, &mut seen), ["credit_applied", "invoice_issued"]);
}
