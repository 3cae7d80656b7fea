//! What RFC 9700 asks of every answer, and the table that says which test proves which recommendation.
use super::{App, BAD_TOKEN};
use crate::{
    answer::Answer,
    signin::{Browser, HOME},
    world::World,
};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// An answer of each kind that the pages and the endpoints give.
fn answers(world: &World) -> Vec<Answer> {
    let master = world.master();
    let app = App::installed(&master, json!({"device": true}));
    let browser = Browser::of(&master, &master.owner_id);
    let code = browser.allows(&app.page());
    let tokens = app.redeems(&code).is(200);
    vec![
        browser.get(&app.page()).is(200),
        Browser::new(world).get(&app.page()).is(303),
        browser.decides(&app.page(), "allow").is(303),
        browser.decides(&app.page(), "deny").is(303),
        browser.get(&app.page_with(&[("response_type", "token")])).is(303),
        browser.get(&app.page_with(&[("redirect_uri", "https://evil.example")])).is(400),
        browser.get("/oauth/device").is(200),
        app.asks("devicecode", &[]).is(200),
        app.refreshes(&tokens.text("refresh_token")).is(200),
        app.asks("revoke", &[("token", &tokens.text("refresh_token"))]).is(200),
    ]
}

#[test]
fn a_browser_is_sent_on_without_what_it_had_sent() {
    let world = World::new();
    for answer in answers(&world) {
        let is_sent_on = answer.headers.contains_key("location");
        assert_eq!(is_sent_on, answer.status == 303, "{answer}");
    }
}

#[test]
fn no_token_and_no_secret_stands_in_an_address() {
    let world = World::new();
    let mut names = BTreeSet::new();
    for answer in answers(&world).iter().filter(|answer| answer.status == 303) {
        let place = answer.header("location");
        assert!(!place.contains('#'), "{place}");
        let (path, query) = place.split_once('?').expect("a query");
        if path == super::BACK {
            names.extend(form_urlencoded::parse(query.as_bytes()).map(|(name, _)| name.into_owned()));
        }
    }
    assert_eq!(names, ["code", "error", "error_description", "iss"].map(str::to_owned).into());
}

#[test]
fn no_grant_takes_the_password_of_a_user() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    for grant in ["password", "client_credentials", "implicit", "urn:ietf:params:oauth:grant-type:jwt-bearer"] {
        let fields = [("grant_type", grant), ("username", &*master.owner_email), ("password", "Kx4-Kx4-z")];
        app.asks("token", &fields).no_grant("unsupported_grant_type", "unsupported grant type");
    }
}

#[test]
fn an_access_token_opens_the_interfaces_of_accounts_and_nothing_else() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let token = app.tokens_of(&master, &master.owner_id).access.token;
    let headers = [("authorization", format!("Bearer {token}"))];
    world.send("GET", "/v2/users", &headers, &Value::Null).is(200);
    world.send("GET", "/operator/v1/worlds", &headers, &Value::Null).refused(401, 124, BAD_TOKEN);
    let browser = Browser::new(&world);
    browser.send("GET", HOME, &headers, Vec::new()).is(303);
    browser.set_cookie("session", &token);
    assert!(!browser.is_signed_in());
    app.redeems(&token).no_grant("invalid_grant", "Invalid authorization code");
}

#[test]
fn no_other_site_reads_an_answer() {
    let world = World::new();
    for answer in answers(&world) {
        let opened = answer.headers.keys().find(|name| name.as_str().starts_with("access-control-"));
        assert_eq!(opened, None, "{answer}");
        assert!(answer.header("cache-control").contains("no-store"), "{answer}");
    }
}

#[test]
fn every_test_that_the_table_of_recommendations_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let table = fs::read_to_string(root.join("docs/security.md")).unwrap();
    let named: Vec<(&str, &str)> =
        table.split('`').skip(1).step_by(2).filter_map(|quoted| quoted.split_once(": ")).filter(is_test).collect();
    assert!(named.len() > 30, "{named:?}");
    for (place, test) in named {
        let folder = root.join("crates").join(place).join("src");
        let of_suite = root.join("crates/tenantry/tests/suite").join(format!("{place}.rs"));
        let texts = if folder.is_dir() { sources(&folder) } else { vec![of_suite] };
        let is_there = |file: &PathBuf| fs::read_to_string(file).unwrap().contains(&format!("fn {test}() {{"));
        assert!(texts.iter().any(is_there), "{place}: {test}");
    }
}

/// Names of tests are sentences of small letters.
fn is_test((_, name): &(&str, &str)) -> bool {
    name.contains('_') && name.bytes().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == b'_')
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}
