//! What an export tells.
use super::{asked, fetch, file_of, in_history, link, told, wanted};
use crate::{
    contact_groups::{contact_group, user as contact},
    divisions::division,
    forms,
    users::{PASSWORD, admin, event, person_of},
    world::World,
};
use serde_json::{Value, json};

#[test]
fn an_export_tells_everything_that_is_kept_about_somebody_and_no_secret() {
    let world = World::new();
    let (_, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let (ann, email) = person_of(&sub, "ann", 2);
    let profile = json!({"dept": "Physics", "host_key": "246813", "phone_numbers": [
        {"country": "US", "code": "+1", "number": "5550100200", "label": "Office"}]});
    sub.patch(&format!("/users/{ann}"), profile).is(204);
    sub.put(&format!("/users/{ann}/password"), json!({"password": "Garnet8!Lake"})).is(204);
    sub.user_signed_in(&ann);
    let [(bob, _), (cid, _)] = ["bob", "cid"].map(|name| person_of(&sub, name, 2));
    sub.post(&format!("/users/{ann}/assistants"), json!({"assistants": [{"id": bob}]})).is(201);
    sub.post(&format!("/users/{cid}/assistants"), json!({"assistants": [{"id": ann}]})).is(201);
    sub.put(&format!("/users/{ann}/presence_status"), json!({"status": "Away"})).is(204);
    let (desk, unit) = (contact_group(&sub, &[contact(&ann)]), division(&sub));
    sub.post(&format!("/divisions/{unit}/users"), json!({"users": [{"user_id": ann}]})).is(201);
    let file = told(&world, &sub.actor, &email);
    assert_eq!((&file["account_id"], &file["email"]), (&json!(sub.id), &json!(email)));
    let profile = &file["data"]["profile"];
    for (field, value) in [
        ("id", json!(ann)),
        ("email", json!(email)),
        ("first_name", json!("ann")),
        ("dept", json!("Physics")),
        ("status", json!("active")),
        ("role", json!("Member")),
        ("employee_unique_id", json!("")),
        ("zoom_phone", json!(false)),
        ("pic_url", Value::Null),
        ("created_at", json!("2026-01-01T00:00:00Z")),
    ] {
        assert_eq!(profile[field], value, "{field}");
    }
    assert_eq!(profile["assigned"]["division_ids"], json!([unit]));
    assert_eq!(profile["phone_numbers"][0]["number"], "5550100200");
    assert_eq!(file["data"]["password"], json!([{"changed_at": "2026-01-01T00:00:00Z"}]));
    for what in ["password", "presence"] {
        let change = json!({"what": what, "at": "2026-01-01T00:00:00Z"});
        assert!(file["data"]["changes"].as_array().unwrap().contains(&change), "{what}: {file}");
    }
    assert_eq!(file["data"]["sessions"][0]["expires_at"], "2026-01-01T01:00:00Z");
    assert_eq!(file["data"]["assistants"], json!([{"id": bob, "private_events": false}]));
    assert_eq!(file["data"]["schedulers"], json!([{"id": cid, "private_events": false}]));
    assert_eq!(file["data"]["presence"], json!([{"status": "Away"}]));
    assert_eq!(file["data"]["contact_groups"], json!([{"id": desk, "name": "Desk"}]));
    assert_eq!(file["data"]["division"][0]["id"], json!(unit));
    let names: Vec<&Value> = file["data"]["events"].as_array().unwrap().iter().map(|event| &event["event"]).collect();
    assert!(["user.created", "user.updated", "user.password_changed"].iter().all(|name| names.contains(&&json!(name))));
    let text = file.to_string();
    for secret in [PASSWORD, "Garnet8!Lake", "246813", "argon2"] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[test]
fn an_export_is_about_its_time_from_its_start_to_before_its_end() {
    let world = World::new();
    let master = world.master();
    let (ann, email) = master.user("ann");
    world.advance(60);
    master.patch(&format!("/users/{ann}"), json!({"dept": "Physics"})).is(204);
    let of = |start: &str, end: &str| {
        let body = json!({"emails": [email], "request_type": "EXPORT", "start_date": start, "end_date": end});
        let request = asked(&master.actor, body);
        world.settle();
        let file = fetch(&world, &link(&master.actor, &file_of(&master.actor, &request))).is(200);
        let events = file["data"]["events"].as_array().cloned().unwrap_or_default();
        let of_user = events.into_iter().filter(|event| event["object_id"] == ann);
        of_user.map(|event| event["event"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of("2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z"), ["user.created"]);
    assert_eq!(of("2026-01-01T00:00:01Z", "2026-01-01T00:01:01Z"), ["user.updated"]);
    assert_eq!(of("2026-01-01T00:00:00Z", "2026-01-01T00:01:01Z"), ["user.created", "user.updated"]);
    assert!(of("2026-01-01T00:01:01Z", "2027-01-01T00:00:00Z").is_empty());
}

#[test]
fn an_export_tells_of_nobody_else() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let ((_, ann), (bob, bobs), (cid, cids)) = (sub.user("ann"), sub.user("bob"), master.user("cid"));
    let text = told(&world, &sub.actor, &ann).to_string();
    for mark in [bob, bobs, cid, cids, master.id.clone()] {
        assert!(!text.contains(&mark), "{mark}");
    }
}

#[test]
fn an_export_of_somebody_who_has_left_fails_and_says_why() {
    let world = World::undisturbed();
    let master = world.master();
    let (ann, email) = master.user("ann");
    let id = asked(&master.actor, wanted(&[&email]));
    master.delete(&format!("/users/{ann}?action=delete")).is(204);
    world.settle();
    let shown = in_history(&master.actor, &id);
    assert_eq!(
        (&shown["state"], &shown["failed_reason"], &shown["files_count"]),
        (&json!("Failed"), &json!("User does not belong to account"), &json!(0))
    );
    let told = event(&world, &id, "data_request.failed");
    assert_eq!((&told["version"], &told["by"]["kind"]), (&json!(2), &json!("system")));
}

#[test]
fn what_was_told_is_an_event_of_the_platform() {
    let world = World::new();
    let master = world.master();
    let (ann, email) = master.user("ann");
    let id = asked(&master.actor, wanted(&[&email]));
    world.settle();
    let told = event(&world, &id, "data_request.completed");
    assert_eq!(told["payload"], json!({"id": id, "request_type": "EXPORT", "user_id": ann}));
    assert_eq!((&told["version"], &told["by"]["kind"]), (&json!(2), &json!("system")));
}

#[test]
fn of_what_somebody_did_to_others_an_export_tells_that_it_was_done_and_nothing_of_them() {
    let world = World::new();
    let master = world.master();
    let ((ada, email), (bob, bobs)) = (admin(&master, "ada"), person_of(&master, "bob", 1));
    master.user_signed_in(&ada).patch(&format!("/users/{bob}"), json!({"dept": "Chemistry"})).is(204);
    master.patch(&format!("/users/{ada}"), json!({"dept": "Physics"})).is(204);
    let file = told(&world, &master.actor, &email);
    let events = file["data"]["events"].as_array().unwrap();
    let done: Vec<&Value> = events.iter().filter(|event| event["object_id"] == bob.as_str()).collect();
    assert_eq!(done, [&json!({"at": "2026-01-01T00:00:00Z", "event": "user.updated", "object_id": bob})]);
    assert!(events.iter().any(|event| event["payload"]["dept"] == "Physics"), "{file}");
    for mark in ["Chemistry", &bobs] {
        assert!(!file.to_string().contains(mark), "{mark}");
    }
}

#[test]
fn an_export_tells_what_somebody_has_set_and_no_passcode() {
    let world = World::new();
    let master = world.master();
    let (ann, email) = master.user("ann");
    let body = json!({"schedule_meeting": {"host_video": true, "pmi_password": "sesame42",
        "default_password_for_scheduled_meetings": "sesame43"}});
    master.patch(&format!("/users/{ann}/settings"), body).is(204);
    let pictured = forms::upload(&master.actor, &format!("/users/{ann}/picture"), "pic_file", &forms::png(5));
    pictured.is(201);
    let address = master.get(&format!("/users/{ann}")).is(200).text("pic_url");
    let file = told(&world, &master.actor, &email);
    assert_eq!(file["data"]["settings"], json!([{"chosen": {"schedule_meeting.host_video": true}}]));
    let changed = event(&world, &ann, "user.settings_updated");
    assert_eq!(changed["payload"]["settings"], json!({"schedule_meeting": {"host_video": true}}));
    for secret in ["sesame", address.rsplit_once('/').unwrap().1] {
        assert!(!file.to_string().contains(secret), "{secret}");
    }
}

#[test]
fn the_text_of_an_export_tells_of_pictures_and_backgrounds_what_they_are() {
    let world = World::new();
    let master = world.master();
    let ((ann, email), (bob, _)) = (master.user("ann"), master.user("bob"));
    let upload = |user: &str, part: &str, field: &str, bytes: &[u8]| {
        forms::upload(&master.actor, &format!("/users/{user}/{part}"), field, bytes).is(201)
    };
    let background = upload(&ann, "settings/virtual_backgrounds", "file", &forms::jpeg(4)).text("id");
    upload(&bob, "settings/virtual_backgrounds", "file", &forms::jpeg(7));
    upload(&ann, "picture", "pic_file", &forms::png(5));
    let files = told(&world, &master.actor, &email)["data"]["files"].clone();
    let [picture, shown] = files.as_array().unwrap().as_slice() else { panic!("not two files: {files}") };
    let expected = json!({
        "id": background, "kind": "virtual_background", "name": "file", "content_type": "image/jpeg",
        "size": forms::jpeg(4).len(), "created_at": "2026-01-01T00:00:00Z",
    });
    assert_eq!(shown, &expected);
    assert_eq!(
        ["kind", "content_type", "created_at"].map(|field| &picture[field]),
        ["picture", "image/png", "2026-01-01T00:00:00Z"]
    );
    assert!(picture["size"].as_i64().unwrap() > 0, "{picture}");
}
