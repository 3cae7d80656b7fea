//! No secret stands in the log. Every test listens: what is logged while a request is answered, at every level, is held
//! against each secret of the request and of its answer.
mod exchange;
mod log;

pub use exchange::of;
pub use log::{listen, position, since};

use crate::{
    actors::{Actor, ask_token},
    answer::Answer,
    jwt::Key,
    server::Server,
    walk,
    world::World,
};
use memchr::memmem;
use serde_json::json;
use std::collections::BTreeSet;

/// Fails the test when a secret stands in what was logged since `start`.
#[track_caller]
pub fn hold(start: usize, secrets: &BTreeSet<String>, answer: &Answer) {
    let logged = since(start);
    let is_told = |secret: &&str| memmem::find(&logged, secret.as_bytes()).is_some();
    // The second: the hash of a password.
    let told = secrets.iter().map(String::as_str).chain(["$argon2"]).find(is_told);
    assert!(told.is_none(), "{told:?} stands in the log\n{answer}\n{}", String::from_utf8_lossy(&logged));
}

#[test]
#[should_panic(expected = "stands in the log")]
fn a_secret_that_is_logged_is_found() {
    let world = World::new();
    let answer = world.nobody().get("/users").is(401);
    let start = position();
    tracing::trace!(password = "Never-Say-This-7", "a mistake");
    hold(start, &["Never-Say-This-7".to_owned()].into(), &answer);
}

#[test]
fn drivers_are_heard_too() {
    let world = World::new();
    let start = position();
    world.master();
    let is_postgres = std::env::var("TENANTRY_TEST_ENGINE").is_ok_and(|engine| engine == "postgres");
    assert!(!is_postgres || memmem::find(&since(start), b"executing statement").is_some());
}

#[test]
fn what_is_refused_is_not_logged_either() {
    let world = World::new();
    let master = world.master();
    for password in ["Short-7", "without-digits-Or", "Kx4-aaaaaaaa", "1234567890-Long-enough-but-for-its-end"] {
        let body = json!({"password": password, "email": world.email("x"), "first_name": "A", "last_name": "B"});
        master.put("/users/me/password", body.clone()).is(400);
        master.post("/accounts", body).is(400);
        let info = json!({"email": world.email("y"), "type": "none", "password": password});
        master.post("/users", json!({"action": "autoCreate", "user_info": info})).is(400);
    }
    ask_token(&world, &master.id, &master.client_id, "A-wrong-secret-7").is(400);
    Actor::new(&world, "A-wrong-token-7".to_owned()).get("/users").is(401);
    let headers = [("authorization", format!("Bearer {}", master.actor.token))];
    for body in [r#"{"password": "Broken-off-7"#, r#"{"password": "Broken-off-7",}"#, r#"["password", "Broken-off-7"]"#]
    {
        world.send_bytes("PUT", "/v2/users/me/password", &headers, body.as_bytes().to_vec()).is(400);
    }
}

#[test]
fn no_secret_stands_in_the_log_of_events_or_where_data_is_kept() {
    let server = Server::start();
    let world = World::on(server.platform(Default::default()));
    let steps = walk::whole(&world);
    let mut secrets: BTreeSet<String> = steps.iter().flat_map(|step| step.secrets.clone()).collect();
    for name in ["access_token", "refresh_token", "device_code", "user_code"] {
        let mut given = steps.iter().filter_map(|step| step.answer.body[name].as_str()).peekable();
        assert!(given.peek().is_some() && given.all(|text| secrets.contains(text)), "{name} is not among them");
    }
    let master = world.master();
    let key = Key::of(&master);
    Actor::new(&world, key.token(60)).get("/users").is(200);
    secrets.extend([key.secret.clone(), key.token(60), master.client_secret.clone(), master.actor.token.clone()]);
    assert!(secrets.len() >= 15, "{secrets:?}");
    let places = [("events", serde_json::Value::from(world.log_after(0)).to_string()), ("data", server.kept())];
    for (place, text) in places {
        assert!(text.contains(&master.client_id), "what was done is not in the {place}");
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{secret} stands in the {place}");
            let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
            assert!(!text.contains(&hex), "{secret} stands in the {place}");
        }
    }
}
