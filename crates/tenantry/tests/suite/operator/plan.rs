//! `/accounts/{id}/plan`: what an account has bought.
use crate::world::{DAY, World};
use serde_json::{Value, json};

#[test]
fn a_plan_is_what_was_set_and_shows_in_the_account_and_in_its_parents_list() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let plan = json!({
        "account_type": "Business",
        "seats": 20,
        "basic_limit": 7,
        "addons": {"webinar_500": 5},
        "bulk_license": true,
        "subscription_start_time": "2026-02-01T00:00:00Z",
        "subscription_end_time": "2026-12-31T00:00:00Z",
    });
    let mut shown = plan.clone();
    shown["paid"] = json!(true);
    assert_eq!(sub.operate("PUT", "/plan", plan).is(200).body, shown);
    assert_eq!(sub.operate("GET", "/plan", Value::Null).is(200).body, shown);
    let account = world.shown(&format!("/accounts/{}", sub.id)).is(200);
    assert_eq!(
        (&account["account_type"], &account["seats"], &account["bulk_license"]),
        (&json!("Business"), &json!(20), &json!(true))
    );
    let listed = &master.get("/accounts").is(200)["accounts"][0];
    assert_eq!((&listed["account_type"], &listed["seats"]), (&json!("Business"), &json!(20)));
    assert_eq!(listed["subscription_end_time"], "2026-12-31T00:00:00Z");
}

#[test]
fn a_new_account_has_bought_nothing() {
    let world = World::new();
    let shown = world.free_standing().operate("GET", "/plan", Value::Null).is(200);
    let nothing = json!({"account_type": "Free", "paid": false, "seats": 0, "addons": {}, "bulk_license": false});
    assert_eq!(shown.body, nothing);
}

#[test]
fn a_subscription_begins_now_and_runs_a_year_unless_said_otherwise_and_stays_when_seats_change() {
    let world = World::new();
    let account = world.free_standing();
    let first = account.operate("PUT", "/plan", json!({"account_type": "Pro", "seats": 1})).is(200);
    assert_eq!(first["subscription_start_time"], "2026-01-01T00:00:00Z");
    assert_eq!(first["subscription_end_time"], "2027-01-01T00:00:00Z");
    world.advance(DAY);
    let second = account.operate("PUT", "/plan", json!({"account_type": "Business", "seats": 10})).is(200);
    assert_eq!(second["subscription_start_time"], "2026-01-01T00:00:00Z");
    let free = account.operate("PUT", "/plan", json!({"account_type": "Free", "seats": 0})).is(200);
    assert!(free.body.get("subscription_start_time").is_none() && free.body.get("subscription_end_time").is_none());
    let again = account.operate("PUT", "/plan", json!({"account_type": "Pro", "seats": 1})).is(200);
    assert_eq!(again["subscription_start_time"], "2026-01-02T00:00:00Z");
}

#[test]
fn add_ons_and_bulk_buying_end_with_the_paid_plan() {
    let world = World::new();
    let account = world.free_standing();
    let paid = json!({"account_type": "Pro", "seats": 1, "addons": {"webinar_500": 1}, "bulk_license": true});
    account.operate("PUT", "/plan", paid).is(200);
    account.plan("Free", 0);
    let shown = account.operate("GET", "/plan", Value::Null).is(200);
    assert_eq!((&shown["addons"], &shown["bulk_license"]), (&json!({}), &json!(false)));
}

#[test]
fn the_log_tells_of_a_plan_at_the_version_of_its_account() {
    let world = World::new();
    let account = world.free_standing();
    account.plan("Pro", 1);
    account.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    account.plan("Pro", 2);
    let log = world.happened_to(&account.id);
    let versions: Vec<(&str, i64)> =
        log.iter().map(|event| (event["name"].as_str().unwrap(), event["version"].as_i64().unwrap())).collect();
    let expected = [
        ("account.created", 1),
        ("billing.plan_granted", 2),
        ("account.standing_changed", 3),
        ("billing.plan_granted", 4),
    ];
    assert_eq!(versions, expected);
}

#[test]
fn a_plan_that_cannot_be_is_refused_on_its_field() {
    let world = World::new();
    let account = world.free_standing();
    let put = |plan: Value| account.operate("PUT", "/plan", plan);
    put(json!({"account_type": "Free", "seats": 1})).refuses_fields(&["seats"]);
    put(json!({"account_type": "Free", "seats": 0, "addons": {"webinar_500": 0}})).refuses_fields(&["addons"]);
    put(json!({"account_type": "Free", "seats": 0, "bulk_license": true})).refuses_fields(&["bulk_license"]);
    put(json!({"account_type": "Free", "seats": 1, "addons": {"webinar_500": 1}, "bulk_license": true}))
        .refuses_fields(&["seats", "addons", "bulk_license"]);
    put(json!({"account_type": "Free", "seats": 0, "addons": {}, "bulk_license": false})).is(200);
    put(json!({"account_type": "Pro", "seats": -1})).refuses_fields(&["seats"]);
    put(json!({"account_type": "Gold", "seats": 1})).refuses_fields(&["account_type"]);
    put(json!({"account_type": "Pro", "seats": 1, "basic_limit": -1})).refuses_fields(&["basic_limit"]);
    put(json!({"account_type": "Pro", "seats": 1, "addons": {"webinar_500": -1}}))
        .refuses_fields(&["addons.webinar_500"]);
    let reversed = json!({
        "account_type": "Pro", "seats": 1,
        "subscription_start_time": "2026-02-01T00:00:01Z", "subscription_end_time": "2026-02-01T00:00:00Z",
    });
    put(reversed).refuses_fields(&["subscription_end_time"]);
    put(json!({})).refuses_fields(&["account_type", "seats"]);
}

#[test]
fn there_are_never_fewer_seats_than_users_who_hold_one() {
    let world = World::new();
    let account = world.free_standing();
    account.plan("Business", 10);
    account.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    let licensed = |name: &str| {
        let info = json!({"email": world.email(name), "type": 2, "first_name": "Lena", "last_name": "Test"});
        account.post("/users", json!({"action": "custCreate", "user_info": info})).is(201);
    };
    licensed("one");
    licensed("two");
    let text = "The account currently has \"2\" paid users. Change the user type to Basic and reduce the number of paid users before performing this action.";
    for (seats, status) in [(1, 400), (2, 200), (3, 200)] {
        let answer = account.operate("PUT", "/plan", json!({"account_type": "Business", "seats": seats})).is(status);
        if status == 400 {
            answer.refused(400, 2100, text);
        }
    }
    account.operate("PUT", "/plan", json!({"account_type": "Free", "seats": 0})).refused(400, 2100, text);
}
