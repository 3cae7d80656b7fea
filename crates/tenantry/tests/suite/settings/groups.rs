//! `/groups/{groupId}/settings`, `/lock_settings`, `/settings/registration`, and what they mean for users.
use super::*;
use crate::users::person_of;

/// A master, a user of it, and groups that the user is in, the primary one first.
fn member<'w>(world: &'w World, names: &[&str]) -> (Account<'w>, String, Vec<String>) {
    let master = world.master();
    let (user, _) = person_of(&master, "ann", 2);
    let groups: Vec<String> = names.iter().map(|name| group(&master, name)).collect();
    groups.iter().for_each(|group| join(&master, group, &user));
    (master, user, groups)
}

fn set(account: &Account<'_>, group: &str, body: Value) {
    account.patch(&format!("/groups/{group}/settings"), body).is(204);
}

fn lock(account: &Account<'_>, group: &str, body: Value) {
    account.patch(&format!("/groups/{group}/lock_settings"), body).is(204);
}

#[test]
fn the_primary_group_stands_between_account_and_user() {
    let world = World::new();
    let (master, user, groups) = member(&world, &["Sales", "Service"]);
    let video = || host_video_in(&of_user(&master, &user)).clone();
    set(&master, &groups[1], host_video(true));
    assert_eq!(video(), json!(false), "only the primary group is asked, even when it has set nothing");
    set(&master, &groups[0], host_video(true));
    assert_eq!(video(), json!(true));
    master.on_id("me").patch("/settings", host_video(false)).is(204);
    assert_eq!(video(), json!(true));
    master.patch(&format!("/users/{user}/settings"), host_video(false)).is(204);
    assert_eq!(video(), json!(false));
    assert_eq!(host_video_in(&of_user(&master, &master.owner_id)), &json!(false), "not in the group");
}

#[test]
fn another_primary_group_brings_other_settings() {
    let world = World::new();
    let (master, user, groups) = member(&world, &["Sales", "Service"]);
    set(&master, &groups[1], host_video(true));
    let preferred = json!({"action": "set_primary", "target_group_id": groups[1]});
    master.patch(&format!("/groups/{}/members/{user}", groups[0]), preferred).is(204);
    assert_eq!(host_video_in(&of_user(&master, &user)), &json!(true));
    master.delete(&format!("/groups/{}/members/{user}", groups[1])).is(204);
    assert_eq!(host_video_in(&of_user(&master, &user)), &json!(false));
}

#[test]
fn a_lock_of_any_group_forces_its_value_and_refuses_a_change() {
    let world = World::new();
    let (master, user, groups) = member(&world, &["Sales", "Service"]);
    let path = format!("/users/{user}/settings");
    master.patch(&path, host_video(false)).is(204);
    set(&master, &groups[1], host_video(true));
    lock(&master, &groups[1], host_video(true));
    assert_eq!(host_video_in(&of_user(&master, &user)), &json!(true));
    refuses(master.patch(&path, host_video(false)), &[(HOST_VIDEO, LOCKED_BY_GROUP)]);
    master.on_id("me").patch("/lock_settings", host_video(true)).is(200);
    assert_eq!(host_video_in(&of_user(&master, &user)), &json!(false), "the account comes before its groups");
    refuses(master.patch(&path, host_video(true)), &[(HOST_VIDEO, LOCKED_BY_ACCOUNT)]);
    master.on_id("me").patch("/lock_settings", host_video(false)).is(200);
    lock(&master, &groups[1], host_video(false));
    assert_eq!(host_video_in(&of_user(&master, &user)), &json!(false), "its own again");
}

#[test]
fn the_account_locks_settings_and_locks_of_its_groups() {
    let world = World::new();
    let (master, _, groups) = member(&world, &["Sales"]);
    let (settings, locks) = ["settings", "lock_settings"].map(|part| format!("/groups/{}/{part}", groups[0])).into();
    set(&master, &groups[0], host_video(true));
    master.on_id("me").patch("/lock_settings", host_video(true)).is(200);
    assert_eq!(host_video_in(&master.get(&settings).is(200)), &json!(false));
    assert_eq!(host_video_in(&master.get(&locks).is(200)), &json!(true));
    refuses(master.patch(&settings, host_video(true)), &[(HOST_VIDEO, LOCKED_BY_ACCOUNT)]);
    refuses(master.patch(&locks, host_video(false)), &[(HOST_VIDEO, LOCKED_BY_ACCOUNT)]);
    master.patch(&locks, host_video(true)).is(204);
    assert_eq!(world.told(&groups[0], "group.lock_settings_updated"), [] as [Value; 0]);
}

#[test]
fn a_group_that_is_deleted_takes_its_settings_along() {
    let world = World::new();
    let (master, user, groups) = member(&world, &["Sales"]);
    set(&master, &groups[0], host_video(true));
    lock(&master, &groups[0], host_video(true));
    master.delete(&format!("/groups/{}", groups[0])).is(204);
    assert_eq!(host_video_in(&of_user(&master, &user)), &json!(false));
    master.patch(&format!("/users/{user}/settings"), host_video(true)).is(204);
}

#[test]
fn foreign_and_unknown_groups_have_no_settings_here() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let foreign = group(&world.master(), "Sales");
    let own = group(&master, "Sales");
    for (actor, ids) in
        [(master.actor.clone(), vec![&*foreign, NO_ID]), (master.on(&sub), vec![&*foreign, NO_ID, &own])]
    {
        for id in ids {
            let missing = format!("Group does not exist: {id}.");
            for path in [format!("/groups/{id}/settings"), format!("/groups/{id}/settings/registration?type=webinar")] {
                actor.get(&path).refused(404, 4130, &missing);
                actor.patch(&path, json!({})).refused(404, 4130, &missing);
            }
            let path = format!("/groups/{id}/lock_settings");
            actor.get(&path).refused(404, 4130, missing.trim_end_matches('.'));
            actor.patch(&path, json!({})).refused(404, 4130, "This group does not exist.");
        }
    }
}

#[test]
fn groups_of_an_account_without_a_plan_have_no_settings() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let below = master.on(&sub);
    let path = |part: &str| format!("/groups/{NO_ID}/{part}");
    let paid = "Only available for Paid account.";
    for part in ["settings", "lock_settings", "settings/registration"] {
        below.get(&path(part)).refused(400, 200, paid);
    }
    let named = format!("Only available for Paid account, {}", sub.id);
    below.patch(&path("settings"), json!({})).refused(400, 200, &named);
    below.patch(&path("lock_settings"), json!({})).refused(400, 200, "Only available for paid account.");
    below.patch(&path("settings/registration"), json!({})).refused(400, 200, paid);
}

#[test]
fn what_is_registered_for_has_to_be_said_for_a_group() {
    let world = World::new();
    let (master, _, groups) = member(&world, &["Sales"]);
    for (query, text) in [("", "Missing parameters: type."), ("?type=meeting", "Invalid parameter: type.")] {
        let path = format!("/groups/{}/settings/registration{query}", groups[0]);
        master.get(&path).refused(400, 300, text);
        master.patch(&path, json!({})).refused(400, 300, text);
    }
}

#[test]
fn a_group_refuses_what_is_wrong_and_tells_what_has_changed() {
    let world = World::new();
    let (master, _, groups) = member(&world, &["Sales"]);
    let id = &groups[0];
    let path = format!("/groups/{id}/settings");
    master
        .patch(&path, json!({"schedule_meeting": {"audio_type": "drums"}}))
        .refuses_fields(&["schedule_meeting.audio_type"]);
    master.patch(&format!("{path}?option=security"), json!({})).refuses_fields(&["option"]);
    master.get(&format!("/groups/{id}/lock_settings?option=security")).refuses_fields(&["option"]);
    for is_on in [true, true, false] {
        set(&master, id, host_video(is_on));
        lock(&master, id, host_video(is_on));
    }
    for name in ["group.settings_updated", "group.lock_settings_updated"] {
        let payloads: Vec<Value> = world.told(id, name).iter().map(|event| event["payload"].clone()).collect();
        let change = |is_on: bool| {
            let old = json!({"id": id, "settings": host_video(!is_on)});
            json!({"id": id, "settings": host_video(is_on), "old_object": old})
        };
        assert_eq!(payloads, [change(true), change(false)]);
    }
    let only = master.get(&format!("{path}?custom_query_fields=host_video")).is(200);
    assert_eq!(only.body, host_video(false));
}

/// What an answer shows of the rules for messages: name and status of each.
fn rules_in(answer: &Answer) -> Vec<(String, String)> {
    let rules = answer["chat"]["chat_etiquette_tool"]["policies"].as_array().unwrap();
    let text = |rule: &Value, field: &str| rule[field].as_str().unwrap().to_owned();
    rules.iter().map(|rule| (text(rule, "name"), text(rule, "status"))).collect()
}

#[test]
fn a_rule_that_the_account_locks_or_deletes_is_the_accounts_in_a_group_that_has_changed_it() {
    let world = World::new();
    let (master, _, groups) = member(&world, &["Sales"]);
    let (path, own) = (format!("/groups/{}/settings", groups[0]), master.on_id("me"));
    let tool = |operate: &str, rules: Value| {
        let mut tool = json!({"policies": rules});
        if !operate.is_empty() {
            tool["operate"] = json!(operate);
        }
        json!({"chat": {"chat_etiquette_tool": tool}})
    };
    let new = json!([{"name": "One", "status": "activated"}, {"name": "Two", "status": "activated"}]);
    own.patch("/settings", tool("create", new)).is(204);
    let shown = own.get("/settings").is(200);
    let id = shown["chat"]["chat_etiquette_tool"]["policies"][0]["id"].as_str().unwrap().to_owned();
    let status = |status: &str| tool("", json!([{"id": id, "status": status}]));
    let rules = |one: &str| vec![("One".to_owned(), one.to_owned()), ("Two".to_owned(), "activated".to_owned())];
    master.patch(&path, status("deactivated")).is(204);
    assert_eq!(rules_in(&master.get(&path).is(200)), rules("deactivated"));
    assert_eq!(rules_in(&own.get("/settings").is(200)), rules("activated"));
    own.patch("/settings", tool("update", json!([{"id": id, "is_locked": true}]))).is(204);
    assert_eq!(rules_in(&master.get(&path).is(200)), rules("activated"));
    let field = "chat.chat_etiquette_tool.policies[0]";
    refuses(master.patch(&path, status("deactivated")), &[(field, LOCKED_BY_ACCOUNT)]);
    master.patch(&path, status("activated")).is(204);
    own.patch("/settings", tool("delete", json!([{"id": id}]))).is(204);
    assert_eq!(rules_in(&master.get(&path).is(200)), rules("")[1..]);
    refuses(master.patch(&path, status("activated")), &[(&format!("{field}.id"), "Invalid field.")]);
}

#[test]
fn a_group_that_locks_what_it_never_set_forces_what_the_account_has() {
    let world = World::new();
    let (master, user, groups) = member(&world, &["Sales", "Service"]);
    let path = format!("/users/{user}/settings");
    master.on_id("me").patch("/settings", host_video(true)).is(204);
    master.patch(&path, host_video(false)).is(204);
    lock(&master, &groups[1], host_video(true));
    assert_eq!(host_video_in(&of_user(&master, &user)), &json!(true));
    refuses(master.patch(&path, host_video(false)), &[(HOST_VIDEO, LOCKED_BY_GROUP)]);
    master.on_id("me").patch("/settings", host_video(false)).is(204);
    assert_eq!(host_video_in(&of_user(&master, &user)), &json!(false), "it goes on following the account");
}

#[test]
fn of_two_groups_that_lock_a_setting_the_earlier_one_counts() {
    let world = World::new();
    let (master, user, groups) = member(&world, &["Sales", "Service", "Support"]);
    for (group, is_on) in [(&groups[1], true), (&groups[2], false)] {
        set(&master, group, host_video(is_on));
        lock(&master, group, host_video(true));
    }
    assert_eq!(host_video_in(&of_user(&master, &user)), &json!(true));
    let preferred = json!({"action": "set_primary", "target_group_id": groups[2]});
    master.patch(&format!("/groups/{}/members/{user}", groups[0]), preferred).is(204);
    assert_eq!(host_video_in(&of_user(&master, &user)), &json!(false), "the primary group is the first");
    refuses(master.patch(&format!("/users/{user}/settings"), host_video(true)), &[(HOST_VIDEO, LOCKED_BY_GROUP)]);
}
