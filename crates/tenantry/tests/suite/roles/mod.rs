//! `/roles`: what roles are, who has them, and that nobody gives away what it does not hold.
mod change;
mod create;
mod giving;
mod list;
mod members;
mod paging;
mod sequences;

use crate::{actors::Account, answer::Answer, server::server, world::World};
use serde_json::{Value, json};

pub const UNKNOWN: &str = "RAAAAAAAAAAAAAAAAAAAAAA";

/// A name that no other role of the run has.
pub fn name() -> String {
    format!("role {}", server().next_world())
}

/// A new role of these privileges: its id.
pub fn role(account: &Account<'_>, privileges: &[&str]) -> String {
    account.post("/roles", json!({"name": name(), "privileges": privileges})).is(201).text("id")
}

/// A new user with this role: its id.
pub fn holder(account: &Account<'_>, role: &str) -> String {
    let (user, _) = account.user("holder");
    give(account, role, &user).is(201);
    user
}

/// The owner gives a user a role.
pub fn give(account: &Account<'_>, role: &str, user: &str) -> Answer {
    account.post(&format!("/roles/{role}/members"), json!({"members": [{"id": user}]}))
}

/// The event of this name that happened to the object, once it stands in the log.
pub fn event(world: &World, object: &str, name: &str) -> Value {
    let mut after = 0;
    for _ in 0..10_000 {
        let part = world.operator("GET", &format!("/events?after={after}&limit=1000"), Value::Null).is(200);
        let found =
            part["events"].as_array().unwrap().iter().find(|it| it["object_id"] == object && it["name"] == name);
        if let Some(found) = found {
            return found.clone();
        }
        after = part["last"].as_i64().unwrap();
    }
    panic!("no {name} happened to {object}");
}

/// How often events of this name have happened to the object before `until` did.
pub fn events_before(world: &World, object: &str, name: &str, until: &Value) -> usize {
    let (mut after, mut count) = (0, 0);
    let until = until["position"].as_i64().unwrap();
    while after < until {
        let part = world.operator("GET", &format!("/events?after={after}&limit=1000"), Value::Null).is(200);
        let events = part["events"].as_array().unwrap().iter().filter(|it| it["position"].as_i64().unwrap() < until);
        count += events.filter(|it| it["object_id"] == object && it["name"] == name).count();
        after = part["last"].as_i64().unwrap();
    }
    count
}
