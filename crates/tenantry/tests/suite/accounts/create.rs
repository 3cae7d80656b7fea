//! `POST /accounts`
use super::{new_account, no_account, signed_in, with};
use crate::world::{NO_ID, World};
use serde_json::{Value, json};

#[test]
fn a_new_account_stands_below_its_master_and_has_its_owner() {
    let world = World::new();
    let master = world.master();
    let body = new_account(&world, "ada");
    let made = master.post("/accounts", body.clone()).is(201);
    assert_eq!(made["owner_email"], body["email"]);
    assert_eq!(made["created_at"], "2026-01-01T00:00:00Z");
    let sub = master.on_id(&made.text("id"));
    sub.get("/users").is(200).lists("id", [made.text("owner_id")]);
    let owner = sub.get(&format!("/users/{}", made.text("owner_id"))).is(200);
    assert_eq!((&owner["role_id"], &owner["status"], &owner["type"]), (&json!("0"), &json!("active"), &json!(1)));
    assert_eq!((&owner["first_name"], &owner["last_name"]), (&json!("Ada"), &json!("Byron")));
    master.get("/accounts").is(200).lists("id", [made.text("id")]);
}

#[test]
fn its_owner_can_act_for_it() {
    let world = World::new();
    let master = world.master();
    let made = master.post("/accounts", new_account(&world, "ada")).is(201);
    let sub = signed_in(&world, &made);
    sub.get("/users").is(200).lists("id", [made.text("owner_id")]);
    sub.get("/roles").is(200).lists("id", ["0", "1", "2"]);
}

#[test]
fn an_email_that_anybody_has_is_refused_in_any_case() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let foreign = world.master();
    for taken in [&master.owner_email, &sub.owner_email, &foreign.owner_email, &sub.owner_email.to_uppercase()] {
        let body = with(new_account(&world, "ada"), json!({ "email": taken }));
        let text = format!("Email \"{taken}\" has already been used.");
        master.post("/accounts", body).refused(409, 1005, &text);
    }
}

#[test]
fn of_many_requests_for_one_email_one_makes_an_account() {
    let world = World::new();
    let master = world.master();
    let body = new_account(&world, "ada");
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let asks: Vec<_> = (0..8).map(|_| scope.spawn(|| master.post("/accounts", body.clone()).status)).collect();
        asks.into_iter().map(|ask| ask.join().unwrap()).collect()
    });
    let count = |wanted| statuses.iter().filter(|status| **status == wanted).count();
    assert_eq!((count(201), count(409)), (1, 7), "{statuses:?}");
    assert_eq!(master.get("/accounts").is(200)["total_records"], 1);
}

#[test]
fn a_password_is_refused_for_its_length_then_its_runs_then_what_it_lacks() {
    let world = World::new();
    let master = world.master();
    let ask =
        |password: &str| master.post("/accounts", with(new_account(&world, "ada"), json!({ "password": password })));
    ask("aaaaaa1").refuses_fields(&["password"]);
    ask(&format!("{}!", "Kx4-".repeat(8))).refuses_fields(&["password"]);
    let repeated = "Password should not contain repeated characters such as \"aaaaaa\".";
    ask("aaaaaaaa").refused(400, 1111, repeated);
    let consecutive = "Password should not contain consecutive characters such as \"abc\" or \"123\".";
    ask("xyzxyzxy").refused(400, 1111, consecutive);
    let lacking = ask("kxkxkxkx").refuses_fields(&["password", "password"]);
    let texts: Vec<&Value> = lacking["errors"].as_array().unwrap().iter().map(|error| &error["message"]).collect();
    assert_eq!(texts, ["Have at least 1 number (1, 2, 3…)", "Include both Upper case and Lower case characters"]);
    ask("Kx4-Kx4-").is(201);
    ask(&"Kx4-".repeat(8)).is(201);
}

#[test]
fn names_are_refused_in_the_documented_words() {
    let world = World::new();
    let master = world.master();
    let ask =
        |field: &str, name: &str| master.post("/accounts", with(new_account(&world, "ada"), json!({ field: name })));
    for field in ["first_name", "last_name", "account_name"] {
        let text = format!("Your request was not accepted because \"{field}\" contains special character(s).");
        ask(field, "A<b>").refused(400, 300, &text);
        let text = "Your request could not be completed because the name contains an invalid word: https://";
        ask(field, "see https://a.b").refused(400, 300, text);
        ask(field, &"x".repeat(64)).is(201);
        ask(field, &"x".repeat(65)).refuses_fields(&[field]);
    }
    for field in ["first_name", "last_name"] {
        ask(field, "  ").refuses_fields(&[field]);
        ask(field, "王王王王王").is(201);
        ask(field, "王王王王王王").refuses_fields(&[field]);
    }
}

#[test]
fn an_account_without_a_name_is_called_after_its_owner() {
    let world = World::new();
    let master = world.master();
    let name = |more: Value| {
        let made = master.post("/accounts", with(new_account(&world, "ada"), more)).is(201);
        master.on_id(&made.text("id")).get("").is(200).text("account_name")
    };
    assert_eq!(name(json!({})), "Ada Byron");
    assert_eq!(name(json!({"account_name": " "})), "Ada Byron");
    assert_eq!(name(json!({"account_name": "Mathematics"})), "Mathematics");
    let long = name(json!({"first_name": "x".repeat(64), "last_name": "y".repeat(64)}));
    assert_eq!(long, "x".repeat(64));
}

#[test]
fn every_faulty_field_is_named_at_once() {
    let world = World::new();
    let master = world.master();
    master.post("/accounts", json!({})).refuses_fields(&["email", "first_name", "last_name", "password"]);
    let faulty = json!({"email": "no email", "first_name": "", "options": {"pay_mode": "nobody", "share_rc": "maybe"},
        "transfer_code": "x".repeat(513)});
    let refused = master.post("/accounts", with(new_account(&world, "ada"), faulty)).is(400);
    let mut fields: Vec<&str> =
        refused["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap()).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["email", "first_name", "options.pay_mode", "options.share_rc", "transfer_code"]);
}

#[test]
fn an_email_has_128_characters_at_most() {
    let world = World::new();
    let master = world.master();
    let ask = |length: usize| {
        let domain = world.email("");
        let email = format!("{}{domain}", "a".repeat(length - domain.len()));
        master.post("/accounts", with(new_account(&world, "ada"), json!({ "email": email })))
    };
    ask(127).is(201);
    ask(128).is(201);
    ask(129).refuses_fields(&["email"]);
}

#[test]
fn a_third_tier_account_is_made_below_the_second_level_master_that_is_named() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let body = with(new_account(&world, "ada"), json!({"sub_reseller_id": reseller.id}));
    let made = top.post("/accounts", body).is(201).text("id");
    top.get("/accounts").is(200).lists("id", [&*reseller.id]);
    top.get(&format!("/accounts?sub_reseller_id={}", reseller.id)).is(200).lists("id", [&*made]);
    reseller.get("/accounts").is(200).lists("id", [&*made]);
    reseller.on_id(&made).get("/users").is(200);
    top.on_id(&made).get("/users").is(200);
}

#[test]
fn only_a_second_level_master_below_the_caller_can_be_named() {
    let world = World::new();
    let (top, sub) = world.master_with_subaccount();
    let reseller = world.second_level(&top);
    let customer = world.sub(&reseller);
    let foreign = world.second_level(&world.master());
    for id in [&*sub.id, &*top.id, &*customer.id, &*foreign.id, NO_ID] {
        let body = with(new_account(&world, "ada"), json!({ "sub_reseller_id": id }));
        top.post("/accounts", body).refused(404, 2001, &no_account(id));
    }
    let body = with(new_account(&world, "ada"), json!({"sub_reseller_id": reseller.id}));
    reseller.operate("PUT", "/manages_subaccounts", json!({"on": false})).is(200);
    top.post("/accounts", body.clone()).refused(404, 2001, &no_account(&reseller.id));
    reseller.operate("PUT", "/manages_subaccounts", json!({"on": true})).is(200);
    top.post("/accounts", body).is(201);
}

#[test]
fn a_second_level_master_that_pays_for_itself_is_left_alone() {
    let world = World::new();
    let top = world.master();
    let reseller = world.account("reseller", json!({"parent_id": top.id, "master": true}));
    top.on(&reseller).patch("/options", json!({"pay_mode": "sub"})).is(204);
    let text = "This subaccount is on self pay mode.";
    let body = with(new_account(&world, "ada"), json!({"sub_reseller_id": reseller.id}));
    top.post("/accounts", body).refused(400, 2100, text);
    top.get(&format!("/accounts?sub_reseller_id={}", reseller.id)).refused(400, 2100, text);
    reseller.post("/accounts", new_account(&world, "ada")).is(201);
}

#[test]
fn only_a_master_that_manages_subaccounts_makes_them() {
    let world = World::new();
    let master = world.master();
    master.operate("PUT", "/manages_subaccounts", json!({"on": false})).is(200);
    master.post("/accounts", new_account(&world, "ada")).refused(400, 200, "No permission.");
    master.get("/accounts").refused(400, 200, "No permission.");
}

#[test]
fn options_given_at_the_start_are_kept() {
    let world = World::new();
    let master = world.master();
    let options = json!({"pay_mode": "sub", "billing_auto_renew": false, "share_rc": true,
        "room_connector_list": ["192.0.2.1"], "share_mc": true, "meeting_connector_list": [],
        "resource_share_mc": true, "resource_meeting_connector_list": [], "resource_share_mh": true,
        "resource_meeting_hybrid_list": ["zone a"]});
    let made = master.post("/accounts", with(new_account(&world, "ada"), json!({ "options": options }))).is(201);
    let sub = master.on_id(&made.text("id"));
    assert_eq!(sub.get("").is(200)["options"], options);
    sub.get("/users").refused(400, 2100, "This subaccount is on self pay mode.");
    let unknown = json!({"options": {"meeting_connector_list": ["203.0.113.1"]}});
    let text = "Some meeting connectors you provided cannot be found.";
    master.post("/accounts", with(new_account(&world, "ada"), unknown)).refused(400, 2115, text);
    let bad = json!({"options": {"room_connector_list": ["somewhere"]}});
    master.post("/accounts", with(new_account(&world, "ada"), bad)).refuses_fields(&["options.room_connector_list"]);
}

#[test]
fn the_log_tells_of_the_account_and_of_its_owner() {
    let world = World::new();
    let master = world.master();
    let made = master.post("/accounts", new_account(&world, "ada")).is(201);
    let told_of = world.told(&made.text("id"), "account.created");
    let [event] = told_of.as_slice() else { panic!("{told_of:?}") };
    assert_eq!((&event["account_id"], &event["by"]["account_id"]), (&json!(made["id"]), &json!(master.id)));
    let payload = &event["payload"];
    assert_eq!(
        (&payload["id"], &payload["owner_id"], &payload["parent_id"]),
        (&made["id"], &made["owner_id"], &json!(master.id))
    );
    assert_eq!((&payload["email"], &payload["owner_email"]), (&made["owner_email"], &made["owner_email"]));
    assert_eq!(world.told(&made.text("owner_id"), "user.created").len(), 1);
}
