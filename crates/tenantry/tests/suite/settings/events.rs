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
    let events = told(&world, &sub.id, "account.settings_updated");
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
    let events = told(&world, &master.id, "account.lock_settings_updated");
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
    let events = told(&world, &user, "user.settings_updated");
    let [event] = events.as_slice() else { panic!("{events:?}") };
    let old = json!({"id": user, "settings": host_video(true)});
    assert_eq!(event["payload"], json!({"id": user, "settings": host_video(false), "old_object": old}));
    assert_eq!(told(&world, &master.id, "account.settings_updated").len(), 1);
}
