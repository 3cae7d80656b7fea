//! `/users/{userId}/presence_status`
use super::*;

fn set(account: &Actor<'_>, user: &str, body: Value) -> Answer {
    account.put(&format!("/users/{user}/presence_status"), body)
}

fn get(account: &Actor<'_>, user: &str) -> Answer {
    account.get(&format!("/users/{user}/presence_status"))
}

const UNREADABLE: &str = "Request to read the presence status of this user failed.";
const UNCHANGEABLE: &str = "Request to update the presence status of this user failed.";

#[test]
fn a_user_is_offline_until_it_says_otherwise() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (id, email) = person(&sub, "ann");
    assert_eq!(get(&sub.actor, &id).is(200).body, json!({"status": "Offline"}));
    for status in [
        "Away",
        "Available",
        "In_Calendar_Event",
        "Presenting",
        "In_A_Zoom_Meeting",
        "On_A_Call",
        "Out_of_Office",
        "Busy",
    ] {
        assert!(set(&master.on(&sub), &email, json!({"status": status})).is(204).bytes.is_empty());
        assert_eq!(get(&sub.actor, &email).is(200).body, json!({"status": status}));
    }
    for status in [json!("Offline"), json!("away"), json!(null), json!(1)] {
        set(&sub.actor, &id, json!({"status": status})).refuses_fields(&["status"]);
    }
    set(&sub.actor, &id, json!({})).refuses_fields(&["status"]);
    assert_eq!(get(&sub.actor, &id).is(200).body, json!({"status": "Busy"}));
}

#[test]
fn only_oneself_sees_how_long_nobody_is_to_disturb() {
    let world = World::new();
    let master = world.master();
    let (id, _) = person(&master, "ann");
    let app = master.operate("POST", "/apps", json!({"kind": "user"})).is(201).text("client_id");
    let ann = master.user_signed_in_with(&app, &id);
    set(&ann, "me", json!({"status": "Do_No_Disturb", "duration": 3})).is(204);
    world.advance(60);
    let seen = json!({"status": "Do_Not_Disturb", "end_time": "2026-01-01T00:03:00Z", "remaining_time": 120});
    assert_eq!(get(&ann, "me").is(200).body, seen);
    assert_eq!(get(&master.actor, &id).is(200).body, json!({"status": "Do_Not_Disturb"}));
    ann.get(&format!("/users/{}/presence_status", master.owner_id)).is(400);
}

#[test]
fn do_not_disturb_lasts_1_to_1440_minutes_and_20_when_nothing_is_said() {
    let world = World::new();
    let master = world.master();
    let wanted = |duration: Value| json!({"status": "Do_Not_Disturb", "duration": duration});
    for duration in [0, -1, 1441] {
        set(&master.actor, "me", wanted(json!(duration))).refuses_fields(&["duration"]);
    }
    for (duration, minutes) in [(json!(1), 1), (json!(null), 20), (json!(1440), 1440)] {
        let master = renewed(&master);
        let (id, _) = person(&master, "ann");
        set(&master.actor, &id, wanted(duration)).is(204);
        world.advance(minutes * 60 - 1);
        let master = renewed(&master);
        assert_eq!(get(&master.actor, &id).is(200)["status"], "Do_Not_Disturb");
        world.advance(1);
        assert_eq!(get(&master.actor, &id).is(200)["status"], "Available");
    }
}

#[test]
fn who_cannot_sign_in_has_no_presence() {
    let world = World::new();
    let master = world.master();
    let ((robot, _), (pending, _), (gone, _)) = (master.user("robot"), invited(&master, "ann"), person(&master, "bob"));
    set(&master.actor, &gone, json!({"status": "Busy"})).is(204);
    master.put(&format!("/users/{gone}/status"), json!({"action": "deactivate"})).is(204);
    for user in [&robot, &pending, &gone] {
        get(&master.actor, user).refused(400, 5301, UNREADABLE);
        set(&master.actor, user, json!({"status": "Away"})).refused(400, 5301, UNCHANGEABLE);
    }
}

#[test]
fn foreign_and_unknown_users_do_not_exist() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (foreign, _) = person(&sub, "ann");
    for user in [&*foreign, NO_ID] {
        get(&master.actor, user).refused(404, 1001, &no_user(user));
        set(&master.actor, user, json!({"status": "Away"})).refused(404, 1001, &no_user(user));
    }
}

#[test]
fn a_user_changes_it_once_a_minute() {
    let world = limited();
    let master = world.master();
    let ((ann, _), (bob, _)) = (person(&master, "ann"), person(&master, "bob"));
    set(&master.actor, &ann, json!({"status": "Away"})).is(204);
    world.advance(59);
    let refused = set(&master.actor, &ann, json!({"status": "Busy"})).refused(429, 429, TOO_MANY_NOW);
    let shown = ["type", "limit", "remaining"].map(|name| refused.header(&format!("x-ratelimit-{name}")));
    assert_eq!((shown, refused.header("retry-after")), (["QPS", "1", "0"], "2026-01-01T00:01:00Z"));
    set(&master.actor, &ann, json!({"status": "Away"})).is(204);
    set(&master.actor, &bob, json!({"status": "Busy"})).is(204);
    world.advance(1);
    set(&master.actor, &ann, json!({"status": "Busy"})).is(204);
    assert_eq!(get(&master.actor, &ann).is(200)["status"], "Busy");
}

#[test]
fn a_change_is_an_event_with_what_was_before_and_the_same_again_is_none() {
    let world = World::new();
    let master = world.master();
    let (id, email) = person(&master, "ann");
    for _ in 0..2 {
        set(&master.actor, &id, json!({"status": "Do_Not_Disturb", "duration": 30})).is(204);
    }
    let told = event(&world, &id, "user.presence_status_updated");
    assert_eq!(count_events(&world, &id, "user.presence_status_updated"), 1);
    let payload = json!({
        "id": id, "email": email, "presence_status": "Do_Not_Disturb", "end_time": "2026-01-01T00:30:00Z",
        "date_time": "2026-01-01T00:00:00Z", "old_object": {"presence_status": "Offline"},
    });
    assert_eq!((&told["payload"], &told["version"]), (&payload, &json!(2)));
}

#[test]
fn whoever_moves_to_another_account_is_offline_there() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (id, _) = person(&master, "ann");
    set(&master.actor, &id, json!({"status": "Busy"})).is(204);
    master.put(&format!("/users/{id}/account"), json!({"account_id": sub.id})).is(204);
    assert_eq!(get(&sub.actor, &id).is(200)["status"], "Offline");
    master.on(&sub).put(&format!("/users/{id}/account"), json!({"account_id": master.id})).is(204);
    assert_eq!(get(&master.actor, &id).is(200)["status"], "Offline");
}
