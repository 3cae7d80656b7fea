//! Settings of accounts and users, and what accounts lock.
mod account;
mod authentication;
mod events;
mod excluded;
mod features;
mod groups;
mod licenses;
mod locks;
mod obeyed;
mod oneself;
mod references;
mod user;
mod whole;

use crate::{
    actors::Account,
    answer::Answer,
    world::{NO_ID, World},
};
use serde_json::{Value, json};

const HOST_VIDEO: &str = "schedule_meeting.host_video";
const LOCKED_BY_ACCOUNT: &str = "This setting is locked by the account.";
const LOCKED_BY_GROUP: &str = "This setting is locked by a group.";

/// One more value than until now: the body that switches the host's video on or off.
fn host_video(is_on: bool) -> Value {
    json!({"schedule_meeting": {"host_video": is_on}})
}

/// What an answer says of the host's video.
fn host_video_in(answer: &Answer) -> &Value {
    &answer["schedule_meeting"]["host_video"]
}

/// The settings of a user as its account sees them.
fn of_user(account: &Account<'_>, user: &str) -> Answer {
    account.get(&format!("/users/{user}/settings")).is(200)
}

/// A new group: its id.
fn group(account: &Account<'_>, name: &str) -> String {
    account.post("/groups", json!({"name": name})).is(201).text("id")
}

/// Puts a user into a group.
fn join(account: &Account<'_>, group: &str, user: &str) {
    account.post(&format!("/groups/{group}/members"), json!({"members": [{"id": user}]})).is(201);
}

/// The answer refuses exactly these fields, each with its reason.
#[track_caller]
fn refuses(answer: Answer, faults: &[(&str, &str)]) {
    assert_eq!((answer.status, &answer["code"]), (400, &json!(300)), "{answer}");
    let told: Vec<Value> = faults.iter().map(|(field, message)| json!({"field": field, "message": message})).collect();
    assert_eq!(answer["errors"], json!(told), "{answer}");
}
