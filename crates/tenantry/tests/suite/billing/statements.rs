//! What a whole tree costs and brings.
use super::{days, order, pro, reads::pages};
use crate::{actors::Account, answer::Answer, world::World};
use serde_json::{Value, json};

const PATH: &str = "/accounts/billing/statement";

/// A distributor, a reseller with a customer, and a subaccount of the distributor's own.
struct Tree<'w> {
    top: Account<'w>,
    reseller: Account<'w>,
    customer: Account<'w>,
    sub: Account<'w>,
}

fn tree(world: &World) -> Tree<'_> {
    let top = world.master();
    let reseller = world.second_level(&top);
    let (customer, sub) = (world.sub(&reseller), world.sub(&top));
    top.put("/accounts/billing/prices", json!({"prices": {"monthly": 2000}})).is(204);
    reseller.put("/accounts/billing/prices", json!({"prices": {"monthly": 2500}})).is(204);
    top.on(&customer).post("/plans", order("monthly", 2, json!({}))).is(201);
    top.on(&sub).post("/plans", order("monthly", 3, json!({}))).is(201);
    Tree { top, reseller, customer, sub }
}

fn statement(account: &Account<'_>) -> Answer {
    account.get(PATH).is(200)
}

/// `charges`, `revenue`, `margin` and `resale_margin` of the time, in the first currency.
fn sums(of: &Value) -> [Value; 4] {
    ["charges", "revenue", "margin", "resale_margin"].map(|field| of["totals"][0]["now"][field].clone())
}

#[test]
fn each_tier_sees_what_it_pays_and_earns_and_of_those_below_in_sum() {
    let world = World::new();
    let Tree { top, reseller, customer, sub } = tree(&world);
    let whole = statement(&top);
    // Five hosts at 16.99 bought, sold at 20.00; two of them sold again at 25.00.
    assert_eq!(sums(&whole.body), [json!(84.95), json!(100.0), json!(15.05), json!(10.0)]);
    let subtrees = whole["subtrees"].as_array().unwrap();
    let of = |id: &str| subtrees.iter().find(|subtree| subtree["account_id"] == id).unwrap();
    assert_eq!(sums(of(&reseller.id)), [json!(33.98), json!(40.0), json!(6.02), json!(10.0)]);
    assert_eq!(sums(of(&sub.id)), [json!(50.97), json!(60.0), json!(9.03), json!(0.0)]);
    let account = &of(&reseller.id)["accounts"][0];
    assert_eq!((&account["account_id"], &account["account_number"]), (&json!(customer.id), &json!(customer.number)));
    assert!(account["account_name"].is_string(), "{whole}");
    let plan = &account["plans"][0];
    assert_eq!(
        (&plan["type"], &plan["name"], &plan["quantity"]),
        (&json!("monthly"), &json!("Standard Pro Monthly"), &json!(2))
    );
    assert_eq!((&plan["charges"], &plan["revenue"], &plan["currency"]), (&json!(33.98), &json!(40.0), &json!("USD")));
    // What the reseller charges its customer is the reseller's to see, but for the sum.
    assert!(!String::from_utf8_lossy(&whole.bytes).contains("25.00"), "{whole}");
    assert_eq!(sums(&statement(&reseller).body), [json!(40.0), json!(50.0), json!(10.0), json!(0.0)]);
    assert_eq!(sums(&statement(&customer).body), [json!(50.0), json!(0.0), json!(0.0), json!(0.0)]);
}

#[test]
fn the_month_before_stands_beside_and_any_days_can_be_asked_for() {
    let world = World::new();
    let (master, sub, _) = pro(&world);
    let day = super::invoices(&sub)[0]["invoice_date"].as_str().unwrap().to_owned();
    let (from, to) = month(&day);
    let now = master.get(&format!("{PATH}?from={from}")).is(200);
    assert_eq!((&now["from"], &now["to"]), (&json!(from), &json!(to)));
    assert_eq!(now["totals"][0]["now"]["charges"], 84.95);
    assert_eq!(now["totals"][0]["before"]["charges"], 0.0);
    days(&world, 31);
    let next = later(&to, 1);
    let beside = master.get(&format!("{PATH}?from={next}")).is(200);
    assert_eq!((&beside["before_from"], &beside["before_to"]), (&json!(from), &json!(to)));
    assert_eq!(beside["totals"][0]["before"]["charges"], 84.95);
    let one = master.get(&format!("{PATH}?from={day}&to={day}")).is(200);
    assert_eq!((&one["totals"][0]["now"]["charges"], &one["before_to"]), (&json!(84.95), &json!(later(&day, -1))));
}

fn date(text: &str) -> jiff::civil::Date {
    jiff::civil::Date::strptime("%Y-%m-%d", text).unwrap()
}
fn later(text: &str, days: i64) -> String {
    (date(text) + jiff::Span::new().days(days)).to_string()
}
fn month(text: &str) -> (String, String) {
    (date(text).first_of_month().to_string(), date(text).last_of_month().to_string())
}

#[test]
fn what_is_owed_stands_with_its_invoices() {
    let world = World::new();
    let (master, sub, _) = pro(&world);
    let invoice = super::invoices(&sub)[0].clone();
    let day = invoice["invoice_date"].as_str().unwrap();
    let path = format!("{PATH}?from={}&to={}", month(day).0, month(day).1);
    let owed = |statement: &Answer| (statement["debts"][0].clone(), statement["invoices"][0].clone());
    let (debts, shown) = owed(&master.get(&path).is(200));
    assert_eq!(debts, json!({"currency": "USD", "invoiced": 84.95, "open": 84.95, "overdue": 0.0}));
    assert_eq!((&shown["invoice_number"], &shown["standing"]), (&json!("INV00000001"), &json!("due")));
    assert_eq!((&shown["invoice_id"], &shown["account_id"]), (&invoice["id"], &json!(sub.id)));
    assert_eq!((&shown["invoice_date"], &shown["due_date"]), (&json!(day), &json!(later(day, 30))));
    assert_eq!(
        (&shown["total_amount"], &shown["tax_amount"], &shown["balance"]),
        (&json!(84.95), &json!(0.0), &json!(84.95))
    );
    super::pay(&sub, &invoice, 495, "a part").is(200);
    // It is overdue from the day after its due date on.
    days(&world, 30);
    let (debts, shown) = owed(&master.get(&path).is(200));
    assert_eq!((&debts["open"], &debts["overdue"], &shown["standing"]), (&json!(80.0), &json!(0.0), &json!("due")));
    days(&world, 1);
    let (debts, shown) = owed(&master.get(&path).is(200));
    assert_eq!(
        (&debts["open"], &debts["overdue"], &shown["standing"]),
        (&json!(80.0), &json!(80.0), &json!("overdue"))
    );
    super::pay_all(&sub);
    assert_eq!(owed(&master.get(&path).is(200)).1["standing"], "paid");
}

#[test]
fn a_statement_is_given_as_rows_and_as_pages() {
    let world = World::new();
    let Tree { top, customer, .. } = tree(&world);
    let csv = top.get(&format!("{PATH}?format=csv")).is(200);
    assert_eq!(csv.header("content-type"), "text/csv;charset=UTF-8");
    let text = String::from_utf8(csv.bytes.clone()).unwrap();
    assert_eq!(text.trim_end().split("\r\n").count(), 1 + 2, "{text}");
    assert!(text.contains(&format!(",{},monthly,Standard Pro Monthly,2,USD,33.98,", customer.id)), "{text}");
    let pdf = top.get(&format!("{PATH}?format=pdf")).is(200);
    let text = pages(&pdf).concat();
    for words in [
        "Statement",
        "The whole",
        "84.95",
        "100.00",
        "Standard Pro Monthly",
        &customer.number.to_string(),
        "What is owed",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(pdf.header("content-disposition").ends_with(".pdf\""), "{pdf}");
}

#[test]
fn times_that_are_not_in_order_or_longer_than_a_year_are_refused() {
    let world = World::new();
    let master = world.master();
    let get = |from: &str, to: &str| master.get(&format!("{PATH}?from={from}&to={to}"));
    get("2026-01-01", "2026-01-01").is(200);
    get("2026-01-02", "2026-01-01").refuses_fields(&["to"]);
    get("2024-01-01", "2024-12-31").is(200);
    get("2024-01-01", "2025-01-01").refuses_fields(&["to"]);
    get("2026-01-32", "2026-02-01").refuses_fields(&["from"]);
    master.get(&format!("{PATH}?format=xml")).refuses_fields(&["format"]);
}

#[test]
fn a_statement_is_of_ones_own_tree() {
    let world = World::new();
    let Tree { top, .. } = tree(&world);
    let (stranger, own, _) = pro(&world);
    let seen = String::from_utf8_lossy(&statement(&top).bytes).into_owned();
    assert!(!seen.contains(&own.id) && !seen.contains(&stranger.id), "{seen}");
    assert!(world.free_standing().get(PATH).is(200)["subtrees"].as_array().unwrap().is_empty());
}

/// Says the same of the whole, and nothing of who these are.
#[track_caller]
fn hides(seen: &Answer, whole: &Answer, hidden: &[&Account<'_>]) {
    assert_eq!((&seen["totals"], &seen["debts"]), (&whole["totals"], &whole["debts"]));
    let text = String::from_utf8_lossy(&seen.bytes);
    for account in hidden {
        let invoices = super::invoices(account).into_iter().map(|invoice| invoice["id"].as_str().unwrap().to_owned());
        for mark in invoices.chain([account.id.clone(), account.number.to_string()]) {
            assert!(!text.contains(&mark), "{mark}: {seen}");
        }
    }
}

#[test]
fn accounts_that_are_not_managed_at_present_count_and_nothing_says_which_they_are() {
    let world = World::new();
    let Tree { top, reseller, customer, sub } = tree(&world);
    let (whole, of_reseller) = (statement(&top), statement(&reseller));
    let switch = |account: &Account<'_>, on: bool| {
        drop(account.operate("PUT", "/manages_subaccounts", json!({"on": on})).is(200));
    };
    switch(&reseller, false);
    let seen = statement(&top);
    hides(&seen, &whole, &[&customer]);
    let subtrees = seen["subtrees"].as_array().unwrap();
    let of_it = subtrees.iter().find(|subtree| subtree["account_id"] == reseller.id.as_str()).unwrap();
    let account = &of_it["accounts"][0];
    assert_eq!((&account["account_id"], account.get("account_name")), (&json!(""), None));
    assert_eq!((&account["plans"][0]["charges"], &account["plans"][0]["quantity"]), (&json!(33.98), &json!(0)));
    assert!(subtrees.iter().any(|subtree| subtree["account_number"] == json!(sub.number)));
    hides(&statement(&reseller), &of_reseller, &[&customer]);
    switch(&reseller, true);
    switch(&top, false);
    let seen = statement(&top);
    hides(&seen, &whole, &[&reseller, &customer, &sub]);
    assert_eq!(seen["subtrees"].as_array().map(Vec::len), Some(1));
    assert_eq!(sums(&seen["subtrees"][0]), sums(&whole.body));
    assert_eq!(seen["invoices"].as_array().map(Vec::len), whole["invoices"].as_array().map(Vec::len));
    let pdf = top.get(&format!("{PATH}?format=pdf")).is(200);
    assert!(pages(&pdf).concat().contains("Accounts that are not managed"));
    switch(&top, true);
    assert_eq!(statement(&top).body, whole.body);
}

#[test]
fn an_account_that_has_left_keeps_its_line_and_loses_its_name() {
    let world = World::new();
    let (master, sub, actor) = pro(&world);
    let day = super::invoices(&sub)[0]["invoice_date"].as_str().unwrap().to_owned();
    actor.patch("/plans/base/status", json!({"action": "cancel"})).is(200);
    days(&world, 31);
    actor.send("DELETE", "", Value::Null).is(204);
    let left = master.get(&format!("{PATH}?from={day}&to={day}")).is(200);
    let account = &left["subtrees"][0]["accounts"][0];
    assert_eq!((&account["account_id"], account.get("account_name")), (&json!(sub.id), None));
    assert_eq!(left["totals"][0]["now"]["charges"], 84.95);
}

#[test]
fn operators_see_the_statement_that_an_account_sees() {
    let world = World::new();
    let Tree { top, reseller, .. } = tree(&world);
    for account in [&top, &reseller] {
        let path = format!("/statements?account_id={}", account.id);
        assert_eq!(world.operator("GET", &path, Value::Null).is(200).body, statement(account).body);
    }
    let pdf = world.operator("GET", &format!("/statements?account_id={}&format=pdf", top.id), Value::Null).is(200);
    assert!(pages(&pdf).concat().contains("84.95"));
    world.operator("GET", "/statements?account_id=none", Value::Null).refused(
        404,
        2001,
        "Account does not exist: none.",
    );
    world.operator("GET", "/statements", Value::Null).refuses_fields(&["account_id"]);
}

#[test]
fn who_may_not_read_subaccounts_sees_no_statement() {
    let world = World::new();
    let (master, _, _) = pro(&world);
    master.user_with_role(&["User:Read"], 1, &[]).get(PATH).is(400);
    master.user_with_role(&["SubAccount:Read"], 2, &[]).get(PATH).is(200);
}
