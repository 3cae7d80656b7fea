//! `/events`: the log over all accounts.
use crate::world::World;
use serde_json::{Value, json};

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
