//! `PUT /scim2/Users/{userId}`
use super::*;
use crate::users::managed_domain;

#[test]
fn what_is_not_said_stays_and_what_is_empty_goes() {
    let world = World::new();
    let master = world.master();
    let (id, email) = user(&master, "jill");
    let body = json!({"title": "Teacher", "externalId": "E", "name": {"givenName": "Jill", "familyName": "Chill"},
        "displayName": "Jill C.", "phoneNumbers": [{"value": "1"}], ENTERPRISE: {"department": "Physics"}, ZOOM: {"zoomDocs": true, "state": "CA"}});
    master.put(&path(&id), body).is(200);
    let after = master.put(&path(&id), json!({"userName": email, "locale": "Rome"})).is(200);
    assert_eq!(
        (&after["title"], &after["displayName"], &after["locale"]),
        (&json!("Teacher"), &json!("Jill C."), &json!("Rome"))
    );
    assert_eq!(after[ZOOM], json!({"zoomDocs": true, "state": "CA"}));
    // The display name follows no other name.
    let after = master.put(&path(&id), json!({"name": {"givenName": "Jo"}})).is(200);
    assert_eq!((&after["displayName"], &after["name"]["givenName"]), (&json!("Jill C."), &json!("Jo")));
    let nothing = json!({"title": "", "externalId": null, "name": null, "phoneNumbers": [], "displayName": "", ENTERPRISE: {"department": null},
        ZOOM: {"zoomDocs": null, "state": ""}});
    let after = master.put(&path(&id), nothing).is(200);
    for gone in ["title", "externalId", "name", "displayName", "phoneNumbers", ENTERPRISE, ZOOM] {
        assert_eq!(after[gone], Value::Null, "{gone}\n{after}");
    }
}

#[test]
fn an_extension_goes_as_a_whole() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    let body = json!({ENTERPRISE: {"department": "Physics", "manager": "m"}, ZOOM: {"zoomDocs": true, "state": "CA", "pronouns": "she",
        "zoomContactCenterPlan": {"zoomContactCenterPackage": "Essentials"}}});
    for by_patch in [false, true] {
        master.put(&path(&id), body.clone()).is(200);
        let after = match by_patch {
            true => patch(
                &master.actor,
                &path(&id),
                json!([{"op": "remove", "path": ENTERPRISE}, {"op": "remove", "path": ZOOM}]),
            ),
            false => master.put(&path(&id), json!({ENTERPRISE: null, ZOOM: null})),
        };
        let after = after.is(200);
        assert_eq!((&after[ENTERPRISE], &after[ZOOM]), (&Value::Null, &Value::Null), "{after}");
    }
}

#[test]
fn what_changes_nothing_leaves_no_event_and_the_version() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    let (group, name) = group(&master, &[]);
    let body = json!({"title": "Teacher", "roles": [{"value": "Admin"}], "groups": [{"value": name}], "userType": "Licensed",
        "phoneNumbers": [{"value": "+1 2", "type": "home"}], ZOOM: {"zoomDocs": false, "state": "CA"}});
    master.put(&path(&id), body.clone()).is(200);
    let (seen, version) = (events(&world, &id) + events(&world, &group), get(&master, &path(&id), "meta"));
    for _ in 0..2 {
        master.put(&path(&id), body.clone()).is(200);
        let whole = master.get(&path(&id)).is(200).body;
        master.put(&path(&id), whole).is(200);
    }
    assert_eq!(events(&world, &id) + events(&world, &group), seen);
    assert_eq!(get(&master, &path(&id), "meta"), version);
}

#[test]
fn another_name_is_another_address_and_the_old_one_is_free() {
    let world = World::new();
    let master = world.master();
    let (id, old) = user(&master, "jill");
    let new = address(&world, "new");
    let after = master.put(&path(&id), json!({"userName": new})).is(200);
    assert_eq!((&after["userName"], &after["emails"][0]["value"]), (&json!(new), &json!(new)));
    assert!(world.told(&id, "user.updated").iter().any(|event| event["payload"]["email"] == new));
    master.post("/scim2/Users", json!({"userName": old})).is(201);
    // The primary email counts where no name is said, and is passed over where one is: the same again changes nothing.
    let other = address(&world, "other");
    let emails = json!([{"value": "x@x.example"}, {"value": other, "primary": true}]);
    assert_eq!(master.put(&path(&id), json!({"emails": emails})).is(200)["userName"], other);
    let both = json!({"userName": new, "emails": emails});
    for _ in 0..2 {
        assert_eq!(master.put(&path(&id), both.clone()).is(200)["userName"], new);
        let operations = json!([{"op": "replace", "value": both}]);
        assert_eq!(patch(&master.actor, &path(&id), operations).is(200)["userName"], new);
    }
    master.put(&path(&id), json!({"userName": "nobody"})).denied(
        400,
        "invalidValue",
        "The \"userName\" of the request is invalid.",
    );
}

#[test]
fn an_address_that_is_taken_or_elsewhere_is_refused() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    let (_, taken) = user(&world.master(), "bob");
    master.put(&path(&id), json!({"userName": taken})).denied(
        409,
        "uniqueness",
        &format!("Email ''{taken}'' has already been used."),
    );
    managed_domain(&master);
    let refusal = "The email domain does not match the associated domain of the account, please contact Zoom Customer Support to set up if necessary.";
    master.put(&path(&id), json!({"userName": address(&world, "x")})).denied(409, "", refusal);
}

#[test]
fn a_user_who_cannot_sign_in_keeps_its_address_until_it_can() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    master.put(&path(&id), json!({"active": false})).is(200);
    let new = address(&world, "new");
    master.put(&path(&id), json!({"userName": new})).denied(400, "", "User is inactive or locked.");
    master.put(&path(&id), json!({"userName": new, "active": true})).is(200);
    let (invited, _) = crate::users::invited(&master, "bob");
    master.put(&path(&invited), json!({"title": "x"})).denied(400, "", "User is inactive or locked.");
    assert_eq!(master.put(&path(&invited), json!({"active": true})).is(200)["active"], true);
    master.put(&path(&invited), json!({"active": false})).denied(400, "", "User is inactive or locked.");
}

#[test]
fn only_one_whiteboard_is_given_at_a_time() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    let refusal = "Cannot assign Zoom Whiteboard and Zoom Whiteboard Plus to a user at the same time.";
    master.put(&path(&id), json!({ZOOM: {"zoomWhiteboard": true, "zoomWhiteboardPlus": true}})).denied(
        400,
        "invalidValue",
        refusal,
    );
    master.put(&path(&id), json!({ZOOM: {"zoomWhiteboard": true}})).is(200);
    let after = master.put(&path(&id), json!({ZOOM: {"zoomWhiteboardPlus": true}})).is(200);
    assert_eq!(after[ZOOM], json!({"zoomWhiteboard": false, "zoomWhiteboardPlus": true}));
}

#[test]
fn limits_of_the_profile_hold_here_too_under_the_names_of_provisioning() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    let put = |body: Value| master.put(&path(&id), body);
    for (field, longest) in [("displayName", 128), ("title", 128), ("locale", 256)] {
        put(json!({field: "a".repeat(longest)})).is(200);
        let detail = format!("Validation Failed. {field}: Invalid field.");
        put(json!({field: "a".repeat(longest + 1)})).denied(400, "invalidValue", &detail);
    }
    put(json!({"name": {"givenName": "a".repeat(65)}})).denied(
        400,
        "invalidValue",
        "Validation Failed. name.givenName: Invalid field.",
    );
    let phones =
        |many: usize| json!({"phoneNumbers": (0..many).map(|n| json!({"value": n.to_string()})).collect::<Vec<_>>()});
    put(phones(3)).is(200);
    put(phones(4)).denied(400, "invalidValue", "Validation Failed. phoneNumbers: Invalid field.");
    let custom = |many: usize| {
        let fields = (0..many).map(|n| (format!("attribute{n}"), json!("x")));
        json!({ZOOM: fields.collect::<serde_json::Map<_, _>>()})
    };
    put(custom(5)).is(200);
    put(custom(6)).denied(400, "invalidValue", "Validation Failed. ZoomProducts: Invalid field.");
    put(json!({ZOOM: {"personalLinkName": "mine"}})).denied(400, "", "Host is not a paid user.");
    put(json!({"name": {"givenName": "www.x"}})).denied(
        400,
        "",
        "Your request could not be completed because the name contains an invalid word: www.",
    );
}

#[test]
fn two_users_have_two_employee_numbers_and_two_rooms() {
    let world = World::new();
    let master = world.master();
    let [(one, _), (other, _)] = ["one", "other"].map(|name| user(&master, name));
    let room = format!("room.{}", server().next_world());
    let body = json!({"userType": "Licensed", ENTERPRISE: {"employeeNumber": "7"}, ZOOM: {"personalLinkName": room}});
    master.put(&path(&one), body.clone()).is(200);
    assert_eq!(master.get("/users/7?search_by_unique_id=true").is(200)["id"], json!(one));
    let taken = master.put(&path(&other), json!({ENTERPRISE: {"employeeNumber": "7"}}));
    taken.denied(409, "", "The employee number \"7\" is already in use.");
    let taken = master.put(&path(&other), json!({"userType": "Licensed", ZOOM: {"personalLinkName": room}}));
    assert_eq!(
        taken.is(400)["detail"],
        "User is already taken by another user from your account. Choose another \"Personal Link Name\"."
    );
    // Another account has numbers of its own.
    let elsewhere = world.master();
    let (id, _) = user(&elsewhere, "x");
    elsewhere.put(&path(&id), json!({ENTERPRISE: {"employeeNumber": "7"}})).is(200);
}

#[test]
fn what_an_empty_value_leaves_alone_goes_with_null() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    let said = json!({"zoomContactCenterPackage": "Premium", "zoomContactCenterAddonsPlan": "ai_expert_assist",
        "zoomContactCenterRole": "Agent", "zoomContactCenterRegion": "Rome",
        "zoomContactCenterPlan": {"zoomContactCenterPackage": "Essentials"}});
    master.put(&path(&id), json!({ZOOM: said})).is(200);
    let empty = json!({"zoomContactCenterPackage": "", "zoomContactCenterAddonsPlan": "", "zoomContactCenterRole": "",
        "zoomContactCenterRegion": "", "zoomContactCenterPlan": {"zoomContactCenterPackage": ""}});
    assert_eq!(master.put(&path(&id), json!({ZOOM: empty})).is(200)[ZOOM], said);
    let gone: Value = said.as_object().unwrap().keys().map(|name| (name.clone(), Value::Null)).collect();
    assert_eq!(master.put(&path(&id), json!({ZOOM: gone})).is(200)[ZOOM], Value::Null);
}

#[test]
fn an_attribute_of_the_account_hides_none_of_the_schema() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    master.put(&path(&id), json!({ZOOM: {"zoomDocs": true}})).is(200);
    let attributes = json!([{"key": "k", "name": "zoomDocs", "value": "mine"}]);
    master.patch(&format!("/users/{id}"), json!({"custom_attributes": attributes})).is(204);
    assert_eq!(get(&master, &path(&id), ZOOM)["zoomDocs"], true);
}

#[test]
fn a_user_who_is_let_in_takes_a_place_of_its_new_kind() {
    let world = World::new();
    let master = world.master();
    let licensed = json!({"userName": address(&world, "x"), "userType": "Licensed", "active": false});
    let id = master.post("/scim2/Users", licensed).is(201).text("id");
    let held = master.get("/users/summary").is(200)["licensed_users_count"].as_i64().unwrap();
    master.plan("Business", held);
    master.put(&path(&id), json!({"active": true})).denied(409, "", "Cannot add paid users.");
    let after = master.put(&path(&id), json!({"active": true, "userType": "Basic"})).is(200);
    assert_eq!((&after["active"], &after["userType"]), (&json!(true), &json!("Basic")));
}

#[test]
fn an_account_without_a_plan_moves_nobody_between_groups() {
    let world = World::new();
    let (_, sub) = world.master_with_subaccount();
    sub.plan("Pro", 5);
    let ((id, _), (_, name)) = (user(&sub, "jill"), group(&sub, &[]));
    sub.plan("Free", 0);
    let refused = sub.put(&path(&id), json!({"groups": [{"value": name}]})).is(400);
    assert_eq!(refused["detail"], "Only available for Paid account.");
    sub.put(&path(&id), json!({"groups": []})).is(200);
}
