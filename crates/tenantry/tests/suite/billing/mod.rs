//! Billing: plans of accounts, what they cost, and who owes it.
mod addons;
mod base;
mod cancel;
mod closing;
mod contact;
mod days;
mod department;
mod dunning;
mod histories;
mod invoices;
mod kinds;
mod licenses;
mod losses;
mod many;
mod nodes;
mod prices;
mod reads;
mod reports;
mod seats;
mod seen;
mod statements;
mod subscribe;
mod taxes;
mod told;
mod trials;
mod usage;
mod whole_year;

use crate::{
    actors::{Account, Actor},
    answer::Answer,
    server::{Setup, server},
    world::{DAY, World},
};
use billing::{Desk, Dunning};
use serde_json::{Value, json};
use storage::{Sql, sql};

/// Prices of the shipped catalogue, in cents.
pub const PRO: i64 = 1699;

/// Whom invoices go to.
pub fn contact() -> Value {
    json!({
        "first_name": "Ana", "last_name": "O'Neil", "email": "ana@example.com", "phone_number": "+1 555 010 0000",
        "address": "1 Main St.", "apt": "4", "city": "San Jose", "state": "CA", "zip": "95113", "country": "US",
        "employee_count": "15",
    })
}

/// The body of a first purchase: a base plan, and what else is named in `more`.
pub fn order(code: &str, hosts: i64, more: Value) -> Value {
    let mut body = json!({"plan_base": {"type": code, "hosts": hosts}, "contact": contact()});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

/// What is set up where nobody is reminded of what is owed.
pub fn patient() -> Setup {
    Setup { desk: |usual| Desk { dunning: NEVER, ..usual }, ..Setup::default() }
}

/// A world in which nobody is reminded of what is owed.
pub fn patient_world() -> World {
    World::with(patient())
}

/// A world in which 8.875 % are charged to who pays from California.
pub fn taxing_world() -> World {
    World::with(Setup {
        desk: |usual| Desk { taxes: [("US-CA".to_owned(), 88_750)].into(), ..usual },
        ..Setup::default()
    })
}
const NEVER: Dunning = Dunning { overdue: 0, suspend: 0, expire: 0 };

/// A master with a subaccount that pays nothing yet, and the owner of the master acting on it.
pub fn market(world: &World) -> (Account<'_>, Account<'_>, Actor<'_>) {
    let (master, sub) = world.master_with_subaccount();
    let actor = master.on(&sub);
    (master, sub, actor)
}

/// A subaccount with five Pro hosts.
pub fn pro(world: &World) -> (Account<'_>, Account<'_>, Actor<'_>) {
    let (master, sub, actor) = market(world);
    actor.post("/plans", order("monthly", 5, json!({}))).is(201);
    (master, sub, actor)
}

/// A subaccount with twenty Business hosts.
pub fn business(world: &World) -> (Account<'_>, Account<'_>, Actor<'_>) {
    let (master, sub, actor) = market(world);
    actor.post("/plans", order("business_monthly", 20, json!({}))).is(201);
    (master, sub, actor)
}

/// The invoices of an account as the operator sees them, the oldest first.
pub fn invoices(account: &Account<'_>) -> Vec<Value> {
    let mut all = account.operate("GET", "/invoices", Value::Null).is(200)["invoices"].as_array().unwrap().clone();
    all.reverse();
    all
}

/// Totals of the invoices of an account, the oldest first.
pub fn totals(account: &Account<'_>) -> Vec<i64> {
    invoices(account).iter().map(|invoice| invoice["total"].as_i64().unwrap()).collect()
}

/// So many invoices of accounts are numbered from one, and no number is left out or there twice.
#[track_caller]
pub fn are_numbered(accounts: &[&Account<'_>], count: usize) {
    let all = accounts.iter().flat_map(|account| invoices(account));
    let mut numbers: Vec<String> = all.map(|invoice| invoice["invoice_number"].as_str().unwrap().to_owned()).collect();
    numbers.sort();
    let expected: Vec<String> = (1..=count).map(|number| format!("INV{number:08}")).collect();
    assert_eq!(numbers, expected);
}

/// Records a payment.
pub fn pay(account: &Account<'_>, invoice: &Value, amount: i64, reference: &str) -> Answer {
    let body = json!({
        "invoice_id": invoice["id"], "amount": amount, "currency": invoice["currency"], "reference": reference,
    });
    account.operate("POST", "/payments", body)
}

/// Gives up what is owed for an invoice.
pub fn void(account: &Account<'_>, invoice: &Value) -> Answer {
    account.operate("POST", &format!("/invoices/{}/void", invoice["id"].as_str().unwrap()), Value::Null)
}

/// Pays everything that is owed for an account.
pub fn pay_all(account: &Account<'_>) {
    for invoice in invoices(account) {
        let balance = invoice["balance"].as_i64().unwrap();
        if balance > 0 {
            pay(account, &invoice, balance, "all of it").is(200);
        }
    }
}

/// Lets days pass, and everything happen that is due in them.
pub fn days(world: &World, days: i64) {
    world.advance(days * DAY);
    world.sign_in_again();
    world.renew();
}

/// One day after the other.
pub fn day_by_day(world: &World, count: i64) {
    (0..count).for_each(|_| days(world, 1));
}

/// What is kept of an account, but for its versions: to see that a refused call has changed nothing.
pub fn kept(account: &Account<'_>) -> Value {
    let plans = account.get("/accounts/me/plans").is(200).body;
    let [plan, ledger] = ["/plan", "/ledger"].map(|path| account.operate("GET", path, Value::Null).is(200).body);
    let told = events_about(account);
    json!({"plans": plans, "plan": plan, "ledger": ledger, "invoices": invoices(account), "events": told})
}

/// How many events the log has about an account.
fn events_about(account: &Account<'_>) -> i64 {
    const EVENTS: Sql = sql!("SELECT count(*) FROM events WHERE account_id = $1");
    let (platform, id) = (account.world.platform.clone(), account.id.clone());
    let count = async move { platform.read_directory(move |all| Ok(all.enter(&id)?.number(EVENTS, &[])?)).await };
    server().runtime.block_on(count).expect("the store answers")
}
