//! Months in which an account was invoiced.
use super::{days, order, pro, void};
use crate::world::World;
use serde_json::json;

#[test]
fn each_month_with_an_invoice_is_listed_with_its_sums_and_all_its_lines() {
    let world = World::new();
    let (_, _, actor) = pro(&world);
    let months = actor.get("/report/billing").is(200);
    assert_eq!(months["currency"], "USD");
    let month = &months["billing_reports"][0];
    assert_eq!(
        (&month["total_amount"], &month["tax_amount"], &month["type"]),
        (&json!("84.95"), &json!("0.00"), &json!(0))
    );
    assert!(month["start_date"].as_str().unwrap().ends_with("-01"), "{months}");
    assert!(month["start_date"].as_str() < month["end_date"].as_str(), "{months}");
    let id = month["id"].as_str().unwrap();
    let path = format!("/report/billing/invoices?billing_id={id}");
    let lines = actor.get(&path).is(200);
    assert_eq!(lines["currency"], "USD");
    let line = &lines["invoices"][0];
    assert_eq!(
        (&line["invoice_number"], &line["invoice_charge_name"]),
        (&json!("INV00000001"), &json!("Standard Pro Monthly"))
    );
    assert_eq!(
        (&line["quantity"], &line["total_amount"], &line["tax_amount"]),
        (&json!(5), &json!("84.95"), &json!("0.00"))
    );
    assert!(line["start_date"].as_str() < line["end_date"].as_str(), "{lines}");
}

#[test]
fn months_come_the_latest_first_and_a_void_invoice_is_in_none() {
    let world = super::patient_world();
    let (_, sub, actor) = pro(&world);
    days(&world, 62);
    let ids = || actor.get("/report/billing").is(200).column("id");
    let mut sorted = ids();
    sorted.sort_by_key(|id| std::cmp::Reverse(id.to_string()));
    assert_eq!(ids(), sorted);
    let before = ids().len();
    void(&sub, &super::invoices(&sub)[0]).is(200);
    assert_eq!(ids().len(), before - 1);
}

#[test]
fn a_month_without_invoices_and_a_text_that_is_no_month_are_refused() {
    let world = World::new();
    let (_, _, actor) = pro(&world);
    let get = |id: &str| actor.get(&format!("/report/billing/invoices?billing_id={id}"));
    get("201501USD").refused(404, 5010, "Report does not exist.");
    get("201513USD").refused(400, 300, "Invalid parameter \"billing_id\"");
    get("none").refused(400, 300, "Invalid parameter \"billing_id\"");
    actor.get("/report/billing/invoices").refuses_fields(&["billing_id"]);
}

#[test]
fn an_account_that_is_not_paid_has_no_permission() {
    let world = World::new();
    let (_, sub, actor) = super::market(&world);
    sub.get("/report/billing").refused(400, 200, "No permission.");
    actor.get("/report/billing").refused(400, 200, "No permission.");
}

#[test]
fn the_months_of_another_account_are_not_ones_own() {
    let world = World::new();
    let (master, _, actor) = pro(&world);
    let sibling = world.sub(&master);
    master.on(&sibling).post("/plans", order("monthly", 1, json!({}))).is(201);
    let id = actor.get("/report/billing").is(200).column("id")[0].as_str().unwrap().to_owned();
    let lines = master.on(&sibling).get(&format!("/report/billing/invoices?billing_id={id}")).is(200);
    assert_eq!(lines.column("total_amount"), [json!("16.99")]);
}

#[test]
fn the_months_of_three_years_are_listed() {
    let world = super::patient_world();
    let (_, _, actor) = super::market(&world);
    actor.post("/plans", order("monthly", 1, json!({}))).is(201);
    // 36 months later the first month is the last of the list; one more, and it is not there.
    days(&world, 1096);
    let ids = || actor.get("/report/billing").is(200).column("id");
    assert_eq!((ids().len(), ids().last().cloned()), (37, Some(json!("202601USD"))));
    days(&world, 31);
    assert_eq!((ids().len(), ids().last().cloned()), (37, Some(json!("202602USD"))));
}
