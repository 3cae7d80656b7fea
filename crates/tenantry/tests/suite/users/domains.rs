//! Emails of managed domains, in the account that manages them and elsewhere.
use super::*;
use crate::accounts::{new_account, with};

const BLOCKED: &str = "Email domain is blocked.";
const STAYS: &str = "You can not disassociate a user with managed domain.";

#[test]
fn nobody_outside_of_the_tree_makes_or_invites_users_of_a_managed_domain() {
    let world = World::new();
    let (stranger, (master, sub)) = (world.master(), world.master_with_subaccount());
    let domain = managed_domain(&master);
    stranger.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    let email = |name: &str| format!("{name}@{}", domain.to_uppercase());
    for action in ["create", "custCreate"] {
        make(&stranger.actor, action, &email("ann"), json!({})).refused(400, 1107, BLOCKED);
    }
    let body = with(new_account(&world, "ada"), json!({"email": email("ann")}));
    stranger.post("/accounts", body.clone()).refused(400, 1107, BLOCKED);
    stranger.get("/users?status=pending").is(200).lists("email", [""; 0]);
    make(&stranger.actor, "create", &format!("ann@sub.{domain}"), json!({})).is(201);
    make(&master.actor, "create", &email("ann"), json!({})).is(201);
    make(&master.on(&sub), "create", &email("bob"), json!({})).is(201);
    master.post("/accounts", with(body, json!({"email": email("cid")}))).is(201);
    give_up(&master, &domain);
    make(&stranger.actor, "create", &email("dan"), json!({})).is(201);
}

#[test]
fn a_domain_that_is_only_claimed_blocks_nobody() {
    let world = World::new();
    let (stranger, master) = (world.master(), world.master());
    let domain = format!("m{}.example", server().next_world());
    master.operate("POST", "/managed_domains", json!({"domain": domain, "status": "pending"})).is(200);
    make(&stranger.actor, "create", &format!("ann@{domain}"), json!({})).is(201);
}

#[test]
fn an_account_with_an_owner_of_a_managed_domain_is_moved_within_its_tree_only() {
    let world = World::new();
    let (manager, stranger, free) = (world.master(), world.master(), world.free_standing());
    let body = json!({"email": free.owner_email, "master_account_number": stranger.number});
    let code = free.operate("POST", "/transfer_codes", body).is(201).text("code");
    let domain = free.owner_email.split_once('@').unwrap().1;
    manager.operate("POST", "/managed_domains", json!({"domain": domain})).is(200);
    let body = with(new_account(&world, "any"), json!({"email": free.owner_email, "transfer_code": code}));
    stranger.post("/accounts", body.clone()).refused(400, 1107, BLOCKED);
    give_up(&manager, domain);
    stranger.post("/accounts", body).is(201);
}

#[test]
fn who_was_there_before_the_domain_was_managed_stays_and_may_come() {
    let world = World::new();
    let (stranger, master) = (world.master(), world.master());
    let domain = format!("m{}.example", server().next_world());
    let email = format!("ann@{domain}");
    let id = make(&stranger.actor, "create", &email, json!({})).is(201).text("id");
    master.operate("POST", "/managed_domains", json!({"domain": domain})).is(200);
    world.submit(&world.link_to(&email), &[("password", PASSWORD)]).is(200);
    assert_eq!(shown(&stranger.actor, &id)["status"], "active");
    make(&master.actor, "create", &email, json!({})).refused(
        400,
        1009,
        &format!("The user {email} already holds an active account."),
    );
    stranger.delete(&format!("/users/{id}")).is(204);
    world.advance(1);
    // On its own by now, with an address of the domain: whoever manages it may gather it in.
    make(&master.actor, "create", &email, json!({})).is(201);
    world.submit(&world.link_of("invitation", &email), &[("password", PASSWORD)]).is(200);
    assert_eq!(shown(&master.actor, &email)["status"], "active");
}

#[test]
fn a_user_of_a_domain_of_the_tree_moves_within_it_and_does_not_leave_it() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let other = world.sub(&master);
    let domain = managed_domain(&master);
    let email = format!("ann@{domain}");
    let id = make(&master.on(&sub), "create", &email, json!({})).is(201).text("id");
    world.submit(&world.link_to(&email), &[("password", PASSWORD)]).is(200);
    master.on(&sub).delete(&format!("/users/{id}")).refused(400, 1107, STAYS);
    master.on(&sub).put(&format!("/users/{id}/account"), json!({"account_id": other.id})).is(204);
    master.on(&other).delete(&format!("/users/{id}?action=delete")).is(204);
}

#[test]
fn a_domain_is_one_however_it_is_spelt() {
    let world = World::new();
    let (master, stranger) = (world.master(), world.master());
    let rest = format!("m{}.example", server().next_world());
    let (written, encoded) = (format!("bücher.{rest}"), format!("xn--bcher-kva.{rest}"));
    let claim = |account: &Account<'_>, domain: &str| {
        account.operate("POST", "/managed_domains", json!({"domain": domain, "status": "pending"}))
    };
    let invite =
        |account: &Account<'_>, domain: &str| make(&account.actor, "create", &format!("Ann@{domain}"), json!({}));
    master.operate("POST", "/managed_domains", json!({"domain": encoded})).is(200);
    master.on_id("me").get("/managed_domains").is(200).lists("domain", [&*written]);
    let taken = format!("The domain is already managed: {written}.");
    for same in [&written, &encoded, &encoded.to_uppercase(), &format!("bu\u{308}cher.{rest}")] {
        claim(&stranger, same).refused(409, 300, &taken);
        claim(&master, same).refused(409, 300, &taken);
    }
    for same in [&written, &encoded, &written.to_uppercase(), &encoded.to_uppercase()] {
        invite(&stranger, same).refused(400, 1107, BLOCKED);
    }
    let id = invite(&master, &encoded).is(201).text("id");
    for same in [&written, &encoded] {
        invite(&master, same).refused(409, 1005, &format!("Email \"Ann@{same}\" has already been used."));
    }
    let user = shown(&master.actor, &format!("ann@{encoded}"));
    assert_eq!((&user["id"], &user["email"]), (&json!(id), &json!(format!("ann@{written}"))));
    give_up(&master, &encoded);
    claim(&stranger, &written).is(200);
}

#[test]
fn a_pending_user_of_a_domain_that_is_managed_elsewhere_by_now_is_not_invited_anew() {
    let world = World::new();
    let ((stranger, sub), manager) = (world.master_with_subaccount(), world.master());
    let domain = format!("m{}.example", server().next_world());
    let email = format!("ann@{domain}");
    let id = make(&stranger.actor, "create", &email, json!({})).is(201).text("id");
    manager.operate("POST", "/managed_domains", json!({"domain": domain})).is(200);
    let move_it = || stranger.put(&format!("/users/{id}/account"), json!({"account_id": sub.id}));
    move_it().refused(400, 1107, BLOCKED);
    assert_eq!((shown(&stranger.actor, &id)["status"].clone(), world.mails_to(&email).len()), (json!("pending"), 1));
    world.submit(&world.link_to(&email), &[("password", PASSWORD)]).is(200);
    move_it().is(204);
    assert_eq!(shown(&stranger.on(&sub), &id)["status"], "active");
}
