//! Whom a deletion means: by emails and names of now and of before, as far as they are nobody else's.
use super::{GRACE, asked, erase::erased, in_history, unwanted};
use crate::{
    users::{PASSWORD, event, make, managed_domain, person, renewed},
    world::World,
};
use serde_json::json;

#[test]
fn a_name_that_looks_like_an_email_takes_nothing_out_of_what_the_log_says_of_others() {
    for has_left in [false, true] {
        let world = World::new();
        let master = world.master();
        let ((ann, email), (boss, theirs), (bob, _)) =
            (person(&master, "ann"), master.user("boss"), master.user("bob"));
        for name in [&*theirs, "Ann Lee"] {
            master.patch(&format!("/users/{ann}"), json!({"display_name": name})).is(204);
        }
        master.patch(&format!("/users/{bob}"), json!({"manager": theirs})).is(204);
        if has_left {
            master.delete(&format!("/users/{boss}?action=delete")).is(204);
        }
        let told = event(&world, &boss, "user.created");
        let (owner, request) = erased(&world, &master, &email);
        assert_eq!(in_history(&owner, &request)["state"], "Completed");
        assert_eq!((&told["payload"]["email"], &event(&world, &boss, "user.created")), (&json!(theirs), &told));
        // It means whoever has or had that email.
        assert_eq!(owner.get(&format!("/users/{bob}")).is(200)["manager"], json!(theirs));
    }
}

#[test]
fn an_email_that_somebody_else_gets_before_a_deletion_is_completed_is_left_to_them() {
    // Profiles are to be gone through, or the log.
    for parts in [1, 2] {
        let world = World::new();
        let master = world.master();
        let ((_, email), (bob, _)) = (person(&master, "ann"), master.user("bob"));
        let request = asked(&master.actor, unwanted(&[&email]));
        world.advance(GRACE);
        (0..parts).for_each(|_| world.settle_a_part());
        let owner = renewed(&master).actor;
        let other = make(&owner, "custCreate", &email, json!({})).is(201).text("id");
        owner.patch(&format!("/users/{bob}"), json!({"manager": email})).is(204);
        world.settle();
        assert_eq!(in_history(&owner, &request)["state"], "Completed");
        assert_eq!(owner.get(&format!("/users/{bob}")).is(200)["manager"], json!(email));
        assert_eq!(event(&world, &other, "user.created")["payload"]["email"], json!(email));
        assert_eq!(event(&world, &bob, "user.updated")["payload"]["manager"], json!(email));
    }
}

#[test]
fn of_whoever_had_the_email_for_a_while_the_log_goes_on_telling_all_but_that() {
    let world = World::new();
    let master = world.master();
    let ((ann, former), _) = (person(&master, "ann"), master.user("bob"));
    let after = format!("anna@{}", managed_domain(&master));
    master.put(&format!("/users/{ann}/email"), json!({"email": after})).is(204);
    let cid = make(&master.actor, "custCreate", &former, json!({"first_name": "Cid"})).is(201).text("id");
    master.delete(&format!("/users/{cid}?action=delete")).is(204);
    let mut told = event(&world, &cid, "user.created")["payload"].clone();
    assert_eq!((&told["email"], &told["first_name"]), (&json!(former), &json!("Cid")));
    erased(&world, &master, &after);
    told["email"] = json!("");
    assert_eq!(event(&world, &cid, "user.created")["payload"], told);
}

#[test]
fn mail_to_an_email_of_the_past_goes_with_whoever_is_erased() {
    let world = World::new();
    let master = world.master();
    let domain = managed_domain(&master);
    let [former, email] = ["ann", "anna"].map(|name| format!("{name}@{domain}"));
    let made = |action: &str| make(&master.actor, action, &former, json!({"password": PASSWORD})).is(201).text("id");
    let other = made("create");
    master.delete(&format!("/users/{other}?action=delete")).is(204);
    let ann = made("autoCreate");
    master.put(&format!("/users/{ann}/email"), json!({"email": email})).is(204);
    assert!(world.mails_to(&former).iter().any(|mail| mail["user_id"] == other.as_str()));
    erased(&world, &master, &email);
    assert!(world.mails_to(&former).is_empty());
}
