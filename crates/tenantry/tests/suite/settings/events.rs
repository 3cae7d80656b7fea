//! What readers of the log are told of settings.
use super::*;

#[test]
fn an_account_tells_which_settings_have_changed_and_what_they_were() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let below = master.on(&sub);
    let body = json!({"schedule_meeting": {"host_video": true}, "in_meeting": {"chat": true}});
    below.patch("/settings", body.clone()).is(204);
    below.patch("/settings", body.clone()).is(204);
    below.patch("/settings", json!({})).is(204);
    let events = world.told(&sub.id, "account.settings_updated");
    let [event] = events.as_slice() else { panic!("{events:?}") };
    let before = json!({"schedule_meeting": {"host_video": false}, "in_meeting": {"chat": false}});
    let old = json!({"id": sub.id, "settings": before});
    assert_eq!(event["payload"], json!({"id": sub.id, "settings": body, "old_object": old}));
    assert_eq!((&event["account_id"], &event["by"]["account_id"]), (&json!(sub.id), &json!(master.id)));
}

#[test]
fn an_account_tells_what_it_has_locked_and_unlocked() {
    let world = World::new();
    let master = world.master();
    let own = master.on_id("me");
    for is_locked in [true, true, false] {
        own.patch("/lock_settings", host_video(is_locked)).is(200);
    }
    let events = world.told(&master.id, "account.lock_settings_updated");
    let payloads: Vec<&Value> = events.iter().map(|event| &event["payload"]).collect();
    let change = |is_locked: bool| {
        let old = json!({"id": master.id, "settings": host_video(!is_locked)});
        json!({"id": master.id, "settings": host_video(is_locked), "old_object": old})
    };
    assert_eq!(payloads, [&change(true), &change(false)]);
}

#[test]
fn a_change_of_a_users_settings_is_told_with_what_held_before() {
    let world = World::new();
    let master = world.master();
    let (user, _) = master.user("ann");
    master.on_id("me").patch("/settings", host_video(true)).is(204);
    let path = format!("/users/{user}/settings");
    master.patch(&path, host_video(false)).is(204);
    master.patch(&path, host_video(false)).is(204);
    let events = world.told(&user, "user.settings_updated");
    let [event] = events.as_slice() else { panic!("{events:?}") };
    let old = json!({"id": user, "settings": host_video(true)});
    assert_eq!(event["payload"], json!({"id": user, "settings": host_video(false), "old_object": old}));
    assert_eq!(world.told(&master.id, "account.settings_updated").len(), 1);
}

/// One event has this name, and tells what was and what is.
#[track_caller]
fn tells(world: &World, object: &str, name: &str, [old, now]: [Value; 2]) {
    let events = world.told(object, name);
    let [event] = events.as_slice() else { panic!("{events:?}") };
    let old = json!({"id": object, "settings": old});
    assert_eq!(event["payload"], json!({"id": object, "settings": now, "old_object": old}));
}

#[test]
fn locks_are_told_with_the_names_and_values_that_answers_of_their_level_have() {
    let world = World::new();
    let master = world.master();
    let (own, sales) = (master.on_id("me"), group(&master, "Sales"));
    // Answers show no lock on personal meetings, and bodies hold one.
    let of_group = |is_locked: bool| {
        json!({
            "in_meeting": {"entry_exit_chime": is_locked.to_string(), "waiting_room": is_locked},
            "meeting_security": {"waiting_room": is_locked},
            "recording": {"ip_address_access_control": {"enable": is_locked}},
            "schedule_meeting": {"personal_meeting": is_locked},
        })
    };
    master.patch(&format!("/groups/{sales}/lock_settings"), of_group(true)).is(204);
    tells(&world, &sales, "group.lock_settings_updated", [false, true].map(of_group));
    let of_account = |is_locked: bool| {
        json!({
            "in_meeting": {"entry_exit_chime": is_locked.to_string()},
            "meeting_security": {"waiting_room": is_locked},
            "recording": {"ip_address_access_control": is_locked},
            "schedule_meeting": {"personal_meeting": is_locked},
        })
    };
    own.patch("/lock_settings", of_account(true)).is(200);
    tells(&world, &master.id, "account.lock_settings_updated", [false, true].map(of_account));
    assert_eq!(own.get("/lock_settings").is(200)["in_meeting"]["entry_exit_chime"], "true");
}

#[test]
fn settings_are_told_with_the_names_that_answers_of_their_level_have() {
    let world = World::new();
    let master = world.master();
    let ((ann, _), sales) = (master.user("ann"), group(&master, "Sales"));
    let of_account = |is_on: bool| {
        json!({
            "in_meeting": {"record_play_own_voice": is_on},
            "schedule_meeting": {"participant_video": is_on},
        })
    };
    master.on_id("me").patch("/settings", of_account(true)).is(204);
    tells(&world, &master.id, "account.settings_updated", [false, true].map(of_account));
    // Answers of users do not show whether calls are answered, and bodies hold it.
    let of_user = |is_on: bool| {
        json!({
            "in_meeting": {"record_play_voice": is_on, "auto_answer": !is_on},
            "schedule_meeting": {"participants_video": is_on},
        })
    };
    master.patch(&format!("/users/{ann}/settings"), of_user(false)).is(204);
    tells(&world, &ann, "user.settings_updated", [true, false].map(of_user));
    let both = |is_on: bool| {
        json!({
            "in_meeting": {"show_a_join_from_your_browser_link": is_on, "show_browser_join_link": is_on},
        })
    };
    let path = format!("/groups/{sales}/settings");
    master.patch(&path, json!({"in_meeting": {"show_browser_join_link": true}})).is(204);
    tells(&world, &sales, "group.settings_updated", [false, true].map(both));
}
