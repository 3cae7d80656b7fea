//! `/divisions`.
use super::{Face, Walk, users::made};
use serde_json::{Value, json};

pub fn all(walk: &mut Walk<'_>, face: &Face) {
    let user = made(walk, face, "custCreate", "northerner", 1);
    let division = walk.does(face, "POST", "/divisions", json!({"division_name": "North"})).text("division_id");
    let path = format!("/divisions/{division}");
    let users = format!("{path}/users");
    let body = json!({"users": [{"user_id": user}]});
    walk.does(face, "POST", &users, body.clone());
    walk.idles(face, "POST", &users, body);
    for read in ["/divisions", &path, &users] {
        walk.gets(face, read);
    }
    walk.does(face, "PATCH", &path, json!({"division_name": "Far north"}));
    walk.idles(face, "PATCH", &path, json!({"division_name": "Far north"}));
    let user = format!("/users/{user}");
    walk.idles(face, "PATCH", &user, json!({"division_ids": [division]}));
    walk.does(face, "PATCH", &user, json!({"division_ids": []}));
    walk.does(face, "DELETE", &path, Value::Null);
}
