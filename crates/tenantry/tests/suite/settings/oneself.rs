//! Who reads and changes the settings of users: administrators, and users through apps that they add for themselves.
use super::*;
use crate::users::person_of;

const FEATURES: &str = "Only an account administrator can change the features of a user.";

#[test]
fn a_member_reads_and_changes_its_settings_without_a_privilege() {
    let world = World::new();
    let master = world.master();
    let (user, _) = person_of(&master, "ann", 2);
    let app = master.operate("POST", "/apps", json!({"kind": "user"})).is(201).text("client_id");
    let member = master.user_signed_in_with(&app, &user);
    member.patch("/users/me/settings", host_video(true)).is(204);
    assert_eq!(host_video_in(&member.get("/users/me/settings").is(200)), &json!(true));
    assert_eq!(host_video_in(&of_user(&master, &user)), &json!(true));
    let refusal = "Invalid access token, does not contain scopes.";
    for other in [&user, &master.owner_id] {
        member.get(&format!("/users/{other}/settings")).refused(400, 4700, refusal);
        member.patch(&format!("/users/{other}/settings"), host_video(false)).refused(400, 4700, refusal);
    }
}

#[test]
fn a_member_does_not_give_itself_what_the_account_pays_for() {
    let world = World::new();
    let master = world.master();
    let (user, _) = person_of(&master, "ann", 2);
    let app = master.operate("POST", "/apps", json!({"kind": "user"})).is(201).text("client_id");
    let member = master.user_signed_in_with(&app, &user);
    for feature in [json!({"webinar": true}), json!({"meeting_capacity": 1000}), json!({"zoom_phone": true})] {
        let body = json!({"feature": feature, "schedule_meeting": {"host_video": true}});
        member.patch("/users/me/settings", body).refused(400, 200, FEATURES);
    }
    member.patch("/users/me/settings", json!({"feature": {"webinar": false}})).is(204);
    assert_eq!(host_video_in(&of_user(&master, &user)), &json!(false));
    assert_eq!(of_user(&master, &user)["feature"]["webinar"], false);
}

#[test]
fn reading_and_changing_settings_of_others_take_the_privileges_for_users() {
    let world = World::new();
    let master = world.master();
    master.plan_with("Business", 50, json!({"zoom_phone": 1}));
    let path = format!("/users/{}/settings", master.owner_id);
    let reader = master.user_with_role(&["User:Read"], 2, &[]);
    reader.get(&path).is(200);
    let refusal = "Invalid access token. Does not contain permissions [User:Edit].";
    reader.patch(&path, host_video(true)).refused(400, 200, refusal);
    let editor = master.user_with_role(&["User:Edit"], 2, &[]);
    editor.patch(&path, json!({"schedule_meeting": {"host_video": true}, "feature": {"zoom_phone": true}})).is(204);
    assert_eq!(of_user(&master, &master.owner_id)["feature"]["zoom_phone"], true);
}

#[test]
fn settings_of_the_account_take_a_privilege_of_their_own() {
    let world = World::new();
    let master = world.master();
    let reader = master.user_with_role(&["AccountSetting:Read"], 2, &[]).on_id("me");
    reader.get("/settings").is(200);
    let refusal = "Invalid access token. Does not contain permissions [AccountSetting:Edit].";
    for path in ["/settings", "/lock_settings", "/settings/registration"] {
        reader.patch(path, json!({})).refused(400, 200, refusal);
    }
    master.user_with_role(&["AccountSetting:Edit"], 2, &[]).on_id("me").patch("/settings", host_video(true)).is(204);
    let nobody = master.user_with_role(&["User:Edit"], 2, &[]).on_id("me");
    let refusal = "Invalid access token. Does not contain permissions [AccountSetting:Read].";
    nobody.get("/settings").refused(400, 200, refusal);
}
