//! `GET /information_barriers/policies`, and whom people find.
use super::{POLICIES, between, blocks, policy, with};
use crate::{
    actors::{Account, Actor},
    contact_groups::{contact_group, user, users},
    groups::{add, group},
    users::holder,
    world::World,
};
use serde_json::{Value, json};

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

/// Somebody in a group, who may read contact groups: the id, and it signed in.
fn reader<'w>(account: &Account<'w>, name: &str, group: Option<&str>) -> (String, Actor<'w>) {
    let (id, _) = holder(account, name, &["IMGroups:Read"]);
    if let Some(group) = group {
        add(account, group, &[&id]).is(201);
    }
    let signed_in = account.user_signed_in(&id);
    (id, signed_in)
}

/// The ids of the members that an actor finds in a contact group, in their order.
fn found(actor: &Actor<'_>, contacts: &str) -> Vec<Value> {
    actor.get(&format!("/contacts/groups/{contacts}/members")).is(200).column("id")
}

#[test]
fn whom_a_barrier_hides_is_not_found_among_contacts() {
    let world = World::new();
    let master = world.master();
    let [research, trade, law] = [(); 3].map(|()| group(&master));
    let (ann, as_ann) = reader(&master, "ann", Some(&research));
    let (bob, as_bob) = reader(&master, "bob", Some(&trade));
    let (cid, as_cid) = reader(&master, "cid", Some(&law));
    let (dan, as_dan) = reader(&master, "dan", None);
    // The first group counts, and no other.
    add(&master, &trade, &[&cid]).is(201);
    let members = [user(&ann), user(&bob), user(&cid), user(&dan), users(&research), users(&trade), users(&law)];
    let contacts = contact_group(&master, &members);
    let all = found(&master.actor, &contacts);
    assert_eq!(all.len(), 7);
    let but = |hidden: [&String; 2]| -> Vec<Value> {
        all.iter().filter(|id| hidden.iter().all(|hidden| **id != json!(hidden))).cloned().collect()
    };
    let made = master.post(POLICIES, between(&research, &trade)).is(201).text("id");
    let open = json!({"settings": with(blocks(), json!({"im": false, "meeting": false}))});
    for (change, of_ann, of_bob) in [
        (json!({}), but([&bob, &trade]), but([&ann, &research])),
        (json!({"type": 2}), all.clone(), but([&ann, &research])),
        (json!({"type": 1}), all.clone(), but([&ann, &research])),
        (json!({"type": 3}), all.clone(), all.clone()),
        (json!({"type": 0, "status": 0}), all.clone(), all.clone()),
        (with(open, json!({"status": 1})), all.clone(), all.clone()),
    ] {
        master.patch(&format!("{POLICIES}/{made}"), change.clone()).is(200);
        assert_eq!([&as_ann, &as_bob].map(|reader| found(reader, &contacts)), [of_ann, of_bob], "{change}");
        for reader in [&as_cid, &as_dan, &master.actor] {
            assert_eq!(found(reader, &contacts), all, "{change}");
        }
    }
}

#[test]
fn pages_of_contacts_are_full_whoever_is_hidden_between_them() {
    let world = World::new();
    let master = world.master();
    let [research, trade] = [(); 2].map(|()| group(&master));
    let (_, as_ann) = reader(&master, "ann", Some(&research));
    let people: Vec<String> = (0..8).map(|_| master.user("one").0).collect();
    for hidden in people.iter().step_by(2) {
        add(&master, &trade, &[hidden]).is(201);
    }
    let members: Vec<Value> = people.iter().map(|id| user(id)).collect();
    let contacts = contact_group(&master, &members);
    master.post(POLICIES, between(&research, &trade)).is(201);
    let whole = found(&as_ann, &contacts);
    let mut seen: Vec<Value> = people.iter().skip(1).step_by(2).map(|id| json!(id)).collect();
    seen.sort_by_key(Value::to_string);
    assert_eq!(whole, seen);
    let page = |query: &str| as_ann.get(&format!("/contacts/groups/{contacts}/members?page_size=3{query}")).is(200);
    let first = page("");
    assert_eq!(first.column("id"), whole[..3]);
    let second = page(&format!("&next_page_token={}", first.text("next_page_token")));
    assert_eq!((second.column("id"), second.text("next_page_token")), (whole[3..].to_vec(), String::new()));
    assert_eq!(page("&page_number=2").column("id"), whole[3..]);
    assert_eq!(page("&page_number=3").column("id"), [] as [Value; 0]);
}
