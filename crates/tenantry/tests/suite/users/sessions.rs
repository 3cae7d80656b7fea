//! What ends the sessions of a user: tokens that were issued for it work no more.
use super::*;

const ENDED: &str = "Invalid access token.";

/// A user with two sessions, both of which work.
fn signed_in<'w>(account: &Account<'w>, name: &str) -> (String, [Actor<'w>; 2]) {
    let (id, _) = person(account, name);
    let sessions = [account.user_signed_in(&id), account.user_signed_in(&id)];
    sessions.iter().for_each(works);
    (id, sessions)
}

/// It is let in, although its user may not do this.
fn works(session: &Actor<'_>) {
    session.get("/roles").is(400);
}

fn have_ended(sessions: &[Actor<'_>]) {
    for session in sessions {
        session.get("/roles").refused(401, 124, ENDED);
    }
}

#[test]
fn a_new_password_ends_them() {
    let world = World::new();
    let master = world.master();
    let (id, sessions) = signed_in(&master, "ann");
    let (_, [other, _]) = signed_in(&master, "bob");
    master.put(&format!("/users/{id}/password"), json!({"password": "Another-7-pass"})).is(204);
    have_ended(&sessions);
    works(&other);
    works(&master.user_signed_in(&id));
}

#[test]
fn a_new_email_ends_them_and_the_same_email_does_not() {
    let world = World::new();
    let master = world.master();
    let domain = managed_domain(&master);
    let (id, sessions) = signed_in(&master, "ann");
    let set = |email: &str| master.put(&format!("/users/{id}/email"), json!({"email": email})).is(204);
    set(&format!("ann@{domain}"));
    have_ended(&sessions);
    let session = master.user_signed_in(&id);
    set(&format!("ANN@{domain}"));
    works(&session);
}

#[test]
fn leaving_the_account_ends_them_also_for_who_comes_back_within_the_hour() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Pro", 5);
    let (id, sessions) = signed_in(&sub, "ann");
    for (from, to) in [(&sub, &master), (&master, &sub)] {
        master.on(from).put(&format!("/users/{id}/account"), json!({"account_id": to.id})).is(204);
        have_ended(&sessions);
    }
    works(&sub.user_signed_in(&id));
}

#[test]
fn what_acts_for_the_owner_is_no_session_of_the_owner() {
    let world = World::new();
    let master = world.master();
    let session = master.user_signed_in(&master.owner_id);
    master.put("/users/me/password", json!({"password": PASSWORD})).is(204);
    session.get("/users/me").refused(401, 124, ENDED);
    master.get("/users/me").is(200);
}
