//! `GET|PATCH /users/{userId}/settings`
use super::*;
use crate::{
    users::{NO_INVITATION, invited, no_user, person_of, renewed},
    world::DAY,
};
use platform::Mounted;
use std::sync::Arc;

#[test]
fn a_user_has_what_the_account_has_until_it_sets_something_itself() {
    let world = World::new();
    let master = world.master();
    let own = master.on_id("me");
    let (user, email) = person_of(&master, "ann", 2);
    let path = format!("/users/{user}/settings");
    let before = of_user(&master, &user);
    own.patch("/settings", json!({"schedule_meeting": {"host_video": true, "join_before_host": true}})).is(204);
    let inherited = of_user(&master, &user);
    assert_eq!(host_video_in(&inherited), &json!(true));
    master.patch(&path, host_video(false)).is(204);
    let mut expected = before.body;
    expected["schedule_meeting"]["join_before_host"] = json!(true);
    assert_eq!(of_user(&master, &email).body, expected, "its own, and the rest of the account");
    own.patch("/settings", json!({"schedule_meeting": {"join_before_host": false}})).is(204);
    assert_eq!(of_user(&master, &user)["schedule_meeting"]["join_before_host"], false);
    assert_eq!(host_video_in(&of_user(&master, &master.owner_id)), &json!(true), "nobody else's");
}

#[test]
fn what_a_user_does_not_take_is_passed_over_and_what_is_wrong_is_refused() {
    let world = World::new();
    let master = world.master();
    let path = format!("/users/{}/settings", master.owner_id);
    master.patch(&path, json!({"security": {"hide_billing_info": true}, "chat": {"x": 1}})).is(204);
    let body = json!({"schedule_meeting": {"audio_type": "drums", "host_video": true}, "tsp": 1});
    master.patch(&path, body).refuses_fields(&["schedule_meeting.audio_type", "tsp"]);
    assert_eq!(host_video_in(&of_user(&master, &master.owner_id)), &json!(false));
    assert_eq!(world.told(&master.owner_id, "user.settings_updated"), [] as [Value; 0]);
    for option in ["security", "everything"] {
        master.get(&format!("{path}?option={option}")).refuses_fields(&["option"]);
        master.patch(&format!("{path}?option={option}"), json!({})).refuses_fields(&["option"]);
    }
}

#[test]
fn an_answer_about_a_user_is_cut_down_to_the_fields_that_are_asked_for() {
    let world = World::new();
    let master = world.master();
    let of = |query: &str| master.get(&format!("/users/{}/settings?{query}", master.owner_id)).is(200).body;
    assert_eq!(of("custom_query_fields=host_video"), host_video(false));
    assert_eq!(of("custom_query_fields=in_meeting.chat"), json!({"in_meeting": {"chat": false}}));
    assert_eq!(of("custom_query_fields=nothing"), json!({}));
    assert_eq!(of("option=meeting_security&custom_query_fields=authentication_options"), json!({}));
    let ways = of("custom_query_fields=authentication_options");
    assert_eq!(ways["authentication_options"]["recording_authentication"]["recording_authentication"], false);
}

#[test]
fn a_user_can_be_asked_for_by_the_way_it_signs_in() {
    let world = World::new();
    let master = world.master();
    let (user, _) = master.user("robot");
    master.get(&format!("/users/{user}/settings?login_type=99")).is(200);
    master.get(&format!("/users/{user}/settings?login_type=100")).refused(404, 1001, &no_user(&user));
}

/// A call that runs more statements than its operation says is a fault here, as in every build with debug assertions.
#[test]
fn the_settings_of_a_user_are_read_by_one_statement() {
    let world = World::new();
    let master = world.master();
    let (user, email) = person_of(&master, "ann", 2);
    for name in ["Staff", "Sales"] {
        join(&master, &group(&master, name), &user);
    }
    master.patch(&format!("/users/{user}/settings"), host_video(true)).is(204);
    let is_it = |mounted: &&Arc<Mounted>| mounted.operation.is("GET /users/{userId}/settings");
    let says: Vec<bool> = world.platform.mounted().iter().filter(is_it).map(|at| at.operation.one_statement).collect();
    assert_eq!(says, [true, true]);
    let answers = [&user, &email].map(|name| of_user(&master, name));
    assert_eq!(host_video_in(&answers[0]), &json!(true));
    assert_eq!(answers[0].body, answers[1].body);
}

#[test]
fn foreign_and_unknown_users_have_no_settings_here() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let foreign = world.master();
    for actor in [master.actor.clone(), master.on(&sub)] {
        for user in [&foreign.owner_id, &foreign.owner_email, NO_ID] {
            let path = format!("/users/{user}/settings");
            actor.get(&path).refused(404, 1001, &no_user(user));
            actor.patch(&path, host_video(true)).refused(404, 1001, &no_user(user));
        }
    }
    assert_eq!(host_video_in(&of_user(&foreign, &foreign.owner_id)), &json!(false));
}

#[test]
fn a_lapsed_invitation_has_no_settings() {
    let world = World::new();
    let master = world.master();
    let (user, _) = invited(&master, "ann");
    let path = format!("/users/{user}/settings");
    world.advance(30 * DAY - 1);
    renewed(&master).get(&path).is(200);
    world.advance(1);
    renewed(&master).get(&path).refused(400, 1120, NO_INVITATION);
    renewed(&master).patch(&path, host_video(true)).refused(400, 1120, NO_INVITATION);
}

#[test]
fn settings_stay_behind_when_a_user_leaves() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let (user, _) = person_of(&master, "ann", 1);
    master.patch(&format!("/users/{user}/settings"), host_video(true)).is(204);
    for (from, to) in [(&master, &sub), (&sub, &master)] {
        let path = format!("/users/{user}/account");
        master.on(from).put(&path, json!({"account_id": to.id})).is(204);
        assert_eq!(host_video_in(&of_user(to, &user)), &json!(false));
    }
}

#[test]
fn a_setting_of_a_plan_is_not_for_users_of_an_unpaid_account() {
    let world = World::new();
    let account = world.free_standing();
    let path = format!("/users/{}/settings", account.owner_id);
    let paid = "Only available for paid accounts.";
    refuses(
        account.patch(&path, json!({"recording": {"cloud_recording": true}})),
        &[("recording.cloud_recording", paid)],
    );
    account.patch(&path, host_video(true)).is(204);
    assert_eq!(host_video_in(&of_user(&account, &account.owner_id)), &json!(true));
}
