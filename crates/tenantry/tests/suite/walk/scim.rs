//! `/scim2`
use super::{Face, Walk};
use serde_json::{Value, json};

pub fn all(walk: &mut Walk<'_>, face: &Face) {
    let outside = Face { prefix: face.prefix.strip_suffix("/v2").unwrap_or(&face.prefix).to_owned(), ..face.clone() };
    described(walk, &outside);
    let user = users(walk, &outside);
    groups(walk, &outside, &user);
    walk.does(&outside, "DELETE", &format!("/scim2/Users/{user}"), Value::Null);
}

fn described(walk: &mut Walk<'_>, face: &Face) {
    walk.gets(face, "/scim2/ServiceProviderConfig");
    for list in ["/scim2/Schemas", "/scim2/ResourceTypes"] {
        let all = walk.gets(face, list);
        let first = all["Resources"][0]["id"].as_str().expect("an id").to_owned();
        walk.gets(face, &format!("{list}/{first}"));
    }
}

fn users(walk: &mut Walk<'_>, face: &Face) -> String {
    let user = walk.does(face, "POST", "/scim2/Users", json!({"userName": face.email("provisioned")})).text("id");
    let path = format!("/scim2/Users/{user}");
    walk.gets(face, "/scim2/Users");
    let same = walk.gets(face, &path).body;
    walk.idles(face, "PUT", &path, same);
    let body = json!({"name": {"givenName": "Jill"}, "userType": "Licensed", "externalId": "E-1"});
    walk.does(face, "PUT", &path, body.clone());
    walk.idles(face, "PUT", &path, body);
    for is_active in [false, true] {
        let body = json!({"Operations": [{"op": "replace", "value": {"active": is_active}}]});
        walk.does(face, "PATCH", &path, body.clone());
        walk.idles(face, "PATCH", &path, body);
    }
    user
}

fn groups(walk: &mut Walk<'_>, face: &Face, user: &str) {
    let group = walk.does(face, "POST", "/scim2/Groups", json!({"displayName": "Provisioned"})).text("id");
    let path = format!("/scim2/Groups/{group}");
    walk.gets(face, "/scim2/Groups");
    walk.gets(face, &path);
    let body = json!({"displayName": "Brought", "members": [{"value": user}]});
    walk.does(face, "PUT", &path, body.clone());
    walk.idles(face, "PUT", &path, body);
    for verb in ["remove", "add"] {
        let body = json!({"Operations": [{"op": verb, "path": "members", "value": [{"value": user}]}]});
        walk.does(face, "PATCH", &path, body.clone());
        walk.idles(face, "PATCH", &path, body);
    }
    walk.does(face, "DELETE", &path, Value::Null);
}
