//! `/divisions/{divisionId}/users`: who is in a division.
use super::{division, divisions_of, main_division, total};
use crate::{
    users::{count_events, event, invited},
    world::{NO_ID, World},
};
use serde_json::{Value, json};

#[test]
fn users_come_into_a_division_by_id_or_by_email_and_the_id_counts() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let id = division(&sub);
    let path = format!("/divisions/{id}/users");
    let [(ann, anns_email), (bob, bobs_email), (cid, _)] = ["ann", "bob", "cid"].map(|name| sub.user(name));
    let named = json!([{"user_id": ann, "user_email": bobs_email}, {"user_id": "", "user_email": bobs_email.to_uppercase()}, {"user_id": ann, "user_email": ""}]);
    let added = master.on(&sub).post(&path, json!({"users": named})).is(201);
    assert_eq!(added.body, json!({"added_at": "2026-01-01T00:00:00Z", "ids": format!("{ann},{bob}")}));
    let list = sub.get(&path).is(200);
    let shown = json!({"user_id": ann, "user_display_name": "ann Test", "user_email": anns_email});
    assert!(list["users"].as_array().unwrap().contains(&shown), "{list}");
    let paging = ["page_size", "total_records", "next_page_token"].map(|field| &list[field]);
    assert_eq!(paging, [&json!(30), &json!(2), &json!("")]);
    assert_eq!([&ann, &bob, &cid].map(|user| divisions_of(&sub, user)), [json!([id]), json!([id]), json!([])]);
    assert_eq!(total(&sub, &id), 2);
}

#[test]
fn a_user_belongs_to_one_division() {
    let world = World::new();
    let master = world.master();
    let (north, main) = (division(&master), main_division(&master));
    let (ann, email) = master.user("ann");
    let body = json!({"users": [{"user_id": ann}]});
    for id in [&north, &north, &main] {
        master.post(&format!("/divisions/{id}/users"), body.clone()).is(201);
        assert_eq!(divisions_of(&master, &ann), json!([id]));
    }
    assert_eq!([&north, &main].map(|id| total(&master, id)), [0, 1]);
    let people = json!([{"id": ann, "email": email}]);
    for (id, name) in
        [(&north, "division.user_added"), (&north, "division.user_removed"), (&main, "division.user_added")]
    {
        assert_eq!(event(&world, id, name)["payload"], json!({"id": id, "users": people}));
        assert_eq!(count_events(&world, id, name), 1);
    }
}

#[test]
fn one_request_names_1_to_30_users() {
    let world = World::new();
    let master = world.master();
    let users: Vec<Value> = (0..31).map(|_| json!({"user_id": master.user("one").0})).collect();
    let path = format!("/divisions/{}/users", division(&master));
    for body in [json!({}), json!({"users": []}), json!({"users": users})] {
        master.post(&path, body).refuses_fields(&["users"]);
    }
    let nameless = json!({"users": [users[0], {}, {"user_id": ""}]});
    master.post(&path, nameless).refuses_fields(&["users[1].user_id", "users[2].user_id"]);
    master.post(&path, json!({"users": [{"user_email": "none"}]})).refuses_fields(&["users[0].user_email"]);
    assert_eq!(master.get(&path).is(200)["total_records"], 0);
    for count in [1, 29, 30] {
        let added = master.post(&path, json!({"users": users[..count]})).is(201);
        assert_eq!(added.text("ids").split(',').count(), count);
        assert_eq!(master.get(&path).is(200)["total_records"], count);
    }
}

#[test]
fn with_one_unknown_or_foreign_user_nobody_comes() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let id = division(&master);
    let path = format!("/divisions/{id}/users");
    let (ann, _) = master.user("ann");
    for stranger in [NO_ID, &sub.owner_id] {
        let users = json!({"users": [{"user_id": ann}, {"user_id": stranger}]});
        master.post(&path, users).refuses_fields(&["users[1]"]);
    }
    let users = json!({"users": [{"user_email": sub.owner_email}, {"user_id": ann}, {"user_id": NO_ID}]});
    master.post(&path, users).refuses_fields(&["users[0]", "users[2]"]);
    assert_eq!(total(&master, &id), 0);
    assert_eq!(divisions_of(&master, &ann), json!([]));
}

#[test]
fn an_invited_user_is_shown_without_id_and_a_deactivated_one_stays() {
    let world = World::new();
    let master = world.master();
    let id = division(&master);
    let path = format!("/divisions/{id}/users");
    let ((pending, email), (ann, anns_email)) = (invited(&master, "bob"), master.user("ann"));
    master.post(&path, json!({"users": [{"user_id": pending}, {"user_id": ann}]})).is(201);
    master.put(&format!("/users/{ann}/status"), json!({"action": "deactivate"})).is(204);
    let list = master.get(&path).is(200);
    let user = |email: &str| {
        list["users"].as_array().unwrap().iter().find(|user| user["user_email"] == email).unwrap()["user_id"].clone()
    };
    assert_eq!((user(&email), user(&anns_email)), (Value::Null, json!(ann)));
    master.delete(&format!("/users/{pending}")).is(204);
    assert_eq!(total(&master, &id), 1);
}
