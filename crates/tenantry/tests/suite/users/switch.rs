//! `PUT /users/{userId}/account`
use super::*;
use crate::{matrix::all_scopes, world::DAY};

fn switch(account: &Actor<'_>, user: &str, to: &str) -> Answer {
    account.put(&format!("/users/{user}/account"), json!({"account_id": to}))
}

/// A master and two subaccounts on plans.
fn accounts(world: &World) -> (Account<'_>, Account<'_>, Account<'_>) {
    let master = world.master();
    let (from, to) = (world.sub(&master), world.sub(&master));
    from.plan("Pro", 5);
    to.plan("Pro", 1);
    (master, from, to)
}

#[test]
fn a_user_moves_with_its_id_email_profile_and_password() {
    let world = World::new();
    let (master, from, to) = accounts(&world);
    let (id, email) = person_of(&from, "ann", 2);
    from.patch(&format!("/users/{id}"), json!({"dept": "Sales", "pmi": 3_234_567_890i64, "vanity_name": "ann"}))
        .is(204);
    switch(&master.on(&from), &email, &to.id).is(204);
    from.get(&format!("/users/{id}")).refused(404, 1001, &no_user(&id));
    let user = shown(&to.actor, &email);
    assert_eq!((&user["id"], &user["account_id"], &user["type"]), (&json!(id), &json!(to.id), &json!(2)));
    assert_eq!((&user["dept"], &user["pmi"]), (&json!("Sales"), &json!(3_234_567_890i64)));
    assert_eq!(user["vanity_url"], "https://tenantry.test/my/ann");
    let refusal = "Your new password can not match the old password.";
    to.put(&format!("/users/{id}/password"), json!({"password": PASSWORD})).refused(400, 300, refusal);
    make(&from.actor, "create", &email, json!({})).is(400);
    make(&to.actor, "create", &email, json!({})).is(409);
}

#[test]
fn both_accounts_count_and_log_it() {
    let world = World::new();
    let (master, from, to) = accounts(&world);
    let (id, _) = person_of(&from, "ann", 2);
    switch(&master.on(&from), &id, &to.id).is(204);
    let licensed = |account: &Account<'_>| account.get("/users/summary").is(200)["licensed_users_count"].clone();
    assert_eq!((licensed(&from), licensed(&to)), (json!(0), json!(1)));
    assert_eq!(
        (&from.get("/users").is(200)["total_records"], &to.get("/users").is(200)["total_records"]),
        (&json!(1), &json!(2))
    );
    let (left, came) = (event(&world, &id, "user.disassociated"), event(&world, &id, "user.created"));
    assert_eq!((&left["account_id"], &came["account_id"]), (&json!(from.id), &json!(to.id)));
    assert_eq!((&left["version"], &came["version"]), (&json!(2), &json!(3)));
}

#[test]
fn a_user_who_moves_is_changed_no_more_often_than_one_who_stays() {
    let world = limited();
    let (master, from, to) = accounts(&world);
    to.plan("Business", 5);
    from.plan("Business", 5);
    let (domain, other) = (managed_domain(&from), managed_domain(&to));
    let (id, _) = person(&from, "ann");
    let email = |actor: &Actor<'_>, email: &str| actor.put(&format!("/users/{id}/email"), json!({"email": email}));
    let password = |actor: &Actor<'_>, number: i64| {
        actor.put(&format!("/users/{id}/password"), json!({"password": format!("Another-7-pass{number}")}))
    };
    for number in 1..=3 {
        email(&from.actor, &format!("ann{number}@{domain}")).is(204);
        password(&from.actor, number).is(204);
    }
    give_up(&from, &domain);
    switch(&master.on(&from), &id, &to.id).is(204);
    shows_spent(&email(&to.actor, &format!("ann4@{other}")).is(429), "3", "2026-01-02T00:00:00Z");
    shows_spent(&password(&to.actor, 4).is(400), "3", "2026-01-02T00:00:00Z");
    world.advance(DAY);
    let to = renewed(&to);
    email(&to.actor, &format!("ann4@{other}")).is(204);
    password(&to.actor, 4).is(204);
}

#[test]
fn a_custom_role_stays_behind() {
    let world = World::new();
    let (master, from, to) = accounts(&world);
    let (id, _) = holder(&from, "ann", &["User:Read"]);
    switch(&master.on(&from), &id, &to.id).is(204);
    assert_eq!(shown(&to.actor, &id)["role_id"], "2");
}

#[test]
fn a_user_moves_out_of_the_master_and_into_it() {
    let world = World::new();
    let (master, sub, _) = accounts(&world);
    let (id, _) = master.user("ann");
    switch(&master.on_id("me"), &id, &sub.id).is(204);
    shown(&sub.actor, &id);
    switch(&master.on(&sub), &id, &master.id).is(204);
    switch(&master.actor, &id, &sub.id).is(204);
    shown(&sub.actor, &id);
}

#[test]
fn a_taken_meeting_id_is_drawn_anew_and_a_taken_room_name_given_up() {
    let world = World::new();
    let (master, from, to) = accounts(&world);
    let ((here, _), (there, _)) = (person_of(&from, "a", 2), person_of(&to, "b", 2));
    let body = json!({"pmi": 4_234_567_890i64, "vanity_name": "room"});
    from.patch(&format!("/users/{here}"), body.clone()).is(204);
    to.patch(&format!("/users/{there}"), body).is(204);
    from.patch(&format!("/users/{here}"), json!({"type": 1})).is(204);
    switch(&master.on(&from), &here, &to.id).is(204);
    let user = shown(&to.actor, &here);
    assert_ne!(user["pmi"], json!(4_234_567_890i64));
    assert_eq!(user.body.get("vanity_url"), None);
}

#[test]
fn a_licensed_user_needs_a_seat_where_it_goes() {
    let world = World::new();
    let (master, from, to) = accounts(&world);
    let free = world.sub(&master);
    let ((first, _), (second, _)) = (person_of(&from, "a", 2), person_of(&from, "b", 2));
    switch(&master.on(&from), &first, &to.id).is(204);
    let answer = switch(&master.on(&from), &second, &to.id).is(400);
    assert_eq!(answer["code"], 3412);
    let answer = switch(&master.on(&from), &second, &free.id).is(400);
    assert_eq!(answer["code"], 2034);
    assert_eq!(shown(&from.actor, &second)["type"], 2);
    from.put(&format!("/users/{second}/status"), json!({"action": "deactivate"})).is(204);
    switch(&master.on(&from), &second, &to.id).is(204);
    assert_eq!(shown(&to.actor, &second)["status"], "inactive");
    to.put(&format!("/users/{second}/status"), json!({"action": "activate"})).is(400);
}

#[test]
fn owner_and_admins_stay() {
    let world = World::new();
    let (master, from, to) = accounts(&world);
    let (admin, _) = admin(&from, "ann");
    for user in [&from.owner_id, &admin] {
        switch(&master.on(&from), user, &to.id).refused(400, 1117, "You can not disassociate an Admin user.");
    }
}

#[test]
fn who_shares_a_managed_domain_stays() {
    let world = World::new();
    let (master, from, to) = accounts(&world);
    let domain = managed_domain(&from);
    let id = make(&from.actor, "autoCreate", &format!("ann@{domain}"), json!({})).is(201).text("id");
    let refusal = "You can not disassociate a user with managed domain.";
    switch(&master.on(&from), &id, &to.id).refused(400, 1107, refusal);
    give_up(&from, &domain);
    switch(&master.on(&from), &id, &to.id).is(204);
}

#[test]
fn an_invited_user_moves_and_is_still_expected() {
    let world = World::new();
    let (master, from, to) = accounts(&world);
    let (id, email) = invited(&from, "ann");
    switch(&master.on(&from), &id, &to.id).is(204);
    to.get("/users?status=pending").is(200).lists("email", [&*email]);
    from.get("/users?status=pending").is(200).lists("email", [""; 0]);
    world.advance(30 * DAY);
    renewed(&master).on(&to).put(&format!("/users/{id}/account"), json!({"account_id": from.id})).refused(
        400,
        1120,
        NO_INVITATION,
    );
}

#[test]
fn whoever_moves_before_it_has_come_has_30_days_from_then_on() {
    let world = World::new();
    let (master, from, to) = accounts(&world);
    let (id, email) = invited(&from, "ann");
    world.advance(10 * DAY);
    switch(&renewed(&master).on(&from), &id, &to.id).is(204);
    let mails = world.mails_to(&email);
    let says = |until: &str| mails.iter().any(|mail| mail["text"].as_str().is_some_and(|text| text.contains(until)));
    assert!(says("2026-02-10T00:00:00Z"), "{mails:?}");
    for still in [20 * DAY, 10 * DAY - 1] {
        world.advance(still);
        assert_eq!(shown(&renewed(&to).actor, &id)["status"], "pending");
    }
    world.advance(1);
    renewed(&to).get(&format!("/users/{id}")).refused(400, 1120, NO_INVITATION);
}

#[test]
fn a_user_for_programs_moves_only_to_where_such_users_may_be_made() {
    let world = World::new();
    let (master, from, to) = accounts(&world);
    let refusal = "No permission. Please contact Zoom Customer Support.";
    let (robot, _) = from.user("robot");
    switch(&master.on(&from), &robot, &to.id).refused(400, 2016, refusal);
    make(&to.actor, "custCreate", &email(&world, "robot"), json!({})).refused(400, 2016, refusal);
    assert_eq!(shown(&from.actor, &robot)["status"], "active");
    to.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    switch(&master.on(&from), &robot, &to.id).is(204);
    assert_eq!(shown(&to.actor, &robot)["login_types"], json!([99]));
}

#[test]
fn only_accounts_within_reach_are_a_place_to_go() {
    let world = World::new();
    let (master, from, _) = accounts(&world);
    let (stranger, strangers_sub) = world.master_with_subaccount();
    let (id, _) = person(&from, "ann");
    for account in [&*stranger.id, &*strangers_sub.id, NO_ID] {
        let refusal = format!("Account does not exist: {account}.");
        switch(&master.on(&from), &id, account).refused(404, 2001, &refusal);
    }
    switch(&master.on(&from), &id, &from.id).refuses_fields(&["account_id"]);
    switch(&master.on(&from), &id, "").refuses_fields(&["account_id"]);
    master.on(&from).put(&format!("/users/{id}/account"), json!({})).refuses_fields(&["account_id"]);
    switch(&master.on(&from), NO_ID, &master.id).refused(404, 1001, &no_user(NO_ID));
}

#[test]
fn nobody_moves_a_user_upward() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let (id, _) = person(&reseller, "ann");
    let refusal = format!("Account does not exist: {}.", top.id);
    switch(&reseller.actor, &id, &top.id).refused(404, 2001, &refusal);
    switch(&reseller.on_id("me"), &id, &top.id).refused(404, 2001, &refusal);
}

const MAY_NOT: &str = "Invalid access token. Does not contain permissions [User:Edit].";

#[test]
fn who_may_not_edit_users_at_home_brings_none_there() {
    let world = World::new();
    let (master, from, to) = accounts(&world);
    let (id, _) = person(&from, "ann");
    let actor = master.user_with_role(&["SubAccount:Edit"], 1, &[]);
    switch(&actor.on_id(&from.id), &id, &master.id).refused(400, 200, MAY_NOT);
    switch(&actor.on_id(&from.id), &id, &to.id).is(204);
}

#[test]
fn who_may_not_edit_users_below_sends_none_there() {
    let world = World::new();
    let (master, sub, _) = accounts(&world);
    let (id, _) = master.user("ann");
    let actor = master.user_with_role(&["User:Edit", "SubAccount:Edit"], 3, &[]);
    for place in [actor.clone(), actor.on_id("me"), actor.on_id(&master.id)] {
        switch(&place, &id, &sub.id).refused(400, 200, MAY_NOT);
    }
    let actor = master.user_with_role(&["User:Edit", "SubAccount:Edit"], 3, &["User:Edit"]);
    switch(&actor, &id, &sub.id).is(204);
}

#[test]
fn who_may_not_edit_subaccounts_sends_nobody_into_one() {
    let world = World::new();
    let (master, sub, _) = accounts(&world);
    let (id, _) = master.user("ann");
    let refusal = "Invalid access token. Does not contain permissions [SubAccount:Edit].";
    for level in [1, 2] {
        let actor = master.user_with_role(&["User:Edit"], level, &[]);
        for place in [actor.clone(), actor.on_id("me"), actor.on_id(&master.id)] {
            switch(&place, &id, &sub.id).refused(400, 200, refusal);
        }
    }
    assert_eq!(shown(&master.actor, &id)["account_id"], master.id);
}

#[test]
fn nobody_is_sent_to_where_the_master_does_not_pay() {
    let world = World::new();
    let (master, from, _) = accounts(&world);
    let to = world.sub(&master);
    let (id, _) = person(&from, "ann");
    let pays = |mode: &str| master.on(&to).patch("/options", json!({"pay_mode": mode})).is(204);
    pays("sub");
    switch(&master.on(&from), &id, &to.id).refused(400, 2100, "This subaccount is on self pay mode.");
    shown(&from.actor, &id);
    pays("master");
    switch(&master.on(&from), &id, &to.id).is(204);
}

#[test]
fn a_move_takes_the_scope_of_masters_on_every_face() {
    let world = World::new();
    let (master, sub, _) = accounts(&world);
    let (id, _) = master.user("ann");
    let scopes = all_scopes(&world, ":admin");
    let actor = master.app_with_scopes(&scopes.iter().map(String::as_str).collect::<Vec<_>>());
    let refusal = "Invalid access token, does not contain scopes:[user:update:user_account:master].";
    for place in [actor.clone(), actor.on_id("me"), actor.on_id(&master.id)] {
        switch(&place, &id, &sub.id).refused(400, 4711, refusal);
    }
}

#[test]
fn whoever_moves_before_it_has_come_counts_among_the_invitations_of_the_account_that_it_comes_to() {
    let world = limited();
    let (master, free) = world.master_with_subaccount();
    let [(first, _), (second, _), (third, _)] = ["a", "b", "c"].map(|name| invited(&master, name));
    let (active, _) = person(&master, "ann");
    for _ in 0..48 {
        make(&master.on(&free), "create", &email(&world, "d"), json!({})).is(201);
    }
    switch(&master.actor, &first, &free.id).is(204);
    switch(&master.actor, &second, &free.id).is(204);
    let refused = switch(&master.actor, &third, &free.id).refused(429, 429, TOO_MANY_TODAY);
    shows_spent(&refused, "50", "2026-01-02T00:00:00Z");
    assert_eq!(shown(&master.actor, &third)["status"], "pending", "it stays where it is");
    make(&master.on(&free), "create", &email(&world, "e"), json!({})).is(429);
    switch(&master.actor, &active, &free.id).is(204);
}
