//! The features of a user: what its type and its other features leave it to have.
use super::*;
use crate::{actors::Actor, users::person_of};

fn set(account: &Account<'_>, user: &str, features: Value) -> Answer {
    account.patch(&format!("/users/{user}/settings"), json!({ "feature": features }))
}

const PER_ATTENDEE: &str = "You can only enable Zoom Events Pay Per Attendee/Zoom Sessions Pay Per Attendee feature for Licensed or On-prem users.";
const UNLIMITED: &str =
    "You can only enable Zoom Events Unlimited/Zoom Sessions Unlimited feature for Licensed or On-prem users.";

#[test]
fn some_features_are_for_licensed_users() {
    let world = World::new();
    let master = world.master();
    master.plan_with_all("Business", 50, 20);
    let ((basic, _), (licensed, _)) = (person_of(&master, "ann", 1), person_of(&master, "bob", 2));
    for (features, code, text) in [
        (json!({"large_meeting": true}), 1108, "Only Licensed or On-prem users can enable the large meeting feature."),
        (json!({"webinar": true}), 1122, "Webinar feature can only be enabled for Licensed or On-prem users."),
        (
            json!({"zoom_events": true}),
            1206,
            "You can only enable the Zoom Events feature for Licensed or On-prem users.",
        ),
        (json!({"zoom_events_unlimited": true}), 300, UNLIMITED),
        (json!({"zoom_sessions_unlimited": true}), 300, UNLIMITED),
        (json!({"zoom_events_pay_per_attendee": true}), 300, PER_ATTENDEE),
        (json!({"zoom_sessions_pay_per_attendee": true}), 300, PER_ATTENDEE),
        (
            json!({"concurrent_meeting": "Basic"}),
            1207,
            "You can only enable the \"Concurrent Meeting\" feature for Licensed users or On-prem users.",
        ),
    ] {
        set(&master, &basic, features.clone()).refused(400, code, text);
        set(&master, &licensed, features.clone()).is(204);
        let off: Value = features.as_object().unwrap().keys().map(|name| (name.clone(), off(name))).collect();
        set(&master, &licensed, off).is(204);
    }
    set(&master, &basic, json!({"webinar": false, "zoom_phone": true})).is(204);
}

fn off(name: &str) -> Value {
    if name == "concurrent_meeting" { json!("None") } else { json!(false) }
}

#[test]
fn a_user_who_is_not_licensed_any_more_keeps_what_is_for_all_and_gives_back_the_rest() {
    let world = World::new();
    let master = world.master();
    master.plan_with_all("Business", 50, 1);
    let (user, _) = person_of(&master, "ann", 2);
    let (webinar, phone) = (json!({"webinar": true}), json!({"zoom_phone": true}));
    set(&master, &user, webinar.clone()).is(204);
    set(&master, &user, phone).is(204);
    master.patch(&format!("/users/{user}"), json!({"type": 1})).is(204);
    let seen = of_user(&master, &user)["feature"].clone();
    assert_eq!((&seen["webinar"], &seen["zoom_phone"]), (&json!(false), &json!(true)));
    let text = "Webinar feature can only be enabled for Licensed or On-prem users.";
    set(&master, &user, webinar).refused(400, 1122, text);
}

#[test]
fn some_features_shut_each_other_out() {
    let world = World::new();
    let master = world.master();
    master.plan_with_all("Business", 50, 20);
    let beside_webinar = "You can't enable Zoom Events/Zoom Events Unlimited/Zoom Sessions Unlimited feature and Webinar feature at the same time.";
    let two_of_events = "You can't enable Zoom Events/Zoom Events Unlimited/Zoom Sessions Unlimited feature for a user at the same time for a user.";
    for (number, (before, features, code, text)) in [
        (
            json!({"zoom_events": true}),
            json!({"webinar": true}),
            1204,
            "You can't enable the Webinar feature because you already have the Zoom Events feature.",
        ),
        (
            json!({"webinar": true}),
            json!({"zoom_events": true}),
            1205,
            "You can't enable the Zoom Events feature because you already have the Webinar feature.",
        ),
        (json!({}), json!({"webinar": true, "zoom_sessions_unlimited": true}), 300, beside_webinar),
        (json!({"webinar": true}), json!({"zoom_events_unlimited": true}), 300, beside_webinar),
        (
            json!({"zoom_events_unlimited": true}),
            json!({"zoom_events_unlimited": false, "zoom_sessions_unlimited": true}),
            300,
            "You can't downgrade Zoom Events Unlimited plan to Zoom Sessions Unlimited plan.",
        ),
        (
            json!({"zoom_events_unlimited": true}),
            json!({"zoom_events": true}),
            300,
            "You can't enable Zoom Events and Zoom Events Unlimited feature for a user at the same time for a user.",
        ),
        (json!({"zoom_events": true}), json!({"zoom_sessions_unlimited": true}), 300, two_of_events),
        (
            json!({"zoom_events_pay_per_attendee": true}),
            json!({"zoom_sessions_pay_per_attendee": true}),
            300,
            "You can't enable Zoom Events Pay Per Attendee and Zoom Sessions Pay Per Attendee feature for a user at the same time for a user.",
        ),
        (
            json!({}),
            json!({"zoom_customer_managed_key": true}),
            300,
            "You cannot assign a Zoom Customer Managed Key license for a single user.",
        ),
        (
            json!({"zoom_whiteboard": true}),
            json!({"zoom_whiteboard_plus": true}),
            1242,
            "You cannot set \"Zoom Whiteboard\" and \"Zoom Whiteboard Plus\" at the same time.",
        ),
        (
            json!({}),
            json!({"license_info_list": [
                {"license_type": "ZOOM_WHITEBOARD", "license_option": 2, "subscription_id": "S1"},
            ]}),
            300,
            "The subscription \"S1\" you entered does not exist. Please choose a different subscription and try again.",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let (user, _) = person_of(&master, &format!("user{number}"), 2);
        set(&master, &user, before).is(204);
        let seen = of_user(&master, &user).body;
        set(&master, &user, features).refused(400, code, text);
        assert_eq!(of_user(&master, &user).body, seen);
    }
}

#[test]
fn features_are_given_below_a_master_as_above() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan_with("Business", 10, json!({"webinar_500": 1}));
    let (user, _) = person_of(&sub, "ann", 2);
    let below: Actor<'_> = master.on(&sub);
    below
        .patch(&format!("/users/{user}/settings"), json!({"feature": {"webinar": true, "webinar_capacity": 500}}))
        .is(204);
    assert_eq!(of_user(&sub, &user)["feature"]["webinar_capacity"], 500);
}

#[test]
fn an_option_that_no_license_has_is_refused_by_its_field() {
    let world = World::new();
    let master = world.master();
    let (user, _) = person_of(&master, "ann", 2);
    for option in [0, 3, 17, 4096] {
        let license = json!({"license_type": "ZOOM_WHITEBOARD", "license_option": option, "subscription_id": "S1"});
        set(&master, &user, json!({"license_info_list": [license]}))
            .refuses_fields(&["feature.license_info_list[0].license_option"]);
    }
}
