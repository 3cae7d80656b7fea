//! Licenses of add-ons: no more users hold one than their account has, and who goes frees what it held.
use super::*;
use crate::{
    actors::Actor,
    users::{make, person_of},
};

/// A master with these licenses.
fn with_licenses(world: &World, addons: Value) -> Account<'_> {
    let master = world.account("master", json!({"master": true}));
    master.plan_with("Business", 50, addons);
    master
}

fn set(account: &Actor<'_>, user: &str, features: Value) -> Answer {
    account.patch(&format!("/users/{user}/settings"), json!({ "feature": features }))
}

fn webinar(size: i64) -> Value {
    json!({"webinar": true, "webinar_capacity": size})
}

fn has_webinar(account: &Account<'_>, user: &str) -> Value {
    of_user(account, user)["feature"]["webinar"].clone()
}

const ALL_TAKEN: &str = "You can add max 1 Webinar 500 users.";

#[test]
fn each_license_is_assigned_as_often_as_the_account_has_it() {
    let world = World::new();
    for most in [0, 1, 2] {
        let master = with_licenses(&world, json!({"webinar_500": most, "webinar_1000": 1}));
        for number in 0..most {
            let (user, _) = person_of(&master, &format!("user{number}"), 2);
            set(&master.actor, &user, webinar(500)).is(204);
        }
        let (late, _) = person_of(&master, "late", 2);
        let before = of_user(&master, &late).body;
        let text = format!("You can add max {most} Webinar 500 users.");
        set(&master.actor, &late, webinar(500)).refused(400, 200, &text);
        assert_eq!(of_user(&master, &late).body, before);
        assert_eq!(world.told(&late, "user.settings_updated").len(), 0);
        set(&master.actor, &late, webinar(1000)).is(204);
    }
}

#[test]
fn another_size_takes_another_license_and_frees_the_first() {
    let world = World::new();
    let master = with_licenses(&world, json!({"webinar_500": 1, "webinar_1000": 1}));
    let [ann, bob] = ["ann", "bob"].map(|name| person_of(&master, name, 2).0);
    set(&master.actor, &ann, webinar(500)).is(204);
    set(&master.actor, &bob, webinar(500)).refused(400, 200, ALL_TAKEN);
    set(&master.actor, &ann, json!({"webinar_capacity": 3000})).refused(
        400,
        200,
        "You can add max 0 Webinar 3000 users.",
    );
    set(&master.actor, &ann, json!({"webinar_capacity": 1000})).is(204);
    set(&master.actor, &bob, webinar(500)).is(204);
    // What a user has can be sent back, and beside it anything else changes.
    set(&master.actor, &bob, webinar(500)).is(204);
    set(&master.actor, &bob, json!({"webinar": true, "meeting_capacity": 200})).is(204);
    set(&master.actor, &bob, json!({"webinar": false})).is(204);
    // A size without the feature is none.
    set(&master.actor, &bob, json!({"webinar_capacity": 1000})).is(204);
    set(&master.actor, &ann, json!({"webinar_capacity": 500})).is(204);
}

#[test]
fn every_license_has_its_own_refusal() {
    let world = World::new();
    let none = |name: &str| {
        format!(
            "Unable to assign \"{name}\" license because you have reached the limit of licensed users allowed on this account or this account does not have the \"{name}\" plan."
        )
    };
    let no_plan = "The events plan you want to assign does not exist.".to_owned();
    let phone =
        "You cannot enable the **Zoom Phone** feature because you do not have any available licenses.".to_owned();
    let sessions = json!({"zoom_sessions_unlimited": true, "zoom_sessions_unlimited_capacities": [1000]});
    for (license, features, [without, taken]) in [
        (
            "large_meeting_500",
            json!({"large_meeting": true}),
            [0, 1].map(|most| (400, 200, format!("You can add max {most} Large 500 users."))),
        ),
        (
            "webinar_100",
            json!({"webinar": true}),
            [0, 1].map(|most| (400, 200, format!("You can add max {most} Webinar 100 users."))),
        ),
        (
            "zoom_events_1000",
            json!({"zoom_events": true, "zoom_events_capacity": 1000}),
            [
                (400, 300, no_plan.clone()),
                (400, 300, "You can add max \"1\" users for this \"Zoom Events 1000\" plan.".to_owned()),
            ],
        ),
        (
            "zoom_events_unlimited_100",
            json!({"zoom_events_unlimited": true}),
            [
                (400, 300, no_plan.clone()),
                (400, 300, "You can add max \"1\" users for this Zoom Events Unlimited plan.".to_owned()),
            ],
        ),
        (
            "zoom_sessions_unlimited_1000",
            sessions,
            [
                (400, 300, no_plan),
                (400, 300, "You can add max \"1\" users for this Zoom Sessions Unlimited plan.".to_owned()),
            ],
        ),
        (
            "concurrent_meeting_basic",
            json!({"concurrent_meeting": "Basic"}),
            [
                (400, 1208, "You can't enable the \"Concurrent Meeting Basic\" feature.".to_owned()),
                (400, 1209, "You can add a maximum of 1 \"Concurrent Meeting Basic\" users.".to_owned()),
            ],
        ),
        (
            "concurrent_meeting_plus",
            json!({"concurrent_meeting": "Plus"}),
            [
                (400, 1210, "You can't enable the \"Concurrent Meeting Plus\" feature.".to_owned()),
                (400, 1211, "You can add a maximum of 1 \"Concurrent Meeting Plus\" users.".to_owned()),
            ],
        ),
        ("whiteboard", json!({"zoom_whiteboard": true}), [(); 2].map(|()| (400, 1228, none("Zoom Whiteboard")))),
        (
            "whiteboard_plus",
            json!({"zoom_whiteboard_plus": true}),
            [(); 2].map(|()| (400, 1228, none("Zoom Whiteboard Plus"))),
        ),
        (
            "revenue_accelerator",
            json!({"zoom_iq_for_sales": true}),
            [(); 2].map(|()| (400, 1228, none("Zoom IQ for Sales"))),
        ),
        (
            "translated_captions",
            json!({"zoom_translated_captions": true}),
            [(); 2].map(|()| (400, 1228, none("Zoom Translated Captions"))),
        ),
        ("scheduler", json!({"zoom_scheduler": true}), [(); 2].map(|()| (400, 1228, none("Zoom Scheduler")))),
        (
            "workforce_management",
            json!({"zoom_workforce_management": true}),
            [(); 2].map(|()| (400, 1228, none("Zoom Workforce Management"))),
        ),
        ("clips_plus", json!({"zoom_clips_plus": true}), [(); 2].map(|()| (400, 1228, none("Zoom Clips Plus")))),
        ("zoom_phone", json!({"zoom_phone": true}), [(); 2].map(|()| (404, 1102, phone.clone()))),
    ] {
        let master = with_licenses(&world, json!({}));
        let [ann, bob] = ["ann", "bob"].map(|name| person_of(&master, name, 2).0);
        let (status, code, text) = without;
        set(&master.actor, &ann, features.clone()).refused(status, code, &text);
        master.plan_with("Business", 50, json!({ license: 1 }));
        set(&master.actor, &ann, features.clone()).is(204);
        let (status, code, text) = taken;
        set(&master.actor, &bob, features).refused(status, code, &text);
    }
}

#[test]
fn a_license_that_no_plan_gives_is_held_by_whoever_is_given_it() {
    let world = World::new();
    let master = with_licenses(&world, json!({}));
    for name in ["ann", "bob"] {
        let (user, _) = person_of(&master, name, 1);
        set(&master.actor, &user, json!({"zoom_compliance_management": true})).is(204);
        assert_eq!(of_user(&master, &user)["feature"]["zoom_compliance_management"], true);
    }
    // Nothing of it stands in the way of another plan.
    master.plan_with("Business", 50, json!({}));
}

#[test]
fn each_size_has_licenses_of_its_own() {
    let world = World::new();
    let master = with_licenses(&world, json!({"webinar_500": 1, "large_meeting_500": 1}));
    let (ann, _) = person_of(&master, "ann", 2);
    for size in [100, 1000, 3000, 5000, 10000] {
        let refusal = format!("You can add max 0 Webinar {size} users.");
        set(&master.actor, &ann, webinar(size)).refused(400, 200, &refusal);
    }
    for size in [1000, 3000, 5000] {
        let refusal = format!("You can add max 0 Large {size} users.");
        let large = json!({"large_meeting": true, "large_meeting_capacity": size});
        set(&master.actor, &ann, large).refused(400, 200, &refusal);
    }
    set(&master.actor, &ann, json!({"webinar": true, "webinar_capacity": 500, "large_meeting": true})).is(204);
}

#[test]
fn unlimited_plans_are_assigned_by_size() {
    let world = World::new();
    let master = with_licenses(&world, json!({"zoom_events_unlimited_500": 1, "zoom_events_unlimited_1000": 1}));
    let [ann, bob] = ["ann", "bob"].map(|name| person_of(&master, name, 2).0);
    let events = |sizes: &[i64]| json!({"zoom_events_unlimited": true, "zoom_events_unlimited_capacities": sizes});
    set(&master.actor, &ann, events(&[1000, 500])).is(204);
    let taken = "You can add max \"1\" users for this Zoom Events Unlimited plan.";
    set(&master.actor, &bob, events(&[500])).refused(400, 300, taken);
    set(&master.actor, &ann, events(&[1000])).is(204);
    set(&master.actor, &bob, events(&[500])).is(204);
    set(&master.actor, &bob, events(&[1000, 500])).refused(400, 300, taken);
}

#[test]
fn who_goes_or_cannot_sign_in_or_is_no_longer_licensed_frees_what_it_held() {
    let world = World::new();
    let (top, master) = (world.master(), "/users");
    let (from, to) = (world.sub(&top), world.sub(&top));
    from.plan_with("Business", 20, json!({"webinar_500": 1}));
    to.plan_with("Business", 20, json!({"webinar_500": 1}));
    let last = |user: &str| set(&from.actor, user, webinar(500));
    let users = ["a", "b", "c", "d", "e"].map(|name| person_of(&from, name, 2).0);
    let [deleted, moved, idle, basic, end] = users.each_ref().map(|user| user.as_str());
    last(deleted).is(204);
    last(moved).refused(400, 200, ALL_TAKEN);
    from.delete(&format!("{master}/{deleted}?action=delete")).is(204);
    last(moved).is(204);
    top.on(&from).put(&format!("{master}/{moved}/account"), json!({"account_id": to.id})).is(204);
    assert_eq!(has_webinar(&to, moved), false);
    last(idle).is(204);
    from.put(&format!("{master}/{idle}/status"), json!({"action": "deactivate"})).is(204);
    last(basic).is(204);
    // It comes back without.
    from.put(&format!("{master}/{idle}/status"), json!({"action": "activate"})).is(204);
    assert_eq!(has_webinar(&from, idle), false);
    last(idle).refused(400, 200, ALL_TAKEN);
    from.patch(&format!("{master}/{basic}"), json!({"type": 1})).is(204);
    last(end).is(204);
}

#[test]
fn what_is_taken_with_a_seat_or_a_state_is_an_event_of_the_settings() {
    let world = World::new();
    let master = with_licenses(&world, json!({"webinar_500": 1, "zoom_phone": 1}));
    let (ann, _) = person_of(&master, "ann", 2);
    let versions = || -> Vec<Value> {
        let all = world.happened_to(&ann);
        all.iter().map(|event| event["version"].clone()).collect()
    };
    set(&master.actor, &ann, json!({"webinar": true, "webinar_capacity": 500, "zoom_phone": true})).is(204);
    master.patch(&format!("/users/{ann}"), json!({"type": 1})).is(204);
    let last = world.told(&ann, "user.settings_updated").pop().unwrap()["payload"].clone();
    assert_eq!(last["settings"], json!({"feature": {"webinar": false}}));
    assert_eq!(last["old_object"]["settings"], json!({"feature": {"webinar": true}}));
    master.put(&format!("/users/{ann}/status"), json!({"action": "deactivate"})).is(204);
    let last = world.told(&ann, "user.settings_updated").pop().unwrap()["payload"].clone();
    assert_eq!(last["settings"], json!({"feature": {"zoom_phone": false}}));
    let seen = versions();
    let mut in_order = seen.clone();
    in_order.sort_by_key(Value::as_i64);
    in_order.dedup();
    assert_eq!(seen, in_order);
}

#[test]
fn the_platforms_owner_gives_no_fewer_than_users_hold() {
    let world = World::new();
    let master = with_licenses(&world, json!({"webinar_500": 2}));
    for name in ["ann", "bob"] {
        let (user, _) = person_of(&master, name, 2);
        set(&master.actor, &user, webinar(500)).is(204);
    }
    let plan = |addons: Value| {
        master.operate("PUT", "/plan", json!({"account_type": "Business", "seats": 50, "addons": addons}))
    };
    plan(json!({"webinar_500": 1})).refuses_fields(&["addons.webinar_500"]);
    plan(json!({})).refuses_fields(&["addons.webinar_500"]);
    plan(json!({"webinar_500": 2})).is(200);
    plan(json!({"webinar_500": 3})).is(200);
}

#[test]
fn somebody_who_was_invited_holds_a_license_too() {
    let world = World::new();
    let master = with_licenses(&world, json!({"webinar_500": 1}));
    let email = world.email("pending");
    let pending = make(&master.actor, "create", &email, json!({"type": 2})).is(201).text("id");
    let (ann, _) = person_of(&master, "ann", 2);
    set(&master.actor, &pending, webinar(500)).is(204);
    set(&master.actor, &ann, webinar(500)).refused(400, 200, ALL_TAKEN);
    master.delete(&format!("/users/{pending}")).is(204);
    set(&master.actor, &ann, webinar(500)).is(204);
}

#[test]
fn sixty_four_callers_get_one_free_license() {
    let world = World::new();
    let master = with_licenses(&world, json!({"webinar_500": 1}));
    let users: Vec<String> = (0..16).map(|number| person_of(&master, &format!("user{number}"), 2).0).collect();
    let answers: Vec<Answer> = std::thread::scope(|scope| {
        let call = |number: usize| set(&master.actor, &users[number % users.len()], webinar(500));
        let calls: Vec<_> = (0..64).map(|number| scope.spawn(move || call(number))).collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    });
    let holders = users.iter().filter(|user| has_webinar(&master, user) == json!(true)).count();
    assert_eq!(holders, 1);
    // Who has it may ask again.
    let others = answers.iter().filter(|answer| answer.status == 400 && answer["code"] == 200).count();
    assert_eq!(others, 60);
}
