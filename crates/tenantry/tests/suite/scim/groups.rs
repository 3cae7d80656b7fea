//! `/scim2/Groups`: what is said of groups.
use super::*;
use crate::users::event;

#[test]
fn a_group_of_provisioning_is_one_of_the_groups_of_the_account() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    for account in [&master.actor, &master.on(&sub)] {
        let name = format!("group {}", server().next_world());
        let made = account.post("/scim2/Groups", json!({"displayName": format!("  {name} ")})).is(201);
        let id = made.text("id");
        assert_eq!((&made["displayName"], &made["members"]), (&json!(name), &Value::Null));
        assert_eq!(made.header("location"), made["meta"]["location"].as_str().unwrap());
        assert_eq!(account.get(&format!("/groups/{id}")).is(200)["name"], name);
        assert_eq!(event(&world, &id, "group.created")["payload"]["name"], name);
        account.delete(&group_path(&id)).is(204);
        account.get(&group_path(&id)).denied(404, "", "Group does not exist.");
        event(&world, &id, "group.deleted");
    }
}

#[test]
fn a_group_has_a_name_of_its_own() {
    let world = World::new();
    let master = world.master();
    let bad = "The \"DisplayName\" of the request is invalid.";
    for name in [json!(""), json!("  "), json!(null), json!("a".repeat(128))] {
        master.post("/scim2/Groups", json!({"displayName": name})).denied(400, "invalidValue", bad);
    }
    master.post("/scim2/Groups", json!({"externalId": "x"})).denied(400, "invalidValue", bad);
    for length in [126, 127] {
        master.post("/scim2/Groups", json!({"displayName": "a".repeat(length)})).is(201);
    }
    let (id, name) = group(&master, &[]);
    let (_, other) = group(&master, &[]);
    master.post("/scim2/Groups", json!({"displayName": name})).denied(
        409,
        "uniqueness",
        &format!("Group {name} exists."),
    );
    let taken = format!("Group {other} exists.");
    master.put(&group_path(&id), json!({"displayName": other})).denied(409, "uniqueness", &taken);
    patch(&master.actor, &group_path(&id), json!([{"op": "replace", "value": {"displayName": other}}])).denied(
        409,
        "uniqueness",
        &taken,
    );
    patch(&master.actor, &group_path(&id), json!([{"op": "replace", "path": "displayName", "value": ""}])).denied(
        400,
        "invalidValue",
        bad,
    );
    // Another account has names of its own.
    world.master().post("/scim2/Groups", json!({"displayName": name})).is(201);
}

#[test]
fn a_group_is_described_anew_by_both_forms_of_a_patch() {
    let world = World::new();
    let master = world.master();
    let (id, name) = group(&master, &[]);
    let alias = format!("{ZOOM_GROUP}:emailAlias");
    patch(&master.actor, &group_path(&id), json!([{"op": "replace", "value": {&alias: "all@x.example"}}])).is(204);
    let told = event(&world, &id, "group.updated");
    assert_eq!(
        (&told["payload"]["email_alias"], &told["payload"]["old_object"]["email_alias"]),
        (&json!("all@x.example"), &json!(""))
    );
    patch(&master.actor, &group_path(&id), json!([{"op": "Replace", "path": "externalId", "value": "G-1"}])).is(204);
    let shown = master.get(&group_path(&id)).is(200);
    assert_eq!(
        (&shown[ZOOM_GROUP]["emailAlias"], &shown["externalId"], &shown["displayName"]),
        (&json!("all@x.example"), &json!("G-1"), &json!(name))
    );
    let seen = events(&world, &id);
    patch(
        &master.actor,
        &group_path(&id),
        json!([{"op": "add", "value": {&alias: "all@x.example", "externalId": "G-1"}}]),
    )
    .is(204);
    master.put(&group_path(&id), master.get(&group_path(&id)).is(200).body).is(200);
    assert_eq!(events(&world, &id), seen);
    patch(
        &master.actor,
        &group_path(&id),
        json!([{"op": "remove", "path": &alias}, {"op": "remove", "path": "externalId"}]),
    )
    .is(204);
    let shown = master.get(&group_path(&id)).is(200);
    assert_eq!((&shown[ZOOM_GROUP], &shown["externalId"]), (&Value::Null, &Value::Null));
    patch(&master.actor, &group_path(&id), json!([{"op": "remove", "path": "displayName"}])).denied(
        400,
        "mutability",
        "The attribute cannot be changed so: displayName.",
    );
    patch(&master.actor, &group_path(&id), json!([])).denied(
        400,
        "invalidSyntax",
        "The \"Operations\" of the request is invalid.",
    );
    let long = |many: usize| json!([{"op": "replace", "value": {&alias: "a".repeat(many)}}]);
    patch(&master.actor, &group_path(&id), long(128)).is(204);
    assert_eq!(patch(&master.actor, &group_path(&id), long(129)).is(400)["scimType"], "invalidValue");
}

#[test]
fn groups_come_with_a_plan() {
    let world = World::new();
    let free = world.free_standing();
    free.get("/scim2/Groups").denied(400, "", "Only available for Paid account.");
    free.post("/scim2/Groups", json!({"displayName": "x"})).denied(400, "", "Only available for Paid account.");
    free.get("/scim2/Users").is(200);
}

#[test]
fn a_group_that_a_barrier_names_stays() {
    let world = World::new();
    let master = world.master();
    let [(one, _), (other, _)] = [group(&master, &[]), group(&master, &[])];
    master.post("/information_barriers/policies", crate::information_barriers::between(&one, &other)).is(201);
    let refusal = "Group cannot be deleted. Information Barriers policies have been applied to this group.";
    master.delete(&group_path(&one)).denied(400, "", refusal);
}
