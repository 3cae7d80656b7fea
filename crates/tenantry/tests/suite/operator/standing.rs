//! Masters, the switch "manages subaccounts", and capabilities: effective on the next request.
use crate::{actors::Account, world::World};
use serde_json::{Value, json};

impl Account<'_> {
    fn set_master(&self, master: bool) -> crate::answer::Answer {
        self.operate("PUT", "/master", json!({"master": master}))
    }
    fn tier(&self) -> Value {
        self.world.shown(&format!("/accounts/{}", self.id)).is(200)["tier"].clone()
    }
    fn may_cust_create(&self) -> bool {
        self.world.shown(&format!("/accounts/{}", self.id)).is(200)["capabilities"]["cust_create"] == true
    }
}

#[test]
fn a_free_standing_account_becomes_a_master_and_one_again_while_nothing_open_is_below_it() {
    let world = World::new();
    let account = world.free_standing();
    let made = account.set_master(true).is(200);
    assert_eq!((&made["tier"], &made["manages_subaccounts"]), (&json!("master"), &json!(true)));
    let sub = world.sub(&account);
    account.set_master(false).refuses_fields(&["master"]);
    world.operator("DELETE", &format!("/accounts/{}", sub.id), Value::Null).is(204);
    let back = account.set_master(false).is(200);
    assert_eq!((&back["tier"], &back["manages_subaccounts"]), (&json!("free_standing"), &json!(false)));
}

#[test]
fn a_direct_sub_becomes_a_second_level_master_and_a_third_tier_none() {
    let world = World::new();
    let top = world.master();
    let sub = world.sub(&top);
    assert_eq!(sub.set_master(true).is(200)["tier"], "second_level_master");
    assert_eq!(top.get("/accounts").is(200)["accounts"][0]["reseller"], true);
    let customer = world.sub(&sub);
    customer.set_master(true).refuses_fields(&["master"]);
    sub.set_master(false).refuses_fields(&["master"]);
    assert_eq!(customer.tier(), "sub");
    let other = world.sub(&top);
    other.set_master(true).is(200);
    assert_eq!(other.set_master(false).is(200)["tier"], "sub");
}

#[test]
fn making_a_master_of_a_master_changes_nothing() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let before = world.names_in_log_of(&master.id).len();
    assert_eq!(master.set_master(true).is(200)["tier"], "master");
    assert_eq!(sub.set_master(false).is(200)["tier"], "sub");
    assert_eq!(world.names_in_log_of(&master.id).len(), before);
}

#[test]
fn a_new_master_lists_subaccounts_from_the_next_request_on() {
    let world = World::new();
    let account = world.free_standing();
    account.plan("Business", 10);
    account.set_master(true).is(200);
    let app = account.operate("POST", "/apps", json!({"kind": "server_to_server"})).is(201);
    let token = crate::actors::token(&world, &account.id, &app.text("client_id"), &app.text("client_secret"));
    let actor = crate::actors::Actor::new(&world, token);
    actor.get("/accounts").is(200);
    account.set_master(false).is(200);
    actor.get("/accounts").refused(400, 200, "No permission.");
}

#[test]
fn a_master_whose_switch_is_off_reaches_nothing_below_it() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    master.on(&sub).get("/users").is(200);
    assert_eq!(
        master.operate("PUT", "/manages_subaccounts", json!({"on": false})).is(200)["manages_subaccounts"],
        false
    );
    master.on(&sub).get("/users").refused(404, 2001, &format!("Account does not exist: {}.", sub.id));
    master.get("/accounts").refused(400, 200, "No permission.");
    master.get("/users").is(200);
    master.operate("PUT", "/manages_subaccounts", json!({"on": true})).is(200);
    master.on(&sub).get("/users").is(200);
}

#[test]
fn only_a_master_has_the_switch() {
    let world = World::new();
    let (_, sub) = world.master_with_subaccount();
    sub.operate("PUT", "/manages_subaccounts", json!({"on": true})).refuses_fields(&["on"]);
    world.free_standing().operate("PUT", "/manages_subaccounts", json!({"on": false})).refuses_fields(&["on"]);
    sub.operate("PUT", "/manages_subaccounts", json!({})).refuses_fields(&["on"]);
}

#[test]
fn a_capability_of_a_top_is_its_whole_trees_and_comes_to_those_made_later() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    assert!(![&top, &reseller, &customer].into_iter().any(Account::may_cust_create));
    top.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    let later = world.sub(&reseller);
    assert!([&top, &reseller, &customer, &later].into_iter().all(Account::may_cust_create));
    top.operate("PUT", "/capabilities", json!({"cust_create": false})).is(200);
    assert!(![&top, &reseller, &customer, &later].into_iter().any(Account::may_cust_create));
}

#[test]
fn a_capability_given_below_the_top_reaches_down_and_not_up() {
    let world = World::new();
    let top = world.master();
    let (one, other) = (world.second_level(&top), world.second_level(&top));
    let customer = world.sub(&one);
    one.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    assert!(one.may_cust_create() && customer.may_cust_create());
    assert!(!top.may_cust_create() && !other.may_cust_create());
}

#[test]
fn users_are_made_with_cust_create_only_where_it_is_open() {
    let world = World::new();
    let master = world.master();
    let body = |name: &str| json!({"action": "custCreate", "user_info": {"email": world.email(name), "type": 1}});
    assert_ne!(master.post("/users", body("a")).status, 201);
    master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    master.post("/users", body("b")).is(201);
}

#[test]
fn a_change_of_standing_is_in_the_log_with_what_was_before() {
    let world = World::new();
    let account = world.free_standing();
    account.set_master(true).is(200);
    let log = world.log_of(&account.id);
    let last = log.last().expect("an event");
    assert_eq!((&last["name"], &last["by"]), (&json!("account.standing_changed"), &json!({"kind": "operator"})));
    let standing =
        |tier: &str, manages: bool| json!({"tier": tier, "manages_subaccounts": manages, "cust_create": false});
    let payload =
        json!({"id": account.id, "standing": standing("master", true), "old": standing("free_standing", false)});
    assert_eq!(last["payload"], payload);
}

#[test]
fn a_master_that_is_withdrawn_while_an_account_is_made_below_it_ends_in_one_of_both() {
    let world = World::new();
    for round in 0..12 {
        let master = world.free_standing();
        master.set_master(true).is(200);
        let owner = json!({"email": world.email(&format!("sub-{round}")), "first_name": "Olga", "last_name": "Owner"});
        let body = json!({"parent_id": master.id, "owner": owner});
        let (made, withdrawn) = std::thread::scope(|scope| {
            let made = scope.spawn(|| world.operator("POST", "/accounts", body));
            let withdrawn = scope.spawn(|| master.set_master(false));
            (made.join().expect("an answer"), withdrawn.join().expect("an answer"))
        });
        assert!(matches!((made.status, withdrawn.status), (201, 400) | (400, 200)), "{made}\n{withdrawn}");
    }
}
