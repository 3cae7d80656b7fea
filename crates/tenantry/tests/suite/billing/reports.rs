//! Reports on the invoices that a master owes for its subaccounts.
use super::{days, order, pro, void};
use crate::{actors::Account, answer::Answer, world::World};
use serde_json::{Value, json};

const PATH: &str = "/accounts/billing/invoice_reports";

/// A report on the days around the first invoice of `sub`.
pub fn ordered(master: &Account<'_>, sub: &Account<'_>, accounts: &[&str]) -> Answer {
    let day = date(sub);
    master.post(PATH, json!({"start_date": day, "end_date": day, "account_ids": accounts}))
}

fn date(sub: &Account<'_>) -> String {
    super::invoices(sub)[0]["invoice_date"].as_str().unwrap().to_owned()
}

pub fn get(master: &Account<'_>, id: &str, download: bool) -> Answer {
    master.get(&format!("{PATH}/{id}?download={download}"))
}

pub fn rows(file: &Answer) -> Vec<Vec<String>> {
    assert_eq!(file.header("content-type"), "text/csv;charset=UTF-8");
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    text.trim_end().split("\r\n").map(cells).collect()
}

/// The cells of a row. Commas stand within quotes too.
fn cells(row: &str) -> Vec<String> {
    let (mut cells, mut is_quoted) = (vec![String::new()], false);
    for letter in row.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(String::new()),
            letter => cells.last_mut().expect("a cell").push(letter),
        }
    }
    cells
}

#[test]
fn a_report_is_processed_completed_and_downloaded() {
    let world = World::new();
    let (master, sub, _) = pro(&world);
    let report = ordered(&master, &sub, &[&sub.id]).is(201);
    let id = report.text("id");
    let day = date(&sub);
    assert_eq!((&report["start_date"], &report["end_date"]), (&json!(day), &json!(day)));
    assert_eq!((&report["accounts_total_number"], &report["remaining_days"]), (&json!(1), &json!(30)));
    assert_eq!(report["status"], "Processing");
    for download in [true, false] {
        assert_eq!(get(&master, &id, download).is(200).body, report.body);
    }
    world.report();
    assert_eq!(get(&master, &id, false).is(200)["status"], "Completed");
    assert_eq!(master.get(PATH).is(200).column("status"), [json!("Completed")]);
    let file = get(&master, &id, true).is(200);
    assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"invoice-report-{id}.csv\""));
    let rows = rows(&file);
    assert_eq!(
        rows[0].join(" "),
        "account_number account_name account_id invoice_number invoice_date due_date charge_name charge_type start_date end_date quantity amount tax total currency status"
    );
    assert_eq!((rows.len(), &rows[1][0], &rows[1][2]), (2, &sub.number.to_string(), &sub.id));
    assert_eq!(
        (&rows[1][3], &rows[1][6], &rows[1][10]),
        (&"INV00000001".to_owned(), &"Standard Pro Monthly".to_owned(), &"5".to_owned())
    );
    assert_eq!(rows[1][11..], ["84.95", "0.00", "84.95", "USD", "Posted"]);
}

#[test]
fn a_report_has_no_other_days_and_no_invoices_of_others() {
    let world = World::new();
    let (master, sub, _) = pro(&world);
    let own = world.sub(&master);
    master.on(&own).patch("/options", json!({"pay_mode": "sub"})).is(204);
    days(&world, 40);
    let id = ordered(&master, &sub, &[&sub.id, &own.id, &sub.id]).is(201);
    assert_eq!(id["accounts_total_number"], 2);
    world.report();
    let rows = rows(&get(&master, &id.text("id"), true).is(200));
    assert_eq!((rows.len(), rows[1][3].as_str()), (2, "INV00000001"));
}

#[test]
fn a_report_says_which_invoices_are_void() {
    let world = World::new();
    let (master, sub, _) = pro(&world);
    void(&sub, &super::invoices(&sub)[0]).is(200);
    let id = ordered(&master, &sub, &[&sub.id]).is(201).text("id");
    world.report();
    assert_eq!(rows(&get(&master, &id, true).is(200))[1][15], "Canceled");
}

#[test]
fn a_report_says_what_was_given_back() {
    let world = World::new();
    let (master, sub, actor) = pro(&world);
    days(&world, 3);
    actor.put("/plans/base", json!({"type": "monthly", "increasing_hosts": 2})).is(204);
    let day = super::invoices(&sub)[1]["invoice_date"].clone();
    let order = json!({"start_date": day, "end_date": day, "account_ids": [sub.id]});
    let id = master.post(PATH, order).is(201).text("id");
    world.report();
    let file = get(&master, &id, true).is(200);
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    // The name has a comma, so it stands in quotes.
    for name in [",\"Standard Pro Monthly, unused part\",", ",Standard Pro Monthly,"] {
        assert_eq!(text.matches(name).count(), 1, "{text}");
    }
}

#[test]
fn a_report_on_many_accounts_is_written_part_by_part() {
    let world = World::new();
    let (master, sub, _) = pro(&world);
    let others: Vec<Account<'_>> = (0..25).map(|_| world.sub(&master)).collect();
    for other in others.iter().take(2) {
        master.on(other).post("/plans", order("monthly", 1, json!({}))).is(201);
    }
    let ids: Vec<&str> = others.iter().chain([&sub]).map(|account| account.id.as_str()).collect();
    let id = ordered(&master, &sub, &ids).is(201).text("id");
    world.report();
    let rows = rows(&get(&master, &id, true).is(200));
    assert_eq!(rows.iter().filter(|row| row[0] == "account_number").count(), 1);
    assert_eq!(rows.len(), 1 + 3);
}

#[test]
fn a_report_is_about_a_month_at_most() {
    let world = World::new();
    let (master, sub, _) = pro(&world);
    let order = |start: &str, end: &str| {
        master.post(PATH, json!({"start_date": start, "end_date": end, "account_ids": [sub.id]}))
    };
    let said = "The span of `start_time` and `end_time` must be within a month to generate invoice reports.";
    order("2026-01-31", "2026-02-28").is(201);
    order("2026-01-31", "2026-03-01").refused(400, 2100, said);
    order("2026-03-01", "2026-04-01").is(201);
    order("2026-03-01", "2026-04-02").refused(400, 2100, said);
    order("2026-03-02", "2026-03-01").refused(400, 2100, said);
    order("2026-02-30", "2026-03-01").refuses_fields(&["start_date"]);
}

#[test]
fn a_report_is_about_accounts_directly_below() {
    let world = World::new();
    let (master, sub, _) = pro(&world);
    let (_, foreign, _) = pro(&world);
    let reseller = world.second_level(&master);
    let customer = world.sub(&reseller);
    let none = "You must provide at least one sub account for which to generate an invoice report.";
    ordered(&master, &sub, &[]).refused(400, 2100, none);
    master.post(PATH, json!({"start_date": "2026-01-01", "end_date": "2026-01-01"})).refused(400, 2100, none);
    let said =
        format!("One or more of the sub accounts provided were not found under the master account ID: {}", master.id);
    for id in [&foreign.id, &customer.id, &master.id, "none"] {
        ordered(&master, &sub, &[&sub.id, id]).refused(400, 10_102, &said);
    }
    assert!(master.get(PATH).is(200).column("id").is_empty());
    ordered(&master, &sub, &[&reseller.id]).is(201);
}

#[test]
fn foreign_unknown_and_expired_reports_are_answered_alike() {
    let world = World::new();
    let (master, sub, _) = pro(&world);
    let (stranger, _, _) = pro(&world);
    let id = ordered(&master, &sub, &[&sub.id]).is(201).text("id");
    world.report();
    let said = format!("Invoice Report ID does not exist: {id}.");
    get(&stranger, &id, true).refused(400, 2001, &said);
    stranger.delete(&format!("{PATH}/{id}")).refused(400, 2001, &said);
    get(&master, "none", false).refused(400, 2001, "Invoice Report ID does not exist: none.");
    days(&world, 29);
    assert_eq!(get(&master, &id, false).is(200)["remaining_days"], 1);
    days(&world, 1);
    get(&master, &id, true).refused(400, 2001, &said);
    assert!(master.get(PATH).is(200).column("id").is_empty());
    world.report();
    get(&master, &id, false).refused(400, 2001, &said);
}

#[test]
fn a_deleted_report_is_gone_also_while_it_is_processed() {
    let world = World::new();
    let (master, sub, _) = pro(&world);
    for is_ready in [true, false] {
        let id = ordered(&master, &sub, &[&sub.id]).is(201).text("id");
        if is_ready {
            world.report();
        }
        master.delete(&format!("{PATH}/{id}")).is(204);
        world.report();
        let said = format!("Invoice Report ID does not exist: {id}.");
        get(&master, &id, false).refused(400, 2001, &said);
        master.delete(&format!("{PATH}/{id}")).refused(400, 2001, &said);
    }
}

#[test]
fn reports_have_ids_of_their_own_and_are_listed_page_by_page() {
    let world = World::new();
    let (master, sub, _) = pro(&world);
    let ids: Vec<Value> = (0..3).map(|_| ordered(&master, &sub, &[&sub.id]).is(201)["id"].clone()).collect();
    assert_eq!(master.get(PATH).is(200).column("id"), ids);
    let first = master.get(&format!("{PATH}?page_size=2")).is(200);
    assert_eq!(first.column("id"), ids[..2]);
    let next = first.text("next_page_token");
    let second = master.get(&format!("{PATH}?page_size=2&next_page_token={next}")).is(200);
    assert_eq!((second.column("id"), second.text("next_page_token")), (ids[2..].to_vec(), String::new()));
}

#[test]
fn names_that_a_spreadsheet_would_take_for_formulas_are_kept_from_it() {
    let world = World::new();
    let (master, sub, actor) = pro(&world);
    drop(actor);
    let named = world.operator("POST", "/accounts", json!({
        "parent_id": master.id, "name": "+1 Firm", "owner": {"email": world.email("formula"), "first_name": "F", "last_name": "O"},
    }));
    let named = named.is(201).text("id");
    master.on_id(&named).post("/plans", order("monthly", 1, json!({}))).is(201);
    let id = ordered(&master, &sub, &[&named]).is(201).text("id");
    world.report();
    assert_eq!(rows(&get(&master, &id, true).is(200))[1][1], "'+1 Firm");
}
