//! `POST /accounts/{accountId}/plans`: the first plans of an account.
use super::{PRO, contact, invoices, kept, market, order, pro, totals};
use crate::{actors::Account, world::World};
use serde_json::{Value, json};

#[test]
fn the_first_plans_are_there_at_once_with_seats_account_type_and_an_invoice() {
    let world = World::new();
    let (master, sub, actor) = market(&world);
    let more = json!({"plan_webinar": [{"type": "webinar500_monthly", "hosts": 2}]});
    let bought = actor.post("/plans", order("monthly", 5, more)).is(201);
    assert_eq!(bought["plan_base"]["type"], "monthly");
    assert_eq!(bought["plan_base"]["hosts"], 5);
    assert_eq!(bought["plan_webinar"], json!([{"type": "webinar500_monthly", "hosts": 2}]));
    let listed = actor.get("/plans").is(200);
    let base = json!({
        "type": "monthly", "hosts": 5, "status": "active",
        "service_effective_date": "2026-01-01", "next_invoice_date": "2026-02-01",
    });
    assert_eq!(listed["plan_base"], base);
    let account = master.get(&format!("/accounts/{}", sub.id)).is(200);
    assert_eq!((&account["account_type"], &account["seats"]), (&json!("Pro"), &json!(5)));
    assert_eq!(account["subscription_end_time"], "2026-02-01T00:00:00Z");
    let all = invoices(&sub);
    assert_eq!((all.len(), &all[0]["debtor_id"], &all[0]["state"]), (1, &json!(master.id), &json!("due")));
    assert_eq!((&all[0]["invoice_number"], &all[0]["due_date"]), (&json!("INV00000001"), &json!("2026-01-31")));
}

#[test]
fn a_bought_seat_can_be_given_on_the_next_request() {
    let world = World::new();
    let (master, sub, actor) = market(&world);
    master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    let licensed = |name: &str| {
        let info = json!({"email": world.email(name), "type": 2, "first_name": "Lena", "last_name": "Test"});
        master.on(&sub).post("/users", json!({"action": "custCreate", "user_info": info})).status
    };
    assert_eq!(licensed("early"), 400);
    actor.post("/plans", order("monthly", 1, json!({}))).is(201);
    assert_eq!((licensed("one"), licensed("two")), (201, 400));
}

#[test]
fn contact_fields_are_refused_by_name_and_change_nothing() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    let before = kept(&sub);
    for field in ["first_name", "last_name", "email", "phone_number", "address", "city", "state", "zip", "country"] {
        let mut body = order("monthly", 5, json!({}));
        body["contact"].as_object_mut().unwrap().remove(field);
        actor.post("/plans", body).refused(400, 2100, &format!("Invalid parameter: {field}"));
    }
    let with = |field: &str, value: &str| {
        let mut body = order("monthly", 5, json!({}));
        body["contact"][field] = json!(value);
        actor.post("/plans", body)
    };
    with("email", "nobody").refused(400, 2100, "Invalid parameter: email");
    with("country", "UK").refused(400, 2100, "Invalid country parameter: UK");
    with("state", "ON").refused(400, 2100, "Invalid state parameter: ON");
    with("employee_count", "many").refused(400, 2100, "Invalid parameter: employee_count");
    assert_eq!(kept(&sub), before);
}

#[test]
fn hosts_lie_within_the_bounds_of_the_code() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    let before = kept(&sub);
    let subscribe = |code: &str, hosts: i64| actor.post("/plans", order(code, hosts, json!({})));
    for hosts in [-1, 0] {
        subscribe("monthly", hosts).refused(400, 2100, "Invalid host number.");
    }
    subscribe("monthly", 10).refused(400, 300, "Buy hosts must equal or smaller than 9.");
    subscribe("business_monthly", 9).refused(400, 300, "Buy hosts must equal or larger than 10.");
    subscribe("business_monthly", 50).refused(400, 300, "Buy hosts must equal or smaller than 49.");
    let without = json!({"plan_base": {"type": "monthly"}, "contact": contact()});
    actor.post("/plans", without).refused(400, 2100, "Invalid host number.");
    assert_eq!(kept(&sub), before);
    subscribe("monthly", 9).is(201);
    let (_, _, other) = market(&world);
    other.post("/plans", order("business_monthly", 10, json!({}))).is(201);
    let (_, _, other) = market(&world);
    other.post("/plans", order("business_monthly", 49, json!({}))).is(201);
}

#[test]
fn codes_are_known_of_their_kind_and_for_sale() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    let before = kept(&sub);
    let with = |more: Value| actor.post("/plans", order("business_monthly", 20, more));
    let base = |code: &str| actor.post("/plans", order(code, 5, json!({})));
    base("gold").refused(400, 2010, "Plan Not Exist: gold.");
    base("webinar500_monthly").refused(400, 2100, &format!("Invalid Base Plan: {}", sub.id));
    base("monthly25").refused(400, 200, "Can't subscribe 25-participants Pro plan for this subaccount.");
    base("yearly50").refused(400, 200, "Can't subscribe 50-participants pro plan for this subaccount.");
    with(json!({"plan_recording": "x"})).refused(400, 2100, "Invalid Cloud Recording Plan: x");
    with(json!({"plan_audio": {"type": "x"}})).refused(400, 2100, "Invalid Audio Conferencing Plan: x");
    with(json!({"plan_zoom_events": [{"type": "x", "hosts": 1}]})).refused(400, 2100, "Invalid Zoom Event plan: x");
    with(json!({"plan_webinar": [{"type": "x", "hosts": 1}]})).refused(400, 2010, "Plan Not Exist: x.");
    with(json!({"plan_webinar": [{"type": "zroom_yearly", "hosts": 1}]})).refused(
        400,
        2010,
        "Plan Not Exist: zroom_yearly.",
    );
    with(json!({"plan_bundle": [{"type": "x", "hosts": 1}]})).refused(400, 2100, "Invalid field: plan_bundle");
    let twice = json!([{"type": "webinar500_monthly", "hosts": 1}, {"type": "webinar500_monthly", "hosts": 2}]);
    with(json!({"plan_webinar": twice})).refused(400, 2100, "Duplicate Webinar Plan: webinar500_monthly");
    let periods = json!([{"type": "webinar500_monthly", "hosts": 1}, {"type": "webinar500_yearly", "hosts": 2}]);
    with(json!({"plan_webinar": periods})).refused(400, 2100, "Duplicate Webinar Plan: webinar500_yearly");
    actor.post("/plans", json!({"contact": contact()})).refuses_fields(&["plan_base"]);
    assert_eq!(kept(&sub), before);
    with(json!({"plan_webinar": []})).is(201);
}

#[test]
fn webinars_and_large_meetings_stand_to_the_hosts_of_the_base() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    let before = kept(&sub);
    let with = |more: Value| actor.post("/plans", order("monthly", 5, more));
    let webinars = "You Major plan host count should be larger than Webinar host count.";
    let large = "You Major plan host count should be larger than Large100 host count.";
    with(json!({"plan_webinar": [{"type": "webinar500_monthly", "hosts": 6}]})).refused(400, 2100, webinars);
    with(json!({"plan_large_meeting": [{"type": "large500_monthly", "hosts": 5}]})).refused(400, 2100, large);
    assert_eq!(kept(&sub), before);
    let fits = json!({
        "plan_webinar": [{"type": "webinar500_monthly", "hosts": 5}],
        "plan_large_meeting": [{"type": "large500_monthly", "hosts": 4}],
    });
    with(fits).is(201);
}

#[test]
fn one_account_has_one_subscription() {
    let world = World::new();
    let (_, sub, actor) = pro(&world);
    let before = kept(&sub);
    let again = || actor.post("/plans", order("monthly", 5, json!({})));
    again().refused(400, 2100, "Cannot add plan for the subaccount which is not free plan.");
    assert_eq!(kept(&sub), before);
    actor.patch("/plans/base/status", json!({"action": "cancel"})).is(200);
    again().refused(400, 200, "One account only can have one active billing subscription.");
}

/// The statuses of as many purchases of five Pro hosts at once as there are subaccounts named.
fn at_once(world: &World, master: &Account<'_>, subs: &[&Account<'_>]) -> Vec<u16> {
    let headers = vec![
        ("authorization", format!("Bearer {}", master.actor.token)),
        ("content-type", "application/json".to_owned()),
    ];
    let body = order("monthly", 5, json!({})).to_string().into_bytes();
    let paths: Vec<String> = subs.iter().map(|sub| master.on(sub).path("/plans")).collect();
    let exchanges: Vec<_> = paths.iter().map(|path| world.exchange("POST", path, &headers, body.clone())).collect();
    let runtime = &crate::server::server().runtime;
    let running: Vec<_> = exchanges.into_iter().map(|exchange| runtime.spawn(exchange)).collect();
    let mut statuses: Vec<u16> =
        running.into_iter().map(|task| runtime.block_on(task).expect("an answer").status).collect();
    statuses.sort_unstable();
    statuses
}

#[test]
fn of_two_subscriptions_at_once_exactly_one_wins() {
    let world = World::new();
    let (master, sub, _) = market(&world);
    assert_eq!(at_once(&world, &master, &[&sub; 8]), [201, 400, 400, 400, 400, 400, 400, 400]);
    assert_eq!(totals(&sub), [5 * PRO]);
}

#[test]
fn invoices_of_one_debtor_that_are_issued_at_once_have_numbers_without_gaps() {
    let world = World::new();
    let master = world.master();
    let subs: Vec<Account<'_>> = (0..8).map(|_| world.sub(&master)).collect();
    let statuses = at_once(&world, &master, &subs.iter().collect::<Vec<_>>());
    assert_eq!(statuses, [201; 8]);
    let mut numbers: Vec<Value> = subs.iter().map(|sub| invoices(sub)[0]["invoice_number"].clone()).collect();
    numbers.sort_by_key(ToString::to_string);
    assert_eq!(numbers, (1..=8).map(|number| json!(format!("INV{number:08}"))).collect::<Vec<_>>());
}

#[test]
fn a_trial_is_once_and_has_nothing_beside_it() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    let trial = || actor.post("/plans", order("trial", 50, json!({})));
    let with = json!({"plan_webinar": [{"type": "webinar500_monthly", "hosts": 1}]});
    actor.post("/plans", order("trial", 50, with)).refused(
        400,
        2100,
        "Cannot update Additional plan for a subaccount under free plan.",
    );
    trial().is(201);
    let shown = sub.operate("GET", "/plan", Value::Null).is(200);
    assert_eq!((&shown["account_type"], &shown["seats"]), (&json!("Free Trial"), &json!(50)));
    assert_eq!(actor.get("/plans").is(200)["plan_base"]["next_invoice_date"], "2026-01-31");
    super::days(&world, 30);
    assert_eq!(sub.operate("GET", "/plan", Value::Null).is(200)["account_type"], "Free");
    trial().refused(400, 2100, "Cannot enable free trial again for subaccount.");
    assert!(invoices(&sub).is_empty());
}

#[test]
fn plans_begin_on_a_day_to_come_and_cost_nothing_before_it() {
    let world = World::new();
    let (_, sub, actor) = market(&world);
    let on = |service: &str, paid: &str| {
        let options = json!({"service_effective_date": service, "paid_period_start_date": paid});
        actor.post("/plans", order("monthly", 5, json!({"subscription_options": options})))
    };
    on("2026-01-01", "2026-01-01").refuses_fields(&["subscription_options.service_effective_date"]);
    on("2025-12-31", "2025-12-31").refuses_fields(&["subscription_options.service_effective_date"]);
    on("2026-01-10", "2026-01-11").refuses_fields(&["subscription_options.paid_period_start_date"]);
    on("2026-02-30", "2026-02-30").is(400);
    on("2026-01-10", "2026-01-10").is(201);
    let base = actor.get("/plans").is(200)["plan_base"].clone();
    assert_eq!((&base["status"], &base["service_effective_date"]), (&json!("active"), &json!("2026-01-10")));
    assert_eq!(
        (totals(&sub).len(), sub.operate("GET", "/plan", Value::Null).is(200)["paid"].clone()),
        (0, json!(false))
    );
    super::days(&world, 8);
    assert!(totals(&sub).is_empty());
    super::days(&world, 1);
    assert_eq!(totals(&sub), [5 * PRO]);
    assert_eq!(sub.operate("GET", "/plan", Value::Null).is(200)["paid"], true);
}

#[test]
fn a_contract_holds_whole_periods_and_keeps_its_purchase_order() {
    let world = World::new();
    let (_, _, actor) = market(&world);
    let term = |code: &str, months: i64| {
        let options = json!({"contract_term": months, "purchase_order_number": "PO 7", "deal_registration_id": "D 9"});
        actor.post("/plans", order(code, 5, json!({"subscription_options": options})))
    };
    let text = "Your request cannot be processed due to an invalid contract term.";
    for (code, months) in [("monthly", 0), ("monthly", 11), ("monthly", 13), ("monthly", 132), ("yearly", 1)] {
        term(code, months).refused(400, 10_200, text);
    }
    term("monthly", 12).is(201);
    let sub_end = actor.get("/plans").is(200)["plan_base"]["next_invoice_date"].clone();
    assert_eq!(sub_end, "2026-02-01");
}

#[test]
fn who_may_not_buy_is_told_so() {
    let world = World::new();
    let (master, sub, actor) = market(&world);
    let body = || order("monthly", 5, json!({}));
    let none = |account: &Account<'_>| format!("Account does not exist: {}.", account.id);
    master.on(&master).post("/plans", body()).refused(404, 2001, &none(&master));
    let (_, foreign) = world.master_with_subaccount();
    master.on(&foreign).post("/plans", body()).refused(404, 2001, &none(&foreign));
    actor.patch("/options", json!({"pay_mode": "sub"})).is(204);
    actor.post("/plans", body()).refused(400, 2100, "Cannot add plan for a subaccount which is paid by self.");
    actor.patch("/options", json!({"pay_mode": "master"})).is(204);
    let plan = json!({"account_type": "Business", "seats": 50, "bulk_license": true});
    master.operate("PUT", "/plan", plan).is(200);
    let bulk = "Master accounts with bulk licenses cannot provision, update, or cancel plans for subaccounts using APIs, please use the billing portal or contact Support.";
    actor.post("/plans", body()).refused(400, 2100, bulk);
    assert!(invoices(&sub).is_empty());
}

#[test]
fn a_top_level_master_can_stop_a_second_level_one_from_buying() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    let buy = || reseller.on(&customer).post("/plans", order("monthly", 5, json!({})));
    top.on(&reseller).patch("/billing/terms", json!({"may_add_plans": false})).is(204);
    let text = "You cannot add a subaccount because your master account owner prevented you from adding one.";
    buy().refused(400, 2100, text);
    reseller.on(&reseller).patch("/billing/terms", json!({"may_add_plans": true})).is(404);
    top.on(&reseller).patch("/billing/terms", json!({"may_add_plans": true})).is(204);
    buy().is(201);
}

#[test]
fn every_kind_of_plan_is_taken_and_shown_where_its_field_is() {
    let world = World::new();
    let (_, _, actor) = market(&world);
    let one = |code: &str| json!({"type": code, "hosts": 1});
    let more = json!({
        "plan_large_meeting": [one("large500_monthly")],
        "plan_webinar": [one("webinar500_monthly")],
        "plan_zoom_events": [one("zoomevents500_monthly")],
        "plan_zoom_rooms": one("zroom_yearly"),
        "plan_room_connector": one("roomconnector_yearly"),
        "plan_recording": "cmr_1TB_monthly",
        "plan_phone": {
            "plan_base": {"type": "phone_payongo", "callout_countries": "US,CA"},
            "plan_calling": [one("phone_calling_usca_monthly_metered")],
        },
    });
    let bought = actor.post("/plans", order("business_monthly", 20, more)).is(201);
    let listed = actor.get("/plans").is(200);
    for field in ["plan_large_meeting", "plan_webinar", "plan_zoom_events"] {
        assert_eq!(bought[field][0]["hosts"], 1, "{field}");
        assert_eq!(listed[field][0]["status"], "active", "{field}");
    }
    for field in ["plan_zoom_rooms", "plan_room_connector"] {
        assert_eq!((&bought[field]["hosts"], &listed[field]["status"]), (&json!(1), &json!("active")), "{field}");
    }
    assert_eq!(
        (&bought["plan_recording"], &bought["plan_cloud_recording"]["type"]),
        (&json!("cmr_1TB_monthly"), &json!("cmr_1TB_monthly"))
    );
    assert_eq!(
        (&listed["plan_recording"], &listed["plan_recording_status"]),
        (&json!("cmr_1TB_monthly"), &json!("active"))
    );
    assert_eq!(listed["plan_recording_service_effective_date"], "2026-01-01");
    assert_eq!(listed["plan_recording_next_invoice_date"], "2026-02-01");
    assert_eq!(listed["plan_phone"]["plan_calling"][0]["next_invoice_date"], "2026-02-01");
    let used = actor.get("/plans/usage").is(200);
    let storage = json!({
        "type": "cmr_1TB_monthly", "free_storage": "200 GB", "free_storage_usage": "0", "plan_storage": "1024 GB",
        "plan_storage_usage": "0", "plan_storage_exceed": "0",
    });
    assert_eq!((&used["plan_recording"], &used["plan_room_connector"][0]["usage"]), (&storage, &json!(0)));
}
