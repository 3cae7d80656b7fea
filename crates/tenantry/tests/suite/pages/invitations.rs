//! Accepting an invitation.
use super::{EXPIRED, GONE, NO_LINK, asks_for_14};
use crate::{
    users::{PASSWORD, email, event, invited, make, person, renewed, shown},
    world::{DAY, World},
};
use serde_json::json;

#[test]
fn an_invited_user_comes_by_the_link_in_its_mail() {
    let world = World::new();
    let master = world.master();
    let (id, email) = invited(&master, "ann");
    let link = world.link_to(&email);
    world.open(&link).is(200).says(&email).says("name=\"password\"");
    assert_eq!(shown(&master.actor, &id)["status"], "pending", "looking changes nothing");
    world.submit(&link, &[("first_name", "Ann"), ("last_name", "Lee"), ("password", PASSWORD)]).is(200).says("Welcome");
    let user = shown(&master.actor, &id);
    assert_eq!((&user["status"], &user["verified"], &user["id"]), (&json!("active"), &json!(1), &json!(id)));
    assert_eq!((&user["first_name"], &user["display_name"]), (&json!("Ann"), &json!("Ann Lee")));
    master.get("/users?status=pending").is(200).lists("email", [""; 0]);
    assert_eq!(master.get("/users").is(200)["total_records"], 2);
    let event = event(&world, &id, "user.invitation_accepted");
    let payload = json!({"id": id, "email": email, "first_name": "Ann", "last_name": "Lee", "display_name": "Ann Lee", "type": 1});
    assert_eq!((&event["payload"], &event["version"]), (&payload, &json!(2)));
    assert_eq!(event["by"], json!({"kind": "user", "account_id": master.id, "user_id": id}));
}

#[test]
fn the_password_is_that_of_the_form_and_serves_as_the_old_one_from_then_on() {
    let world = World::new();
    let master = world.master();
    let (id, email) = invited(&master, "ann");
    world.submit(&world.link_to(&email), &[("password", PASSWORD)]).is(200);
    let refusal = "Your new password can not match the old password.";
    master.put(&format!("/users/{id}/password"), json!({"password": PASSWORD})).refused(400, 300, refusal);
}

#[test]
fn names_that_are_left_empty_stay_as_they_were_invited() {
    let world = World::new();
    let master = world.master();
    let address = email(&world, "ann");
    let names = json!({"first_name": "Ann", "last_name": "Lee", "display_name": "Annie"});
    let id = make(&master.actor, "create", &address, names).is(201).text("id");
    let link = world.link_to(&address);
    world.open(&link).says("value=\"Ann\"");
    world.submit(&link, &[("first_name", ""), ("last_name", " "), ("password", PASSWORD)]).is(200);
    let user = shown(&master.actor, &id);
    let names = ["first_name", "last_name", "display_name"].map(|field| user[field].clone());
    assert_eq!(names, ["Ann", "Lee", "Annie"]);
}

#[test]
fn a_link_serves_once() {
    let world = World::new();
    let master = world.master();
    let (_, email) = invited(&master, "ann");
    let link = world.link_to(&email);
    world.submit(&link, &[("password", PASSWORD)]).is(200);
    for answer in [world.open(&link), world.submit(&link, &[("password", PASSWORD)])] {
        answer.is(410).says(GONE);
    }
}

#[test]
fn a_refused_password_leaves_the_link_as_it_is() {
    let world = World::new();
    let master = world.master();
    let (id, email) = invited(&master, "ann");
    let link = world.link_to(&email);
    for (password, text) in [
        ("", "Have at least 8 characters"),
        ("Kx4-Kx4", "Have at least 8 characters"),
        ("4444-3333", "Have at least 1 letter"),
        ("KxX-KxX-z", "Have at least 1 number"),
        ("kx4-kx4-z", "Include both Upper case and Lower case characters"),
        ("Kx4aaaaaa", "use the same character."),
        ("Kx4abcdef", "use continuation character."),
    ] {
        world.submit(&link, &[("password", password)]).is(400).says(text);
    }
    world.submit(&link, &[("password", &"Kx4-".repeat(8)), ("first_name", "<b>")]).is(400).says("first_name");
    world.submit(&link, &[("password", &"Kx4-".repeat(9))]).is(400).says("Have at most 32 characters");
    world.submit(&link, &[("password", PASSWORD), ("last_name", &"n".repeat(65))]).is(400).says("last_name");
    assert_eq!(shown(&master.actor, &id)["status"], "pending");
    world.submit(&link, &[("password", &"Kx4-".repeat(8)), ("last_name", &"n".repeat(64))]).is(200);
}

#[test]
fn a_refused_password_is_told_with_all_that_is_wrong_in_the_form_that_keeps_the_names() {
    let world = World::new();
    let (_, email) = invited(&world.master(), "ann");
    let link = world.link_to(&email);
    let page = world.open(&link).is(200).says("aria-describedby=\"rules\"").page();
    assert!(!page.contains("role=\"alert\"") && !page.contains("aria-invalid"), "{page}");
    let form = [("first_name", "Zoe"), ("last_name", "Quinn"), ("password", "kkkkkk")];
    let page = world.submit(&link, &form).is(400).says("You are invited").says(&email).page();
    for words in [
        "<div id=\"faults\" role=\"alert\">",
        "Have at least 8 characters",
        "use the same character.",
        "Have at least 1 number",
        "Include both Upper case and Lower case characters",
        "aria-describedby=\"faults rules\" aria-invalid=\"true\"",
        "value=\"Zoe\"",
        "value=\"Quinn\"",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("kkkkkk") && !page.contains("Have at least 1 letter"), "{page}");
}

#[test]
fn what_the_account_asks_of_a_password_stands_below_its_field() {
    let world = World::new();
    let master = world.master();
    let (_, email) = invited(&master, "ann");
    let link = world.link_to(&email);
    let page = world.open(&link).is(200).page();
    let (_, usual) = page.split_once("<ul id=\"rules\">").expect("rules");
    for words in [
        "8 to 32 characters",
        "A capital letter, a small letter and a digit",
        "Not the same character 6 times in a row",
        "No 6 characters that follow each other",
    ] {
        assert!(usual.contains(words), "{words}: {usual}");
    }
    assert!(!usual.contains("special") && !usual.contains("common"), "{usual}");
    let requirement = json!({
        "minimum_password_length": 14,
        "have_special_character": true,
        "consecutive_characters_length": 4,
        "weak_enhance_detection": true,
    });
    master.on_id("me").patch("/settings", json!({"security": {"password_requirement": requirement}})).is(204);
    let strict =
        ["14 to 32 characters", "A special character", "No 4 characters that follow each other", "No common word"];
    strict.into_iter().fold(world.open(&link), |page, words| page.says(words));
}

#[test]
fn an_invitation_can_be_accepted_for_30_days() {
    let world = World::new();
    let master = world.master();
    let [(_, in_time), (id, too_late)] = ["ann", "bob"].map(|name| invited(&master, name));
    world.advance(30 * DAY - 1);
    world.submit(&world.link_to(&in_time), &[("password", PASSWORD)]).is(200);
    world.advance(1);
    let link = world.link_to(&too_late);
    for answer in [world.open(&link), world.submit(&link, &[("password", PASSWORD)])] {
        answer.is(410).says(EXPIRED);
    }
    renewed(&master).get(&format!("/users/{id}")).is(400);
}

#[test]
fn a_link_ends_with_the_invitation() {
    let world = World::new();
    let master = world.master();
    let (_, email) = invited(&master, "ann");
    let link = world.link_to(&email);
    master.delete(&format!("/users/{email}")).is(204);
    world.open(&link).is(404).says(NO_LINK);
    world.advance(1);
    make(&master.actor, "create", &email, json!({})).is(201);
    world.open(&link).is(404).says(NO_LINK);
    world.open(&world.link_to(&email)).is(200);
}

#[test]
fn a_link_ends_with_the_account() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let email = email(&world, "ann");
    make(&master.on(&sub), "create", &email, json!({})).is(201);
    sub.operate("DELETE", "", serde_json::Value::Null).is(204);
    world.open(&world.link_to(&email)).is(404).says(NO_LINK);
}

#[test]
fn only_those_who_are_expected_are_invited_by_mail() {
    let world = World::new();
    let master = world.master();
    let (_, robot) = master.user("robot");
    let (_, person) = crate::users::person(&master, "ann");
    for email in [robot, person] {
        assert!(world.mails_to(&email).is_empty(), "{email}");
    }
}

#[test]
fn a_user_who_has_come_takes_the_seat_that_was_kept_for_it() {
    let world = World::new();
    let master = world.master();
    master.plan("Business", 2);
    let invite = |name: &str| {
        let address = email(&world, name);
        (make(&master.actor, "create", &address, json!({"type": 2})), address)
    };
    let (made, address) = invite("ann");
    made.is(201);
    world.submit(&world.link_to(&address), &[("password", PASSWORD)]).is(200);
    invite("bob").0.is(201);
    assert_eq!(invite("cid").0.is(400)["code"], 3412);
}

#[test]
fn who_moves_before_it_has_come_is_invited_anew() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (id, email) = invited(&master, "ann");
    let link = world.link_to(&email);
    world.advance(1);
    master.put(&format!("/users/{id}/account"), json!({"account_id": sub.id})).is(204);
    world.open(&link).is(404).says(NO_LINK);
    let link = world.link_to(&email);
    world.submit(&link, &[("password", PASSWORD)]).is(200);
    assert_eq!(shown(&master.on(&sub), &id)["status"], "active");
}

#[test]
fn whoever_is_invited_keeps_the_invited_names_where_the_account_leaves_names_to_its_administrators() {
    let world = World::new();
    let master = world.master();
    let address = email(&world, "ann");
    let names = json!({"first_name": "Ann", "last_name": "Lee"});
    let id = make(&master.actor, "create", &address, names).is(201).text("id");
    let security = json!({"admin_change_user_info": true, "user_modifiable_info_by_admin": ["name"]});
    master.on_id("me").patch("/settings", json!({ "security": security })).is(204);
    let link = world.link_to(&address);
    let page = world.open(&link).says("name=\"password\"").page();
    assert!(!page.contains("first_name") && !page.contains("last_name"), "{page}");
    world.submit(&link, &[("first_name", "Bob"), ("last_name", "Ray"), ("password", PASSWORD)]).is(200);
    let user = shown(&master.actor, &id);
    let names = ["status", "first_name", "last_name", "display_name"].map(|field| user[field].clone());
    assert_eq!(names, ["active", "Ann", "Lee", "Ann Lee"]);
}

#[test]
fn the_password_is_one_that_the_account_allows_on_the_day_it_is_chosen() {
    let world = World::new();
    let master = world.master();
    let (id, email) = invited(&master, "ann");
    let link = world.link_to(&email);
    world.open(&link).says("minlength=\"8\" maxlength=\"1024\"");
    asks_for_14(&master);
    world.open(&link).says("minlength=\"14\" maxlength=\"1024\"");
    for (password, text) in
        [("Kx4-Kx4-Kx4-z", "Have at least 14 characters"), ("Kx4xKx4xKx4xKx4", "Have at least 1 special character")]
    {
        world.submit(&link, &[("password", password)]).is(400).says(text);
    }
    assert_eq!(shown(&master.actor, &id)["status"], "pending");
    world.submit(&link, &[("password", "Kx4-Kx4-Kx4-zz")]).is(200);
}

#[test]
fn an_active_user_who_moves_is_sent_nothing() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (id, email) = person(&master, "ann");
    master.put(&format!("/users/{id}/account"), json!({"account_id": sub.id})).is(204);
    assert_eq!(shown(&master.on(&sub), &id)["status"], "active");
    assert!(world.mails_to(&email).is_empty());
}
