//! What comes of an invoice that is not paid (`billing.md` 6.5), and how payments are recorded.
use super::{PRO, days, invoices, kept, order, pay, pay_all, pro, totals, void};
use crate::world::World;
use serde_json::{Value, json};

const DUE: i64 = 30;

#[test]
fn the_day_after_its_due_date_nothing_more_can_be_bought_for_its_debtor() {
    let world = World::new();
    let (master, sub, actor) = pro(&world);
    let other = world.sub(&master);
    days(&world, DUE);
    actor.put("/plans/base", json!({"type": "monthly", "hosts": 6})).is(204);
    days(&world, 1);
    let before = kept(&sub);
    let text = "Cannot process account.";
    actor.put("/plans/base", json!({"type": "monthly", "hosts": 7})).refused(400, 2100, text);
    actor.post("/plans/addons", json!({"type": "webinar500_monthly", "hosts": 1})).refused(400, 2100, text);
    master.on(&other).post("/plans", order("monthly", 1, json!({}))).refused(400, 2100, text);
    assert_eq!(kept(&sub), before);
    assert_eq!(invoices(&sub)[0]["state"], "overdue");
    pay_all(&sub);
    master.on(&other).post("/plans", order("monthly", 1, json!({}))).is(201);
}

#[test]
fn after_fourteen_days_what_is_paid_for_is_closed_and_a_payment_opens_it_the_same_day() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    let shown = || sub.operate("GET", "/plan", Value::Null).is(200);
    days(&world, DUE + 13);
    assert_eq!((&shown()["paid"], &shown()["seats"]), (&json!(true), &json!(5)));
    days(&world, 1);
    assert_eq!(
        (&shown()["paid"], &shown()["account_type"], &shown()["seats"]),
        (&json!(false), &json!("Free"), &json!(0))
    );
    assert_eq!(actor.get("/plans").is(200)["plan_base"]["status"], "active");
    actor.get("/groups").refused(400, 200, "Only available for Paid account.");
    actor.send("DELETE", "", Value::Null).refused(404, 2000, "You cannot disassociate a paid account.");
    pay_all(&sub);
    assert_eq!((&shown()["paid"], &shown()["seats"]), (&json!(true), &json!(5)));
    actor.get("/groups").is(200);
}

#[test]
fn after_thirty_days_plans_end_and_only_the_days_that_were_used_are_owed() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    days(&world, DUE + 29);
    assert_eq!(actor.get("/plans").is(200)["plan_base"]["status"], "active");
    days(&world, 1);
    assert_eq!(actor.get("/plans").is(200)["plan_base"]["status"], "expired");
    let all = invoices(&sub);
    // January, February and one of the 31 days of March: 60 days after 1 January is 2 March.
    let owed: i64 = all.iter().map(|invoice| invoice["balance"].as_i64().unwrap()).sum();
    let issued: i64 = all.iter().map(|invoice| invoice["total"].as_i64().unwrap()).sum();
    assert_eq!((owed, issued), (17_264, 17_264));
    let account = sub.operate("GET", "/plan", Value::Null).is(200);
    assert_eq!((&account["paid"], &account["account_type"]), (&json!(false), &json!("Free")));
    let again = actor.post("/plans", order("monthly", 5, json!({})));
    again.refused(400, 2100, "Cannot process account.");
    pay_all(&sub);
    actor.post("/plans", order("monthly", 5, json!({}))).is(201);
}

#[test]
fn one_customer_does_not_answer_for_another() {
    let world = World::new();
    let (master, sub, _) = pro(&world);
    let other = world.sub(&master);
    master.on(&other).post("/plans", order("business_yearly", 10, json!({}))).is(201);
    pay_all(&other);
    days(&world, DUE + 14);
    assert_eq!(sub.operate("GET", "/plan", Value::Null).is(200)["paid"], false);
    assert_eq!(other.operate("GET", "/plan", Value::Null).is(200)["paid"], true);
}

#[test]
fn a_payment_is_recorded_once_and_never_for_more_than_is_owed() {
    let world = World::new();
    let (_, sub, _) = pro(&world);
    let invoice = invoices(&sub)[0].clone();
    pay(&sub, &invoice, 0, "a").refuses_fields(&["amount"]);
    pay(&sub, &invoice, 5 * PRO + 1, "a").refuses_fields(&["amount"]);
    pay(&sub, &invoice, -1, "a").refuses_fields(&["amount"]);
    let mut euros = invoice.clone();
    euros["currency"] = json!("EUR");
    pay(&sub, &euros, 100, "a").refuses_fields(&["currency"]);
    for amount in [1_000_000_000_000_000, 1_000_000_000_000_001, -1_000_000_000_000_001] {
        pay(&sub, &invoice, amount, "a").refuses_fields(&["amount"]);
    }
    for reference in [String::new(), "x".repeat(129)] {
        pay(&sub, &invoice, 1, &reference).refuses_fields(&["reference"]);
    }
    pay(&sub, &invoice, 1, &"x".repeat(128)).is(200);
    let invoice = invoices(&sub)[0].clone();
    pay(&sub, &invoice, 5 * PRO, "a").refuses_fields(&["amount"]);
    let first = pay(&sub, &invoice, 100, "a").is(200);
    assert_eq!((&first["balance"], &first["state"]), (&json!(5 * PRO - 101), &json!("due")));
    pay(&sub, &invoice, 100, "a").is(200);
    pay(&sub, &invoice, 101, "a").refused(409, 409, "Another payment has this reference: a.");
    let rest = pay(&sub, &invoice, 5 * PRO - 101, "b").is(200);
    assert_eq!((&rest["balance"], &rest["paid"], &rest["state"]), (&json!(0), &json!(5 * PRO), &json!("paid")));
    let back = pay(&sub, &invoice, -50, "c").is(200);
    assert_eq!((&back["balance"], &back["state"]), (&json!(0), &json!("paid")));
    assert_eq!((&back["paid"], &back["adjusted"]), (&json!(5 * PRO - 50), &json!(50)));
    pay(&sub, &invoice, -(5 * PRO), "d").refuses_fields(&["amount"]);
    let (_, foreign, _) = pro(&world);
    pay(&foreign, &invoice, 1, "a").refused(
        404,
        404,
        &format!("Invoice does not exist: {}.", invoice["id"].as_str().unwrap()),
    );
}

#[test]
fn an_invoice_that_is_void_is_owed_by_nobody() {
    let world = World::new();
    let (_, sub, _) = pro(&world);
    let invoice = invoices(&sub)[0].clone();
    let gone = void(&sub, &invoice).is(200);
    assert_eq!((&gone["state"], &gone["balance"], &gone["adjusted"]), (&json!("void"), &json!(0), &json!(5 * PRO)));
    void(&sub, &invoice).is(200);
    let told = world.names_in_log_of(&sub.id);
    assert_eq!(told.iter().filter(|name| *name == "billing.invoice_voided").count(), 1);
    pay(&sub, &invoice, 1, "a").is(409);
    sub.operate("POST", "/invoices/none/void", Value::Null).is(404);
    days(&world, 40);
    assert_eq!(totals(&sub).len(), 2);
    assert_eq!(sub.operate("GET", "/plan", Value::Null).is(200)["paid"], true);
}

#[test]
fn what_was_paid_is_not_given_up() {
    let world = World::new();
    let (_, sub, _) = pro(&world);
    pay_all(&sub);
    let invoice = invoices(&sub)[0].clone();
    assert_eq!(void(&sub, &invoice).is(200)["state"], "paid");
    assert_eq!(invoices(&sub)[0], invoice);
}

#[test]
fn who_pays_stays_who_it_is_while_something_is_owed() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    let change = |mode: &str| actor.patch("/options", json!({"pay_mode": mode}));
    let text = "The pay mode cannot be updated for a sub account which already has an existing plan.";
    change("sub").refused(400, 200, text);
    actor.patch("/plans/base/status", json!({"action": "cancel"})).is(200);
    change("sub").refused(400, 200, text);
    days(&world, 31);
    change("sub").refused(400, 2100, "The collection method cannot be changed after the purchase is complete.");
    pay_all(&sub);
    change("sub").is(204);
}

#[test]
fn who_owes_something_lowers_what_it_has_and_buys_nothing() {
    let world = World::new();
    let (master, late, _) = pro(&world);
    let other = world.sub(&master);
    let actor = master.on(&other);
    let webinars = json!({"plan_webinar": [{"type": "webinar500_monthly", "hosts": 4}]});
    actor.post("/plans", order("business_monthly", 20, webinars)).is(201);
    pay_all(&other);
    days(&world, DUE + 1);
    pay_all(&other);
    let base = |code: &str, hosts: i64| actor.put("/plans/base", json!({"type": code, "hosts": hosts}));
    let addon = |hosts: i64| actor.put("/plans/addons", json!({"type": "webinar500_monthly", "hosts": hosts}));
    for hosts in [3, 2] {
        addon(hosts).is(200);
        base("business_monthly", 10 + hosts).is(204);
    }
    let before = kept(&other);
    let text = "Cannot process account.";
    let lowered_on = |day: &str| {
        let body = json!({
            "type": "business_monthly", "hosts": 12, "service_effective_date": day, "paid_period_start_date": day,
        });
        actor.put("/plans/base", body)
    };
    // Less later than it is to be.
    lowered_on("2026-03-02").refused(400, 2100, text);
    // More than there is, more than there is to be, what there is again, and other plans.
    for (code, hosts) in [
        ("business_monthly", 21),
        ("business_monthly", 13),
        ("business_monthly", 20),
        ("business_yearly", 12),
        ("monthly", 5),
    ] {
        base(code, hosts).refused(400, 2100, text);
    }
    for hosts in [3, 4, 5] {
        addon(hosts).refused(400, 2100, text);
    }
    assert_eq!(kept(&other), before);
    for day in ["2026-03-01", "2026-02-28"] {
        lowered_on(day).is(204);
    }
    actor.patch("/plans/addons/status", json!({"action": "cancel", "type": "webinar500_monthly"})).is(200);
    addon(2).refused(400, 2100, text);
    pay_all(&late);
    addon(2).is(200);
    base("business_monthly", 20).is(204);
}

#[test]
fn who_owes_something_keeps_the_other_plan_that_is_to_come() {
    let world = World::new();
    let (master, late, _) = pro(&world);
    let other = world.sub(&master);
    let actor = master.on(&other);
    let webinars = json!({"plan_webinar": [{"type": "webinar500_yearly", "hosts": 5}]});
    actor.post("/plans", order("business_yearly", 10, webinars)).is(201);
    pay_all(&other);
    let day = "2027-01-01";
    let to_come = json!({
        "type": "webinar500_monthly", "hosts": 5, "service_effective_date": day, "paid_period_start_date": day,
    });
    actor.put("/plans/addons", to_come).is(200);
    days(&world, DUE + 1);
    let before = kept(&other);
    let as_it_is = || actor.put("/plans/addons", json!({"type": "webinar500_yearly", "hosts": 5}));
    as_it_is().refused(400, 2100, "Cannot process account.");
    assert_eq!(kept(&other), before);
    pay_all(&late);
    as_it_is().is(200);
    assert_ne!(kept(&other), before);
}
