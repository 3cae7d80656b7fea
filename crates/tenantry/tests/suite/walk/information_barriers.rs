//! `/information_barriers`.
use super::{Face, Walk};
use serde_json::{Value, json};

const POLICIES: &str = "/information_barriers/policies";

pub fn all(walk: &mut Walk<'_>, face: &Face) {
    let [first, second] =
        ["Research", "Trade"].map(|name| walk.does(face, "POST", "/groups", json!({"name": name})).text("id"));
    let settings = json!({
        "complete_phone_calls": true, "file_transfer": true, "im": true, "in_meeting_chat": true,
        "meeting": false, "message_via_sms": true, "recording": true, "screen_share": true,
    });
    let new = json!({"policy_name": "Wall", "assigned_group_id": first, "to_group_id": second,
                     "settings": settings, "status": 1, "type": 0});
    let one = format!("{POLICIES}/{}", walk.does(face, "POST", POLICIES, new).text("id"));
    walk.gets(face, POLICIES);
    walk.gets(face, &one);
    walk.does(face, "PATCH", &one, json!({"status": 0}));
    walk.idles(face, "PATCH", &one, json!({"status": 0}));
    walk.idles(face, "PATCH", &one, json!({}));
    walk.does(face, "DELETE", &one, Value::Null);
}
