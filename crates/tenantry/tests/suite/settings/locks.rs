//! `GET|PATCH /accounts/{accountId}/lock_settings`
use super::*;
use crate::users::person_of;

#[test]
fn a_lock_is_set_and_lifted_and_the_others_stay() {
    let world = World::new();
    let master = world.master();
    let own = master.on_id("me");
    let before = own.get("/lock_settings").is(200);
    assert_eq!(host_video_in(&before), &json!(false));
    let answer = own.patch("/lock_settings", json!({"schedule_meeting": {"host_video": true, "x": 1}})).is(200);
    assert_eq!(answer.body, json!({}));
    own.patch("/lock_settings", json!({"in_meeting": {"chat": true, "polling": null}})).is(200);
    let mut expected = before.body.clone();
    expected["schedule_meeting"]["host_video"] = json!(true);
    expected["in_meeting"]["chat"] = json!(true);
    assert_eq!(own.get("/lock_settings").is(200).body, expected);
    own.patch("/lock_settings", json!({"in_meeting": {"chat": false}, "schedule_meeting": {"host_video": false}}))
        .is(200);
    assert_eq!(own.get("/lock_settings").is(200).body, before.body);
}

#[test]
fn a_locked_setting_is_what_the_account_says_until_it_is_unlocked() {
    let world = World::new();
    let master = world.master();
    let own = master.on_id("me");
    let (user, _) = person_of(&master, "ann", 2);
    let path = format!("/users/{user}/settings");
    master.patch(&path, host_video(true)).is(204);
    own.patch("/lock_settings", host_video(true)).is(200);
    assert_eq!(host_video_in(&of_user(&master, &user)), &json!(false), "forced");
    let body = json!({"schedule_meeting": {"host_video": true, "join_before_host": true}});
    refuses(master.patch(&path, body), &[(HOST_VIDEO, LOCKED_BY_ACCOUNT)]);
    assert_eq!(of_user(&master, &user)["schedule_meeting"]["join_before_host"], false);
    master.patch(&path, host_video(false)).is(204);
    own.patch("/settings", host_video(true)).is(204);
    own.patch("/settings", host_video(false)).is(204);
    own.patch("/lock_settings", host_video(false)).is(200);
    assert_eq!(host_video_in(&of_user(&master, &user)), &json!(true), "the user's own again");
}

#[test]
fn a_lock_holds_all_that_stands_below_its_name() {
    let world = World::new();
    let master = world.master();
    let own = master.on_id("me");
    own.patch("/lock_settings", json!({"recording": {"archive": true}})).is(200);
    own.patch("/lock_settings", json!({"meeting_security": {"waiting_room": true}})).is(200);
    let path = format!("/users/{}/settings", master.owner_id);
    refuses(
        master.patch(&path, json!({"in_meeting": {"waiting_room": true}})),
        &[("in_meeting.waiting_room", LOCKED_BY_ACCOUNT)],
    );
    let locks = own.get("/lock_settings?option=meeting_security").is(200);
    assert_eq!(locks["meeting_security"]["waiting_room"], true);
    assert_eq!(locks.body.as_object().map(|of| of.len()), Some(1));
}

#[test]
fn locks_are_cut_down_to_those_that_are_asked_for() {
    let world = World::new();
    let master = world.master();
    let of = |query: &str| master.on_id("me").get(&format!("/lock_settings?{query}")).is(200).body;
    assert_eq!(of("custom_query_fields=host_video"), host_video(false));
    assert_eq!(of("custom_query_fields=nothing"), json!({}));
    let waiting = of("option=meeting_security&custom_query_fields=waiting_room");
    assert_eq!(waiting, json!({"meeting_security": {"waiting_room": false}}));
}

#[test]
fn what_is_no_truth_is_refused_and_then_nothing_is_locked() {
    let world = World::new();
    let master = world.master();
    let own = master.on_id("me");
    let body = json!({
        "in_meeting": {"chat": 1},
        "schedule_meeting": {"host_video": true},
        "meeting_security": {"waiting_room": "perhaps"},
    });
    own.patch("/lock_settings", body).refuses_fields(&["in_meeting.chat", "meeting_security.waiting_room"]);
    assert_eq!(host_video_in(&own.get("/lock_settings").is(200)), &json!(false));
}

#[test]
fn a_kind_of_encryption_is_taken_among_locks_and_locks_nothing() {
    let world = World::new();
    let master = world.master();
    let (own, sales) = (master.on_id("me"), group(&master, "Sales"));
    let (user, _) = person_of(&master, "ann", 2);
    join(&master, &sales, &user);
    let body = |kind: Value| json!({"meeting_security": {"encryption_type": kind, "waiting_room": true}});
    let locks = || own.get("/lock_settings?option=meeting_security").is(200)["meeting_security"].clone();
    let of_user = format!("/users/{user}/settings?option=meeting_security");
    for kind in ["enhanced_encryption", "e2ee"] {
        own.patch("/lock_settings", body(json!(kind))).is(200);
        master.patch(&format!("/groups/{sales}/lock_settings"), body(json!(kind))).is(204);
        assert_eq!((&locks()["encryption_type"], &locks()["waiting_room"]), (&json!(false), &json!(true)));
        master.patch(&of_user, json!({"meeting_security": {"encryption_type": kind}})).is(204);
    }
    let truths = [json!(true), json!(false), json!("true"), json!("false"), json!("True"), json!("False"), json!(true)];
    for (sent, is_locked) in truths.into_iter().zip([true, false].into_iter().cycle()) {
        own.patch("/lock_settings", body(sent.clone())).is(200);
        assert_eq!(locks()["encryption_type"], is_locked, "{sent}");
        own.patch("/lock_settings", body(json!("e2ee"))).is(200);
        assert_eq!(locks()["encryption_type"], is_locked, "it neither locks nor lifts");
    }
    own.patch("/lock_settings", body(json!("none"))).refuses_fields(&["meeting_security.encryption_type"]);
    let changed = json!({"meeting_security": {"encryption_type": "e2ee"}});
    refuses(master.patch(&of_user, changed), &[("meeting_security.encryption_type", LOCKED_BY_ACCOUNT)]);
}

#[test]
fn an_account_without_a_paid_plan_locks_nothing() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let id = &sub.id;
    let below = master.on(&sub);
    below.get("/lock_settings").refused(400, 200, &format!("Only available for paid account:{id}."));
    below.patch("/lock_settings", json!({})).refused(400, 200, &format!("Only available for Paid account: {id}."));
}

#[test]
fn locks_of_the_account_do_not_bind_the_account_itself() {
    let world = World::new();
    let master = world.master();
    let own = master.on_id("me");
    own.patch("/lock_settings", host_video(true)).is(200);
    own.patch("/settings", host_video(true)).is(204);
    assert_eq!(host_video_in(&of_user(&master, &master.owner_id)), &json!(true));
}
