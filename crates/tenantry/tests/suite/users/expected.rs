//! Somebody who has a free account of its own, or was invited elsewhere, and is invited into another account.
use super::*;
use crate::{
    signin::{Browser, HOME, take},
    world::DAY,
};

const HELD: &str = "You are a user of another account with this address.";
const GUARDED: &str = "Your own account with this address has a second factor.";
const CLOSES: &str = "It closes for good when you join";

pub(super) fn invite(account: &Actor<'_>, email: &str) -> Answer {
    make(account, "create", email, json!({"first_name": "Ada", "last_name": "Byron"}))
}

/// Follows the link in the latest mail to the address.
pub(super) fn come(world: &World, email: &str) -> Answer {
    world.submit(&world.link_of("invitation", email), &[("password", PASSWORD)])
}

/// A user of an account that awaits it, or that it has come to.
fn states(accounts: [(&Account<'_>, &str); 2]) -> [Value; 2] {
    accounts.map(|(account, id)| shown(&account.actor, id)["status"].clone())
}

#[test]
fn until_it_comes_it_is_where_it_was_and_expected_where_it_is_invited() {
    let world = World::new();
    let (master, own) = (world.master(), world.free_standing());
    let id = invite(&master.actor, &own.owner_email.to_uppercase()).is(201).text("id");
    for name in [&id, &own.owner_email] {
        let user = shown(&master.actor, name);
        assert_eq!((&user["id"], &user["email"]), (&json!(id), &json!(own.owner_email)));
        assert_eq!(
            (&user["status"], &user["first_name"], &user["verified"]),
            (&json!("pending"), &json!("Ada"), &json!(0))
        );
    }
    let there = shown(&own.actor, "me");
    assert_eq!((&there["id"], &there["first_name"]), (&json!(own.owner_id), &json!("Olga")));
    own.get("/users").is(200).lists("id", [&*own.owner_id]);
    world.open(&world.link_of("invitation", &own.owner_email)).is(200).says(CLOSES);
    assert_eq!(shown(&master.actor, &id)["status"], "pending", "looking changes nothing");
}

#[test]
fn when_it_comes_its_own_account_closes_and_the_email_moves() {
    let world = World::new();
    let (master, own) = (world.master(), world.free_standing());
    let id = invite(&master.actor, &own.owner_email).is(201).text("id");
    come(&world, &own.owner_email).is(200).says("Welcome");
    let user = shown(&master.actor, &own.owner_email);
    assert_eq!((&user["id"], &user["status"], &user["verified"]), (&json!(id), &json!("active"), &json!(1)));
    assert_eq!((&user["role_id"], &user["first_name"]), (&json!("2"), &json!("Ada")));
    own.get("/users").refused(401, 124, "Invalid access token.");
    let account = world.shown(&format!("/accounts/{}", own.id)).is(200);
    assert_eq!(account["closed_at"], "2026-01-01T00:00:00Z");
    invite(&master.actor, &own.owner_email).is(409);
    let refusal = format!("The user {} already holds an active account.", own.owner_email);
    invite(&world.master().actor, &own.owner_email).refused(400, 1009, &refusal);
}

#[test]
fn the_logs_of_both_accounts_tell_it() {
    let world = World::new();
    let (master, own) = (world.master(), super::brought::confirmed(&world));
    let id = invite(&master.actor, &own.owner_email).is(201).text("id");
    come(&world, &own.owner_email).is(200);
    let by = json!({"kind": "user", "account_id": master.id, "user_id": id});
    let (left, closed) = (event(&world, &own.owner_id, "user.disassociated"), event(&world, &own.id, "account.closed"));
    for event in [&left, &closed] {
        assert_eq!((&event["account_id"], &event["by"]), (&json!(own.id), &by));
    }
    assert_eq!(closed["payload"], json!({"id": own.id, "with": own.id}));
    let told = world.happened_to(&id);
    let names: Vec<_> = told.iter().map(|event| (event["name"].as_str().unwrap(), event["version"].clone())).collect();
    assert_eq!(names, [("user.created", json!(1)), ("user.invitation_accepted", json!(2)), ("user.updated", json!(3))]);
    assert!(told.iter().all(|event| event["account_id"] == json!(master.id)));
}

#[test]
fn whoever_invites_learns_no_more_than_of_an_address_that_nobody_has() {
    let world = World::new();
    let ((master, sub), own) = (world.master_with_subaccount(), world.free_standing());
    let nobody = email(&world, "nobody");
    let invited = [&own.owner_email, &nobody].map(|email| {
        let made = invite(&master.actor, email).is(201);
        let (id, mut user) = (made.text("id"), shown(&master.actor, email).body.clone());
        let existed = master.get(&format!("/users/email?email={email}")).is(200).body.clone();
        let mut told = event(&world, &id, "user.created")["payload"].clone();
        for fields in [&mut user, &mut told] {
            for own in ["id", "email", "pmi", "host_key", "jid", "personal_meeting_url"] {
                fields.as_object_mut().unwrap().remove(own);
            }
        }
        let again = [&master.on(&sub), &world.master().actor, &master.actor].map(|actor| invite(actor, email).status);
        (made.body.as_object().unwrap().len(), user, existed, told, again)
    });
    assert_eq!(invited[0], invited[1]);
    assert_eq!(invited[0].4, [201, 201, 409]);
    assert!(world.open(&world.link_of("invitation", &nobody)).is(200).page().find(CLOSES).is_none());
}

#[test]
fn only_a_free_account_of_one_person_that_stands_on_its_own_is_left_for_another() {
    let (world, other) = (World::new(), World::new());
    let (master, sub) = world.master_with_subaccount();
    let refused = |email: &str| {
        let refusal = format!("The user {email} already holds an active account.");
        invite(&world.master().actor, email).refused(400, 1009, &refusal);
    };
    let [paid, shared, pending, domains] = [0; 4].map(|_| world.free_standing());
    paid.plan("Pro", 1);
    shared.user("robot");
    let (_, waiting) = invited(&pending, "ann");
    managed_domain(&domains);
    for account in [&master, &sub, &paid, &shared, &pending, &domains, &other.free_standing()] {
        refused(&account.owner_email);
    }
    pending.delete(&format!("/users/{waiting}")).is(204);
    invite(&master.actor, &pending.owner_email).is(201);
}

#[test]
fn only_who_is_invited_comes_so() {
    let world = World::new();
    let (master, own) = (world.master(), world.free_standing());
    master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    let refusal = format!("The user {} already holds an active account.", own.owner_email);
    make(&master.actor, "custCreate", &own.owner_email, json!({})).refused(400, 1009, &refusal);
    let (_, awaited) = invited(&world.master(), "ann");
    let refused = format!("The user {awaited} already holds an active account.");
    make(&master.actor, "custCreate", &awaited, json!({})).refused(400, 1009, &refused);
    let names = json!({"first_name": "Ada", "last_name": "Byron", "password": PASSWORD, "email": own.owner_email});
    master.post("/accounts", names).is(409);
}

#[test]
fn an_account_that_has_grown_in_the_meantime_keeps_its_owner() {
    let world = World::new();
    let (master, own) = (world.master(), world.free_standing());
    let id = invite(&master.actor, &own.owner_email).is(201).text("id");
    own.plan("Pro", 1);
    let link = world.link_of("invitation", &own.owner_email);
    for answer in [world.open(&link), come(&world, &own.owner_email)] {
        answer.is(409).says(HELD);
    }
    assert_eq!(shown(&master.actor, &id)["status"], "pending");
    own.get("/users").is(200).lists("id", [&*own.owner_id]);
    own.plan("Free", 0);
    come(&world, &own.owner_email).is(200);
}

#[test]
fn of_two_accounts_that_invite_it_comes_to_one() {
    let world = World::new();
    for address in [world.free_standing().owner_email, email(&world, "nobody")] {
        comes_to_one_of_two(&world, &address);
    }
}

fn comes_to_one_of_two(world: &World, address: &str) {
    let (first, second) = (world.master(), world.master());
    let [one, other] = [&first, &second].map(|account| {
        let id = invite(&account.actor, address).is(201).text("id");
        (id, world.link_to_account(address, &account.id))
    });
    let join = |link: &str| world.submit(link, &[("password", PASSWORD)]);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let asks: Vec<_> =
            [&one.1, &other.1, &one.1, &other.1].map(|link| scope.spawn(move || join(link).status)).into();
        asks.into_iter().map(|ask| ask.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    let states = states([(&first, &one.0), (&second, &other.0)]);
    assert!(states.contains(&json!("active")) && states.contains(&json!("pending")), "{states:?}");
    let waiting = if states[0] == "pending" { &one.1 } else { &other.1 };
    join(waiting).is(409).says(HELD);
}

#[test]
fn it_is_expected_once_until_the_invitation_lapses() {
    let world = World::new();
    let (master, own) = (world.master(), world.free_standing());
    let first = invite(&master.actor, &own.owner_email).is(201).text("id");
    let refusal = format!("Email \"{}\" has already been used.", own.owner_email);
    world.advance(30 * DAY - 1);
    invite(&renewed(&master).actor, &own.owner_email).refused(409, 1005, &refusal);
    world.advance(1);
    let master = renewed(&master);
    master.get(&format!("/users/{}", own.owner_email)).refused(400, 1120, NO_INVITATION);
    let second = invite(&master.actor, &own.owner_email).is(201).text("id");
    assert_ne!(first, second);
    master.get(&format!("/users/{first}")).refused(404, 1001, &no_user(&first));
    come(&world, &own.owner_email).is(200);
    assert_eq!(shown(&master.actor, &own.owner_email)["id"], json!(second));
}

#[test]
fn whoever_is_not_expected_any_more_keeps_its_account() {
    let world = World::new();
    let (master, own) = (world.master(), world.free_standing());
    invite(&master.actor, &own.owner_email).is(201);
    let link = world.link_of("invitation", &own.owner_email);
    master.delete(&format!("/users/{}", own.owner_email)).is(204);
    master.get(&format!("/users/{}", own.owner_email)).is(404);
    world.open(&link).is(404);
    assert_eq!(shown(&own.actor, "me")["status"], "active");
    invite(&master.actor, &own.owner_email).is(201);
}

#[test]
fn whoever_has_changed_its_address_meanwhile_has_nothing_to_bring() {
    let world = World::new();
    let (master, own) = (world.master(), world.free_standing());
    let id = invite(&master.actor, &own.owner_email).is(201).text("id");
    let domain = managed_domain(&own);
    own.put("/users/me/email", json!({"email": format!("olga@{domain}")})).is(204);
    invite(&master.actor, &own.owner_email).is(409);
    world.open(&world.link_of("invitation", &own.owner_email)).is(200);
    come(&world, &own.owner_email).is(200);
    assert_eq!(shown(&master.actor, &id)["status"], "active");
    assert_eq!(shown(&own.actor, "me")["email"], json!(format!("olga@{domain}")));
}

#[test]
fn it_can_be_moved_before_it_comes() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let own = world.free_standing();
    let id = invite(&master.actor, &own.owner_email).is(201).text("id");
    world.advance(1);
    master.put(&format!("/users/{id}/account"), json!({"account_id": sub.id})).is(204);
    assert_eq!(shown(&own.actor, "me")["status"], "active");
    come(&world, &own.owner_email).is(200);
    assert_eq!(shown(&master.on(&sub), &own.owner_email)["id"], json!(id));
    own.get("/users").is(401);
}

#[test]
fn nobody_is_moved_to_where_its_address_is_expected() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let own = world.free_standing();
    let refusal = format!("Email \"{}\" has already been used.", own.owner_email);
    let id = invite(&master.actor, &own.owner_email).is(201).text("id");
    invite(&master.on(&sub), &own.owner_email).is(201);
    let move_it = || master.put(&format!("/users/{id}/account"), json!({"account_id": sub.id}));
    move_it().refused(409, 1005, &refusal);
    world.submit(&world.link_to_account(&own.owner_email, &master.id), &[("password", PASSWORD)]).is(200);
    move_it().refused(409, 1005, &refusal);
    assert_eq!(shown(&master.actor, &id)["status"], "active");
}

#[test]
fn an_address_that_nobody_has_may_be_invited_by_many_and_its_owner_chooses() {
    let world = World::new();
    let (first, second) = (world.master(), world.master());
    let address = email(&world, "ann");
    let [one, other] = [&first, &second].map(|account| invite(&account.actor, &address).is(201).text("id"));
    let [to_first, to_second] = [&first, &second].map(|account| world.link_to_account(&address, &account.id));
    assert!(world.open(&to_second).is(200).page().find(CLOSES).is_none());
    world.submit(&to_second, &[("password", PASSWORD)]).is(200).says("Welcome");
    assert_eq!(states([(&first, &one), (&second, &other)]), ["pending", "active"]);
    // Whoever else has invited it is told nothing, and awaits it as before.
    assert_eq!(shown(&first.actor, &address)["id"], json!(one));
    first.get("/users?status=pending").is(200).lists("email", [&*address]);
    event(&world, &other, "user.invitation_accepted");
    assert_eq!(world.happened_to(&one).len(), 1);
    for answer in [world.open(&to_first), world.submit(&to_first, &[("password", PASSWORD)])] {
        answer.is(409).says(HELD);
    }
    let refusal = format!("The user {address} already holds an active account.");
    invite(&world.master().actor, &address).refused(400, 1009, &refusal);
    invite(&first.actor, &address).is(409);
    second.delete(&format!("/users/{other}?action=delete")).is(204);
    world.submit(&to_first, &[("password", PASSWORD)]).is(200).says("Welcome");
    assert_eq!(shown(&first.actor, &address)["status"], "active");
}

#[test]
fn whoever_is_awaited_elsewhere_is_awaited_no_longer_than_invited() {
    let world = World::new();
    let (first, second) = (world.master(), world.master());
    let address = email(&world, "ann");
    let one = invite(&first.actor, &address).is(201).text("id");
    world.advance(1);
    let other = invite(&second.actor, &address).is(201).text("id");
    world.advance(30 * DAY - 1);
    // The first invitation has lapsed, and keeps the address from nobody.
    world.submit(&world.link_to_account(&address, &second.id), &[("password", PASSWORD)]).is(200);
    assert_eq!(shown(&renewed(&second).actor, &address)["id"], json!(other));
    renewed(&first).get(&format!("/users/{one}")).refused(404, 1001, &no_user(&one));
}

#[test]
fn a_second_factor_of_its_own_account_is_not_passed_by() {
    let world = World::new();
    let (home, master) = (world.master(), world.master());
    let (id, email) = person(&home, "ann");
    home.delete(&format!("/users/{id}")).is(204);
    let browser = Browser::new(&world).signs_in(&email, PASSWORD);
    let (_, codes) = take(&browser, crate::server::START);
    let new = invite(&master.actor, &email).is(201).text("id");
    for answer in [world.open(&world.link_of("invitation", &email)), come(&world, &email)] {
        answer.is(409).says(GUARDED);
    }
    assert_eq!(shown(&master.actor, &new)["status"], "pending");
    assert!(browser.is_signed_in(), "its account is as it was");
    browser.submit(HOME, "/pages/two_factor/remove", &[("code", &codes[0])]);
    come(&world, &email).is(200).says("Welcome");
    assert!(!browser.is_signed_in());
    assert!(Browser::new(&world).signs_in(&email, PASSWORD).is_signed_in());
}

#[test]
fn the_account_that_closes_does_not_bear_the_name_and_address_of_its_owner() {
    let world = World::new();
    let (home, master) = (world.master(), world.master());
    let (id, email) = person(&home, "ann");
    home.delete(&format!("/users/{id}")).is(204);
    let own = event(&world, &id, "user.created")["account_id"].as_str().unwrap().to_owned();
    let names = || {
        let account = world.shown(&format!("/accounts/{own}")).is(200);
        (account.text("name"), account.text("owner_email"))
    };
    assert_eq!(names(), ("ann Test".to_owned(), email.clone()));
    invite(&master.actor, &email).is(201);
    come(&world, &email).is(200);
    assert_eq!(names(), (String::new(), String::new()));
}
