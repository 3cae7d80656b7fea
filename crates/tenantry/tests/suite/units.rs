//! Units of one organisation with opposite regulatory needs: what one decides, hands out or erases moves no other.
use crate::{
    actors::{Account, Actor},
    contact_groups::{contact_group, user, users},
    data_requests::{GRACE, REQUESTS, asked, fetch, in_history, link, told, unwanted, wanted},
    forms,
    groups::group,
    information_barriers::{POLICIES, between, blocks, with},
    server::server,
    users::{invited, person_of, renewed},
    world::World,
};
use serde_json::{Value, json};

/// A subaccount that pays its way.
fn unit<'w>(world: &'w World, master: &Account<'w>) -> Account<'w> {
    let unit = world.sub(master);
    unit.plan("Business", 20);
    unit
}

/// An account decides for itself, through its master or by itself: everything strictly, or everything laxly.
fn decide(account: &Account<'_>, on: &Actor<'_>, is_strict: bool) {
    let recording = json!({"auto_delete_cmr": is_strict, "auto_delete_cmr_days": if is_strict { 30 } else { 60 }});
    on.patch("/settings", json!({"recording": recording})).is(204);
    let security = json!({
        "password_requirement": {"minimum_password_length": if is_strict { 14 } else { 8 }, "have_special_character": is_strict},
        "sign_in_with_two_factor_auth": if is_strict { "all" } else { "none" },
        "signin_with_sso": {
            "enable": is_strict, "require_sso_for_domains": is_strict,
            "domains": if is_strict { json!(["staff.example"]) } else { json!([]) },
        },
        "sign_again_period_for_inactivity_on_web": if is_strict { 10 } else { 120 },
    });
    on.patch("/settings?option=security", json!({"security": security})).is(204);
    let locks = json!({"schedule_meeting": {"host_video": is_strict}, "recording": {"auto_delete_cmr": is_strict}});
    on.patch("/lock_settings", locks).is(200);
    let number = server().next_world();
    account.operate("POST", "/managed_domains", json!({"domain": format!("unit{number}.example")})).is(200);
    let trusted = if is_strict { json!([]) } else { json!(["partner.example"]) };
    account.operate("PUT", "/trusted_domains", json!({"domains": trusted})).is(200);
    let settings = with(blocks(), json!({"im": is_strict, "meeting": is_strict}));
    let (one, other) = (group(account), group(account));
    account.post(POLICIES, with(between(&one, &other), json!({"settings": settings}))).is(201);
    let video = json!({"schedule_meeting": {"participant_video": is_strict}});
    on.patch(&format!("/groups/{one}/settings"), video.clone()).is(204);
    on.patch(&format!("/groups/{one}/lock_settings"), video).is(204);
    let contacts = if is_strict { vec![users(&one)] } else { vec![users(&one), user(&account.owner_id)] };
    contact_group(account, &contacts);
    let division = json!({"division_name": format!("Ward {}", server().next_world()), "division_description": is_strict.to_string()});
    let division = on.post("/divisions", division).is(201).text("division_id");
    on.patch(&format!("/users/{}", account.owner_id), json!({"division_ids": [division]})).is(204);
}

/// Everything that an account has decided, what it shows of its groups last.
fn decided(on: &Actor<'_>) -> Vec<Value> {
    let paths = [
        "/settings",
        "/settings?option=security",
        "/settings?option=meeting_security",
        "/lock_settings",
        "/managed_domains",
        "/trusted_domains",
        POLICIES,
        "/divisions",
        "/contacts/groups",
    ];
    let of = |list: &str, id: &str, parts: &[&str]| {
        let items = on.get(list).is(200)[list.rsplit('/').next().unwrap_or_default()].as_array().unwrap().clone();
        let paths = items
            .iter()
            .flat_map(|item| parts.iter().map(|part| format!("{list}/{}{part}", item[id].as_str().unwrap())));
        paths.map(|path| on.get(&path).is(200).body).collect::<Vec<_>>()
    };
    let mut all = paths.map(|path| on.get(path).is(200).body).to_vec();
    all.push(of("/groups", "id", &["/settings", "/lock_settings"]).into());
    all.push(of("/contacts/groups", "group_id", &["", "/members"]).into());
    all
}

#[test]
fn two_units_hold_opposite_policies_and_neither_the_master_nor_a_sibling_moves_them() {
    let world = World::new();
    let master = world.master();
    let [clinic, theatre, library] = std::array::from_fn(|_| unit(&world, &master));
    decide(&clinic, &master.on(&clinic), true);
    decide(&theatre, &master.on(&theatre), false);
    let of = |account: &Account<'_>| decided(&master.on(account));
    let (strict, lax) = (of(&clinic), of(&theatre));
    for (at, pointer, kept) in [
        (0, "/recording/auto_delete_cmr_days", [json!(30), json!(60)]),
        (1, "/security/password_requirement/minimum_password_length", [json!(14), json!(8)]),
        (1, "/security/sign_in_with_two_factor_auth", [json!("all"), json!("none")]),
        (1, "/security/signin_with_sso/enable", [json!(true), json!(false)]),
        (1, "/security/signin_with_sso/require_sso_for_domains", [json!(true), json!(false)]),
        (1, "/security/signin_with_sso/domains", [json!(["staff.example"]), json!([])]),
        (1, "/security/sign_again_period_for_inactivity_on_web", [json!(10), json!(120)]),
        (3, "/schedule_meeting/host_video", [json!(true), json!(false)]),
        (3, "/recording/auto_delete_cmr", [json!(true), json!(false)]),
        (5, "/trusted_domains", [json!([]), json!(["partner.example"])]),
        (6, "/policies/0/settings/meeting", [json!(true), json!(false)]),
        (7, "/total_records", [json!(2), json!(2)]),
        (10, "/0/total_members", [json!(1), json!(2)]),
    ] {
        assert_eq!([&strict, &lax].map(|rules| rules[at].pointer(pointer).cloned()), kept.map(Some), "{pointer}");
    }
    for (rules, is_strict) in [(&strict, true), (&lax, false)] {
        let groups = rules[9].as_array().unwrap();
        let is_so = |form: &Value| form["schedule_meeting"]["participant_video"] == is_strict;
        assert_eq!(groups.len(), 4);
        assert!(groups.chunks(2).any(|group| group.iter().all(is_so)), "{groups:#?}");
    }
    let untouched = of(&library);
    for is_strict in [true, false] {
        decide(&master, &master.on_id("me"), is_strict);
        assert_eq!((of(&clinic), of(&theatre), of(&library)), (strict.clone(), lax.clone(), untouched.clone()));
    }
    let own = decided(&master.on_id("me"));
    decide(&library, &master.on(&library), true);
    assert_eq!((of(&clinic), of(&theatre), decided(&master.on_id("me"))), (strict, lax, own));
}

/// Somebody of whom an account keeps everything that can be kept: the id and the email.
fn full(account: &Account<'_>) -> (String, String) {
    let ((ann, email), (bob, _)) = (person_of(account, "ann", 2), person_of(account, "bob", 2));
    let one = format!("/users/{ann}");
    account.patch(&one, json!({"dept": "Physics", "about_me": "Collects stamps."})).is(204);
    account.patch(&format!("{one}/settings"), json!({"schedule_meeting": {"participants_video": true}})).is(204);
    account.post(&format!("{one}/assistants"), json!({"assistants": [{"id": bob}]})).is(201);
    account.put(&format!("{one}/presence_status"), json!({"status": "Away"})).is(204);
    let group = format!("/groups/{}", group(account));
    account.post(&format!("{group}/members"), json!({"members": [{"id": ann}, {"id": bob}]})).is(201);
    account.post(&format!("{group}/admins"), json!({"admins": [{"id": ann}]})).is(201);
    forms::upload(&account.actor, &format!("{one}/picture"), "pic_file", &forms::png(5)).is(201);
    forms::upload(&account.actor, &format!("{one}/settings/virtual_backgrounds"), "file", &forms::png(6)).is(201);
    account.user_signed_in(&ann);
    account.world.asks_for_reset(&email).is(200);
    (ann, email)
}

/// What is told of somebody, but what asking itself adds to it.
fn told_of(world: &World, account: &Account<'_>, email: &str) -> Value {
    let mut data = told(world, &account.actor, email)["data"].clone();
    for moving in ["data_requests", "events", "sessions"] {
        data.as_object_mut().unwrap().remove(moving);
    }
    data
}

/// The files of an access request: ids and bytes.
fn handed_out(world: &World, account: &Account<'_>, email: &str) -> Vec<(String, Vec<u8>)> {
    let request = asked(&account.actor, wanted(&[email]));
    world.settle();
    let ids = account.get(&format!("{REQUESTS}/{request}")).is(200).column("file_id");
    let files = ids.iter().map(|id| id.as_str().unwrap());
    files.map(|id| (id.to_owned(), fetch(world, &link(&account.actor, id)).is(200).bytes)).collect()
}

#[test]
fn what_one_unit_hands_out_is_complete_and_what_it_erases_touches_no_other() {
    let world = World::new();
    let master = world.master();
    let [clinic, theatre] = std::array::from_fn(|_| unit(&world, &master));
    let [(ann, email), (_, at_theatre), (_, above)] = [&clinic, &theatre, &master].map(full);
    let all = told(&world, &clinic.actor, &email);
    for part in [
        "profile",
        "password",
        "sessions",
        "assistants",
        "presence",
        "settings",
        "files",
        "groups",
        "administered_groups",
        "mails",
        "links",
        "events",
    ] {
        assert!(!all["data"][part].is_null(), "{part} is missing: {all:#}");
    }
    let text = all.to_string();
    assert!(text.contains("choose another password here") && !text.contains("/pages/links/"), "{all:#}");
    let files = handed_out(&world, &clinic, &email);
    // Text, picture and background.
    assert_eq!(files.len(), 3);
    assert!(files.iter().any(|(_, bytes)| *bytes == forms::png(6)));
    assert!(![&theatre.id, &master.id, &at_theatre, &above].into_iter().any(|mark| text.contains(mark.as_str())));
    let before = [told_of(&world, &theatre, &at_theatre), told_of(&world, &master, &above)];
    let request = asked(&clinic.actor, unwanted(&[&email]));
    world.advance(GRACE);
    world.settle();
    let [clinic, theatre, master] = [&clinic, &theatre, &master].map(renewed);
    assert_eq!(in_history(&clinic.actor, &request)["state"], "Completed");
    clinic.get(&format!("/users/{ann}")).is(404);
    for (file, _) in files {
        clinic.get(&format!("/data_requests/files/{file}/url")).is(404);
    }
    assert!(world.mails_to(&email).is_empty());
    for group in clinic.get("/groups").is(200)["groups"].as_array().unwrap() {
        assert_eq!(group["total_members"], 1);
    }
    assert_eq!([told_of(&world, &theatre, &at_theatre), told_of(&world, &master, &above)], before);
}

#[test]
fn mail_to_somebody_is_told_without_what_its_link_opens_and_goes_with_whom_it_was_sent_to() {
    let world = World::new();
    let master = world.master();
    let (_, email) = invited(&master, "ann");
    let all = told(&world, &master.actor, &email);
    let mail = &all["data"]["mails"][0];
    assert_eq!((&mail["to"], mail["subject"].is_string()), (&json!(email), true), "{all:#}");
    let text = mail["text"].as_str().unwrap();
    assert!(text.contains("Choose a password here") && text.contains("[link left out]"), "{text}");
    assert!(!all.to_string().contains("/pages/links/"), "{all:#}");
    asked(&master.actor, unwanted(&[&email]));
    world.advance(GRACE);
    world.settle();
    let kept = world.operator("GET", &format!("/mails?to={email}"), Value::Null).is(200);
    assert_eq!(kept["mails"], json!([]));
}
