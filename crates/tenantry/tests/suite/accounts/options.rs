//! `PATCH /accounts/{accountId}/options`
use super::no_account;
use crate::{server::Setup, world::World};
use platform::Policy;
use serde_json::{Value, json};

#[test]
fn options_are_set_one_by_one_and_null_stands_for_everything() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let sub = master.on(&sub);
    let set = |body: Value| {
        sub.patch("/options", body).is(204);
        sub.get("").is(200)["options"].clone()
    };
    let first =
        set(json!({"share_rc": true, "room_connector_list": ["192.0.2.1", "2001:db8::1"], "billing_auto_renew": false,
        "resource_share_mh": true, "resource_meeting_hybrid_list": ["zone a"]}));
    assert_eq!(first["room_connector_list"], json!(["192.0.2.1", "2001:db8::1"]));
    assert_eq!(
        (&first["resource_meeting_hybrid_list"], &first["billing_auto_renew"]),
        (&json!(["zone a"]), &json!(false))
    );
    let second = set(json!({"share_mc": true, "meeting_connector_list": [], "resource_share_mc": true,
        "resource_meeting_connector_list": []}));
    assert_eq!(
        (&second["share_rc"], &second["share_mc"], &second["resource_share_mc"]),
        (&json!(true), &json!(true), &json!(true))
    );
    assert_eq!(
        (&second["meeting_connector_list"], &second["resource_meeting_connector_list"]),
        (&json!([]), &json!([]))
    );
    let third = set(json!({"room_connector_list": null}));
    assert_eq!((third.get("room_connector_list"), &third["share_rc"]), (None, &json!(true)));
    assert_eq!(set(json!({})), third);
}

#[test]
fn connectors_that_do_not_exist_are_refused() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let set = |body: Value| master.on(&sub).patch("/options", body);
    let text = "Some meeting connectors you provided cannot be found.";
    set(json!({"meeting_connector_list": ["203.0.113.1"]})).refused(400, 2115, text);
    set(json!({"resource_meeting_connector_list": ["resource a"]})).refused(400, 2115, text);
    set(json!({"room_connector_list": ["somewhere"]})).refuses_fields(&["room_connector_list"]);
    set(json!({"pay_mode": "nobody", "share_rc": 7})).refuses_fields(&["pay_mode", "share_rc"]);
}

#[test]
fn a_list_of_resources_has_999_names_at_most() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let set = |count: usize| {
        let zones: Vec<String> = (0..count).map(|number| format!("zone {number}")).collect();
        master.on(&sub).patch("/options", json!({ "resource_meeting_hybrid_list": zones }))
    };
    set(998).is(204);
    set(999).is(204);
    set(1000).refuses_fields(&["resource_meeting_hybrid_list"]);
}

#[test]
fn who_pays_can_be_changed_while_there_is_no_plan() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    master.on(&sub).patch("/options", json!({"pay_mode": "sub"})).is(204);
    master.on(&sub).get("/users").refused(400, 2100, "This subaccount is on self pay mode.");
    master.on(&sub).patch("/options", json!({"pay_mode": "master"})).is(204);
    master.on(&sub).get("/users").is(200);
}

#[test]
fn where_the_operator_allows_it_a_master_manages_who_pays_for_itself() {
    let policy = Policy { manage_self_paying: true, ..Policy::default() };
    let world = World::with(Setup { policy, ..Setup::default() });
    let (master, sub) = world.master_with_subaccount();
    master.on(&sub).patch("/options", json!({"pay_mode": "sub"})).is(204);
    master.on(&sub).get("/users").is(200).lists("id", [&*sub.owner_id]);
    let stranger = world.master();
    stranger.on(&sub).get("/users").refused(404, 2001, &no_account(&sub.id));
}

#[test]
fn where_the_operator_allows_it_a_top_level_master_manages_a_second_level_one() {
    let role = json!({"name": "Desk", "privileges": []});
    for is_allowed in [false, true] {
        let policy = Policy { manage_second_level: is_allowed, ..Policy::default() };
        let world = World::with(Setup { policy, ..Setup::default() });
        let top = world.master();
        let reseller = world.second_level(&top);
        let answer = top.on(&reseller).post("/roles", role.clone());
        match is_allowed {
            true => drop(answer.is(201)),
            false => drop(answer.refused(404, 2001, &no_account(&reseller.id))),
        }
    }
}

#[test]
fn a_plan_that_the_master_pays_cannot_be_left_to_the_subaccount() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Pro", 5);
    let text = "The pay mode cannot be updated for a sub account which already has an existing plan.";
    master.on(&sub).patch("/options", json!({"pay_mode": "sub"})).refused(400, 200, text);
    master.on(&sub).patch("/options", json!({"pay_mode": "master", "share_rc": true})).is(204);
}

#[test]
fn a_plan_that_the_subaccount_has_bought_cannot_be_left_to_the_master() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    master.on(&sub).patch("/options", json!({"pay_mode": "sub"})).is(204);
    sub.plan("Pro", 5);
    let text = "The collection method cannot be changed after the purchase is complete.";
    master.on(&sub).patch("/options", json!({"pay_mode": "master"})).refused(400, 2100, text);
    master.on(&sub).patch("/options", json!({"pay_mode": "sub", "share_rc": true})).is(204);
}

#[test]
fn nobody_sets_the_options_of_ones_own_account() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    for account in [&top, &reseller] {
        let text = format!("Only available for a sub account: {}.", account.id);
        account.on_id("me").patch("/options", json!({"share_rc": true})).refused(400, 200, &text);
        account.on(account).patch("/options", json!({"pay_mode": "sub"})).refused(400, 200, &text);
    }
    top.on(&reseller).patch("/options", json!({"share_rc": true})).is(204);
    assert_eq!(reseller.on_id("me").get("").is(200)["options"]["share_rc"], json!(true));
}

#[test]
fn the_log_tells_new_and_old_options() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    master.on(&sub).patch("/options", json!({"share_rc": true})).is(204);
    let event = &world.told(&sub.id, "account.options_updated")[0];
    assert_eq!((&event["account_id"], &event["by"]["account_id"]), (&json!(sub.id), &json!(master.id)));
    let shares = |object: &Value| object["options"]["share_rc"].clone();
    assert_eq!((shares(&event["payload"]), shares(&event["payload"]["old_object"])), (json!(true), json!(false)));
}
