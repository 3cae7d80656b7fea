//! Another password, by a link.
use super::{EXPIRED, GONE, NO_LINK, RESET, asks_for_14};
use crate::{
    actors::Account,
    signin::{Browser, HOME, SIGN_IN, clocked},
    users::{PASSWORD, admin, count_events, event, invited, limited, managed_domain, person},
    world::{DAY, HOUR, World},
};
use serde_json::{Value, json};
use storage::time;

const SENT: &str = "If somebody here has this address, a link is on its way to it.";

fn ask(world: &World, email: &str) {
    world.asks_for_reset(email).is(200).says(SENT);
}

/// How many links were sent that set another password.
fn links(world: &World, email: &str) -> usize {
    world.mails_to(email).iter().filter(|mail| mail["kind"] == "password_reset").count()
}

#[test]
fn who_has_forgotten_its_password_sets_another_one_by_a_link() {
    let world = World::new();
    let master = world.master();
    let (id, email) = admin(&master, "ann");
    let client = master.user_signed_in(&id);
    world.open(RESET).is(200).says("name=\"email\"");
    ask(&world, &email.to_uppercase());
    let link = world.link_to(&email);
    world.open(&link).is(200).says(&email);
    client.get("/users/me").is(200);
    world.submit(&link, &[("password", "Another-7-pass")]).is(200);
    client.get("/users/me").is(401);
    let refusal = "Your new password can not match the old password.";
    master.put(&format!("/users/{id}/password"), json!({"password": "Another-7-pass"})).refused(400, 300, refusal);
    let event = event(&world, &id, "user.password_changed");
    assert_eq!(event["by"], json!({"kind": "user", "account_id": master.id, "user_id": id}));
    assert!(world.mails_to(&email).iter().any(|mail| mail["kind"] == "password_changed"));
    world.submit(&link, &[("password", "A-third-8-pass")]).is(410).says(GONE);
}

#[test]
fn the_old_password_and_bad_ones_are_refused_and_leave_the_link_as_it_is() {
    let world = World::new();
    let master = world.master();
    let (id, email) = person(&master, "ann");
    ask(&world, &email);
    let link = world.link_to(&email);
    let refused = world.submit(&link, &[("password", PASSWORD)]).is(400).says("aria-invalid=\"true\"");
    refused.says("Your new password can not match the old password.");
    world.submit(&link, &[]).is(400).says("Have at least 8 characters");
    assert_eq!(count_events(&world, &id, "user.password_changed"), 0);
    world.submit(&link, &[("password", "Another-7-pass")]).is(200);
}

#[test]
fn a_password_that_is_too_long_is_refused_in_words_and_cut_nowhere() {
    let world = World::new();
    let (_, email) = person(&world.master(), "ann");
    ask(&world, &email);
    let link = world.link_to(&email);
    let send = |length: usize| {
        let password: String = "Kx4-".chars().cycle().take(length).collect();
        world.submit(&link, &[("password", &password)])
    };
    for length in [33, 1024] {
        send(length).is(400).says("Have at most 32 characters").says("name=\"password\"");
    }
    send(1025).is(400).says("password: ");
    send(32).is(200);
}

#[test]
fn the_answer_is_the_same_whoever_has_the_address() {
    let world = World::new();
    let master = world.master();
    let (_, person) = person(&master, "ann");
    let (_, robot) = master.user("robot");
    let (_, pending) = invited(&master, "bob");
    let (idle, idle_email) = crate::users::person(&master, "carl");
    master.put(&format!("/users/{idle}/status"), json!({"action": "deactivate"})).is(204);
    let pages = [&person, &robot, &pending, &idle_email, &world.email("nobody")].map(|email| {
        let page = world.asks_for_reset(email).is(200).page();
        (page, links(&world, email))
    });
    assert!(pages.iter().all(|(page, _)| *page == pages[0].0), "{pages:?}");
    assert_eq!(pages.map(|(_, links)| links), [1, 0, 0, 0, 0]);
    world.asks_for_reset("no address").is(400).says("email");
    Browser::new(&world).submit(RESET, RESET, &[]).is(400).says("email");
}

#[test]
fn thirty_links_are_asked_for_from_one_address_whoever_has_the_addresses() {
    const WAIT: &str = "Links were asked for too often from where you are.";
    let (world, clock) = clocked();
    let (_, email) = person(&world.master(), "ann");
    let ask = |from: &str, email: &str| Browser::at(&world, from).submit(RESET, RESET, &[("email", email)]);
    for number in 0..30 {
        let nobody = world.email(&format!("nobody{number}"));
        ask("192.0.2.30", if number % 10 == 0 { &email } else { &nobody }).is(200).says(SENT);
    }
    assert_eq!(links(&world, &email), 3);
    clock.advance(time::MINUTE);
    let refused = [&email, &world.email("nobody")].map(|email| ask("192.0.2.30", email).is(429).says(WAIT));
    assert_eq!(refused[0].bytes, refused[1].bytes);
    assert_eq!(refused[0].header("retry-after"), "840");
    ask("192.0.2.31", &email).is(200).says(SENT);
    // Who may not ask any more may sign in all the same.
    Browser::at(&world, "192.0.2.30").signs_in(&email, PASSWORD);
    clock.advance(14 * time::MINUTE);
    ask("192.0.2.30", &email).is(200).says(SENT);
}

#[test]
fn a_link_sets_a_password_for_an_hour() {
    let world = World::new();
    let master = world.master();
    let [(_, in_time), (_, too_late)] = ["ann", "bob"].map(|name| person(&master, name));
    for email in [&in_time, &too_late] {
        ask(&world, email);
    }
    world.advance(HOUR - 1);
    world.submit(&world.link_to(&in_time), &[("password", "Another-7-pass")]).is(200);
    world.advance(1);
    world.submit(&world.link_to(&too_late), &[("password", "Another-7-pass")]).is(410).says(EXPIRED);
}

#[test]
fn a_later_link_takes_the_place_of_an_earlier_one() {
    let world = World::new();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    ask(&world, &email);
    let first = world.link_to(&email);
    world.advance(1);
    ask(&world, &email);
    world.open(&first).is(404).says(NO_LINK);
    world.open(&world.link_to(&email)).is(200);
}

/// Ends the sessions of a user in some way. The address that it has then.
fn end_sessions(master: &Account<'_>, way: &str, id: &str, email: &str) -> String {
    let put = |path: &str, body: Value| master.put(&format!("/users/{id}{path}"), body).is(204);
    match way {
        "password" => drop(put("/password", json!({"password": "Another-7-pass"}))),
        "status" => {
            put("/status", json!({"action": "deactivate"}));
            put("/status", json!({"action": "activate"}));
        }
        "email" => {
            let other = format!("ann@{}", managed_domain(master));
            put("/email", json!({"email": other}));
            return other;
        }
        "signing out" => {
            let browser = Browser::new(master.world).signs_in(email, PASSWORD);
            browser.submit(HOME, "/pages/signout", &[("everywhere", "true")]).goes_to(SIGN_IN);
        }
        _ => drop(master.delete(&format!("/users/{id}/token")).is(204)),
    }
    email.to_owned()
}

#[test]
fn a_link_ends_with_the_password_and_the_sessions_that_it_could_take_over() {
    let world = World::new();
    let master = world.master();
    for way in ["password", "status", "email", "signing out", "token"] {
        let (id, email) = person(&master, "ann");
        ask(&world, &email);
        let link = world.link_to(&email);
        world.open(&link).is(200);
        let now = end_sessions(&master, way, &id, &email);
        world.open(&link).is(404).says(NO_LINK);
        world.submit(&link, &[("password", "A-third-8-pass")]).is(404).says(NO_LINK);
        let mails = world.mails_to(&email);
        let mail = mails.iter().find(|mail| mail["kind"] == "password_reset").unwrap();
        assert_eq!(mail["fault"], "Its link has ended.", "{way}");
        world.advance(1);
        ask(&world, &now);
        world.submit(&world.link_of("password_reset", &now), &[("password", "A-third-8-pass")]).is(200);
    }
}

#[test]
fn another_password_ends_no_link_that_confirms_an_address() {
    let world = World::new();
    let master = world.master();
    let link = world.link_to(&master.owner_email);
    master.put("/users/me/password", json!({"password": "Another-7-pass"})).is(204);
    world.open(&link).is(200);
}

#[test]
fn three_links_are_sent_in_24_hours() {
    let world = limited();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    (0..4).for_each(|_| ask(&world, &email));
    assert_eq!(links(&world, &email), 3);
    world.advance(DAY - 1);
    ask(&world, &email);
    assert_eq!(links(&world, &email), 3);
    world.advance(1);
    ask(&world, &email);
    assert_eq!(links(&world, &email), 4);
}

#[test]
fn a_link_counts_among_the_changes_of_a_password() {
    let world = limited();
    let master = world.master();
    let (id, email) = person(&master, "ann");
    for number in 1..=3 {
        let body = json!({"password": format!("Another-7-pass{number}")});
        master.put(&format!("/users/{id}/password"), body).is(204);
    }
    ask(&world, &email);
    let refusal = "it has already been changed the maximum number of times over the past 24 hours.";
    world.submit(&world.link_to(&email), &[("password", PASSWORD)]).is(400).says(refusal);
}

#[test]
fn a_user_is_told_by_mail_that_its_password_was_changed() {
    let world = World::new();
    let master = world.master();
    let (id, email) = person(&master, "ann");
    let told = |master: &Account<'_>| master.world.mails_to(&email).len();
    assert_eq!(told(&master), 0);
    master.put(&format!("/users/{id}/password"), json!({"password": "Another-7-pass"})).is(204);
    let mails = world.mails_to(&email);
    assert_eq!((mails.len(), &mails[0]["kind"], &mails[0]["user_id"]), (1, &json!("password_changed"), &json!(id)));
    master.put(&format!("/users/{id}/password"), json!({"password": "Another-7-pass"})).is(400);
    assert_eq!(told(&master), 1);
}

#[test]
fn another_password_is_one_that_the_account_allows_on_the_day_it_is_chosen() {
    let world = World::new();
    let master = world.master();
    let (id, email) = person(&master, "ann");
    ask(&world, &email);
    let link = world.link_to(&email);
    world.open(&link).says("minlength=\"8\" maxlength=\"1024\"");
    asks_for_14(&master);
    world.open(&link).says("minlength=\"14\" maxlength=\"1024\"");
    world.submit(&link, &[("password", "Kx4-Kx4-Kx4-z")]).is(400).says("Have at least 14 characters");
    world.submit(&link, &[("password", "Kx4xKx4xKx4xKx4")]).is(400).says("Have at least 1 special character");
    assert_eq!(count_events(&world, &id, "user.password_changed"), 0);
    world.submit(&link, &[("password", "Kx4-Kx4-Kx4-zz")]).is(200);
}
