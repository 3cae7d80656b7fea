//! `/oauth/token`: tokens of server-to-server apps.
use crate::{
    actors::*,
    answer::Answer,
    world::{DAY, HOUR, NO_ID, World},
};
use serde_json::json;

#[test]
fn a_token_names_its_life_its_scopes_and_the_base_of_the_api() {
    let world = World::new();
    let master = world.master();
    let answer = ask_token(&world, &master.id, &master.client_id, &master.client_secret).is(200);
    assert_eq!(answer["token_type"], "bearer");
    assert_eq!(answer["expires_in"], 3600);
    assert_eq!(answer["api_url"], crate::server::BASE_URL);
    assert!(answer.text("scope").split(' ').any(|scope| scope == "user:read:list_users:master"));
}

#[test]
fn a_wrong_secret_a_wrong_account_and_an_unknown_client_look_alike() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let asks = [
        ask_token(&world, &master.id, &master.client_id, "wrong"),
        ask_token(&world, &sub.id, &master.client_id, &master.client_secret),
        ask_token(&world, &master.id, "unknown", &master.client_secret),
        ask_token(&world, &master.id, "\u{0}", "x"),
    ];
    for answer in asks {
        assert_eq!(answer.status, 400);
        assert_eq!(answer.body, json!({"reason": "Invalid client_id or client_secret", "error": "invalid_client"}));
    }
}

#[test]
fn a_token_is_good_for_an_hour_of_its_world() {
    let world = World::new();
    let master = world.master();
    world.advance(3599);
    master.get("/users").is(200);
    world.advance(1);
    master.get("/users").refused(401, 124, "Access token is expired.");
}

#[test]
fn tokens_that_expired_a_day_ago_are_removed_by_eights_when_others_are_issued() {
    let world = World::new();
    let account = world.free_standing();
    let tokens: Vec<String> = (0..11).map(|_| account.new_token()).collect();
    let kept = || {
        let says = |token: &String| Actor::new(&world, token.clone()).get("/users").is(401).text("message");
        tokens.iter().filter(|token| says(token) == "Access token is expired.").count()
    };
    world.advance(HOUR + DAY - 1);
    account.new_token();
    assert_eq!(kept(), 11);
    world.advance(1);
    assert_eq!(kept(), 11);
    // Twelve are of that age: the account had one before.
    account.new_token();
    assert!([3, 4].contains(&kept()));
    let newest = account.new_token();
    assert_eq!(kept(), 0);
    Actor::new(&world, newest).get("/users").is(200);
}

#[test]
fn an_older_token_stays_good_when_a_newer_one_is_issued() {
    let world = World::new();
    let master = world.master();
    let newer = master.new_token();
    master.get("/users").is(200);
    Actor::new(&world, newer).get("/users").is(200);
}

#[test]
fn each_token_of_an_app_has_its_own_hour() {
    let world = World::new();
    let master = world.master();
    master.get("/users").is(200);
    world.advance(3599);
    let newer = Actor::new(&world, master.new_token());
    newer.get("/users").is(200);
    world.advance(1);
    master.get("/users").refused(401, 124, "Access token is expired.");
    newer.get("/users").is(200);
    world.advance(3598);
    newer.get("/users").is(200);
    world.advance(1);
    newer.get("/users").refused(401, 124, "Access token is expired.");
}

#[test]
fn a_revoked_token_is_refused_from_the_next_request_on() {
    let world = World::new();
    let master = world.master();
    master.get("/users").is(200);
    let proof = base64(&format!("{}:{}", master.client_id, master.client_secret));
    let headers = [("authorization", format!("Basic {proof}"))];
    let form = format!("token={}", master.actor.token).into_bytes();
    let answer = world.send_bytes("POST", "/oauth/revoke", &headers, form).is(200);
    assert_eq!(answer.body, json!({"status": "success"}));
    master.get("/users").refused(401, 124, "Invalid access token.");
}

#[test]
fn nobody_gets_in_without_a_token() {
    let world = World::new();
    world.nobody().get("/users").refused(401, 124, "Invalid access token.");
}

const FORM: &str = "application/x-www-form-urlencoded";

/// A POST to the token endpoint; an empty proof sends none.
fn post(world: &World, path: &str, proof: &str, kind: &str, body: &str) -> Answer {
    let mut headers = vec![("content-type", kind.to_owned())];
    headers.extend((!proof.is_empty()).then(|| ("authorization", format!("Basic {}", base64(proof)))));
    world.send_bytes("POST", &format!("/oauth{path}"), &headers, body.as_bytes().to_vec())
}

/// The id and the secret of the account's app, as a Basic header has them.
fn proof(account: &Account<'_>) -> String {
    format!("{}:{}", account.client_id, account.client_secret)
}

fn grant(account: &Account<'_>) -> String {
    format!("grant_type=account_credentials&account_id={}", account.id)
}

fn with_secret(account: &Account<'_>, form: &str) -> String {
    format!("{form}&client_id={}&client_secret={}", account.client_id, account.client_secret)
}

#[track_caller]
fn refused(answer: Answer, error: &str, reason: &str) {
    assert_eq!((answer.status, &answer.body), (400, &json!({"reason": reason, "error": error})), "{answer}");
}

#[test]
fn the_grant_stands_in_the_query_or_in_the_body() {
    let world = World::new();
    let master = world.master();
    let (proof, grant) = (proof(&master), grant(&master));
    post(&world, &format!("/token?{grant}"), &proof, FORM, "").is(200);
    let account = format!("account_id={}", master.id);
    post(&world, "/token?grant_type=account_credentials", &proof, FORM, &account).is(200);
    let token = post(&world, "/token", &proof, FORM, &grant).is(200).text("access_token");
    Actor::new(&world, token).get("/users").is(200);
}

#[test]
fn the_client_shows_its_secret_in_the_header_or_in_the_body_and_the_header_counts() {
    let world = World::new();
    let master = world.master();
    let whole = with_secret(&master, &grant(&master));
    post(&world, "/token", "", FORM, &whole).is(200);
    post(&world, "/revoke", "", FORM, &with_secret(&master, "token=none")).is(200);
    refused(post(&world, "/token", "unknown:wrong", FORM, &whole), "invalid_client", BAD_CLIENT);
    refused(post(&world, "/token", "", FORM, &grant(&master)), "invalid_client", BAD_CLIENT);
}

#[test]
fn a_form_is_read_whatever_its_content_type_says_and_json_is_understood() {
    let world = World::new();
    let master = world.master();
    let (proof, grant) = (proof(&master), grant(&master));
    for kind in ["text/plain", "application/json", "application/octet-stream", "nonsense", FORM] {
        post(&world, "/token", &proof, kind, &grant).is(200);
    }
    let body = json!({"grant_type": "account_credentials", "account_id": master.id}).to_string();
    for kind in ["application/json", FORM] {
        post(&world, "/token", &proof, kind, &body).is(200);
    }
    let whole = json!({"grant_type": "account_credentials", "account_id": master.id, "more": {"x": 1},
        "client_id": master.client_id, "client_secret": master.client_secret});
    post(&world, "/token", "", "application/json", &whole.to_string()).is(200);
}

#[test]
fn another_grant_and_none_are_not_supported_but_the_client_is_judged_first() {
    let world = World::new();
    let master = world.master();
    let proof = proof(&master);
    let account = format!("account_id={}", master.id);
    for grant in ["", "grant_type=&", "grant_type=client_credentials&", "grant_type=ACCOUNT_CREDENTIALS&"] {
        let answer = post(&world, "/token", &proof, FORM, &format!("{grant}{account}"));
        refused(answer, "unsupported_grant_type", "unsupported grant type");
        let answer = post(&world, "/token", "unknown:wrong", FORM, &format!("{grant}{account}"));
        refused(answer, "invalid_client", BAD_CLIENT);
    }
}

#[test]
fn an_account_that_is_unknown_or_left_out_is_answered_like_a_wrong_secret() {
    let world = World::new();
    let master = world.master();
    for account in [&*format!("account_id={NO_ID}"), "account_id=", "account_id=me", "x=y"] {
        let form = format!("grant_type=account_credentials&{account}");
        refused(post(&world, "/token", &proof(&master), FORM, &form), "invalid_client", BAD_CLIENT);
    }
}

#[test]
fn a_token_of_another_app_and_an_unknown_one_are_left_alone_and_answered_alike() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let sibling = master.operate("POST", "/apps", json!({"kind": "server_to_server"})).is(201);
    let sibling = format!("{}:{}", sibling.text("client_id"), sibling.text("client_secret"));
    let token = format!("token={}", master.actor.token);
    for (proof, form) in [(&sibling, &token), (&proof(&sub), &token), (&proof(&master), &"token=unknown".to_owned())] {
        assert_eq!(post(&world, "/revoke", proof, FORM, form).is(200).body, json!({"status": "success"}));
    }
    refused(post(&world, "/revoke", "unknown:wrong", FORM, &token), "invalid_client", BAD_CLIENT);
    master.get("/users").is(200);
}

const BAD_CLIENT: &str = "Invalid client_id or client_secret";
