//! What Okta sends, as its public reference of SCIM 2.0 shows it.
use super::*;

fn body(email: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": email,
        "name": {"givenName": "Test", "familyName": "User"},
        "emails": [{"primary": true, "value": email, "type": "work"}],
        "displayName": "Test User",
        "locale": "en-US",
        "externalId": "00ujl29u0le5T6Aj10h7",
        "groups": [],
        "password": "1mz050nq",
        "active": true,
    })
}

#[test]
fn a_user_is_looked_for_made_updated_and_deactivated() {
    let world = World::new();
    let master = world.master();
    let email = address(&world, "test.user");
    let lookup = format!("/scim2/Users?filter={}&startIndex=1&count=100", encoded(&format!("userName eq \"{email}\"")));
    let none = master.get(&lookup).is(200);
    assert_eq!((&none["totalResults"], &none["startIndex"], &none["itemsPerPage"]), (&json!(0), &json!(1), &json!(0)));
    let made = master.post("/scim2/Users", body(&email)).is(201);
    let id = made.text("id");
    assert_eq!(
        (&made["active"], &made["displayName"], &made["externalId"]),
        (&json!(true), &json!("Test User"), &json!("00ujl29u0le5T6Aj10h7"))
    );
    assert!(!made.bytes.windows(8).any(|part| part == b"password"));
    assert_eq!(ids(&master.get(&lookup).is(200)), [&*id]);
    let mut update = master.get(&path(&id)).is(200).body;
    update["name"]["familyName"] = json!("Another");
    update["middleName"] = json!("Excited");
    assert_eq!(master.put(&path(&id), update).is(200)["name"]["familyName"], "Another");
    for is_active in [false, true] {
        let shown =
            patch(&master.actor, &path(&id), json!([{"op": "replace", "value": {"active": is_active}}])).is(200);
        assert_eq!(shown["active"], is_active);
    }
    let mut inactive = body(&email);
    inactive["active"] = json!(false);
    assert_eq!(master.put(&path(&id), inactive).is(200)["active"], false);
    assert_eq!(ids(&master.get("/scim2/Users?startIndex=1&count=100").is(200)).len(), 2);
}

#[test]
fn a_group_is_pushed_renamed_and_its_members_follow() {
    let world = World::new();
    let master = world.master();
    let [(one, first), (other, second)] = ["one", "other"].map(|name| user(&master, name));
    let name = format!("Test SCIMv2 {}", server().next_world());
    let schemas = ["urn:ietf:params:scim:schemas:core:2.0:Group"];
    let made = master.post("/scim2/Groups", json!({"schemas": schemas, "displayName": name, "members": []})).is(201);
    let id = made.text("id");
    let renamed = format!("{name} renamed");
    patch(&master.actor, &group_path(&id), json!([{"op": "replace", "value": {"id": id, "displayName": renamed}}]))
        .is(204);
    patch(
        &master.actor,
        &group_path(&id),
        json!([
            {"op": "add", "path": "members", "value": [{"value": one, "display": first}]},
        ]),
    )
    .is(204);
    patch(
        &master.actor,
        &group_path(&id),
        json!([
            {"op": "remove", "path": format!("members[value eq \"{one}\"]")},
            {"op": "add", "path": "members", "value": [{"value": other, "display": second}]},
        ]),
    )
    .is(204);
    let shown = master.get(&group_path(&id)).is(200);
    assert_eq!((&shown["displayName"], &shown["members"][0]["value"]), (&json!(renamed), &json!(other)));
    patch(&master.actor, &group_path(&id), json!([
        {"op": "replace", "path": "members", "value": [{"value": one, "display": first}, {"value": other, "display": second}]},
    ])).is(204);
    let put =
        json!({"schemas": schemas, "id": id, "displayName": renamed, "members": [{"value": one, "display": first}]});
    assert_eq!(master.put(&group_path(&id), put).is(200)["members"].as_array().unwrap().len(), 1);
    let page = master.get("/scim2/Groups?startIndex=1&count=100").is(200);
    assert_eq!(page["Resources"][0]["members"][0]["value"], one);
    master.delete(&group_path(&id)).is(204);
}
