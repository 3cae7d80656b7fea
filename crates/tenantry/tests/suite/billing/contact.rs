//! `/accounts/{accountId}/billing`: whom invoices go to.
use super::{contact, days, market, order, pro};
use crate::{actors::Account, world::World};
use serde_json::json;

/// How often the log tells that whom the invoices of an account go to has changed.
fn changes(account: &Account<'_>) -> usize {
    account.world.names_in_log_of(&account.id).iter().filter(|name| *name == "billing.contact_changed").count()
}

#[test]
fn the_contact_of_a_purchase_is_kept_and_shown() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    let mut expected = contact();
    expected["employee_count"] = json!("11-50");
    assert_eq!(actor.get("/billing").is(200).body, expected);
    assert_eq!(sub.get("/accounts/me/billing").is(200).body, expected);
}

#[test]
fn each_field_of_a_contact_can_be_changed_and_the_same_again_changes_nothing() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    let change = json!({
        "first_name": "Bo", "last_name": "Li", "email": "bo@example.org", "phone_number": "+49 30 1234", "address": "Ring 2",
        "apt": "", "city": "Bonn", "state": "NRW", "zip": "53111", "country": "DE",
    });
    actor.patch("/billing", change.clone()).is(200);
    let mut expected = change.clone();
    expected.as_object_mut().unwrap().remove("apt");
    expected["employee_count"] = json!("11-50");
    assert_eq!(actor.get("/billing").is(200).body, expected);
    let before = changes(&sub);
    actor.patch("/billing", change).is(200);
    assert_eq!(changes(&sub), before);
}

#[test]
fn a_first_purchase_tells_whom_it_names_and_the_next_one_only_if_that_is_somebody_else() {
    let world = World::new();
    let (master, sub, _) = market(&world);
    let buy = |first_name: &str| {
        let mut body = order("monthly", 5, json!({}));
        body["contact"]["first_name"] = json!(first_name);
        master.on(&sub).post("/plans", body)
    };
    let ends = || {
        master.on(&sub).patch("/plans/base/status", json!({"action": "cancel"})).is(200);
        super::pay_all(&sub);
        days(&world, 31);
    };
    buy("Ana").is(201);
    // There is a plan already, which is seen after the contact was noted.
    buy("Bo").is(400);
    assert_eq!(changes(&sub), 1);
    let told = world.log(|event| event["account_id"] == sub.id && event["name"] == "billing.contact_changed");
    let object = format!("billing/{}", sub.id);
    assert_eq!(told[0]["payload"], json!({"id": object, "account_id": sub.id}));
    assert_eq!(told[0]["by"]["user_id"], json!(master.owner_id));
    ends();
    buy("Ana").is(201);
    assert_eq!(changes(&sub), 1);
    ends();
    buy("Bo").is(201);
    assert_eq!(changes(&sub), 2);
}

#[test]
fn a_contact_that_cannot_be_is_refused_and_stays_as_it_was() {
    let world = World::new();
    let (_, _, actor) = pro(&world);
    let before = actor.get("/billing").is(200).body;
    actor.patch("/billing", json!({"country": "UK"})).refused(400, 2100, "Invalid country parameter: UK.");
    actor.patch("/billing", json!({"state": "ON"})).refused(400, 2100, "Invalid state parameter: ON.");
    let special = "Your request was not accepted because \"city\" contains special character(s).";
    actor.patch("/billing", json!({"city": "<b>"})).refused(400, 300, special);
    actor.patch("/billing", json!({"email": "nobody"})).is(400);
    assert_eq!(actor.get("/billing").is(200).body, before);
}

#[test]
fn without_a_plan_there_is_no_contact_and_none_can_be_set() {
    let world = World::new();
    let (master, sub, actor) = market(&world);
    let none = format!("Cannot find billing account info. Zoom account number:{}.", sub.number);
    actor.get("/billing").refused(400, 3201, &none);
    actor.patch("/billing", json!({"city": "Bonn"})).refused(
        400,
        200,
        "Please subscribe a plan for this sub account first.",
    );
    let own = format!("Account does not exist: {}.", master.id);
    master.on(&master).patch("/billing", json!({"city": "Bonn"})).refused(404, 2001, &own);
    actor.patch("/options", json!({"pay_mode": "sub"})).is(204);
    actor.get("/billing").refused(400, 2100, "This subaccount is on self pay mode.");
    actor.patch("/billing", json!({"city": "Bonn"})).refused(400, 2100, "This sub account is on self pay mode.");
}
