//! `/users/{userId}/meeting_summary_templates`, `/meeting_templates/{meetingTemplateId}`, `/collaboration_devices`
use super::*;

/// Sets a list of one kind through the operator plane.
fn provide(account: &Account<'_>, user: &str, kind: &str, body: Value) -> Answer {
    account.operate("PUT", &format!("/users/{user}/{kind}"), body)
}

fn summary_templates(account: &Account<'_>, user: &str, list: Value) -> Answer {
    provide(account, user, "meeting_summary_templates", json!({"templates": list}))
}

fn meeting_templates(account: &Account<'_>, user: &str, list: Value) -> Answer {
    provide(account, user, "meeting_templates", json!({"templates": list}))
}

fn devices(account: &Account<'_>, user: &str, list: Value) -> Answer {
    provide(account, user, "collaboration_devices", json!({"devices": list}))
}

fn board() -> Value {
    json!({"device_name": "Board", "room_name": "Home", "room_user_id": "R1", "status": "Online"})
}

/// Every setting that is documented.
fn settings() -> Value {
    json!({
        "in_meeting": {
            "entry_exit_chime": "host", "feedback": true, "polling": false, "post_meeting_feedback": true,
            "screen_sharing": true, "who_can_share_screen": "host",
            "who_can_share_screen_when_someone_is_sharing": "all", "disable_screen_sharing_for_host_meetings": false,
            "annotation": true, "whiteboard": true, "remote_control": false, "non_verbal_feedback": true,
            "allow_participants_to_rename": false, "breakout_room": true, "remote_support": false,
            "manual_captioning": {
                "auto_generated_captions": true, "allow_to_type": false, "manual_captions": true, "save_captions": false,
            },
            "closed_captioning": {"auto_transcribing": true, "enable": false, "save_caption": true},
        },
        "recording": {"auto_recording": "cloud"},
        "schedule_meeting": {"host_video": true, "participant_video": false, "mute_upon_entry": true},
        "meeting_security": {"waiting_room": true},
    })
}

#[test]
fn a_user_has_the_summary_templates_that_are_provided() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (ann, email) = person(&sub, "ann");
    let path = format!("/users/{email}/meeting_summary_templates");
    assert_eq!(master.on(&sub).get(&path).is(200).body, json!([]));
    let list = json!([{"name": "Recap", "description": "What was decided"}, {"name": "Bare"}]);
    let made = summary_templates(&sub, &ann, list).is(200);
    let [one, two] = [0, 1].map(|at| made["templates"][at]["meeting_summary_template_id"].clone());
    let shown = json!([
        {"meeting_summary_template_id": one, "name": "Recap", "description": "What was decided"},
        {"meeting_summary_template_id": two, "name": "Bare", "description": ""},
    ]);
    assert_eq!(master.on(&sub).get(&path).is(200).body, shown);
    assert_ne!(one, two);
}

#[test]
fn a_meeting_template_is_read_with_every_setting_that_it_has() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (ann, email) = person(&sub, "ann");
    let made = meeting_templates(&sub, &email, json!([{"name": "Lesson", "settings": settings()}, {"name": "Bare"}]));
    let [full, bare] = [0, 1].map(|at| made["templates"][at]["id"].as_str().unwrap().to_owned());
    let get = |id: &str| master.on(&sub).get(&format!("/users/{ann}/meeting_templates/{id}"));
    assert_eq!(get(&full).is(200).body, json!({"id": full, "name": "Lesson", "settings": settings()}));
    assert_eq!(get(&bare).is(200).body, json!({"id": bare, "name": "Bare", "settings": {}}));
    get(NO_ID).refused(400, 300, &format!("Meeting template does not exist: {NO_ID}."));
    let (bob, _) = person(&sub, "bob");
    let refusal = format!("Meeting template does not exist: {full}.");
    sub.get(&format!("/users/{bob}/meeting_templates/{full}")).refused(400, 300, &refusal);
}

#[test]
fn a_user_has_the_devices_that_are_provided() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (ann, email) = person(&sub, "ann");
    let path = format!("/users/{email}/collaboration_devices");
    assert_eq!(sub.get(&path).is(200).body, json!({"total_records": 0, "collaboration_devices": []}));
    let made = devices(&sub, &ann, json!([board(), {"device_name": "Bar", "room_name": "Hall", "status": "Offline"}]));
    let [one, two] = [0, 1].map(|at| made["devices"][at]["id"].as_str().unwrap().to_owned());
    let first =
        json!({"id": one, "device_name": "Board", "room_name": "Home", "room_user_id": "R1", "status": "Online"});
    let second = json!({"id": two, "device_name": "Bar", "room_name": "Hall", "room_user_id": "", "status": "Offline"});
    let shown = json!({"total_records": 2, "collaboration_devices": [first, second]});
    assert_eq!(master.on(&sub).get(&path).is(200).body, shown);
    assert_eq!(sub.get(&format!("{path}/{two}")).is(200).body, second);
    let refusal = format!("Collaboration Device does not exist: {NO_ID}.");
    sub.get(&format!("{path}/{NO_ID}")).refused(404, 1238, &refusal);
    let (bob, _) = person(&sub, "bob");
    let refusal = format!("Collaboration Device does not exist: {one}.");
    sub.get(&format!("/users/{bob}/collaboration_devices/{one}")).refused(404, 1238, &refusal);
}

#[test]
fn a_list_takes_the_place_of_the_one_before_and_keeps_the_ids_that_it_names() {
    let world = World::new();
    let master = world.master();
    let ((ann, email), (bob, _)) = (person(&master, "ann"), person(&master, "bob"));
    let made = devices(&master, &ann, json!([board(), board()])).is(200);
    let [one, two] = [0, 1].map(|at| made["devices"][at].clone());
    assert_eq!(devices(&master, &ann, json!([two, one])).is(200).body, json!({"devices": [two, one]}));
    assert_eq!(devices(&master, &ann, json!([two, one])).is(200).body, json!({"devices": [two, one]}));
    let told = event(&world, &ann, "user.items_provided");
    assert_eq!(count_events(&world, &ann, "user.items_provided"), 2);
    let payload = json!({
        "id": ann, "email": email, "kind": "collaboration_device", "item_ids": [two["id"], one["id"]],
        "old_object": {"item_ids": [one["id"], two["id"]]},
    });
    assert_eq!((&told["payload"], &told["version"]), (&payload, &json!(3)));
    let refusal = |id: &str| format!("The user has nothing with this id, or it stands there twice: {id}.");
    let id = one["id"].as_str().unwrap();
    devices(&master, &ann, json!([one, one])).refused(404, 404, &refusal(id));
    devices(&master, &bob, json!([one])).refused(404, 404, &refusal(id));
    assert_eq!(devices(&master, &ann, json!([])).is(200).body, json!({"devices": []}));
}

#[test]
fn lists_hold_40_things_and_each_of_them_what_is_documented() {
    let world = World::new();
    let master = world.master();
    let (ann, _) = person(&master, "ann");
    let many = |count: usize| json!(vec![json!({"name": "T"}); count]);
    for count in [39, 40] {
        meeting_templates(&master, &ann, many(count)).is(200);
        summary_templates(&master, &ann, many(count)).is(200);
        devices(&master, &ann, json!(vec![board(); count])).is(200);
    }
    meeting_templates(&master, &ann, many(41)).refuses_fields(&["templates"]);
    summary_templates(&master, &ann, many(41)).refuses_fields(&["templates"]);
    devices(&master, &ann, json!(vec![board(); 41])).refuses_fields(&["devices"]);
    for (length, status) in [(0, 400), (1, 200), (128, 200), (129, 400)] {
        let name = "n".repeat(length);
        summary_templates(&master, &ann, json!([{"name": name}])).is(status);
        meeting_templates(&master, &ann, json!([{"name": name}])).is(status);
        for field in ["device_name", "room_name"] {
            let mut device = board();
            device[field] = json!(name);
            devices(&master, &ann, json!([device])).is(status);
        }
    }
    for (length, status) in [(2000, 200), (2001, 400)] {
        summary_templates(&master, &ann, json!([{"name": "T", "description": "d".repeat(length)}])).is(status);
    }
    for (length, status) in [(128, 200), (129, 400)] {
        let mut device = board();
        device["room_user_id"] = json!("r".repeat(length));
        devices(&master, &ann, json!([device])).is(status);
    }
    let wrong =
        json!([{"name": "T", "settings": {"recording": {"auto_recording": "tape"}, "in_meeting": {"polling": 7}}}]);
    let fields = ["templates[0].settings.in_meeting.polling", "templates[0].settings.recording.auto_recording"];
    meeting_templates(&master, &ann, wrong).refuses_fields(&fields);
    devices(&master, &ann, json!([{"status": "Idle"}])).refuses_fields(&[
        "devices[0].device_name",
        "devices[0].room_name",
        "devices[0].status",
    ]);
}

#[test]
fn foreign_and_unknown_users_do_not_exist() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (foreign, _) = person(&sub, "ann");
    let device = devices(&sub, &foreign, json!([board()])).is(200)["devices"][0]["id"].as_str().unwrap().to_owned();
    for user in [&*foreign, NO_ID] {
        for path in [
            "meeting_summary_templates".to_owned(),
            format!("meeting_templates/{device}"),
            "collaboration_devices".to_owned(),
            format!("collaboration_devices/{device}"),
        ] {
            master.get(&format!("/users/{user}/{path}")).refused(404, 1001, &no_user(user));
        }
        devices(&master, user, json!([])).refused(404, 1001, &no_user(user));
    }
}

#[test]
fn a_user_who_moves_takes_its_templates_along_and_leaves_its_devices() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (ann, _) = person(&sub, "ann");
    let made = meeting_templates(&sub, &ann, json!([{"name": "Lesson"}, {"name": "Talk"}])).is(200);
    summary_templates(&sub, &ann, json!([{"name": "Recap"}])).is(200);
    devices(&sub, &ann, json!([board()])).is(200);
    let summaries = format!("/users/{ann}/meeting_summary_templates");
    let before = sub.get(&summaries).is(200).body;
    for (from, to) in [(&sub, &master), (&master, &sub)] {
        master.on_id(&from.id).put(&format!("/users/{ann}/account"), json!({"account_id": to.id})).is(204);
        assert_eq!(to.get(&summaries).is(200).body, before);
        for template in made["templates"].as_array().unwrap() {
            let id = template["id"].as_str().unwrap();
            assert_eq!(to.get(&format!("/users/{ann}/meeting_templates/{id}")).is(200).body, *template);
        }
        assert_eq!(to.get(&format!("/users/{ann}/collaboration_devices")).is(200)["total_records"], 0);
    }
    sub.delete(&format!("/users/{ann}?action=delete")).is(204);
    sub.get(&summaries).refused(404, 1001, &no_user(&ann));
}

#[test]
fn templates_are_handed_on_when_their_user_is_removed() {
    let world = World::new();
    let master = world.master();
    let [(ann, _), (bob, heir)] = ["ann", "bob"].map(|name| person(&master, name));
    let of = |user: &str| {
        let list = master.get(&format!("/users/{user}/meeting_summary_templates")).is(200);
        list.body.as_array().unwrap().iter().map(|item| item["name"].clone()).collect::<Vec<_>>()
    };
    let weekly = meeting_templates(&master, &ann, json!([{"name": "Weekly"}])).is(200)["templates"][0]["id"].clone();
    summary_templates(&master, &ann, json!([{"name": "Recap"}])).is(200);
    summary_templates(&master, &bob, json!([{"name": "Own"}])).is(200);
    devices(&master, &ann, json!([board()])).is(200);
    let path = format!("/users/{ann}?action=delete&transfer_email={heir}");
    master.delete(&format!("{path}&transfer_meeting=true")).is(204);
    assert_eq!(of(&bob), ["Own", "Recap"]);
    master.get(&format!("/users/{bob}/meeting_templates/{}", weekly.as_str().unwrap())).is(200);
    assert_eq!(master.get(&format!("/users/{bob}/collaboration_devices")).is(200)["total_records"], 0);
    let told = event(&world, &bob, "user.items_provided");
    assert_eq!((&told["payload"]["kind"], &told["version"]), (&json!("summary_template"), &json!(4)));
}

#[test]
fn templates_go_with_a_user_who_leaves_and_hands_on_nothing() {
    let world = World::new();
    let master = world.master();
    let [(ann, email), (bob, heir)] = ["ann", "bob"].map(|name| person(&master, name));
    let template = meeting_templates(&master, &ann, json!([{"name": "Weekly"}])).is(200)["templates"][0]["id"].clone();
    master.delete(&format!("/users/{ann}?transfer_email={heir}&transfer_webinar=true")).is(204);
    master.get(&format!("/users/{bob}/meeting_templates/{}", template.as_str().unwrap())).is(400);
    let home = event(&world, &ann, "user.created")["account_id"].as_str().unwrap().to_owned();
    let account = world.shown(&format!("/accounts/{home}")).is(200);
    let own = Account::signed_in(&world, &account, &email);
    own.get(&format!("/users/me/meeting_templates/{}", template.as_str().unwrap())).is(200);
}

#[test]
fn an_heir_has_no_more_templates_than_others() {
    let world = World::new();
    let master = world.master();
    let (_, heir) = person(&master, "bob");
    let hands_on = |count: usize| {
        let (ann, _) = person(&master, "ann");
        meeting_templates(&master, &ann, json!(vec![json!({"name": "T"}); count])).is(200);
        (master.delete(&format!("/users/{ann}?action=delete&transfer_meeting=true&transfer_email={heir}")), ann)
    };
    for count in [38, 1, 1] {
        hands_on(count).0.is(204);
    }
    let (refused, ann) = hands_on(1);
    refused.refused(400, 300, &format!("There is no room for so many templates: {heir}."));
    shown(&master.actor, &ann);
    hands_on(0).0.is(204);
}
