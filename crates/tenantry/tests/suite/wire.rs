//! What every request and every answer have in common: routes, methods, bodies, headers.
use crate::{
    answer::{Answer, NO_ROUTE},
    world::World,
};
use serde_json::{Value, json};

fn bearer(token: &str) -> (&'static str, String) {
    ("authorization", format!("Bearer {token}"))
}

/// A POST to `/v2/users` with these bytes and this content type.
fn post(world: &World, token: &str, kind: &str, body: &[u8]) -> Answer {
    world.send_bytes("POST", "/v2/users", &[bearer(token), ("content-type", kind.to_owned())], body.to_vec())
}

#[test]
fn an_unknown_route_is_404_with_or_without_a_token() {
    let world = World::new();
    let master = world.master();
    for actor in [&master.actor, &world.nobody()] {
        actor.get("/nothing/here").refused(404, 2300, NO_ROUTE);
        actor.get("/users//x").refused(404, 2300, NO_ROUTE);
    }
}

#[test]
fn a_wrong_method_is_405_and_names_the_right_ones() {
    let world = World::new();
    let answer = world.nobody().put("/users", Value::Null);
    assert_eq!(answer.header("allow"), "GET, HEAD, OPTIONS, POST");
    answer.refused(405, 2300, NO_ROUTE);
    let answer = world.send("OPTIONS", "/v2/users", &[], &Value::Null);
    assert_eq!((answer.status, answer.header("allow")), (204, "GET, HEAD, OPTIONS, POST"));
}

#[test]
fn one_trailing_slash_is_ignored_and_head_is_get() {
    let world = World::new();
    let master = world.master();
    master.get("/users/").is(200);
    master.actor.send("HEAD", "/users", Value::Null).is(200);
}

#[test]
fn every_answer_carries_a_tracking_id_and_is_not_kept() {
    let world = World::new();
    let master = world.master();
    let mut seen = Vec::new();
    for answer in
        [master.get("/users"), master.get("/users/nobody@x.co"), world.nobody().get("/users"), master.get("/x")]
    {
        let id = answer.header("x-zm-trackingid").to_owned();
        assert!(
            id.starts_with("v=2.0;clid=us02;rid=WEB_") && id.len() == "v=2.0;clid=us02;rid=WEB_".len() + 32,
            "{id}"
        );
        assert_eq!(answer.header("cache-control"), "no-cache, no-store, must-revalidate, no-transform");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(!seen.contains(&id));
        seen.push(id);
    }
}

#[test]
fn a_body_of_another_kind_is_415_and_one_that_is_no_object_400() {
    let world = World::new();
    let token = world.master().actor.token;
    post(&world, &token, "text/plain", b"{}").refused(415, 300, "Unsupported Content Type");
    post(&world, &token, "application/x-www-form-urlencoded", b"a=b").refused(415, 300, "Unsupported Content Type");
    for body in ["{", "[]", "7", "\"x\"", "{\"a\":1} trailing", "nul"] {
        let answer = post(&world, &token, "application/json", body.as_bytes());
        answer.refused(400, 300, "Request Body should be a valid JSON object.");
    }
}

#[test]
fn a_body_may_be_a_mebibyte_long_and_no_longer() {
    let world = World::new();
    let token = world.master().actor.token;
    let body = |length: usize| {
        let frame = r#"{"x":""}"#.len();
        format!(r#"{{"x":"{}"}}"#, "a".repeat(length - frame)).into_bytes()
    };
    for (length, status) in [((1 << 20) - 1, 400), (1 << 20, 400), ((1 << 20) + 1, 413)] {
        post(&world, &token, "application/json", &body(length)).is(status);
    }
}

#[test]
fn what_anybody_may_send_is_sixty_four_kibibytes_long_and_no_longer() {
    let world = World::new();
    for length in [(1 << 16) - 1, 1 << 16] {
        assert_ne!(world.send_bytes("POST", "/oauth/token", &[], vec![b'a'; length]).status, 413, "{length}");
    }
    for path in ["/oauth/token", "/pages/signin"] {
        world.send_bytes("POST", path, &[], vec![b'a'; (1 << 16) + 1]).is(413);
    }
}

#[test]
fn a_body_may_be_thirty_two_levels_deep_and_no_deeper() {
    let world = World::new();
    let token = world.master().actor.token;
    let nested = |levels: usize| format!("{{\"x\":{}{}}}", "[".repeat(levels - 1), "]".repeat(levels - 1));
    let fields = |levels: usize| {
        let answer = post(&world, &token, "application/json", nested(levels).as_bytes()).is(400);
        answer["errors"].as_array().unwrap().iter().any(|fault| fault["field"].as_str().unwrap().starts_with('x'))
    };
    assert!(!fields(31));
    assert!(!fields(32));
    assert!(fields(33));
}

#[test]
fn real_clients_send_a_content_type_and_a_body_where_none_is_wanted() {
    let world = World::new();
    let token = world.master().actor.token;
    let headers = [bearer(&token), ("content-type", "application/json".to_owned())];
    world.send_bytes("GET", "/v2/users", &headers, b"{not json".to_vec()).is(200);
    world.send_bytes("DELETE", "/v2/users/nobody@x.co", &headers, b"[]".to_vec()).is(404);
}

#[test]
fn a_number_may_be_a_float_or_a_text_and_unknown_fields_are_left_alone() {
    let world = World::new();
    let master = world.master();
    master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    for (kind, name) in [(json!(1.0), "float"), (json!("1"), "text")] {
        let info = json!({"email": world.email(name), "type": kind, "unheard_of": {"of": 1}});
        master.post("/users", json!({"action": "custCreate", "user_info": info, "more": 1})).is(201);
    }
}

#[test]
fn a_token_in_the_query_is_none() {
    let world = World::new();
    let token = world.master().actor.token;
    world.nobody().get(&format!("/users?access_token={token}")).refused(401, 124, "Invalid access token.");
}

#[test]
fn health_needs_no_token_and_the_document_names_every_operation() {
    let world = World::new();
    world.send("GET", "/healthz", &[], &Value::Null).is(200);
    let document = world.send("GET", "/openapi.json", &[], &Value::Null).is(200);
    for path in ["/v2/users/{userId}", "/v2/accounts/{accountId}/users/{userId}", "/v2/accounts", "/oauth/token"] {
        assert!(document["paths"].get(path).is_some(), "{path}");
    }
    assert!(document["paths"].get("/operator/v1/worlds").is_none());
    let operator = world.send("GET", "/openapi.json?edition=operator", &[], &Value::Null).is(200);
    assert!(operator["paths"].get("/operator/v1/worlds").is_some());
    world.send("GET", "/openapi.json?edition=none", &[], &Value::Null).is(404);
}

#[test]
fn a_page_size_above_the_maximum_is_lowered_and_the_answer_says_so() {
    let world = World::new();
    let master = world.master();
    for (asked, shown) in [(1, 1), (1999, 1999), (2000, 2000), (2001, 2000), (1_000_000_000, 2000)] {
        assert_eq!(master.get(&format!("/users?page_size={asked}")).is(200)["page_size"], shown);
    }
    for refused in ["0", "-1", "1.5", "many"] {
        master.get(&format!("/users?page_size={refused}")).refuses_fields(&["page_size"]);
    }
}

#[test]
fn a_page_token_serves_its_query_its_caller_and_its_account_for_fifteen_minutes() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    for name in ["a", "b", "c"] {
        master.user(name);
    }
    let path = |size: i64, token: &str| format!("/users?page_size={size}&next_page_token={token}");
    let token = master.get("/users?page_size=2").is(200).text("next_page_token");
    let bad = "The next page token is invalid or expired.";
    for same in ["", "&status=active", "&status=", "&page_number=1", "&page_number=9"] {
        let rest = master.get(&format!("{}{same}", path(2, &token))).is(200);
        assert_eq!((&rest["next_page_token"], &rest["page_number"]), (&json!(""), &json!(2)), "{same}");
    }
    master.get(&path(3, &token)).refused(400, 300, bad);
    master.get(&format!("{}&status=inactive", path(2, &token))).refused(400, 300, bad);
    master.on(&sub).get(&path(2, &token)).refused(400, 300, bad);
    sub.get(&path(2, &token)).refused(400, 300, bad);
    master.app_with_scopes(&["user:read:list_users:admin"]).get(&path(2, &token)).refused(400, 300, bad);
    master.get(&path(2, "never-issued")).refused(400, 300, bad);
    let by_number = master.get("/users?page_size=1&page_number=2&status=active").is(200).text("next_page_token");
    assert_eq!(master.get(&path(1, &by_number)).is(200)["page_number"], 3);
    world.advance(15 * 60);
    master.get(&path(2, &token)).is(200);
    world.advance(1);
    master.get(&path(2, &token)).refused(400, 300, bad);
}

#[test]
fn a_whole_number_of_a_body_may_be_written_with_a_point_or_as_a_text() {
    let world = World::new();
    let master = world.master();
    assert_eq!(master.get("/users?page_size=45&unheard=of").is(200)["page_size"], 45);
    let master_is = |seats: Value| master.operate("PUT", "/plan", json!({"account_type": "Business", "seats": seats}));
    assert_eq!(master_is(json!(45.0)).is(200)["seats"], 45);
    assert_eq!(master_is(json!("45")).is(200)["seats"], 45);
    master_is(json!(45.5)).refuses_fields(&["seats"]);
}

#[test]
fn a_number_stands_for_a_text_where_nobody_can_have_written_it_otherwise() {
    let world = World::new();
    let master = world.master();
    let path = format!("/users/{}", master.owner_id);
    master.patch(&path, json!({"dept": u64::MAX})).is(204);
    let headers = [bearer(&master.actor.token), ("content-type", "application/json".to_owned())];
    for number in ["1.50", "15e-1", "100.0", "1e2", "18446744073709551616"] {
        let body = format!("{{\"dept\": {number}}}").into_bytes();
        world.send_bytes("PATCH", &format!("/v2{path}"), &headers, body).refuses_fields(&["dept"]);
    }
    assert_eq!(master.get(&path).is(200)["dept"], u64::MAX.to_string());
}

#[test]
fn a_delete_with_a_json_body_does_what_it_would_do_without() {
    let world = World::new();
    let master = world.master();
    let (user, _) = master.user("ann");
    let body = json!({"action": "disassociate"});
    master.actor.send("DELETE", &format!("/users/{user}?action=delete"), body.clone()).is(204);
    let (user, _) = master.user("bob");
    // A user of programs cannot live on alone: without the query, that is what is asked for.
    master.actor.send("DELETE", &format!("/users/{user}"), json!({"action": "delete"})).is(400);
    assert_eq!(master.actor.send("GET", &format!("/users/{user}"), body).is(200)["id"], json!(user));
}
