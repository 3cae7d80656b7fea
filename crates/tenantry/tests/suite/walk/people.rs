//! What stands between users, and what they say of themselves: `/users/{userId}/…`.
use super::{Face, Walk, users::made};
use serde_json::{Value, json};

pub fn all(walk: &mut Walk<'_>, face: &Face) {
    let [host, assistant] = ["host", "assistant"].map(|name| made(walk, face, "autoCreate", name, 2));
    scheduling(walk, face, &host, &assistant);
    presence(walk, face, &host);
    licenses(walk, face, &host);
    keys(walk, face, &host);
    provided(walk, face, &host);
    lock(walk, face, &host);
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

fn licenses(walk: &mut Walk<'_>, face: &Face, user: &str) {
    let licenses = json!({"feature_type": "user_type", "feature_value": "1", "users": [{"id": user}]});
    walk.does(face, "POST", "/users/features", licenses.clone());
    walk.idles(face, "POST", "/users/features", licenses);
}

fn keys(walk: &mut Walk<'_>, face: &Face, user: &str) {
    let token = format!("/users/{user}/token");
    let key = walk.gets(face, &format!("{token}?type=zak")).text("token");
    let inspect = format!("/accounts/{}/access_keys/inspect", face.account);
    walk.does(&Face::operator(), "POST", &inspect, json!({"key": key}));
    walk.does(face, "DELETE", &token, Value::Null);
    walk.idles(face, "DELETE", &token, Value::Null);
    // Below another account nobody is oneself.
    let at_home = if face.account == face.own { face.clone() } else { face.on(&face.own) };
    walk.gets(&at_home, "/users/me/zak");
}

fn provided(walk: &mut Walk<'_>, face: &Face, user: &str) {
    let operator = Face::operator();
    let mut first_of = |kind: &str, list: &str, one: Value| {
        let path = format!("/accounts/{}/users/{user}/{kind}", face.account);
        let made = walk.does(&operator, "PUT", &path, json!({list: [one]}));
        walk.idles(&operator, "PUT", &path, made.body.clone());
        made.body[list][0].clone()
    };
    first_of("meeting_summary_templates", "templates", json!({"name": "Recap"}));
    let template = first_of("meeting_templates", "templates", json!({"name": "Lesson"}));
    let device = json!({"device_name": "Board", "room_name": "Home", "status": "Online"});
    let device = first_of("collaboration_devices", "devices", device);
    let id = |item: &Value| item["id"].as_str().expect("an id").to_owned();
    for path in [
        "meeting_summary_templates".to_owned(),
        format!("meeting_templates/{}", id(&template)),
        "collaboration_devices".to_owned(),
        format!("collaboration_devices/{}", id(&device)),
    ] {
        walk.gets(face, &format!("/users/{user}/{path}"));
    }
}

fn lock(walk: &mut Walk<'_>, face: &Face, user: &str) {
    let (operator, path) = (Face::operator(), format!("/accounts/{}/users/{user}/lock", face.account));
    for on in [true, false] {
        walk.does(&operator, "PUT", &path, json!({"on": on}));
        walk.idles(&operator, "PUT", &path, json!({"on": on}));
    }
}
