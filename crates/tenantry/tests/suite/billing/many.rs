//! An account with more invoices than a list shows at once.
use super::{days, invoices, order, reports};
use crate::actors::Account;
use serde_json::{Value, json};

const EDUCATION: &str = "zo_edu_sch_cmp_monthly";
/// In cents, a month.
const HOST: i64 = 250;
/// As many invoices as a list shows, each for one host more.
const RAISES: usize = 1000;
/// What is charged at first, and with each raise what is charged and what is given back of before.
const LINES: usize = 1 + 2 * RAISES;
/// Everything that is owed in the end.
const OWED: i64 = (20 + RAISES as i64) * HOST;

/// Ends the plan of a subaccount, which leaves its master then and stands below another.
pub fn moves(sub: &Account<'_>, from: &Account<'_>, to: &Account<'_>) {
    from.on(sub).patch("/plans/base/status", json!({"action": "cancel"})).is(200);
    days(sub.world, 31);
    from.on(sub).delete("").is(204);
    let asked = json!({"email": sub.owner_email, "master_account_number": to.number});
    let code = sub.operate("POST", "/transfer_codes", asked).is(201).text("code");
    let body = json!({
        "email": sub.owner_email, "first_name": "Olga", "last_name": "Owner", "password": "Kx4-Kx4-",
        "transfer_code": code,
    });
    assert_eq!(to.post("/accounts", body).is(201)["id"], sub.id);
}

#[test]
fn sums_have_every_invoice_and_lists_the_newest_thousand_that_the_caller_sees() {
    let world = super::patient_world();
    let (first, sub) = world.master_with_subaccount();
    let second = world.master();
    let buy = |master: &Account<'_>| master.on(&sub).post("/plans", order("monthly", 1, json!({}))).is(201);
    buy(&first);
    let oldest = invoices(&sub)[0]["id"].clone();
    moves(&sub, &first, &second);
    second.on(&sub).post("/plans", order(EDUCATION, 20, json!({}))).is(201);
    for _ in 0..RAISES {
        second.on(&sub).put("/plans/base", json!({"type": EDUCATION, "increasing_hosts": 1})).is(204);
    }
    a_list_shows_a_thousand(&second, &sub);
    a_month_sums_all(&second, &sub);
    a_report_has_all(&second, &sub);
    moves(&sub, &second, &first);
    buy(&first);
    let newest = invoices(&sub).pop().unwrap()["id"].clone();
    // All those between are matters of the other master.
    assert_eq!(first.on(&sub).get("/billing/invoices").is(200).column("id"), [newest, oldest]);
}

fn a_list_shows_a_thousand(master: &Account<'_>, sub: &Account<'_>) {
    let of_master = master.on(sub).get("/billing/invoices").is(200);
    let of_operator = sub.operate("GET", "/invoices", Value::Null).is(200);
    for listed in [of_master, of_operator] {
        assert_eq!(listed.column("id").len(), RAISES);
    }
}

fn a_month_sums_all(master: &Account<'_>, sub: &Account<'_>) {
    let month = master.on(sub).get("/report/billing").is(200)["billing_reports"][0].clone();
    assert_eq!(month["total_amount"], format!("{}.00", OWED / 100));
    let path = format!("/report/billing/invoices?billing_id={}", month["id"].as_str().unwrap());
    assert_eq!(master.on(sub).get(&path).is(200).column("quantity").len(), LINES);
}

fn a_report_has_all(master: &Account<'_>, sub: &Account<'_>) {
    let id = reports::ordered(master, sub, &[&sub.id]).is(201).text("id");
    master.world.report();
    let rows = reports::rows(&reports::get(master, &id, true).is(200));
    let (headings, lines) = rows.split_first().unwrap();
    let total = headings.iter().position(|heading| heading == "total").unwrap();
    // Without its point an amount is in cents.
    let cents = |line: &Vec<String>| line[total].replace('.', "").parse::<i64>().unwrap();
    assert_eq!((lines.len(), lines.iter().map(cents).sum::<i64>()), (LINES, OWED));
}
