//! What is not paid after all: void invoices, refunds, accounts that are closed in debt, and what is given instead.
use super::{PRO, days, invoices, many::moves, market, order, patient_world, pay, pay_all, pro, totals, void};
use crate::{actors::Account, world::World};
use serde_json::{Value, json};

fn credit(sub: &Account<'_>) -> i64 {
    let ledger = sub.operate("GET", "/ledger", Value::Null).is(200);
    let all = ledger["balances"].as_array().unwrap().clone();
    all.iter()
        .filter(|balance| balance["account"] == "credit")
        .map(|balance| -balance["balance"].as_i64().unwrap())
        .sum()
}

/// What a debtor still owes of the invoices of a month, the newest first.
fn still_owed(debtor: &Account<'_>, month: &str) -> Vec<Value> {
    let statement = debtor.get(&format!("/accounts/billing/statement?from={month}-01")).is(200);
    statement["invoices"].as_array().unwrap().iter().map(|invoice| invoice["balance"].clone()).collect()
}

#[test]
fn nothing_is_given_back_of_an_invoice_that_was_void_before() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    pay(&sub, &invoices(&sub)[0], PRO, "a part").is(200);
    void(&sub, &invoices(&sub)[0]).is(200);
    days(&world, 1);
    actor.put("/plans/base", json!({"type": "yearly", "hosts": 5})).is(204);
    // One fifth was paid, and one of 31 days is used.
    let unused = PRO - (2 * PRO + 31) / 62;
    assert_eq!((totals(&sub)[1], credit(&sub)), (5 * 15_996 - unused, 0));
}

#[test]
fn what_is_given_back_settles_what_is_owed_at_once() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    actor.post("/plans", order("yearly", 5, json!({}))).is(201);
    actor.put("/plans/base", json!({"type": "monthly", "hosts": 5})).is(204);
    let first = invoices(&sub)[0].clone();
    assert_eq!((&first["balance"], &first["adjusted"]), (&json!(5 * PRO), &json!(5 * 15_996 - 5 * PRO)));
    void(&sub, &invoices(&sub)[0]).is(200);
    assert_eq!(credit(&sub), 0);
    actor.patch("/plans/base/status", json!({"action": "cancel"})).is(200);
    days(&world, 31);
    assert_eq!((totals(&sub).len(), credit(&sub)), (2, 0));
}

#[test]
fn a_refund_makes_nobody_a_debtor_and_is_not_given_back_again() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    pay_all(&sub);
    let back = pay(&sub, &invoices(&sub)[0], -5 * PRO, "all of it back").is(200);
    assert_eq!((&back["balance"], &back["paid"], &back["state"]), (&json!(0), &json!(0), &json!("paid")));
    days(&world, 30);
    actor.put("/plans/base", json!({"type": "yearly", "hosts": 5})).is(204);
    assert_eq!(totals(&sub)[1], 5 * 15_996);
    pay_all(&sub);
    days(&world, 30);
    // Nothing is overdue.
    actor.post("/plans/addons", json!({"type": "webinar500_monthly", "hosts": 1})).is(201);
    assert_eq!(sub.operate("GET", "/plan", Value::Null).is(200)["paid"], true);
}

#[test]
fn what_was_given_back_is_not_refunded_too() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    actor.post("/plans", order("yearly", 5, json!({}))).is(201);
    pay_all(&sub);
    days(&world, 181);
    actor.put("/plans/base", json!({"type": "monthly", "hosts": 5})).is(204);
    let back = 5 * PRO - totals(&sub)[1];
    assert!(back > 5 * PRO);
    let left = 5 * 15_996 - back;
    let refund = |amount: i64| pay(&sub, &invoices(&sub)[0], -amount, &format!("{amount} back"));
    for amount in [5 * 15_996, left + 1] {
        assert_eq!(refund(amount).is(400)["code"], 300);
    }
    refund(left).is(200);
    refund(1).is(400);
}

#[test]
fn what_credit_has_settled_takes_nothing_from_a_refund() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    actor.post("/plans", order("monthly", 4, json!({}))).is(201);
    pay_all(&sub);
    for (day, hosts) in [(12, 7), (8, 8)] {
        days(&world, day);
        actor.put("/plans/base", json!({"type": "monthly", "hosts": hosts})).is(204);
        pay_all(&sub);
    }
    let second = &invoices(&sub)[1];
    let paid = second["paid"].as_i64().unwrap();
    // 7 hosts for 19 days of 31, and 8 for 11. More was given back of the second invoice than was paid of it: the rest had been
    // settled with what the first gave back.
    let (by_credit, back) = (7289 - paid, 4823 - totals(&sub)[2]);
    let left = paid - (back - by_credit);
    assert!(back > paid && (1000..paid).contains(&left), "{paid} {by_credit} {back}");
    pay(&sub, second, -1000, "one").is(200);
    pay(&sub, second, -(left - 1000), "the rest").is(200);
    assert_eq!(pay(&sub, second, -1, "more").is(400)["code"], 300);
}

#[test]
fn the_plans_of_an_account_that_is_closed_end_and_what_it_owes_is_paid_or_given_up() {
    let world = World::new();
    let (master, paid, _) = pro(&world);
    let [given_up, other] = [(), ()].map(|()| world.sub(&master));
    master.on(&given_up).post("/plans", order("monthly", 1, json!({}))).is(201);
    days(&world, 10);
    for closed in [&paid, &given_up] {
        closed.operate("DELETE", "", Value::Null).is(204);
    }
    world.renew();
    let used = |hosts: i64| (2 * hosts * PRO * 10 + 31) / 62;
    assert_eq!(invoices(&paid)[0]["balance"], used(5));
    days(&world, 40);
    assert_eq!((totals(&paid).len(), totals(&given_up).len()), (2, 2));
    let text = "Cannot process account.";
    master.on(&other).post("/plans", order("monthly", 1, json!({}))).refused(400, 2100, text);
    pay(&paid, &invoices(&paid)[0], used(5), "late").is(200);
    master.on(&other).post("/plans", order("monthly", 1, json!({}))).refused(400, 2100, text);
    void(&given_up, &invoices(&given_up)[0]).is(200);
    master.on(&other).post("/plans", order("monthly", 1, json!({}))).is(201);
}

#[test]
fn what_is_given_is_open_whatever_is_owed() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    let paid = || sub.operate("GET", "/plan", Value::Null).is(200);
    days(&world, 30 + 14);
    assert_eq!(paid()["paid"], false);
    sub.plan("Business", 20);
    assert_eq!((&paid()["paid"], &paid()["seats"]), (&json!(true), &json!(20)));
    actor.get("/groups").is(200);
    for _ in 0..2 {
        days(&world, 20);
        assert_eq!((&paid()["paid"], &paid()["seats"]), (&json!(true), &json!(20)));
    }
}

#[test]
fn credit_is_paid_out_as_far_as_nothing_was_set_off_against_it() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    let (year, month) = (5 * 15_996, 5 * PRO);
    actor.post("/plans", order("yearly", 5, json!({}))).is(201);
    pay_all(&sub);
    actor.put("/plans/base", json!({"type": "monthly", "hosts": 5})).is(204);
    days(&world, 31);
    let left = year - 2 * month;
    assert_eq!((totals(&sub), credit(&sub)), (vec![year, month - year, month], left));
    let out = |at: usize, amount: i64, reference: &str| pay(&sub, &invoices(&sub)[at], -amount, reference);
    out(0, 1, "of what has come back").refuses_fields(&["amount"]);
    out(1, left + 1, "more than is left").refuses_fields(&["amount"]);
    out(1, 1000, "a part").is(200);
    let rest = out(1, left - 1000, "the rest").is(200);
    assert_eq!((&rest["state"], &rest["balance"], &rest["paid"]), (&json!("credit"), &json!(0), &json!(-left)));
    out(1, left - 1000, "the rest").is(200);
    out(1, 1, "more").refuses_fields(&["amount"]);
    assert_eq!(credit(&sub), 0);
    days(&world, 28);
    assert_eq!(invoices(&sub)[3]["balance"], month);
}

#[test]
fn of_one_invoice_no_more_is_paid_out_than_it_gives_back() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    let year = 5 * 15_996;
    for paid in [1, 2] {
        actor.post("/plans", order("yearly", 5, json!({}))).is(201);
        pay_all(&sub);
        sub.plan("Free", 0);
        assert_eq!(totals(&sub).len(), 2 * paid);
    }
    // The second year was paid with what the first gave back.
    assert_eq!(credit(&sub), year);
    let out = |amount: i64, reference: &str| pay(&sub, &invoices(&sub)[1], -amount, reference);
    out(year + 1, "more").refuses_fields(&["amount"]);
    out(year, "all").is(200);
    out(1, "more").refuses_fields(&["amount"]);
    pay(&sub, &invoices(&sub)[3], -1, "of the other").refuses_fields(&["amount"]);
}

#[test]
fn what_is_given_back_settles_what_is_due_first_before_the_rest() {
    let world = patient_world();
    let (master, sub, actor) = market(&world);
    actor.post("/plans", order("business_yearly", 10, json!({}))).is(201);
    actor.post("/plans/addons", json!({"type": "webinar500_monthly", "hosts": 10})).is(201);
    pay(&sub, &invoices(&sub)[0], 200_000, "a part").is(200);
    days(&world, 31);
    // What is invoiced on 1 March is due that day; what was invoiced on 1 February, two days later.
    master.operate("PATCH", "/billing/terms", json!({"payment_days": 0})).is(204);
    days(&world, 28);
    actor.put("/plans/base", json!({"type": "business_monthly", "hosts": 10})).is(204);
    // Of the year 306 of 365 days come back, and a month is charged.
    assert_eq!(totals(&sub), [219_960, 79_000, 79_000, 79_000, 21_990 - 184_405]);
    let of = |field: &str| invoices(&sub).iter().map(|invoice| invoice[field].as_i64().unwrap()).collect::<Vec<_>>();
    assert_eq!(of("adjusted"), [19_960, 79_000, 0, 63_455, 0]);
    assert_eq!((of("balance"), credit(&sub)), (vec![0, 0, 79_000, 15_545, 0], 0));
    assert_eq!(still_owed(&master, "2026-01"), [json!(0.0), json!(0.0)]);
    assert_eq!(still_owed(&master, "2026-02"), [json!(790.0)]);
    assert_eq!(still_owed(&master, "2026-03"), [json!(0.0), json!(155.45)]);
}

#[test]
fn what_a_former_master_owes_is_settled_by_nobody_else_and_closes_nothing_that_another_pays() {
    let world = World::new();
    let (first, sub) = world.master_with_subaccount();
    let second = world.master();
    let (debt, year, month) = (40 * 2199, 5 * 15_996, 5 * PRO);
    first.on(&sub).post("/plans", order("business_monthly", 40, json!({}))).is(201);
    moves(&sub, &first, &second);
    let actor = second.on(&sub);
    actor.post("/plans", order("yearly", 5, json!({}))).is(201);
    pay(&sub, &invoices(&sub)[1], year, "all of it").is(200);
    // Less comes back than the first master owes: a rest of that debt would stand among the second's.
    actor.put("/plans/base", json!({"type": "monthly", "hosts": 5})).is(204);
    assert_eq!((totals(&sub), credit(&sub)), (vec![debt, year, month - year], year - month));
    let are_apart = || {
        let of_first = invoices(&sub)[0].clone();
        assert_eq!((&of_first["balance"], &of_first["adjusted"]), (&json!(debt), &json!(0)));
        assert_eq!(still_owed(&first, "2026-01"), [json!(879.6)]);
        // Each master has an invoice with the number 1.
        assert_eq!(still_owed(&second, "2026-02"), [json!(0.0), json!(0.0)]);
    };
    are_apart();
    // For more than thirty days the first has not paid.
    days(&world, 30);
    are_apart();
    let plan = sub.operate("GET", "/plan", Value::Null).is(200);
    assert_eq!((&plan["paid"], &plan["seats"]), (&json!(true), &json!(5)));
    assert_eq!(actor.get("/plans").is(200)["plan_base"]["status"], "active");
    assert_eq!(credit(&sub), year - 2 * month);
    pay(&sub, &invoices(&sub)[0], debt, "late").is(200);
    assert_eq!((still_owed(&first, "2026-01"), credit(&sub)), (vec![json!(0.0)], year - 2 * month));
}

#[test]
fn what_a_former_master_was_given_back_pays_for_nothing_of_another() {
    let world = World::new();
    let (first, sub) = world.master_with_subaccount();
    let second = world.master();
    first.on(&sub).post("/plans", order("yearly", 5, json!({}))).is(201);
    pay_all(&sub);
    first.on(&sub).put("/plans/base", json!({"type": "monthly", "hosts": 5})).is(204);
    let left = 5 * 15_996 - 5 * PRO;
    moves(&sub, &first, &second);
    second.on(&sub).post("/plans", order("monthly", 1, json!({}))).is(201);
    let of_second = invoices(&sub)[2].clone();
    assert_eq!((&of_second["credited"], &of_second["balance"]), (&json!(0), &json!(PRO)));
    assert_eq!(credit(&sub), left);
    let out = |amount: i64, reference: &str| pay(&sub, &invoices(&sub)[1], -amount, reference);
    out(left + 1, "more").refuses_fields(&["amount"]);
    out(left, "all").is(200);
    assert_eq!((&invoices(&sub)[2], credit(&sub)), (&of_second, 0));
}
