//! `/users`.
use super::{Effect, Face, Walk};
use crate::{
    forms,
    server::{BASE_URL, server},
};
use serde_json::{Value, json};

pub const PASSWORD: &str = "Quartz7!River";

pub fn all(walk: &mut Walk<'_>, face: &Face) {
    making(walk, face);
    asking(walk, face);
    changing(walk, face);
    picturing(walk, face);
    leaving(walk, face);
}

/// A user made with this action: its id.
pub fn made(walk: &mut Walk<'_>, face: &Face, action: &str, name: &str, kind: i64) -> String {
    let mut info = json!({"email": face.email(name), "type": kind, "first_name": name, "last_name": "Walker"});
    if action == "autoCreate" {
        info["password"] = json!(PASSWORD);
    }
    walk.does(face, "POST", "/users", json!({"action": action, "user_info": info})).is(201).text("id")
}

fn making(walk: &mut Walk<'_>, face: &Face) {
    made(walk, face, "autoCreate", "one", 2);
    made(walk, face, "custCreate", "robot", 1);
    let invited = made(walk, face, "create", "invited", 1);
    walk.idles(face, "PATCH", &format!("/users/{invited}"), json!({"first_name": "Nobody"}));
}

fn asking(walk: &mut Walk<'_>, face: &Face) {
    let one = face.email("one");
    for path in ["/users", "/users/summary", "/users/email?email=x@y.example", "/users?status=pending"] {
        walk.gets(face, path);
    }
    for path in [format!("/users/{one}"), format!("/users/{one}/permissions")] {
        walk.gets(face, &path);
    }
    let token = walk.gets(face, "/users?page_size=1").text("next_page_token");
    walk.gets(face, &format!("/users?page_size=1&next_page_token={token}"));
}

fn changing(walk: &mut Walk<'_>, face: &Face) {
    let one = format!("/users/{}", face.email("one"));
    let room = format!("room.{}", server().next_world());
    walk.does(face, "PATCH", &one, json!({"dept": "Physics", "vanity_name": room}));
    walk.idles(face, "PATCH", &one, json!({}));
    walk.idles(face, "PATCH", &one, json!({"dept": "Physics"}));
    walk.gets(face, &format!("/users/vanity_name?vanity_name={room}"));
    walk.does(face, "PUT", &format!("{one}/password"), json!({"password": "Garnet8!Lake"}));
    walk.does(face, "PUT", &format!("{one}/email"), json!({"email": face.email("uno")}));
    let uno = format!("/users/{}", face.email("uno"));
    walk.idles(face, "PUT", &format!("{uno}/email"), json!({"email": face.email("uno")}));
    for action in ["deactivate", "activate"] {
        walk.does(face, "PUT", &format!("{uno}/status"), json!({"action": action}));
        walk.idles(face, "PUT", &format!("{uno}/status"), json!({"action": action}));
    }
    for action in ["clock_in", "clock_out"] {
        walk.does(face, "PUT", &format!("{uno}/status"), json!({"action": action}));
    }
}

fn picturing(walk: &mut Walk<'_>, face: &Face) {
    let uno = format!("/users/{}", face.email("uno"));
    let path = format!("{uno}/picture");
    let picture = forms::png(3);
    walk.idles(face, "DELETE", &path, Value::Null);
    walk.sends(face, &path, ("pic_file", &picture), Effect::Change);
    walk.sends(face, &path, ("pic_file", &picture), Effect::Nothing);
    let address = walk.gets(face, &uno).text("pic_url");
    walk.gets(&Face::nobody(), address.strip_prefix(BASE_URL).unwrap());
    walk.does(face, "DELETE", &path, Value::Null);
    walk.sends(face, &path, ("pic_file", &picture), Effect::Change);
}

fn leaving(walk: &mut Walk<'_>, face: &Face) {
    for path in ["uno", "robot"].map(|name| format!("/users/{}?action=delete", face.email(name))) {
        walk.does(face, "DELETE", &path, Value::Null);
    }
    walk.does(face, "DELETE", &format!("/users/{}", face.email("invited")), Value::Null);
    let operator = Face::operator();
    let domains = format!("/accounts/{}/managed_domains", face.account);
    let elsewhere = Face { domain: format!("else-{}", face.domain), ..face.clone() };
    walk.does(&operator, "POST", &domains, json!({"domain": elsewhere.domain}));
    let leaver = made(walk, &elsewhere, "autoCreate", "leaver", 1);
    walk.does(&operator, "DELETE", &format!("{domains}/{}", elsewhere.domain), Value::Null);
    walk.does(face, "DELETE", &format!("/users/{leaver}?action=disassociate"), Value::Null);
}

/// Whoever has an address in a managed domain stays, so those who move have one elsewhere.
pub fn moves(walk: &mut Walk<'_>, one: &Face, other: &Face) {
    for (from, to) in [(one, other), (other, one)] {
        let elsewhere = Face { domain: format!("not-{}", from.domain), ..from.clone() };
        let mover = made(walk, &elsewhere, "custCreate", "mover", 1);
        walk.does(from, "PUT", &format!("/users/{mover}/account"), json!({"account_id": to.account}));
    }
}
