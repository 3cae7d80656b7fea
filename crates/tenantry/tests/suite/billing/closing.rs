//! What becomes of plans when their account is closed: they end that day, and the job writes it down.
use super::{PRO, days, invoices, market, order, pay, pay_all, pro, totals};
use crate::{
    actors::Account,
    server::server,
    world::{DAY, World},
};
use serde_json::{Value, json};

fn close(account: &Account<'_>) {
    account.operate("DELETE", "", Value::Null).is(204);
}

/// What is given back of five Pro hosts after some days of a month.
fn rest(used: i64, whole: i64) -> i64 {
    let month = 5 * PRO;
    month - (2 * month * used + whole) / (2 * whole)
}

/// Brings on what is due, in one transaction: of how many accounts.
fn some(world: &World) -> usize {
    let next = tenantry::renewals::carry_out_next(&world.platform, Some(&world.id));
    server().runtime.block_on(next).expect("the store answers")
}

#[test]
fn a_tree_that_is_closed_ends_its_plans_that_day_however_late_the_job_comes() {
    for late in [0, 40] {
        let world = World::new();
        let top = world.master();
        let reseller = world.second_level(&top);
        let customer = world.sub(&reseller);
        let subs: Vec<Account<'_>> = (0..17).map(|_| world.sub(&top)).collect();
        let all = || subs.iter().chain([&customer]);
        for account in all() {
            top.on(account).post("/plans", order("monthly", 5, json!({}))).is(201);
        }
        days(&world, 10);
        close(&top);
        // Nothing is written down yet, and nobody is shown a plan any more.
        for account in all() {
            let plan = account.operate("GET", "/plan", Value::Null).is(200);
            let shown = ["account_type", "paid", "seats", "bulk_license"].map(|field| plan[field].clone());
            assert_eq!(shown, [json!("Free"), json!(false), json!(0), json!(false)]);
            assert!(plan.body.get("subscription_end_time").is_none(), "{plan}");
            assert_eq!((totals(account), &invoices(account)[0]["balance"]), (vec![5 * PRO], &json!(5 * PRO)));
        }
        world.advance(late * DAY);
        assert_eq!(some(&world), 16, "a part in each transaction");
        assert!(all().any(|account| totals(account).len() == 1));
        world.renew();
        assert_eq!(some(&world), 0);
        for account in all() {
            let of = invoices(account);
            assert_eq!(totals(account), [5 * PRO, -rest(10, 31)]);
            assert_eq!(
                (&of[0]["balance"], &of[1]["invoice_date"]),
                (&json!(5 * PRO - rest(10, 31)), &json!("2026-01-11"))
            );
            assert_eq!(account.operate("GET", "/plan", Value::Null).is(200)["account_type"], "Free");
        }
        let told = world.names_in_log_of(&customer.id);
        assert_eq!(told.iter().filter(|name| *name == "billing.plan_expired").count(), 1);
        let mut numbers: Vec<Value> =
            subs.iter().flat_map(|sub| invoices(sub)).map(|invoice| invoice["invoice_number"].clone()).collect();
        numbers.sort_by_key(Value::to_string);
        assert_eq!(numbers, (1..=34).map(|number| json!(format!("INV{number:08}"))).collect::<Vec<_>>());
    }
}

#[test]
fn what_was_due_before_an_account_was_closed_comes_first() {
    let world = World::new();
    let (_, sub, _) = pro(&world);
    world.advance(40 * DAY);
    close(&sub);
    world.advance(DAY);
    world.renew();
    // 10 February: nine days of 28 are used.
    assert_eq!(totals(&sub), [5 * PRO, 5 * PRO, -rest(9, 28)]);
    assert_eq!(invoices(&sub)[2]["invoice_date"], "2026-02-10");
}

#[test]
fn a_payment_for_a_closed_account_comes_after_the_end_of_its_plans() {
    let world = World::new();
    let (_, sub, _) = pro(&world);
    days(&world, 10);
    close(&sub);
    world.advance(DAY);
    let (first, used) = (invoices(&sub)[0].clone(), 5 * PRO - rest(10, 31));
    pay(&sub, &first, used + 1, "too much").refuses_fields(&["amount"]);
    let paid = pay(&sub, &first, used, "late").is(200);
    assert_eq!((&paid["state"], &paid["balance"]), (&json!("paid"), &json!(0)));
    world.renew();
    assert_eq!(totals(&sub), [5 * PRO, -rest(10, 31)]);
}

#[test]
fn a_closed_account_that_leaves_its_place_ends_its_plans_before() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    reseller.on(&customer).post("/plans", order("monthly", 5, json!({}))).is(201);
    days(&world, 10);
    close(&customer);
    reseller.operate("PUT", "/master", json!({"master": false})).is(200);
    let of = invoices(&customer);
    assert_eq!((totals(&customer), &of[1]["debtor_id"]), (vec![5 * PRO, -rest(10, 31)], &json!(reseller.id)));
    world.renew();
    assert_eq!(totals(&customer).len(), 2);
}

#[test]
fn what_was_given_stays_what_it_is() {
    let world = World::new();
    let top = world.master();
    let before = top.operate("GET", "/plan", Value::Null).is(200).body;
    close(&top);
    world.renew();
    assert_eq!(top.operate("GET", "/plan", Value::Null).is(200).body, before);
    assert_eq!(totals(&top), [0i64; 0]);
}

#[test]
fn what_a_closed_account_gives_back_is_paid_out() {
    let world = World::new();
    let (master, sub, actor) = market(&world);
    actor.post("/plans", order("yearly", 5, json!({}))).is(201);
    pay_all(&sub);
    close(&sub);
    let year = 5 * 15_996;
    // Nothing is given back before its plans have ended, and a payment ends them.
    pay(&sub, &invoices(&sub)[0], -1, "of what comes back").refuses_fields(&["amount"]);
    world.renew();
    let given_back = invoices(&sub)[1].clone();
    assert_eq!((&given_back["total"], &given_back["debtor_id"]), (&json!(-year), &json!(master.id)));
    pay(&sub, &given_back, -year - 1, "too much").refuses_fields(&["amount"]);
    pay(&sub, &given_back, -year, "all of it").is(200);
    let ledger = sub.operate("GET", "/ledger", Value::Null).is(200);
    let balances = ledger["balances"].as_array().unwrap();
    let of_debtor = balances.iter().filter(|balance| balance["buyer_id"] == json!(master.id));
    assert!(of_debtor.map(|balance| &balance["balance"]).all(|balance| *balance == 0), "{ledger}");
}
