//! `PUT /users/{userId}/password`
use super::*;
use crate::world::DAY;

fn set(account: &Actor<'_>, user: &str, password: &str) -> Answer {
    account.put(&format!("/users/{user}/password"), json!({"password": password}))
}

#[test]
fn a_new_password_differs_from_the_old_one() {
    let world = World::new();
    let master = world.master();
    let (id, email) = person(&master, "ann");
    let refusal = "Your new password can not match the old password.";
    set(&master.actor, &id, PASSWORD).refused(400, 300, refusal);
    set(&master.actor, &email, "Another-7-pass").is(204);
    set(&master.actor, &id, "Another-7-pass").refused(400, 300, refusal);
    set(&master.actor, &id, PASSWORD).is(204);
    let event = event(&world, &id, "user.password_changed");
    assert_eq!(event["payload"], json!({"id": id, "email": email}));
}

#[test]
fn who_has_no_password_yet_gets_one() {
    let world = World::new();
    let master = world.master();
    set(&master.actor, "me", PASSWORD).is(204);
    set(&master.actor, "me", PASSWORD).is(400);
}

#[test]
fn each_rule_has_its_own_refusal_and_the_first_is_told() {
    let world = World::new();
    let master = world.master();
    let (id, _) = person(&master, "ann");
    for (password, code, text) in [
        ("Kx4-Kx4", 1124, "Have at least 8 characters"),
        ("", 1124, "Have at least 8 characters"),
        ("Kx4aaaaaa", 1130, "Password can't use the same character."),
        ("Kx4abcdef", 1131, "Password can't use continuation character.Such as 'abcdef','123456'."),
        ("4444-3333", 1125, "Have at least 1 letter (a, b, c…)"),
        ("KxX-KxX-z", 1126, "Have at least 1 number (1, 2, 3…)"),
        ("kx4-kx4-z", 1128, "Include both Upper case and Lower case characters"),
        ("aaaaaa", 1124, "Have at least 8 characters"),
    ] {
        set(&master.actor, &id, password).refused(400, code, text);
    }
    let long = "Kx4-Kx4-Z".repeat(4);
    set(&master.actor, &id, &long[..33]).refuses_fields(&["password"]);
    set(&master.actor, &id, &long[..32]).is(204);
    set(&master.actor, &id, "Kx4-Kx4-").is(204);
    master.put(&format!("/users/{id}/password"), json!({})).refuses_fields(&["password"]);
}

#[test]
fn only_who_signs_in_with_email_and_password_has_one() {
    let world = World::new();
    let master = world.master();
    let refusal = "Can only update password of Zoom work email account";
    let (robot, _) = master.user("robot");
    let (pending, _) = invited(&master, "ann");
    for user in [&robot, &pending] {
        set(&master.actor, user, "Another-7-pass").refused(400, 1123, refusal);
    }
    set(&master.actor, NO_ID, "Another-7-pass").refused(404, 1001, &no_user(NO_ID));
}

#[test]
fn a_password_changes_three_times_in_24_hours() {
    let world = limited();
    let master = world.master();
    let (id, _) = person(&master, "ann");
    for number in 1..=3 {
        set(&master.actor, &id, &format!("Another-7-pass{number}")).is(204);
    }
    let refusal = "This password cannot be changed because it has already been changed the maximum number of times over the past 24 hours.";
    shows_spent(&set(&master.actor, &id, PASSWORD).refused(400, 300, refusal), "3", "2026-01-02T00:00:00Z");
    world.advance(DAY - 1);
    let master = renewed(&master);
    set(&master.actor, &id, PASSWORD).is(400);
    world.advance(1);
    set(&master.actor, &id, PASSWORD).is(204);
}
