//! `/accounts`: subaccounts, their options, owners and domains.
mod create;
mod disassociate;
mod domains;
mod list;
mod one;
mod options;
mod owner;
mod transfer_codes;

use crate::{actors::Account, answer::Answer, world::World};
use serde_json::{Value, json};

/// The body of a request for a new subaccount whose owner has an email that nobody else has.
pub fn new_account(world: &World, name: &str) -> Value {
    let email = world.email(&format!("{name}-{}", crate::server::server().next_world()));
    json!({"email": email, "first_name": "Ada", "last_name": "Byron", "password": "Kx4-Kx4-z"})
}

/// `body` with `more` in it.
pub fn with(mut body: Value, more: Value) -> Value {
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    body
}

/// A subaccount that its master has just made, its owner signed in.
pub fn signed_in<'w>(world: &'w World, made: &Answer) -> Account<'w> {
    let shown = world.operator("GET", &format!("/accounts/{}", made.text("id")), Value::Null).is(200);
    Account::signed_in(world, &shown, &made.text("owner_email"))
}

/// What the log says of `object` under this name, oldest first. Waits until there is something.
#[track_caller]
fn told(world: &World, object: &str, name: &str) -> Vec<Value> {
    for _ in 0..1000 {
        let found = events(world, object, name);
        if !found.is_empty() {
            return found;
        }
    }
    panic!("the log does not say {name} of {object}");
}

fn events(world: &World, object: &str, name: &str) -> Vec<Value> {
    let (mut found, mut last) = (Vec::new(), 0);
    loop {
        let part = world.operator("GET", &format!("/events?after={last}&limit=1000"), Value::Null).is(200);
        let events = part["events"].as_array().unwrap();
        found.extend(events.iter().filter(|event| event["object_id"] == object && event["name"] == name).cloned());
        if events.is_empty() {
            return found;
        }
        last = part["last"].as_i64().unwrap();
    }
}

/// Foreign and unknown accounts alike.
fn no_account(id: &str) -> String {
    format!("Account does not exist: {id}.")
}

/// An admin of the account who signs in with an email and a password: the id and the email.
fn admin(account: &Account<'_>, name: &str) -> (String, String) {
    let (id, email) = person(account, name);
    account.post("/roles/1/members", json!({"members": [{"id": id}]})).is(201);
    (id, email)
}

/// A user of the account who signs in with an email and a password: the id and the email.
fn person(account: &Account<'_>, name: &str) -> (String, String) {
    let number = crate::server::server().next_world();
    let domain = format!("d{number}.example");
    account.operate("POST", "/managed_domains", json!({"domain": domain})).is(200);
    let email = format!("{name}@{domain}");
    let body = json!({"action": "autoCreate", "user_info": {
        "email": email, "type": 1, "first_name": name, "last_name": "Test", "password": "Kx4-Kx4-z"}});
    (account.post("/users", body).is(201).text("id"), email)
}
