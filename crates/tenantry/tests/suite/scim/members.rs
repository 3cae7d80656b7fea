//! Who is in a group of provisioning.
use super::*;

/// The ids of those whom the group shows, which is how many it says it has.
#[track_caller]
fn members(account: &Account<'_>, group: &str) -> Vec<String> {
    let shown = account.get(&group_path(group)).is(200);
    let ids: Vec<String> =
        shown["members"].as_array().into_iter().flatten().map(|it| it["value"].as_str().unwrap().to_owned()).collect();
    assert_eq!(account.get(&format!("/groups/{group}")).is(200)["total_members"], ids.len());
    ids
}

#[test]
fn users_come_and_go_by_every_form_of_a_patch() {
    let world = World::new();
    let master = world.master();
    let mut ids = ["a", "b", "c"].map(|name| user(&master, name).0);
    // Members are shown in the order of their ids.
    ids.sort();
    let [a, b, c] = ids;
    let (id, _) = group(&master, &[]);
    let value = |ids: &[&String]| json!(ids.iter().map(|id| json!({"value": id})).collect::<Vec<_>>());
    for (operation, expected) in [
        (json!({"op": "add", "path": "members", "value": value(&[&a, &b])}), vec![&a, &b]),
        (json!({"op": "Add", "path": "members", "value": value(&[&b, &b, &c])}), vec![&a, &b, &c]),
        (json!({"op": "remove", "path": format!("members[value eq \"{a}\"]")}), vec![&b, &c]),
        (json!({"op": "Remove", "path": "members", "value": value(&[&b])}), vec![&c]),
        (json!({"op": "replace", "path": "members", "value": value(&[&a, &c])}), vec![&a, &c]),
        (json!({"op": "add", "value": {"members": value(&[&b])}}), vec![&a, &b, &c]),
        (json!({"op": "remove", "path": format!("members[value eq \"{a}\" or value eq \"{b}\"]")}), vec![&c]),
        (json!({"op": "replace", "value": {"members": value(&[&a])}}), vec![&a]),
        (json!({"op": "remove", "path": "members"}), vec![]),
    ] {
        patch(&master.actor, &group_path(&id), json!([operation])).is(204);
        assert_eq!(members(&master, &id).iter().collect::<Vec<_>>(), expected, "{operation}");
        let seen = events(&world, &id);
        patch(&master.actor, &group_path(&id), json!([operation])).is(204);
        assert_eq!(events(&world, &id), seen, "{operation}");
    }
    patch(&master.actor, &group_path(&id), json!([{"op": "add", "path": "members", "value": value(&[&a])}])).is(204);
    for bad in [
        json!({"op": "remove", "path": "members[type eq \"User\"]"}),
        json!({"op": "remove", "path": "members.type"}),
        json!({"op": "replace", "path": format!("members[value eq \"{a}\"]"), "value": {"value": b}}),
    ] {
        let refused = patch(&master.actor, &group_path(&id), json!([bad]));
        refused.denied(400, "invalidPath", "The path is not supported: members.");
    }
    for bad in [
        json!({"op": "replace", "path": "members"}),
        json!({"op": "add", "path": "members"}),
        json!({"op": "replace", "path": "members", "value": [{"id": b}]}),
    ] {
        assert_eq!(patch(&master.actor, &group_path(&id), json!([bad])).is(400)["scimType"], "invalidValue", "{bad}");
    }
    assert_eq!(master.put(&group_path(&id), json!({"members": [{"id": b}]})).is(400)["scimType"], "invalidValue");
    assert_eq!(members(&master, &id), [a]);
}

#[test]
fn a_user_is_told_of_its_groups_and_a_group_of_its_users() {
    let world = World::new();
    let master = world.master();
    let (jill, _) = user(&master, "jill");
    let (id, name) = group(&master, &[&jill]);
    assert_eq!(get(&master, &path(&jill), "groups")[0]["value"], name);
    master.put(&group_path(&id), json!({"displayName": name})).is(200);
    assert_eq!(members(&master, &id), [&*jill]);
    master.put(&group_path(&id), json!({"displayName": name, "members": []})).is(200);
    assert_eq!(get(&master, &path(&jill), "groups"), Value::Null);
    master.put(&group_path(&id), json!({"displayName": name, "members": [{"value": jill}]})).is(200);
    master.delete(&path(&jill)).is(204);
    assert_eq!(members(&master, &id), [""; 0]);
}

#[test]
fn a_thousand_members_come_or_go_at_once_and_no_more() {
    let world = World::new();
    let master = world.master();
    let (id, name) = group(&master, &[]);
    let nobodies = |many: usize| -> Vec<Value> { (0..many).map(|n| json!({"value": format!("{n:022}")})).collect() };
    let remove = |many: usize| {
        patch(&master.actor, &group_path(&id), json!([{"op": "remove", "path": "members", "value": nobodies(many)}]))
    };
    let refusal = "At most 1000 members can come and go at once.";
    remove(999).is(204);
    remove(1000).is(204);
    remove(1001).denied(413, "", refusal);
    let body = json!({"displayName": name, "members": nobodies(1001)});
    master.put(&group_path(&id), body).denied(413, "", refusal);
}
