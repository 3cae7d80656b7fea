//! `/pages`
use super::{
    Face, Walk,
    users::{PASSWORD, made},
};
use serde_json::{Value, json};

/// Somebody is invited, comes, and forgets its password.
pub fn all(walk: &mut Walk<'_>, face: &Face) {
    let comer = made(walk, face, "create", "comer", 1);
    let page = Face {
        prefix: String::new(),
        headers: Vec::new(),
        by: json!({"kind": "user", "account_id": face.account, "user_id": comer}),
        ..face.clone()
    };
    let link = walk.world.link_to(&face.email("comer"));
    walk.gets(&page, &link);
    walk.does(&page, "POST", &link, json!({"password": PASSWORD}));
    walk.gets(&page, "/pages/password");
    walk.does(&page, "POST", "/pages/password", json!({"email": face.email("comer")}));
    walk.idles(&page, "POST", "/pages/password", json!({"email": "nobody@nowhere.example"}));
    let link = walk.world.link_of("password_reset", &face.email("comer"));
    walk.does(&page, "POST", &link, json!({"password": "Garnet8!Lake"}));
    let rest = format!("/users/{}?action=delete", face.email("comer"));
    walk.does(face, "DELETE", &rest, Value::Null);
}
