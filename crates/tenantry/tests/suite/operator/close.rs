//! `DELETE /accounts/{id}`: the end of an account and of all below it.
use crate::{
    actors::{Account, ask_token},
    world::World,
};
use serde_json::{Value, json};

impl Account<'_> {
    fn close(&self) {
        self.operate("DELETE", "", Value::Null).is(204);
    }
    fn is_closed(&self) -> bool {
        self.world.shown(&format!("/accounts/{}", self.id)).is(200).body.get("closed_at").is_some()
    }
}

#[test]
fn the_credentials_of_a_closed_account_stop() {
    let world = World::new();
    let account = world.free_standing();
    account.get("/users").is(200);
    account.close();
    account.get("/users").refused(401, 124, "Invalid access token.");
    ask_token(&world, &account.id, &account.client_id, &account.client_secret).is(400);
}

#[test]
fn everything_below_a_closed_account_is_closed_with_it_and_nothing_beside_it() {
    let world = World::new();
    let top = world.master();
    let (reseller, sub) = (world.second_level(&top), world.sub(&top));
    let customer = world.sub(&reseller);
    reseller.close();
    assert!(reseller.is_closed() && customer.is_closed() && !top.is_closed() && !sub.is_closed());
    customer.get("/users").refused(401, 124, "Invalid access token.");
    top.on(&sub).get("/users").is(200);
    for gone in [&reseller, &customer] {
        top.on(gone).get("").refused(404, 2001, &format!("Account does not exist: {}.", gone.id));
    }
    top.close();
    assert!(top.is_closed() && sub.is_closed());
}

#[test]
fn a_closed_subaccount_leaves_the_list_of_its_master() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let other = world.sub(&master);
    sub.close();
    let list = master.get("/accounts").is(200);
    assert_eq!(list["total_records"], 1);
    list.lists("id", [other.id.clone()]);
}

#[test]
fn closing_again_changes_nothing() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.close();
    let at = world.shown(&format!("/accounts/{}", sub.id)).is(200)["closed_at"].clone();
    world.advance(60);
    sub.close();
    master.close();
    assert_eq!(world.shown(&format!("/accounts/{}", sub.id)).is(200)["closed_at"], at);
    let closed = |names: Vec<String>| names.iter().filter(|name| *name == "account.closed").count();
    assert_eq!((closed(world.names_in_log_of(&sub.id)), closed(world.names_in_log_of(&master.id))), (1, 1));
}

#[test]
fn nothing_is_changed_about_a_closed_account() {
    let world = World::new();
    let account = world.master();
    account.close();
    let text = format!("The account is closed: {}.", account.id);
    let changes = [
        ("PUT", "/master", json!({"master": false})),
        ("PUT", "/manages_subaccounts", json!({"on": false})),
        ("PUT", "/capabilities", json!({"cust_create": true})),
        ("PUT", "/plan", json!({"account_type": "Pro", "seats": 1})),
        ("POST", "/apps", json!({"kind": "server_to_server"})),
        ("PATCH", "/apps/none", json!({"enabled": true})),
        ("POST", "/managed_domains", json!({"domain": "closed.example"})),
        ("PUT", "/trusted_domains", json!({"domains": []})),
        ("POST", "/transfer_codes", json!({"email": account.owner_email, "master_account_number": 1})),
        ("PATCH", "/transfer_codes", json!({"enabled": false})),
        ("POST", "/user_tokens", json!({"client_id": account.client_id, "user_id": account.owner_id})),
    ];
    for (method, path, body) in changes {
        account.operate(method, path, body).refused(409, 409, &text);
    }
    account.operate("GET", "/plan", Value::Null).is(200);
    account.operate("GET", "/apps", Value::Null).is(200);
}

#[test]
fn closed_accounts_do_not_hold_the_master_above_them() {
    let world = World::new();
    let top = world.master();
    let (reseller, sub) = (world.second_level(&top), world.sub(&top));
    let customer = world.sub(&reseller);
    let ordinary = json!({"master": false});
    for open in [&reseller, &top] {
        open.operate("PUT", "/master", ordinary.clone()).refuses_fields(&["master"]);
    }
    customer.close();
    reseller.operate("PUT", "/master", ordinary.clone()).is(200);
    let shown = world.shown(&format!("/accounts/{}", customer.id)).is(200);
    assert_eq!((&shown["tier"], &shown["top_id"]), (&json!("free_standing"), &json!(customer.id)));
    assert!(world.names_in_log_of(&customer.id).contains(&"account.released".to_owned()));
    top.operate("PUT", "/master", ordinary.clone()).refuses_fields(&["master"]);
    sub.close();
    reseller.close();
    assert_eq!(top.operate("PUT", "/master", ordinary).is(200)["tier"], "free_standing");
    customer.get("/users").refused(401, 124, "Invalid access token.");
}

#[test]
fn a_closed_second_level_master_and_all_below_it_leave_their_places_together() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    reseller.close();
    assert_eq!(top.operate("PUT", "/master", json!({"master": false})).is(200)["tier"], "free_standing");
    for (left, tier) in [(&reseller, "master"), (&customer, "free_standing")] {
        assert!(left.is_closed());
        assert_eq!(world.shown(&format!("/accounts/{}", left.id)).is(200)["tier"], tier);
    }
    assert_eq!(world.shown(&format!("/accounts/{}/tree", top.id)).is(200).column("id"), [json!(top.id)]);
}
