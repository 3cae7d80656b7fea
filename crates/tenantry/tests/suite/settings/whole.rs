//! Documents with every field that is declared, sent and read back: whatever may be set is kept and shown.
use super::*;
use crate::{
    actors::Actor,
    forms,
    users::{invited, person_of},
};
use platform::Operation;
use serde_json::Map;

/// A document on a level: what is said of it, and where.
struct Document<'w> {
    world: &'w World,
    /// `accounts/{accountId}/settings`
    place: &'static str,
    /// The title of its answer: `AccountGeneralSettings`. That of its body has `Set` before it.
    title: &'static str,
}

impl Document<'_> {
    fn body(&self) -> Value {
        let shape = &self.operation("PATCH").shape;
        form(shape.body.as_ref().expect("a body").schema().expect("a schema").document(), &format!("Set{}", self.title))
    }
    fn answer(&self) -> Value {
        form(self.operation("GET").shape.output.as_ref().expect("an answer"), self.title)
    }
    fn operation(&self, method: &str) -> &Operation {
        let key = format!("{method} /{}", self.place);
        &self.world.platform.mounted().iter().find(|at| at.operation.is(&key)).expect("an operation").operation
    }
    /// Everything that is declared, but for `other`: what names something else, and what excludes another.
    fn whole(&self, other: &Value) -> Value {
        let mut document = filled(&self.body());
        merge(&mut document, other);
        document
    }
    /// Sends what is written and finds it in the answer.
    #[track_caller]
    fn is_taken(&self, actor: &Actor<'_>, path: &str, body: &Value) -> Answer {
        let answer = actor.patch(path, body.clone());
        assert!(answer.status < 300, "{answer}");
        let answer = actor.get(path).is(200);
        shows(body, &answer.body, &self.answer(), path);
        answer
    }
}

/// The one with this title of one or several forms.
fn form(schema: &Value, title: &str) -> Value {
    let forms = schema["anyOf"].as_array().cloned().unwrap_or_else(|| vec![schema.clone()]);
    forms.into_iter().find(|form| form["title"] == title).unwrap_or_else(|| panic!("no {title}"))
}

/// A value for every field, other than what it is until then; every list has one item.
fn filled(schema: &Value) -> Value {
    if let Some(choices) = schema["enum"].as_array() {
        return choices.iter().find(|choice| **choice != schema["default"]).unwrap_or(&choices[0]).clone();
    }
    if let Some(example) = schema["examples"].get(0) {
        return example.clone();
    }
    match schema["type"].as_str().expect("a type") {
        "object" => {
            let fields = schema["properties"].as_object().into_iter().flatten();
            Value::Object(fields.map(|(name, field)| (name.clone(), filled(field))).collect())
        }
        "array" => json!([filled(&schema["items"])]),
        "boolean" => json!(schema["default"] != json!(true)),
        "integer" => schema[if schema["default"] == schema["minimum"] { "maximum" } else { "minimum" }].clone(),
        _ => json!("x".repeat(usize::try_from(schema["minLength"].as_u64().unwrap_or(1).max(1)).unwrap())),
    }
}

/// `null` takes a field away.
fn merge(document: &mut Value, other: &Value) {
    let (Some(fields), Some(other)) = (document.as_object_mut(), other.as_object()) else {
        *document = other.clone();
        return;
    };
    for (name, value) in other {
        if value.is_null() {
            fields.remove(name).unwrap_or_else(|| panic!("no {name}"));
        } else {
            merge(fields.get_mut(name).unwrap_or_else(|| panic!("no {name}")), value);
        }
    }
}

/// Holds what was sent to what is shown, as far as answers are declared to show it.
#[track_caller]
fn shows(sent: &Value, shown: &Value, schema: &Value, at: &str) {
    match (sent, shown) {
        (Value::Object(sent), Value::Object(shown)) => {
            for (name, value) in sent {
                let below = &schema["properties"][name];
                if below.is_object() {
                    let seen = shown.get(name).unwrap_or_else(|| panic!("{at}.{name} is not shown"));
                    shows(value, seen, below, &format!("{at}.{name}"));
                }
            }
        }
        (Value::Array(sent), Value::Array(shown)) => {
            assert_eq!(sent.len(), shown.len(), "{at}");
            let item = &schema["items"];
            sent.iter().zip(shown).for_each(|(sent, shown)| shows(sent, shown, item, &format!("{at}[]")));
        }
        _ => assert!(sent == shown || at.ends_with("policies[].id"), "{at}: {sent} was sent, {shown} is shown"),
    }
}

const ACCOUNT: &str = "accounts/{accountId}/settings";
const GROUP: &str = "groups/{groupId}/settings";
const USER: &str = "users/{userId}/settings";

/// Features that shut each other out, or that nobody can be given alone.
fn possible_features() -> Value {
    json!({"feature": {
        "webinar": false, "zoom_events_unlimited": false, "zoom_sessions_unlimited": false,
        "zoom_sessions_pay_per_attendee": false, "zoom_customer_managed_key": false, "zoom_whiteboard_plus": false,
        "license_info_list": [],
    }})
}

/// A background that the account offers as the default one, as its settings show it.
fn offered(account: &Account<'_>) -> Value {
    let path = "/accounts/me/settings/virtual_backgrounds";
    let id = forms::upload(&account.actor, path, "file", &forms::png(4)).is(201).text("id");
    let files = json!([{"id": id, "is_default": true, "name": "file", "size": forms::png(4).len(), "type": "image"}]);
    let body = json!({"in_meeting": {"virtual_background_settings": {"files": files}}});
    account.on_id("me").patch("/settings", body.clone()).is(204);
    body["in_meeting"].clone()
}

fn general_of_account<'w>(world: &'w World, account: &Account<'_>) -> (Document<'w>, Value) {
    let role = account.post("/roles", json!({"name": "Desk", "privileges": []})).is(201).text("id");
    let other = json!({
        "chat": {"external_collab_restrict": {"group_id": group(account, "Apart")}},
        "in_meeting": offered(account),
        "schedule_meeting": {"meeting_template": {"action": null, "templates": null}},
        "security": {
            "signin_with_sso": {"sso_bypass_user_ids": [account.owner_id]},
            "sign_in_with_two_factor_auth_roles": [role],
            "sign_in_with_two_factor_auth_groups": [],
        },
    });
    let document = Document { world, place: ACCOUNT, title: "AccountGeneralSettings" };
    let body = document.whole(&other);
    (document, body)
}

#[test]
fn every_setting_of_an_account_is_kept_and_shown() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let (document, body) = general_of_account(&world, &sub);
    let answer = document.is_taken(&master.on(&sub), "/settings", &body);
    let passes = &answer["security"]["signin_with_sso"]["sso_bypass_users"];
    assert_eq!(*passes, json!([{"id": sub.owner_id, "email": sub.owner_email}]));
    let below = sub.on_id("me").get("/settings").is(200);
    assert_eq!(below.body, answer.body);
}

#[test]
fn every_setting_of_security_is_kept_and_shown() {
    let world = World::new();
    let master = world.master();
    let (_, whole) = general_of_account(&world, &master);
    let document = Document { world: &world, place: ACCOUNT, title: "AccountSecuritySettings" };
    let body = json!({"security": whole["security"]});
    let answer = document.is_taken(&master.on_id("me"), "/settings?option=security", &body);
    assert_eq!(answer["security"], master.on_id("me").get("/settings").is(200)["security"]);
    assert_eq!(answer.body.as_object().map(Map::len), Some(1));
}

#[test]
fn every_setting_of_the_security_of_meetings_is_kept_and_shown() {
    let world = World::new();
    let master = world.master();
    // With fewer licenses `auto_security` stays as it is.
    master.plan("Business", 101);
    let path = "/settings?option=meeting_security";
    let document = Document { world: &world, place: ACCOUNT, title: "AccountMeetingSecuritySettings" };
    document.is_taken(&master.on_id("me"), path, &document.whole(&json!({})));
    let (user, _) = person_of(&master, "ann", 2);
    let document = Document { world: &world, place: USER, title: "UserMeetingSecuritySettings" };
    document.is_taken(&master.actor, &format!("/users/{user}{path}"), &document.whole(&json!({})));
}

#[test]
fn every_setting_of_an_account_for_the_video_sdk_is_kept_and_shown() {
    let world = World::new();
    let account = world.master();
    account.plan("Zoom Video SDK", 10);
    let document = Document { world: &world, place: ACCOUNT, title: "AccountVideoSdkSettings" };
    let answer = document.is_taken(&account.on_id("me"), "/settings", &document.whole(&json!({})));
    assert!(answer["in_session"].is_object() && answer["chat"].is_null());
}

/// All that can be asked of those who register, with a question that has answers to choose from.
fn registration(document: &Document<'_>) -> Value {
    let mut body = document.whole(&json!({}));
    body["custom_questions"][0]["type"] = json!("multiple");
    body
}

#[test]
fn everything_that_is_asked_of_those_who_register_is_kept_and_shown() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let place = "accounts/{accountId}/settings/registration";
    let document = Document { world: &world, place, title: "AccountRegistrationSettings" };
    let body = registration(&document);
    document.is_taken(&master.on(&sub), "/settings/registration", &body);
    document.is_taken(&master.on_id("me"), "/settings/registration?type=webinar", &body);
}

#[test]
fn every_lock_of_an_account_is_kept_and_shown() {
    let world = World::new();
    let master = world.master();
    // A text is taken for it as well, and a truth is shown.
    let encryption = json!({"meeting_security": {"encryption_type": true}});
    for (title, query, other) in [
        ("AccountGeneralLocks", "", json!({})),
        ("AccountMeetingSecurityLocks", "?option=meeting_security", encryption),
    ] {
        let document = Document { world: &world, place: "accounts/{accountId}/lock_settings", title };
        document.is_taken(&master.on_id("me"), &format!("/lock_settings{query}"), &document.whole(&other));
    }
}

#[test]
fn every_setting_of_a_user_is_kept_and_shown() {
    let world = World::new();
    let master = world.master();
    master.plan_with_all("Business", 50, 1);
    let (_, of_account) = general_of_account(&world, &master);
    master.on_id("me").patch("/settings", of_account.clone()).is(204);
    let document = Document { world: &world, place: USER, title: "UserGeneralSettings" };
    let mut body = document.whole(&possible_features());
    let files = |body: &mut Value, offered: &Value| merge(&mut body["in_meeting"], offered);
    files(
        &mut body,
        &json!({"virtual_background_settings":
        {"files": of_account["in_meeting"]["virtual_background_settings"]["files"]}}),
    );
    let (user, _) = person_of(&master, "ann", 2);
    document.is_taken(&master.actor, &format!("/users/{user}/settings"), &body);
    let sub = world.sub(&master);
    sub.plan_with_all("Business", 10, 1);
    let (user, _) = person_of(&sub, "bob", 2);
    files(&mut body, &offered(&sub));
    document.is_taken(&master.on(&sub), &format!("/users/{user}/settings"), &body);
}

#[test]
fn somebody_who_has_not_come_yet_has_settings_too() {
    let world = World::new();
    let master = world.master();
    let (user, _) = invited(&master, "ann");
    master.patch(&format!("/users/{user}/settings"), host_video(true)).is(204);
    assert_eq!(host_video_in(&of_user(&master, &user)), &json!(true));
}

#[test]
fn every_way_to_sign_in_is_kept_and_shown() {
    let world = World::new();
    let master = world.master();
    let (own, (user, _)) = (master.on_id("me"), person_of(&master, "ann", 2));
    let sales = group(&master, "Sales");
    for (option, [of_account, of_group, of_user]) in [
        (
            "meeting_authentication",
            [
                "AccountMeetingAuthenticationSettings",
                "GroupMeetingAuthenticationSettings",
                "UserMeetingAuthenticationSettings",
            ],
        ),
        (
            "recording_authentication",
            [
                "AccountRecordingAuthenticationSettings",
                "GroupRecordingAuthenticationSettings",
                "UserRecordingAuthenticationSettings",
            ],
        ),
    ] {
        let path = format!("/settings?option={option}");
        let document = Document { world: &world, place: ACCOUNT, title: of_account };
        let answer = document.is_taken(&own, &path, &document.whole(&json!({})));
        let way = answer["authentication_options"][0].clone();
        assert_eq!(way.as_object().map(Map::len), Some(6), "{answer}");
        let named = json!({"authentication_option": {"id": way["id"], "name": "Mine"}});
        let document = Document { world: &world, place: USER, title: of_user };
        let answer = document.is_taken(&master.actor, &format!("/users/{user}{path}"), &document.whole(&named));
        let document = Document { world: &world, place: GROUP, title: of_group };
        document.is_taken(&master.actor, &format!("/groups/{sales}{path}"), &document.whole(&named));
        assert_eq!(answer["authentication_options"][0]["name"], "Mine");
        assert_eq!(own.get(&path).is(200)["authentication_options"][0], way);
    }
    let both = master.get(&format!("/users/{user}/settings?custom_query_fields=authentication_options")).is(200);
    for part in ["meeting_authentication", "recording_authentication"] {
        let part = &both["authentication_options"][part]["authentication_options"];
        assert_eq!(part[0]["name"], "Mine", "{both}");
    }
}

#[test]
fn every_setting_of_a_group_is_kept_and_shown() {
    let world = World::new();
    let master = world.master();
    // With fewer licenses `auto_security` stays as it is.
    master.plan("Business", 101);
    let (document, mut of_account) = general_of_account(&world, &master);
    // A group changes a rule that the account has not locked.
    of_account["chat"]["chat_etiquette_tool"]["policies"][0]["is_locked"] = json!(false);
    let shown = document.is_taken(&master.on_id("me"), "/settings", &of_account);
    let rule = &shown["chat"]["chat_etiquette_tool"]["policies"][0]["id"];
    let id = group(&master, "Sales");
    let path = format!("/groups/{id}/settings");
    let rules = json!({"chat": {"chat_etiquette_tool": {"policies": [{"id": rule, "status": "deactivated"}]}}});
    let document = Document { world: &world, place: GROUP, title: "GroupGeneralSettings" };
    document.is_taken(&master.actor, &path, &document.whole(&rules));
    let own = master.on_id("me");
    let document = Document { world: &world, place: ACCOUNT, title: "AccountMeetingSecuritySettings" };
    let security = "/settings?option=meeting_security";
    let mut of_account = document.whole(&json!({}));
    of_account["meeting_security"]["chat_etiquette_tool"]["policies"][0]["is_locked"] = json!(false);
    let shown = document.is_taken(&own, security, &of_account);
    let rule = &shown["meeting_security"]["chat_etiquette_tool"]["policies"][0]["id"];
    let rules =
        json!({"meeting_security": {"chat_etiquette_tool": {"policies": [{"id": rule, "status": "deactivated"}]}}});
    let document = Document { world: &world, place: GROUP, title: "GroupMeetingSecuritySettings" };
    document.is_taken(&master.actor, &format!("{path}?option=meeting_security"), &document.whole(&rules));
}

#[test]
fn every_lock_of_a_group_is_kept_and_shown() {
    let world = World::new();
    let master = world.master();
    let id = group(&master, "Sales");
    for (title, query) in [("GroupGeneralLocks", ""), ("GroupMeetingSecurityLocks", "?option=meeting_security")] {
        let document = Document { world: &world, place: "groups/{groupId}/lock_settings", title };
        document.is_taken(&master.actor, &format!("/groups/{id}/lock_settings{query}"), &document.whole(&json!({})));
    }
}

#[test]
fn everything_that_a_group_asks_of_those_who_register_is_kept_and_shown() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let place = "groups/{groupId}/settings/registration";
    let document = Document { world: &world, place, title: "GroupRegistrationSettings" };
    let body = registration(&document);
    for (account, actor) in [(&master, master.actor.clone()), (&sub, master.on(&sub))] {
        let path = format!("/groups/{}/settings/registration?type=webinar", group(account, "Sales"));
        document.is_taken(&actor, &path, &body);
    }
}
