//! Rate limits through HTTP: charged to the account whose credentials made the call, on its own plan.
use crate::{
    server::{Setup, TestClock},
    world::World,
};
use platform::{
    SharedClock,
    limits::{LimitTable, Limits},
};
use std::sync::Arc;

/// A world whose limits are the published ones, and the clock of its machine.
fn limited() -> (World, Arc<TestClock>) {
    let clock = TestClock::new();
    let limits =
        |database: &storage::Database, clock: SharedClock| Limits::new(LimitTable::default(), database.clone(), clock);
    (World::with(Setup { clock: clock.clone(), limits, ..Setup::default() }), clock)
}

const TOO_FAST: &str = "You have reached the maximum per-second rate limit for this API. Try again later.";

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
    refused.refused(429, 429, TOO_FAST);
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
    master.on(&sub).get("/users").refused(429, 429, TOO_FAST);
    sub.get("/users").is(200);
    sub.get("/users").is(200);
    sub.get("/users").refused(429, 429, TOO_FAST);
}

#[test]
fn a_refused_call_counts_once_the_token_is_known() {
    let (world, _) = limited();
    let free = world.free_standing();
    let unscoped = free.app_with_scopes(&["user:read:user:admin"]);
    for _ in 0..2 {
        unscoped.get("/users").is(400);
    }
    unscoped.get("/users").refused(429, 429, TOO_FAST);
}
