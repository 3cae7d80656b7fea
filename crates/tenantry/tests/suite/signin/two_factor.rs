//! Second factors: taking one, signing in with it, recovery codes, and giving it up.
use super::{Browser, HOME, SIGN_IN, TOO_OFTEN, browser::csrf, clocked};
use crate::{
    answer::Answer,
    server::{START, Setup, TestClock, server},
    users::{PASSWORD, count_events, event, person},
    world::{HOUR, World},
};
use platform::Clock;
use serde_json::{Value, json};
use std::sync::Arc;
use storage::{Keys, time};
use totp_rs::{Builder, Secret};

pub const CODE: &str = "/pages/two_factor";
pub const SETUP: &str = "/pages/two_factor/setup";
const ASKED: &str = "/pages/two_factor?to=%2Fpages%2Faccount";
const WRONG: &str = "The code is not right, or was used already.";
const HALF_A_MINUTE: i64 = time::MINUTE / 2;

/// An authenticator app.
pub struct App(pub String);

impl App {
    /// The code that it shows at a moment, milliseconds UTC.
    pub fn code(&self, at: i64) -> String {
        let secret = Secret::try_from_base32(&self.0).expect("base32");
        let totp = Builder::new().with_secret(secret).build().expect("a long secret");
        totp.generate(u64::try_from(at / 1000).unwrap()).to_string()
    }
}

/// What a page shows as code.
pub fn shown_codes(page: &Answer) -> Vec<String> {
    let text = page.page();
    text.split("<code>").skip(1).map(|rest| rest.split_once('<').unwrap().0.to_owned()).collect()
}

/// The key that the page offers.
pub fn offered(browser: &Browser<'_>) -> App {
    App(shown_codes(&browser.get(SETUP).is(200))[0].replace(' ', ""))
}

/// Takes a second factor in a browser that is signed in or about to be: the app, and the recovery codes.
pub fn take(browser: &Browser<'_>, now: i64) -> (App, Vec<String>) {
    let app = offered(browser);
    let fields = [("code", &*app.code(now)), ("password", PASSWORD)];
    let codes = shown_codes(&browser.submit(SETUP, SETUP, &fields).is(200));
    assert_eq!(codes.len(), 10);
    (app, codes)
}

/// Somebody with a second factor: the email, the app and the recovery codes.
pub fn guarded(world: &World, name: &str) -> (String, String, App, Vec<String>) {
    let (id, email) = person(&world.master(), name);
    let (app, codes) = take(&Browser::new(world).signs_in(&email, PASSWORD), START);
    (id, email, app, codes)
}

/// A browser in which the password was proved.
pub fn half_way<'w>(world: &'w World, email: &str) -> Browser<'w> {
    let browser = Browser::new(world);
    browser.try_password(email, PASSWORD).goes_to(ASKED);
    browser
}

#[test]
fn who_has_a_second_factor_is_signed_in_by_its_code_alone() {
    let (world, clock) = clocked();
    let (id, email, app, _) = guarded(&world, "ann");
    assert_eq!(count_events(&world, &id, "user.two_factor_enabled"), 1);
    clock.advance(HALF_A_MINUTE);
    let browser = half_way(&world, &email);
    assert!(!browser.is_signed_in());
    assert_eq!(count_events(&world, &id, "user.signed_in"), 1);
    browser.submit(CODE, CODE, &[("code", "000000")]).is(403).says(WRONG);
    assert!(!browser.is_signed_in());
    let before = browser.cookie("session");
    browser.submit(CODE, CODE, &[("code", &app.code(clock.now()))]).goes_to(HOME);
    assert!(browser.is_signed_in() && browser.cookie("session") != before);
    assert_eq!(count_events(&world, &id, "user.signed_in"), 2);
    browser.get(CODE).goes_to("/pages/signin?to=%2Fpages%2Faccount");
}

#[test]
fn the_wish_where_to_go_is_kept_on_the_way() {
    let (world, clock) = clocked();
    let (_, email, app, _) = guarded(&world, "ann");
    clock.advance(HALF_A_MINUTE);
    let browser = Browser::new(&world);
    let wish = "/pages/signin?to=%2Foauth%2Fauthorize%3Fa%3Db";
    let asked = browser.submit(wish, wish, &[("email", &email), ("password", PASSWORD)]).is(303);
    let asked = asked.header("location");
    assert_eq!(asked, "/pages/two_factor?to=%2Foauth%2Fauthorize%3Fa%3Db");
    browser.submit(asked, asked, &[("code", &app.code(clock.now()))]).goes_to("/oauth/authorize?a=b");
}

#[test]
fn a_code_is_good_once_whatever_comes_between() {
    let (world, clock) = clocked();
    let (_, email, app, _) = guarded(&world, "ann");
    // The code with which it was taken.
    half_way(&world, &email).submit(CODE, CODE, &[("code", &app.code(START))]).is(403).says(WRONG);
    clock.advance(HALF_A_MINUTE);
    let code = app.code(clock.now());
    half_way(&world, &email).submit(CODE, CODE, &[("code", &code)]).goes_to(HOME);
    half_way(&world, &email).submit(CODE, CODE, &[("code", &code)]).is(403).says(WRONG);
    // Nor is an earlier one that nobody has used.
    let earlier = app.code(clock.now() - HALF_A_MINUTE);
    half_way(&world, &email).submit(CODE, CODE, &[("code", &earlier)]).is(403).says(WRONG);
    clock.advance(HALF_A_MINUTE);
    half_way(&world, &email).submit(CODE, CODE, &[("code", &app.code(clock.now()))]).goes_to(HOME);
}

#[test]
fn a_code_is_good_in_its_half_minute_and_in_those_beside_it() {
    let (world, clock) = clocked();
    let (_, email, app, _) = guarded(&world, "ann");
    clock.advance(10 * HALF_A_MINUTE);
    for (steps, is_good) in [(-2, false), (-1, true), (2, false), (1, true)] {
        let code = app.code(clock.now() + steps * HALF_A_MINUTE);
        let answer = half_way(&world, &email).submit(CODE, CODE, &[("code", &code)]);
        assert_eq!(answer.status, if is_good { 303 } else { 403 }, "{steps}");
    }
}

#[test]
fn a_recovery_code_is_good_once_in_whatever_way_it_is_written() {
    let world = World::new();
    let (_, email, _, codes) = guarded(&world, "ann");
    for written in [codes[0].clone(), codes[1].to_uppercase(), codes[2].replace('-', ""), format!(" {}", codes[3])] {
        half_way(&world, &email).submit(CODE, CODE, &[("code", &written)]).goes_to(HOME);
        half_way(&world, &email).submit(CODE, CODE, &[("code", &written)]).is(403).says(WRONG);
    }
}

#[test]
fn codes_of_others_are_not_right() {
    let (world, clock) = clocked();
    let (_, ann, _, _) = guarded(&world, "ann");
    let (_, _, app, codes) = guarded(&world, "bob");
    clock.advance(HALF_A_MINUTE);
    for code in [app.code(clock.now()), codes[0].clone()] {
        half_way(&world, &ann).submit(CODE, CODE, &[("code", &code)]).is(403).says(WRONG);
    }
}

#[test]
fn who_must_have_one_and_has_none_takes_one_before_anything_else() {
    let world = World::new();
    let master = world.master();
    let (id, email) = person(&master, "ann");
    let wish = json!({"security": {"sign_in_with_two_factor_auth": "all"}});
    master.patch("/accounts/me/settings?option=security", wish).is(204);
    let browser = Browser::new(&world);
    browser.try_password(&email, PASSWORD).goes_to("/pages/two_factor/setup?to=%2Fpages%2Faccount");
    assert!(!browser.is_signed_in());
    browser.get(CODE).is(303);
    let form = csrf(&browser.get(SETUP));
    for path in ["/pages/two_factor", "/pages/two_factor/remove", "/pages/two_factor/recovery_codes"] {
        browser.post(path, &[("csrf", &form), ("code", "000000")]).is(303);
    }
    assert_eq!(count_events(&world, &id, "user.signed_in"), 0);
    let page = browser.submit(SETUP, SETUP, &[("code", "000000")]).is(403).says(WRONG);
    assert!(!page.page().contains("name=\"password\""), "it has just shown its password");
    let app = offered(&browser);
    let codes = shown_codes(&browser.submit(SETUP, SETUP, &[("code", &app.code(START))]).is(200));
    assert!(browser.is_signed_in());
    assert_eq!(count_events(&world, &id, "user.signed_in"), 1);
    // It stays.
    let refusal = "Your account asks for a second factor, so it stays.";
    browser.submit(HOME, "/pages/two_factor/remove", &[("code", &codes[0])]).is(403).says(refusal);
    half_way(&world, &email).submit(CODE, CODE, &[("code", &codes[0])]).goes_to(HOME);
}

#[test]
fn who_is_signed_in_shows_its_password_to_take_one() {
    let world = World::new();
    let (id, email) = person(&world.master(), "ann");
    let browser = Browser::new(&world).signs_in(&email, PASSWORD);
    browser.get(SETUP).is(200).says("name=\"password\"");
    let code = offered(&browser).code(START);
    for password in ["", "another password"] {
        let page = browser.submit(SETUP, SETUP, &[("code", &code), ("password", password)]);
        page.is(403).says("The password is not right.");
    }
    browser.submit(SETUP, SETUP, &[("code", &code)]).is(403);
    browser.submit(SETUP, SETUP, &[("code", "000000"), ("password", PASSWORD)]).is(403).says(WRONG);
    assert_eq!(count_events(&world, &id, "user.two_factor_enabled"), 0);
    take(&browser, START);
    assert_eq!(count_events(&world, &id, "user.two_factor_enabled"), 1);
}

#[test]
fn wrong_passwords_of_who_is_signed_in_count_as_failures_of_the_user() {
    let (world, clock) = clocked();
    let (_, email) = person(&world.master(), "ann");
    let browser = Browser::new(&world).signs_in(&email, PASSWORD);
    let code = offered(&browser).code(clock.now());
    for _ in 0..10 {
        browser.submit(SETUP, SETUP, &[("code", &code), ("password", "another password")]).is(403);
    }
    for password in ["another password", PASSWORD] {
        browser.submit(SETUP, SETUP, &[("code", &code), ("password", password)]).is(429).says(TOO_OFTEN);
    }
    Browser::new(&world).try_password(&email, PASSWORD).is(429).says(TOO_OFTEN);
    clock.advance(15 * time::MINUTE);
    take(&browser, clock.now());
}

#[test]
fn no_session_lasts_longer_for_taking_one() {
    let world = World::new();
    let (_, email) = person(&world.master(), "ann");
    let browser = Browser::new(&world).signs_in(&email, PASSWORD);
    world.advance(11 * HOUR);
    take(&browser, START);
    world.advance(HOUR - 1);
    assert!(browser.is_signed_in());
    world.advance(1);
    assert!(!browser.is_signed_in());
}

#[test]
fn the_key_is_the_same_as_long_as_it_is_looked_at_and_no_other_browser_is_offered_it() {
    let world = World::new();
    let (_, email) = person(&world.master(), "ann");
    let [one, other] = [(); 2].map(|()| Browser::new(&world).signs_in(&email, PASSWORD));
    let key = offered(&one).0;
    assert_eq!(offered(&one).0, key);
    assert_ne!(offered(&other).0, key);
    let page = one.get(SETUP).says("role=\"img\"").says("<svg aria-hidden=").page();
    assert!(page.contains("otpauth://totp/tenantry%2Etest:") && page.contains(&format!("?secret={key}&amp;issuer=")));
    let before = one.cookie("session");
    take(&one, START);
    assert!(one.is_signed_in() && one.cookie("session") != before, "the key follows from the old secret");
    // There is one for both, and it is not shown again.
    other.get(SETUP).goes_to("/pages/signin?to=%2Fpages%2Faccount");
    other.post(SETUP, &[("code", &App(key).code(START))]).is(303);
}

#[test]
fn other_recovery_codes_take_the_place_of_the_old_ones_for_who_shows_a_code() {
    let (world, clock) = clocked();
    let (id, email, app, codes) = guarded(&world, "ann");
    clock.advance(HALF_A_MINUTE);
    let browser = half_way(&world, &email);
    browser.submit(CODE, CODE, &[("code", &codes[0])]).is(303);
    let path = "/pages/two_factor/recovery_codes";
    browser.submit(HOME, path, &[("code", "000000")]).is(403).says(WRONG);
    let page = browser.submit(HOME, path, &[("code", &app.code(clock.now()))]).is(200);
    let renewed = shown_codes(&page);
    assert!(renewed.len() == 10 && renewed.iter().all(|code| !codes.contains(code)));
    event(&world, &id, "user.recovery_codes_changed");
    half_way(&world, &email).submit(CODE, CODE, &[("code", &codes[1])]).is(403).says(WRONG);
    half_way(&world, &email).submit(CODE, CODE, &[("code", &renewed[1])]).goes_to(HOME);
}

#[test]
fn who_shows_a_code_may_give_it_up() {
    let world = World::new();
    let (id, email, _, codes) = guarded(&world, "ann");
    let browser = half_way(&world, &email);
    browser.submit(CODE, CODE, &[("code", &codes[0])]).is(303);
    let path = "/pages/two_factor/remove";
    browser.submit(HOME, path, &[("code", &codes[0])]).is(403).says(WRONG);
    browser.submit(HOME, path, &[("code", &codes[1])]).goes_to(HOME);
    event(&world, &id, "user.two_factor_disabled");
    Browser::new(&world).signs_in(&email, PASSWORD);
    let again = browser.submit(HOME, path, &[("code", &codes[2])]);
    again.is(403).says(WRONG);
}

#[test]
fn wrong_codes_count_as_failures_of_the_user() {
    let (world, clock) = clocked();
    let (_, email, app, _) = guarded(&world, "ann");
    clock.advance(HALF_A_MINUTE);
    let browser = half_way(&world, &email);
    let form = csrf(&browser.get(CODE));
    for _ in 0..10 {
        browser.post(CODE, &[("csrf", &form), ("code", "1")]).is(403).says(WRONG);
    }
    browser.post(CODE, &[("csrf", &form), ("code", "1")]).is(429).says(TOO_OFTEN);
    browser.post(CODE, &[("csrf", &form), ("code", &app.code(clock.now()))]).is(429).says(TOO_OFTEN);
    Browser::new(&world).try_password(&email, PASSWORD).is(429).says(TOO_OFTEN);
    clock.advance(15 * time::MINUTE);
    half_way(&world, &email).submit(CODE, CODE, &[("code", &app.code(clock.now()))]).goes_to(HOME);
}

#[test]
fn the_proof_of_a_password_counts_for_ten_minutes() {
    let world = World::new();
    let (_, email, _, codes) = guarded(&world, "ann");
    let [in_time, too_late] = [(); 2].map(|()| half_way(&world, &email));
    let form = csrf(&too_late.get(CODE));
    world.advance(10 * 60 - 1);
    in_time.submit(CODE, CODE, &[("code", &codes[0])]).goes_to(HOME);
    world.advance(1);
    too_late.post(CODE, &[("csrf", &form), ("code", &codes[1])]).goes_to("/pages/signin?to=%2Fpages%2Faccount");
    assert!(!too_late.is_signed_in());
}

#[test]
fn who_is_half_way_may_leave_it_at_that() {
    let world = World::new();
    let (id, email, _, _) = guarded(&world, "ann");
    let browser = half_way(&world, &email);
    browser.submit(CODE, "/pages/signout", &[("everywhere", "true")]).goes_to(SIGN_IN);
    browser.get(CODE).is(303);
    assert_eq!(count_events(&world, &id, "user.signed_out"), 0);
}

#[test]
fn a_second_factor_moves_along_with_its_user_and_goes_with_it() {
    let (world, clock) = clocked();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Pro", 5);
    let (id, email) = person(&master, "ann");
    let (app, codes) = take(&Browser::new(&world).signs_in(&email, PASSWORD), START);
    half_way(&world, &email).submit(CODE, CODE, &[("code", &codes[0])]).goes_to(HOME);
    master.on(&master).put(&format!("/users/{id}/account"), json!({"account_id": sub.id})).is(204);
    half_way(&world, &email).submit(CODE, CODE, &[("code", &app.code(START))]).is(403);
    half_way(&world, &email).submit(CODE, CODE, &[("code", &codes[0])]).is(403);
    half_way(&world, &email).submit(CODE, CODE, &[("code", &codes[1])]).goes_to(HOME);
    clock.advance(HALF_A_MINUTE);
    let browser = half_way(&world, &email);
    browser.submit(CODE, CODE, &[("code", &app.code(clock.now()))]).goes_to(HOME);
    // Nothing of it stayed behind: given up there, it is not found again where its user came from.
    browser.submit(HOME, "/pages/two_factor/remove", &[("code", &codes[2])]).goes_to(HOME);
    master.on(&sub).put(&format!("/users/{id}/account"), json!({"account_id": master.id})).is(204);
    let browser = Browser::new(&world).signs_in(&email, PASSWORD);
    browser.submit(HOME, "/pages/two_factor/recovery_codes", &[("code", &codes[3])]).is(403).says(WRONG);
}

#[test]
fn recovery_codes_serve_also_where_the_key_of_the_secret_is_gone() {
    let clock = TestClock::new();
    let world = World::with(Setup { clock: clock.clone(), ..Default::default() });
    let (_, email, _, codes) = guarded(&world, "ann");
    let rekeyed = Setup { clock, keys: Some(Arc::new(Keys::for_tests(9))), ..Default::default() };
    let world = world.on_another(server().platform(rekeyed));
    half_way(&world, &email).submit(CODE, CODE, &[("code", &codes[0])]).goes_to(HOME);
    half_way(&world, &email).submit(CODE, CODE, &[("code", &codes[0])]).is(500);
}

#[test]
fn codes_are_those_of_the_machines_clock_whatever_world_the_user_is_in() {
    let clock = TestClock::new();
    let world = World::with(Setup { clock: clock.clone(), ..Default::default() });
    let (_, email, app, _) = guarded(&world, "ann");
    world.advance(3600);
    clock.advance(HALF_A_MINUTE);
    half_way(&world, &email).submit(CODE, CODE, &[("code", &app.code(clock.now()))]).goes_to(HOME);
}

#[test]
fn the_operator_takes_a_second_factor_from_who_has_lost_it() {
    let world = World::new();
    let account = world.master();
    let (id, email) = person(&account, "ann");
    take(&Browser::new(&world).signs_in(&email, PASSWORD), START);
    let forget = || account.operate("DELETE", &format!("/users/{id}/two_factor"), Value::Null).is(204);
    forget();
    forget();
    assert_eq!(count_events(&world, &id, "user.two_factor_disabled"), 1);
    Browser::new(&world).signs_in(&email, PASSWORD);
    account.operate("DELETE", "/users/nobody/two_factor", Value::Null).is(404);
    let other = world.free_standing();
    other.operate("DELETE", &format!("/users/{id}/two_factor"), Value::Null).is(404);
}
