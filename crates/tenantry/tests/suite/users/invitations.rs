//! Users who were invited and have not come yet.
use super::*;
use crate::world::DAY;

#[test]
fn an_invited_user_is_pending_and_lists_leave_out_its_id() {
    let world = World::new();
    let master = world.master();
    let (_, email) = invited(&master, "ann");
    let list = master.get("/users?status=pending").is(200);
    let [user] = list["users"].as_array().unwrap().as_slice() else { panic!("{list}") };
    assert_eq!((&user["email"], &user["status"], user.get("id")), (&json!(email), &json!("pending"), None));
    assert_eq!(list["total_records"], 1);
    master.get("/users").is(200).lists("email", [&*master.owner_email]);
}

#[test]
fn the_id_and_the_email_of_an_invited_user_work_in_every_path() {
    let world = World::new();
    let master = world.master();
    let (id, email) = invited(&master, "ann");
    for name in [&id, &email] {
        let user = shown(&master.actor, name);
        assert_eq!((&user["id"], &user["status"]), (&json!(id), &json!("pending")));
        master.get(&format!("/users/{name}/permissions")).is(200);
        master.patch(&format!("/users/{name}"), json!({"dept": "Sales"})).is(204);
    }
    master.delete(&format!("/users/{id}")).is(204);
    master.get(&format!("/users/{email}")).refused(404, 1001, &no_user(&email));
}

#[test]
fn a_pending_user_shows_the_moment_of_the_call_as_its_creation() {
    let world = World::new();
    let master = world.master();
    let (id, _) = invited(&master, "ann");
    world.advance(60);
    let user = shown(&master.actor, &id);
    assert_eq!(user["created_at"], "2026-01-01T00:01:00Z");
    assert_eq!(user["user_created_at"], "2026-01-01T00:00:00Z");
}

#[test]
fn changes_of_a_pending_user_are_taken_and_not_applied() {
    let world = World::new();
    let master = world.master();
    let (id, _) = invited(&master, "ann");
    master.patch(&format!("/users/{id}"), json!({"dept": "Sales", "type": 2})).is(204);
    let user = shown(&master.actor, &id);
    assert_eq!((&user["dept"], &user["type"]), (&json!(""), &json!(1)));
    master.patch(&format!("/users/{id}"), json!({"first_name": "<b>"})).refuses_fields(&["first_name"]);
    master.put(&format!("/users/{id}/status"), json!({"action": "activate"})).refuses_fields(&["action"]);
    master.put(&format!("/users/{id}/status"), json!({"action": "deactivate"})).refuses_fields(&["action"]);
}

#[test]
fn an_invitation_holds_for_30_days() {
    let world = World::new();
    let master = world.master();
    let (id, email) = invited(&master, "ann");
    world.advance(30 * DAY - 1);
    let master = renewed(&master);
    shown(&master.actor, &id);
    world.advance(1);
    for name in [&id, &email] {
        master.get(&format!("/users/{name}")).refused(400, 1120, NO_INVITATION);
        master.patch(&format!("/users/{name}"), json!({})).refused(400, 1120, NO_INVITATION);
        let status = json!({"action": "deactivate"});
        master.put(&format!("/users/{name}/status"), status).refused(400, 1120, NO_INVITATION);
    }
    master.delete(&format!("/users/{id}")).refused(400, 1120, NO_INVITATION);
}

#[test]
fn what_is_left_of_an_expired_invitation_goes_by_its_email() {
    let world = World::new();
    let master = world.master();
    let (_, email) = invited(&master, "ann");
    world.advance(30 * DAY);
    let master = renewed(&master);
    master.delete(&format!("/users/{email}")).is(204);
    master.get("/users?status=pending").is(200).lists("email", [""; 0]);
    make(&master.actor, "create", &email, json!({})).is(201);
}

#[test]
fn an_expired_invitation_can_be_sent_anew_and_a_good_one_cannot() {
    let world = World::new();
    let master = world.master();
    let (id, email) = invited(&master, "ann");
    world.advance(30 * DAY - 1);
    let master = renewed(&master);
    make(&master.actor, "create", &email, json!({})).is(409);
    world.advance(1);
    let again = make(&master.actor, "create", &email, json!({})).is(201).text("id");
    assert_ne!(again, id);
    shown(&master.actor, &again);
    master.get(&format!("/users/{id}")).refused(404, 1001, &no_user(&id));
    assert_eq!(master.get("/users?status=pending").is(200)["total_records"], 1);
}

#[test]
fn a_lapsed_invitation_keeps_its_email_from_nobody() {
    let world = World::new();
    let (inviting, master) = (world.master(), world.master());
    let domain = format!("m{}.example", server().next_world());
    let (ann, _) = person(&master, "ann");
    let invited = ["user", "owner", "other"].map(|name| (name, format!("{name}@{domain}")));
    let ids = invited.clone().map(|(_, email)| make(&inviting.actor, "create", &email, json!({})).is(201).text("id"));
    master.operate("POST", "/managed_domains", json!({"domain": domain})).is(200);
    let claims = |master: &Account<'_>| {
        let [user, owner, other] = invited.clone().map(|(_, email)| email);
        let names = json!({"first_name": "Ada", "last_name": "Byron", "password": PASSWORD, "email": owner});
        [
            make(&master.actor, "autoCreate", &user.to_uppercase(), json!({})),
            master.post("/accounts", names),
            master.put(&format!("/users/{ann}/email"), json!({"email": other})),
        ]
    };
    world.advance(30 * DAY - 1);
    let refused = claims(&renewed(&master)).map(|answer| (answer.status, answer["code"].clone()));
    assert_eq!(refused, [(400, json!(1009)), (409, json!(1005)), (409, json!(1005))]);
    world.advance(1);
    let answers = claims(&renewed(&master)).map(|answer| answer.status);
    assert_eq!(answers, [201, 201, 204]);
    let pending = renewed(&inviting).get("/users?status=pending").is(200);
    assert_eq!((&pending["total_records"], pending.column("email").len()), (&json!(0), 0));
    for id in ids {
        let event = event(&world, &id, "user.disassociated");
        assert_eq!((&event["account_id"], &event["version"]), (&json!(inviting.id), &json!(2)));
        assert_eq!(event["by"], json!({"kind": "system"}));
    }
}

#[test]
fn a_claim_that_fails_leaves_a_lapsed_invitation_as_it_is() {
    let world = World::new();
    let (inviting, free) = (world.master(), world.free_standing());
    let (_, email) = invited(&inviting, "ann");
    world.advance(30 * DAY);
    make(&renewed(&free).actor, "create", &email, json!({"type": 2})).is(400);
    renewed(&inviting).get("/users?status=pending").is(200).lists("email", [&*email]);
}

#[test]
fn an_invitation_of_another_world_goes_by_the_clock_of_that_world() {
    let (world, other) = (World::new(), World::new());
    let (inviting, stranger) = (world.master(), other.master());
    let (_, email) = invited(&inviting, "ann");
    for forward in [&world, &other] {
        forward.advance(30 * DAY);
        let refusal = format!("The user {email} already holds an active account.");
        make(&renewed(&stranger).actor, "create", &email, json!({})).refused(400, 1009, &refusal);
    }
    make(&renewed(&inviting).actor, "create", &email, json!({})).is(201);
}

#[test]
fn an_account_may_invite_a_number_of_users_a_day() {
    let world = limited();
    let (master, sub) = world.master_with_subaccount();
    let invite = |actor: &Actor<'_>| make(actor, "create", &email(&world, "a"), json!({}));
    for _ in 0..50 {
        invite(&master.on(&sub)).is(201);
    }
    shows_spent(&invite(&master.on(&sub)).refused(429, 429, TOO_MANY_TODAY), "50", "2026-01-02T00:00:00Z");
    invite(&master.actor).is(201);
    world.advance(DAY - 1);
    let master = renewed(&master);
    shows_spent(&invite(&master.on(&sub)).is(429), "50", "2026-01-02T00:00:00Z");
    world.advance(1);
    assert!(invite(&master.on(&sub)).is(201).headers.get("retry-after").is_none());
}

#[test]
fn an_account_that_gets_a_plan_invites_more_on_the_same_day() {
    let world = limited();
    let (master, sub) = world.master_with_subaccount();
    let invite = || make(&master.on(&sub), "create", &email(&world, "a"), json!({}));
    for _ in 0..50 {
        invite().is(201);
    }
    invite().refused(429, 429, TOO_MANY_TODAY);
    sub.plan("Pro", 5);
    invite().is(201);
    // What was counted stays counted.
    sub.plan("Free", 0);
    shows_spent(&invite().refused(429, 429, TOO_MANY_TODAY), "50", "2026-01-02T00:00:00Z");
}
