//! What a provider says, and what is believed of it.
use super::{Company, FAILED, NOBODY_SIGNS_IN, claims};
use crate::{
    signin::{
        Browser, HOME,
        provider::{CLIENT, Wrong},
    },
    world::World,
};
use serde_json::{Value, json};

#[test]
fn a_token_that_is_not_what_it_should_be_lets_nobody_in() {
    let world = World::new();
    let company = Company::new(&world, true);
    let (_, email) = company.person("ann");
    let set = |wrong: &mut Wrong, name: &str, value: Value| drop(wrong.claims.insert(name.to_owned(), value));
    let now = crate::server::START / 1000;
    type Spoil<'a> = Box<dyn FnOnce(&mut Wrong) + 'a>;
    let spoiled: Vec<(&str, Spoil<'_>)> = vec![
        ("another issuer", Box::new(|wrong| set(wrong, "iss", json!("https://evil.example")))),
        ("no issuer", Box::new(|wrong| set(wrong, "iss", Value::Null))),
        ("another client", Box::new(|wrong| set(wrong, "aud", json!("another")))),
        ("no client", Box::new(|wrong| set(wrong, "aud", Value::Null))),
        ("for others beside us", Box::new(|wrong| set(wrong, "aud", json!([CLIENT, "another"])))),
        ("on behalf of others", Box::new(|wrong| set(wrong, "azp", json!("another")))),
        ("another nonce", Box::new(|wrong| set(wrong, "nonce", json!("another")))),
        ("no nonce", Box::new(|wrong| set(wrong, "nonce", Value::Null))),
        ("expired", Box::new(move |wrong| set(wrong, "exp", json!(now - 60)))),
        ("no end", Box::new(|wrong| set(wrong, "exp", Value::Null))),
        ("of the future", Box::new(move |wrong| set(wrong, "iat", json!(now + 61)))),
        ("not yet good", Box::new(move |wrong| set(wrong, "nbf", json!(now + 61)))),
        ("nobody", Box::new(|wrong| set(wrong, "sub", Value::Null))),
        ("nobody either", Box::new(|wrong| set(wrong, "sub", json!("")))),
        ("an endless name", Box::new(|wrong| set(wrong, "sub", json!("s".repeat(256))))),
        ("a name with a sign that ends it", Box::new(|wrong| set(wrong, "sub", json!("s\u{0}1")))),
        ("an address that nobody has verified", Box::new(|wrong| set(wrong, "email_verified", Value::Null))),
        ("an address of others", Box::new(|wrong| set(wrong, "email_verified", json!(false)))),
        ("an address of others, as text", Box::new(|wrong| set(wrong, "email_verified", json!("false")))),
        ("no address", Box::new(|wrong| set(wrong, "email", Value::Null))),
        ("signed by others", Box::new(|wrong| (wrong.has_curve, wrong.is_forged) = (true, true))),
        ("not signed", Box::new(|wrong| drop(wrong.header.insert("alg".to_owned(), json!("none"))))),
        ("signed with a public key", Box::new(|wrong| drop(wrong.header.insert("alg".to_owned(), json!("HS256"))))),
        ("another signature", Box::new(|wrong| drop(wrong.header.insert("alg".to_owned(), json!("RS512"))))),
        ("the key of another signature", Box::new(|wrong| drop(wrong.header.insert("kid".to_owned(), json!("curve"))))),
        ("a key for something else", Box::new(|wrong| drop(wrong.header.insert("kid".to_owned(), json!("sealing"))))),
        ("an unknown key", Box::new(|wrong| drop(wrong.header.insert("kid".to_owned(), json!("unknown"))))),
        ("no key of several", Box::new(|wrong| drop(wrong.header.insert("kid".to_owned(), Value::Null)))),
        ("a refused code", Box::new(|wrong| wrong.status = Some(("/token", 400)))),
        ("no keys", Box::new(|wrong| wrong.status = Some(("/keys", 500)))),
    ];
    for (name, spoil) in spoiled {
        company.provider.does(spoil);
        let browser = Browser::new(&world);
        let answer = company.signs_in(&browser, claims("s1", &email));
        assert!(answer.status == 403 && answer.page().contains(FAILED), "{name}: {answer}");
        assert!(!browser.is_signed_in(), "{name}");
    }
    company.provider.does(|wrong| wrong.has_curve = true);
    company.signs_in(&Browser::new(&world), claims("s1", &email)).goes_to(HOME);
    company.provider.does(|wrong| {
        set(wrong, "exp", json!(now - 59));
        set(wrong, "iat", json!(now + 60));
        set(wrong, "aud", json!([CLIENT]));
        set(wrong, "email_verified", json!("true"));
    });
    company.signs_in(&Browser::new(&world), claims("s1", &email)).goes_to(HOME);
}

#[test]
fn a_provider_that_says_it_is_another_or_sends_elsewhere_without_tls_is_not_asked() {
    let world = World::new();
    let company = Company::new(&world, false);
    for (field, value) in [
        ("issuer", "https://evil.example"),
        ("authorization_endpoint", "http://evil.example"),
        ("token_endpoint", "http://evil.example/token"),
        ("token_endpoint", "http://127.0.0.1/token"),
        ("jwks_uri", "https://10.0.0.1/keys"),
        ("jwks_uri", "https://localhost/keys"),
        ("jwks_uri", "file:///etc/passwd"),
    ] {
        company.provider.does(|wrong| drop(wrong.discovery.insert(field.to_owned(), json!(value))));
        Browser::new(&world).get(&company.path()).is(404).says(NOBODY_SIGNS_IN);
    }
}

#[test]
fn a_secret_goes_into_the_body_where_the_provider_takes_it_there_alone() {
    let world = World::new();
    let company = Company::new(&world, false);
    let (_, email) = company.person("ann");
    company.provider.does(|wrong| {
        let methods = json!(["client_secret_post"]);
        wrong.discovery.insert("token_endpoint_auth_methods_supported".to_owned(), methods);
    });
    company.signs_in(&Browser::new(&world), claims("s1", &email)).goes_to(HOME);
}
