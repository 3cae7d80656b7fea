//! One group, and the list of all.
use super::{add, group, groups_of, member, no_group};
use crate::{
    server::Setup,
    users::{count_events, event},
    world::{NO_ID, World},
};
use platform::Policy;
use serde_json::{Value, json};

const NAME_USED: &str = "The group name \"Physics\" is already in use.";

#[test]
fn a_group_is_made_listed_renamed_and_deleted() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let made = master.on(&sub).post("/groups", json!({"name": " Physics "})).is(201);
    let id = made.text("id");
    let shown = json!({"id": id, "name": "Physics", "total_members": 0});
    assert_eq!(made.body, shown);
    assert_eq!(sub.get(&format!("/groups/{id}")).is(200).body, shown);
    let list = sub.get("/groups").is(200);
    assert_eq!(
        (&list["groups"], &list["total_records"], &list["next_page_token"]),
        (&json!([shown]), &json!(1), &json!(""))
    );
    assert_eq!(master.get("/groups").is(200)["groups"], json!([]));
    master.on(&sub).patch(&format!("/groups/{id}"), json!({"name": "Chemistry"})).is(204);
    assert_eq!(sub.get(&format!("/groups/{id}")).is(200)["name"], "Chemistry");
    master.on(&sub).delete(&format!("/groups/{id}")).is(204);
    assert_eq!(sub.get("/groups").is(200)["total_records"], 0);
    sub.get(&format!("/groups/{id}")).refused(404, 4130, &no_group(&id));
}

#[test]
fn an_unknown_group_and_one_of_another_account_do_not_exist() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let theirs = group(&sub);
    let stranger = world.master();
    for id in [NO_ID, &theirs] {
        for account in [&master, &stranger] {
            let path = format!("/groups/{id}");
            account.get(&path).refused(404, 4130, &no_group(id));
            account.patch(&path, json!({"name": "Mine"})).refused(404, 4130, &no_group(id));
            account.delete(&path).refused(404, 4130, &no_group(id));
            account.get(&format!("{path}/members")).refused(404, 4130, &no_group(id));
            add(account, id, &[&account.owner_id]).refused(404, 4130, &no_group(id));
            account.get(&format!("{path}/channels")).refused(404, 4130, &no_group(id));
        }
    }
    assert_eq!(sub.get(&format!("/groups/{theirs}")).is(200)["total_members"], 0);
}

#[test]
fn a_name_has_1_to_127_characters_and_is_not_blank() {
    let world = World::new();
    let master = world.master();
    let id = group(&master);
    let path = format!("/groups/{id}");
    for name in ["x".to_owned(), "é".repeat(127)] {
        master.post("/groups", json!({"name": name})).is(201);
        let other = format!("{}y", name.chars().skip(1).collect::<String>());
        master.patch(&path, json!({"name": other})).is(204);
    }
    let long = json!({"name": "x".repeat(128)});
    master.post("/groups", long.clone()).refuses_fields(&["name"]);
    master.patch(&path, long).refuses_fields(&["name"]);
    for body in [json!({}), json!({"name": ""}), json!({"name": "  "})] {
        master.post("/groups", body).refused(400, 300, "Invalid parameter: name.");
    }
    for name in ["", " "] {
        master.patch(&path, json!({"name": name})).refuses_fields(&["name"]);
    }
    master.post("/groups", json!({"name": []})).refused(400, 300, "Validation Failed.").refuses_fields(&["name"]);
    assert_eq!(master.get("/groups").is(200)["total_records"], 3);
}

#[test]
fn two_groups_of_an_account_have_two_names() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    for account in [&master, &sub] {
        account.post("/groups", json!({"name": "Physics"})).is(201);
    }
    master.post("/groups", json!({"name": "Physics "})).refused(409, 4132, NAME_USED);
    let other = master.post("/groups", json!({"name": "physics"})).is(201).text("id");
    let renamed = json!({"name": " Physics"});
    master.patch(&format!("/groups/{other}"), renamed).refused(409, 4132, "Group name Physics is already in use.");
    assert_eq!(master.get(&format!("/groups/{other}")).is(200)["name"], "physics");
    assert_eq!(master.get("/groups").is(200)["total_records"], 2);
}

#[test]
fn a_change_to_the_name_that_it_has_changes_nothing() {
    let world = World::new();
    let master = world.master();
    let id = master.post("/groups", json!({"name": "Physics"})).is(201).text("id");
    for body in [json!({}), json!({"name": null}), json!({"name": " Physics "})] {
        master.patch(&format!("/groups/{id}"), body).is(204);
    }
    master.patch(&format!("/groups/{id}"), json!({"name": "Chemistry"})).is(204);
    event(&world, &id, "group.updated");
    assert_eq!(count_events(&world, &id, "group.updated"), 1);
}

#[test]
fn making_renaming_and_deleting_a_group_are_events() {
    let world = World::new();
    let master = world.master();
    let id = master.post("/groups", json!({"name": "Physics"})).is(201).text("id");
    let user = member(&master, &[&id]);
    master.patch(&format!("/groups/{id}"), json!({"name": "Chemistry"})).is(204);
    master.delete(&format!("/groups/{id}")).is(204);
    let deleted = event(&world, &id, "group.deleted");
    let (created, updated) = (event(&world, &id, "group.created"), event(&world, &id, "group.updated"));
    assert_eq!(created["payload"], json!({"id": id, "name": "Physics"}));
    assert_eq!(updated["payload"], json!({"id": id, "name": "Chemistry", "old_object": {"name": "Physics"}}));
    assert_eq!(deleted["payload"], json!({"id": id, "name": "Chemistry"}));
    let versions = [&created, &updated, &deleted].map(|event| event["version"].as_i64().unwrap());
    assert_eq!(versions, [1, 3, 4]);
    assert_eq!(count_events(&world, &id, "group.member_deleted"), 0);
    assert_eq!(groups_of(&master, &user), json!([]));
}

#[test]
fn a_deleted_group_is_left_by_everybody_and_the_next_one_is_the_primary_group() {
    let world = World::new();
    let master = world.master();
    let [one, two, three] = [(); 3].map(|()| group(&master));
    let orders = [vec![&one, &two, &three], vec![&two, &one], vec![&two, &three, &one], vec![&one]];
    let users: Vec<String> =
        orders.iter().map(|groups| member(&master, &groups.iter().map(|id| id.as_str()).collect::<Vec<_>>())).collect();
    master.delete(&format!("/groups/{one}")).is(204);
    for (user, order) in users.iter().zip(&orders) {
        let rest: Vec<&&String> = order.iter().filter(|id| **id != &one).collect();
        assert_eq!(groups_of(&master, user), json!(rest), "{order:?}");
    }
    let listed = master.get("/users").is(200);
    assert!(!String::from_utf8_lossy(&listed.bytes).contains(&*one), "{listed}");
    add(&master, &three, &[&users[3]]).is(201);
    assert_eq!(groups_of(&master, &users[3]), json!([three]));
}

#[test]
fn a_deleted_group_gives_its_name_free() {
    let world = World::new();
    let master = world.master();
    let id = master.post("/groups", json!({"name": "Physics"})).is(201).text("id");
    master.delete(&format!("/groups/{id}")).is(204);
    let again = master.post("/groups", json!({"name": "Physics"})).is(201).text("id");
    assert_ne!(id, again);
    master.get("/groups").is(200).lists("id", [again]);
}

#[test]
fn a_group_has_no_channels_yet() {
    let world = World::new();
    let master = world.master();
    let id = group(&master);
    let channels = master.get(&format!("/groups/{id}/channels")).is(200);
    assert_eq!(channels.body, json!({"channels": [], "group_id": id}));
}

#[test]
fn groups_come_with_a_plan() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let free = master.on(&sub);
    let path = format!("/groups/{NO_ID}");
    let comma = format!("Only available for Paid account,{}.", sub.id);
    let small = format!("Only available for paid account,{}.", sub.id);
    let blank = format!("Only available for Paid account, {}.", sub.id);
    let plain = "Only available for Paid account.";
    let member = format!("{path}/members/{}", sub.owner_id);
    let body = json!({"action": "move"});
    for (method, path, body, text) in [
        ("GET", "/groups", Value::Null, plain),
        ("POST", "/groups", json!({"name": "x"}), plain),
        ("GET", &path, Value::Null, plain),
        ("PATCH", &path, json!({}), plain),
        ("DELETE", &path, Value::Null, &comma),
        ("GET", &format!("{path}/members"), Value::Null, plain),
        ("POST", &format!("{path}/members"), json!({"members": [{"id": sub.owner_id}]}), &small),
        ("PATCH", &member, body, &blank),
        ("DELETE", &member, Value::Null, plain),
        ("GET", &format!("{path}/admins"), Value::Null, plain),
        ("POST", &format!("{path}/admins"), json!({"admins": [{"id": sub.owner_id}]}), &small),
        ("DELETE", &format!("{path}/admins/{}", sub.owner_id), Value::Null, plain),
        ("GET", &format!("{path}/channels"), Value::Null, plain),
    ] {
        free.send(method, path, body).refused(400, 200, text);
    }
}

#[test]
fn the_groups_of_a_second_level_master_are_out_of_the_reach_of_the_one_above() {
    let world = World::new();
    let top = world.master();
    let reseller = world.second_level(&top);
    let id = group(&reseller);
    let member = member(&reseller, &[&id]);
    let text = format!("Account does not exist: {}.", reseller.id);
    for path in ["", "/members", "/admins", "/channels"] {
        top.on(&reseller).get(&format!("/groups/{id}{path}")).refused(404, 2001, &text);
    }
    for list in ["/groups", "/contacts/groups", "/divisions"] {
        top.on(&reseller).get(list).refused(404, 2001, &text);
        reseller.get(list).is(200);
    }
    top.on(&reseller).delete(&format!("/groups/{id}/members/{member}")).refused(404, 2001, &text);
    top.on(&reseller).post("/groups", json!({"name": "x"})).refused(404, 2001, &text);
    top.on(&reseller).get(&format!("/users/{member}")).is(200);
}

#[test]
fn where_the_operator_opens_it_the_groups_of_a_second_level_master_are_in_reach() {
    let policy = Policy { manage_second_level: true, ..Policy::default() };
    let world = World::with(Setup { policy, ..Setup::default() });
    let top = world.master();
    let reseller = world.second_level(&top);
    let id = group(&reseller);
    let member = member(&reseller, &[&id]);
    for path in ["", "/members", "/admins", "/channels"] {
        top.on(&reseller).get(&format!("/groups/{id}{path}")).is(200);
    }
    top.on(&reseller).get("/groups").is(200).lists("id", [&*id]);
    top.on(&reseller).delete(&format!("/groups/{id}/members/{member}")).is(204);
}
