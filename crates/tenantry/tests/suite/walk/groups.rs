//! `/groups`.
use super::{Face, Walk, settings::backgrounds, users::made};
use serde_json::{Value, json};

pub fn all(walk: &mut Walk<'_>, face: &Face) {
    let group = one(walk, face, "Walkers");
    for path in ["/groups", &group, &format!("{group}/channels")] {
        walk.gets(face, path);
    }
    walk.does(face, "PATCH", &group, json!({"name": "Runners"}));
    walk.idles(face, "PATCH", &group, json!({"name": "Runners"}));
    walk.idles(face, "PATCH", &group, json!({}));
    backgrounds(walk, face, &format!("{group}/settings"));
    members(walk, face, &group);
    admins(walk, face, &group);
    walk.does(face, "DELETE", &group, Value::Null);
}

fn one(walk: &mut Walk<'_>, face: &Face, name: &str) -> String {
    format!("/groups/{}", walk.does(face, "POST", "/groups", json!({"name": name})).text("id"))
}

fn members(walk: &mut Walk<'_>, face: &Face, group: &str) {
    let member = made(walk, face, "custCreate", "grouped", 1);
    let path = format!("{group}/members");
    let body = json!({"members": [{"id": member}]});
    walk.does(face, "POST", &path, body.clone());
    walk.idles(face, "POST", &path, body.clone());
    walk.gets(face, &path);
    let other = one(walk, face, "Others");
    walk.does(face, "POST", &format!("{other}/members"), body);
    let target = other.trim_start_matches("/groups/");
    let member = format!("{path}/{member}");
    let primary = json!({"action": "set_primary", "target_group_id": target});
    walk.does(face, "PATCH", &member, primary.clone());
    walk.idles(face, "PATCH", &member, primary);
    walk.does(face, "PATCH", &member, json!({"action": "move", "target_group_id": target}));
    let invited = made(walk, face, "create", "expected", 1);
    walk.does(face, "PATCH", &format!("/users/{invited}"), json!({"group_id": target}));
    walk.idles(face, "PATCH", &format!("/users/{invited}"), json!({"group_id": target}));
    walk.does(face, "DELETE", &format!("{other}/members/{invited}"), Value::Null);
    walk.does(face, "DELETE", &other, Value::Null);
}

fn admins(walk: &mut Walk<'_>, face: &Face, group: &str) {
    let admin = made(walk, face, "custCreate", "admin", 1);
    let path = format!("{group}/admins");
    walk.does(face, "POST", &path, json!({"admins": [{"id": admin}]}));
    walk.idles(face, "POST", &path, json!({"admins": [{"id": admin}]}));
    walk.gets(face, &path);
    walk.does(face, "DELETE", &format!("{path}/{admin}"), Value::Null);
}
