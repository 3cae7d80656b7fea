//! What the clock brings: renewals exactly once, in the order of waiting, however far it moves.
use super::{
    PRO, are_numbered, business, contact, day_by_day, days, invoices, market, order, patient_world, pay, pay_all, pro,
    totals,
};
use crate::{
    actors::{Account, Actor},
    server::{Setup, TestClock, server},
    world::{DAY, World},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use storage::time;

/// Lets days pass, at once or one after the other.
fn pass(world: &World, count: i64, at_once: bool) {
    if at_once { days(world, count) } else { day_by_day(world, count) }
}

#[test]
fn fourteen_months_at_once_are_fourteen_months_one_after_the_other() {
    let histories: Vec<Vec<Value>> = [true, false]
        .map(|at_once| {
            let world = patient_world();
            let (master, first, actor) = pro(&world);
            let second = world.sub(&master);
            days(&world, 3);
            // On another day: of two accounts on one day it is their ids that say whose number is the first.
            master.on(&second).post("/plans", order("business_monthly", 10, json!({}))).is(201);
            actor.post("/plans/addons", json!({"type": "webinar500_yearly", "hosts": 2})).is(201);
            let months = 425;
            pass(&world, months, at_once);
            [&first, &second].into_iter().flat_map(without_ids).collect::<Vec<Value>>()
        })
        .into();
    assert_eq!(histories[0].len(), 1 + 1 + 14 + 1 + 14, "first purchases, the add-on, and the renewals of both");
    assert_eq!(histories[0], histories[1]);
}

/// The invoices of an account, but for what differs from world to world.
fn without_ids(account: &Account<'_>) -> Vec<Value> {
    let mut all = invoices(account);
    for invoice in &mut all {
        invoice.as_object_mut().unwrap().retain(|name, _| name != "id" && name != "debtor_id");
    }
    all
}

/// What is shown of an account, and what was told of each of its objects, in its order.
fn stands(account: &Account<'_>, log: &[Value]) -> Value {
    let mut told: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for event in log.iter().filter(|event| event["account_id"] == account.id) {
        told.entry(event["object_id"].to_string()).or_default().push(event["name"].clone());
    }
    let mut told: Vec<String> = told.into_values().map(|names| Value::from(names).to_string()).collect();
    told.sort();
    let plan = account.operate("GET", "/plan", Value::Null).is(200).body;
    let plans = account.get("/accounts/me/plans").is(200).body;
    json!({"plan": plan, "plans": plans, "invoices": without_ids(account), "told": told})
}

#[test]
fn months_at_once_are_the_same_days_also_for_those_who_do_not_pay() {
    let outcomes = [true, false].map(|at_once| {
        let world = World::new();
        let (master, unpaid, _) = pro(&world);
        let [part_paid, trial, cancelled, paid_once] = [(), (), (), ()].map(|()| world.sub(&master));
        // All that becomes of two of them is on two days: on one, their ids say whose number is the first.
        days(&world, 3);
        master.on(&part_paid).post("/plans", order("business_monthly", 10, json!({}))).is(201);
        pay(&part_paid, &invoices(&part_paid)[0], 100, "a part").is(200);
        days(&world, 3);
        master.on(&trial).post("/plans", order("trial", 9, json!({}))).is(201);
        let end = "2026-02-06";
        let bought =
            json!({"type": "monthly", "hosts": 5, "service_effective_date": end, "paid_period_start_date": end});
        master.on(&trial).put("/plans/base", bought).is(204);
        days(&world, 3);
        master.on(&cancelled).post("/plans", order("monthly", 2, json!({}))).is(201);
        master.on(&cancelled).patch("/plans/base/status", json!({"action": "cancel"})).is(200);
        days(&world, 3);
        master.on(&paid_once).post("/plans", order("yearly", 5, json!({}))).is(201);
        pay_all(&paid_once);
        let count = 420;
        pass(&world, count, at_once);
        let log = world.log(|event| event["name"].as_str().unwrap().starts_with("billing."));
        [unpaid, part_paid, trial, cancelled, paid_once].map(|account| stands(&account, &log))
    });
    let issued = outcomes[0].each_ref().map(|account| account["invoices"].as_array().unwrap().len());
    assert_eq!(issued, [4, 4, 4, 1, 2], "until plans end for want of a payment, with what is given back");
    assert_eq!(outcomes[0], outcomes[1]);
}

#[test]
fn numbers_of_invoices_have_no_gaps_below_one_master() {
    let world = patient_world();
    let (master, first, _) = pro(&world);
    let second = world.sub(&master);
    master.on(&second).post("/plans", order("monthly", 2, json!({}))).is(201);
    master.on(&second).post("/plans", order("monthly", 2, json!({}))).is(400);
    days(&world, 62);
    are_numbered(&[&first, &second], 6);
}

#[test]
fn a_second_run_of_a_day_adds_nothing_and_two_at_once_bill_once() {
    let world = World::new();
    let (_, sub, _) = pro(&world);
    world.advance(31 * DAY);
    let runtime = &server().runtime;
    let runs: Vec<_> = (0..4)
        .map(|_| {
            let (platform, id) = (world.platform.clone(), world.id.clone());
            runtime.spawn(async move { tenantry::renewals::carry_out(&platform, Some(&id), || false).await })
        })
        .collect();
    for run in runs {
        runtime.block_on(run).expect("it ran").expect("the store answers");
    }
    world.renew();
    assert_eq!(totals(&sub), [5 * PRO, 5 * PRO]);
}

#[test]
fn a_call_comes_after_the_renewal_of_its_day_whether_the_job_was_there_or_not() {
    let outcomes = [true, false].map(|job_first| {
        let world = World::new();
        let (_, sub, actor) = pro(&world);
        pay_all(&sub);
        world.advance(31 * DAY);
        world.sign_in_again();
        if job_first {
            world.renew();
        }
        actor.put("/plans/base", json!({"type": "monthly", "increasing_hosts": 1})).is(204);
        world.renew();
        totals(&sub)
    });
    assert_eq!(outcomes[0], [5 * PRO, 5 * PRO, PRO]);
    assert_eq!(outcomes[0], outcomes[1]);
}

#[test]
fn without_renewal_plans_end_with_their_term() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    actor.patch("/options", json!({"billing_auto_renew": false})).is(204);
    days(&world, 31);
    assert_eq!(
        (totals(&sub), actor.get("/plans").is(200)["plan_base"]["status"].clone()),
        (vec![5 * PRO], json!("expired"))
    );
}

#[test]
fn the_log_tells_every_step_of_a_plan_in_its_order() {
    let world = patient_world();
    let (_, sub, actor) = pro(&world);
    actor.put("/plans/base", json!({"type": "monthly", "hosts": 3})).is(204);
    days(&world, 31);
    actor.patch("/plans/base/status", json!({"action": "cancel"})).is(200);
    days(&world, 28);
    let log =
        world.log(|event| event["account_id"] == sub.id && event["name"].as_str().unwrap().starts_with("billing."));
    let names: Vec<&str> = log.iter().map(|event| event["name"].as_str().unwrap()).collect();
    // What is told of two objects at once has no order.
    let is_beside = |name: &&&str| matches!(**name, "billing.invoice_issued" | "billing.contact_changed");
    let (mut beside, plans): (Vec<&str>, Vec<&str>) = names.iter().partition(is_beside);
    beside.sort_unstable();
    assert_eq!(beside, ["billing.contact_changed", "billing.invoice_issued", "billing.invoice_issued"]);
    let expected = ["bought", "changed", "renewed", "cancelled", "expired"].map(|step| format!("billing.plan_{step}"));
    assert_eq!(plans, expected);
}

#[test]
fn upcoming_renewals_are_those_of_subaccounts_that_the_master_pays() {
    let world = World::new();
    let (master, sub, _) = pro(&world);
    business(&world);
    let yearly = world.sub(&master);
    master.on(&yearly).post("/plans", order("business_yearly", 10, json!({}))).is(201);
    let page = master.get("/accounts/billing/renewals").is(200);
    assert_eq!((&page["interval"], &page["page_size"], &page["total_records"]), (&json!(30), &json!(20), &json!(0)));
    let page = master.get("/accounts/billing/renewals?interval=60&page_size=1").is(200);
    assert_eq!((&page["total_records"], &page["next_page_token"]), (&json!(1), &json!("")));
    let shown = &page["results"][0];
    assert_eq!((&shown["account_id"], &shown["account_number"]), (&json!(sub.id), &json!(sub.number.to_string())));
    assert_eq!((&shown["next_renewal_date"], &shown["total_renewal_amount"]), (&json!("2026-02-01"), &json!(85)));
    assert_eq!((&shown["auto_renew"], &shown["email"]), (&json!(true), &json!(sub.owner_email)));
    assert_eq!(shown["account_name"].as_str().map(|name| name.starts_with("sub")), Some(true));
    let plan = json!({
        "plan_name": "Standard Pro Monthly", "quantity": 5, "billing_cycle": "Monthly",
        "service_effective_date": "2026-01-01", "next_invoice_date": "2026-02-01", "next_invoice_amount": 84.95,
    });
    assert_eq!(shown["renewable_subscriptions"], json!([plan]));
    for interval in ["0", "31", "91"] {
        let path = format!("/accounts/billing/renewals?interval={interval}");
        master.get(&path).refused(400, 2100, "Invalid parameter: interval/page_size.");
    }
    let forged = master.get("/accounts/billing/renewals?next_page_token=x");
    forged.refused(400, 300, "The next page token is invalid or expired.");
}

#[test]
fn renewals_are_asked_for_by_30_60_or_90_days_and_1_to_50_a_page() {
    let world = World::new();
    let (master, _, _) = market(&world);
    let asked = |query: &str| master.get(&format!("/accounts/billing/renewals?{query}"));
    for size in [1, 2, 49, 50] {
        assert_eq!(asked(&format!("page_size={size}")).is(200)["page_size"], size);
    }
    for interval in [30, 60, 90] {
        assert_eq!(asked(&format!("interval={interval}")).is(200)["interval"], interval);
    }
    for (field, value) in
        [("page_size", "0"), ("page_size", "-1"), ("page_size", "51"), ("page_size", "abc"), ("interval", "abc")]
    {
        let refused = asked(&format!("{field}={value}"));
        let refused = refused.refused(400, 2100, "Invalid parameter: interval/page_size.");
        assert_eq!(refused["errors"], json!([{"field": field, "message": "Invalid field."}]), "{value}");
    }
    asked("page_number=0").refuses_fields(&["page_number"]);
}

#[test]
fn renewals_come_page_by_page() {
    let world = World::new();
    let (master, _, _) = pro(&world);
    for _ in 0..2 {
        let sub = world.sub(&master);
        master.on(&sub).post("/plans", order("monthly", 1, json!({}))).is(201);
    }
    let mut path = "/accounts/billing/renewals?interval=90&page_size=2".to_owned();
    let mut seen = 0;
    loop {
        let page = master.get(&path).is(200);
        seen += page["results"].as_array().unwrap().len();
        let token = page.text("next_page_token");
        if token.is_empty() {
            break;
        }
        path = format!("/accounts/billing/renewals?interval=90&page_size=2&next_page_token={token}");
    }
    assert_eq!(seen, 3);
}

#[test]
fn a_plan_of_the_last_day_of_a_month_comes_back_to_it() {
    let world = patient_world();
    days(&world, 30);
    let (_, _, actor) = market(&world);
    let body = json!({"plan_base": {"type": "monthly", "hosts": 1}, "contact": contact()});
    actor.post("/plans", body).is(201);
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(actor.get("/plans").is(200)["plan_base"]["next_invoice_date"].as_str().unwrap().to_owned());
        days(&world, 31);
    }
    assert_eq!(seen, ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]);
}

/// What becomes of five Pro hosts where a call comes after the renewal of 1 February: as of that day, or `late`, as of the last
/// second before it, where it has begun then and has waited.
fn after_the_renewal(late: bool, call: fn(&Account<'_>, &Actor<'_>)) -> Vec<Value> {
    let clock = TestClock::new();
    let world = World::with(Setup { clock: clock.clone(), ..Setup::default() });
    let (_, sub, actor) = pro(&world);
    pay_all(&sub);
    clock.advance(31 * time::DAY);
    world.sign_in_again();
    world.renew();
    if late {
        clock.advance(-1000);
    }
    call(&sub, &actor);
    world.renew();
    without_ids(&sub)
}

#[test]
fn a_call_that_began_before_midnight_comes_after_the_renewal_that_was_before_it() {
    fn more(_: &Account<'_>, actor: &Actor<'_>) {
        actor.put("/plans/base", json!({"type": "monthly", "increasing_hosts": 1})).is(204);
    }
    fn close(sub: &Account<'_>, _: &Actor<'_>) {
        sub.operate("DELETE", "", Value::Null).is(204);
    }
    let shown = |all: &[Value]| {
        let of = |invoice: &Value| (invoice["total"].as_i64().unwrap(), invoice["invoice_date"].clone());
        all.iter().map(of).collect::<Vec<_>>()
    };
    let expected = |last: i64| {
        let days = [(5 * PRO, "2026-01-01"), (5 * PRO, "2026-02-01"), (last, "2026-02-01")];
        days.map(|(total, day)| (total, json!(day))).to_vec()
    };
    let changed = [false, true].map(|late| after_the_renewal(late, more));
    assert_eq!((shown(&changed[0]), &changed[0]), (expected(PRO), &changed[1]));
    // All of the month that has begun comes back.
    let closed = [false, true].map(|late| after_the_renewal(late, close));
    assert_eq!((shown(&closed[0]), &closed[0]), (expected(-5 * PRO), &closed[1]));
}

#[test]
fn a_call_that_began_before_midnight_comes_after_one_of_the_next_day() {
    for late in [0, 1000] {
        let clock = TestClock::new();
        let world = World::with(Setup { clock: clock.clone(), ..Setup::default() });
        let (_, sub, actor) = pro(&world);
        clock.advance(time::DAY);
        for back in [0, late] {
            clock.advance(-back);
            world.sign_in_again();
            actor.put("/plans/base", json!({"type": "monthly", "increasing_hosts": 1})).is(204);
        }
        // Six hosts, and then seven, for 30 days of 31: 9865 and 11509; of five 8221 come back.
        assert_eq!(totals(&sub), [5 * PRO, 9865 - 8221, 11_509 - 9865], "{late}");
        assert_eq!(invoices(&sub)[2]["invoice_date"], "2026-01-02");
    }
}

#[test]
fn the_last_day_of_the_calendar_has_none_after_it() {
    // In the middle of a month, and on the day of a renewal.
    for (anchor, left) in [("9999-11-15", 46), ("9999-10-31", 61)] {
        let world = patient_world();
        let clock = format!("/worlds/{}/clock", world.id);
        world.operator("PATCH", &clock, json!({"set": format!("{anchor}T00:00:00Z")})).is(200);
        let (_, sub, actor) = pro(&world);
        days(&world, left);
        assert_eq!(actor.get("/plans").is(200)["plan_base"]["next_invoice_date"], "9999-12-31");
        for _ in 0..2 {
            actor.put("/plans/base", json!({"type": "monthly", "increasing_hosts": 1})).is(204);
            world.renew();
        }
        // Of the month that ends there nothing is left, and nothing is charged beyond it.
        assert_eq!(totals(&sub), [5 * PRO, 5 * PRO], "{anchor}");
    }
}

/// What a renewal shows of one of its plans.
fn plan_of(renewal: &Value, at: usize, fields: [&str; 3]) -> [Value; 3] {
    fields.map(|field| renewal["renewable_subscriptions"][at][field].clone())
}

#[test]
fn the_next_amount_is_for_the_days_until_the_next_renewal() {
    let world = patient_world();
    let (master, sub, actor) = market(&world);
    let rooms = json!({"plan_zoom_rooms": {"type": "zroom_monthly", "hosts": 3}});
    actor.post("/plans", order("yearly", 5, rooms)).is(201);
    days(&world, 10);
    actor.put("/plans/base", json!({"type": "monthly", "hosts": 5})).is(204);
    let shown = master.get("/accounts/billing/renewals?interval=60").is(200)["results"][0].clone();
    let next = |at: usize| plan_of(&shown, at, ["next_invoice_date", "quantity", "next_invoice_amount"]);
    assert_eq!(next(0), [json!("2026-02-11"), json!(5), json!(84.95)]);
    // Ten of the 31 days from 11 January on.
    assert_eq!(next(1), [json!("2026-02-01"), json!(3), json!(47.42)]);
    assert_eq!(shown["total_renewal_amount"], 132);
    days(&world, 21);
    assert_eq!(totals(&sub).last(), Some(&4742));
}

#[test]
fn the_next_amount_is_told_after_all_that_is_to_come_before_it() {
    let world = patient_world();
    let (master, sub, actor) = market(&world);
    let rooms = json!({"plan_zoom_rooms": {"type": "zroom_monthly", "hosts": 3}});
    actor.post("/plans", order("monthly", 5, rooms)).is(201);
    days(&world, 4);
    let day = "2026-01-11";
    let body = json!({"type": "yearly", "hosts": 5, "service_effective_date": day, "paid_period_start_date": day});
    actor.put("/plans/base", body).is(204);
    let shown = master.get("/accounts/billing/renewals").is(200)["results"][0].clone();
    let next = |at: usize| plan_of(&shown, at, ["next_invoice_date", "billing_cycle", "next_invoice_amount"]);
    // A year, without the 21 of 31 days that are left of the month.
    assert_eq!(next(0), [json!(day), json!("Annual"), json!(742.25)]);
    // Ten of the 31 days from 11 January on.
    assert_eq!(next(1), [json!("2026-02-01"), json!("Monthly"), json!(47.42)]);
    assert_eq!(shown["total_renewal_amount"], 790);
    for (passed, total) in [(6, 74_225), (21, 4742)] {
        days(&world, passed);
        assert_eq!(totals(&sub).last(), Some(&total));
    }
}

#[test]
fn what_is_cancelled_is_not_renewed_and_what_does_not_go_on_by_itself_shows_what_it_would_cost() {
    let world = World::new();
    let (master, _, actor) = pro(&world);
    let page = || master.get("/accounts/billing/renewals?interval=60").is(200);
    actor.patch("/options", json!({"billing_auto_renew": false})).is(204);
    let shown = page()["results"][0].clone();
    assert_eq!((&shown["auto_renew"], &shown["total_renewal_amount"]), (&json!(false), &json!(85)));
    actor.patch("/plans/base/status", json!({"action": "cancel"})).is(200);
    let none = page();
    assert_eq!((&none["total_records"], &none["results"]), (&json!(0), &json!([])));
    actor.put("/plans/base", json!({"type": "monthly", "hosts": 5})).is(204);
    assert_eq!(page()["total_records"], 1);
}
