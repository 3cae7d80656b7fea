//! `PUT /users/{userId}/email`
use super::*;
use crate::world::DAY;

fn set(account: &Actor<'_>, user: &str, email: &str) -> Answer {
    account.put(&format!("/users/{user}/email"), json!({"email": email}))
}

#[test]
fn a_user_gets_another_email_of_a_managed_domain() {
    let world = World::new();
    let master = world.master();
    let domain = managed_domain(&master);
    let (id, before) = person(&master, "ann");
    let after = format!("ann@{domain}");
    set(&master.actor, &before, &after.to_uppercase()).is(204);
    assert_eq!(shown(&master.actor, &after)["id"], json!(id));
    assert_eq!(shown(&master.actor, &id)["email"], json!(after));
    master.get(&format!("/users/{before}")).refused(404, 1001, &no_user(&before));
    let event = event(&world, &id, "user.updated");
    assert_eq!(
        event["payload"],
        json!({"id": id, "email": after, "verified": 0, "old_object": {"email": before, "verified": 1}})
    );
}

#[test]
fn the_old_email_is_free_for_somebody_else() {
    let world = World::new();
    let (master, other) = (world.master(), world.master());
    let domain = managed_domain(&master);
    let (id, before) = person(&master, "ann");
    make(&other.actor, "create", &before, json!({})).is(400);
    set(&master.actor, &id, &format!("ann@{domain}")).is(204);
    make(&other.actor, "create", &before, json!({})).is(201);
}

#[test]
fn the_account_manages_the_new_domain() {
    let world = World::new();
    let (master, other) = (world.master(), world.master());
    let refusal =
        "Domain name doesn't match, please contact Zoom customer support to set managed domains for your account";
    let (id, _) = person(&master, "ann");
    set(&master.actor, &id, &email(&world, "x")).refused(400, 1116, refusal);
    let (own, foreign) = (managed_domain(&master), managed_domain(&other));
    for domain in [&foreign, &format!("sub.{own}")] {
        set(&master.actor, &id, &format!("ann@{domain}")).refused(400, 1116, refusal);
    }
    set(&master.actor, &id, &format!("ann@{own}")).is(204);
}

#[test]
fn an_email_that_somebody_has_is_refused() {
    let world = World::new();
    let master = world.master();
    let domain = managed_domain(&master);
    let (taken, own) = (format!("bob@{domain}"), format!("ann@{domain}"));
    make(&master.actor, "create", &taken, json!({})).is(201);
    let id = make(&master.actor, "autoCreate", &own, json!({})).is(201).text("id");
    set(&master.actor, &id, &taken).refused(409, 1005, &format!("Email \"{taken}\" has already been used."));
    set(&master.actor, &id, &own).is(204);
    assert_eq!(count_events(&world, &id, "user.updated"), 0);
}

#[test]
fn an_email_changes_three_times_in_24_hours() {
    let world = limited();
    let master = world.master();
    let domain = managed_domain(&master);
    let (id, _) = person(&master, "ann");
    let set = |master: &Account<'_>, number: i64| set(&master.actor, &id, &format!("ann{number}@{domain}"));
    set(&master, 1).is(204);
    world.advance(60);
    for number in 2..=3 {
        assert!(set(&master, number).is(204).headers.get("retry-after").is_none());
    }
    shows_spent(&set(&master, 4).refused(429, 429, TOO_MANY_TODAY), "3", "2026-01-02T00:00:00Z");
    world.advance(DAY - 61);
    let master = renewed(&master);
    shows_spent(&set(&master, 4).is(429), "3", "2026-01-02T00:00:00Z");
    world.advance(1);
    set(&master, 4).is(204);
    shows_spent(&set(&master, 5).is(429), "3", "2026-01-02T00:01:00Z");
    world.advance(60);
    set(&master, 5).is(204);
    set(&master, 6).is(204);
    shows_spent(&set(&master, 7).is(429), "3", "2026-01-03T00:00:00Z");
}

#[test]
fn where_no_limits_are_an_email_changes_as_often_as_one_likes() {
    let world = World::new();
    let master = world.master();
    let domain = managed_domain(&master);
    let (id, _) = person(&master, "ann");
    for number in 1..=5 {
        let changed = set(&master.actor, &id, &format!("ann{number}@{domain}")).is(204);
        assert!(changed.headers.get("retry-after").is_none(), "{changed}");
    }
    assert_eq!(shown(&master.actor, &id)["email"], json!(format!("ann5@{domain}")));
}

#[test]
fn who_has_not_come_or_cannot_sign_in_keeps_its_email() {
    let world = World::new();
    let master = world.master();
    let domain = managed_domain(&master);
    let after = format!("x@{domain}");
    let (pending, _) = invited(&master, "a");
    set(&master.actor, &pending, &after).refused(400, 1000, "Pending user can not change email.");
    let (idle, _) = master.user("b");
    master.put(&format!("/users/{idle}/status"), json!({"action": "deactivate"})).is(204);
    set(&master.actor, &idle, &after).refused(400, 1000, "This user is locked or inactive.");
    set(&master.actor, NO_ID, &after).refused(404, 1001, &no_user(NO_ID));
    set(&master.actor, &idle, "nobody").refuses_fields(&["email"]);
}

#[test]
fn an_email_holds_nothing_that_nobody_sees() {
    let world = World::new();
    let master = world.master();
    let domain = managed_domain(&master);
    let (id, _) = person(&master, "ann");
    for sign in ['\u{200b}', '\u{202e}', '\u{feff}'] {
        set(&master.actor, &id, &format!("a{sign}nn@{domain}")).refuses_fields(&["email"]);
    }
    set(&master.actor, &id, &format!("ann@{domain}")).is(204);
}

#[test]
fn the_accounts_show_the_owners_new_email() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 5);
    let domain = managed_domain(&sub);
    let after = format!("olga@{domain}");
    set(&sub.actor, "me", &after).is(204);
    assert_eq!(master.on(&sub).get("").is(200)["owner_email"], json!(after));
    master.get(&format!("/accounts?email={after}")).is(200).lists("id", [&*sub.id]);
    master.get(&format!("/accounts?email={}", sub.owner_email)).is(200).lists("id", [""; 0]);
}
