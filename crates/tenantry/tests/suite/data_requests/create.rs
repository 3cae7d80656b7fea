//! `POST /data_requests/requests`.
use super::{REQUESTS, asked, lock, unwanted, wanted};
use crate::{
    users::{event, holder, person},
    world::World,
};
use serde_json::{Value, json};

const ONE_AT_A_TIME: &str = "You can only have one data request in process at a time. Wait until your current request is completed and try again.";
const NO_PERMISSION: &str = "No permission to request data.";

fn invalid(emails: &str) -> String {
    format!("Invalid email accounts detected. Please remove the following emails and try again {emails}")
}

#[test]
fn each_email_has_a_request_of_its_own_and_one_that_is_named_twice_has_one() {
    let world = World::new();
    let master = world.master();
    let ((_, ann), (_, bob)) = (master.user("ann"), master.user("bob"));
    let made = master.post(REQUESTS, unwanted(&[&ann, &bob, &ann.to_uppercase()])).is(201);
    assert_eq!(made.column("email"), [json!(ann), json!(bob)]);
    let history = master.get(REQUESTS).is(200);
    history.clone().lists("request_id", made.column("request_id"));
    history.lists("user_identifier", [ann, bob]);
}

#[test]
fn one_request_names_1_to_10_people() {
    let world = World::new();
    let master = world.master();
    let emails: Vec<String> = (0..11).map(|_| master.user("one").1).collect();
    let emails: Vec<&str> = emails.iter().map(String::as_str).collect();
    master.post(REQUESTS, wanted(&emails)).refused(400, 200, "You can only input up to 10 emails in one request.");
    master.post(REQUESTS, wanted(&[])).refuses_fields(&["emails"]);
    master.post(REQUESTS, json!({"request_type": "DELETE"})).refuses_fields(&["emails"]);
    assert_eq!(master.get(REQUESTS).is(200)["total_records"], 0);
    assert_eq!(master.post(REQUESTS, wanted(&emails[..10])).is(201).column("email").len(), 10);
}

#[test]
fn what_is_no_email_is_refused_in_the_documented_words() {
    let world = World::new();
    let master = world.master();
    let long = |count: usize| format!("{}@x.example", "a".repeat(count - 10));
    for (email, text) in [
        (String::new(), "Please enter a valid email address."),
        (long(128), "Email address length must less than 128 characters"),
        ("nobody".to_owned(), "Invalid email address"),
    ] {
        master.post(REQUESTS, wanted(&[&master.owner_email, &email])).refused(400, 300, text);
    }
    master.post(REQUESTS, wanted(&[&long(127)])).refused(400, 14111, &invalid(&long(127)));
}

#[test]
fn people_of_other_accounts_are_as_unknown_as_those_that_never_existed() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let ((_, here), (_, there)) = (sub.user("ann"), master.user("bob"));
    let nobody = world.email("nobody");
    for body in [wanted(&[&there, &here, &nobody]), unwanted(&[&there, &here, &nobody])] {
        sub.post(REQUESTS, body).refused(400, 14111, &invalid(&format!("{there}, {nobody}")));
    }
    assert_eq!(sub.get(REQUESTS).is(200)["total_records"], 0);
}

#[test]
fn an_export_says_what_time_it_is_about_and_a_deletion_need_not() {
    let world = World::new();
    let master = world.master();
    let (_, email) = master.user("ann");
    let body = |start: Value, end: Value| json!({"emails": [email], "request_type": "EXPORT", "start_date": start, "end_date": end});
    master.post(REQUESTS, body(Value::Null, Value::Null)).refuses_fields(&["start_date", "end_date"]);
    master.post(REQUESTS, body(json!("2026-01-01T00:00:00Z"), Value::Null)).refuses_fields(&["end_date"]);
    master.post(REQUESTS, body(json!("soon"), json!("2026-01-01"))).refuses_fields(&["end_date", "start_date"]);
    for end in ["2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z"] {
        master.post(REQUESTS, body(json!("2026-01-01T00:00:00Z"), json!(end))).refuses_fields(&["end_date"]);
    }
    master.post(REQUESTS, json!({"emails": [email], "request_type": "DELETION"})).refuses_fields(&["request_type"]);
    master.post(REQUESTS, json!({"emails": [email]})).refuses_fields(&["request_type"]);
    master.post(REQUESTS, body(json!("2026-01-01T00:00:00Z"), json!("2026-01-01T00:00:01Z"))).is(201);
}

#[test]
fn somebody_has_one_request_in_process_at_a_time() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let ((_, ann), (_, bob)) = (sub.user("ann"), sub.user("bob"));
    let id = asked(&sub.actor, unwanted(&[&ann]));
    for body in [unwanted(&[&ann]), wanted(&[&bob])] {
        sub.post(REQUESTS, body).refused(409, 14114, ONE_AT_A_TIME);
    }
    // Somebody else, and the same one once the request has ended.
    asked(&master.on(&sub), unwanted(&[&bob]));
    sub.delete(&format!("{REQUESTS}/{id}")).is(204);
    asked(&sub.actor, wanted(&[&ann]));
    world.settle();
    asked(&sub.actor, wanted(&[&ann]));
}

#[test]
fn the_owner_is_not_erased_and_an_admin_by_administrators_alone() {
    let world = World::new();
    let master = world.master();
    master.post(REQUESTS, unwanted(&[&master.owner_email])).refused(400, 14111, &invalid(&master.owner_email));
    let ((admin, email), (_, member)) = (person(&master, "ada"), person(&master, "bob"));
    master.post("/roles/1/members", json!({"members": [{"id": admin}]})).is(201);
    let clerk = master.user_signed_in(&holder(&master, "clerk", &["DataRequest:Read"]).0);
    clerk.post(REQUESTS, unwanted(&[&member, &email])).refused(403, 200, NO_PERMISSION);
    assert_eq!(master.get(REQUESTS).is(200)["total_records"], 0);
    asked(&clerk, unwanted(&[&member]));
    asked(&master.actor, unwanted(&[&email]));
}

#[test]
fn a_user_whom_the_platform_keeps_out_is_told_and_not_erased() {
    let world = World::new();
    let master = world.master();
    let (ann, email) = person(&master, "ann");
    lock(&master, &ann);
    master.post(REQUESTS, unwanted(&[&email])).refused(400, 14111, &invalid(&email));
    asked(&master.actor, wanted(&[&email]));
}

#[test]
fn the_privilege_for_requests_is_asked_for() {
    let world = World::new();
    let master = world.master();
    let (_, email) = master.user("ann");
    let clerk = master.user_with_role(&["User:Read", "User:Edit"], 2, &[]);
    let text = "Invalid access token. Does not contain permissions [DataRequest:Read].";
    for answer in [clerk.get(REQUESTS), clerk.post(REQUESTS, wanted(&[&email]))] {
        assert_eq!((answer.status, answer["code"].as_i64()), (400, Some(200)), "{text} {answer}");
    }
}

#[test]
fn a_request_is_an_event_that_names_nobody_but_by_an_id() {
    let world = World::new();
    let master = world.master();
    let (ann, email) = master.user("ann");
    let id = asked(&master.actor, unwanted(&[&email]));
    let event = event(&world, &id, "data_request.created");
    assert_eq!(event["payload"], json!({"id": id, "request_type": "DELETE", "user_id": ann}));
    assert_eq!((&event["version"], &event["by"]["user_id"]), (&json!(1), &json!(master.owner_id)));
}
