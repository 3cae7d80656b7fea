//! `/events`: the log over all accounts.
use crate::{
    server::{Server, Setup},
    world::World,
};
use serde_json::{Value, json};
use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

#[test]
fn the_log_is_read_in_parts_each_after_the_last_position_of_the_one_before() {
    let world = World::new();
    world.master_with_subaccount();
    world.log(|_| false);
    let first = world.shown("/events?limit=3").is(200);
    let positions = first.column("position");
    assert_eq!((positions.len(), &positions[2]), (3, &first["last"]));
    let second = world.shown(&format!("/events?limit=2&after={}", first["last"])).is(200);
    let next = second.column("position");
    assert!(next[0].as_i64() > positions[2].as_i64() && next[1].as_i64() > next[0].as_i64());
}

#[test]
fn the_log_after_its_end_is_empty_and_ends_where_it_was_asked_for() {
    let world = World::new();
    let end = 1_i64 << 60;
    assert_eq!(world.shown(&format!("/events?after={end}")).is(200).body, json!({"events": [], "last": end}));
}

#[test]
fn a_part_of_the_log_holds_1_to_1000_events() {
    let world = World::new();
    for (query, shown) in
        [("limit=0", false), ("limit=1", true), ("limit=1000", true), ("limit=1001", false), ("after=-1", false)]
    {
        assert_eq!(world.shown(&format!("/events?{query}")).status == 200, shown, "{query}");
    }
}

#[test]
fn an_event_says_who_did_what_to_which_account() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    let info = json!({"email": world.email("una"), "type": 1, "first_name": "Una", "last_name": "Test"});
    let user = master.on(&sub).post("/users", json!({"action": "custCreate", "user_info": info})).is(201).text("id");
    let log = world.log_of(&sub.id);
    let made: Vec<&Value> = log.iter().filter(|event| event["object_id"] == user).collect();
    assert_eq!((made.len(), &made[0]["name"]), (1, &json!("user.created")));
    let by = &made[0]["by"];
    assert_eq!(
        (&by["kind"], &by["account_id"], &by["user_id"]),
        (&json!("app"), &json!(master.id), &json!(master.owner_id))
    );
    assert!(by["app_id"].is_string() && made[0]["payload"].is_object());
}

/// Follows the log from its beginning, until there is no more of it when no more comes.
fn follow(world: &World, is_over: &AtomicBool) -> Vec<Value> {
    let (mut seen, mut last) = (Vec::new(), json!(0));
    loop {
        let is_last = is_over.load(Ordering::SeqCst);
        let part = world.shown(&format!("/events?after={last}")).is(200);
        let events = part["events"].as_array().unwrap();
        if is_last && events.is_empty() {
            return seen;
        }
        seen.extend_from_slice(events);
        last = part["last"].clone();
    }
}

#[test]
fn who_follows_the_log_while_eight_write_sees_every_event_once_and_in_order() {
    const WRITERS: usize = 8;
    const EACH: i64 = 25;
    // In a database of its own: others write into the log as well.
    let server = Server::start();
    let world = World::on(server.platform(Setup::default()));
    let master = world.master();
    let users: Vec<String> = (0..WRITERS).map(|_| master.user("written").0).collect();
    let write = |user: &String| {
        for number in 1..=EACH {
            master.patch(&format!("/users/{user}"), json!({"dept": format!("Department {number}")})).is(204);
        }
    };
    let is_over = AtomicBool::new(false);
    let seen = thread::scope(|scope| {
        let follower = scope.spawn(|| follow(&world, &is_over));
        let writers: Vec<_> = users.iter().map(|user| scope.spawn(move || write(user))).collect();
        let written: Vec<_> = writers.into_iter().map(thread::ScopedJoinHandle::join).collect();
        // Where several processes may write, what they have written gets its positions a little later.
        let numbered = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| world.log(|_| false)));
        is_over.store(true, Ordering::SeqCst);
        numbered.expect("positions");
        written.into_iter().for_each(|written| written.expect("a writer"));
        follower.join().expect("a follower")
    });
    let positions: Vec<i64> = seen.iter().map(|event| event["position"].as_i64().unwrap()).collect();
    assert_eq!(positions, (1_i64..).take(seen.len()).collect::<Vec<_>>());
    for user in users {
        let versions = seen.iter().filter(|event| event["object_id"] == user).map(|event| event["version"].clone());
        let expected = (1..=EACH + 1).map(Value::from);
        assert_eq!(versions.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    }
}
