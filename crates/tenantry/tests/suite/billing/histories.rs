//! Random histories through the API: what is kept obeys the invariants of `billing.md` 8 after every step, and a refused
//! call changes nothing. The rules themselves are held to thousands of histories beside their code.
use super::{days, invoices, kept, order, pay, void};
use crate::{
    actors::{Account, Actor},
    answer::Answer,
    torture,
    world::World,
};
use jiff::{ToSpan, civil::date};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What is done, and on which of the two subaccounts.
#[derive(Debug, Clone)]
enum Step {
    Wait(i64),
    On(usize, Act),
}

#[derive(Debug, Clone)]
enum Act {
    Subscribe {
        code: usize,
        hosts: i64,
        contract: Option<i64>,
    },
    Try,
    Base {
        code: usize,
        hosts: i64,
        after: Option<i64>,
    },
    Add(usize, i64),
    Addon(usize, i64),
    Cancel(Option<usize>),
    Renews(bool),
    Give(i64),
    /// A user who is to hold a seat.
    User,
    /// One of those who hold a seat does not any more.
    Leave,
    Pay(usize, i64),
    /// A refund, or a part of a credit that is paid out.
    Back(usize, i64),
    Void(usize),
}

const BASES: [&str; 4] = ["monthly", "yearly", "business_monthly", "business_yearly"];
const ADDONS: [&str; 4] = ["webinar500_monthly", "webinar500_yearly", "large500_monthly", "zroom_yearly"];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let contract = prop::option::weighted(0.3, prop::sample::select(vec![1i64, 12]));
    let act = prop_oneof![
        4 => (0usize..4, 0i64..25, contract)
            .prop_map(|(code, hosts, contract)| Act::Subscribe { code, hosts, contract }),
        1 => Just(Act::Try),
        3 => (0usize..4, 0i64..25, prop::option::weighted(0.3, 1i64..40))
            .prop_map(|(code, hosts, after)| Act::Base { code, hosts, after }),
        2 => (0..ADDONS.len(), 0i64..12).prop_map(|(code, hosts)| Act::Add(code, hosts)),
        2 => (0..ADDONS.len(), 0i64..12).prop_map(|(code, hosts)| Act::Addon(code, hosts)),
        1 => prop::option::of(0..ADDONS.len()).prop_map(Act::Cancel),
        1 => any::<bool>().prop_map(Act::Renews),
        1 => (0i64..12).prop_map(Act::Give),
        6 => Just(Act::User),
        1 => Just(Act::Leave),
        4 => (0usize..20, 0i64..100_000).prop_map(|(invoice, amount)| Act::Pay(invoice, amount)),
        2 => (0usize..20, 0i64..30_000).prop_map(|(invoice, amount)| Act::Back(invoice, amount)),
        1 => (0usize..20).prop_map(Act::Void),
    ];
    let step = prop_oneof![
        1 => (1i64..45).prop_map(Step::Wait),
        4 => (0usize..2, act).prop_map(|(sub, act)| Step::On(sub, act)),
    ];
    prop::collection::vec(step, 1..14)
}

/// A subaccount, the owner of its master acting on it, how many users it has had, and its invoices as they were issued.
struct Shop<'w> {
    world: &'w World,
    sub: Account<'w>,
    actor: Actor<'w>,
    users: usize,
    issued: BTreeMap<String, Value>,
}

impl Shop<'_> {
    /// What a call was answered, where there was one. `passed` are days since 1 January 2026.
    fn act(&mut self, act: &Act, passed: i64) -> Option<Answer> {
        let Shop { sub, actor, .. } = self;
        Some(match act {
            Act::Subscribe { code, hosts, contract } => {
                let options = contract.map_or(json!({}), |months| json!({"contract_term": months}));
                actor.post("/plans", order(BASES[*code], *hosts, json!({"subscription_options": options})))
            }
            Act::Try => actor.post("/plans", order("trial", 9, json!({}))),
            Act::Base { code, hosts, after } => {
                let mut body = json!({"type": BASES[*code], "hosts": hosts});
                if let Some(after) = after {
                    let day = json!((date(2026, 1, 1) + (passed + after).days()).to_string());
                    (body["service_effective_date"], body["paid_period_start_date"]) = (day.clone(), day);
                }
                actor.put("/plans/base", body)
            }
            Act::Add(code, hosts) => actor.post("/plans/addons", json!({"type": ADDONS[*code], "hosts": hosts})),
            Act::Addon(code, hosts) => actor.put("/plans/addons", json!({"type": ADDONS[*code], "hosts": hosts})),
            Act::Cancel(None) => actor.patch("/plans/base/status", json!({"action": "cancel"})),
            Act::Cancel(Some(code)) => {
                actor.patch("/plans/addons/status", json!({"action": "cancel", "type": ADDONS[*code]}))
            }
            Act::Renews(renews) => actor.patch("/options", json!({"billing_auto_renew": renews})),
            Act::Give(seats) => sub.operate("PUT", "/plan", json!({"account_type": "Pro", "seats": seats})),
            Act::User => self.add_user(),
            Act::Leave => {
                let user = seated(sub).pop()?;
                actor.patch(&format!("/users/{user}"), json!({"type": 1}))
            }
            Act::Pay(at, amount) => pay(sub, invoices(sub).get(*at)?, *amount, &format!("{at} {amount}")),
            Act::Back(at, amount) => pay(sub, invoices(sub).get(*at)?, -amount, &format!("back {at} {amount}")),
            Act::Void(at) => void(sub, invoices(sub).get(*at)?),
        })
    }
    fn add_user(&mut self) -> Answer {
        self.users += 1;
        let email = self.world.email(&format!("u{}-{}", self.users, self.sub.number));
        let info = json!({"email": email, "type": 2, "first_name": "Lena", "last_name": "Test"});
        self.actor.post("/users", json!({"action": "custCreate", "user_info": info}))
    }
}

/// Users who hold a seat.
fn seated(sub: &Account<'_>) -> Vec<String> {
    let page = sub.get("/users?page_size=300").is(200);
    let users = page["users"].as_array().unwrap().iter().filter(|user| user["type"] == 2);
    users.map(|user| user["id"].as_str().unwrap().to_owned()).collect()
}

fn number(invoice: &Value, field: &str) -> i64 {
    invoice[field].as_i64().unwrap()
}

/// 2: what an invoice comes to.
fn invoices_add_up(master: &Account<'_>, all: &[Value]) {
    for invoice in all {
        let of = |field: &str| number(invoice, field);
        assert_eq!(of("balance"), of("total").max(0) - of("credited") - of("adjusted") - of("paid"), "{invoice}");
        assert!(of("balance") >= 0 && of("credited") >= 0 && of("adjusted") >= 0);
        assert_eq!(invoice["debtor_id"], json!(master.id));
    }
}

/// 10 and 14: what the master owes is what the invoices of its subaccounts say, and their numbers have no gaps.
fn the_master_owes_what_invoices_say(master: &Account<'_>, shops: &[Shop<'_>]) {
    let shown = |invoice: &Value, fields: [&str; 6]| fields.map(|field| invoice[field].to_string());
    let cents = |amount: &Value| json!((amount.as_f64().unwrap() * 100.0).round() as i64);
    let mut expected = Vec::new();
    for shop in shops {
        for mut invoice in invoices(&shop.sub) {
            invoice["account_id"] = json!(shop.sub.id);
            expected.push(shown(&invoice, ["invoice_number", "id", "account_id", "due_date", "total", "balance"]));
        }
    }
    let (mut owed, mut open) = (Vec::new(), 0);
    for year in 2026..2029 {
        let path = format!("/accounts/billing/statement?from={year}-01-01&to={year}-12-31");
        let statement = master.get(&path).is(200);
        for mut debt in statement["invoices"].as_array().unwrap().clone() {
            (debt["total"], debt["open"]) = (cents(&debt["total_amount"]), cents(&debt["balance"]));
            owed.push(shown(&debt, ["invoice_number", "invoice_id", "account_id", "due_date", "total", "open"]));
        }
        open += statement["debts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|debts| cents(&debts["open"]).as_i64().unwrap())
            .sum::<i64>();
    }
    expected.sort();
    owed.sort();
    assert_eq!(owed, expected);
    assert_eq!(open, expected.iter().map(|invoice| invoice[5].parse::<i64>().unwrap()).sum::<i64>());
    let numbers: Vec<&String> = expected.iter().map(|invoice| &invoice[0]).collect();
    let without_gaps: Vec<String> = (1..=numbers.len()).map(|number| format!("\"INV{number:08}\"")).collect();
    assert_eq!(numbers, without_gaps.iter().collect::<Vec<_>>());
}

/// 1: the ledger is balanced, and says of debts and payments what the invoices say.
fn the_ledger_agrees(sub: &Account<'_>, all: &[Value]) {
    let ledger = sub.operate("GET", "/ledger", Value::Null).is(200);
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for balance in ledger["balances"].as_array().unwrap().iter().filter(|balance| balance["seller_id"].is_null()) {
        *sums.entry(balance["account"].as_str().unwrap()).or_default() += number(balance, "balance");
    }
    let sum = |field: &str| all.iter().map(|invoice| number(invoice, field)).sum::<i64>();
    let of = |account: &str| sums.get(account).copied().unwrap_or_default();
    assert_eq!(sums.values().sum::<i64>(), 0, "{ledger}");
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

/// 8, 9 and 12: plans, what the account is entitled to, and that its users hold no more.
fn plans_stand_as_they_must(sub: &Account<'_>) {
    let plans = sub.get("/accounts/me/plans").is(200);
    let plan = sub.operate("GET", "/plan", Value::Null).is(200);
    let base = &plans["plan_base"];
    let is_running = ["active", "cancelled"].iter().any(|status| base["status"] == *status);
    let (seats, hosts) =
        (number(&plan.body, "seats"), base["hosts"].as_i64().filter(|_| is_running).unwrap_or_default());
    assert!(seats <= hosts, "{plan} {plans}");
    assert!(seated(sub).len() as i64 <= hosts, "{plans}");
    for (kind, least) in [("plan_webinar", 0), ("plan_large_meeting", 1)] {
        let addons = plans[kind].as_array().cloned().unwrap_or_default();
        let open = addons.iter().filter(|addon| addon["status"] != "expired");
        let sum: i64 = open.map(|addon| number(addon, "hosts")).sum();
        assert!(sum == 0 || (is_running && sum + least <= number(base, "hosts")), "{plans}");
    }
}

/// What becomes of an invoice after it was issued.
const BECOMES: [&str; 5] = ["balance", "status", "state", "paid", "adjusted"];

/// 14: but for what is still owed of it, an invoice stays as it was issued, with its lines.
fn invoices_stay(shop: &mut Shop<'_>, all: &[Value]) {
    for invoice in all {
        let id = invoice["id"].as_str().unwrap();
        let shown = shop.actor.get(&format!("/billing/invoices/{id}")).is(200).body;
        let now = [invoice.clone(), shown].map(|mut seen| {
            seen.as_object_mut().unwrap().retain(|name, _| !BECOMES.contains(&name.as_str()));
            seen
        });
        let now = json!(now);
        let issued = shop.issued.entry(id.to_owned()).or_insert_with(|| now.clone());
        assert_eq!(*issued, now);
    }
    assert_eq!(shop.issued.len(), all.len());
}

/// Who has no part in what is billed: another subaccount of the master, and a master of another tree.
struct Others<'w> {
    sibling: Account<'w>,
    stranger: Account<'w>,
}

impl Others<'_> {
    /// 10: they see none of the invoices of a shop.
    fn see_nothing(&self, shop: &Shop<'_>, all: &[Value]) {
        let Others { sibling, stranger } = self;
        for account in [sibling, stranger] {
            account.get("/accounts/me/billing/invoices").is(200).lists("id", Vec::<Value>::new());
            let statement = account.get("/accounts/billing/statement?from=2026-01-01&to=2026-12-31").is(200);
            assert_eq!(statement["invoices"], json!([]));
            let refused = account.on(&shop.sub).get("/billing/invoices");
            assert!((400..500).contains(&refused.status), "{refused}");
        }
        let Some(id) = all.last().and_then(|newest| newest["id"].as_str()) else { return };
        let said = format!("InvoiceId does not exist: {id}.");
        for account in [sibling, stranger] {
            account.get(&format!("/accounts/me/billing/invoices/{id}")).refused(400, 2001, &said);
        }
        stranger.get(&format!("/billing/invoices/{id}/download")).refused(400, 2001, &said);
    }
}

fn hold_all(master: &Account<'_>, shop: &mut Shop<'_>, others: &Others<'_>) {
    let all = invoices(&shop.sub);
    invoices_add_up(master, &all);
    invoices_stay(shop, &all);
    others.see_nothing(shop, &all);
    the_ledger_agrees(&shop.sub, &all);
    plans_stand_as_they_must(&shop.sub);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: torture::count(20).try_into().unwrap(), max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn invariants_hold_through_any_history(history in steps()) {
        let world = super::taxing_world();
        let master = world.master();
        master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
        let mut shops = [(), ()].map(|()| {
            let sub = world.sub(&master);
            Shop { world: &world, actor: master.on(&sub), sub, users: 0, issued: BTreeMap::new() }
        });
        let others = Others { sibling: world.sub(&master), stranger: world.master() };
        others.sibling.plan("Pro", 1);
        let (mut passed, untouched) = (0, [&others.sibling, &others.stranger].map(kept));
        for step in &history {
            match step {
                Step::Wait(count) => {
                    days(&world, *count);
                    passed += count;
                    shops.iter_mut().for_each(|shop| hold_all(&master, shop, &others));
                }
                Step::On(at, act) => {
                    let before = shops.each_ref().map(|shop| kept(&shop.sub));
                    let Some(answer) = shops[*at].act(act, passed) else { continue };
                    assert!(answer.status < 500, "{step:?} {answer}");
                    assert_eq!(kept(&shops[1 - at].sub), before[1 - at], "{step:?}");
                    if answer.status >= 400 {
                        assert_eq!(kept(&shops[*at].sub), before[*at], "{step:?}");
                    }
                    hold_all(&master, &mut shops[*at], &others);
                }
            }
            the_master_owes_what_invoices_say(&master, &shops);
        }
        shops.iter().for_each(|shop| the_log_tells_the_ledger(&world, &shop.sub));
        assert_eq!([&others.sibling, &others.stranger].map(kept), untouched);
    }
}
