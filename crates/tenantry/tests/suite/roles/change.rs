//! `PATCH` and `DELETE /roles/{roleId}`.
use super::{give, holder, name, role};
use crate::{server::Setup, users::event, world::World};
use platform::Compat;
use serde_json::{Value, json};

const FIXED: &str = "Can't update Normal/Owner roles.";
const SYSTEM: &str = "Can't delete Normal/Admin/Owner roles.";
const HAS_MEMBERS: &str = "Can't delete a role that has members.";
const NOT_PAID: &str = "The account must be a paid account to update the role.";

#[test]
fn an_update_changes_what_it_names_and_nothing_else() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Pro", 1);
    let before = master.on(&sub).post("/roles", json!({"name": name(), "privileges": ["User:Read"]})).is(201);
    let path = format!("/roles/{}", before.text("id"));
    let changes = [
        json!({"description": "Reads"}),
        json!({"privileges": ["User:Edit"]}),
        json!({"privileges": []}),
        json!({"name": format!(" {} ", name())}),
        json!({"name": null, "description": null, "privileges": null, "sub_account_privileges": null}),
    ];
    let mut expected = before.body.clone();
    for change in changes {
        assert!(master.on(&sub).patch(&path, change.clone()).is(204).bytes.is_empty());
        for (field, value) in change.as_object().unwrap().iter().filter(|(_, value)| !value.is_null()) {
            expected[field] = value.as_str().map_or(value.clone(), |text| json!(text.trim()));
        }
        assert_eq!(sub.get(&path).is(200).body, expected, "after {change}");
    }
}

#[test]
fn the_admin_role_can_be_edited_and_the_owners_and_members_cannot() {
    let world = World::new();
    let master = world.master();
    master.patch("/roles/1", json!({"privileges": ["User:Read"], "description": "Less"})).is(204);
    let admin = master.get("/roles/1").is(200);
    assert_eq!((&admin["privileges"], &admin["description"]), (&json!(["User:Read"]), &json!("Less")));
    for fixed in ["/roles/0", "/roles/2"] {
        master.patch(fixed, json!({"privileges": []})).refused(400, 300, FIXED);
        master.patch(fixed, json!({})).refused(400, 300, FIXED);
    }
}

#[test]
fn a_free_account_updates_no_role() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.patch("/roles/1", json!({"description": "x"})).refused(400, 200, NOT_PAID);
    master.on(&sub).patch("/roles/1", json!({"description": "x"})).refused(400, 200, NOT_PAID);
    sub.plan("Pro", 1);
    master.on(&sub).patch("/roles/1", json!({"description": "x"})).is(204);
}

#[test]
fn the_refusal_of_a_free_account_stands_inside_200_for_those_who_want_it_there() {
    let compat = Compat { strict_200: true, ..Compat::default() };
    let world = World::with(Setup { compat, ..Setup::default() });
    let free = world.free_standing();
    free.patch("/roles/1", json!({"description": "x"})).refused(200, 200, NOT_PAID);
}

#[test]
fn a_role_is_not_renamed_to_a_name_that_is_used() {
    let world = World::new();
    let master = world.master();
    let (first, second) = (role(&master, &[]), role(&master, &[]));
    let taken = master.get(&format!("/roles/{second}")).is(200).text("name");
    let text = format!("Role name {taken} has already been used.");
    master.patch(&format!("/roles/{first}"), json!({"name": taken})).refused(400, 1224, &text);
    master.patch(&format!("/roles/{second}"), json!({"name": taken})).is(204);
    master.patch(&format!("/roles/{first}"), json!({"name": "Owner"})).refused(
        400,
        1224,
        "Role name Owner has already been used.",
    );
    master.patch(&format!("/roles/{first}"), json!({"name": " "})).refuses_fields(&["name"]);
    master.patch(&format!("/roles/{first}"), json!({"name": "x".repeat(129)})).refuses_fields(&["name"]);
}

#[test]
fn the_second_level_is_1_2_or_3() {
    let world = World::new();
    let master = world.master();
    let path = format!("/roles/{}", role(&master, &[]));
    let set = |level: Value| master.patch(&path, json!({"sub_account_privileges": {"second_level": level}}));
    for level in [json!(1), json!(2), json!(3), json!("1"), json!(2.0)] {
        set(level).is(204);
    }
    for level in [json!(0), json!(4), json!(-1), json!("x"), json!(1.5)] {
        set(level).refuses_fields(&["sub_account_privileges.second_level"]);
    }
    assert_eq!(master.get(&path).is(200)["sub_account_privileges"], json!({"second_level": 2}));
}

#[test]
fn level_3_has_a_list_that_is_empty_when_absent_and_stays_until_it_is_set() {
    let world = World::new();
    let master = world.master();
    let path = format!("/roles/{}", role(&master, &[]));
    let after = |below: Value| {
        master.patch(&path, json!({"sub_account_privileges": below})).is(204);
        master.get(&path).is(200)["sub_account_privileges"].clone()
    };
    assert_eq!(after(json!({"second_level": 3})), json!({"second_level": 3, "privileges": []}));
    let listed = json!({"second_level": 3, "privileges": ["User:Read", "User:Edit"]});
    assert_eq!(after(json!({"privileges": ["User:Edit", "User:Read"]})), listed);
    assert_eq!(after(json!({"second_level": 3})), listed);
    assert_eq!(after(json!({"second_level": 2})), json!({"second_level": 2, "privileges": ["User:Read", "User:Edit"]}));
    assert_eq!(after(json!({"privileges": []})), json!({"second_level": 2}));
}

#[test]
fn unknown_privileges_of_both_lists_are_refused_together() {
    let world = World::new();
    let master = world.master();
    let body =
        json!({"privileges": ["A:Read"], "sub_account_privileges": {"privileges": ["B:Read", "User:Read", "C"]}});
    let answer = master.patch(&format!("/roles/{}", role(&master, &[])), body);
    let answer = answer.refuses_fields(&["privileges", "sub_account_privileges.privileges"]);
    assert_eq!(answer["errors"][1]["message"], "Unknown privileges: B:Read, C.");
}

#[test]
fn an_update_tells_old_and_new_and_one_that_changes_nothing_is_silent() {
    let world = World::new();
    let master = world.master();
    let id = role(&master, &["User:Read"]);
    let path = format!("/roles/{id}");
    master.patch(&path, json!({"privileges": ["User:Read"], "description": ""})).is(204);
    master.patch(&path, json!({"privileges": ["User:Edit"]})).is(204);
    let updated = event(&world, &id, "role.updated");
    assert_eq!(updated["version"], 2);
    assert_eq!(updated["payload"]["privileges"], json!(["User:Edit"]));
    assert_eq!(updated["payload"]["old_object"]["privileges"], json!(["User:Read"]));
    master.delete(&path).is(204);
    assert_eq!(event(&world, &id, "role.deleted")["version"], 3);
    let names: Vec<Value> = world.happened_to(&id).iter().map(|event| event["name"].clone()).collect();
    assert_eq!(names, ["role.created", "role.updated", "role.deleted"]);
}

#[test]
fn a_role_without_members_is_deleted_for_good() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let id = role(&sub, &[]);
    assert!(master.on(&sub).delete(&format!("/roles/{id}")).is(204).bytes.is_empty());
    sub.get(&format!("/roles/{id}")).refused(400, 1034, "Provided `role_id` does not exist.");
    sub.delete(&format!("/roles/{id}")).refused(400, 1034, "Provided `role_id` does not exist.");
    sub.get("/roles").is(200).lists("id", ["0", "1", "2"]);
}

#[test]
fn the_roles_that_every_account_has_are_not_deleted() {
    let world = World::new();
    let master = world.master();
    for id in ["0", "1", "2"] {
        master.delete(&format!("/roles/{id}")).refused(400, 300, SYSTEM);
    }
}

#[test]
fn a_role_with_a_member_in_whatever_state_is_not_deleted() {
    let world = World::new();
    let master = world.master();
    let id = role(&master, &[]);
    let path = format!("/roles/{id}");
    let user = holder(&master, &id);
    master.delete(&path).refused(400, 300, HAS_MEMBERS);
    let status = master.put(&format!("/users/{user}/status"), json!({"action": "deactivate"}));
    assert!(status.status < 300, "{status}");
    master.delete(&path).refused(400, 300, HAS_MEMBERS);
    let info = json!({"action": "create", "user_info": {"email": world.email("invited"), "type": 1}});
    let pending = master.post("/users", info).is(201).text("id");
    give(&master, &id, &pending).is(201);
    master.delete(&format!("{path}/members/{user}")).is(204);
    master.delete(&path).refused(400, 300, HAS_MEMBERS);
    master.delete(&format!("{path}/members/{pending}")).is(204);
    master.delete(&path).is(204);
}
