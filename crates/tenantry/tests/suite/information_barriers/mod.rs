//! `/information_barriers`: policies between groups, and whom people find for them.
mod change;
mod create;
mod list;

pub use crate::groups::group;
use crate::{actors::Account, answer::Answer};
use serde_json::{Value, json};

pub const POLICIES: &str = "/information_barriers/policies";

/// What a policy blocks: chat and meetings, and nothing else.
pub fn blocks() -> Value {
    json!({
        "complete_phone_calls": false, "file_transfer": false, "im": true, "in_meeting_chat": false,
        "meeting": true, "message_via_sms": false, "recording": false, "screen_share": false,
    })
}

/// A policy in force between two groups, as a request.
pub fn between(first: &str, second: &str) -> Value {
    json!({"policy_name": "Research and trade", "assigned_group_id": first, "to_group_id": second,
           "settings": blocks(), "status": 1, "type": 0})
}

/// `body` with `more` in it; null takes a field away.
pub fn with(mut body: Value, more: Value) -> Value {
    for (name, value) in more.as_object().unwrap() {
        match value {
            Value::Null => drop(body.as_object_mut().unwrap().remove(name)),
            value => body[name] = value.clone(),
        }
    }
    body
}

/// Puts a policy in force between two new groups: the answer.
pub fn policy(account: &Account<'_>) -> Answer {
    account.post(POLICIES, between(&group(account), &group(account))).is(201)
}

pub fn no_policy(id: &str) -> String {
    format!("Group policy not found: {id}.")
}
