//! Settings and locks.
use super::{Effect, Face, Walk, users::made};
use crate::forms;
use serde_json::{Value, json};

fn host_video(is_on: bool) -> Value {
    json!({"schedule_meeting": {"host_video": is_on}})
}

/// Of users; both faces have them.
pub fn of_users(walk: &mut Walk<'_>, face: &Face) {
    let user = made(walk, face, "custCreate", "setter", 1);
    let path = format!("/users/{user}/settings");
    walk.gets(face, &path);
    walk.does(face, "PATCH", &path, host_video(true));
    walk.idles(face, "PATCH", &path, host_video(true));
    walk.idles(face, "PATCH", &path, json!({}));
    walk.gets(face, &format!("{path}?option=meeting_security"));
    backgrounds(walk, face, &path);
}

/// Comes and goes, below these settings.
pub fn backgrounds(walk: &mut Walk<'_>, face: &Face, settings: &str) {
    let path = format!("{settings}/virtual_backgrounds");
    let id = walk.sends(face, &path, ("file", &forms::png(6)), Effect::Change).text("id");
    walk.does(face, "DELETE", &format!("{path}?file_ids={id}"), Value::Null);
}

/// Of the caller's own account and of the one below.
pub fn of_accounts(walk: &mut Walk<'_>, direct: &Face, below: &Face) {
    for account in ["me", &below.account] {
        let account = format!("/accounts/{account}");
        let settings = format!("{account}/settings");
        walk.gets(direct, &settings);
        walk.does(direct, "PATCH", &settings, host_video(true));
        walk.idles(direct, "PATCH", &settings, host_video(true));
        let registration = format!("{account}/settings/registration");
        walk.gets(direct, &registration);
        walk.does(direct, "PATCH", &registration, json!({"approve_type": 1}));
        walk.idles(direct, "PATCH", &registration, json!({"approve_type": 1}));
        let locks = format!("{account}/lock_settings");
        walk.gets(direct, &locks);
        walk.does(direct, "PATCH", &locks, host_video(true));
        walk.idles(direct, "PATCH", &locks, host_video(true));
        walk.does(direct, "PATCH", &locks, host_video(false));
        backgrounds(walk, direct, &settings);
    }
}

/// Of groups; both faces have them.
pub fn of_groups(walk: &mut Walk<'_>, face: &Face) {
    let group = walk.does(face, "POST", "/groups", json!({"name": "Setters"})).text("id");
    for (path, body) in [
        (format!("/groups/{group}/settings"), host_video(true)),
        (format!("/groups/{group}/lock_settings"), host_video(true)),
        (format!("/groups/{group}/settings/registration?type=webinar"), json!({"approve_type": 1})),
    ] {
        walk.gets(face, &path);
        walk.does(face, "PATCH", &path, body.clone());
        walk.idles(face, "PATCH", &path, body);
    }
}
