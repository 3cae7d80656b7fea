//! What Microsoft Entra ID sends, as its public guide to SCIM endpoints shows it.
use super::*;

#[test]
fn a_user_is_looked_for_made_changed_disabled_and_deleted() {
    let world = World::new();
    let master = world.master();
    let email = address(&world, "test.user");
    let by_name = format!("/scim2/Users?filter={}", encoded(&format!("userName eq \"{email}\"")));
    let none = master.get(&by_name).is(200);
    assert_eq!((&none["totalResults"], &none["Resources"]), (&json!(0), &json!([])));
    let made = master
        .post(
            "/scim2/Users",
            json!({
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
                "externalId": "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef",
                "userName": email,
                "active": true,
                "emails": [{"primary": true, "type": "work", "value": email}],
                "meta": {"resourceType": "User"},
                "name": {"formatted": "givenName familyName", "familyName": "familyName", "givenName": "givenName"},
                "roles": [],
            }),
        )
        .is(201);
    let id = made.text("id");
    assert_eq!(made["externalId"], "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef");
    assert_eq!(ids(&master.get(&by_name).is(200)), [&*id]);
    let new = address(&world, "updated");
    let changed = patch(
        &master.actor,
        &path(&id),
        json!([
            {"op": "Replace", "path": "emails[type eq \"work\"].value", "value": new},
            {"op": "Replace", "path": "name.familyName", "value": "updatedFamilyName"},
        ]),
    );
    let changed = changed.is(200);
    assert_eq!(
        (&changed["emails"][0]["value"], &changed["name"]["familyName"]),
        (&json!(new), &json!("updatedFamilyName"))
    );
    let other = address(&world, "other");
    let renamed =
        patch(&master.actor, &path(&id), json!([{"op": "Replace", "path": "userName", "value": other}])).is(200);
    assert_eq!(renamed["userName"], other);
    let manager = patch(
        &master.actor,
        &path(&id),
        json!([
            {"op": "Add", "path": format!("{ENTERPRISE}:manager"), "value": "boss@x.example"},
            {"op": "Add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "+1 8005550100"},
            {"op": "Add", "value": {"title": "Teacher", "name.givenName": "Given"}},
        ]),
    );
    let manager = manager.is(200);
    assert_eq!(
        (&manager[ENTERPRISE]["manager"], &manager["name"]["givenName"]),
        (&json!("boss@x.example"), &json!("Given"))
    );
    for value in [json!(false), json!("False")] {
        let body = json!({"Operations": [{"op": "Replace", "path": "active", "value": value}],
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"]});
        assert_eq!(master.patch(&path(&id), body).is(200)["active"], false);
    }
    let shown = master.get(&format!("/scim2/Users?filter={}", encoded(&format!("userName eq \"{other}\"")))).is(200);
    assert_eq!(shown["Resources"][0]["active"], false);
    master.delete(&path(&id)).is(204);
    master.get(&path(&id)).denied(404, "", "User does not exist.");
}

#[test]
fn a_group_is_made_renamed_filled_emptied_and_deleted() {
    let world = World::new();
    let master = world.master();
    let (member, _) = user(&master, "member");
    let name = format!("displayName {}", server().next_world());
    let body = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group", "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
        "externalId": "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159",
        "displayName": name,
        "meta": {"resourceType": "Group"},
    });
    let id = master.post("/scim2/Groups", body).is(201).text("id");
    let shown = master.get(&format!("{}?excludedAttributes=members", group_path(&id))).is(200);
    assert_eq!(shown["displayName"], name);
    let filter = encoded(&format!("displayName eq \"{name}\""));
    let found = master.get(&format!("/scim2/Groups?excludedAttributes=members&filter={filter}")).is(200);
    assert_eq!(ids(&found), [&*id]);
    let renamed = format!("{name} renamed");
    patch(&master.actor, &group_path(&id), json!([{"op": "Replace", "path": "displayName", "value": renamed}])).is(204);
    let members = json!([{"$ref": null, "value": member}]);
    patch(&master.actor, &group_path(&id), json!([{"op": "Add", "path": "members", "value": members}])).is(204);
    let asked = encoded(&format!("id eq \"{id}\" and members eq \"{member}\""));
    let is_in = || master.get(&format!("/scim2/Groups?filter={asked}&attributes=id")).is(200)["totalResults"].clone();
    assert_eq!(is_in(), 1);
    patch(&master.actor, &group_path(&id), json!([{"op": "Remove", "path": "members", "value": members}])).is(204);
    assert_eq!(is_in(), 0);
    assert_eq!(get(&master, &group_path(&id), "displayName"), renamed);
    master.delete(&group_path(&id)).is(204);
}
