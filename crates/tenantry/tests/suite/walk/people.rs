//! What stands between users, and what they say of themselves: `/users/{userId}/…`.
use super::{Face, Walk, users::made};
use serde_json::{Value, json};

pub fn all(walk: &mut Walk<'_>, face: &Face) {
    let [host, assistant] = ["host", "assistant"].map(|name| made(walk, face, "autoCreate", name, 2));
    scheduling(walk, face, &host, &assistant);
    presence(walk, face, &host);
    for user in [host, assistant] {
        walk.does(face, "DELETE", &format!("/users/{user}?action=delete"), Value::Null);
    }
}

fn scheduling(walk: &mut Walk<'_>, face: &Face, host: &str, assistant: &str) {
    let (assistants, schedulers) = (format!("/users/{host}/assistants"), format!("/users/{assistant}/schedulers"));
    for end in
        [assistants.clone(), format!("{assistants}/{assistant}"), schedulers.clone(), format!("{schedulers}/{host}")]
    {
        walk.idles(face, "DELETE", &end, Value::Null);
        walk.does(face, "POST", &assistants, json!({"assistants": [{"id": assistant}]}));
        walk.gets(face, &assistants);
        walk.gets(face, &schedulers);
        walk.does(face, "DELETE", &end, Value::Null);
    }
}

fn presence(walk: &mut Walk<'_>, face: &Face, user: &str) {
    let presence = format!("/users/{user}/presence_status");
    walk.does(face, "PUT", &presence, json!({"status": "Busy"}));
    walk.idles(face, "PUT", &presence, json!({"status": "Busy"}));
    walk.gets(face, &presence);
}
