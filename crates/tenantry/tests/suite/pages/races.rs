//! Links that serve once, followed by many at the same time.
use super::GONE;
use crate::{
    signin::Browser,
    users::{PASSWORD, count_events, invited, managed_domain, person, shown},
    world::{MANY, World, at_once},
};
use serde_json::json;

/// Sends the form of a link from many places at once. One succeeds; all others learn that the link was used, but for those
/// who find the line of passwords to be hashed too long.
#[track_caller]
fn serves_one(world: &World, link: &str, fields: &[(&str, &str)]) {
    let answers = at_once(|| world.submit(link, fields));
    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
    assert_eq!((won.len(), lost.len()), (1, MANY - 1));
    for answer in lost.into_iter().filter(|answer| answer.status != 503) {
        answer.is(410).says(GONE);
    }
    world.submit(link, fields).is(410).says(GONE);
}

/// How often an address of the user was confirmed.
fn confirmed(world: &World, user: &str) -> usize {
    world.told(user, "user.updated").iter().filter(|event| event["payload"]["verified"] == 1).count()
}

#[test]
fn of_64_who_accept_an_invitation_at_once_one_comes() {
    let world = World::new();
    let master = world.master();
    let (id, email) = invited(&master, "ann");
    serves_one(&world, &world.link_of("invitation", &email), &[("password", PASSWORD)]);
    assert_eq!(shown(&master.actor, &id)["status"], "active");
    assert_eq!(count_events(&world, &id, "user.invitation_accepted"), 1);
    assert_eq!(master.get("/users").is(200)["total_records"], 2);
}

#[test]
fn of_64_who_set_another_password_by_a_link_at_once_one_does() {
    let world = World::new();
    let (id, email) = person(&world.master(), "ann");
    world.asks_for_reset(&email).is(200);
    serves_one(&world, &world.link_of("password_reset", &email), &[("password", "Another-7-pass")]);
    assert_eq!(count_events(&world, &id, "user.password_changed"), 1);
    let told = world.mails_to(&email);
    assert_eq!(told.iter().filter(|mail| mail["kind"] == "password_changed").count(), 1);
    Browser::new(&world).signs_in(&email, "Another-7-pass");
}

#[test]
fn of_64_who_confirm_an_address_at_once_one_does() {
    let world = World::new();
    let master = world.master();
    serves_one(&world, &world.link_of("confirmation", &master.owner_email), &[]);
    assert_eq!(shown(&master.actor, &master.owner_id)["verified"], 1);
    assert_eq!(confirmed(&world, &master.owner_id), 1);
}

#[test]
fn of_64_who_confirm_another_address_of_a_user_at_once_one_does() {
    let world = World::new();
    let master = world.master();
    let (id, _) = person(&master, "ann");
    let email = format!("ann@{}", managed_domain(&master));
    master.put(&format!("/users/{id}/email"), json!({"email": email})).is(204);
    serves_one(&world, &world.link_of("email_change", &email), &[]);
    assert_eq!(shown(&master.actor, &id)["verified"], 1);
    assert_eq!(confirmed(&world, &id), 1);
}
