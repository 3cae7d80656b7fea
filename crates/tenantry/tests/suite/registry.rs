//! What must hold for every declared operation, today's and tomorrow's.
use crate::{
    matrix::{ask, operations},
    world::{NO_ID, World},
};
use platform::{Face, Mounted, Needs, Surface, limits::Rate};
use serde_json::{Value, json};
use std::{collections::BTreeSet, sync::Arc};

#[test]
fn every_operation_of_the_published_contract_states_its_summary_scope_and_label() {
    let world = World::new();
    for mounted in world.platform.mounted() {
        let operation = &mounted.operation;
        assert!(!operation.summary.is_empty(), "{}", operation.key());
        if operation.surface.is_of_accounts() {
            assert!(operation.needs != Needs::Nothing && operation.rate != Rate::None, "{}", operation.key());
        }
    }
}

#[test]
fn only_tokens_keys_and_links_come_and_go_without_an_event() {
    let world = World::new();
    let silent = world.platform.mounted().iter().filter(|mounted| mounted.operation.silent.is_some());
    let templates: BTreeSet<&str> = silent.map(|mounted| mounted.template.as_str()).collect();
    let expected = [
        "/oauth/token",
        "/oauth/revoke",
        "/oauth/devicecode",
        "/pages/password",
        "/pages/confirmation",
        "/pages/sso/{vanity}",
        "/operator/v1/accounts/{id}/user_tokens",
        "/operator/v1/accounts/{id}/access_keys/inspect",
        "/v2/users/{userId}/token",
        "/v2/accounts/{accountId}/users/{userId}/token",
        "/v2/users/me/zak",
        "/v2/accounts/{accountId}/users/me/zak",
    ];
    assert_eq!(templates, expected.into());
}

#[test]
fn an_operation_on_two_accounts_asks_for_a_scope_of_masters_wherever_the_first_is() {
    let world = World::new();
    let pairs = world.platform.mounted().iter().filter(|mounted| mounted.operation.second.is_some());
    for mounted in pairs {
        assert!(matches!(mounted.operation.needs, Needs::MasterOnly(_)), "{}", mounted.template);
    }
}

/// What no id is, in the form of a path.
const IDS: [&str; 5] = ["%00", "%ff%fe", "..%2f..", "'%20OR%201=1--", "%F0%9F%92%A9"];

#[test]
fn garbage_is_refused_and_never_a_fault_of_ours() {
    let world = World::new();
    let master = world.master();
    let deep = (0..40).fold(json!({}), |inner, _| json!({"user_info": inner}));
    let bodies = [
        json!({}),
        json!({"email": 7, "user_info": "x", "members": {"id": []}, "name": null, "privileges": [1, {}], "action": true}),
        json!({"email": "\u{0}", "externalId": "\u{0}", "displayName": "\u{0}", "members": [{"value": "\u{0}"}], "user_info": {"email": "a".repeat(70_000), "type": -1e300}, "options": []}),
        deep,
    ];
    for mounted in world.platform.mounted().iter().filter(|mounted| mounted.operation.surface.is_of_accounts()) {
        // Without a place for an id all paths are one, and who takes no body leaves it unread.
        let ids = if mounted.template.contains('{') { &IDS[..] } else { &IDS[..1] };
        let bodies = if mounted.operation.shape.body.is_some() { &bodies[..] } else { &bodies[1..2] };
        for id in ids {
            let fill = |segment: &str| match segment {
                "{accountId}" => "me".to_owned(),
                _ if segment.starts_with('{') => (*id).to_owned(),
                _ => segment.to_owned(),
            };
            let path = mounted.template.split('/').map(fill).collect::<Vec<_>>().join("/");
            let path = path.trim_start_matches("/v2");
            for query in [
                "",
                "?page_size=%00&status[]=x&role_id=%27&next_page_token=%ff&email=%00&page_number=1e9&filter=id%20eq%20%22%5Cu0000%22",
            ] {
                for body in bodies {
                    let answer = master.actor.send(mounted.operation.method, &format!("{path}{query}"), body.clone());
                    assert!(answer.status < 500, "{answer}");
                    assert!(answer.status < 300 || !answer.message().is_empty(), "{answer}");
                }
            }
        }
    }
}

#[test]
fn an_account_id_of_whatever_characters_is_one_that_never_existed() {
    let world = World::new();
    let master = world.master();
    let prefixed = |mounted: &Arc<Mounted>| mounted.face == Face::Prefixed;
    for mounted in operations(&world).into_iter().filter(prefixed) {
        let seen = |id: &str| {
            let answer = ask(&master.actor, &mounted, id);
            (answer.status, answer["code"].clone(), answer["status"].clone())
        };
        let unknown = seen(NO_ID);
        for id in ["%00", "AAAAAAAAAAAAAAAAAAAAA%00", "%ff%fe", "..%2f..", "'%20OR%201=1--", "%F0%9F%92%A9"] {
            assert_eq!(seen(id), unknown, "{} on {id}", mounted.template);
        }
    }
}

#[test]
fn whoever_is_not_the_operator_is_refused_alike_by_every_operation_of_the_operator() {
    let world = World::new();
    let master = world.master();
    let is_about_them = |event: &Value| event["account_id"] == master.id || event["object_id"] == world.id;
    let before = world.log(is_about_them);
    let fill = |segment: &str| match segment {
        "{id}" => master.id.clone(),
        "{userId}" => master.owner_id.clone(),
        "{worldId}" => world.id.clone(),
        _ if segment.starts_with('{') => NO_ID.to_owned(),
        _ => segment.to_owned(),
    };
    let with = |token: &str| vec![("authorization", format!("Bearer {token}"))];
    let proofs = [Vec::new(), with("a-token-that-was-never-issued"), with(&master.actor.token)];
    let mut refusals = BTreeSet::new();
    let is_operators = |mounted: &&Arc<Mounted>| mounted.operation.surface == Surface::Operator;
    for mounted in world.platform.mounted().iter().filter(is_operators) {
        let path = mounted.template.split('/').map(fill).collect::<Vec<_>>().join("/");
        for proof in &proofs {
            let answer = world.send(mounted.operation.method, &path, proof, &json!({}));
            refusals.insert(answer.refused(401, 124, "Invalid access token.").bytes);
        }
    }
    assert_eq!(refusals.len(), 1, "{refusals:?}");
    assert_eq!(world.log(is_about_them), before);
}

#[test]
fn metrics_count_answers_by_operation_and_class() {
    let world = World::new();
    world.master().get("/users").is(200);
    let text = world.send("GET", "/metrics", &[], &Value::Null).is(200).bytes;
    let text = String::from_utf8(text).unwrap();
    assert!(text.contains("tenantry_requests_total{method=\"GET\",route=\"/v2/users\",status=\"2xx\"}"));
    assert!(text.contains("tenantry_request_duration_seconds_bucket"));
}
