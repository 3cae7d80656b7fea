//! `PATCH /scim2/Users/{userId}`
use super::*;

#[test]
fn a_user_is_kept_from_signing_in_and_let_in_again() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    for (value, status) in
        [(json!(false), "inactive"), (json!(true), "active"), (json!("False"), "inactive"), (json!("true"), "active")]
    {
        let shown = patch(&master.actor, &path(&id), json!([{"op": "replace", "value": {"active": value}}])).is(200);
        assert_eq!(shown["active"], status == "active");
        assert_eq!(master.get(&format!("/users/{id}")).is(200)["status"], status);
    }
    let (seen, body) = (events(&world, &id), json!([{"op": "Replace", "path": "active", "value": "True"}]));
    patch(&master.actor, &path(&id), body).is(200);
    assert_eq!(events(&world, &id), seen);
}

#[test]
fn whoever_is_kept_from_signing_in_comes_back_without_its_sessions_and_keys() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    let session = master.user_signed_in(&id);
    let key = json!({"key": master.get(&format!("/users/{id}/token?type=zak")).is(200)["token"]});
    session.get("/roles").is(400);
    master.operate("POST", "/access_keys/inspect", key.clone()).is(200);
    for is_active in [false, true] {
        patch(&master.actor, &path(&id), json!([{"op": "replace", "path": "active", "value": is_active}])).is(200);
        session.get("/roles").refused(401, 124, "Invalid access token.");
        master.operate("POST", "/access_keys/inspect", key.clone()).is(404);
    }
}

#[test]
fn one_number_of_two_types_is_two_values() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    let of = |kind: &str| json!({"value": "+1 8005550100", "type": kind});
    let phones = |op: &str, value: Value| {
        let operation = json!({"op": op, "path": "phoneNumbers", "value": [value]});
        patch(&master.actor, &path(&id), json!([operation])).is(200)["phoneNumbers"].clone()
    };
    assert_eq!(phones("add", of("work")), json!([of("work")]));
    for again in ["mobile", "Mobile"] {
        assert_eq!(phones("add", of(again)), json!([of("work"), of("mobile")]));
    }
    assert_eq!(phones("remove", of("fax")), json!([of("work"), of("mobile")]));
    assert_eq!(phones("remove", of("work")), json!([of("mobile")]));
    assert_eq!(phones("add", of("work")), json!([of("mobile"), of("work")]));
    assert_eq!(phones("remove", json!({"value": "+1 8005550100"})), Value::Null);
}

#[test]
fn attributes_parts_and_values_are_changed_by_their_paths() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    let new = address(&world, "new");
    let operations = json!([
        {"op": "Add", "path": "name.givenName", "value": "Jill"},
        {"op": "add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "+1 1"},
        {"op": "add", "path": "phoneNumbers", "value": [{"value": "+1 2", "type": "home"}]},
        {"op": "replace", "path": "emails[type eq \"work\"].value", "value": new},
        {"op": "add", "path": format!("{ENTERPRISE}:department"), "value": "Physics"},
        {"op": "add", "path": format!("{ENTERPRISE}:manager"), "value": {"value": "boss@x.example"}},
        {"op": "replace", "path": format!("{ZOOM}:state"), "value": "CA"},
        {"op": "replace", "value": {"externalId": "E", format!("{ZOOM}:zoomDocs"): "True", "nickName": "J"}},
    ]);
    let shown = patch(&master.actor, &path(&id), operations).is(200);
    assert_eq!(
        (&shown["userName"], &shown["name"], &shown["displayName"]),
        (&json!(new), &json!({"givenName": "Jill"}), &json!("Jill"))
    );
    assert_eq!(shown["phoneNumbers"], json!([{"value": "+1 1", "type": "mobile"}, {"value": "+1 2", "type": "home"}]));
    assert_eq!(shown[ENTERPRISE], json!({"department": "Physics", "manager": "boss@x.example"}));
    assert_eq!((&shown[ZOOM], &shown["externalId"]), (&json!({"state": "CA", "zoomDocs": true}), &json!("E")));
    let operations = json!([
        {"op": "remove", "path": "phoneNumbers[value eq \"+1 1\"]"},
        {"op": "Remove", "path": "name"},
        {"op": "remove", "path": ENTERPRISE},
        {"op": "remove", "path": format!("{ZOOM}:state")},
        {"op": "remove", "path": "externalId"},
    ]);
    let shown = patch(&master.actor, &path(&id), operations).is(200);
    assert_eq!(shown["phoneNumbers"], json!([{"value": "+1 2", "type": "home"}]));
    assert_eq!(shown["displayName"], "Jill");
    for gone in ["name", ENTERPRISE, "externalId"] {
        assert_eq!(shown[gone], Value::Null, "{gone}\n{shown}");
    }
    assert_eq!(shown[ZOOM], json!({"zoomDocs": true}));
}

#[test]
fn all_operations_count_or_none() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    let (before, seen) = (master.get(&path(&id)).is(200).body, events(&world, &id));
    let operations = json!([{"op": "add", "path": "title", "value": "x"}, {"op": "add", "path": "name", "value": {"givenName": "www.x"}}]);
    patch(&master.actor, &path(&id), operations).is(400);
    let operations =
        json!([{"op": "add", "path": "title", "value": "x"}, {"op": "replace", "path": "userName", "value": "x"}]);
    patch(&master.actor, &path(&id), operations).is(400);
    // Refused after the title has been written.
    let operations = json!([{"op": "add", "path": "title", "value": "x"}, {"op": "add", "path": "roles", "value": [{"value": "Nobody"}]}]);
    patch(&master.actor, &path(&id), operations).is(400);
    assert_eq!((master.get(&path(&id)).is(200).body, events(&world, &id)), (before, seen));
}

#[test]
fn what_cannot_be_done_is_refused_by_its_kind() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    let syntax = "The \"Operations\" of the request is invalid.";
    let of = |operation: Value| patch(&master.actor, &path(&id), json!([operation]));
    for operations in [
        json!([]),
        json!("x"),
        json!([1]),
        json!([{"op": "copy", "path": "title"}]),
        json!([{"op": "add", "value": 7}]),
    ] {
        patch(&master.actor, &path(&id), operations).denied(400, "invalidSyntax", syntax);
    }
    master.patch(&path(&id), json!({"active": false})).denied(400, "invalidSyntax", syntax);
    of(json!({"op": "add", "path": "nickName", "value": "x"})).denied(
        400,
        "invalidPath",
        "The path is not supported: nickName.",
    );
    of(json!({"op": "add", "path": "emails[", "value": "x"})).denied(
        400,
        "invalidPath",
        "The path is not supported: emails[.",
    );
    let path_of = "phoneNumbers[type eq \"fax\"].value";
    of(json!({"op": "replace", "path": path_of, "value": "1"})).denied(
        400,
        "noTarget",
        &format!("Nothing is at the path: {path_of}."),
    );
    for fixed in ["userName", "active", "userType", "emails", "id", "meta", "schemas"] {
        of(json!({"op": "remove", "path": fixed})).denied(
            400,
            "mutability",
            &format!("The attribute cannot be changed so: {fixed}."),
        );
    }
    // Null and an empty list are no value either.
    let seen = events(&world, &id);
    for fixed in ["userName", "active", "userType", "emails"] {
        for operation in [
            json!({"op": "replace", "path": fixed, "value": null}),
            json!({"op": "replace", "path": fixed, "value": []}),
            json!({"op": "replace", "value": {fixed: null}}),
        ] {
            let detail = format!("The attribute cannot be changed so: {fixed}.");
            of(operation).denied(400, "mutability", &detail);
        }
    }
    assert_eq!(events(&world, &id), seen);
    of(json!({"op": "replace", "path": "active", "value": "maybe"})).denied(
        400,
        "invalidValue",
        "Validation Failed. active: Invalid field.",
    );
}

#[test]
fn role_and_groups_are_given_and_taken_by_their_names() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    let [(first, one), (second, other)] = [group(&master, &[]), group(&master, &[])];
    let shown = patch(
        &master.actor,
        &path(&id),
        json!([
            {"op": "replace", "path": "roles", "value": [{"value": "Admin"}]},
            {"op": "add", "path": "groups", "value": [{"value": one}]},
            {"op": "add", "path": "groups", "value": [{"value": other}]},
        ]),
    );
    let shown = shown.is(200);
    assert_eq!((&shown["roles"][0]["value"], &shown["groups"][1]["value"]), (&json!("Admin"), &json!(other)));
    assert_eq!(master.get(&format!("/users/{id}")).is(200)["group_ids"], json!([first, second]));
    let shown = patch(
        &master.actor,
        &path(&id),
        json!([
            {"op": "remove", "path": format!("groups[value eq \"{one}\"]")},
            {"op": "remove", "path": "roles"},
        ]),
    );
    let shown = shown.is(200);
    assert_eq!((&shown["roles"], &shown["groups"][0]["value"]), (&Value::Null, &json!(other)));
    assert_eq!(master.get(&format!("/users/{id}")).is(200)["role_id"], "2");
}

#[test]
fn activating_takes_a_place() {
    let world = World::new();
    let master = world.master();
    let made = master
        .post("/scim2/Users", json!({"userName": address(&world, "x"), "userType": "Licensed", "active": false}))
        .is(201);
    let held = master.get("/users/summary").is(200)["licensed_users_count"].as_i64().unwrap();
    master.plan("Business", held.max(10));
    for _ in held..held.max(10) {
        master.post("/scim2/Users", json!({"userName": address(&world, "y"), "userType": "Licensed"})).is(201);
    }
    let body = json!([{"op": "replace", "path": "active", "value": true}]);
    patch(&master.actor, &path(&made.text("id")), body).denied(409, "", "Cannot add paid users.");
}

#[test]
fn another_role_takes_the_place_of_the_one_before() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    for (before, after) in [("Member", "Admin"), ("Admin", "Member")] {
        let value = json!([{"value": after, "primary": true}]);
        patch(&master.actor, &path(&id), json!([{"op": "add", "path": "roles", "value": value}])).is(200);
        let role = if after == "Admin" { "1" } else { "2" };
        assert_eq!(master.get(&format!("/users/{id}")).is(200)["role_id"], role, "{before}");
    }
}

#[test]
fn a_thousand_operations_are_done_at_once_and_no_more() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    let of = |many: usize| {
        let operation = json!({"op": "add", "path": "title", "value": "x"});
        patch(&master.actor, &path(&id), Value::from(vec![operation; many]))
    };
    of(999).is(200);
    of(1000).is(200);
    of(1001).denied(413, "", "At most 1000 operations are done at once.");
}
