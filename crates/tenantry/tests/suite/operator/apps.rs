//! `/accounts/{id}/apps`: apps and their credentials.
use crate::{
    actors::{Account, Actor, ask_token, token},
    answer::Answer,
    world::World,
};
use serde_json::{Value, json};

impl<'w> Account<'w> {
    fn make_app(&self, body: Value) -> Answer {
        self.operate("POST", "/apps", body)
    }
    fn signed_in_as(&self, app: &Answer) -> Actor<'w> {
        Actor::new(self.world, token(self.world, &self.id, &app.text("client_id"), &app.text("client_secret")))
    }
    fn scopes_of(&self, app: Value) -> Vec<String> {
        let made = self.make_app(app).is(201);
        made["scopes"]
            .as_array()
            .expect("scopes")
            .iter()
            .map(|scope| scope.as_str().expect("a text").to_owned())
            .collect()
    }
}

#[test]
fn a_secret_is_shown_by_the_answer_that_made_it_and_never_again() {
    let world = World::new();
    let account = world.free_standing();
    let made = account.make_app(json!({"kind": "server_to_server", "name": "Sync"})).is(201);
    assert_eq!((made.text("client_id").len(), made.text("client_secret").len()), (22, 43));
    assert_eq!((&made["name"], &made["enabled"], &made["classic"]), (&json!("Sync"), &json!(true), &json!(false)));
    let shown = account.operate("GET", "/apps", Value::Null).is(200);
    let apps = shown["apps"].as_array().expect("apps");
    assert_eq!(apps.len(), 2);
    assert!(apps.iter().all(|app| app.get("client_secret").is_none()));
    assert!(apps.iter().any(|app| app["client_id"] == made["client_id"]));
    assert!(!String::from_utf8_lossy(&shown.bytes).contains(&made.text("client_secret")));
}

#[test]
fn an_app_holds_every_scope_that_its_tier_may() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let of_master = master.scopes_of(json!({"kind": "server_to_server"}));
    let of_sub = sub.scopes_of(json!({"kind": "server_to_server"}));
    for scope in ["user:read:list_users:admin", "user:read:list_users:master"] {
        assert!(of_master.iter().any(|held| held == scope), "{scope}");
    }
    assert!(of_sub.iter().any(|held| held == "user:read:list_users:admin"));
    assert!(of_sub.iter().all(|held| held.ends_with(":admin")));
    assert!(of_master.iter().all(|held| held.ends_with(":admin") || held.ends_with(":master")));
}

#[test]
fn an_app_of_users_holds_no_scope_beyond_their_own_data() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    for account in [&master, &sub] {
        for (classic, own) in [(false, "user:read:user"), (true, "user:read")] {
            let held = account.scopes_of(json!({"kind": "user", "classic": classic}));
            assert!(held.iter().any(|scope| scope == own), "{held:?}");
            assert!(held.iter().all(|scope| !scope.ends_with(":admin") && !scope.ends_with(":master")), "{held:?}");
        }
        let asked = json!({"kind": "user", "scopes": ["account:delete:sub_account:master"]});
        account.make_app(asked).refuses_fields(&["scopes"]);
    }
}

#[test]
fn a_classic_app_holds_classic_scopes() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let of_master = master.scopes_of(json!({"kind": "server_to_server", "classic": true}));
    for scope in ["user:read:admin", "user:master", "account:master"] {
        assert!(of_master.iter().any(|held| held == scope), "{scope}");
    }
    assert!(!of_master.iter().any(|held| held == "user:read:list_users:admin"));
    let of_sub = sub.scopes_of(json!({"kind": "server_to_server", "classic": true}));
    assert!(of_sub.iter().all(|held| !held.ends_with(":master")));
    let app = sub.make_app(json!({"kind": "server_to_server", "classic": true})).is(201);
    sub.signed_in_as(&app).get("/users").is(200);
}

#[test]
fn scopes_that_do_not_exist_or_are_a_masters_are_refused_by_name() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let asked =
        json!({"kind": "server_to_server", "scopes": ["user:read:list_users:master", "user:read:list_users:admin"]});
    assert_eq!(master.scopes_of(asked.clone()), ["user:read:list_users:admin", "user:read:list_users:master"]);
    let refused = sub.make_app(asked).refuses_fields(&["scopes"]);
    assert_eq!(refused["errors"][0]["message"], "This app may not hold: user:read:list_users:master.");
    let unknown = sub.make_app(json!({"kind": "server_to_server", "scopes": ["user:fly"]})).refuses_fields(&["scopes"]);
    assert_eq!(unknown["errors"][0]["message"], "This app may not hold: user:fly.");
    assert!(sub.scopes_of(json!({"kind": "server_to_server", "scopes": []})).is_empty());
}

#[test]
fn an_app_that_is_switched_off_stops_its_tokens_and_gets_none_until_it_is_on_again() {
    let world = World::new();
    let account = world.free_standing();
    let app = account.make_app(json!({"kind": "server_to_server"})).is(201);
    let actor = account.signed_in_as(&app);
    actor.get("/users").is(200);
    let path = format!("/apps/{}", app.text("id"));
    assert_eq!(account.operate("PATCH", &path, json!({"enabled": false})).is(200)["enabled"], false);
    actor.get("/users").refused(401, 124, "Invalid access token.");
    ask_token(&world, &account.id, &app.text("client_id"), &app.text("client_secret")).is(400);
    account.operate("PATCH", &path, json!({"enabled": true})).is(200);
    actor.get("/users").is(200);
    account.get("/users").is(200);
}

#[test]
fn the_tokens_of_a_removed_app_die() {
    let world = World::new();
    let account = world.free_standing();
    let app = account.make_app(json!({"kind": "server_to_server"})).is(201);
    let actor = account.signed_in_as(&app);
    actor.get("/users").is(200);
    let path = format!("/apps/{}", app.text("id"));
    account.operate("DELETE", &path, Value::Null).is(204);
    actor.get("/users").refused(401, 124, "Invalid access token.");
    ask_token(&world, &account.id, &app.text("client_id"), &app.text("client_secret")).is(400);
    let text = format!("App does not exist: {}.", app.text("id"));
    account.operate("DELETE", &path, Value::Null).refused(404, 404, &text);
    account.operate("PATCH", &path, json!({"enabled": true})).refused(404, 404, &text);
}

#[test]
fn an_app_is_reached_through_its_own_account_only() {
    let world = World::new();
    let (one, other) = (world.free_standing(), world.free_standing());
    let app = one.make_app(json!({"kind": "server_to_server"})).is(201).text("id");
    let text = format!("App does not exist: {app}.");
    other.operate("DELETE", &format!("/apps/{app}"), Value::Null).refused(404, 404, &text);
    other.operate("PATCH", &format!("/apps/{app}"), json!({"enabled": false})).refused(404, 404, &text);
}

#[test]
fn other_scopes_are_for_tokens_to_come() {
    let world = World::new();
    let account = world.free_standing();
    let app = account.make_app(json!({"kind": "server_to_server"})).is(201);
    let older = account.signed_in_as(&app);
    let path = format!("/apps/{}", app.text("id"));
    let narrowed = account.operate("PATCH", &path, json!({"scopes": ["role:read:list_roles:admin"]})).is(200);
    assert_eq!(narrowed["scopes"], json!(["role:read:list_roles:admin"]));
    older.get("/users").is(200);
    account.signed_in_as(&app).get("/users").is(400);
    let all = account.operate("PATCH", &path, json!({"scopes": null})).is(200);
    assert_eq!(all["scopes"], app["scopes"]);
    account.signed_in_as(&app).get("/users").is(200);
    account.operate("PATCH", &path, json!({"scopes": ["user:fly"]})).refuses_fields(&["scopes"]);
}

#[test]
fn an_account_has_one_jwt_app() {
    let world = World::new();
    let account = world.free_standing();
    let app = account.make_app(json!({"kind": "jwt"})).is(201);
    assert_eq!((app.text("api_key").len(), app.text("api_secret").len()), (22, 43));
    assert!(app.body.get("client_id").is_none() && app.body.get("client_secret").is_none());
    account.make_app(json!({"kind": "jwt"})).refuses_fields(&["kind"]);
    account.make_app(json!({"kind": "webhook"})).refuses_fields(&["kind"]);
    account.operate("DELETE", &format!("/apps/{}", app.text("id")), Value::Null).is(204);
    let again = account.make_app(json!({"kind": "jwt"})).is(201);
    assert_ne!(again["api_key"], app["api_key"]);
}

#[test]
fn an_oauth_app_knows_where_people_are_sent_back_to() {
    let world = World::new();
    let account = world.free_standing();
    let addresses = json!(["https://app.example/back", "com.example.app:/back"]);
    let body = json!({"kind": "oauth", "redirect_uris": addresses});
    assert_eq!(account.make_app(body).is(201)["redirect_uris"], addresses);
}

#[test]
fn what_happens_to_an_app_is_in_the_log_without_its_secret() {
    let world = World::new();
    let account = world.free_standing();
    let app = account.make_app(json!({"kind": "server_to_server", "scopes": []})).is(201);
    let path = format!("/apps/{}", app.text("id"));
    account.operate("PATCH", &path, json!({"enabled": false})).is(200);
    account.operate("DELETE", &path, Value::Null).is(204);
    let log = world.log(|event| event["object_id"] == app["id"]);
    let names: Vec<(&Value, &Value)> = log.iter().map(|event| (&event["name"], &event["version"])).collect();
    let expected = [("app.created", 1), ("app.updated", 2), ("app.deleted", 3)]
        .map(|(name, version)| (json!(name), json!(version)));
    assert_eq!(names, expected.iter().map(|(name, version)| (name, version)).collect::<Vec<_>>());
    let (old, new) = (&log[1]["payload"]["old"], &log[1]["payload"]["app"]);
    assert_eq!((&old["enabled"], &new["enabled"]), (&json!(true), &json!(false)));
    assert!(log.iter().all(|event| !event.to_string().contains(&app.text("client_secret"))));
}
