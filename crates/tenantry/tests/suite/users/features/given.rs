//! Features that are given to many users at once, and taken from them.
use super::{refused, *};

const NOT_ENABLED: &str = "Current account does not enable this feature.";

fn give(account: &Actor<'_>, feature: &str, value: &str, users: &[&str]) -> Answer {
    let users: Vec<Value> = users.iter().map(|id| json!({ "id": id })).collect();
    account.post("/users/features", json!({"feature_type": feature, "feature_value": value, "users": users}))
}

/// What the user has of this.
fn has(account: &Account<'_>, user: &str, field: &str) -> Value {
    account.get(&format!("/users/{user}/settings")).is(200)["feature"][field].clone()
}

/// All of them have changed.
#[track_caller]
fn changed(answer: &Answer, users: &[&str]) {
    assert_eq!(answer.body, json!({"success_user_ids": users, "fail_details": []}), "{answer}");
}

/// None of them has, for this reason.
#[track_caller]
fn unchanged(answer: &Answer, users: &[&str], reason: &str) {
    assert_eq!(answer.body, json!({"success_user_ids": [], "fail_details": [refused(users, reason)]}), "{answer}");
}

/// Each feature with a value that gives it and the one that takes it, and what the settings show of it then.
fn all() -> Vec<(&'static str, [&'static str; 2], Value, Value)> {
    let flag = |name: &'static str| (name, ["true", "false"], json!({ name: true }), json!({ name: false }));
    let analysis = |is_on: bool| json!({"zoom_iq_for_sales": is_on, "zoom_revenue_accelerator": is_on});
    vec![
        (
            "concurrent_meeting",
            ["Basic", "None"],
            json!({"concurrent_meeting": "Basic"}),
            json!({"concurrent_meeting": "None"}),
        ),
        (
            "concurrent_meeting",
            ["Plus", "None"],
            json!({"concurrent_meeting": "Plus"}),
            json!({"concurrent_meeting": "None"}),
        ),
        (
            "large_meeting",
            ["128", "0"],
            json!({"large_meeting": true, "large_meeting_capacity": 500}),
            json!({"large_meeting": false}),
        ),
        ("webinar", ["16", "0"], json!({"webinar": true, "webinar_capacity": 100}), json!({"webinar": false})),
        (
            "zoom_events",
            ["20000", "0"],
            json!({"zoom_events": true, "zoom_events_capacity": 20000}),
            json!({"zoom_events": false}),
        ),
        flag("zoom_whiteboard"),
        flag("zoom_clips_plus"),
        ("zoom_iq_for_sales", ["true", "false"], analysis(true), analysis(false)),
        ("zoom_revenue_accelerator", ["true", "false"], analysis(true), analysis(false)),
    ]
}

#[test]
fn every_feature_is_given_and_taken_below_a_master_as_above() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan_with_all("Business", 10, 1);
    let (ann, _) = person_of(&sub, "ann", 2);
    let faces = [sub.actor.clone(), master.on(&sub)];
    for (number, (feature, [on, off], with, without)) in all().into_iter().enumerate() {
        let (one, other) = (&faces[number % 2], &faces[(number + 1) % 2]);
        unchanged(&give(one, feature, off, &[&ann]).is(201), &[&ann], "No need to update");
        for (face, value, shown) in [(one, on, with), (other, off, without)] {
            changed(&give(face, feature, value, &[&ann]).is(201), &[&ann]);
            for (field, value) in shown.as_object().unwrap() {
                assert_eq!(&has(&sub, &ann, field), value, "{feature}: {field}");
            }
            unchanged(&give(face, feature, value, &[&ann]).is(201), &[&ann], "No need to update");
        }
    }
}

#[test]
fn every_size_is_given_that_settings_can_hold() {
    let world = World::new();
    let master = world.master();
    master.plan_with_all("Business", 50, 40);
    let (ann, _) = person_of(&master, "ann", 2);
    let large = [("128", 500), ("256", 1000), ("1024", 3000), ("2048", 5000)];
    let webinars = [
        ("16", 100),
        ("1", 500),
        ("64", 1000),
        ("128", 3000),
        ("256", 5000),
        ("512", 10000),
        ("16384", 501),
        ("32768", 1001),
    ];
    let events = [500, 1000, 3000, 5000, 10000, 20000, 30000, 50000].map(|size: i64| (size.to_string(), size));
    let events: Vec<(&str, i64)> = events.iter().map(|(code, size)| (&**code, *size)).collect();
    for (feature, sizes, unknown) in [
        ("large_meeting", &large[..], &["1", "32", "64"][..]),
        ("webinar", &webinars, &["1024", "2048", "4096", "8192"]),
        ("zoom_events", &events, &[]),
    ] {
        for (code, size) in sizes {
            changed(&give(&master.actor, feature, code, &[&ann]).is(201), &[&ann]);
            assert_eq!(has(&master, &ann, &format!("{feature}_capacity")), *size, "{feature} {code}");
        }
        for code in unknown {
            give(&master.actor, feature, code, &[&ann]).refused(400, 200, NOT_ENABLED);
        }
        changed(&give(&master.actor, feature, "0", &[&ann]).is(201), &[&ann]);
    }
}

#[test]
fn nobody_has_a_plan_that_could_be_given_or_taken() {
    let world = World::new();
    let master = world.master();
    master.plan_with_all("Business", 50, 40);
    let (ann, _) = person_of(&master, "ann", 2);
    let united = (0..18).map(|bit| ("plan_united_type", 1u64 << bit));
    let workplace = [4, 5, 6, 7, 25, 27, 28, 29, 30, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 54, 56, 57, 59];
    let workplace = workplace.into_iter().map(|bit| ("zoom_one_type", 1u64 << bit));
    for (feature, plan) in united.chain(workplace) {
        give(&master.actor, feature, &plan.to_string(), &[&ann]).refused(400, 200, NOT_ENABLED);
    }
    for feature in ["plan_united_type", "zoom_one_type"] {
        unchanged(&give(&master.actor, feature, "0", &[&ann]).is(201), &[&ann], "No need to update");
    }
}

#[test]
fn a_value_that_the_feature_does_not_know_is_refused() {
    let world = World::new();
    let master = world.master();
    master.plan_with_all("Business", 50, 40);
    let (ann, _) = person_of(&master, "ann", 2);
    let flags = ["zoom_whiteboard", "zoom_iq_for_sales", "zoom_revenue_accelerator", "zoom_clips_plus"];
    let flags = flags.map(|feature| (feature, &["", "1", "0", "True", "on"][..]));
    let others = [
        ("concurrent_meeting", &["", "0", "basic", "Pro", "true"][..]),
        ("large_meeting", &["", "2", "129", "512", "500", "-1", "true", "+128", "0128"]),
        ("webinar", &["", "2", "15", "17", "32", "65536", "true", " 16"]),
        ("zoom_events", &["", "1", "499", "501", "100", "50001", "true"]),
        ("plan_united_type", &["", "3", "262144", "+1", "true", "-1"]),
        ("zoom_one_type", &["", "1", "8", "17", "+16", "256", "1152921504606846976", "true"]),
    ];
    for (feature, values) in flags.into_iter().chain(others) {
        for value in values {
            give(&master.actor, feature, value, &[&ann]).refuses_fields(&["feature_value"]);
        }
    }
    assert_eq!(count_events(&world, &ann, "user.settings_updated"), 0);
}

#[test]
fn a_basic_user_comes_to_nothing_that_is_for_licensed_ones() {
    let world = World::new();
    let master = world.master();
    master.plan_with_all("Business", 50, 40);
    let ((basic, _), (paid, _)) = (person_of(&master, "ann", 1), person_of(&master, "bob", 2));
    for (feature, [on, off], ..) in all() {
        let is_for_all = feature.starts_with("zoom_") && feature != "zoom_events";
        let answer = give(&master.actor, feature, on, &[&basic, &paid]).is(201);
        match is_for_all {
            true => changed(&answer, &[&basic, &paid]),
            false => {
                let details = [refused(&[&basic], "Unpaid user")];
                assert_eq!(answer.body, json!({"success_user_ids": [paid], "fail_details": details}), "{feature}");
            }
        }
        give(&master.actor, feature, off, &[&basic, &paid]).is(201);
    }
    // What a user had goes with its seat.
    changed(&give(&master.actor, "webinar", "1", &[&paid]).is(201), &[&paid]);
    update(&master.actor, "1", json!([{"id": paid}])).is(201);
    unchanged(&give(&master.actor, "webinar", "0", &[&paid]).is(201), &[&paid], "No need to update");
    unchanged(&give(&master.actor, "webinar", "1", &[&paid]).is(201), &[&paid], "Unpaid user");
}

#[test]
fn features_are_given_as_far_as_there_are_licenses() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let addons = json!({"webinar_500": 2, "clips_plus": 1});
    sub.plan_with("Business", 10, addons);
    let users = ["ann", "bob", "cid"].map(|name| person_of(&sub, name, 2).0);
    let [ann, bob, cid] = users.each_ref().map(|user| user.as_str());
    let answer = give(&master.on(&sub), "webinar", "1", &[ann, bob, cid]).is(201);
    let details = [refused(&[cid], "Not enough seats")];
    assert_eq!(answer.body, json!({"success_user_ids": [ann, bob], "fail_details": details}));
    assert_eq!(has(&sub, cid, "webinar"), false);
    unchanged(&give(&sub.actor, "webinar", "64", &[ann]).is(201), &[ann], "Not enough seats");
    assert_eq!(has(&sub, ann, "webinar_capacity"), 500);
    changed(&give(&sub.actor, "webinar", "0", &[ann]).is(201), &[ann]);
    changed(&give(&sub.actor, "webinar", "1", &[cid]).is(201), &[cid]);
    changed(&give(&sub.actor, "zoom_clips_plus", "true", &[ann]).is(201), &[ann]);
    unchanged(&give(&sub.actor, "zoom_clips_plus", "true", &[bob]).is(201), &[bob], "Not enough seats");
}

#[test]
fn what_one_of_them_has_beside_it_refuses_the_whole_and_changes_nothing() {
    let world = World::new();
    let master = world.master();
    master.plan_with_all("Business", 50, 40);
    let beside_webinar = "You can't enable Zoom Events/Zoom Events Unlimited/Zoom Sessions Unlimited feature and Webinar feature at the same time.";
    for (number, (before, feature, value, code, text)) in [
        (
            json!({"zoom_events": true}),
            "webinar",
            "16",
            1204,
            "You can't enable the Webinar feature because you already have the Zoom Events feature.",
        ),
        (
            json!({"webinar": true}),
            "zoom_events",
            "500",
            1205,
            "You can't enable the Zoom Events feature because you already have the Webinar feature.",
        ),
        (json!({"zoom_events_unlimited": true}), "webinar", "16", 300, beside_webinar),
        (
            json!({"zoom_events_unlimited": true}),
            "zoom_events",
            "500",
            300,
            "You can't enable Zoom Events and Zoom Events Unlimited feature for a user at the same time for a user.",
        ),
        (
            json!({"zoom_sessions_unlimited": true}),
            "zoom_events",
            "500",
            300,
            "You can't enable Zoom Events/Zoom Events Unlimited/Zoom Sessions Unlimited feature for a user at the same time for a user.",
        ),
        (
            json!({"zoom_whiteboard_plus": true}),
            "zoom_whiteboard",
            "true",
            1242,
            "You cannot set \"Zoom Whiteboard\" and \"Zoom Whiteboard Plus\" at the same time.",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let [free, holder] = ["ann", "bob"].map(|name| person_of(&master, &format!("{name}{number}"), 2).0);
        master.patch(&format!("/users/{holder}/settings"), json!({ "feature": before })).is(204);
        give(&master.actor, feature, value, &[&free, &holder]).refused(400, code, text);
        assert_eq!([has(&master, &free, feature), has(&master, &holder, feature)], [json!(false), json!(false)]);
        assert_eq!(count_events(&world, &free, "user.settings_updated"), 0);
        changed(&give(&master.actor, feature, value, &[&free]).is(201), &[&free]);
    }
}

#[test]
fn thirty_users_are_told_apart_by_what_came_of_them() {
    let world = World::new();
    let master = world.master();
    master.plan_with_all("Business", 50, 40);
    let of = |kind: i64, count: usize| -> Vec<String> {
        (0..count).map(|number| person_of(&master, &format!("user{kind}{number}"), kind).0).collect()
    };
    let (basic, paid) = (of(1, 3), of(2, 26));
    let (had, given) = paid.split_at(2);
    let named = [had, &basic, given, &[NO_ID.to_owned()]].concat();
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    assert_eq!(named.len(), 30);
    give(&master.actor, "webinar", "1", &named[..2]).is(201);
    let details = json!([
        refused(&[NO_ID], "Users not found"),
        {"user_ids": basic, "reason": "Unpaid user"},
        {"user_ids": had, "reason": "No need to update"},
    ]);
    let answer = give(&master.actor, "webinar", "1", &named).is(201);
    assert_eq!(answer.body, json!({"success_user_ids": given, "fail_details": details}));
    let more = [&named[..], &[&*master.owner_id]].concat();
    give(&master.actor, "webinar", "0", &more).refuses_fields(&["users"]);
}

#[test]
fn users_of_others_are_not_found_and_keep_what_they_have() {
    let world = World::new();
    let (master, other) = (world.master(), world.master());
    let (foreign, _) = person_of(&other, "ann", 2);
    unchanged(&give(&master.actor, "webinar", "1", &[&foreign]).is(201), &[&foreign], "Users not found");
    assert_eq!(has(&other, &foreign, "webinar"), false);
}

#[test]
fn what_is_given_is_an_event_of_the_settings() {
    let world = World::new();
    let master = world.master();
    master.plan_with_all("Business", 50, 40);
    let (ann, _) = person_of(&master, "ann", 2);
    for _ in 0..2 {
        give(&master.actor, "webinar", "1", &[&ann]).is(201);
    }
    let told = event(&world, &ann, "user.settings_updated")["payload"].clone();
    let (now, was) = (&told["settings"]["feature"], &told["old_object"]["settings"]["feature"]);
    assert_eq!((&now["webinar"], &now["webinar_capacity"]), (&json!(true), &json!(500)), "{told}");
    assert_eq!(was["webinar"], false, "{told}");
    assert_eq!(count_events(&world, &ann, "user.settings_updated"), 1);
}
