//! Signing in with the identity provider of an account.
mod accounts;
mod people;
mod tokens;

use super::{
    Browser, HOME, SIGN_IN,
    provider::{CLIENT, Provider, SECRET},
};
use crate::{
    actors::Account,
    answer::Answer,
    server::{Setup, server},
    users::{PASSWORD, event, make, managed_domain},
    world::World,
};
use serde_json::{Value, json};
use std::sync::Arc;

const FAILED: &str = "Your company did not sign you in here.";
const NOBODY_SIGNS_IN: &str = "Nobody signs in with this company at the moment.";

/// An account with an identity provider and a domain.
#[derive(Clone)]
pub struct Company<'w> {
    account: Account<'w>,
    domain: String,
    pub provider: Arc<Provider>,
    vanity: String,
}

impl<'w> Company<'w> {
    pub fn new(world: &'w World, creates_users: bool) -> Self {
        let account = world.master();
        let company = Company {
            domain: managed_domain(&account),
            account,
            provider: Provider::new(),
            vanity: format!("company-{}", server().next_world()),
        };
        company.configure(json!({"creates_users": creates_users})).is(200);
        company.enable(true);
        company
    }
    /// A user with a password and an email of the domain: the id and the email.
    pub fn person(&self, name: &str) -> (String, String) {
        let email = self.email(name);
        let id = make(&self.account.actor, "autoCreate", &email, json!({"password": PASSWORD})).is(201).text("id");
        (id, email)
    }
    fn email(&self, name: &str) -> String {
        format!("{name}@{}", self.domain)
    }
    fn configure(&self, more: Value) -> Answer {
        let mut body = json!({"vanity": self.vanity, "issuer": self.provider.issuer, "client_id": CLIENT, "client_secret": SECRET});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        self.account.operate("PUT", "/identity_provider", body)
    }
    fn enable(&self, on: bool) {
        let body = json!({"security": {"signin_with_sso": {"enable": on}}});
        self.account.patch("/accounts/me/settings?option=security", body).is(204);
    }
    fn path(&self) -> String {
        format!("/pages/sso/{}", self.vanity)
    }
    /// Where the browser is sent to sign in.
    pub fn sent(&self, browser: &Browser<'_>) -> String {
        browser.get(&self.path()).is(303).header("location").to_owned()
    }
    /// The whole way there and back.
    fn signs_in(&self, browser: &Browser<'_>, claims: Value) -> Answer {
        let back = self.provider.signs_in(&self.sent(browser), claims);
        browser.get(&back)
    }
}

pub fn claims(subject: &str, email: &str) -> Value {
    json!({"sub": subject, "email": email, "email_verified": true, "given_name": "Ann", "family_name": "Åberg"})
}

#[test]
fn whoever_the_provider_knows_is_signed_in_and_known_by_that_from_then_on() {
    let world = World::new();
    let company = Company::new(&world, false);
    let (id, email) = company.person("ann");
    let browser = Browser::new(&world);
    company.signs_in(&browser, claims("s1", &email.to_uppercase())).goes_to(HOME);
    browser.get(HOME).is(200).says(&email);
    assert_eq!(browser.cookie("sso"), None);
    let signed_in = event(&world, &id, "user.signed_in");
    assert_eq!(signed_in["by"], json!({"kind": "user", "account_id": company.account.id, "user_id": id}));
    // Whatever the provider says of the address later.
    let again = Browser::new(&world);
    company.signs_in(&again, claims("s1", "other@elsewhere.example")).goes_to(HOME);
    again.get(HOME).says(&email);
    company.signs_in(&Browser::new(&world), claims("s2", &email)).is(403).says(FAILED);
    let asked = company.provider.asked.lock().clone();
    assert_eq!(
        asked[..4],
        ["GET /.well-known/openid-configuration", "GET /.well-known/openid-configuration", "POST /token", "GET /keys"]
    );
}

#[test]
fn a_form_asks_for_the_company_and_a_link_leads_on() {
    let world = World::new();
    let company = Company::new(&world, false);
    let (_, email) = company.person("ann");
    let browser = Browser::new(&world);
    let (wanted, spelt) = ("/oauth/authorize?a=b", "to=%2Foauth%2Fauthorize%3Fa%3Db");
    let linked = |page: &str| format!("href=\"{page}?{spelt}\"");
    browser.get(&format!("{SIGN_IN}?{spelt}")).is(200).says(&linked("/pages/sso"));
    let form = browser.get(&format!("/pages/sso?{spelt}")).is(200);
    form.says("name=\"company\"").says(&format!("value=\"{wanted}\"")).says(&linked(SIGN_IN));
    let path = format!("/pages/sso?company={}&{spelt}", company.vanity.to_uppercase());
    let link = format!("{}?{spelt}", company.path());
    browser.get(&path).is(200).says(&linked(&company.path()));
    let sent = browser.get(&link).is(303).header("location").to_owned();
    browser.get(&company.provider.signs_in(&sent, claims("s1", &email))).goes_to(wanted);
    let evil = format!("{}?to=https://evil.example", company.path());
    let sent = browser.get(&evil).is(303).header("location").to_owned();
    browser.get(&company.provider.signs_in(&sent, claims("s1", &email))).goes_to(HOME);
}

#[test]
fn companies_that_nobody_signs_in_with_are_answered_alike() {
    let world = World::new();
    let company = Company::new(&world, false);
    let closed = Company::new(&world, false);
    closed.enable(false);
    let without = Company::new(&world, false);
    without.account.operate("DELETE", "/identity_provider", Value::Null).is(204);
    let silent = Company::new(&world, false);
    silent.provider.does(|wrong| wrong.status = Some(("configuration", 503)));
    let pages = [closed.path(), without.path(), silent.path(), "/pages/sso/nobody".to_owned()]
        .map(|path| Browser::new(&world).get(&path).is(404).says(NOBODY_SIGNS_IN).bytes);
    assert!(pages.iter().all(|page| *page == pages[0]));
    Browser::new(&world).get(&company.path()).is(303);
}

#[test]
fn only_the_browser_that_was_sent_comes_back_and_once() {
    let world = World::new();
    let company = Company::new(&world, false);
    let (_, email) = company.person("ann");
    let browser = Browser::new(&world);
    let back = company.provider.signs_in(&company.sent(&browser), claims("s1", &email));
    // Another one, without a cookie or with its own.
    let other = Browser::new(&world);
    other.get(&back).is(403).says(FAILED);
    company.sent(&other);
    other.get(&back).is(403).says(FAILED);
    assert!(!other.is_signed_in());
    for (from, to) in [("state=", "state=x"), ("iss=https", "iss=http"), ("code=", "nocode=")] {
        let sent = Browser::new(&world);
        let back = company.provider.signs_in(&company.sent(&sent), claims("s1", &email));
        sent.get(&back.replace(from, to)).is(403).says(FAILED);
        // It was used up.
        sent.get(&back).is(403).says(FAILED);
        assert!(!sent.is_signed_in());
    }
    let copy = browser.clone();
    browser.get(&back).goes_to(HOME);
    copy.get(&back).is(403).says(FAILED);
}

#[test]
fn a_way_that_takes_more_than_ten_minutes_leads_nowhere() {
    let world = World::new();
    let company = Company::new(&world, false);
    let (_, email) = company.person("ann");
    let ways = [(); 2].map(|()| {
        let browser = Browser::new(&world);
        let back = company.provider.signs_in(&company.sent(&browser), claims("s1", &email));
        (browser, back)
    });
    world.advance(10 * 60 - 1);
    ways[0].0.get(&ways[0].1).goes_to(HOME);
    world.advance(1);
    ways[1].0.get(&ways[1].1).is(403).says(FAILED);
}

#[test]
fn fields_have_a_longest_length() {
    let world = World::new();
    let statuses = |path: &str, most: usize| {
        [most, most + 1].map(|count| Browser::new(&world).get(&format!("{path}{}", "a".repeat(count))).status)
    };
    assert_eq!(statuses("/pages/sso?company=", 64), [200, 400]);
    assert_eq!(statuses("/pages/sso?to=", 8192), [200, 400]);
    for (field, most) in [("code", 4096), ("state", 256), ("iss", 2048), ("error", 256)] {
        assert_eq!(statuses(&format!("/pages/sso/nobody/callback?{field}="), most), [403, 400], "{field}");
    }
}

#[test]
fn over_plain_http_nobody_goes_to_a_company() {
    let world = World::with(Setup { base_url: "http://tenantry.test:8080", ..Setup::default() });
    for path in ["/pages/sso", "/pages/sso/nobody", "/pages/sso/nobody/callback?code=a&state=b"] {
        world.open(path).is(403).says("--base-url https://tenantry.test");
    }
}

#[test]
fn whoever_may_not_use_a_password_is_shown_the_way_to_its_company() {
    let world = World::new();
    let company = Company::new(&world, false);
    let (_, email) = company.person("ann");
    let required = json!({"security": {"signin_with_sso": {
        "require_sso_for_domains": true, "domains": [company.domain], "operation": "add",
    }}});
    company.account.patch("/accounts/me/settings?option=security", required).is(204);
    let browser = Browser::new(&world);
    let way = format!("{}?to=%2Fpages%2Faccount", company.path());
    browser.try_password(&email, PASSWORD).is(403).says(&format!("href=\"{way}\""));
    assert!(!browser.is_signed_in());
    let sent = browser.get(&way).is(303).header("location").to_owned();
    browser.get(&company.provider.signs_in(&sent, claims("s1", &email))).goes_to(HOME);
}
