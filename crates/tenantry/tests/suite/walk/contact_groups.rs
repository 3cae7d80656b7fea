//! `/contacts/groups`.
use super::{Face, Walk, users::made};
use serde_json::{Value, json};

pub fn all(walk: &mut Walk<'_>, face: &Face) {
    let [one, other] = ["contact", "colleague"].map(|name| made(walk, face, "custCreate", name, 1));
    let new = json!({"group_name": "Desk", "group_members": [{"type": 1, "id": one}]});
    let group = walk.does(face, "POST", "/contacts/groups", new).text("group_id");
    let path = format!("/contacts/groups/{group}");
    let members = format!("{path}/members");
    let body = json!({"group_members": [{"type": 1, "id": other}]});
    walk.does(face, "POST", &members, body.clone());
    walk.idles(face, "POST", &members, body);
    for read in ["/contacts/groups", &path, &members] {
        walk.gets(face, read);
    }
    walk.does(face, "PATCH", &path, json!({"privacy": 2}));
    walk.idles(face, "PATCH", &path, json!({"privacy": 2}));
    walk.does(face, "DELETE", &format!("{members}?member_ids={other}"), Value::Null);
    walk.does(face, "DELETE", &path, Value::Null);
}
