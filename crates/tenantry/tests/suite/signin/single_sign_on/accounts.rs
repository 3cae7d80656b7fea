//! The provider of an account, and the name by which people find the account.
use super::{Company, FAILED, claims};
use crate::{
    server::server,
    signin::{
        Browser, HOME,
        provider::{CLIENT, Provider, SECRET},
    },
    users::{count_events, event},
    world::{NO_ID, World},
};
use serde_json::{Value, json};

#[test]
fn what_one_company_begins_no_other_ends() {
    let world = World::new();
    let [ours, theirs] = [(); 2].map(|()| Company::new(&world, false));
    let (_, email) = ours.person("ann");
    let browser = Browser::new(&world);
    let back = ours.provider.signs_in(&ours.sent(&browser), claims("s1", &email));
    browser.get(&back.replace(&ours.vanity, &theirs.vanity)).is(403).says(FAILED);
    assert!(!browser.is_signed_in());
    // Nor is a user of one a user of the other.
    theirs.signs_in(&Browser::new(&world), claims("s1", &email)).is(403).says(FAILED);
}

#[test]
fn another_provider_knows_nobody_yet_and_one_who_has_left_is_known_no_more() {
    let world = World::new();
    let company = Company::new(&world, false);
    let [(ann, email), (_, other)] = ["ann", "bob"].map(|name| company.person(name));
    company.signs_in(&Browser::new(&world), claims("s1", &email)).goes_to(HOME);
    let waiting = Browser::new(&world);
    let back = company.provider.signs_in(&company.sent(&waiting), claims("s1", &email));
    let next = Company { provider: Provider::new(), ..company.clone() };
    next.configure(json!({})).is(200);
    // Whoever was on the way to the one before comes back to nothing.
    waiting.get(&back).is(403).says(FAILED);
    next.signs_in(&Browser::new(&world), claims("s1", &other)).goes_to(HOME);
    next.signs_in(&Browser::new(&world), claims("s2", &email)).goes_to(HOME);
    company.account.delete(&format!("/users/{ann}?action=delete")).is(204);
    next.signs_in(&Browser::new(&world), claims("s2", &email)).is(403).says(FAILED);
}

#[test]
fn an_account_has_one_provider_and_a_vanity_name_of_its_own() {
    let world = World::new();
    let company = Company::new(&world, false);
    let shown = company.account.operate("GET", "/identity_provider", Value::Null).is(200);
    assert_eq!(
        [&shown["vanity"], &shown["issuer"], &shown["client_id"], &shown["creates_users"]],
        [&json!(company.vanity), &json!(company.provider.issuer), &json!(CLIENT), &json!(false)]
    );
    assert_eq!(shown["sign_in_url"], format!("https://tenantry.test{}", company.path()));
    assert_eq!(shown["redirect_uri"], format!("https://tenantry.test{}/callback", company.path()));
    assert!(!String::from_utf8_lossy(&shown.bytes).contains(SECRET));
    let id = shown.text("id");
    // The same again, with and without the secret, is nothing new.
    for secret in [json!(SECRET), Value::Null] {
        company.configure(json!({"client_secret": secret})).is(200);
    }
    assert_eq!(count_events(&world, &id, "identity_provider.set"), 1);
    company.configure(json!({"client_secret": "another secret"})).is(200);
    assert_eq!(count_events(&world, &id, "identity_provider.set"), 2);
    let rival = world.free_standing();
    let body =
        json!({"vanity": company.vanity, "issuer": "https://id.example", "client_id": "c", "client_secret": "s"});
    let refusal = format!("Another account has this vanity name: {}.", company.vanity);
    rival.operate("PUT", "/identity_provider", body.clone()).refused(409, 409, &refusal);
    rival.operate("GET", "/identity_provider", Value::Null).is(404);
    company.account.operate("DELETE", "/identity_provider", Value::Null).is(204);
    company.account.operate("DELETE", "/identity_provider", Value::Null).is(404);
    event(&world, &id, "identity_provider.removed");
    rival.operate("PUT", "/identity_provider", body).is(200);
}

#[test]
fn a_provider_that_could_not_be_is_refused() {
    let world = World::new();
    let account = world.free_standing();
    let name = format!("v{}", server().next_world());
    let good = json!({"vanity": name, "issuer": "https://id.example", "client_id": "c", "client_secret": "s"});
    let with = |field: &str, value: Value| {
        let mut body = good.clone();
        body[field] = value;
        body.as_object_mut().unwrap().retain(|_, value| !value.is_null());
        account.operate("PUT", "/identity_provider", body)
    };
    for (field, value) in [
        ("vanity", json!("")),
        ("vanity", json!("Upper")),
        ("vanity", json!("-a")),
        ("vanity", json!("a_b")),
        ("vanity", json!("a".repeat(64))),
        ("issuer", json!("")),
        ("issuer", json!("http://id.example")),
        ("issuer", json!("https://id.example?a=b")),
        ("issuer", json!("https://id.example#a")),
        ("issuer", json!("https://user:pw@id.example")),
        ("issuer", json!("id.example")),
        ("client_id", json!("")),
        ("client_id", json!("c".repeat(513))),
        ("client_secret", json!("")),
        ("client_secret", Value::Null),
    ] {
        with(field, value).refuses_fields(&[field]);
    }
    account.operate("GET", "/identity_provider", Value::Null).is(404);
    with("vanity", json!(format!("{name}{}", "a".repeat(63 - name.len())))).is(200);
    with("issuer", json!("http://127.0.0.1:9000/dex")).is(200);
    world.operator("PUT", &format!("/accounts/{NO_ID}/identity_provider"), good).is(404);
}

#[test]
fn the_same_provider_knows_nobody_yet_when_it_knows_us_by_another_name() {
    let world = World::new();
    let company = Company::new(&world, false);
    let (_, email) = company.person("ann");
    company.signs_in(&Browser::new(&world), claims("s1", &email)).goes_to(HOME);
    company.configure(json!({"client_id": "another"})).is(200);
    company.configure(json!({"client_id": CLIENT})).is(200);
    company.signs_in(&Browser::new(&world), claims("s2", &email)).goes_to(HOME);
}
