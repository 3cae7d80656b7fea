//! `/groups`: groups of users, who is in them and who administers them.
mod admins;
mod group;
mod limits;
mod members;
mod primary;
mod users;

use crate::{actors::Account, answer::Answer, server::server};
use serde_json::{Value, json};

pub fn no_group(id: &str) -> String {
    format!("A group with this {id} does not exist.")
}

/// A new group: its id.
pub fn group(account: &Account<'_>) -> String {
    let name = format!("group {}", server().next_world());
    account.post("/groups", json!({"name": name})).is(201).text("id")
}

/// Adds users by their ids.
pub fn add(account: &Account<'_>, group: &str, users: &[&str]) -> Answer {
    let members: Vec<Value> = users.iter().map(|id| json!({"id": id})).collect();
    account.post(&format!("/groups/{group}/members"), json!({"members": members}))
}

/// A new user in these groups, the first one being its primary group: its id.
pub fn member(account: &Account<'_>, groups: &[&str]) -> String {
    let (user, _) = account.user("member");
    for group in groups {
        add(account, group, &[&user]).is(201);
    }
    user
}

/// The groups that a user shows, its primary group first.
pub fn groups_of(account: &Account<'_>, user: &str) -> Value {
    account.get(&format!("/users/{user}")).is(200)["group_ids"].clone()
}

/// How many members a group shows, which is how many its list says it has.
#[track_caller]
pub fn total(account: &Account<'_>, group: &str) -> i64 {
    let total = account.get(&format!("/groups/{group}")).is(200)["total_members"].as_i64().unwrap();
    assert_eq!(account.get(&format!("/groups/{group}/members")).is(200)["total_records"], total);
    total
}
