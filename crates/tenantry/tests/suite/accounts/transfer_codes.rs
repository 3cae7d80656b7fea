//! `POST /accounts` with a transfer code: a free account comes below a master.
use super::{new_account, no_account, with};
use crate::{
    actors::Account,
    answer::Answer,
    data_requests::{GRACE, asked, unwanted},
    users::{admin, managed_domain},
    world::{MANY, World, at_once},
};
use serde_json::json;

/// A code of `account` for `master`, good for an hour.
fn code(account: &Account<'_>, master: &Account<'_>) -> String {
    let body =
        json!({"email": account.owner_email, "master_account_number": master.number, "expires_in_seconds": 3600});
    account.operate("POST", "/transfer_codes", body).is(201).text("code")
}

fn redeem(master: &Account<'_>, code: &str, email: &str) -> Answer {
    master.post("/accounts", with(new_account(master.world, "any"), json!({"email": email, "transfer_code": code})))
}

#[test]
fn a_free_account_comes_below_the_master_with_all_it_holds() {
    let world = World::new();
    let master = world.master();
    let free = world.free_standing();
    let body = with(
        new_account(&world, "any"),
        json!({"email": free.owner_email.to_uppercase(),
        "transfer_code": code(&free, &master), "options": {"share_rc": true}}),
    );
    world.advance(60);
    let moved = master.post("/accounts", body).is(201);
    assert_eq!(
        moved.body,
        json!({"id": free.id, "owner_id": free.owner_id, "owner_email": free.owner_email,
        "created_at": "2026-01-01T00:00:00Z"})
    );
    master.get("/accounts").is(200).lists("id", [&*free.id]);
    master.on(&free).get("/users").is(200).lists("id", [&*free.owner_id]);
    let shown = master.on(&free).get("").is(200);
    assert_eq!((&shown["account_number"], &shown["options"]["share_rc"]), (&json!(free.number), &json!(true)));
    let payload = &world.told(&free.id, "account.associated")[0]["payload"];
    assert_eq!((&payload["parent_id"], &payload["owner_id"]), (&json!(master.id), &json!(free.owner_id)));
}

#[test]
fn a_code_that_nobody_made_is_invalid() {
    let world = World::new();
    let master = world.master();
    redeem(&master, "unknown", "a@b.example").refused(400, 11102, "Invalid account transfer token.");
}

#[test]
fn a_code_of_another_world_or_of_a_closed_account_is_invalid() {
    let [world, elsewhere] = [World::new(), World::new()];
    let master = world.master();
    let far = elsewhere.free_standing();
    let text = "Invalid account transfer token.";
    redeem(&master, &code(&far, &master), &far.owner_email).refused(400, 11102, text);
    let closed = world.free_standing();
    let code = code(&closed, &master);
    closed.operate("DELETE", "", serde_json::Value::Null).is(204);
    redeem(&master, &code, &closed.owner_email).refused(400, 11102, text);
}

#[test]
fn a_code_serves_one_email_and_one_master() {
    let world = World::new();
    let [master, other] = [world.master(), world.master()];
    let free = world.free_standing();
    let code = code(&free, &master);
    let text = "Account transfer token and master Zoom account number do not match.";
    redeem(&other, &code, &free.owner_email).refused(400, 11106, text);
    let text = "Account transfer email and request body email do not match. Please try again.";
    redeem(&master, &code, "another@b.example").refused(400, 11104, text);
    redeem(&master, &code, &free.owner_email).is(201);
}

#[test]
fn a_code_serves_once() {
    let world = World::new();
    let master = world.master();
    let free = world.free_standing();
    let [first, second] = [code(&free, &master), code(&free, &master)];
    redeem(&master, &first, &free.owner_email).is(201);
    redeem(&master, &first, &free.owner_email).refused(400, 11107, "Account transfer token already used.");
    redeem(&master, &second, &free.owner_email).refused(400, 11110, "Account already exists.");
    assert_eq!(master.get("/accounts").is(200)["total_records"], 1);
}

#[test]
fn of_64_requests_with_one_code_one_moves_the_account() {
    let world = World::new();
    let master = world.master();
    let free = world.free_standing();
    let code = code(&free, &master);
    let outcome = |answer: Answer| (answer.status, answer["code"].as_i64().unwrap_or_default());
    let answers = at_once(|| redeem(&master, &code, &free.owner_email));
    let answers: Vec<(u16, i64)> = answers.into_iter().map(outcome).collect();
    let count = |wanted| answers.iter().filter(|answer| **answer == wanted).count();
    assert_eq!((count((201, 0)), count((400, 11107))), (1, MANY - 1), "{answers:?}");
}

#[test]
fn a_code_serves_until_its_time_is_over() {
    let world = World::new();
    let master = world.master();
    let [early, late] = [world.free_standing(), world.free_standing()];
    let [first, second] = [code(&early, &master), code(&late, &master)];
    world.advance(3599);
    let master = Account { actor: crate::actors::Actor::new(&world, master.new_token()), ..master };
    redeem(&master, &first, &early.owner_email).is(201);
    world.advance(1);
    redeem(&master, &second, &late.owner_email).refused(400, 11105, "Account transfer token expired.");
}

#[test]
fn codes_can_be_switched_off() {
    let world = World::new();
    let master = world.master();
    let free = world.free_standing();
    let code = code(&free, &master);
    free.operate("PATCH", "/transfer_codes", json!({"enabled": false})).is(200);
    let text = "Account transfer disabled. Please remove the transfer token and try again.";
    redeem(&master, &code, &free.owner_email).refused(400, 11101, text);
}

#[test]
fn an_account_that_has_a_place_or_a_plan_does_not_move() {
    let world = World::new();
    let [master, other] = [world.master(), world.master()];
    let text = "Account transfer does not support subaccounts.";
    let free = world.free_standing();
    let [first, second] = [code(&free, &master), code(&free, &other)];
    redeem(&master, &first, &free.owner_email).is(201);
    redeem(&other, &second, &free.owner_email).refused(400, 11111, text);
    let promoted = world.free_standing();
    let third = code(&promoted, &master);
    promoted.operate("PUT", "/master", json!({"master": true})).is(200);
    redeem(&master, &third, &promoted.owner_email).refused(400, 11111, text);
    let paid = world.free_standing();
    let fourth = code(&paid, &master);
    paid.plan("Pro", 1);
    redeem(&master, &fourth, &paid.owner_email).refused(400, 11112, "Account transfer only supports free accounts.");
    paid.patch(&format!("/users/{}", paid.owner_id), json!({"type": 2})).is(204);
    let text = "Account transfer is only available for free users.";
    redeem(&master, &fourth, &paid.owner_email).refused(400, 11108, text);
    paid.patch(&format!("/users/{}", paid.owner_id), json!({"type": 1})).is(204);
    paid.plan("Free", 0);
    redeem(&master, &fourth, &paid.owner_email).is(201);
}

#[test]
fn a_code_is_made_only_for_what_it_could_move() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let mint = |account: &Account<'_>, email: &str| {
        account.operate("POST", "/transfer_codes", json!({"email": email, "master_account_number": master.number}))
    };
    mint(&sub, &sub.owner_email).refused(400, 11111, "Account transfer does not support subaccounts.");
    let free = world.free_standing();
    mint(&free, &sub.owner_email).refused(400, 11103, "User email does not exist.");
    free.plan("Pro", 1);
    mint(&free, &free.owner_email).refused(400, 11112, "Account transfer only supports free accounts.");
}

#[test]
fn a_code_ends_with_the_owner_who_asked_for_it() {
    let world = World::new();
    let master = world.master();
    let free = world.free_standing();
    let code = code(&free, &master);
    free.plan("Enterprise", 10);
    let (_, email) = admin(&free, "bob");
    free.on_id("me").put("/owner", json!({ "email": email })).is(204);
    free.plan("Free", 0);
    redeem(&master, &code, &free.owner_email).refused(400, 11103, "User email does not exist.");
}

#[test]
fn a_code_for_an_email_of_the_past_goes_with_whoever_is_erased() {
    let world = World::new();
    let (master, free) = (world.master(), world.free_standing());
    let code = code(&free, &master);
    free.plan("Enterprise", 10);
    let after = format!("olga@{}", managed_domain(&free));
    free.put("/users/me/email", json!({ "email": after })).is(204);
    let (_, heir) = admin(&free, "bob");
    free.on_id("me").put("/owner", json!({ "email": heir })).is(204);
    asked(&free.actor, unwanted(&[&after]));
    world.advance(GRACE);
    world.settle();
    redeem(&master, &code, &free.owner_email).refused(400, 11102, "Invalid account transfer token.");
}

#[test]
fn an_account_can_come_into_the_third_tier() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let free = world.free_standing();
    let body = with(
        new_account(&world, "any"),
        json!({"email": free.owner_email, "transfer_code": code(&free, &reseller),
        "sub_reseller_id": reseller.id}),
    );
    top.post("/accounts", body).is(201);
    reseller.get("/accounts").is(200).lists("id", [&*free.id]);
    top.on(&free).get("/users").is(200);
    reseller.on(&free).delete("").is(204);
    top.on(&free).get("/users").refused(404, 2001, &no_account(&free.id));
}
