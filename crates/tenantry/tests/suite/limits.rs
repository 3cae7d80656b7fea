//! Rate limits through HTTP: charged to the account whose credentials made the call, on its own plan.
use crate::{
    actors::{Actor, ask_token},
    answer::{Answer, TOO_MANY_NOW, TOO_MANY_TODAY},
    billing::{days, order},
    server::{Server, Setup, TestClock, server},
    world::{NO_ID, World},
};
use platform::{
    Api, Needs, NoContent, Result, SharedClock, Surface,
    limits::{LimitTable, Limits, Rate},
};
use serde_json::{Value, json};
use std::sync::Arc;
use storage::{Fault, Tenant};

/// A world whose limits are the published ones, and the clock of its machine.
fn limited() -> (World, Arc<TestClock>) {
    limited_on(server())
}

fn limited_on(server: &Server) -> (World, Arc<TestClock>) {
    let clock = TestClock::new();
    let limits =
        |database: &storage::Database, clock: SharedClock| Limits::new(LimitTable::default(), database.clone(), clock);
    (World::on(server.platform(Setup { clock: clock.clone(), limits, ..Setup::default() })), clock)
}

#[test]
fn a_free_account_makes_four_light_calls_a_second_and_not_five() {
    let (world, clock) = limited();
    let free = world.free_standing();
    let path = format!("/users/{}", free.owner_id);
    for _ in 0..4 {
        let answer = free.get(&path).is(200);
        assert_eq!(answer.header("x-ratelimit-category"), "Light");
    }
    let refused = free.get(&path);
    assert_eq!(refused.header("x-ratelimit-type"), "QPS");
    assert_eq!(refused.header("x-ratelimit-remaining"), "0");
    assert_eq!(refused.header("retry-after"), "2026-01-01T00:00:01Z");
    refused.refused(429, 429, TOO_MANY_NOW);
    clock.advance(1000);
    free.get(&path).is(200);
}

#[test]
fn a_call_on_a_subaccount_is_charged_to_the_master_that_made_it() {
    let (world, _) = limited();
    let (master, sub) = world.master_with_subaccount();
    // Medium: sixty for a Business master, two for its Free subaccount.
    for _ in 0..60 {
        master.on(&sub).get("/users").is(200);
    }
    master.on(&sub).get("/users").refused(429, 429, TOO_MANY_NOW);
    sub.get("/users").is(200);
    sub.get("/users").is(200);
    sub.get("/users").refused(429, 429, TOO_MANY_NOW);
}

/// Which number an answer shows.
fn shown(answer: &Answer) -> [&str; 2] {
    ["type", "limit"].map(|name| answer.header(&format!("x-ratelimit-{name}")))
}

#[test]
fn what_was_bought_counts_from_the_next_call_on_until_it_is_closed_for_want_of_a_payment() {
    let (world, clock) = limited();
    let (master, sub) = world.master_with_subaccount();
    let path = format!("/users/{}", sub.owner_id);
    for _ in 0..4 {
        sub.get(&path).is(200);
    }
    assert_eq!(shown(&sub.get(&path).is(429)), ["QPS", "4"]);
    master.on(&sub).post("/plans", order("monthly", 1, json!({}))).is(201);
    assert_eq!(shown(&sub.get(&path).is(200)), ["QPS", "30"]);
    // Fourteen days after its first invoice was due.
    days(&world, 44);
    clock.advance(1000);
    assert_eq!(shown(&sub.get(&path).is(200)), ["Daily-limit", "6000"]);
}

#[test]
fn what_was_bought_on_another_node_counts_from_the_next_call_on() {
    // In a database of its own: two nodes number events later than one does.
    let server = Server::start();
    let (world, _) = limited_on(&server);
    let here = world.platform.clone();
    let ([buyer, caller], id, path) = {
        let (master, sub) = world.master_with_subaccount();
        let path = format!("/users/{}", sub.owner_id);
        for _ in 0..4 {
            sub.get(&path).is(200);
        }
        sub.get(&path).refused(429, 429, TOO_MANY_NOW);
        ([&master, &sub].map(|account| account.actor.token.clone()), sub.id.clone(), path)
    };
    let world = world.on_another(server.another_node(Setup::default()));
    Actor::new(&world, buyer).on_id(&id).post("/plans", order("monthly", 1, json!({}))).is(201);
    let world = world.on_another(here);
    assert_eq!(shown(&Actor::new(&world, caller).get(&path).is(200)), ["QPS", "30"]);
}

#[test]
fn a_refused_call_counts_once_the_token_is_known() {
    let (world, _) = limited();
    let free = world.free_standing();
    let unscoped = free.app_with_scopes(&["user:read:user:admin"]);
    for _ in 0..2 {
        unscoped.get("/users").is(400);
    }
    unscoped.get("/users").refused(429, 429, TOO_MANY_NOW);
}

/// As the published limits, but for a pot of three light calls a day for free accounts.
fn with_small_pots(database: &storage::Database, clock: SharedClock) -> Limits {
    let table = json!({"free": {"light": {"per_second": 1_000_000, "per_day": 3}}});
    Limits::new(serde_json::from_value(table).expect("a table"), database.clone(), clock)
}

#[test]
fn a_day_that_is_spent_is_refused_until_midnight_of_the_world() {
    let world = World::with(Setup { limits: with_small_pots, ..Setup::default() });
    let free = world.free_standing();
    let path = format!("/users/{}", free.owner_id);
    for left in ["2", "1", "0"] {
        let answer = free.get(&path).is(200);
        let shown =
            ["category", "type", "limit", "remaining"].map(|name| answer.header(&format!("x-ratelimit-{name}")));
        assert_eq!(shown, ["Light", "Daily-limit", "3", left]);
        assert!(!answer.headers.contains_key("retry-after") && !answer.headers.contains_key("x-ratelimit-reset"));
    }
    let refused = free.get(&path);
    let shown = ["category", "type", "limit", "remaining"].map(|name| refused.header(&format!("x-ratelimit-{name}")));
    assert_eq!(shown, ["Light", "Daily-limit", "3", "0"]);
    assert_eq!(refused.header("retry-after"), "2026-01-02T00:00:00Z");
    assert!(!refused.headers.contains_key("x-ratelimit-reset"), "{refused}");
    refused.refused(429, 429, TOO_MANY_TODAY);
    // A pot of another label is its own.
    free.get("/users").is(200);
    world.advance(86_399);
    let renewed = || Actor::new(&world, free.new_token()).get(&path);
    renewed().refused(429, 429, TOO_MANY_TODAY);
    world.advance(1);
    renewed().is(200);
}

#[test]
fn an_answer_says_what_is_left_unless_nobody_is_known_or_nothing_was_found() {
    let (world, _) = limited();
    let master = world.master();
    let json = |body: &str| (("content-type", "application/json".to_owned()), body.as_bytes().to_vec());
    let (kind, large) = json(&format!("{{\"x\": \"{}\"}}", "a".repeat(1 << 20)));
    let post = |kind: (&'static str, String), body: Vec<u8>| {
        let headers = [("authorization", format!("Bearer {}", master.actor.token)), kind];
        world.send_bytes("POST", "/v2/users", &headers, body)
    };
    let unscoped = master.app_with_scopes(&["user:read:user:admin"]);
    let told = [
        (200, master.get("/users")),
        (204, master.patch("/users/me", json!({}))),
        (400, master.post("/users", json!({}))),
        (400, unscoped.get("/users")),
        (404, master.get("/users/nobody@x.example")),
        (404, master.on_id(NO_ID).get("/users")),
        (413, post(kind, large)),
        (415, post(("content-type", "text/plain".to_owned()), b"{}".to_vec())),
    ];
    for (status, answer) in told {
        assert_eq!((answer.status, answer.header("x-ratelimit-type")), (status, "QPS"), "{answer}");
        answer.header("x-ratelimit-reset").parse::<i64>().expect("seconds");
    }
    let untold = [
        (401, world.nobody().get("/users")),
        (401, Actor::new(&world, "wrong".to_owned()).get("/users")),
        (404, master.get("/nothing/here")),
        (405, master.put("/users", json!({}))),
        (200, ask_token(&world, &master.id, &master.client_id, &master.client_secret)),
        (200, master.operate("GET", "", Value::Null)),
    ];
    for (status, answer) in untold {
        let headers: Vec<&str> = answer.headers.keys().map(|name| name.as_str()).collect();
        let is_told = headers.iter().any(|name| name.starts_with("x-ratelimit") || *name == "retry-after");
        assert!(answer.status == status && !is_told, "{headers:?}\n{answer}");
    }
}

/// A world in which one operation fails as ours never may, and for another one the store has no room; provisioning has two
/// like them. Beside them there is only what accounts are made and signed in with.
pub fn failing(setup: Setup) -> World {
    fn broken(_: &Tenant) -> Result<NoContent> {
        Err(Fault::broken("on purpose").into())
    }
    fn busy(_: &Tenant) -> Result<NoContent> {
        Err(Fault::Busy.into())
    }
    let mut tenants = Api::new(Surface::Tenants);
    tenants.get("/broken", broken).scope("user:read:user").rate(Rate::Light);
    tenants.get("/busy", busy).scope("user:read:user").rate(Rate::Light);
    let mut provisioning = Api::new(Surface::Provisioning);
    provisioning.get("/scim2/Broken", broken).scopes(Needs::AccountWide("scim2")).rate(Rate::Light);
    provisioning.get("/scim2/Busy", busy).scopes(Needs::AccountWide("scim2")).rate(Rate::Light);
    let [_, _, tokens, _, _, _, _, operator] =
        <[Api; 8]>::try_from(tenantry::wire::apis()).ok().expect("eight surfaces");
    World::on(server().platform_of(setup, vec![tenants, provisioning, tokens, operator]))
}

#[test]
fn an_answer_that_is_our_fault_says_what_is_left_as_well() {
    let limits =
        |database: &storage::Database, clock: SharedClock| Limits::new(LimitTable::default(), database.clone(), clock);
    let world = failing(Setup { limits, ..Setup::default() });
    let master = world.master();
    for (path, status, left) in [("/broken", 500, "79"), ("/busy", 503, "78")] {
        let answer = master.get(path).is(status);
        assert_eq!(answer.header("x-ratelimit-remaining"), left);
        assert!(!answer.body.to_string().contains("purpose"), "{answer}");
    }
}
