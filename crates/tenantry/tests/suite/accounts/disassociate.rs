//! `DELETE /accounts/{accountId}`
use super::no_account;
use crate::{
    actors::Account,
    data_requests::{GRACE, asked, fetch, file_of, in_history, link, unwanted, wanted},
    server::Setup,
    users::renewed,
    world::World,
};
use platform::Policy;
use serde_json::{Value, json};

#[test]
fn a_free_account_leaves_and_lives_on() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let other = world.sub(&master);
    let (user, _) = sub.user("mia");
    master.on(&sub).delete("").is(204);
    let left = master.get("/accounts").is(200).lists("id", [&*other.id]);
    assert_eq!(left["total_records"], 1);
    sub.get("/users").is(200).lists("id", [&*sub.owner_id, &*user]);
    assert_eq!(sub.on_id("me").get("").is(200)["account_number"], json!(sub.number));
}

#[test]
fn from_the_next_request_on_the_former_master_reaches_nothing_of_it() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    (0..2).for_each(|number| drop(sub.user(&format!("user{number}"))));
    let token = master.on(&sub).get("/users?page_size=1").is(200).text("next_page_token");
    master.on(&sub).delete("").is(204);
    let text = no_account(&sub.id);
    master.on(&sub).get("").refused(404, 2001, &text);
    master.on(&sub).delete("").refused(404, 2001, &text);
    master.on(&sub).get(&format!("/users?page_size=1&next_page_token={token}")).refused(404, 2001, &text);
    master.on(&sub).get(&format!("/users/{}", sub.owner_id)).refused(404, 2001, &text);
    master.on(&sub).patch("/options", json!({"share_rc": true})).refused(404, 2001, &text);
}

#[test]
fn a_deletion_that_the_former_master_has_asked_for_is_canceled_and_one_of_the_accounts_own_is_not() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let ((ann, anns), (bob, bobs)) = (sub.user("ann"), sub.user("bob"));
    let (theirs, own) = (asked(&master.on(&sub), unwanted(&[&anns])), asked(&sub.actor, unwanted(&[&bobs])));
    master.on(&sub).delete("").is(204);
    assert_eq!([&theirs, &own].map(|id| in_history(&sub.actor, id)["state"].clone()), ["Canceled", "Pending"]);
    let canceled = &world.told(&theirs, "data_request.canceled")[0];
    assert_eq!((&canceled["by"]["account_id"], &canceled["version"]), (&json!(master.id), &json!(2)));
    world.advance(GRACE);
    world.settle();
    let owner = renewed(&sub).actor;
    assert_eq!([&theirs, &own].map(|id| in_history(&owner, id)["state"].clone()), ["Canceled", "Completed"]);
    owner.get(&format!("/users/{ann}")).is(200);
    owner.get(&format!("/users/{bob}")).is(404);
}

#[test]
fn what_either_master_of_a_third_tier_account_has_asked_for_is_canceled() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    let ((_, ann), (_, bob)) = (customer.user("ann"), customer.user("bob"));
    let requests = [asked(&top.on(&customer), unwanted(&[&ann])), asked(&reseller.on(&customer), wanted(&[&bob]))];
    reseller.on(&customer).delete("").is(204);
    world.settle();
    assert_eq!(requests.map(|id| in_history(&customer.actor, &id)["state"].clone()), ["Canceled", "Canceled"]);
}

#[test]
fn a_deletion_that_has_begun_is_finished() {
    // Profiles are to be gone through, or the log.
    for parts in [1, 2] {
        let world = World::new();
        let (master, sub) = world.master_with_subaccount();
        let (ann, email) = sub.user("ann");
        let request = asked(&master.on(&sub), unwanted(&[&email]));
        world.advance(GRACE);
        (0..parts).for_each(|_| world.settle_a_part());
        let owner = renewed(&sub).actor;
        owner.get(&format!("/users/{ann}")).is(404);
        renewed(&master).on(&sub).delete("").is(204);
        world.settle();
        assert_eq!(in_history(&owner, &request)["state"], "Completed");
        let log = world.log(|event| event["account_id"] == sub.id.as_str());
        assert!(log.iter().all(|event| !event.to_string().contains(&email)));
    }
}

#[test]
fn a_link_to_an_export_that_was_given_before_leads_nowhere_and_the_file_stays_the_accounts_own() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (_, email) = sub.user("ann");
    let above = master.on(&sub);
    let request = asked(&above, wanted(&[&email]));
    world.settle();
    let address = link(&above, &file_of(&above, &request));
    above.delete("").is(204);
    fetch(&world, &address).is(404);
    fetch(&world, &link(&sub.actor, &file_of(&sub.actor, &request))).is(200);
}

#[test]
fn keys_in_the_names_of_its_users_end_and_those_of_a_sibling_do_not() {
    let world = World::new();
    let (master, sibling) = world.master_with_subaccount();
    for kind in ["zak", "onbehalf"] {
        let leaving = world.sub(&master);
        let key = |account: &Account<'_>| {
            let path = format!("/users/{}/token?type={kind}&ttl=31536000", account.owner_id);
            master.on(account).get(&path).is(200).text("token")
        };
        let inspect =
            |account: &Account<'_>, key: &str| account.operate("POST", "/access_keys/inspect", json!({"key": key}));
        let (theirs, siblings) = (key(&leaving), key(&sibling));
        inspect(&leaving, &theirs).is(200);
        master.on(&leaving).delete("").is(204);
        inspect(&leaving, &theirs).refused(404, 404, "The key is not good.");
        inspect(&sibling, &siblings).is(200);
    }
}

#[test]
fn a_paid_account_stays() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Pro", 5);
    master.on(&sub).delete("").refused(404, 2000, "You cannot disassociate a paid account.");
    sub.plan("Free", 0);
    master.on(&sub).delete("").is(204);
}

#[test]
fn a_subaccount_that_pays_for_itself_can_leave_and_its_options_end() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    master.on(&sub).patch("/options", json!({"pay_mode": "sub", "share_rc": true})).is(204);
    master.on(&sub).delete("").is(204);
    let options = &sub.on_id("me").get("").is(200)["options"];
    assert_eq!((&options["pay_mode"], &options["share_rc"]), (&json!("master"), &json!(false)));
}

#[test]
fn third_tier_accounts_leave_at_the_word_of_either_master() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let [first, second] = [world.sub(&reseller), world.sub(&reseller)];
    top.on(&first).delete("").is(204);
    reseller.get("/accounts").is(200).lists("id", [&*second.id]);
    reseller.on(&first).get("").refused(404, 2001, &no_account(&first.id));
    reseller.on(&second).delete("").is(204);
    assert_eq!(reseller.get("/accounts").is(200)["total_records"], 0);
}

#[test]
fn a_master_is_never_disassociated() {
    let policy = Policy { manage_second_level: true, ..Policy::default() };
    let world = World::with(Setup { policy, ..Setup::default() });
    let top = world.master();
    let reseller = world.second_level(&top);
    world.sub(&reseller);
    top.on(&reseller).delete("").refused(400, 200, "You cannot disassociate a master account.");
    reseller.plan("Free", 0);
    top.on(&reseller).delete("").refused(400, 200, "You cannot disassociate a master account.");
}

#[test]
fn nobody_disassociates_ones_own_account() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    for account in [&top, &reseller] {
        let text = format!("Only available for a sub account: {}.", account.id);
        account.on_id("me").delete("").refused(400, 200, &text);
        account.on(account).delete("").refused(400, 200, &text);
    }
}

#[test]
fn the_log_names_the_master_that_the_account_had() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    master.on(&sub).delete("").is(204);
    let event = &world.told(&sub.id, "account.disassociated")[0];
    assert_eq!((&event["account_id"], &event["by"]["account_id"]), (&json!(sub.id), &json!(master.id)));
    let payload =
        json!({"id": sub.id, "owner_id": sub.owner_id, "owner_email": sub.owner_email, "parent_id": master.id});
    assert_eq!(event["payload"], payload);
    assert!(event["version"].as_i64() > world.told(&sub.id, "account.created")[0]["version"].as_i64());
    assert_ne!(event["payload"]["parent_id"], Value::Null);
}
