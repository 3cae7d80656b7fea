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

/// Foreign and unknown accounts alike.
fn no_account(id: &str) -> String {
    format!("Account does not exist: {id}.")
}
