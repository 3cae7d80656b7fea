//! `/accounts/{id}/transfer_codes`: codes that move a free account below a master.
use crate::{actors::Account, answer::Answer, world::World};
use serde_json::{Value, json};

impl Account<'_> {
    fn mint(&self, master: &Account<'_>, more: Value) -> Answer {
        let mut body = json!({"email": self.owner_email, "master_account_number": master.number});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.operate("POST", "/transfer_codes", body)
    }
    fn take_over(&self, free: &Account<'_>, code: &str) -> Answer {
        let body = json!({
            "email": free.owner_email, "first_name": "Olga", "last_name": "Owner", "password": "Kx4-Kx4-",
            "transfer_code": code,
        });
        self.post("/accounts", body)
    }
}

#[test]
fn a_code_moves_the_account_below_the_master_it_was_made_for() {
    let world = World::new();
    let (master, free) = (world.master(), world.free_standing());
    let minted = free.mint(&master, json!({})).is(201);
    assert_eq!((minted.text("code").len(), &minted["expires_at"]), (43, &json!("2026-01-08T00:00:00Z")));
    assert_eq!(master.take_over(&free, &minted.text("code")).is(201)["id"], free.id);
    let shown = world.shown(&format!("/accounts/{}", free.id)).is(200);
    assert_eq!((&shown["tier"], &shown["parent_id"]), (&json!("sub"), &json!(master.id)));
}

#[test]
fn a_code_serves_until_it_expires() {
    let world = World::new();
    let master = world.master();
    let (one, two) = (world.free_standing(), world.free_standing());
    let codes = [&one, &two].map(|free| free.mint(&master, json!({"expires_in_seconds": 10})).is(201).text("code"));
    world.advance(9);
    master.take_over(&one, &codes[0]).is(201);
    world.advance(1);
    master.take_over(&two, &codes[1]).refused(400, 11105, "Account transfer token expired.");
}

#[test]
fn codes_that_are_switched_off_serve_no_more_and_stay_off() {
    let world = World::new();
    let (master, free) = (world.master(), world.free_standing());
    let code = free.mint(&master, json!({})).is(201).text("code");
    let off = free.operate("PATCH", "/transfer_codes", json!({"enabled": false})).is(200);
    assert_eq!(off["switched_off"], 1);
    let text = "Account transfer disabled. Please remove the transfer token and try again.";
    master.take_over(&free, &code).refused(400, 11101, text);
    free.operate("PATCH", "/transfer_codes", json!({"enabled": true})).refuses_fields(&["enabled"]);
    let another = free.mint(&master, json!({})).is(201).text("code");
    master.take_over(&free, &another).is(201);
}

#[test]
fn no_code_is_made_for_what_cannot_be_moved() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let text = "Account transfer does not support subaccounts.";
    sub.mint(&master, json!({})).refused(400, 11111, text);
    master.mint(&master, json!({})).refused(400, 11111, text);
    let paid = world.free_standing();
    paid.plan("Pro", 1);
    paid.mint(&master, json!({})).refused(400, 11112, "Account transfer only supports free accounts.");
    let free = world.free_standing();
    free.mint(&master, json!({"email": "else@where.example"})).refused(400, 11103, "User email does not exist.");
    for (seconds, status) in [(0, 400), (1, 201), (31_536_000, 201), (31_536_001, 400)] {
        free.mint(&master, json!({"expires_in_seconds": seconds})).is(status);
    }
}
