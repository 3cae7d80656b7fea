//! `/worlds`: worlds and their clocks.
use crate::{
    answer::Answer,
    server::{Setup, TestClock},
    world::{DAY, HOUR, World},
};
use serde_json::{Value, json};
use std::sync::Arc;
use storage::time;

fn with_clock() -> (World, Arc<TestClock>) {
    let clock = TestClock::new();
    (World::with(Setup { clock: clock.clone(), ..Setup::default() }), clock)
}

impl World {
    fn move_clock(&self, how: Value) -> Answer {
        self.operator("PATCH", &format!("/worlds/{}/clock", self.id), how)
    }
    fn now(&self) -> String {
        let shown = self.shown(&format!("/worlds/{}", self.id)).is(200);
        shown["clock"]["now"].as_str().expect("a moment").to_owned()
    }
}

#[test]
fn nobody_gets_in_without_the_operators_token() {
    let world = World::new();
    let master = world.master();
    for token in ["", "Bearer wrong", &format!("Bearer {}", master.actor.token), "Basic eDp4"] {
        let headers = [("authorization", token.to_owned())];
        world.send("GET", "/operator/v1/worlds", &headers, &Value::Null).refused(401, 124, "Invalid access token.");
    }
}

#[test]
fn the_operators_token_is_no_tenants() {
    let world = World::new();
    let headers = [("authorization", format!("Bearer {}", crate::server::OPERATOR_TOKEN))];
    world.send("GET", "/v2/users", &headers, &Value::Null).refused(401, 124, "Invalid access token.");
}

#[test]
fn a_world_called_default_is_there_from_the_start() {
    let world = World::new();
    assert_eq!(world.shown("/worlds/default").is(200)["name"], "default");
    let ids = world.shown("/worlds").is(200).column("id");
    assert!(ids.contains(&json!("default")) && ids.contains(&json!(world.id)));
}

#[test]
fn a_world_that_does_not_exist_is_named_in_the_refusal() {
    let world = World::new();
    world.shown("/worlds/nowhere").refused(404, 404, "World does not exist: nowhere.");
    let moved = world.operator("PATCH", "/worlds/nowhere/clock", json!({"stopped": true}));
    moved.refused(404, 404, "World does not exist: nowhere.");
}

#[test]
fn a_new_world_runs_with_the_machine() {
    let (world, clock) = with_clock();
    assert_eq!(world.now(), "2026-01-01T00:00:00Z");
    clock.advance(5_000);
    let shown = world.shown(&format!("/worlds/{}", world.id)).is(200);
    assert_eq!(shown["clock"], json!({"now": "2026-01-01T00:00:05Z", "stopped": false, "ahead_seconds": 0}));
    assert_eq!(shown["created_at"], "2026-01-01T00:00:00Z");
}

#[test]
fn a_clock_moves_forward_and_never_back() {
    let world = World::new();
    world.move_clock(json!({"advance_seconds": -1})).refuses_fields(&["advance_seconds"]);
    assert_eq!(world.move_clock(json!({"advance_seconds": 0})).is(200)["clock"]["now"], "2026-01-01T00:00:00Z");
    assert_eq!(world.move_clock(json!({"advance_seconds": 1})).is(200)["clock"]["now"], "2026-01-01T00:00:01Z");
    world.move_clock(json!({"set": "2026-01-01T00:00:00Z"})).refuses_fields(&["set"]);
    world.move_clock(json!({"set": "2026-01-01T00:00:01Z"})).is(200);
    assert_eq!(
        world.move_clock(json!({"set": "2027-02-03T04:05:06Z"})).is(200)["clock"]["now"],
        "2027-02-03T04:05:06Z"
    );
    world.move_clock(json!({"advance_seconds": 1, "set": "2028-01-01T00:00:00Z"})).refuses_fields(&["set"]);
    world.move_clock(json!({"set": "yesterday"})).refuses_fields(&["set"]);
    world.move_clock(json!({"advance_seconds": 300_000_000_000_i64})).refuses_fields(&["advance_seconds"]);
    assert_eq!(world.now(), "2027-02-03T04:05:06Z");
}

#[test]
fn a_stopped_clock_stands_until_it_is_started_and_never_falls_behind_the_machine() {
    let (world, clock) = with_clock();
    assert_eq!(world.move_clock(json!({"stopped": true, "advance_seconds": 60})).is(200)["clock"]["stopped"], true);
    clock.advance(30_000);
    assert_eq!(world.now(), "2026-01-01T00:01:00Z");
    world.move_clock(json!({"stopped": false})).is(200);
    clock.advance(1_000);
    assert_eq!(world.now(), "2026-01-01T00:01:01Z");
    world.move_clock(json!({"stopped": true})).is(200);
    clock.advance(time::HOUR);
    world.move_clock(json!({"stopped": false})).is(200);
    assert_eq!(world.now(), "2026-01-01T01:00:31Z");
}

#[test]
fn a_world_that_has_run_beyond_its_last_moment_can_be_stopped() {
    const LAST: &str = "9999-12-31T23:59:59Z";
    let (world, clock) = with_clock();
    world.move_clock(json!({"set": LAST})).is(200);
    clock.advance(2_000);
    assert_eq!(world.move_clock(json!({})).is(200)["clock"]["now"], LAST);
    let stopped = world.move_clock(json!({"stopped": true})).is(200);
    assert_eq!((&stopped["clock"]["now"], &stopped["clock"]["stopped"]), (&json!(LAST), &json!(true)));
    let moved = world.told(&world.id, "world.clock_moved");
    assert_eq!(moved.len(), 2, "what asks for nothing leaves no event");
}

#[test]
fn the_clock_of_one_world_moves_no_other() {
    let (world, other) = (World::new(), World::new());
    let (here, there) = (world.master(), other.master());
    world.advance(HOUR);
    here.get("/users").refused(401, 124, "Access token is expired.");
    there.get("/users").is(200);
}

#[test]
fn what_is_made_in_a_world_bears_the_time_of_its_clock() {
    let world = World::new();
    world.advance(DAY);
    let master = world.master();
    assert_eq!(world.shown(&format!("/accounts/{}", master.id)).is(200)["created_at"], "2026-01-02T00:00:00Z");
    assert_eq!(world.log_of(&master.id)[0]["at"], "2026-01-02T00:00:00Z");
}

#[test]
fn what_happens_to_a_world_is_in_the_log_under_no_account() {
    let world = World::new();
    world.advance(1);
    world.move_clock(json!({"stopped": true})).is(200);
    let log = world.happened_to(&world.id);
    let names: Vec<&Value> = log.iter().map(|event| &event["name"]).collect();
    assert_eq!(names, ["world.created", "world.clock_moved", "world.clock_moved"]);
    assert!(log.iter().all(|event| event.get("account_id").is_none() && event["by"] == json!({"kind": "operator"})));
    let moved = json!({
        "id": world.id,
        "clock": {"now": "2026-01-01T00:00:01Z", "stopped": false},
        "old": {"now": "2026-01-01T00:00:00Z", "stopped": false},
    });
    assert_eq!(log[1]["payload"], moved);
}

#[test]
fn a_world_has_a_name_of_1_to_128_characters() {
    let world = World::new();
    for (length, made) in [(0, false), (1, true), (128, true), (129, false)] {
        let answer = world.operator("POST", "/worlds", json!({"name": "w".repeat(length)}));
        assert_eq!(answer.status == 201, made, "{length}");
    }
}
