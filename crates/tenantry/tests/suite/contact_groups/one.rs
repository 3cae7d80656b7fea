//! One contact group, and the list of all.
use super::{contact_group, no_group, user};
use crate::{
    users::{count_events, event},
    world::{NO_ID, World},
};
use serde_json::{Value, json};

#[test]
fn a_contact_group_is_made_listed_changed_and_deleted() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let (ann, _) = sub.user("ann");
    let new =
        json!({"group_name": " Desk ", "group_privacy": 2, "description": "Up front", "group_members": [user(&ann)]});
    let made = master.on(&sub).post("/contacts/groups", new).is(201);
    let id = made.text("group_id");
    let path = format!("/contacts/groups/{id}");
    let shown = json!({"group_id": id, "group_name": "Desk", "total_members": 1, "group_privacy": 2, "description": "Up front"});
    assert_eq!((&made.body, sub.get(&path).is(200).body), (&shown, shown.clone()));
    let list = sub.get("/contacts/groups").is(200);
    let item = json!({"group_id": id, "group_name": "Desk", "group_privacy": 2, "description": "Up front"});
    assert_eq!(
        (&list["groups"], &list["page_size"], &list["next_page_token"]),
        (&json!([item]), &json!(10), &json!(""))
    );
    let change = json!({"name": "Back office", "privacy": 3, "description": ""});
    assert!(master.on(&sub).patch(&path, change).is(204).bytes.is_empty());
    let shown =
        json!({"group_id": id, "group_name": "Back office", "total_members": 1, "group_privacy": 3, "description": ""});
    assert_eq!(sub.get(&path).is(200).body, shown);
    assert!(master.on(&sub).delete(&path).is(204).bytes.is_empty());
    assert_eq!(sub.get("/contacts/groups").is(200)["groups"], json!([]));
    sub.get(&path).refused(400, 300, &no_group(&id));
}

#[test]
fn what_is_left_out_is_open_and_empty() {
    let world = World::new();
    let master = world.master();
    let made = master.post("/contacts/groups", json!({"group_name": "Desk"})).is(201);
    let shown = ["total_members", "group_privacy", "description"].map(|field| &made[field]);
    assert_eq!(shown, [&json!(0), &json!(1), &json!("")]);
    // Two may have one name.
    master.post("/contacts/groups", json!({"group_name": "Desk"})).is(201);
}

#[test]
fn an_unknown_contact_group_and_one_of_another_account_do_not_exist() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let theirs = contact_group(&sub, &[user(&sub.owner_id)]);
    let body = json!({"group_members": [user(&master.owner_id)]});
    for id in [NO_ID, &theirs] {
        let path = format!("/contacts/groups/{id}");
        let members = format!("{path}/members");
        master.get(&path).refused(400, 300, &no_group(id));
        master.patch(&path, json!({"name": "Mine"})).refused(400, 300, &no_group(id));
        master.delete(&path).refused(400, 300, &no_group(id));
        master.get(&members).refused(400, 300, &no_group(id));
        master.post(&members, body.clone()).refused(400, 300, &no_group(id));
        master.delete(&format!("{members}?member_ids={}", sub.owner_id)).refused(400, 300, &no_group(id));
    }
    assert_eq!(super::total(&sub, &theirs), 1);
}

#[test]
fn names_have_1_to_128_characters_and_descriptions_2000_at_most() {
    let world = World::new();
    let master = world.master();
    let id = contact_group(&master, &[]);
    let path = format!("/contacts/groups/{id}");
    for name in ["x".to_owned(), "é".repeat(128)] {
        master.post("/contacts/groups", json!({"group_name": name, "description": "é".repeat(2000)})).is(201);
        master.patch(&path, json!({"name": name, "description": "é".repeat(2000)})).is(204);
    }
    for name in [json!(""), json!("  "), json!("x".repeat(129)), json!([]), Value::Null] {
        master.post("/contacts/groups", json!({"group_name": name})).refuses_fields(&["group_name"]);
    }
    for name in [json!(""), json!(" "), json!("x".repeat(129)), json!({})] {
        master.patch(&path, json!({"name": name})).refuses_fields(&["name"]);
    }
    let long = "x".repeat(2001);
    let refused = json!({"group_name": "x", "description": long, "group_privacy": 4});
    let mut fields: Vec<String> = Vec::new();
    let answer = master.post("/contacts/groups", refused).is(400);
    fields.extend(answer["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap().to_owned()));
    fields.sort();
    assert_eq!(fields, ["description", "group_privacy"]);
    for privacy in [0, 4] {
        master.patch(&path, json!({"privacy": privacy})).refuses_fields(&["privacy"]);
    }
    master.patch(&path, json!({"description": long})).refuses_fields(&["description"]);
    assert_eq!(master.get("/contacts/groups").is(200).column("group_id").len(), 3);
}

#[test]
fn a_page_holds_10_contact_groups_unless_another_size_is_asked_for_and_50_at_most() {
    let world = World::new();
    let master = world.master();
    (0..51).for_each(|_| drop(contact_group(&master, &[])));
    for (query, size) in [("", 10), ("?page_size=1", 1), ("?page_size=50", 50), ("?page_size=51", 50)] {
        let page = master.get(&format!("/contacts/groups{query}")).is(200);
        assert_eq!((page["page_size"].as_i64(), page.column("group_id").len()), (Some(size), size as usize));
    }
    master.get("/contacts/groups?page_size=0").refuses_fields(&["page_size"]);
}

#[test]
fn a_change_to_what_it_is_changes_nothing() {
    let world = World::new();
    let master = world.master();
    let id = contact_group(&master, &[]);
    let path = format!("/contacts/groups/{id}");
    for body in [json!({}), json!({"name": " Desk ", "privacy": 1, "description": ""}), json!({"name": Value::Null})] {
        master.patch(&path, body).is(204);
    }
    master.patch(&path, json!({"privacy": 2})).is(204);
    event(&world, &id, "contact_group.updated");
    assert_eq!(count_events(&world, &id, "contact_group.updated"), 1);
}

#[test]
fn making_changing_and_deleting_a_contact_group_are_events() {
    let world = World::new();
    let master = world.master();
    let id = contact_group(&master, &[]);
    let path = format!("/contacts/groups/{id}");
    master.patch(&path, json!({"description": "Up front"})).is(204);
    master.delete(&path).is(204);
    let deleted = event(&world, &id, "contact_group.deleted");
    let (created, updated) = (event(&world, &id, "contact_group.created"), event(&world, &id, "contact_group.updated"));
    let old = json!({"name": "Desk", "privacy": 1, "description": ""});
    let new = json!({"name": "Desk", "privacy": 1, "description": "Up front"});
    assert_eq!(created["payload"], json!({"id": id, "name": "Desk", "privacy": 1, "description": ""}));
    assert_eq!(updated["payload"]["old_object"], old);
    assert_eq!(deleted["payload"], json!({"id": id, "old_object": new}));
    let versions = [&created, &updated, &deleted].map(|event| event["version"].as_i64().unwrap());
    assert_eq!(versions, [1, 2, 3]);
}

#[test]
fn contact_groups_come_with_a_plan() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let free = master.on(&sub);
    let path = format!("/contacts/groups/{NO_ID}");
    let members = format!("{path}/members");
    let colon = format!("Only available for paid account: {}", sub.id);
    let comma = format!("Only available for paid account,{}.", sub.id);
    let body = json!({"group_name": "x", "group_members": [user(&sub.owner_id)]});
    for (method, path, text) in [
        ("GET", "/contacts/groups", &colon),
        ("POST", "/contacts/groups", &colon),
        ("GET", &path, &colon),
        ("PATCH", &path, &colon),
        ("DELETE", &path, &comma),
        ("GET", &members, &colon),
        ("POST", &members, &colon),
        ("DELETE", &format!("{members}?member_ids=x"), &comma),
    ] {
        free.send(method, path, body.clone()).refused(400, 200, text);
    }
}
