//! How often signing in may fail: the first ten times as one user and thirty from one address within 15 minutes.
use super::{Browser, FAILED, TOO_OFTEN, clocked};
use crate::{
    answer::Answer,
    server::{Setup, TestClock},
    users::{PASSWORD, person},
    world::World,
};
use platform::Gate;
use storage::time;

fn fails(browser: &Browser<'_>, email: &str, times: usize) {
    for _ in 0..times {
        browser.try_password(email, "another password").is(403).says(FAILED);
    }
}

#[track_caller]
fn waits(answer: &Answer, seconds: &str) {
    answer.clone().is(429).says(TOO_OFTEN);
    assert_eq!(answer.header("retry-after"), seconds, "{answer}");
}

#[test]
fn after_ten_failures_the_right_password_still_works() {
    let (world, _) = clocked();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    fails(&Browser::at(&world, "192.0.2.1"), &email, 10);
    Browser::at(&world, "192.0.2.1").signs_in(&email, PASSWORD);
}

#[test]
fn the_eleventh_failure_as_one_user_makes_it_wait_also_with_the_right_password_and_from_elsewhere() {
    let (world, clock) = clocked();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    let (_, other) = person(&master, "bob");
    let browser = Browser::at(&world, "192.0.2.2");
    fails(&browser, &email, 10);
    clock.advance(14 * time::MINUTE);
    waits(&browser.try_password(&email, "another password"), "60");
    waits(&Browser::at(&world, "192.0.2.3").try_password(&email.to_uppercase(), PASSWORD), "60");
    browser.clone().signs_in(&other, PASSWORD);
    clock.advance(time::MINUTE - 1);
    waits(&browser.try_password(&email, PASSWORD), "1");
    clock.advance(1);
    Browser::at(&world, "192.0.2.2").signs_in(&email, PASSWORD);
}

#[test]
fn nobody_learns_from_waiting_whether_there_is_such_a_user() {
    let (world, _) = clocked();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    let pages = [email, world.email("nobody")].map(|email| {
        let browser = Browser::new(&world);
        fails(&browser, &email, 10);
        browser.try_password(&email, "another password").is(429).bytes
    });
    assert_eq!(pages[0], pages[1]);
}

#[test]
fn the_first_thirty_failures_from_one_address_do_not_make_it_wait_and_the_next_does() {
    let (world, clock) = clocked();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    let browser = Browser::at(&world, "192.0.2.4");
    for user in 0..30 {
        fails(&browser, &world.email(&format!("nobody{user}")), 1);
    }
    browser.clone().signs_in(&email, PASSWORD);
    waits(&browser.try_password(&world.email("nobody30"), PASSWORD), "900");
    waits(&browser.try_password(&email, PASSWORD), "900");
    Browser::at(&world, "192.0.2.5").signs_in(&email, PASSWORD);
    Browser::at(&world, "192.0.2.4, 192.0.2.5").signs_in(&email, PASSWORD);
    clock.advance(15 * time::MINUTE - 1);
    waits(&browser.try_password(&email, PASSWORD), "1");
    clock.advance(1);
    Browser::at(&world, "192.0.2.4").signs_in(&email, PASSWORD);
}

#[test]
fn a_network_of_the_sixth_version_is_one_address() {
    let (world, _) = clocked();
    for host in 0..31 {
        let browser = Browser::at(&world, &format!("2001:db8:77:1::{host:x}"));
        let answer = browser.try_password(&world.email(&format!("nobody{host}")), PASSWORD);
        assert_eq!(answer.status, if host < 30 { 403 } else { 429 }, "{host}");
    }
    Browser::at(&world, "2001:db8:77:2::1").try_password(&world.email("nobody"), PASSWORD).is(403);
}

#[test]
fn an_address_is_the_same_with_every_port() {
    let (world, _) = clocked();
    for port in 1..=31 {
        let browser = Browser::at(&world, &format!("192.0.2.9:{port}"));
        let answer = browser.try_password(&world.email(&format!("nobody{port}")), PASSWORD);
        assert_eq!(answer.status, if port <= 30 { 403 } else { 429 }, "{port}");
    }
}

#[test]
fn all_whose_address_the_proxies_do_not_tell_have_one_together() {
    let (world, clock) = clocked();
    // Whoever else has failed so did it before.
    clock.advance(30 * time::MINUTE);
    for number in 0..31 {
        let browser = Browser::at(&world, ["nonsense", "", "_hidden"][number % 3]);
        let answer = browser.try_password(&world.email(&format!("nobody{number}")), PASSWORD);
        assert_eq!(answer.status, if number < 30 { 403 } else { 429 }, "{number}");
    }
}

#[test]
fn nobody_comes_from_elsewhere_by_what_it_writes_before_its_address() {
    let (world, _) = clocked();
    for number in 0..31 {
        let browser = Browser::at(&world, &format!("198.51.100.{number}, 192.0.2.50"));
        let answer = browser.try_password(&world.email(&format!("nobody{number}")), PASSWORD);
        assert_eq!(answer.status, if number < 30 { 403 } else { 429 }, "{number}");
    }
}

#[test]
fn what_fails_while_it_waits_does_not_prolong_it() {
    let (world, clock) = clocked();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    let browser = Browser::new(&world);
    fails(&browser, &email, 10);
    browser.try_password(&email, "another password").is(429);
    clock.advance(time::MINUTE);
    for _ in 0..20 {
        waits(&browser.try_password(&email, "another password"), "840");
    }
    clock.advance(14 * time::MINUTE);
    browser.signs_in(&email, PASSWORD);
}

#[test]
fn both_numbers_can_be_set() {
    let gate = Gate { proxies: 1, failures_of_account: 2, failures_of_address: 3 };
    let world = World::with(Setup { clock: TestClock::new(), gate, ..Setup::default() });
    let browser = Browser::at(&world, "192.0.2.6");
    let statuses = |emails: &[&str]| -> Vec<u16> {
        emails.iter().map(|name| browser.try_password(&world.email(name), PASSWORD).status).collect()
    };
    assert_eq!(statuses(&["a", "a", "a", "b"]), [403, 403, 429, 429]);
    let elsewhere = Browser::at(&world, "192.0.2.7");
    let status = |name: &str| elsewhere.try_password(&world.email(name), PASSWORD).status;
    assert_eq!(["c", "c", "d", "d"].map(status), [403, 403, 403, 429]);
}

#[test]
fn a_form_that_was_forged_counts_for_nothing() {
    let (world, _) = clocked();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    for _ in 0..40 {
        let fields = [("csrf", "forged"), ("email", &*email), ("password", "another password")];
        Browser::at(&world, "192.0.2.8").post(super::SIGN_IN, &fields).is(403);
    }
    Browser::at(&world, "192.0.2.8").signs_in(&email, PASSWORD);
}
