//! `/.well-known/oauth-authorization-server` (RFC 8414).
use crate::{answer::Answer, server::BASE_URL, world::World};
use serde_json::{Value, json};

fn metadata(world: &World) -> Answer {
    world.send("GET", "/.well-known/oauth-authorization-server", &[], &Value::Null).is(200)
}

#[test]
fn the_server_says_where_and_how_it_is_asked() {
    let world = World::new();
    let said = metadata(&world);
    assert_eq!(said["issuer"], BASE_URL);
    for (field, path) in [
        ("authorization_endpoint", "authorize"),
        ("token_endpoint", "token"),
        ("revocation_endpoint", "revoke"),
        ("device_authorization_endpoint", "devicecode"),
    ] {
        assert_eq!(said[field], format!("{BASE_URL}/oauth/{path}"));
    }
    for (field, value) in [
        ("response_types_supported", json!(["code"])),
        ("response_modes_supported", json!(["query"])),
        ("code_challenge_methods_supported", json!(["S256"])),
        ("token_endpoint_auth_methods_supported", json!(["client_secret_basic", "client_secret_post", "none"])),
        ("revocation_endpoint_auth_methods_supported", json!(["client_secret_basic", "client_secret_post", "none"])),
        ("authorization_response_iss_parameter_supported", json!(true)),
    ] {
        assert_eq!(said[field], value, "{field}");
    }
    let scopes = said["scopes_supported"].as_array().unwrap();
    for scope in ["user:read:user", "user:read:list_users:admin", "user:read:list_users:master", "user:master"] {
        assert!(scopes.contains(&json!(scope)), "{scope}");
    }
}

#[test]
fn no_header_says_where_the_server_is() {
    let world = World::new();
    let usual = metadata(&world).body;
    for (name, value) in [
        ("host", "evil.example"),
        ("forwarded", "host=evil.example;proto=http"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "http"),
    ] {
        let headers = [(name, value.to_owned())];
        let said = world.send("GET", "/.well-known/oauth-authorization-server", &headers, &Value::Null).is(200);
        assert_eq!(said.body, usual, "{name}");
    }
}

#[test]
fn every_endpoint_and_every_grant_that_is_named_is_there() {
    let world = World::new();
    let said = metadata(&world);
    for field in ["token_endpoint", "revocation_endpoint", "device_authorization_endpoint"] {
        let path = said.text(field).replace(BASE_URL, "");
        assert_eq!(world.send("POST", &path, &[], &json!({})).is(400)["error"], "invalid_client", "{path}");
    }
    world.send("GET", &said.text("authorization_endpoint").replace(BASE_URL, ""), &[], &Value::Null).is(400);
    let master = world.master();
    for grant in said["grant_types_supported"].as_array().unwrap() {
        let body = json!({"grant_type": grant, "client_id": master.client_id, "client_secret": master.client_secret});
        let answer = world.send("POST", "/oauth/token", &[], &body).is(400);
        assert_ne!(answer["error"], "unsupported_grant_type", "{grant}");
    }
}
