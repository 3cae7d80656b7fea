//! Random histories through the API: what is kept obeys the invariants of `billing.md` 8 after every step, and a refused
//! call changes nothing. The rules themselves are held to thousands of histories beside their code.
use super::{days, invoices, kept, order, pay};
use crate::{
    actors::{Account, Actor},
    world::World,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Debug, Clone)]
enum Step {
    Wait(i64),
    Subscribe(usize, i64),
    Base(usize, i64),
    Add(usize, i64),
    Addon(usize, i64),
    Cancel(Option<usize>),
    Pay(usize, i64),
    Void(usize),
}

const BASES: [&str; 4] = ["monthly", "yearly", "business_monthly", "business_yearly"];
const ADDONS: [&str; 3] = ["webinar500_monthly", "webinar500_yearly", "zroom_yearly"];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (1i64..45).prop_map(Step::Wait),
        2 => (0usize..4, 0i64..25).prop_map(|(code, hosts)| Step::Subscribe(code, hosts)),
        3 => (0usize..4, 0i64..25).prop_map(|(code, hosts)| Step::Base(code, hosts)),
        2 => (0usize..3, 0i64..12).prop_map(|(code, hosts)| Step::Add(code, hosts)),
        2 => (0usize..3, 0i64..12).prop_map(|(code, hosts)| Step::Addon(code, hosts)),
        1 => prop::option::of(0usize..3).prop_map(Step::Cancel),
        4 => (0usize..20, 0i64..100_000).prop_map(|(invoice, amount)| Step::Pay(invoice, amount)),
        1 => (0usize..20).prop_map(Step::Void),
    ];
    prop::collection::vec(step, 1..14)
}

/// Makes a step; whether it was refused.
fn act(world: &World, sub: &Account<'_>, actor: &Actor<'_>, step: &Step) -> bool {
    let status = match step {
        Step::Wait(count) => {
            days(world, *count);
            200
        }
        Step::Subscribe(code, hosts) => actor.post("/plans", order(BASES[*code], *hosts, json!({}))).status,
        Step::Base(code, hosts) => actor.put("/plans/base", json!({"type": BASES[*code], "hosts": hosts})).status,
        Step::Add(code, hosts) => actor.post("/plans/addons", json!({"type": ADDONS[*code], "hosts": hosts})).status,
        Step::Addon(code, hosts) => actor.put("/plans/addons", json!({"type": ADDONS[*code], "hosts": hosts})).status,
        Step::Cancel(None) => actor.patch("/plans/base/status", json!({"action": "cancel"})).status,
        Step::Cancel(Some(code)) => {
            actor.patch("/plans/addons/status", json!({"action": "cancel", "type": ADDONS[*code]})).status
        }
        Step::Pay(at, amount) => match invoices(sub).get(*at) {
            Some(invoice) => pay(sub, invoice, *amount, &format!("{at} {amount}")).status,
            None => 200,
        },
        Step::Void(at) => match invoices(sub).get(*at) {
            Some(invoice) => {
                let path = format!("/invoices/{}/void", invoice["id"].as_str().unwrap());
                sub.operate("POST", &path, Value::Null).status
            }
            None => 200,
        },
    };
    assert!(status < 500, "{step:?}");
    status >= 400
}

fn number(invoice: &Value, field: &str) -> i64 {
    invoice[field].as_i64().unwrap()
}

/// 2, 10, 11 and 14: invoices, who owes them, and their numbers.
fn invoices_add_up(master: &Account<'_>, sub: &Account<'_>) {
    let all = invoices(sub);
    for (at, invoice) in all.iter().enumerate() {
        let of = |field: &str| number(invoice, field);
        assert_eq!(of("balance"), of("total").max(0) - of("credited") - of("adjusted") - of("paid"), "{invoice}");
        assert!(of("balance") >= 0 && of("credited") >= 0 && of("adjusted") >= 0);
        assert_eq!(invoice["invoice_number"], format!("INV{:08}", at + 1));
        assert_eq!(invoice["debtor_id"], json!(master.id));
    }
}

/// 1: the ledger is balanced, and says of debts and payments what the invoices say.
fn the_ledger_agrees(sub: &Account<'_>) {
    let ledger = sub.operate("GET", "/ledger", Value::Null).is(200);
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for balance in ledger["balances"].as_array().unwrap().iter().filter(|balance| balance["seller_id"].is_null()) {
        *sums.entry(balance["account"].as_str().unwrap()).or_default() += number(balance, "balance");
    }
    let all = invoices(sub);
    let sum = |field: &str| all.iter().map(|invoice| number(invoice, field)).sum::<i64>();
    let of = |account: &str| sums.get(account).copied().unwrap_or_default();
    assert_eq!((of("due"), of("cash"), of("tax")), (sum("balance"), sum("paid"), -sum("tax")));
    let given_back: i64 = all.iter().map(|invoice| (-number(invoice, "total")).max(0)).sum();
    assert_eq!(of("sales"), sum("tax") - sum("total"), "{ledger}");
    let written_off = of("loss");
    assert_eq!(-of("credit"), given_back - sum("credited") - (sum("adjusted") - written_off));
    assert!(of("credit") <= 0);
}

/// What the log tells of transfers is the ledger.
fn the_log_tells_the_ledger(world: &World, sub: &Account<'_>) {
    let log = world.log(|event| event["account_id"] == sub.id && event["payload"]["transfers"].is_array());
    let mut replayed: BTreeMap<String, i64> = BTreeMap::new();
    for transfer in log.iter().flat_map(|event| event["payload"]["transfers"].as_array().unwrap()) {
        for (side, sign) in [("debit", 1), ("credit", -1)] {
            let key = ["buyer_id", "seller_id", "currency", side].map(|field| transfer[field].as_str().unwrap());
            *replayed.entry(key.join(" ")).or_default() += sign * number(transfer, "amount");
        }
    }
    let ledger = sub.operate("GET", "/ledger", Value::Null).is(200);
    let kept = ledger["balances"].as_array().unwrap().iter().map(|balance| {
        let key = ["buyer_id", "seller_id", "currency", "account"].map(|field| balance[field].as_str().unwrap_or(""));
        (key.join(" "), number(balance, "balance"))
    });
    assert_eq!(replayed, kept.collect());
}

/// 8, 9 and 12: plans, and what the account is entitled to.
fn plans_stand_as_they_must(sub: &Account<'_>) {
    let plans = sub.get("/accounts/me/plans").is(200);
    let plan = sub.operate("GET", "/plan", Value::Null).is(200);
    let base = &plans["plan_base"];
    let is_running = ["active", "cancelled"].iter().any(|status| base["status"] == *status);
    let seats = number(&plan.body, "seats");
    assert!(seats <= base["hosts"].as_i64().unwrap_or_default(), "{plan} {plans}");
    assert!(is_running || seats == 0);
    let webinars = plans["plan_webinar"].as_array().cloned().unwrap_or_default();
    for addon in webinars.iter().filter(|addon| addon["status"] != "expired") {
        assert!(is_running, "{plans}");
        assert!(number(addon, "hosts") <= number(base, "hosts"), "{plans}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn invariants_hold_through_any_history(history in steps()) {
        let world = super::taxing_world();
        let (master, sub) = world.master_with_subaccount();
        let sibling = world.sub(&master);
        let (actor, untouched) = (master.on(&sub), kept(&sibling));
        for step in &history {
            let before = kept(&sub);
            if act(&world, &sub, &actor, step) {
                assert_eq!(kept(&sub), before, "{step:?}");
            }
            invoices_add_up(&master, &sub);
            the_ledger_agrees(&sub);
            plans_stand_as_they_must(&sub);
        }
        the_log_tells_the_ledger(&world, &sub);
        assert_eq!(kept(&sibling), untouched);
    }
}
