//! One division, and the list of all.
use super::{NOT_FOUND, division, main_division};
use crate::{
    users::{count_events, event},
    world::{NO_ID, World},
};
use serde_json::{Value, json};

const NAME_USED: &str = "This name is already in use. Please try another.";

#[test]
fn a_division_is_made_listed_changed_and_deleted() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let new = json!({"division_name": " North ", "division_description": "Up there"});
    let made = master.on(&sub).post("/divisions", new).is(201);
    let id = made.text("division_id");
    let path = format!("/divisions/{id}");
    assert_eq!(made.body, json!({"division_id": id, "division_name": "North", "division_description": "Up there"}));
    let mut shown = made.body.clone();
    shown["is_main_division"] = json!(false);
    assert_eq!(sub.get(&path).is(200).body, shown);
    shown["total_members"] = json!(0);
    let list = sub.get("/divisions").is(200);
    assert!(list["divisions"].as_array().unwrap().contains(&shown), "{list}");
    let paging = ["page_size", "total_records", "next_page_token"].map(|field| &list[field]);
    assert_eq!(paging, [&json!(30), &json!(2), &json!("")]);
    let change = json!({"division_name": "South", "division_description": ""});
    assert!(master.on(&sub).patch(&path, change).is(204).bytes.is_empty());
    let changed = sub.get(&path).is(200);
    assert_eq!((&changed["division_name"], &changed["division_description"]), (&json!("South"), &json!("")));
    assert!(master.on(&sub).delete(&path).is(204).bytes.is_empty());
    assert_eq!(sub.get("/divisions").is(200)["total_records"], 1);
    sub.get(&path).refused(404, 40406, NOT_FOUND);
}

#[test]
fn every_account_has_a_main_division_that_is_renamed_and_not_deleted() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    for account in [&master, &sub, &world.free_standing()] {
        let path = format!("/divisions/{}", main_division(account));
        let shown = account.get(&path).is(200);
        assert_eq!((&shown["division_name"], &shown["division_description"]), (&json!("Main Division"), &json!("")));
        account.delete(&path).refused(400, 42011, "Main division can't be deleted.");
        account.patch(&path, json!({"division_name": "Headquarters"})).is(204);
        assert_eq!(account.get(&path).is(200)["is_main_division"], true);
    }
    assert_ne!(main_division(&master), main_division(&sub));
}

#[test]
fn a_user_who_lives_on_alone_gets_a_main_division_with_its_account() {
    let world = World::new();
    let master = world.master();
    let (ann, _) = crate::users::person(&master, "ann");
    master.delete(&format!("/users/{ann}")).is(204);
    let made = event(&world, &ann, "user.created");
    let is_made = |event: &Value| event["name"] == "division.created" && event["payload"]["is_main_division"] == true;
    let accounts: Vec<Value> = world.log(is_made).into_iter().map(|event| event["account_id"].clone()).collect();
    assert!(accounts.contains(&made["account_id"]), "{accounts:?}");
}

#[test]
fn an_unknown_division_and_one_of_another_account_do_not_exist() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let theirs = division(&sub);
    for id in [NO_ID, &theirs] {
        let path = format!("/divisions/{id}");
        let users = format!("{path}/users");
        master.get(&path).refused(404, 40406, NOT_FOUND);
        master.patch(&path, json!({"division_name": "Mine"})).refused(404, 40406, NOT_FOUND);
        master.delete(&path).refused(404, 40406, NOT_FOUND);
        master.get(&users).refused(404, 40406, NOT_FOUND);
        let body = json!({"users": [{"user_id": master.owner_id}]});
        master.post(&users, body).refused(404, 40406, NOT_FOUND);
    }
    sub.get(&format!("/divisions/{theirs}")).is(200);
}

#[test]
fn names_have_1_to_128_characters_and_descriptions_2000_at_most() {
    let world = World::new();
    let master = world.master();
    let path = format!("/divisions/{}", division(&master));
    for name in ["x".to_owned(), "é".repeat(128)] {
        let new = json!({"division_name": name, "division_description": "é".repeat(2000)});
        master.post("/divisions", new).is(201);
        let other = format!("{}y", name.chars().skip(1).collect::<String>());
        master.patch(&path, json!({"division_name": other, "division_description": "é".repeat(2000)})).is(204);
    }
    for body in [json!({}), json!({"division_name": ""}), json!({"division_name": " "})] {
        let refused = master.post("/divisions", body).refused(400, 40005, "Invalid field.");
        assert_eq!(refused["errors"][0]["field"], "division_name");
    }
    let long = json!({"division_name": "x".repeat(129), "division_description": "x".repeat(2001)});
    let both = ["division_description", "division_name"];
    for (answer, code) in [(master.post("/divisions", long.clone()), 40005), (master.patch(&path, long), 300)] {
        let mut fields: Vec<&str> =
            answer["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect();
        fields.sort_unstable();
        assert_eq!((answer.status, &answer["code"], fields), (400, &json!(code), both.to_vec()), "{answer}");
    }
    for name in [json!("x".repeat(129)), json!("a\u{0}b"), json!(["x"])] {
        let refused = master.post("/divisions", json!({"division_name": name})).refused(400, 40005, "Invalid field.");
        assert_eq!(refused["errors"], json!([{"field": "division_name", "message": "Invalid field."}]));
    }
    for name in ["", " "] {
        master.patch(&path, json!({"division_name": name})).refuses_fields(&["division_name"]);
    }
    assert_eq!(master.get("/divisions").is(200)["total_records"], 4);
}

#[test]
fn two_divisions_of_an_account_have_two_names() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    for account in [&master, &sub] {
        account.post("/divisions", json!({"division_name": "North"})).is(201);
    }
    master.post("/divisions", json!({"division_name": "North "})).refused(409, 409, NAME_USED);
    master.post("/divisions", json!({"division_name": "Main Division"})).refused(409, 409, NAME_USED);
    let other = master.post("/divisions", json!({"division_name": "north"})).is(201).text("division_id");
    let path = format!("/divisions/{other}");
    master.patch(&path, json!({"division_name": " North"})).refused(409, 409, NAME_USED);
    assert_eq!(master.get(&path).is(200)["division_name"], "north");
    assert_eq!(master.get("/divisions").is(200)["total_records"], 3);
}

#[test]
fn five_hundred_divisions_are_added_to_the_main_one_at_most() {
    let world = World::new();
    let master = world.master();
    (0..499).for_each(|_| drop(division(&master)));
    let last = division(&master);
    let full =
        "You've reached the maximum number of divisions reached. You can clean up some divisions then try again.";
    master.post("/divisions", json!({"division_name": "One too many"})).refused(400, 42006, full);
    assert_eq!(master.get("/divisions").is(200)["total_records"], 501);
    master.delete(&format!("/divisions/{last}")).is(204);
    division(&master);
}

#[test]
fn only_an_empty_division_is_deleted() {
    let world = World::new();
    let master = world.master();
    let id = division(&master);
    let path = format!("/divisions/{id}");
    let (ann, _) = master.user("ann");
    master.post(&format!("{path}/users"), json!({"users": [{"user_id": ann}]})).is(201);
    let full = "Please remove all users from this division before deleting.";
    master.delete(&path).refused(400, 42012, full);
    master.delete(&format!("/users/{ann}?action=delete")).is(204);
    master.delete(&path).is(204);
}

#[test]
fn making_changing_and_deleting_a_division_are_events_and_what_changes_nothing_is_none() {
    let world = World::new();
    let master = world.master();
    let id = master.post("/divisions", json!({"division_name": "North"})).is(201).text("division_id");
    let path = format!("/divisions/{id}");
    for body in [json!({}), json!({"division_name": " North", "division_description": ""})] {
        master.patch(&path, body).is(204);
    }
    master.patch(&path, json!({"division_description": "Up there"})).is(204);
    master.delete(&path).is(204);
    let deleted = event(&world, &id, "division.deleted");
    let (created, updated) = (event(&world, &id, "division.created"), event(&world, &id, "division.updated"));
    let old = json!({"name": "North", "description": ""});
    let new = json!({"name": "North", "description": "Up there"});
    assert_eq!(created["payload"], json!({"id": id, "is_main_division": false, "name": "North", "description": ""}));
    assert_eq!((&updated["payload"]["description"], &updated["payload"]["old_object"]), (&new["description"], &old));
    assert_eq!(deleted["payload"], json!({"id": id, "old_object": new}));
    let versions = [&created, &updated, &deleted].map(|event| event["version"].as_i64().unwrap());
    assert_eq!(versions, [1, 2, 3]);
    assert_eq!(count_events(&world, &id, "division.updated"), 1);
}

#[test]
fn divisions_are_read_and_changed_by_whoever_may() {
    let world = World::new();
    let master = world.master();
    let path = format!("/divisions/{}", division(&master));
    let reader = master.user_with_role(&["Division:Read"], 2, &[]);
    let editor = master.user_with_role(&["Division:Edit"], 2, &[]);
    reader.get(&path).is(200);
    reader.patch(&path, json!({"division_name": "Mine"})).is(400);
    editor.patch(&path, json!({"division_name": "Mine"})).is(204);
    editor.get(&path).is(400);
}
