//! A year in the life of a distributor with two resellers and six customers, to the last unit. What is expected is computed
//! here, from the rules and by no code of the platform's.
use super::{days, invoices, order, pay_all, totals};
use crate::{actors::Account, world::World};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What one host costs at a tier, in cents.
#[derive(Clone, Copy)]
struct Prices {
    pro: i64,
    business: i64,
    business_year: i64,
}

/// What the catalogue asks of the distributor, what that one asks of those below it, and what the first reseller asks of its
/// customers. The second sells at what it pays.
const CATALOGUE: Prices = Prices { pro: 1699, business: 2199, business_year: 21_996 };
const SOLD: Prices = Prices { pro: 1900, business: 2300, business_year: 21_996 };
const RESOLD: Prices = Prices { pro: 2500, ..SOLD };

/// Half away from zero; of nothing below zero.
fn part(amount: i64, days: i64, whole: i64) -> i64 {
    (2 * amount * days + whole) / (2 * whole)
}

/// What is left of an amount after some of its days.
fn rest(amount: i64, used: i64, whole: i64) -> i64 {
    amount - part(amount, used, whole)
}

/// Days from 1 January 2026.
fn day(month: usize, day: i64) -> i64 {
    [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].iter().take(month - 1).sum::<i64>() + day - 1
}

/// The year, as far as it has passed. Payments come within each month, so that nobody is late but who is named.
struct Year<'w> {
    world: &'w World,
    customers: [&'w Account<'w>; 6],
    late: Option<&'w str>,
    passed: i64,
}

impl Year<'_> {
    fn until(&mut self, month: usize, of_month: i64) {
        let day = day(month, of_month);
        while self.passed < day {
            let step = (day - self.passed).min(20);
            days(self.world, step);
            self.passed += step;
            self.customers.into_iter().filter(|account| self.late != Some(&account.id)).for_each(pay_all);
        }
    }
}

#[test]
fn a_year_of_nine_accounts_is_billed_to_the_unit() {
    let world = World::new();
    let top = world.master();
    let [north, south] = [(), ()].map(|()| world.second_level(&top));
    let [a, b, c] = [(), (), ()].map(|()| world.sub(&north));
    let [d, e] = [(), ()].map(|()| world.sub(&south));
    let f = world.sub(&top);
    let Prices { pro, business, business_year } = SOLD;
    let prices = json!({"monthly": pro, "business_monthly": business, "business_yearly": business_year});
    top.put("/accounts/billing/prices", json!({"prices": prices})).is(204);
    north.put("/accounts/billing/prices", json!({"prices": {"monthly": RESOLD.pro}})).is(204);

    // 1 January: everybody but E starts.
    north.on(&a).post("/plans", order("monthly", 4, json!({}))).is(201);
    north.on(&b).post("/plans", order("business_monthly", 12, json!({}))).is(201);
    north.on(&c).post("/plans", order("trial", 9, json!({}))).is(201);
    south.on(&d).post("/plans", order("business_yearly", 20, json!({}))).is(201);
    top.on(&f).post("/plans", order("monthly", 5, json!({}))).is(201);
    let customers = [&a, &b, &c, &d, &e, &f];
    let mut year = Year { world: &world, customers, late: None, passed: 0 };

    // A has three more hosts. B wants fewer, from March on.
    year.until(1, 16);
    north.on(&a).put("/plans/base", json!({"type": "monthly", "increasing_hosts": 3})).is(204);
    year.until(2, 10);
    north.on(&b).put("/plans/base", json!({"type": "business_monthly", "hosts": 10})).is(204);
    // E starts; C, whose trial is over, buys.
    year.until(3, 1);
    south.on(&e).post("/plans", order("monthly", 1, json!({}))).is(201);
    north.on(&c).post("/plans", order("monthly", 2, json!({}))).is(201);
    // F goes from Pro to Business. C is cancelled, and leaves.
    year.until(5, 1);
    top.on(&f).put("/plans/base", json!({"type": "business_monthly", "hosts": 10})).is(204);
    year.until(6, 15);
    north.on(&c).patch("/plans/base/status", json!({"action": "cancel"})).is(200);
    year.until(6, 30);
    north.on(&c).send("DELETE", "", Value::Null).refused(404, 2000, "You cannot disassociate a paid account.");
    year.until(7, 1);
    north.on(&c).send("DELETE", "", Value::Null).is(204);
    let gone = format!("Account does not exist: {}.", c.id);
    north.on(&c).get("").refused(404, 2001, &gone);
    // D goes from a year to months.
    year.until(7, 2);
    south.on(&d).put("/plans/base", json!({"type": "business_monthly", "hosts": 20})).is(204);
    pays_late(&mut year, &south, &d, &e);
    // The year ends, and the renewals of 1 January 2027 are there.
    year.until(12, 31);
    year.until(12, 32);

    let of_a: fn(Prices) -> Vec<i64> = expected_of_a;
    let expected = [of_a, expected_of_b, expected_of_c, expected_of_d, expected_of_e, expected_of_f];
    let debtor = |at: usize| if at == 5 { CATALOGUE } else { SOLD };
    for (at, (account, expected)) in customers.iter().zip(expected).enumerate() {
        assert_eq!(totals(account), expected(debtor(at)), "customer {at}");
    }
    for below in [&customers[..3], &customers[3..5], &customers[5..]] {
        numbers_have_no_gaps(below);
    }
    let sum = |at: usize, prices: Prices| expected[at](prices).iter().sum::<i64>();
    let below = |customers: std::ops::Range<usize>, prices: Prices| customers.map(|at| sum(at, prices)).sum::<i64>();

    // The tiers: what each is charged and charges, and what is left to it and to those below it.
    let (all, of_north, of_south) = (below(0..6, CATALOGUE), below(0..3, SOLD), below(3..5, SOLD));
    let (sold, resold) = (below(0..6, SOLD), below(0..3, RESOLD) + of_south);
    let bought = of_north + of_south;
    assert_eq!(statement(&top), [all, sold, sold - all, resold, resold - bought]);
    assert_eq!(statement(&north), [of_north, below(0..3, RESOLD), below(0..3, RESOLD) - of_north, 0, 0]);
    assert_eq!(statement(&south), [of_south, of_south, 0, 0, 0]);

    // The ledger of each, at every tier: only what debtors owe was paid.
    let tiers = [
        vec![CATALOGUE, SOLD, RESOLD],
        vec![CATALOGUE, SOLD, RESOLD],
        vec![CATALOGUE, SOLD, RESOLD],
        vec![CATALOGUE, SOLD, SOLD],
        vec![CATALOGUE, SOLD, SOLD],
        vec![CATALOGUE, SOLD],
    ];
    for (at, account) in customers.iter().enumerate() {
        let published = tiers[at].len() - 2;
        let mut expected: Vec<[i64; 6]> = tiers[at]
            .iter()
            .enumerate()
            .map(|(tier, prices)| {
                let sum = sum(at, *prices);
                let (due, cash) = if tier == published { (0, sum) } else { (sum, 0) };
                [due, 0, -sum, 0, cash, 0]
            })
            .collect();
        expected.sort_unstable();
        assert_eq!(ledger(account), expected, "customer {at}");
    }
}

/// E's invoice of August is not paid: from September on its reseller buys nothing, two weeks later E is closed, and opened
/// again by the payment. Then it has another host.
fn pays_late<'w>(year: &mut Year<'w>, south: &Account<'_>, d: &Account<'_>, e: &'w Account<'_>) {
    let more =
        |on: &Account<'_>, code: &str| south.on(on).put("/plans/base", json!({"type": code, "increasing_hosts": 1}));
    let is_paid = |account: &Account<'_>| account.operate("GET", "/plan", Value::Null).is(200)["paid"].clone();
    let states = || invoices(e).iter().map(|invoice| invoice["state"].clone()).collect::<Vec<_>>();
    year.until(7, 31);
    year.late = Some(&e.id);
    year.until(8, 31);
    assert_eq!(states()[5], "due");
    year.until(9, 1);
    assert_eq!((&states()[5], &states()[6]), (&json!("overdue"), &json!("due")));
    for (account, code) in [(d, "business_monthly"), (e, "monthly")] {
        more(account, code).refused(400, 2100, "Cannot process account.");
    }
    year.until(9, 13);
    assert_eq!(is_paid(e), true);
    year.until(9, 14);
    assert_eq!((is_paid(e), is_paid(d)), (json!(false), json!(true)));
    year.until(9, 20);
    pay_all(e);
    year.late = None;
    assert_eq!(is_paid(e), true);
    year.until(9, 21);
    more(e, "monthly").is(204);
}

fn expected_of_a(prices: Prices) -> Vec<i64> {
    let (four, seven) = (4 * prices.pro, 7 * prices.pro);
    // 15 of 31 days are used: the rest of four comes back, the rest of seven is charged.
    let change = part(seven, 16, 31) - rest(four, 15, 31);
    [four, change].into_iter().chain([seven; 12]).collect()
}

fn expected_of_b(prices: Prices) -> Vec<i64> {
    let (ten, twelve) = (10 * prices.business, 12 * prices.business);
    // What is asked for on 10 February comes on 1 March and gives nothing back.
    [twelve, twelve].into_iter().chain([ten; 11]).collect()
}

fn expected_of_c(prices: Prices) -> Vec<i64> {
    // March to June.
    vec![2 * prices.pro; 4]
}

fn expected_of_d(prices: Prices) -> Vec<i64> {
    let (year, month) = (20 * prices.business_year, 20 * prices.business);
    let change = month - rest(year, 182, 365);
    // 2 August to 2 December.
    [year, change].into_iter().chain([month; 5]).collect()
}

fn expected_of_e(prices: Prices) -> Vec<i64> {
    let (one, two) = (prices.pro, 2 * prices.pro);
    // March to September, and another host for the last ten days of that.
    let change = part(two, 10, 30) - rest(one, 20, 30);
    [one; 7].into_iter().chain([change]).chain([two; 4]).collect()
}

fn expected_of_f(prices: Prices) -> Vec<i64> {
    let (pro, business) = (5 * prices.pro, 10 * prices.business);
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

/// Charges, revenue, margin, and revenue and margin of those below, of the whole time: in cents.
fn statement(account: &Account<'_>) -> [i64; 5] {
    let statement = account.get("/accounts/billing/statement?from=2026-01-01&to=2027-01-01").is(200);
    assert_eq!(statement["totals"].as_array().map(Vec::len), Some(1), "one currency");
    let now = &statement["totals"][0]["now"];
    ["charges", "revenue", "margin", "resale_revenue", "resale_margin"]
        .map(|field| (now[field].as_f64().unwrap() * 100.0).round() as i64)
}

/// The balances of due, credit, sales, tax, cash and loss, for each buyer and seller: in the order of their amounts. Each
/// comes to nothing.
fn ledger(account: &Account<'_>) -> Vec<[i64; 6]> {
    let ledger = account.operate("GET", "/ledger", Value::Null).is(200);
    let mut all: BTreeMap<[String; 2], [i64; 6]> = BTreeMap::new();
    for balance in ledger["balances"].as_array().unwrap() {
        let between = ["buyer_id", "seller_id"].map(|side| balance[side].as_str().unwrap_or_default().to_owned());
        let names = ["due", "credit", "sales", "tax", "cash", "loss"];
        let at = names.iter().position(|name| balance["account"] == *name).unwrap();
        all.entry(between).or_default()[at] += balance["balance"].as_i64().unwrap();
    }
    assert!(all.values().all(|balances| balances.iter().sum::<i64>() == 0), "{ledger}");
    let mut all: Vec<[i64; 6]> = all.into_values().collect();
    all.sort_unstable();
    all
}
