//! `POST /scim2/Users`
use super::*;
use crate::users::{event, managed_domain};

#[test]
fn an_address_is_enough_and_the_user_is_there_at_once() {
    let world = World::new();
    let master = world.master();
    let email = address(&world, "Jill");
    let made = master.post("/scim2/Users", json!({"userName": email})).is(201);
    let id = made.text("id");
    assert_eq!(made["userName"], email.to_lowercase());
    assert_eq!((&made["active"], &made["userType"]), (&json!(true), &json!("Basic")));
    assert_eq!(made["emails"], json!([{"value": email.to_lowercase(), "type": "work", "primary": true}]));
    assert_eq!(made["schemas"], json!(["urn:ietf:params:scim:schemas:core:2.0:User"]));
    for absent in ["name", "displayName", "roles", "groups", "externalId", "title", ENTERPRISE, ZOOM, LOGIN] {
        assert_eq!(made[absent], Value::Null, "{made}");
    }
    assert_eq!(made.header("location"), made["meta"]["location"].as_str().unwrap());
    let user = master.get(&format!("/users/{id}")).is(200);
    assert_eq!((&user["status"], &user["verified"], &user["type"]), (&json!("active"), &json!(0), &json!(1)));
    assert_eq!(event(&world, &id, "user.created")["payload"]["creation_type"], "autoCreate");
}

#[test]
fn a_user_made_in_a_subaccount_is_there_only_and_has_its_address_below_it() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let email = address(&world, "jill");
    let made = master.on(&sub).post("/scim2/Users", json!({"userName": email})).is(201);
    let whole = format!("/v2/accounts/{}/scim2/Users/{}", sub.id, made.text("id"));
    assert!(made["meta"]["location"].as_str().unwrap().ends_with(&whole), "{made}");
    assert!(
        sub.get(&path(&made.text("id"))).is(200)["meta"]["location"]
            .as_str()
            .unwrap()
            .ends_with(&path(&made.text("id")))
    );
    master.get(&path(&made.text("id"))).denied(404, "", "User does not exist.");
    assert_eq!(ids(&master.on(&sub).get("/scim2/Users")).len(), 2);
}

#[test]
fn a_user_name_is_needed_and_is_an_address() {
    let world = World::new();
    let master = world.master();
    let long = format!("{}@{}.example", "a".repeat(60), "b".repeat(61));
    for body in [
        json!({"name": {"givenName": "Jill"}}),
        json!({"userName": ""}),
        json!({"userName": null}),
        json!({"userName": "jill"}),
        json!({"userName": "jill@nowhere"}),
        json!({"userName": long}),
        json!({"emails": [{"value": "jill@x.example"}]}),
    ] {
        master.post("/scim2/Users", body).denied(400, "invalidValue", "The \"userName\" of the request is invalid.");
    }
    assert_eq!(long.len(), 130);
    let longest = format!("{}@{}.example", "a".repeat(58), "b".repeat(61));
    master.post("/scim2/Users", json!({"userName": longest})).is(201);
}

#[test]
fn an_address_belongs_to_one_user_of_the_platform() {
    let world = World::new();
    let master = world.master();
    let elsewhere = world.master();
    let (_, email) = user(&master, "jill");
    for account in [&master, &elsewhere] {
        let loud = email.to_uppercase();
        let text = format!("The email \"{loud}\" is already in use.");
        account.post("/scim2/Users", json!({"userName": loud})).denied(400, "uniqueness", &text);
    }
}

#[test]
fn an_account_with_domains_of_its_own_gives_addresses_of_these_alone() {
    let world = World::new();
    let master = world.master();
    let elsewhere = world.master();
    let domain = managed_domain(&master);
    let refusal = "The email domain does not match the associated domain of the account, please contact Zoom Customer Support to set up if necessary.";
    let made = master.post("/scim2/Users", json!({"userName": format!("a@{domain}")})).is(201);
    assert_eq!(master.get(&format!("/users/{}", made.text("id"))).is(200)["verified"], 1);
    master.post("/scim2/Users", json!({"userName": address(&world, "b")})).denied(409, "", refusal);
    // An account without any gives no address of somebody else's.
    elsewhere.post("/scim2/Users", json!({"userName": format!("c@{domain}")})).denied(409, "", refusal);
    elsewhere.post("/scim2/Users", json!({"userName": address(&world, "d")})).is(201);
}

#[test]
fn a_licensed_user_takes_a_place_and_there_are_no_more_than_bought() {
    let world = World::new();
    let master = world.master();
    master.plan("Business", 12);
    let make = |kind: &str| master.post("/scim2/Users", json!({"userName": address(&world, "x"), "userType": kind}));
    let held = master.get("/users/summary").is(200)["licensed_users_count"].as_i64().unwrap();
    for _ in held..12 {
        assert_eq!(make("licensed").is(201)["userType"], "Licensed");
    }
    make("Licensed").denied(409, "", "Cannot add paid users.");
    make("On-Prem").denied(409, "", "Cannot add paid users.");
    let id = make("Basic").is(201).text("id");
    master.put(&path(&id), json!({"userType": "Licensed"})).denied(409, "", "Cannot add paid users.");
    assert_eq!(make("Collaboration").is(201)["userType"], "Collaboration");
    assert_eq!(make("Gold").is(400)["scimType"], "invalidValue");
    world
        .free_standing()
        .post("/scim2/Users", json!({"userName": address(&world, "y"), "userType": "Licensed"}))
        .denied(409, "", "Cannot add paid users.");
}

#[test]
fn a_user_may_be_made_inactive_and_takes_no_place_then() {
    let world = World::new();
    let master = world.master();
    let held = master.get("/users/summary").is(200)["licensed_users_count"].as_i64().unwrap();
    master.plan("Business", held);
    let body = json!({"userName": address(&world, "x"), "userType": "Licensed", "active": "False"});
    let made = master.post("/scim2/Users", body).is(201);
    assert_eq!(made["active"], false);
    assert_eq!(master.get(&format!("/users/{}", made.text("id"))).is(200)["status"], "inactive");
}

#[test]
fn plans_come_with_that_of_the_account() {
    let world = World::new();
    let (paid, free) = (world.master(), world.free_standing());
    let make = |account: &Account<'_>, plan: &str, option: &str| {
        account.post("/scim2/Users", json!({"userName": address(&world, "x"), ZOOM: {plan: option}}))
    };
    let (unpaid, _) = user(&free, "unpaid");
    for (attribute, option, name) in [
        ("zoomUnited", "1", "Zoom United Plan"),
        ("zoomOneBizPlus", "16", "Zoom Workplace Business Plus"),
        ("zoomOneEntPremier", "134217728", "Zoom Workplace Enterprise Premier"),
        ("zoomOneSchoolCampusPlus", "137438953472", "Zoom Workplace for Education School and Campus Plus"),
        ("zoomOneEduEntPremier", "4294967296", "Zoom Workplace for Education Enterprise Premier"),
        ("zoomOneEdu", "576460752303423488", "Zoom Workplace for Education Enterprise Student"),
    ] {
        assert_eq!(make(&paid, attribute, option).is(201)[ZOOM][attribute], option);
        make(&free, attribute, option).denied(409, "", &format!("Cannot create more users with {name}."));
        let put = free.put(&path(&unpaid), json!({ZOOM: {attribute: option}}));
        put.denied(409, "", &format!("Cannot create more users with {name}."));
    }
    let put = free.put(&path(&unpaid), json!({ZOOM: {"zoomUnited": "3"}}));
    put.denied(409, "invalidValue", "The Zoom United Plan is invalid.");
    make(&paid, "zoomUnited", "3").denied(409, "invalidValue", "The Zoom United Plan is invalid.");
    assert_eq!(make(&paid, "zoomOneBizPlus", "17").is(400)["scimType"], "invalidValue");
}

#[test]
fn whoever_is_made_has_the_role_and_the_groups_that_are_named() {
    let world = World::new();
    let master = world.master();
    let (first, second) = (group(&master, &[]), group(&master, &[]));
    let groups = json!([{"value": first.1}, {"value": second.1}]);
    let made = master
        .post(
            "/scim2/Users",
            json!({"userName": address(&world, "x"), "roles": [{"value": "Admin"}], "groups": groups}),
        )
        .is(201);
    assert_eq!(made["roles"], json!([{"value": "Admin", "display": "Admin", "primary": true}]));
    let shown =
        |name: &str, primary: bool| json!({"value": name, "display": name, "type": "direct", "primary": primary});
    assert_eq!(made["groups"], json!([shown(&first.1, true), shown(&second.1, false)]));
    for (body, told) in [
        (json!({"roles": [{"value": "Nobody"}]}), "Role does not exist: Nobody."),
        (json!({"groups": [{"value": "Nowhere"}]}), "Group does not exist: Nowhere."),
        (json!({"roles": [{"value": "Owner"}]}), "Can't delete or add members for Normal/Owner roles."),
    ] {
        let mut body = body;
        let email = address(&world, "y");
        body["userName"] = json!(email);
        assert_eq!(master.post("/scim2/Users", body).is(400)["detail"], told);
        // Nothing is left of it.
        master.post("/scim2/Users", json!({"userName": email})).is(201);
    }
}
