//! `GET /roles` and `GET /roles/{roleId}`.
use super::{NO_ROLE_ID, give, holder, name, role};
use crate::world::World;
use serde_json::{Value, json};

const NO_ROLE: &str = "Provided `role_id` does not exist.";

#[test]
fn an_account_begins_with_an_owner_an_admin_and_a_member_role() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    for actor in
        [master.actor.clone(), master.on_id("me"), master.on_id(&master.id), master.on(&sub), sub.actor.clone()]
    {
        let answer = actor.get("/roles").is(200);
        assert_eq!(answer.column("id"), ["0", "1", "2"]);
        assert_eq!(answer.column("name"), ["Owner", "Admin", "Member"]);
        assert_eq!(answer.column("type"), ["common", "common", "common"]);
        assert_eq!(answer.column("total_members"), [json!(1), json!(0), json!(0)]);
        assert_eq!(answer["total_records"], 3);
    }
}

#[test]
fn the_owner_has_every_privilege_the_member_none_and_the_admin_all_but_the_owners_own() {
    let world = World::new();
    let master = world.master();
    let privileges = |id: &str| -> Vec<Value> {
        master.get(&format!("/roles/{id}")).is(200)["privileges"].as_array().unwrap().clone()
    };
    let (owner, admin) = (privileges("0"), privileges("1"));
    assert!(owner.len() > 100 && privileges("2").is_empty());
    let owners_own: Vec<Value> = owner.into_iter().filter(|privilege| !admin.contains(privilege)).collect();
    assert_eq!(owners_own, ["Role:Edit", "SubAccount:Read", "SubAccount:Edit"]);
}

#[test]
fn a_role_shows_what_was_stored() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let body = json!({"name": name(), "description": "Looks on", "type": "iq", "privileges": ["User:Read"]});
    let made = master.on(&sub).post("/roles", body.clone()).is(201);
    let shown = master.on(&sub).get(&format!("/roles/{}", made.text("id"))).is(200);
    assert_eq!(shown.body, made.body);
    for field in ["name", "description", "type", "privileges"] {
        assert_eq!(shown[field], body[field], "{shown}");
    }
    assert_eq!(shown["total_members"], 0);
    sub.get(&format!("/roles/{}", made.text("id"))).is(200);
}

#[test]
fn roles_of_the_two_types_are_listed_apart_and_common_ones_without_asking() {
    let world = World::new();
    let master = world.master();
    let iq = master.post("/roles", json!({"name": name(), "type": "iq"})).is(201).text("id");
    let common = master.post("/roles", json!({"name": name()})).is(201).text("id");
    master.get("/roles").is(200).lists("id", ["0", "1", "2", &common]);
    master.get("/roles?type=common").is(200).lists("id", ["0", "1", "2", &common]);
    let answer = master.get("/roles?type=iq").is(200).lists("id", [iq]);
    assert_eq!(answer["total_records"], 1);
    master.get("/roles?type=sales").refuses_fields(&["type"]);
}

#[test]
fn members_are_counted_in_every_state() {
    let world = World::new();
    let master = world.master();
    let role = role(&master, &[]);
    let inactive = holder(&master, &role);
    holder(&master, &role);
    let email = world.email("invited");
    let info = json!({"action": "create", "user_info": {"email": email, "type": 1}});
    let pending = master.post("/users", info).is(201).text("id");
    give(&master, &role, &pending).is(201);
    let status = master.put(&format!("/users/{inactive}/status"), json!({"action": "deactivate"}));
    assert!(status.status < 300, "{status}");
    assert_eq!(master.get(&format!("/roles/{role}")).is(200)["total_members"], 3);
    let listed = master.get("/roles").is(200);
    assert_eq!(listed.column("total_members"), [1, 0, 0, 3].map(|n| json!(n)));
    assert_eq!(master.get(&format!("/roles/{role}/members")).is(200)["total_records"], 3);
}

#[test]
fn how_a_role_acts_below_is_shown_in_masters_and_below_them_only() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    for account in [&master, &sub] {
        assert_eq!(account.get("/roles/0").is(200)["sub_account_privileges"], json!({"second_level": 1}));
        assert_eq!(account.get("/roles/1").is(200)["sub_account_privileges"], json!({"second_level": 2}));
    }
    let free = world.free_standing();
    assert_eq!(free.get("/roles/0").is(200)["sub_account_privileges"], Value::Null);
}

#[test]
fn an_unknown_role_and_one_of_another_account_do_not_exist() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let foreign = role(&sub, &[]);
    for id in [NO_ROLE_ID, &foreign, "3", "x"] {
        master.get(&format!("/roles/{id}")).refused(400, 1034, NO_ROLE);
        master.patch(&format!("/roles/{id}"), json!({"description": "x"})).refused(400, 1034, NO_ROLE);
        master.delete(&format!("/roles/{id}")).refused(400, 1034, NO_ROLE);
        master.get(&format!("/roles/{id}/members")).refused(400, 1034, NO_ROLE);
        give(&master, id, &master.owner_id).refused(400, 1034, NO_ROLE);
        master.delete(&format!("/roles/{id}/members/{}", master.owner_id)).refused(400, 1034, NO_ROLE);
    }
    sub.get(&format!("/roles/{foreign}")).is(200);
}

#[test]
fn a_top_level_master_reads_the_roles_of_a_second_level_master_and_changes_none() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    top.on(&reseller).get("/roles").is(200);
    top.on(&reseller).get("/roles/1").is(200);
    top.on(&reseller).get("/roles/1/members").is(200);
    let text = format!("Account does not exist: {}.", reseller.id);
    top.on(&reseller).post("/roles", json!({"name": name()})).refused(404, 2001, &text);
    top.on(&reseller).patch("/roles/1", json!({"description": "x"})).refused(404, 2001, &text);
}
