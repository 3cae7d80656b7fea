//! `GET /information_barriers/policies`, and whom people find.
use super::{POLICIES, between, policy};
use crate::{actors::Account, groups::group, world::World};
use serde_json::json;

/// A policy that is put a second after everything before: its id.
fn later(world: &World, account: &Account<'_>) -> String {
    world.advance(1);
    policy(account).text("id")
}

#[test]
fn policies_are_listed_page_by_page_oldest_first() {
    let world = World::new();
    let master = world.master();
    let ids: Vec<String> = (0..3).map(|_| later(&world, &master)).collect();
    let all = master.get(POLICIES).is(200);
    assert_eq!(all.column("id"), ids);
    assert_eq!((&all["total_records"], &all["next_page_token"]), (&json!(3), &json!("")));
    let first = master.get(&format!("{POLICIES}?page_size=2")).is(200);
    assert_eq!(first.column("id"), ids[..2]);
    let token = first.text("next_page_token");
    let rest = master.get(&format!("{POLICIES}?page_size=2&next_page_token={token}")).is(200);
    assert_eq!(rest.column("id"), ids[2..]);
    let by_number = master.get(&format!("{POLICIES}?page_size=2&page_number=2")).is(200);
    assert_eq!(by_number.column("id"), ids[2..]);
}

#[test]
fn a_page_holds_300_policies_at_most() {
    let world = World::new();
    let master = world.master();
    let groups: Vec<String> = (0..26).map(|_| group(&master)).collect();
    let pairs =
        groups.iter().enumerate().flat_map(|(at, one)| groups.iter().skip(at + 1).map(move |other| (one, other)));
    for (one, other) in pairs.take(301) {
        master.post(POLICIES, between(one, other)).is(201);
    }
    for (asked, size) in [(299, 299), (300, 300), (301, 300)] {
        assert_eq!(master.get(&format!("{POLICIES}?page_size={asked}")).is(200).column("id").len(), size);
    }
    for wrong in [0, -1] {
        master.get(&format!("{POLICIES}?page_size={wrong}")).refuses_fields(&["page_size"]);
    }
    master.get(&format!("{POLICIES}?next_page_token=x")).refused(
        400,
        300,
        "The next page token is invalid or expired.",
    );
}
