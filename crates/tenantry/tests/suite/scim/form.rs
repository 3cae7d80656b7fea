//! The form of answers: media type, errors, unknown paths, other methods.
use super::*;
use crate::{answer::NO_ROUTE, server::Setup};

#[test]
fn every_answer_has_the_media_type_of_the_protocol() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    for actor in [&master.actor, &master.on_id(&sub.id), &master.on_id("me")] {
        for path in
            ["/scim2/Users", "/scim2/Groups", "/scim2/Schemas", "/scim2/ServiceProviderConfig", "/scim2/ResourceTypes"]
        {
            assert_eq!(actor.get(path).is(200).header("content-type"), "application/scim+json;charset=UTF-8", "{path}");
        }
    }
}

#[test]
fn whatever_is_refused_is_refused_in_the_form_of_the_protocol() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    for prefix in ["".to_owned(), format!("/v2/accounts/{}", sub.id), "/v2/accounts/me".to_owned()] {
        let send = |method: &str, path: &str, token: &str| {
            let headers = [("authorization", format!("Bearer {token}"))];
            world.send(method, &format!("{prefix}{path}"), &headers, &Value::Null)
        };
        let token = &*master.actor.token;
        for path in ["/scim2", "/scim2/", "/scim2/Nothing", "/scim2/users", "/scim2/Users/x/y", "/scim2//Users"] {
            send("GET", path, token).denied(404, "", NO_ROUTE);
        }
        for path in ["/scim2/Bulk", "/scim2/Me", "/scim2/.search", "/scim2/Users/.search"] {
            send("POST", path, token).is(if path.ends_with("Users/.search") { 405 } else { 501 });
        }
        for (method, path) in [
            ("DELETE", "/scim2/Users"),
            ("POST", "/scim2/Users/x"),
            ("PUT", "/scim2/Groups"),
            ("PATCH", "/scim2/Schemas"),
        ] {
            let answer = send(method, path, token);
            assert!(answer.header("allow").contains("GET"), "{answer}");
            answer.denied(405, "", NO_ROUTE);
        }
        let wrong = send("GET", "/scim2/Users", "wrong");
        assert_eq!(wrong.header("www-authenticate"), "Bearer");
        wrong.denied(401, "", "Invalid access token.");
        world.send("GET", &format!("{prefix}/scim2/Users"), &[], &Value::Null).denied(401, "", "Invalid access token.");
    }
    let text = format!("Account does not exist: {NO_ID}.");
    master.on_id(NO_ID).get("/scim2/Users").denied(404, "", &text);
    // Below `/v2` itself there is none.
    world.send("GET", "/v2/scim2/Users", &[], &Value::Null).refused(404, 2300, NO_ROUTE);
}

#[test]
fn a_scope_of_provisioning_is_needed_at_the_level_of_the_call() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let none = master.app_with_scopes(&["user:read:list_users:admin"]);
    none.get("/scim2/Users").denied(400, "", "Invalid access token, does not contain scopes:[scim2:admin].");
    none.on_id(&sub.id).get("/scim2/Users").denied(
        400,
        "",
        "Invalid access token, does not contain scopes:[scim2:master].",
    );
    for (scope, direct, below) in [("scim2:admin", 200, 400), ("scim2:master", 400, 200)] {
        let actor = master.app_with_scopes(&[scope]);
        actor.get("/scim2/Users").is(direct);
        actor.on_id(&sub.id).get("/scim2/Users").is(below);
    }
    let body = json!({"kind": "server_to_server", "classic": true, "scopes": ["scim2"]});
    let app = master.operate("POST", "/apps", body).is(201);
    let token = crate::actors::token(&world, &master.id, &app.text("client_id"), &app.text("client_secret"));
    let classic = Actor::new(&world, token);
    classic.get("/scim2/Users").is(200);
    classic.on_id(&sub.id).get("/scim2/Users").denied(
        400,
        "",
        "Invalid access token, does not contain scopes: [scim2:master].",
    );
    assert_eq!(
        sub.operate("POST", "/apps", json!({"kind": "server_to_server", "scopes": ["scim2:master"]})).status,
        400
    );
    assert_eq!(master.operate("POST", "/apps", json!({"kind": "user", "scopes": ["scim2"]})).status, 400);
}

#[test]
fn a_body_is_json_and_says_something() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    let (group, _) = group(&master, &[]);
    let (user, group) = (path(&id), group_path(&group));
    let operations = [
        ("POST", "/scim2/Users"),
        ("PUT", &user),
        ("PATCH", &user),
        ("POST", "/scim2/Groups"),
        ("PUT", &group),
        ("PATCH", &group),
    ];
    for (method, path) in operations {
        let send = |kind: &str, body: &str| {
            let headers =
                [("authorization", format!("Bearer {}", master.actor.token)), ("content-type", kind.to_owned())];
            world.send_bytes(method, path, &headers, body.as_bytes().to_vec())
        };
        for kind in ["application/scim+json", "application/json", "application/scim+json; charset=utf-8"] {
            for body in ["{", "[]", "7", "\"x\""] {
                send(kind, body).denied(400, "invalidSyntax", "The request body must be in JSON format.");
            }
            for body in ["", "{}"] {
                send(kind, body).denied(400, "invalidSyntax", "The request JSON must not be empty.");
            }
        }
        send("text/plain", "{\"a\": 1}").denied(415, "", "Unsupported Content Type");
    }
}

#[test]
fn a_body_may_be_a_mebibyte_long_and_a_longer_one_is_refused_in_the_form_of_the_protocol() {
    let world = World::new();
    let master = world.master();
    for prefix in ["", "/v2/accounts/me"] {
        let send = |length: usize| {
            let frame = r#"{"x":""}"#.len();
            let body = format!(r#"{{"x":"{}"}}"#, "a".repeat(length - frame)).into_bytes();
            let kind = ("content-type", "application/scim+json".to_owned());
            let headers = [("authorization", format!("Bearer {}", master.actor.token)), kind];
            world.send_bytes("POST", &format!("{prefix}/scim2/Users"), &headers, body)
        };
        send(1 << 20).is(400);
        send((1 << 20) + 1).denied(413, "", "Request Body is too large.");
    }
}

#[test]
fn who_calls_too_often_is_told_so_in_the_form_of_the_protocol() {
    let world = crate::users::limited();
    let free = world.free_standing();
    // Medium: two a second for a Free account, whatever comes of them.
    for _ in 0..2 {
        assert_ne!(free.get("/scim2/Users").status, 429);
    }
    for actor in [&free.actor, &free.on_id("me")] {
        let refused = actor.get("/scim2/Users");
        assert_eq!(refused.header("x-ratelimit-type"), "QPS");
        assert!(refused.headers.contains_key("retry-after"), "{refused}");
        refused.denied(429, "", TOO_MANY_NOW);
    }
}

#[test]
fn what_is_our_fault_is_told_in_the_form_of_the_protocol() {
    let world = crate::limits::failing(Setup::default());
    let master = world.master();
    for actor in [&master.actor, &master.on_id("me")] {
        let broken = actor.get("/scim2/Broken");
        let text = format!("Internal error. Quote {} when you report it.", broken.header("x-zm-trackingid"));
        broken.denied(500, "", &text);
        let text = "The service is not available at the moment. Try again later.";
        actor.get("/scim2/Busy").denied(503, "", text);
    }
}

#[test]
fn a_deleted_user_is_gone() {
    let world = World::new();
    let master = world.master();
    let (id, email) = user(&master, "jill");
    master.delete(&path(&id)).is(204);
    master.get(&path(&id)).denied(404, "", "User does not exist.");
    master.delete(&path(&id)).denied(404, "", "User does not exist.");
    crate::users::event(&world, &id, "user.deleted");
    master.post("/scim2/Users", json!({"userName": email})).is(201);
}
