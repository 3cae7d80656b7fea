//! `/roles`: what roles are, who has them, and that nobody gives away what it does not hold.
mod change;
mod create;
mod giving;
mod list;
mod members;
mod paging;
mod sequences;

use crate::{actors::Account, answer::Answer, server::server};
use serde_json::json;

pub const NO_ROLE_ID: &str = "RAAAAAAAAAAAAAAAAAAAAAA";

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
