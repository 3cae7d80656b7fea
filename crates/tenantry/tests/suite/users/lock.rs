//! Users that the platform's owner keeps out.
use super::*;

const LOCKED: &str = "This user is force locked. Contact the Zoom Support Team for help";
const NOT_DELETED: &str =
    "Unable to delete this deactivated user. Please contact Zoom support team for more information.";

fn lock(account: &Account<'_>, user: &str, on: bool) -> Answer {
    account.operate("PUT", &format!("/users/{user}/lock"), json!({"on": on}))
}

fn activate(account: &Account<'_>, user: &str) -> Answer {
    account.put(&format!("/users/{user}/status"), json!({"action": "activate"}))
}

#[test]
fn a_locked_user_is_out_and_is_neither_activated_deleted_unlinked_nor_moved() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (ann, email) = person(&sub, "ann");
    let session = sub.user_signed_in(&ann);
    let shown_locked = json!({"user_id": ann, "email": email, "locked": true, "status": "inactive"});
    assert_eq!(lock(&sub, &email, true).is(200).body, shown_locked);
    session.get("/roles").refused(401, 124, "Invalid access token.");
    activate(&sub, &ann).refused(400, 1000, LOCKED);
    for action in ["delete", "disassociate"] {
        master.on(&sub).delete(&format!("/users/{ann}?action={action}")).refused(400, 200, NOT_DELETED);
    }
    let moved = master.on(&sub).put(&format!("/users/{ann}/account"), json!({"account_id": master.id}));
    moved.refused(400, 1000, LOCKED);
    assert_eq!(shown(&sub.actor, &ann)["status"], "inactive");
}

#[test]
fn who_is_let_in_again_is_activated_by_its_account() {
    let world = World::new();
    let (_, sub) = world.master_with_subaccount();
    let (ann, _) = person(&sub, "ann");
    lock(&sub, &ann, true).is(200);
    let unlocked = lock(&sub, &ann, false).is(200);
    assert_eq!((&unlocked["locked"], &unlocked["status"]), (&json!(false), &json!("inactive")));
    activate(&sub, &ann).is(204);
    assert_eq!(lock(&sub, &ann, false).is(200)["status"], "active");
    sub.delete(&format!("/users/{ann}?action=delete")).is(204);
}

#[test]
fn a_lock_frees_the_seat() {
    let world = World::new();
    let (_, sub) = world.master_with_subaccount();
    sub.plan("Pro", 1);
    let (ann, _) = person_of(&sub, "ann", 2);
    lock(&sub, &ann, true).is(200);
    person_of(&sub, "bob", 2);
    lock(&sub, &ann, false).is(200);
    assert_eq!(activate(&sub, &ann).is(400)["code"], 3412);
}

#[test]
fn owners_invited_and_foreign_users_are_not_locked() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let ((pending, _), (foreign, _)) = (invited(&sub, "ann"), person(&master, "bob"));
    let refusal = format!("The owner of an account is not locked: {}.", sub.owner_id);
    lock(&sub, &sub.owner_id, true).refused(409, 409, &refusal);
    let refusal = format!("The user was invited and has not come yet: {pending}.");
    lock(&sub, &pending, true).refused(409, 409, &refusal);
    for user in [&*foreign, NO_ID] {
        lock(&sub, user, true).refused(404, 1001, &no_user(user));
    }
    sub.operate("PUT", &format!("/users/{}/lock", sub.owner_id), json!({})).refuses_fields(&["on"]);
    let (admin, _) = admin(&sub, "eve");
    lock(&sub, &admin, true).is(200);
}

#[test]
fn locking_and_unlocking_are_events_and_the_same_again_is_none() {
    let world = World::new();
    let (_, sub) = world.master_with_subaccount();
    let (ann, _) = person(&sub, "ann");
    for on in [true, true, false, false] {
        lock(&sub, &ann, on).is(200);
    }
    let events = world.happened_to(&ann);
    let names: Vec<&str> = events.iter().map(|event| event["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["user.created", "user.deactivated", "user.locked", "user.unlocked"]);
    let versions: Vec<i64> = events.iter().map(|event| event["version"].as_i64().unwrap()).collect();
    assert_eq!(versions, [1, 2, 3, 4]);
}
