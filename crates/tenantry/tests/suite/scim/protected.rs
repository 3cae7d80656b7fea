//! Who is protected from provisioning, and what a caller cannot give.
use super::*;
use crate::users::admin;

const DENIED: &str = "The request was denied due to insufficient permissions: ";

#[test]
fn administrators_keep_their_address_their_state_and_their_place() {
    let world = World::new();
    let master = world.master();
    let (id, _) = admin(&master, "ann");
    let (bob, _) = admin(&master, "bob");
    let as_bob = master.user_signed_in(&bob);
    let state = "Cannot activate or deactivate Zoom Room and Admin users.";
    for (actor, of) in [(&as_bob, &id), (&master.actor, &id), (&master.actor, &master.owner_id)] {
        patch(actor, &path(of), json!([{"op": "replace", "value": {"active": false}}])).denied(
            400,
            "mutability",
            state,
        );
        actor.delete(&path(of)).denied(400, "mutability", "Cannot delete Admin user.");
        actor.put(&path(of), json!({"active": true})).is(200);
    }
    let put = as_bob.put(&path(&id), json!({"userName": address(&world, "x")}));
    put.denied(400, "mutability", "Cannot change the email of Admin user.");
    master.put(&path(&id), json!({"userName": address(&world, "x")})).is(200);
    master.put(&path(&master.owner_id), json!({"roles": [{"value": "Admin"}]})).denied(
        400,
        "",
        "Can't delete or add members for Normal/Owner roles.",
    );
}

#[test]
fn whoever_is_locked_stays_out_and_is_not_deleted() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    master.operate("PUT", &format!("/users/{id}/lock"), json!({"on": true})).is(200);
    assert_eq!(get(&master, &path(&id), "active"), false);
    let body = json!([{"op": "replace", "path": "active", "value": true}]);
    patch(&master.actor, &path(&id), body).denied(400, "", "User is force inactive.");
    master.delete(&path(&id)).denied(400, "", "User is force inactive.");
}

#[test]
fn each_operation_asks_for_its_privilege_in_the_words_of_its_document() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (id, _) = user(&master, "jill");
    let (group, _) = group(&master, &[]);
    let nothing = master.user_with_role(&["Role:Read"], 2, &[]);
    let denied = |answer: Answer, privilege: &str| answer.denied(403, "", &format!("{DENIED}\"{privilege}\"."));
    nothing.get("/scim2/Users").denied(403, "", "The current login user does not have the \"User:Read\" permission.");
    denied(nothing.get(&path(&id)), "User:Read");
    denied(nothing.post("/scim2/Users", json!({})), "User:Edit");
    denied(nothing.put(&path(&id), json!({})), "User:Edit");
    denied(nothing.patch(&path(&id), json!({})), "User:Edit");
    nothing.delete(&path(&id)).denied(403, "", "The request was denied due to insufficient permissions:\"User:Edit\".");
    denied(nothing.get("/scim2/Groups"), "Group:Read");
    denied(nothing.get(&group_path(&group)), "Group:Read");
    denied(nothing.post("/scim2/Groups", json!({})), "Group:Edit");
    denied(nothing.put(&group_path(&group), json!({})), "Group:Edit");
    denied(nothing.patch(&group_path(&group), json!({})), "Group:Edit");
    denied(nothing.delete(&group_path(&group)), "Group:Edit");
    denied(nothing.on_id(&sub.id).get("/scim2/Groups"), "SubAccount:Read");
    nothing.get("/scim2/Schemas").is(403);
    master.user_with_role(&["User:Read"], 2, &[]).get("/scim2/Schemas").is(200);
}

#[test]
fn nobody_gives_a_role_or_a_group_that_it_may_not_give() {
    let world = World::new();
    let master = world.master();
    let editor = master.user_with_role(&["User:Read", "User:Edit"], 2, &[]);
    let (_, name) = group(&master, &[]);
    let email = address(&world, "x");
    let with_group = json!({"userName": email, "groups": [{"value": name}]});
    editor.post("/scim2/Users", with_group).denied(403, "", &format!("{DENIED}\"Group:Edit\"."));
    let with_role = json!({"userName": email, "roles": [{"value": "Admin"}]});
    editor.post("/scim2/Users", with_role.clone()).denied(403, "", &format!("{DENIED}\"Role:Edit\"."));
    let manager = master.user_with_role(&["User:Read", "User:Edit", "Role:Edit"], 2, &[]);
    manager.post("/scim2/Users", with_role).denied(400, "", "No permission.");
    editor.post("/scim2/Users", json!({"userName": email})).is(201);
    let (id, _) = user(&master, "jill");
    // Setting the address of somebody is acting with its role.
    editor.put(&path(&id), json!({"userName": address(&world, "y")})).denied(
        400,
        "",
        "Only an account administrator can change email.",
    );
}

#[test]
fn whoever_may_not_edit_roles_gives_none_and_takes_none() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let editor = master.user_with_role(&["User:Read", "User:Edit"], 2, &[]);
    let (holder, (member, _)) = (master.holder(&["User:Read"], 2, &[]), user(&master, "jill"));
    let role = get(&master, &path(&holder), "roles")[0]["value"].as_str().unwrap().to_owned();
    let give = |actor: &Actor<'_>, user: &str, role: &str| {
        patch(actor, &path(user), json!([{"op": "replace", "path": "roles", "value": [{"value": role}]}]))
    };
    let take = |actor: &Actor<'_>| patch(actor, &path(&holder), json!([{"op": "remove", "path": "roles"}]));
    let refusal = format!("{DENIED}\"Role:Edit\".");
    give(&editor, &member, &role).denied(403, "", &refusal);
    take(&editor).denied(403, "", &refusal);
    give(&editor, &holder, &role).is(200);
    assert_eq!(get(&master, &path(&holder), "roles")[0]["value"], role);
    let manager = master.user_with_role(&["User:Read", "User:Edit", "Role:Edit"], 2, &[]);
    give(&manager, &member, &role).is(200);
    take(&manager).is(200);
    // Below one's own account `SubAccount` is all that `/roles` asks for.
    let above = master.user_with_role(&["User:Read", "User:Edit", "SubAccount:Edit"], 2, &[]).on_id(&sub.id);
    let (theirs, _) = user(&sub, "bob");
    let body = json!({"name": format!("role {}", server().next_world()), "privileges": ["User:Read"]});
    let role = sub.post("/roles", body).is(201).text("name");
    give(&above, &theirs, &role).is(200);
}

#[test]
fn users_and_groups_of_others_are_unknown() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let (theirs, email) = user(&sub, "bob");
    let (group, name) = group(&sub, &[&theirs]);
    let (id, _) = user(&master, "jill");
    let (own, _) = super::group(&master, &[]);
    for unknown in [&*theirs, NO_ID] {
        for answer in [
            master.get(&path(unknown)),
            master.put(&path(unknown), json!({"title": "x"})),
            patch(&master.actor, &path(unknown), json!([{"op": "add", "path": "title", "value": "x"}])),
            master.delete(&path(unknown)),
        ] {
            answer.denied(404, "", "User does not exist.");
        }
        let members = json!([{"op": "add", "path": "members", "value": [{"value": unknown}]}]);
        patch(&master.actor, &group_path(&own), members).denied(
            400,
            "invalidValue",
            &format!("User does not exist: {unknown}."),
        );
        master.post("/scim2/Groups", json!({"displayName": "x", "members": [{"value": unknown}]})).is(400);
        let filters = [
            format!("id eq \"{unknown}\""),
            format!("externalId eq \"{unknown}\""),
            format!("userName eq \"{email}\""),
        ];
        for filter in filters {
            assert_eq!(master.get(&format!("/scim2/Users?filter={}", encoded(&filter))).is(200)["totalResults"], 0);
        }
    }
    for unknown in [&*group, NO_ID] {
        for answer in [
            master.get(&group_path(unknown)),
            master.put(&group_path(unknown), json!({"displayName": "x"})),
            patch(&master.actor, &group_path(unknown), json!([{"op": "add", "path": "displayName", "value": "x"}])),
            master.delete(&group_path(unknown)),
        ] {
            answer.denied(404, "", "Group does not exist.");
        }
    }
    master.put(&path(&id), json!({"groups": [{"value": name}]})).denied(
        400,
        "",
        &format!("Group does not exist: {name}."),
    );
    assert_eq!(get(&sub, &group_path(&group), "members")[0]["value"], theirs);
    // An email does not name a user here.
    sub.get(&path(&email)).denied(404, "", "User does not exist.");
}

#[test]
fn whoever_is_forgotten_is_nobodys_heir() {
    let world = World::new();
    let master = world.master();
    let (heir, email) = user(&master, "heir");
    master.patch(&format!("/users/{heir}"), json!({"display_name": "Heir Apparent"})).is(204);
    let named = [email.as_str(), "heir apparent"].map(|name| {
        let (id, _) = user(&master, "jill");
        let body = json!({ZOOM: {"transferee": name, "zoomDocs": true}, ENTERPRISE: {"manager": name}});
        master.put(&path(&id), body).is(200);
        id
    });
    crate::data_requests::asked(&master.actor, crate::data_requests::unwanted(&[&email]));
    world.advance(crate::data_requests::GRACE);
    world.settle();
    master.get(&path(&heir)).denied(404, "", "User does not exist.");
    for id in &named {
        let shown = master.get(&path(id)).is(200);
        assert_eq!((&shown[ZOOM], &shown[ENTERPRISE]), (&json!({"zoomDocs": true}), &Value::Null));
    }
}
