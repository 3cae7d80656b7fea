//! `/data_requests`: asking for what is kept about somebody, and for its deletion.
mod cancel;
mod copies;
mod create;
mod erase;
mod export;
mod files;
mod history;
mod mails;
mod names;

use crate::{
    actors::{Account, Actor},
    answer::Answer,
    server::BASE_URL,
    world::World,
};
use serde_json::{Value, json};

pub const REQUESTS: &str = "/data_requests/requests";
/// Seconds in which a deletion can be canceled.
pub const GRACE: i64 = 30 * 60;

/// A request for everything that is kept about people, whenever it was.
pub fn wanted(emails: &[&str]) -> Value {
    json!({"emails": emails, "request_type": "EXPORT",
           "start_date": "2000-01-01T00:00:00Z", "end_date": "2100-01-01T00:00:00Z"})
}

/// A request to forget people.
pub fn unwanted(emails: &[&str]) -> Value {
    json!({"emails": emails, "request_type": "DELETE"})
}

/// Asks, for one person: the id of the request.
pub fn asked(actor: &Actor<'_>, body: Value) -> String {
    let made = actor.post(REQUESTS, body).is(201);
    made["data"][0]["request_id"].as_str().unwrap().to_owned()
}

/// The platform's owner keeps the user out.
pub fn lock(account: &Account<'_>, user: &str) {
    account.operate("PUT", &format!("/users/{user}/lock"), json!({"on": true})).is(200);
}

/// The request in the history.
pub fn in_history(actor: &Actor<'_>, id: &str) -> Value {
    let history = actor.get(REQUESTS).is(200);
    history["records"].as_array().unwrap().iter().find(|it| it["request_id"] == id).expect("in the history").clone()
}

/// The id of the text that has come of an export: the first of its files.
pub fn file_of(actor: &Actor<'_>, request: &str) -> String {
    let files = actor.get(&format!("{REQUESTS}/{request}")).is(200);
    files["file_records"][0]["file_id"].as_str().unwrap_or_else(|| panic!("no file: {files}")).to_owned()
}

/// An address from which the file can be fetched.
pub fn link(actor: &Actor<'_>, file: &str) -> String {
    actor.get(&format!("/data_requests/files/{file}/url")).is(200).text("download_url")
}

/// Fetches what is at an address, with no credentials.
pub fn fetch(world: &World, address: &str) -> Answer {
    let path = address.strip_prefix(BASE_URL).expect("an address of ours");
    world.send("GET", path, &[], &Value::Null)
}

/// Everything that the account keeps about somebody, as it is told.
pub fn told(world: &World, actor: &Actor<'_>, email: &str) -> Value {
    let request = asked(actor, wanted(&[email]));
    world.settle();
    assert_eq!(in_history(actor, &request)["state"], "Completed");
    fetch(world, &link(actor, &file_of(actor, &request))).is(200).body
}
