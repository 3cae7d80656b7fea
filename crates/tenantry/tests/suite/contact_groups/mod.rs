//! `/contacts/groups`: contact groups, and the users and groups of users in them.
mod members;
mod one;

use crate::actors::Account;
use serde_json::{Value, json};

pub fn no_group(id: &str) -> String {
    format!("A group with this groupId: {id} does not exist.")
}
pub fn no_member(id: &str) -> String {
    format!("A member with this memberId: {id} does not exist.")
}

/// A new contact group with these members: its id.
pub fn contact_group(account: &Account<'_>, members: &[Value]) -> String {
    account.post("/contacts/groups", json!({"group_name": "Desk", "group_members": members})).is(201).text("group_id")
}

/// A user as a member.
pub fn user(id: &str) -> Value {
    json!({"type": 1, "id": id})
}
/// A group of users as a member.
pub fn users(id: &str) -> Value {
    json!({"type": 2, "id": id})
}

/// How many members the contact group shows.
pub fn total(account: &Account<'_>, group: &str) -> Value {
    account.get(&format!("/contacts/groups/{group}")).is(200)["total_members"].clone()
}
