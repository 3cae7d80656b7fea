//! `GET|PATCH /accounts/{accountId}/settings` and `/settings/registration`
use super::*;

#[test]
fn what_is_left_out_stays_and_a_setting_that_nobody_set_is_what_the_documents_say() {
    let world = World::new();
    let master = world.master();
    let own = master.on_id("me");
    let before = own.get("/settings").is(200);
    assert_eq!((host_video_in(&before), &before["in_meeting"]["dscp_audio"]), (&json!(false), &json!(56)));
    own.patch("/settings", host_video(true)).is(204);
    own.patch("/settings", json!({"in_meeting": {"chat": true, "dscp_audio": null, "no such field": 7}, "x": {}}))
        .is(204);
    let after = own.get("/settings").is(200);
    assert_eq!((host_video_in(&after), &after["in_meeting"]["chat"]), (&json!(true), &json!(true)));
    let mut expected = before.body.clone();
    expected["schedule_meeting"]["host_video"] = json!(true);
    expected["in_meeting"]["chat"] = json!(true);
    assert_eq!(after.body, expected);
}

#[test]
fn a_master_sets_the_settings_of_a_subaccount_and_nothing_of_its_own_flows_there() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    master.on_id("me").patch("/settings", host_video(true)).is(204);
    master.on_id("me").patch("/lock_settings", host_video(true)).is(200);
    let (below, own) = (master.on(&sub), sub.on_id("me"));
    assert_eq!(host_video_in(&own.get("/settings").is(200)), &json!(false));
    assert_eq!(host_video_in(&below.get("/lock_settings").is(200)), &json!(false));
    assert_eq!(host_video_in(&of_user(&sub, &sub.owner_id)), &json!(false));
    below.patch("/settings", json!({"schedule_meeting": {"join_before_host": true}})).is(204);
    assert_eq!(own.get("/settings").is(200)["schedule_meeting"]["join_before_host"], true);
    assert_eq!(master.on_id("me").get("/settings").is(200)["schedule_meeting"]["join_before_host"], false);
}

#[test]
fn every_refused_field_is_told_and_then_nothing_changes() {
    let world = World::new();
    let master = world.master();
    let own = master.on_id("me");
    let body = json!({
        "in_meeting": {"dscp_audio": 64, "entry_exit_chime": "dogs"},
        "schedule_meeting": {"host_video": true},
        "security": {"password_requirement": {"minimum_password_length": 15}},
    });
    let fields = [
        "in_meeting.dscp_audio",
        "in_meeting.entry_exit_chime",
        "security.password_requirement.minimum_password_length",
    ];
    own.patch("/settings", body).refuses_fields(&fields);
    own.patch("/settings", json!({"in_meeting": []})).refuses_fields(&["in_meeting"]);
    own.patch("/settings?option=security", json!({"security": 1})).refuses_fields(&["security"]);
    own.patch("/settings/registration", json!({"approve_type": 2})).refuses_fields(&["approve_type"]);
    assert_eq!(host_video_in(&own.get("/settings").is(200)), &json!(false));
    assert_eq!(world.told(&master.id, "account.settings_updated"), [] as [Value; 0]);
}

#[test]
fn a_number_is_taken_at_its_bounds_and_not_beyond() {
    let world = World::new();
    let master = world.master();
    let own = master.on_id("me");
    for (number, is_taken) in [(0, false), (1, true), (63, true), (64, false)] {
        let answer = own.patch("/settings", json!({"in_meeting": {"dscp_audio": number}}));
        assert_eq!(answer.status, if is_taken { 204 } else { 400 }, "{answer}");
    }
    for (length, is_taken) in [(254usize, true), (255, true), (256, false)] {
        // One more character before a list of odd length makes it an even one.
        let ports = format!("{}{}", "1".repeat(1 - length % 2), vec!["1"; length.div_ceil(2)].join(";"));
        assert_eq!(ports.len(), length);
        let answer = own.patch("/settings", json!({"in_meeting": {"ports_range": ports}}));
        assert_eq!(answer.status, if is_taken { 204 } else { 400 }, "{answer}");
    }
    for (count, is_taken) in [(0, true), (19, true), (20, true), (21, false)] {
        let body = json!({"meeting_security": {"block_user_domain_list": vec!["a.example"; count]}});
        let answer = own.patch("/settings?option=meeting_security", body);
        assert_eq!(answer.status, if is_taken { 204 } else { 400 }, "{answer}");
    }
}

#[test]
fn a_text_that_has_not_its_documented_form_is_refused_by_its_path_and_nothing_changes() {
    let world = World::new();
    let master = world.master();
    let own = master.on_id("me");
    let before = own.get("/settings").is(200).body;
    let cloud = "chat.set_retention_period_in_cloud.retention_period_of_channels";
    let smtp = "chat.send_data_to_third_party_archiving_service.smtp_delivery_address";
    for (body, field) in [
        (json!({"chat": {"set_retention_period_in_cloud": {"retention_period_of_channels": "banana"}}}), cloud),
        (json!({"chat": {"send_data_to_third_party_archiving_service": {"smtp_delivery_address": "banana"}}}), smtp),
        (
            json!({"recording": {"ip_address_access_control": {"ip_addresses_or_ranges": "1.2.3.256"}}}),
            "recording.ip_address_access_control.ip_addresses_or_ranges",
        ),
        (json!({"in_meeting": {"ports_range": "65536"}}), "in_meeting.ports_range"),
        (json!({"security": {"signin_with_sso": {"domains": ["banana"]}}}), "security.signin_with_sso.domains[0]"),
    ] {
        refuses(own.patch("/settings", body), &[(field, "Invalid field.")]);
    }
    assert_eq!(own.get("/settings").is(200).body, before);
    let body =
        json!({"recording": {"ip_address_access_control": {"ip_addresses_or_ranges": "46.33.24.184, 48.99.100.2/25"}}});
    own.patch("/settings", body).is(204);
    let shown = own.get("/settings").is(200);
    assert_eq!(
        shown["recording"]["ip_address_access_control"]["ip_addresses_or_ranges"],
        "46.33.24.184, 48.99.100.2/25"
    );
    own.patch("/settings", json!({"recording": {"ip_address_access_control": {"ip_addresses_or_ranges": ""}}})).is(204);
}

#[test]
fn an_answer_is_cut_down_to_the_fields_that_are_asked_for() {
    let world = World::new();
    let master = world.master();
    let of = |query: &str| master.on_id("me").get(&format!("/settings?{query}")).is(200).body;
    let fields = json!({"schedule_meeting": {"host_video": false}, "chat": {"personal_channel": true}});
    assert_eq!(of("custom_query_fields=host_video,personal_channel"), fields);
    assert_eq!(of("custom_query_fields=schedule_meeting.host_video"), host_video(false));
    assert_eq!(of("custom_query_fields=profile").as_object().map(|of| of.len()), Some(1));
    assert_eq!(of("custom_query_fields=no_such_field"), json!({}));
    let both = of("custom_query_fields=hide_billing_info&option=security");
    assert_eq!(both, json!({"security": {"hide_billing_info": false}}));
}

#[test]
fn an_option_that_there_is_not_is_refused() {
    let world = World::new();
    let master = world.master();
    let own = master.on_id("me");
    own.get("/settings?option=everything").refuses_fields(&["option"]);
    own.patch("/settings?option=everything", json!({})).refuses_fields(&["option"]);
    own.get("/lock_settings?option=security").refuses_fields(&["option"]);
    own.get("/settings/registration?type=meeting").refuses_fields(&["type"]);
    own.patch("/settings/registration?type=meeting", json!({})).refuses_fields(&["type"]);
}

#[test]
fn an_account_without_a_paid_plan_has_no_settings_to_read_or_change() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let below = master.on(&sub);
    let refusal = "Only available for paid accounts.";
    for path in ["/settings", "/settings?option=security", "/settings/registration"] {
        below.get(path).refused(400, 200, refusal);
        below.patch(path, json!({})).refused(400, 200, refusal);
    }
    sub.on_id("me").get("/settings").refused(400, 200, refusal);
    sub.plan("Business", 10);
    below.patch("/settings", host_video(true)).is(204);
    sub.plan("Free", 0);
    below.get("/settings").refused(400, 200, refusal);
    assert_eq!(host_video_in(&of_user(&sub, &sub.owner_id)), &json!(true), "what was set still holds");
}

#[test]
fn foreign_and_unknown_accounts_have_no_settings_here() {
    let world = World::new();
    let (master, foreign) = (world.master(), world.sub(&world.master()));
    for id in [&foreign.id, NO_ID] {
        for path in ["/settings", "/lock_settings", "/settings/registration"] {
            let refusal = format!("Account does not exist: {id}.");
            master.on_id(id).get(path).refused(404, 2001, &refusal);
            master.on_id(id).patch(path, host_video(true)).refused(404, 2001, &refusal);
        }
    }
}

#[test]
fn another_name_of_a_setting_is_the_same_setting() {
    let world = World::new();
    let master = world.master();
    let own = master.on_id("me");
    own.patch("/settings", json!({"in_meeting": {"polling": true}})).is(204);
    assert_eq!(own.get("/settings").is(200)["in_meeting"]["meeting_polling"]["enable"], true);
}
