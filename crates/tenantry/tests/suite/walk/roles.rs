//! `/roles`.
use super::{Face, Walk, users::made};
use serde_json::{Value, json};

pub fn all(walk: &mut Walk<'_>, face: &Face) {
    let holder = made(walk, face, "custCreate", "holder", 1);
    let new = json!({"name": "Desk", "privileges": ["User:Read", "Group:Read"]});
    let role = format!("/roles/{}", walk.does(face, "POST", "/roles", new).text("id"));
    walk.gets(face, "/roles");
    walk.gets(face, &role);
    walk.does(face, "PATCH", &role, json!({"name": "Front desk", "sub_account_privileges": {"second_level": 2}}));
    walk.idles(face, "PATCH", &role, json!({"name": "Front desk"}));
    walk.idles(face, "PATCH", &role, json!({}));
    let members = format!("{role}/members");
    walk.does(face, "POST", &members, json!({"members": [{"id": holder}]}));
    walk.idles(face, "POST", &members, json!({"members": [{"id": holder}]}));
    walk.gets(face, &members);
    walk.does(face, "DELETE", &format!("{members}/{holder}"), Value::Null);
    walk.does(face, "DELETE", &role, Value::Null);
}
