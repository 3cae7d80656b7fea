//! Invoices as they are read: lists, lines, and files.
use super::{business, days, order, pro};
use crate::{
    actors::Account,
    answer::{Answer, TOO_MANY_NOW},
    server::Setup,
    world::World,
};
use platform::Compat;
use serde_json::{Value, json};

/// The text of a PDF, page by page.
#[track_caller]
pub fn pages(answer: &Answer) -> Vec<String> {
    assert_eq!(answer.header("content-type"), "application/pdf");
    pdf_extract::extract_text_from_mem_by_pages(&answer.bytes).expect("a PDF")
}

/// The id of the newest invoice of an account.
fn newest(sub: &Account<'_>) -> String {
    super::invoices(sub).last().unwrap()["id"].as_str().unwrap().to_owned()
}

fn day(world: &World, account: &Account<'_>, later: i64) -> String {
    let _ = world;
    let invoices = account.operate("GET", "/invoices", Value::Null).is(200);
    let first = invoices["invoices"].as_array().unwrap().last().unwrap()["invoice_date"].as_str().unwrap().to_owned();
    let first = jiff::civil::Date::strptime("%Y-%m-%d", first).unwrap();
    (first + jiff::Span::new().days(later)).to_string()
}

#[test]
fn an_invoice_is_read_with_all_its_fields_by_its_debtor() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    let list = actor.get("/billing/invoices").is(200);
    assert_eq!((list["currency"].clone(), list["invoices"].as_array().unwrap().len()), (json!("USD"), 1));
    let invoice = list["invoices"][0].clone();
    assert_eq!(
        (&invoice["total_amount"], &invoice["tax_amount"], &invoice["balance"]),
        (&json!(84.95), &json!(0.0), &json!(84.95))
    );
    assert_eq!((&invoice["status"], &invoice["invoice_number"]), (&json!("Posted"), &json!("INV00000001")));
    assert_eq!(invoice["invoice_date"], invoice["target_date"]);
    assert_eq!(invoice["due_date"], day(&world, &sub, 30));
    let id = invoice["id"].as_str().unwrap();
    let whole = actor.get(&format!("/billing/invoices/{id}")).is(200);
    for (field, value) in invoice.as_object().unwrap() {
        assert_eq!(&whole[field.as_str()], value, "{field}");
    }
    let item = &whole["invoice_items"][0];
    assert_eq!((&item["charge_name"], &item["charge_number"]), (&json!("Standard Pro Monthly"), &json!("C-00000001")));
    assert_eq!((&item["charge_type"], &item["quantity"]), (&json!("Recurring"), &json!(5)));
    assert_eq!((&item["total_amount"], &item["tax_amount"]), (&json!(84.95), &json!(0.0)));
    assert_eq!((&item["partner_sku"], &item["purchase_order_number"]), (&json!("monthly"), &json!("")));
    assert_eq!(item["start_date"], invoice["invoice_date"]);
}

#[test]
fn what_is_given_back_is_below_zero_and_says_so() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    days(&world, 3);
    actor.put("/plans/base", json!({"type": "monthly", "increasing_hosts": 2})).is(204);
    let whole = actor.get(&format!("/billing/invoices/{}", newest(&sub))).is(200);
    let given_back = &whole["invoice_items"][0];
    assert_eq!(given_back["charge_name"], "Standard Pro Monthly, unused part");
    assert!(given_back["total_amount"].as_f64().unwrap() < 0.0, "{whole}");
    assert!(whole["invoice_items"][1]["total_amount"].as_f64().unwrap() > 0.0, "{whole}");
}

#[test]
fn a_purchase_order_stands_on_the_lines_it_was_given_for() {
    let world = World::new();
    let (_, sub, actor) = super::market(&world);
    let more = json!({"subscription_options": {"purchase_order_number": "PO-7"}});
    let long = |letters: usize| json!({"subscription_options": {"purchase_order_number": "x".repeat(letters)}});
    actor
        .post("/plans", order("monthly", 5, long(129)))
        .refuses_fields(&["subscription_options.purchase_order_number"]);
    actor.post("/plans", order("monthly", 5, more)).is(201);
    let whole = actor.get(&format!("/billing/invoices/{}", newest(&sub))).is(200);
    assert_eq!(whole["invoice_items"][0]["purchase_order_number"], "PO-7");
    let text = pages(&master_of(&sub, &actor).get(&format!("/billing/invoices/{}/download", newest(&sub)))).concat();
    assert!(text.contains("PO-7"), "{text}");
    let (_, other, actor) = super::market(&world);
    actor.post("/plans", order("monthly", 1, long(128))).is(201);
    let whole = actor.get(&format!("/billing/invoices/{}", newest(&other))).is(200);
    assert_eq!(whole["invoice_items"][0]["purchase_order_number"], "x".repeat(128));
}

/// The caller of an actor on a subaccount, on its own account.
fn master_of<'w>(sub: &Account<'w>, actor: &crate::actors::Actor<'w>) -> crate::actors::Actor<'w> {
    crate::actors::Actor::new(sub.world, actor.token.clone())
}

#[test]
fn invoices_are_listed_between_two_days_the_newest_first() {
    let world = super::patient_world();
    let (_, sub, actor) = pro(&world);
    for _ in 0..3 {
        days(&world, 31);
    }
    let numbers = |query: &str| actor.get(&format!("/billing/invoices{query}")).is(200).column("invoice_number");
    let all: Vec<Value> = ["INV00000004", "INV00000003", "INV00000002", "INV00000001"].map(Value::from).into();
    assert_eq!(numbers(""), all);
    let first = day(&world, &sub, 0);
    assert_eq!(numbers(&format!("?from={first}&to={first}")), all[3..]);
    assert_eq!(numbers(&format!("?from={}", day(&world, &sub, 1))), all[..3]);
    assert_eq!(numbers(&format!("?to={first}")), all[3..]);
}

#[test]
fn days_that_are_too_far_apart_too_early_or_not_in_order_are_refused() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    let get = |from: String, to: String| actor.get(&format!("/billing/invoices?from={from}&to={to}"));
    get(day(&world, &sub, 0), day(&world, &sub, 365)).is(200);
    get(day(&world, &sub, 0), day(&world, &sub, 367)).refused(400, 300, "Invalid parameter: to.");
    get(day(&world, &sub, 1), day(&world, &sub, 0)).refused(400, 300, "Invalid parameter: to.");
    get(day(&world, &sub, -1094), day(&world, &sub, -1094)).is(200);
    get(day(&world, &sub, -1098), day(&world, &sub, -1098)).refused(400, 300, "Invalid parameter: from.");
    get("2026-02-30".to_owned(), day(&world, &sub, 0)).refuses_fields(&["from"]);
}

#[test]
fn an_account_that_is_not_paid_lists_no_invoices() {
    let world = World::new();
    let (_, sub, actor) = super::market(&world);
    let said = format!("Only available for Paid account: {}.", sub.id);
    actor.get("/billing/invoices").refused(400, 200, &said);
}

#[test]
fn a_subaccount_that_pays_for_itself_lets_its_master_read_its_invoices() {
    let world = World::new();
    let (_, sub, actor) = super::market(&world);
    actor.patch("/options", json!({"pay_mode": "sub"})).is(204);
    sub.plan("Pro", 1);
    actor.get("/billing/invoices").is(200).lists("id", Vec::<Value>::new());
}

#[test]
fn foreign_and_unknown_invoices_are_answered_alike() {
    let world = World::new();
    let (master, sub, actor) = pro(&world);
    let (stranger, other, _) = pro(&world);
    let sibling = world.sub(&master);
    master.on(&sibling).post("/plans", order("monthly", 1, json!({}))).is(201);
    for (caller, id) in [(&actor, newest(&other)), (&actor, newest(&sibling)), (&sub.actor, newest(&sibling))] {
        let path = if caller.token == sub.actor.token { "/accounts/me/billing/invoices" } else { "/billing/invoices" };
        let said = format!("InvoiceId does not exist: {id}.");
        caller.get(&format!("{path}/{id}")).refused(400, 2001, &said);
    }
    for caller in [&master.actor, &stranger.actor] {
        for id in ["0123456789abcdef0123456789abcdef".to_owned(), "none".to_owned()] {
            let said = format!("InvoiceId does not exist: {id}.");
            caller.get(&format!("/billing/invoices/{id}/download")).refused(400, 2001, &said);
            caller.get(&format!("/api/download/billing/invoices/{id}")).refused(400, 2001, &said);
        }
    }
    let id = newest(&sub);
    stranger.get(&format!("/billing/invoices/{id}/download")).refused(
        400,
        2001,
        &format!("InvoiceId does not exist: {id}."),
    );
}

#[test]
fn an_invoice_is_downloaded_as_a_pdf_that_says_what_it_is_about() {
    let world = World::new();
    let (master, sub, _) = pro(&world);
    let id = newest(&sub);
    for (caller, path) in [
        (&master, format!("/billing/invoices/{id}/download")),
        (&master, format!("/api/download/billing/invoices/{id}")),
    ] {
        let file = caller.get(&path).is(200);
        assert_eq!(file.header("content-disposition"), format!("attachment; filename=\"{id}.pdf\""));
        let text = pages(&file).concat();
        for words in [
            "Invoice INV00000001",
            "Net 30",
            "Standard Pro Monthly",
            "16.99",
            "84.95",
            "Sold to:",
            "Bill to:",
            "Page 1 of",
        ] {
            assert!(text.contains(words), "{words}: {text}");
        }
        for number in [master.number, sub.number] {
            assert!(text.contains(&number.to_string()) || number == master.number, "{number}: {text}");
        }
        assert!(text.contains("O'Neil") && text.contains("San Jose CA 95113"), "{text}");
    }
}

#[test]
fn an_invoice_names_its_parties_as_they_were_when_it_was_issued() {
    let world = World::new();
    let (master, sub, actor) = pro(&world);
    let path = format!("/billing/invoices/{}/download", newest(&sub));
    let before = pages(&master.get(&path).is(200));
    actor.patch("/billing", json!({"city": "Oakland", "last_name": "Other"})).is(200);
    assert_eq!(pages(&master.get(&path).is(200)), before);
    days(&world, 31);
    let next = pages(&master.get(&format!("/billing/invoices/{}/download", newest(&sub))).is(200)).concat();
    assert!(next.contains("Oakland CA 95113") && before.concat().contains("San Jose CA 95113"), "{next}");
}

#[test]
fn payments_and_refunds_stand_on_the_file() {
    let world = World::new();
    let (master, sub, _) = pro(&world);
    let invoice = super::invoices(&sub)[0].clone();
    super::pay(&sub, &invoice, 8000, "bank 17").is(200);
    super::pay(&sub, &invoice, -1000, "bank 18").is(200);
    let text = pages(&master.get(&format!("/billing/invoices/{}/download", newest(&sub)))).concat();
    for words in ["Payment bank 17", "80.00", "Refund bank 18", "(10.00)", "written off later", "4.95"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("14.95"), "what was paid back is not owed again: {text}");
}

#[test]
fn a_top_level_master_downloads_the_invoices_of_both_levels_unless_subaccounts_are_closed_to_it() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    top.on(&customer).post("/plans", order("monthly", 1, json!({}))).is(201);
    let path = format!("/billing/invoices/{}/download", newest(&customer));
    let said = format!("InvoiceId does not exist: {}.", newest(&customer));
    for caller in [&top, &reseller] {
        caller.get(&path).is(200);
    }
    // Its scope is one of masters.
    assert_eq!(customer.get(&path).is(400)["code"], 4711);
    reseller.operate("PUT", "/manages_subaccounts", json!({"on": false})).is(200);
    for caller in [&top, &reseller] {
        caller.get(&path).refused(400, 2001, &said);
    }
}

#[test]
fn who_owes_an_invoice_downloads_it_also_when_its_account_has_left_or_was_closed() {
    let world = World::new();
    let (master, left, actor) = pro(&world);
    let closed = world.sub(&master);
    master.on(&closed).post("/plans", order("monthly", 1, json!({}))).is(201);
    let ids = [&left, &closed].map(newest);
    actor.patch("/plans/base/status", json!({"action": "cancel"})).is(200);
    days(&world, 31);
    actor.send("DELETE", "", Value::Null).is(204);
    closed.operate("DELETE", "", Value::Null).is(204);
    let stranger = world.master();
    for id in ids {
        let path = format!("/billing/invoices/{id}/download");
        assert!(pages(&master.get(&path).is(200)).concat().contains("Standard Pro Monthly"));
        stranger.get(&path).refused(400, 2001, &format!("InvoiceId does not exist: {id}."));
    }
}

#[test]
fn who_has_sold_and_does_not_owe_gets_no_file_of_an_account_that_was_closed() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    reseller.on(&customer).post("/plans", order("monthly", 1, json!({}))).is(201);
    let id = newest(&customer);
    customer.operate("DELETE", "", Value::Null).is(204);
    let path = format!("/billing/invoices/{id}/download");
    reseller.get(&path).is(200);
    top.get(&path).refused(400, 2001, &format!("InvoiceId does not exist: {id}."));
}

#[test]
fn what_is_paid_out_of_a_credit_stands_on_the_file_once() {
    let world = World::new();
    let (master, sub, actor) = super::market(&world);
    actor.post("/plans", order("yearly", 5, json!({}))).is(201);
    super::pay_all(&sub);
    closed_with_credit(&sub);
    let invoice = super::invoices(&sub)[1].clone();
    super::pay(&sub, &invoice, -1234, "bank 19").is(200);
    let text = pages(&master.get(&format!("/billing/invoices/{}/download", newest(&sub)))).concat();
    assert!(text.contains("Credit note") && text.contains("Refund bank 19"), "{text}");
    assert!(!text.contains("written off later"), "{text}");
}

/// Ends the plans of an account.
fn closed_with_credit(sub: &Account<'_>) {
    sub.operate("DELETE", "", Value::Null).is(204);
    sub.world.renew();
}

#[test]
fn what_the_plans_of_a_second_level_master_cost_is_downloaded_by_who_pays_them() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    top.on(&reseller).put("/plans/base", json!({"type": "business_monthly", "hosts": 20})).is(204);
    let path = format!("/billing/invoices/{}/download", newest(&reseller));
    assert!(pages(&top.get(&path).is(200)).concat().contains("Zoom Workplace Biz Monthly"));
    reseller.get(&path).refused(400, 2001, &format!("InvoiceId does not exist: {}.", newest(&reseller)));
}

#[test]
fn who_may_not_read_subaccounts_downloads_nothing() {
    let world = World::new();
    let (master, sub, _) = business(&world);
    let member = master.user_with_role(&["User:Read"], 1, &[]);
    member.get(&format!("/billing/invoices/{}/download", newest(&sub))).is(400);
    let reader = master.user_with_role(&["SubAccount:Read"], 2, &[]);
    reader.get(&format!("/billing/invoices/{}/download", newest(&sub))).is(200);
}

#[test]
fn with_strict_limits_invoices_are_read_once_in_the_published_minutes() {
    let world = World::with(Setup { compat: Compat { strict_limits: true, ..Compat::default() }, ..Setup::default() });
    let (master, sub, actor) = pro(&world);
    let id = newest(&sub);
    let day = super::invoices(&sub)[0]["invoice_date"].clone();
    let report = json!({"start_date": day, "end_date": day, "account_ids": [sub.id]});
    let calls: [(i64, &dyn Fn() -> Answer); 4] = [
        (200, &|| actor.get("/billing/invoices")),
        (30, &|| actor.get(&format!("/billing/invoices/{id}"))),
        (30, &|| master.get(&format!("/billing/invoices/{id}/download"))),
        (3, &|| master.post("/accounts/billing/invoice_reports", report.clone())),
    ];
    for (minutes, call) in calls {
        let later = |minutes: i64| {
            world.advance(minutes * 60);
            world.sign_in_again();
        };
        later(200);
        assert!(call().status < 300, "{minutes}");
        let refused = call().refused(429, 429, TOO_MANY_NOW);
        assert_eq!(refused.header("x-ratelimit-limit"), "1");
        later(minutes - 1);
        call().refused(429, 429, TOO_MANY_NOW);
        later(1);
        assert!(call().status < 300, "{minutes}");
    }
}

#[test]
fn with_strict_limits_headers_and_calls_that_are_refused_use_nothing_up() {
    let world = World::with(Setup { compat: Compat { strict_limits: true, ..Compat::default() }, ..Setup::default() });
    let (_, _, actor) = pro(&world);
    let headers = || actor.send("HEAD", "/billing/invoices", Value::Null).is(200);
    headers();
    actor.get("/billing/invoices?from=nonsense").is(400);
    actor.get("/billing/invoices").is(200);
    headers();
    actor.get("/billing/invoices").is(429);
}

#[test]
fn without_strict_limits_invoices_are_read_as_often_as_one_likes() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    let id = newest(&sub);
    for _ in 0..3 {
        actor.get("/billing/invoices").is(200);
        actor.get(&format!("/billing/invoices/{id}")).is(200);
    }
}
