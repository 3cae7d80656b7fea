//! `GET /data_requests/requests`.
use super::{GRACE, REQUESTS, asked, in_history, unwanted, wanted};
use crate::{
    actors::Account,
    server::{Setup, TestClock, server},
    users::make,
    world::World,
};
use accounts::data_requests;
use serde_json::{Value, json};
use storage::directory::DueRequest;

#[test]
fn a_request_stands_in_the_history_with_who_has_asked_for_what() {
    let world = World::undisturbed();
    let (_, sub) = world.master_with_subaccount();
    let (_, email) = sub.user("ann");
    let id = asked(&sub.actor, wanted(&[&email.to_uppercase()]));
    let shown = json!({
        "request_id": id, "request_type": "EXPORT", "created_at": "2026-01-01T00:00:00Z",
        "requestor_user_id": sub.owner_id, "requestor_name": "Olga Owner", "account_id": sub.id,
        "user_identifier": email, "data_type": ["ALL"], "state": "Processing", "files_count": 0,
        "start_at": "2000-01-01T00:00:00Z", "end_at": "2100-01-01T00:00:00Z", "is_current_user": true,
    });
    assert_eq!(in_history(&sub.actor, &id), shown);
    world.settle();
    let shown = in_history(&sub.actor, &id);
    assert_eq!((&shown["state"], &shown["files_count"]), (&json!("Completed"), &json!(1)));
}

#[test]
fn a_request_from_above_is_somebody_elses_and_has_no_name_below() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (_, email) = sub.user("ann");
    let id = asked(&master.on(&sub), unwanted(&[&email]));
    let [above, below] = [master.on(&sub), sub.actor.clone()].map(|actor| in_history(&actor, &id));
    assert_eq!((&above["is_current_user"], &below["is_current_user"]), (&json!(true), &json!(false)));
    assert_eq!((&above["requestor_user_id"], &below["requestor_user_id"]), (&json!(master.owner_id), &json!("")));
    assert_eq!(below["requestor_name"], "");
    assert_eq!(
        (&below["start_at"], &below["end_at"]),
        (&json!("2026-01-01T00:00:00Z"), &json!("2026-01-01T00:30:00Z"))
    );
    assert_eq!(master.get(REQUESTS).is(200)["total_records"], 0);
}

#[test]
fn whoever_has_asked_is_told_by_its_id_to_its_own_account_also_without_a_name() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (_, email) = sub.user("ann");
    let nameless = make(&sub.actor, "custCreate", &world.email("nameless"), json!({})).is(201).text("id");
    sub.post("/roles/1/members", json!({"members": [{"id": nameless}]})).is(201);
    let id = asked(&sub.user_signed_in(&nameless), wanted(&[&email]));
    for actor in [sub.actor.clone(), master.on(&sub)] {
        let shown = in_history(&actor, &id);
        assert_eq!((&shown["requestor_user_id"], &shown["requestor_name"]), (&json!(nameless), &json!("")));
    }
}

fn put_off(account: &Account<'_>, id: &str) {
    let due = DueRequest { account_id: account.id.clone(), id: id.to_owned() };
    let put_off = account.world.platform.in_directory(move |all| data_requests::put_off(all, &due));
    server().runtime.block_on(put_off).unwrap();
}

#[test]
fn a_request_that_is_put_off_keeps_no_other_from_its_turn_and_is_given_up_in_the_end() {
    let clock = TestClock::new();
    let world = World::with(Setup { clock: clock.clone(), ..Setup::default() });
    let master = world.master();
    let emails = ["ann", "bob"].map(|name| master.user(name).1);
    let made = master.post(REQUESTS, wanted(&emails.each_ref().map(String::as_str))).is(201).column("request_id");
    let [first, second] = [&made[0], &made[1]].map(|id| id.as_str().unwrap());
    let state = |id: &str| in_history(&master.actor, id)["state"].clone();
    put_off(&master, first);
    world.settle();
    assert_eq!([first, second].map(state), ["Processing", "Completed"]);
    (0..8).for_each(|_| put_off(&master, first));
    assert_eq!(state(first), "Processing");
    put_off(&master, first);
    assert_eq!(state(first), "Failed");
    let again = asked(&master.actor, wanted(&[&emails[0]]));
    put_off(&master, &again);
    for (pause, wanted) in [(999, "Processing"), (1, "Completed")] {
        clock.advance(pause);
        world.settle();
        assert_eq!(state(&again), wanted);
    }
}

#[test]
fn a_deletion_that_has_begun_is_not_given_up() {
    // Profiles are to be gone through, or the log.
    for parts in [1, 2] {
        let clock = TestClock::new();
        let world = World::with(Setup { clock: clock.clone(), ..Setup::default() });
        let master = world.master();
        let request = asked(&master.actor, unwanted(&[&master.user("ann").1]));
        let state = || in_history(&master.actor, &request)["state"].clone();
        world.advance(GRACE);
        (0..parts).for_each(|_| world.settle_a_part());
        (0..10).for_each(|_| put_off(&master, &request));
        assert_eq!(state(), "Processing");
        clock.advance(10 * 60 * 1000);
        world.settle();
        assert_eq!(state(), "Completed");
    }
}

#[test]
fn the_history_is_read_page_by_page_of_30_at_most() {
    let world = World::new();
    let master = world.master();
    let emails: Vec<String> = (0..3).map(|_| master.user("one").1).collect();
    let emails: Vec<&str> = emails.iter().map(String::as_str).collect();
    master.post(REQUESTS, unwanted(&emails)).is(201);
    let first = master.get(&format!("{REQUESTS}?page_size=2")).is(200);
    let token = first.text("next_page_token");
    let rest = master.get(&format!("{REQUESTS}?page_size=2&next_page_token={token}")).is(200);
    let listed = [first.column("user_identifier"), rest.column("user_identifier")];
    assert_eq!((listed.each_ref().map(Vec::len), &first["total_records"]), ([2, 1], &json!(3)));
    assert_eq!(rest["next_page_token"], "");
    let mut listed = listed.concat();
    listed.sort_by_key(Value::to_string);
    assert_eq!(listed, emails);
    world.advance(GRACE);
    world.settle();
    for _ in 3..31 {
        master.post(REQUESTS, wanted(&[&master.owner_email])).is(201);
        world.settle();
    }
    for (asked, size) in [(29, 29), (30, 30), (31, 30), (1, 1), (0, 10), (-1, 10)] {
        assert_eq!(master.get(&format!("{REQUESTS}?page_size={asked}")).is(200).column("request_id").len(), size);
    }
    let token = master.get(&format!("{REQUESTS}?page_size=0")).is(200).text("next_page_token");
    let second = master.get(&format!("{REQUESTS}?page_size=0&next_page_token={token}")).is(200);
    assert_eq!(second.column("request_id").len(), 10);
    master.get(&format!("{REQUESTS}?page_size=none")).refuses_fields(&["page_size"]);
}
