//! Confirming the address of an owner, and an address that a user was given.
use super::{GONE, LAPSED, NO_LINK};
use crate::{
    users::{PASSWORD, email, event, managed_domain, person, renewed, shown},
    world::{DAY, World},
};
use serde_json::json;

#[test]
fn the_owner_of_a_new_subaccount_confirms_its_address() {
    let world = World::new();
    let master = world.master();
    let address = email(&world, "olga");
    let owner = json!({"email": address, "first_name": "Olga", "last_name": "Owner", "password": PASSWORD});
    let made = master.post("/accounts", owner).is(201);
    let (sub, id) = (master.on_id(&made.text("id")), made.text("owner_id"));
    assert_eq!(shown(&sub, &id)["verified"], 0);
    let link = world.link_to(&address);
    world.open(&link).is(200).says(&address);
    assert_eq!(shown(&sub, &id)["verified"], 0, "looking confirms nothing");
    world.submit(&link, &[]).is(200);
    assert_eq!(shown(&sub, &id)["verified"], 1);
    let event = event(&world, &id, "user.updated");
    assert_eq!(event["payload"], json!({"id": id, "verified": 1, "old_object": {"verified": 0}}));
    assert_eq!(event["by"], json!({"kind": "user", "account_id": made["id"], "user_id": id}));
    world.submit(&link, &[]).is(410).says(GONE);
}

#[test]
fn an_address_can_be_confirmed_for_seven_days() {
    let world = World::new();
    let [in_time, too_late] = [world.master(), world.master()];
    world.advance(7 * DAY - 1);
    world.submit(&world.link_to(&in_time.owner_email), &[]).is(200);
    world.advance(1);
    world.submit(&world.link_to(&too_late.owner_email), &[]).is(410).says(LAPSED);
}

#[test]
fn a_new_address_is_unconfirmed_until_its_link_is_followed_and_the_old_one_is_told() {
    let world = World::new();
    let master = world.master();
    let domain = managed_domain(&master);
    let (id, before) = person(&master, "ann");
    let after = format!("ann@{domain}");
    assert_eq!(shown(&master.actor, &id)["verified"], 1);
    master.put(&format!("/users/{id}/email"), json!({"email": after})).is(204);
    assert_eq!(shown(&master.actor, &id)["verified"], 0);
    let told = world.mails_to(&before);
    assert_eq!((told.len(), &told[0]["kind"]), (1, &json!("email_changed")));
    assert!(
        told[0]["text"].as_str().unwrap().contains(&after) && !told[0]["text"].as_str().unwrap().contains("/pages/")
    );
    let link = world.link_to(&after);
    master.put(&format!("/users/{id}/email"), json!({"email": format!("anna@{domain}")})).is(204);
    world.submit(&link, &[]).is(404).says(NO_LINK);
    world.submit(&world.link_to(&format!("anna@{domain}")), &[]).is(200);
    assert_eq!(shown(&master.actor, &id)["verified"], 1);
}

#[test]
fn the_link_of_an_address_that_its_user_has_given_up_is_gone() {
    let world = World::new();
    let master = world.master();
    let domain = managed_domain(&master);
    let link = world.link_to(&master.owner_email);
    master.put("/users/me/email", json!({"email": format!("olga@{domain}")})).is(204);
    world.submit(&link, &[]).is(410).says(GONE);
    let user = shown(&renewed(&master).actor, "me");
    assert_eq!((&user["verified"], &user["email"]), (&json!(0), &json!(format!("olga@{domain}"))));
}
