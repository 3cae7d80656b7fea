//! How many groups an account may have, and make in a day.
use super::group;
use crate::{
    answer::TOO_MANY_TODAY,
    server::{Setup, TestClock},
    users::{renewed, shows_spent},
    world::{DAY, World},
};
use platform::limits::{LimitTable, Limits};
use serde_json::json;
use std::thread;

const MOST: usize = 5_000;

#[test]
fn an_account_makes_100_groups_a_day() {
    let clock = TestClock::new();
    let limits = |database: &storage::Database, clock| Limits::new(LimitTable::default(), database.clone(), clock);
    let world = World::with(Setup { limits, clock: clock.clone(), ..Setup::default() });
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    for _ in 0..10 {
        (0..10).for_each(|_| drop(group(&sub)));
        clock.advance(1_000);
    }
    let refused = sub.post("/groups", json!({"name": "One too many"})).refused(429, 429, TOO_MANY_TODAY);
    shows_spent(&refused, "100", "2026-01-02T00:00:00Z");
    sub.post("/groups", json!({"name": " "})).is(400);
    group(&master);
    world.advance(DAY - 10);
    let sub = renewed(&sub);
    group(&sub);
    assert_eq!(sub.get("/groups").is(200)["total_records"], 101);
}

#[test]
fn an_account_has_5000_groups_at_most() {
    let world = World::new();
    let master = world.master();
    thread::scope(|scope| {
        for part in 0..8 {
            let master = &master;
            let make =
                move |number: usize| drop(master.post("/groups", json!({"name": format!("number {number}")})).is(201));
            scope.spawn(move || (part..MOST - 1).step_by(8).for_each(make));
        }
    });
    let last = group(&master);
    let full = "It has reached the maximum number of groups. You can clean up some groups then add.";
    master.post("/groups", json!({"name": "One too many"})).refused(400, 300, full);
    master.post("/scim2/Groups", json!({"displayName": "One too many"})).denied(400, "", "Create group failed.");
    assert_eq!(master.get("/groups").is(200)["total_records"], MOST);
    master.delete(&format!("/groups/{last}")).is(204);
    group(&master);
    assert_eq!(master.get("/groups?page_size=1").is(200)["total_records"], MOST);
}
