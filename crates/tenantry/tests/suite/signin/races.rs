//! What is single counts once, however many show it at the same moment.
use super::{
    Browser, HOME, SIGN_IN,
    browser::csrf,
    clocked,
    single_sign_on::{Company, claims},
    two_factor::{CODE, guarded, half_way},
};
use crate::{
    answer::Answer,
    server::server,
    users::{PASSWORD, person},
    world::World,
};
use platform::Clock;
use std::collections::BTreeMap;

const PARALLEL: usize = 64;

/// Sends a form from each browser, all at once: how many were answered with each status.
fn at_once(world: &World, path: &str, forms: &[(Browser<'_>, String)]) -> BTreeMap<u16, usize> {
    let kind = ("content-type", "application/x-www-form-urlencoded".to_owned());
    let sent = forms.iter().map(|(browser, form)| {
        let headers = [vec![kind.clone()], browser.headers()].concat();
        server().runtime.spawn(world.exchange("POST", path, &headers, form.clone().into_bytes()))
    });
    let sent: Vec<_> = sent.collect();
    let mut statuses = BTreeMap::new();
    for answer in sent {
        let answer: Answer = server().runtime.block_on(answer).expect("an answer");
        *statuses.entry(answer.status).or_default() += 1;
    }
    statuses
}

fn forms<'w>(browsers: Vec<Browser<'w>>, page: &str, fields: &[(&str, &str)]) -> Vec<(Browser<'w>, String)> {
    let form = |browser: Browser<'w>| {
        let csrf = csrf(&browser.get(page));
        let all = [&[("csrf", csrf.as_str())], fields].concat();
        (browser, form_urlencoded::Serializer::new(String::new()).extend_pairs(all).finish())
    };
    browsers.into_iter().map(form).collect()
}

#[test]
fn of_64_who_show_one_recovery_code_one_is_signed_in() {
    let world = World::new();
    let (_, email, _, codes) = guarded(&world, "ann");
    let browsers = (0..PARALLEL).map(|_| half_way(&world, &email)).collect();
    let statuses = at_once(&world, CODE, &forms(browsers, CODE, &[("code", &codes[0])]));
    assert_eq!(statuses.get(&303), Some(&1), "{statuses:?}");
    assert!(statuses.keys().all(|status| [303, 403, 429].contains(status)), "{statuses:?}");
}

#[test]
fn of_64_who_show_one_code_of_an_app_one_is_signed_in() {
    let (world, clock) = clocked();
    let (_, email, app, _) = guarded(&world, "ann");
    clock.advance(30_000);
    let browsers = (0..PARALLEL).map(|_| half_way(&world, &email)).collect();
    let statuses = at_once(&world, CODE, &forms(browsers, CODE, &[("code", &app.code(clock.now()))]));
    assert_eq!(statuses.get(&303), Some(&1), "{statuses:?}");
}

#[test]
fn of_64_wrong_passwords_at_once_eleven_are_looked_at() {
    let world = World::new();
    let (_, email) = person(&world.master(), "ann");
    let browsers = (0..PARALLEL).map(|_| Browser::new(&world)).collect();
    let fields = [("email", &*email), ("password", "another password")];
    let statuses = at_once(&world, SIGN_IN, &forms(browsers, SIGN_IN, &fields));
    assert_eq!(statuses, [(403, 10), (429, PARALLEL - 10)].into());
    Browser::new(&world).try_password(&email, PASSWORD).is(429);
}

#[test]
fn of_64_who_sign_in_from_one_address_at_once_no_more_wait_than_have_their_turn_soon() {
    let (world, _) = clocked();
    let browsers: Vec<Browser<'_>> = (0..PARALLEL).map(|_| Browser::new(&world)).collect();
    let email = world.email("nobody");
    let statuses = at_once(&world, SIGN_IN, &forms(browsers, SIGN_IN, &[("email", &email), ("password", PASSWORD)]));
    assert!(statuses.contains_key(&503), "{statuses:?}");
    assert!(statuses.keys().all(|status| [403, 429, 503].contains(status)), "{statuses:?}");
    Browser::at(&world, "192.0.2.40").try_password(&world.email("another"), PASSWORD).is(403);
}

#[test]
fn of_64_who_come_back_at_once_one_is_signed_in() {
    let world = World::new();
    let company = Company::new(&world, false);
    let (_, email) = company.person("ann");
    let browser = Browser::new(&world);
    let back = company.provider.signs_in(&company.sent(&browser), claims("s1", &email));
    company.provider.does(|wrong| wrong.is_forgetful = true);
    let exchange = |_| server().runtime.spawn(world.exchange("GET", &back, &browser.headers(), Vec::new()));
    let sent: Vec<_> = (0..PARALLEL).map(exchange).collect();
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    for answer in sent {
        let answer: Answer = server().runtime.block_on(answer).expect("an answer");
        let is_home = answer.status != 303 || answer.header("location") == HOME;
        assert!(is_home, "{answer}");
        *statuses.entry(answer.status).or_default() += 1;
    }
    assert_eq!(statuses.get(&303), Some(&1), "{statuses:?}");
    assert!(statuses.keys().all(|status| [303, 403, 503].contains(status)), "{statuses:?}");
}
