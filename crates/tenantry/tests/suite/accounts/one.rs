//! `GET /accounts/{accountId}`
use super::no_account;
use crate::{
    server::{BASE_URL, server},
    world::World,
};
use serde_json::{Value, json};

#[test]
fn a_free_account_shows_everything_but_a_subscription() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let shown = master.on(&sub).get("").is(200);
    assert_eq!(
        shown.body,
        json!({"id": sub.id, "account_name": shown["account_name"], "account_number": sub.number,
        "account_type": "Free", "created_at": "2026-01-01T00:00:00Z", "owner_id": sub.owner_id,
        "owner_email": sub.owner_email, "seats": 0, "subscription_start_time": "", "reseller": false,
        "options": {"pay_mode": "master", "billing_auto_renew": true, "share_rc": false, "share_mc": false,
            "resource_share_mc": false, "resource_share_mh": false}})
    );
}

#[test]
fn a_paid_account_shows_plan_seats_and_subscription() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let plan = json!({"account_type": "Business", "seats": 12, "subscription_start_time": "2026-01-01T00:00:00Z",
        "subscription_end_time": "2027-01-01T00:00:00Z"});
    sub.operate("PUT", "/plan", plan).is(200);
    let shown = master.on(&sub).get("").is(200);
    assert_eq!((&shown["account_type"], &shown["seats"]), (&json!("Business"), &json!(12)));
    assert_eq!(shown["subscription_start_time"], "2026-01-01T00:00:00Z");
    assert_eq!(shown["subscription_end_time"], "2027-01-01T00:00:00Z");
}

#[test]
fn an_account_with_an_identity_provider_shows_where_its_users_begin_to_sign_in() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let vanity = format!("one-{}", server().next_world());
    let mut provider =
        json!({"vanity": vanity, "issuer": "https://id.example", "client_id": "us", "client_secret": "x"});
    sub.operate("PUT", "/identity_provider", provider.clone()).is(200);
    let address = |vanity: &str| json!(format!("{BASE_URL}/pages/sso/{vanity}"));
    assert_eq!(master.on(&sub).get("").is(200)["vanity_url"], address(&vanity));
    assert_eq!(sub.on_id("me").get("").is(200)["vanity_url"], address(&vanity));
    assert_eq!(master.on_id("me").get("").is(200).body.get("vanity_url"), None);
    let other = format!("{vanity}-other");
    provider["vanity"] = json!(other);
    sub.operate("PUT", "/identity_provider", provider).is(200);
    assert_eq!(master.on(&sub).get("").is(200)["vanity_url"], address(&other));
    sub.operate("DELETE", "/identity_provider", Value::Null).is(204);
    assert_eq!(master.on(&sub).get("").is(200).body.get("vanity_url"), None);
}

#[test]
fn ones_own_account_is_named_by_me_and_by_its_id() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    for account in [&master, &sub] {
        assert_eq!(account.on_id("me").get("").is(200)["id"], json!(account.id));
    }
    assert_eq!(master.on(&master).get("").is(200).body, master.on_id("me").get("").is(200).body);
}

#[test]
fn a_second_level_master_is_a_reseller_a_top_level_one_is_not() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    let is_reseller = |id: &str| top.on_id(id).get("").is(200)["reseller"].clone();
    assert_eq!(is_reseller(&top.id), json!(false));
    assert_eq!(is_reseller(&reseller.id), json!(true));
    assert_eq!(is_reseller(&customer.id), json!(false));
    assert_eq!(reseller.on_id("me").get("").is(200)["reseller"], json!(true));
}

#[test]
fn a_subaccount_that_pays_for_itself_is_still_shown() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    master.on(&sub).patch("/options", json!({"pay_mode": "sub"})).is(204);
    assert_eq!(master.on(&sub).get("").is(200)["options"]["pay_mode"], "sub");
}

#[test]
fn nobody_sees_upwards_or_sideways() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let sibling = world.second_level(&master);
    for id in [&master.id, &sub.id] {
        sibling.on_id(id).get("").refused(404, 2001, &no_account(id));
    }
    let answer = sibling.actor.send("HEAD", &format!("/accounts/{}", sub.id), Value::Null);
    assert_eq!(answer.status, 404);
}
