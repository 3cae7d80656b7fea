//! Apps that users authorise: what they may be, who gives them what, and how they come on an account.
use super::{App, BACK};
use crate::{
    actors::Account,
    answer::Answer,
    users::{admin, holder, person},
    world::{NO_ID, World},
};
use serde_json::{Value, json};

impl Account<'_> {
    fn makes(&self, body: Value) -> Answer {
        self.operate("POST", "/apps", body)
    }
    fn installs(&self, app: &str, body: Value) -> Answer {
        self.operate("PUT", &format!("/apps/{app}/installation"), body)
    }
}

#[test]
fn an_app_that_can_keep_no_secret_gets_none() {
    let world = World::new();
    let account = world.free_standing();
    for kind in ["oauth", "user"] {
        let made = account.makes(json!({"kind": kind, "public": true, "device": true})).is(201);
        assert_eq!((made.text("client_id").len(), &made["public"], &made["device"]), (22, &json!(true), &json!(true)));
        assert!(made.body.get("client_secret").is_none());
    }
    for kind in ["server_to_server", "jwt"] {
        account.makes(json!({"kind": kind, "public": true})).refuses_fields(&["public"]);
        account.makes(json!({"kind": kind, "device": true})).refuses_fields(&["device"]);
        account.makes(json!({"kind": kind, "redirect_uris": [BACK]})).refuses_fields(&["redirect_uris"]);
    }
}

#[test]
fn an_address_is_the_apps_own_and_stands_there_once() {
    let world = World::new();
    let account = world.free_standing();
    let with = |addresses: &[&str]| account.makes(json!({"kind": "oauth", "redirect_uris": addresses}));
    for bad in
        ["http://app.example/back", "https://app.example/#x", "javascript:alert(1)", "/back", "", "https://a b.example"]
    {
        with(&[BACK, bad]).refuses_fields(&["redirect_uris"]);
    }
    with(&[BACK, BACK]).refuses_fields(&["redirect_uris"]);
    let many = |count: usize| (0..count).map(|at| format!("{BACK}/{at}")).collect::<Vec<_>>();
    for (count, status) in [(0, 201), (50, 201), (51, 400)] {
        account.makes(json!({"kind": "oauth", "redirect_uris": many(count)})).is(status);
    }
    let app = with(&[BACK, "http://127.0.0.1:7000/back", "com.example.app:/back"]).is(201).text("id");
    let path = format!("/apps/{app}");
    let other = json!({"redirect_uris": ["https://app.example/other"], "device": true});
    let changed = account.operate("PATCH", &path, other.clone()).is(200);
    assert_eq!((&changed["redirect_uris"], &changed["device"]), (&other["redirect_uris"], &json!(true)));
    account
        .operate("PATCH", &path, json!({"redirect_uris": ["http://app.example/"]}))
        .refuses_fields(&["redirect_uris"]);
    assert_eq!(account.operate("PATCH", &path, json!({"redirect_uris": []})).is(200)["redirect_uris"], json!([]));
    let robot = account.makes(json!({"kind": "server_to_server"})).is(201).text("id");
    account.operate("PATCH", &format!("/apps/{robot}"), json!({"device": true})).refuses_fields(&["device"]);
}

#[test]
fn a_creator_gives_an_app_what_its_role_gives() {
    let world = World::new();
    let master = world.master();
    let (reader, _) = holder(&master, "reader", &["User:Read"]);
    let (manager, _) = holder(&master, "manager", &["User:Read", "SubAccount:Read"]);
    let (administrator, _) = admin(&master, "administrator");
    let asked = |creator: &str, scope: &str| json!({"kind": "oauth", "scopes": [scope], "creator": creator});
    for (creator, scope, is_given) in [
        (&reader, "user:read:list_users:admin", true),
        (&reader, "user:write:user:admin", false),
        (&reader, "user:read:list_users:master", false),
        (&reader, "user:read:admin", false),
        (&reader, "user:delete:profile_picture:admin", false),
        (&reader, "user:read:meeting_template:admin", true),
        (&reader, "role:read:list_roles:admin", false),
        (&reader, "information_barrier:delete:policy:admin", false),
        (&administrator, "role:read:list_roles:admin", true),
        (&administrator, "role:write:role:admin", false),
        (&administrator, "information_barrier:delete:policy:admin", true),
        (&manager, "role:read:list_roles:admin", false),
        (&manager, "role:read:list_roles:master", true),
        (&manager, "role:write:role:master", false),
        (&manager, "user:read:list_users:master", true),
        (&manager, "user:write:user:master", false),
        (&manager, "account:read:list_sub_accounts:master", true),
        (&manager, "account:write:sub_account:master", false),
        (&manager, "user:master", false),
        (&master.owner_id, "user:master", true),
        (&master.owner_id, "account:write:sub_account:master", true),
    ] {
        let answer = master.makes(asked(creator, scope));
        if is_given {
            assert_eq!(answer.is(201)["scopes"], json!([scope]));
        } else {
            let refused = answer.refuses_fields(&["scopes"]);
            let text = format!("The role of its creator does not give: {scope}.");
            assert_eq!(refused["errors"][0]["message"], text);
        }
    }
}

#[test]
fn a_creator_who_asks_for_nothing_in_particular_gives_all_that_it_may() {
    let world = World::new();
    let master = world.master();
    let (reader, _) = holder(&master, "reader", &["User:Read"]);
    let made = master.makes(json!({"kind": "oauth", "creator": reader})).is(201);
    let scopes: Vec<&str> = made["scopes"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(scopes.contains(&"user:read:list_users:admin"), "{scopes:?}");
    assert!(scopes.iter().all(|scope| scope.ends_with(":admin")), "{scopes:?}");
    assert!(
        !scopes.contains(&"user:write:user:admin") && !scopes.contains(&"group:read:list_groups:admin"),
        "{scopes:?}"
    );
    let app = format!("/apps/{}", made.text("id"));
    let more = json!({"scopes": ["group:read:list_groups:admin"], "creator": reader});
    master.operate("PATCH", &app, more).refuses_fields(&["scopes"]);
    let all = master.operate("PATCH", &app, json!({"scopes": null, "creator": reader})).is(200);
    assert_eq!(all["scopes"], made["scopes"]);
    let own = master.makes(json!({"kind": "user", "creator": reader})).is(201);
    assert!(own["scopes"].as_array().unwrap().contains(&json!("user:read:user")));
}

#[test]
fn a_creator_is_a_user_of_the_account_who_can_sign_in() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (idle, _) = person(&master, "idle");
    master.put(&format!("/users/{idle}/status"), json!({"action": "deactivate"})).is(204);
    let app = App::made(&master, "oauth", json!({}));
    for user in [&*idle, &sub.owner_id, NO_ID] {
        let text = format!("User does not exist: {user}.");
        master.makes(json!({"kind": "oauth", "creator": user})).refused(404, 1001, &text);
        let change = json!({"scopes": [], "creator": user});
        master.operate("PATCH", &format!("/apps/{}", app.id), change).refused(404, 1001, &text);
        master.installs(&app.id, json!({"user_id": user})).refused(404, 1001, &text);
    }
}

#[test]
fn an_app_is_installed_once_by_who_may_and_taken_off_again() {
    let world = World::new();
    let master = world.master();
    let app =
        App::made(&master, "oauth", json!({"scopes": ["user:read:list_users:admin", "user:read:list_users:master"]}));
    let (reader, _) = holder(&master, "reader", &["User:Read"]);
    let (manager, _) = holder(&master, "manager", &["User:Read", "SubAccount:Edit"]);
    let text = "The role of this user does not give: user:read:list_users:master.";
    master.installs(&app.id, json!({"user_id": reader})).refused(403, 403, text);
    for user in [&manager, &master.owner_id] {
        assert_eq!(master.installs(&app.id, json!({"user_id": user})).is(200)["installed"], true);
        // Who comes later finds it there.
        assert_eq!(master.installs(&app.id, json!({})).is(200)["installed"], true);
        let path = format!("/apps/{}/installation", app.id);
        master.operate("DELETE", &path, Value::Null).is(204);
        master.operate("DELETE", &path, Value::Null).is(204);
    }
    let log = world.happened_to(&app.id);
    let installed: Vec<&Value> = log.iter().skip(1).map(|event| &event["payload"]["app"]["installed"]).collect();
    assert_eq!(installed, [true, false, true, false]);
}

#[test]
fn an_app_is_installed_on_its_own_account_and_on_no_other() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let app = App::made(&master, "oauth", json!({}));
    let text = format!("App does not exist: {}.", app.id);
    sub.installs(&app.id, json!({})).refused(404, 404, &text);
    sub.operate("DELETE", &format!("/apps/{}/installation", app.id), Value::Null).refused(404, 404, &text);
    for kind in ["server_to_server", "jwt"] {
        let made = master.makes(json!({"kind": kind})).is(201).text("id");
        master.installs(&made, json!({})).refuses_fields(&["appId"]);
    }
}

#[test]
fn a_removed_app_takes_what_it_was_allowed_along() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let tokens = app.tokens_of(&master, &master.owner_id);
    master.operate("DELETE", &format!("/apps/{}", app.id), Value::Null).is(204);
    tokens.access.get("/users").refused(401, 124, super::BAD_TOKEN);
    let ended =
        world.log(|event| event["name"] == "authorization.ended" && event["payload"]["app_id"] == json!(app.id));
    assert_eq!(ended.len(), 1);
}
