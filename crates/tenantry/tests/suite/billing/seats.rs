//! Users never hold more seats than their account has bought.
use super::{days, invoices, market, order, patient_world, pay_all, totals};
use crate::{
    actors::{Account, Actor},
    world::{DAY, World},
};
use serde_json::{Value, json};

/// A licensed user.
fn licensed(world: &World, actor: &Actor<'_>, name: &str) -> String {
    let info = json!({"email": world.email(name), "type": 2, "first_name": "Lena", "last_name": "Test"});
    let id = actor.post("/users", json!({"action": "custCreate", "user_info": info})).is(201).text("id");
    // Who comes later is newer.
    world.advance(1);
    id
}

fn kind(actor: &Actor<'_>, user: &str) -> i64 {
    actor.get(&format!("/users/{user}")).is(200)["type"].as_i64().unwrap()
}

fn shop(world: &World) -> (Account<'_>, Account<'_>, Actor<'_>) {
    let (master, sub, actor) = market(world);
    master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    (master, sub, actor)
}

#[test]
fn fewer_seats_than_users_hold_are_not_bought() {
    let world = World::new();
    let (_, sub, actor) = shop(&world);
    actor.post("/plans", order("monthly", 2, json!({}))).is(201);
    let users = ["one", "two"].map(|name| licensed(&world, &actor, name));
    pay_all(&sub);
    actor.patch("/plans/base/status", json!({"action": "cancel"})).is(200);
    // The plan has ended, and nobody has lost a license yet.
    world.advance(31 * DAY);
    world.sign_in_again();
    actor.post("/plans", order("monthly", 1, json!({}))).refused(400, 2100, "Invalid host number.");
    actor.post("/plans", order("monthly", 2, json!({}))).is(201);
    world.renew();
    assert_eq!((users.map(|user| kind(&actor, &user)), totals(&sub).len()), ([2, 2], 2));
}

#[test]
fn users_who_lose_their_licenses_keep_no_renewal_waiting() {
    let world = patient_world();
    let (master, sub, actor) = shop(&world);
    let phone = json!({"plan_base": {"type": "phone_payongo", "callout_countries": "US"}});
    let more = json!({"plan_phone": phone, "plan_zoom_one": [{"type": "zobp_usca_monthly_unlimited", "hosts": 1}]});
    actor.post("/plans", order("monthly", 1, more)).is(201);
    let other = world.sub(&master);
    master.on(&other).post("/plans", order("monthly", 1, json!({}))).is(201);
    let users = ["one", "two"].map(|name| licensed(&world, &actor, name));
    actor.patch("/plans/addons/status", json!({"action": "cancel", "type": "zobp_usca_monthly_unlimited"})).is(200);
    days(&world, 100);
    assert_eq!(users.map(|user| kind(&actor, &user)), [2, 1]);
    let text = |invoice: &Value, field: &str| invoice[field].as_str().unwrap().to_owned();
    let mut issued: Vec<(String, String)> = [&sub, &other]
        .into_iter()
        .flat_map(invoices)
        .map(|invoice| (text(&invoice, "invoice_number"), text(&invoice, "invoice_date")))
        .collect();
    issued.sort();
    assert_eq!(issued.len(), 8);
    assert!(issued.is_sorted_by_key(|(_, date)| date.clone()), "{issued:?}");
}

#[test]
fn with_the_seats_of_an_addon_the_newest_users_lose_their_licenses() {
    let world = World::new();
    let (_, sub, actor) = shop(&world);
    let phone = json!({"plan_base": {"type": "phone_payongo", "callout_countries": "US"}});
    let more = json!({"plan_phone": phone, "plan_zoom_one": [{"type": "zobp_usca_monthly_unlimited", "hosts": 1}]});
    actor.post("/plans", order("monthly", 1, more)).is(201);
    let first = licensed(&world, &actor, "one");
    // Who of two came first in a moment, nobody says.
    world.advance(1);
    let second = licensed(&world, &actor, "two");
    actor.patch("/plans/addons/status", json!({"action": "cancel", "type": "zobp_usca_monthly_unlimited"})).is(200);
    pay_all(&sub);
    days(&world, 30);
    assert_eq!([&first, &second].map(|user| kind(&actor, user)), [2, 2]);
    days(&world, 1);
    assert_eq!([&first, &second].map(|user| kind(&actor, user)), [2, 1]);
    days(&world, 1);
    assert_eq!([&first, &second].map(|user| kind(&actor, user)), [2, 1]);
}
