//! `DELETE /data_requests/requests/{requestId}`.
use super::{GRACE, REQUESTS, asked, in_history, unwanted, wanted};
use crate::{
    users::{count_events, event},
    world::{NO_ID, World},
};
use serde_json::{Value, json};

const NO_REQUEST: &str = "Unable to cancel data request. Please try again later.";
const TOO_LATE: &str = "Your data request is processing, and can no longer be canceled.";

/// A world whose clock stands still, so that a second counts.
fn stopped() -> World {
    let world = World::new();
    world.operator("PATCH", &format!("/worlds/{}/clock", world.id), json!({"stopped": true})).is(200);
    world
}

#[test]
fn a_deletion_can_be_canceled_for_30_minutes() {
    for (after, is_in_time) in [(GRACE - 1, true), (GRACE, false), (GRACE + 1, false)] {
        let world = stopped();
        let master = world.master();
        let (ann, email) = master.user("ann");
        let id = asked(&master.actor, unwanted(&[&email]));
        world.advance(after);
        let answer = master.delete(&format!("{REQUESTS}/{id}"));
        if is_in_time {
            assert!(answer.is(204).bytes.is_empty());
            assert_eq!(in_history(&master.actor, &id)["state"], "Canceled");
        } else {
            answer.refused(422, 14106, TOO_LATE);
        }
        world.advance(GRACE);
        world.settle();
        assert_eq!(master.get(&format!("/users/{ann}")).status == 200, is_in_time);
    }
}

#[test]
fn a_deletion_that_is_done_cannot_be_canceled_and_one_that_is_canceled_stays_so() {
    let world = stopped();
    let master = world.master();
    let ((_, ann), (_, bob)) = (master.user("ann"), master.user("bob"));
    let canceled = asked(&master.actor, unwanted(&[&ann]));
    for _ in 0..2 {
        master.delete(&format!("{REQUESTS}/{canceled}")).is(204);
    }
    let told = event(&world, &canceled, "data_request.canceled");
    assert_eq!((&told["payload"]["request_type"], &told["version"]), (&json!("DELETE"), &json!(2)));
    assert_eq!(count_events(&world, &canceled, "data_request.canceled"), 1);
    let done = asked(&master.actor, unwanted(&[&bob]));
    world.advance(GRACE);
    assert_eq!(in_history(&master.actor, &done)["state"], "Processing");
    world.settle();
    assert_eq!(in_history(&master.actor, &done)["state"], "Completed");
    master.delete(&format!("{REQUESTS}/{done}")).refused(422, 14106, TOO_LATE);
}

#[test]
fn an_export_cannot_be_canceled_nor_what_another_account_has_asked_for() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let ((_, ann), (_, bob)) = (sub.user("ann"), sub.user("bob"));
    let export = asked(&sub.actor, wanted(&[&ann]));
    sub.delete(&format!("{REQUESTS}/{export}")).refused(404, 200, "Invalid parameters.");
    world.settle();
    let theirs = asked(&sub.actor, unwanted(&[&bob]));
    for id in [&*theirs, NO_ID] {
        master.delete(&format!("{REQUESTS}/{id}")).refused(404, 14105, NO_REQUEST);
    }
    assert_eq!(in_history(&sub.actor, &theirs)["state"], "Pending");
    assert_eq!(in_history(&sub.actor, &theirs)["failed_reason"], Value::Null);
}
