//! A year in the life of a distributor with two resellers and six customers, to the last unit. What is expected is computed
//! here, from the rules and by no code of the platform's.
use super::{days, invoices, order, pay_all};
use crate::{actors::Account, world::World};
use serde_json::{Value, json};

/// What the catalogue asks of the distributor, and what that one asks of its resellers, for one host, in cents.
const PRO: i64 = 1699;
const PRO_SOLD: i64 = 1900;
const BUSINESS: i64 = 2199;
const BUSINESS_SOLD: i64 = 2300;
const BUSINESS_YEAR: i64 = 21_996;

/// Half away from zero; of nothing below zero.
fn part(amount: i64, days: i64, whole: i64) -> i64 {
    (2 * amount * days + whole) / (2 * whole)
}

/// Totals of the invoices of an account; credits are below zero.
fn totals(account: &Account<'_>) -> Vec<i64> {
    invoices(account).iter().map(|invoice| invoice["total"].as_i64().unwrap()).collect()
}

#[test]
fn a_year_of_nine_accounts_is_billed_to_the_unit() {
    let world = World::new();
    let top = world.master();
    let [north, south] = [(), ()].map(|()| world.second_level(&top));
    let [a, b, c] = [(), (), ()].map(|()| world.sub(&north));
    let [d, e] = [(), ()].map(|()| world.sub(&south));
    let f = world.sub(&top);
    let prices = json!({"monthly": PRO_SOLD, "business_monthly": BUSINESS_SOLD, "business_yearly": BUSINESS_YEAR});
    top.put("/accounts/billing/prices", json!({"prices": prices})).is(204);
    north.put("/accounts/billing/prices", json!({"prices": {"monthly": 2500}})).is(204);

    // 1 January: everybody but E starts.
    north.on(&a).post("/plans", order("monthly", 4, json!({}))).is(201);
    north.on(&b).post("/plans", order("business_monthly", 12, json!({}))).is(201);
    north.on(&c).post("/plans", order("trial", 9, json!({}))).is(201);
    south.on(&d).post("/plans", order("business_yearly", 20, json!({}))).is(201);
    top.on(&f).post("/plans", order("monthly", 5, json!({}))).is(201);

    let pay = || [&a, &b, &c, &d, &e, &f].into_iter().for_each(pay_all);
    let mut passed = 0;
    let mut until = |day: i64| {
        // Payments come within each month, so that nobody is late.
        while passed < day {
            let step = (day - passed).min(20);
            days(&world, step);
            passed += step;
            pay();
        }
    };

    // 16 January: A has three more hosts. 10 February: B wants fewer, from March on.
    until(15);
    north.on(&a).put("/plans/base", json!({"type": "monthly", "increasing_hosts": 3})).is(204);
    until(31 + 9);
    north.on(&b).put("/plans/base", json!({"type": "business_monthly", "hosts": 10})).is(204);
    // 1 March: E starts; C, whose trial is over, buys.
    until(31 + 28);
    south.on(&e).post("/plans", order("monthly", 1, json!({}))).is(201);
    north.on(&c).post("/plans", order("monthly", 2, json!({}))).is(201);
    // 1 May: F goes from Pro to Business. 15 June: C is cancelled. 1 July: it leaves.
    until(31 + 28 + 31 + 30);
    top.on(&f).put("/plans/base", json!({"type": "business_monthly", "hosts": 10})).is(204);
    until(31 + 28 + 31 + 30 + 31 + 14);
    north.on(&c).patch("/plans/base/status", json!({"action": "cancel"})).is(200);
    until(181);
    north.on(&c).send("DELETE", "", Value::Null).is(204);
    // 2 July: D goes from a year to months.
    until(182);
    south.on(&d).put("/plans/base", json!({"type": "business_monthly", "hosts": 20})).is(204);
    // The year ends, and the renewals of 1 January 2027 are there.
    until(365);

    assert_eq!(totals(&a), expected_of_a());
    assert_eq!(totals(&b), expected_of_b());
    assert_eq!(totals(&c), [2 * PRO_SOLD; 4]);
    assert_eq!(totals(&d), expected_of_d());
    assert_eq!(totals(&e), [PRO_SOLD; 11]);
    assert_eq!(totals(&f), expected_of_f());
    numbers_have_no_gaps(&[&a, &b, &c]);
    numbers_have_no_gaps(&[&d, &e]);
    numbers_have_no_gaps(&[&f]);
}

fn expected_of_a() -> Vec<i64> {
    let (four, seven) = (4 * PRO_SOLD, 7 * PRO_SOLD);
    // 15 of 31 days are used: the rest of four comes back, the rest of seven is charged.
    let change = part(seven, 16, 31) - (four - part(four, 15, 31));
    [four, change].into_iter().chain([seven; 12]).collect()
}

fn expected_of_b() -> Vec<i64> {
    let (ten, twelve) = (10 * BUSINESS_SOLD, 12 * BUSINESS_SOLD);
    // What is asked for on 10 February comes on 1 March and gives nothing back.
    [twelve, twelve].into_iter().chain([ten; 11]).collect()
}

fn expected_of_d() -> Vec<i64> {
    let (year, month) = (20 * BUSINESS_YEAR, 20 * BUSINESS_SOLD);
    let change = month - (year - part(year, 182, 365));
    // 2 August to 2 December.
    [year, change].into_iter().chain([month; 5]).collect()
}

fn expected_of_f() -> Vec<i64> {
    let (pro, business) = (5 * PRO, 10 * BUSINESS);
    // 1 May is a renewal: the whole fresh month comes back.
    let change = business - pro;
    [pro; 5].into_iter().chain([change]).chain([business; 8]).collect()
}

/// The invoices of all accounts of one debtor are numbered without a gap.
fn numbers_have_no_gaps(accounts: &[&Account<'_>]) {
    let all = accounts.iter().flat_map(|account| invoices(account));
    let mut numbers: Vec<String> = all.map(|invoice| invoice["invoice_number"].as_str().unwrap().to_owned()).collect();
    numbers.sort();
    let expected: Vec<String> = (1..=numbers.len()).map(|number| format!("INV{number:08}")).collect();
    assert_eq!(numbers, expected);
}
