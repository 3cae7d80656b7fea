//! `/users`: who is in an account, and everything that happens to a user.
mod assistants;
mod brought;
mod create;
mod domains;
mod email;
mod expected;
mod features;
mod invitations;
mod list;
mod lock;
mod lookups;
mod one;
mod oneself;
mod password;
mod picture;
mod presence;
mod profile;
mod protected;
mod provided;
mod remove;
mod seats;
mod sequences;
mod sessions;
mod status;
mod switch;
mod token;
mod update;

use crate::{
    actors::{Account, Actor},
    answer::{Answer, TOO_MANY_NOW, TOO_MANY_TODAY},
    server::{Setup, server},
    world::{NO_ID, World},
};
use platform::limits::{LimitTable, Limits};
use serde_json::{Value, json};

/// A password that every rule accepts.
pub const PASSWORD: &str = "Kx4-Kx4-z";

/// A world in which the published limits hold.
pub fn limited() -> World {
    let limits = |database: &storage::Database, clock| Limits::new(LimitTable::default(), database.clone(), clock);
    World::with(Setup { limits, ..Setup::default() })
}

/// An email that no other user of the run has.
pub fn email(world: &World, name: &str) -> String {
    world.email(&format!("{name}-{}", server().next_world()))
}

/// A domain that the account manages from now on, and nobody else.
pub fn managed_domain(account: &Account<'_>) -> String {
    let domain = format!("m{}.example", server().next_world());
    account.operate("POST", "/managed_domains", json!({"domain": domain})).is(200);
    domain
}

/// The account does not manage the domain any more.
pub fn give_up(account: &Account<'_>, domain: &str) {
    account.operate("DELETE", &format!("/managed_domains/{domain}"), Value::Null);
}

/// The answer says what is used up, and from when on it is not.
#[track_caller]
pub fn shows_spent(answer: &Answer, limit: &str, retry_after: &str) {
    let shown = ["type", "limit", "remaining"].map(|name| answer.header(&format!("x-ratelimit-{name}")));
    assert_eq!((shown, answer.header("retry-after")), (["Daily-limit", limit, "0"], retry_after), "{answer}");
    assert!(answer.headers.get("x-ratelimit-reset").is_none(), "{answer}");
}

/// Makes a user with this action and these fields beside the email.
pub fn make(account: &Actor<'_>, action: &str, email: &str, more: Value) -> Answer {
    let mut info = json!({"email": email, "type": 1});
    info.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    account.post("/users", json!({"action": action, "user_info": info}))
}

/// Somebody who was invited and has not come yet: the id and the email.
pub fn invited(account: &Account<'_>, name: &str) -> (String, String) {
    let email = email(account.world, name);
    (make(&account.actor, "create", &email, json!({})).is(201).text("id"), email)
}

/// Somebody with an email and a password, whose domain the account managed for a moment: the id and the email.
pub fn person(account: &Account<'_>, name: &str) -> (String, String) {
    person_of(account, name, 1)
}

/// As [`person`], of a type.
pub fn person_of(account: &Account<'_>, name: &str, kind: i64) -> (String, String) {
    let domain = managed_domain(account);
    let email = format!("{name}@{domain}");
    let more = json!({"type": kind, "first_name": name, "last_name": "Test", "password": PASSWORD});
    let id = make(&account.actor, "autoCreate", &email, more).is(201).text("id");
    give_up(account, &domain);
    (id, email)
}

/// A user of the account with the role of admins.
pub fn admin(account: &Account<'_>, name: &str) -> (String, String) {
    let (id, email) = person(account, name);
    account.post("/roles/1/members", json!({"members": [{"id": id}]})).is(201);
    (id, email)
}

/// A user with a role of its own that may do this.
pub fn holder(account: &Account<'_>, name: &str, privileges: &[&str]) -> (String, String) {
    let (id, email) = person(account, name);
    let role = json!({"name": format!("role {}", server().next_world()), "privileges": privileges});
    let role = account.post("/roles", role).is(201).text("id");
    account.post(&format!("/roles/{role}/members"), json!({"members": [{"id": id}]})).is(201);
    (id, email)
}

/// The account with a token that is good for another hour.
pub fn renewed<'w>(account: &Account<'w>) -> Account<'w> {
    Account { actor: Actor::new(account.world, account.new_token()), ..account.clone() }
}

/// One user as its account shows it.
pub fn shown(account: &Actor<'_>, user: &str) -> Answer {
    account.get(&format!("/users/{user}")).is(200)
}

pub fn no_user(user: &str) -> String {
    format!("User does not exist: {user}.")
}

pub const NO_INVITATION: &str = "A valid invitation to join the Zoom account was not found for this user.";

/// The latest event of this name that happened to the object.
#[track_caller]
pub fn event(world: &World, object: &str, name: &str) -> Value {
    let Some(latest) = world.told(object, name).pop() else { panic!("no {name} happened to {object}") };
    latest
}

/// How many events of this name have happened to the object.
pub fn count_events(world: &World, object: &str, name: &str) -> usize {
    world.told(object, name).len()
}
