//! `/pages/confirmation`: another link for an address that is not confirmed yet.
use super::{Browser, HOME, SIGN_IN, browser::csrf};
use crate::{
    actors::Account,
    pages::LAPSED,
    server::server,
    users::{PASSWORD, limited, renewed, shown},
    world::{DAY, World},
};
use serde_json::json;

const PATH: &str = "/pages/confirmation";
const BUTTON: &str = "Confirm my address";

/// An account whose owner has a password, and has not confirmed its address.
fn unconfirmed(world: &World) -> Account<'_> {
    let email = world.email(&format!("olga-{}", server().next_world()));
    let owner = json!({"email": email, "first_name": "Olga", "last_name": "Owner", "password": PASSWORD});
    let made = world.operator("POST", "/accounts", json!({"name": "Olga's", "world_id": world.id, "owner": owner}));
    Account::signed_in(world, &made.is(201), &email)
}

fn sent(world: &World, email: &str) -> usize {
    world.mails_to(email).iter().filter(|mail| mail["kind"] == "confirmation").count()
}

#[test]
fn who_lets_its_link_lapse_has_another_one_sent_and_follows_it() {
    let world = World::new();
    let own = unconfirmed(&world);
    let first = world.link_of("confirmation", &own.owner_email);
    world.advance(7 * DAY);
    world.open(&first).is(410).says(LAPSED);
    let browser = Browser::new(&world).signs_in(&own.owner_email, PASSWORD);
    browser.get(HOME).says(BUTTON);
    browser.submit(HOME, PATH, &[]).is(200).says("Look into your mail").says(&own.owner_email);
    assert_eq!(sent(&world, &own.owner_email), 2);
    assert_eq!(shown(&renewed(&own).actor, "me")["verified"], 0, "asking confirms nothing");
    let second = world.link_of("confirmation", &own.owner_email);
    assert_ne!(first, second);
    world.open(&first).is(404);
    world.advance(7 * DAY - 1);
    world.submit(&second, &[]).is(200);
    assert_eq!(shown(&renewed(&own).actor, "me")["verified"], 1);
    let browser = Browser::new(&world).signs_in(&own.owner_email, PASSWORD);
    assert!(!browser.get(HOME).page().contains(BUTTON));
    browser.submit(HOME, PATH, &[]).goes_to(HOME);
    assert_eq!(sent(&world, &own.owner_email), 2);
}

#[test]
fn a_link_that_was_asked_for_lapses_after_seven_days_too() {
    let world = World::new();
    let own = unconfirmed(&world);
    world.advance(1);
    Browser::new(&world).signs_in(&own.owner_email, PASSWORD).submit(HOME, PATH, &[]).is(200);
    let link = world.link_of("confirmation", &own.owner_email);
    world.advance(7 * DAY);
    world.submit(&link, &[]).is(410).says(LAPSED);
    assert_eq!(shown(&renewed(&own).actor, "me")["verified"], 0);
}

#[test]
fn three_links_are_sent_in_24_hours() {
    let world = limited();
    let own = unconfirmed(&world);
    let ask = || Browser::new(&world).signs_in(&own.owner_email, PASSWORD).submit(HOME, PATH, &[]);
    (0..3).for_each(|_| drop(ask().is(200)));
    let refused = ask().is(429).says("three times within a day");
    assert_eq!(refused.header("retry-after"), "2026-01-02T00:00:00Z");
    world.advance(DAY - 1);
    ask().is(429);
    assert_eq!(sent(&world, &own.owner_email), 4);
    world.advance(1);
    ask().is(200);
    assert_eq!(sent(&world, &own.owner_email), 5);
}

#[test]
fn only_who_is_signed_in_asks_and_with_a_form_of_its_session() {
    let world = World::new();
    let [own, other] = [(); 2].map(|()| unconfirmed(&world));
    Browser::new(&world).post(PATH, &[]).goes_to(&format!("{SIGN_IN}?to=%2Fpages%2Faccount"));
    let browser = Browser::new(&world).signs_in(&own.owner_email, PASSWORD);
    let theirs = csrf(&Browser::new(&world).signs_in(&other.owner_email, PASSWORD).get(HOME));
    for forged in ["", "forged", &theirs] {
        browser.post(PATH, &[("csrf", forged)]).is(403);
    }
    assert_eq!(sent(&world, &own.owner_email), 1);
}
