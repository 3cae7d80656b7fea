//! Divisions as users are made and updated with them, and that none who leaves stays in one.
use super::{division, divisions_of, total};
use crate::{
    groups,
    users::{PASSWORD, count_events, email, event, invited, make, person},
    world::{NO_ID, World},
};
use serde_json::json;

#[test]
fn a_user_is_made_in_a_division() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (north, theirs) = (division(&master), division(&sub));
    let new = email(&world, "ann");
    for ids in [json!([NO_ID]), json!([theirs]), json!([north, north]), json!([""])] {
        make(&master.actor, "create", &new, json!({"division_ids": ids})).refuses_fields(&["user_info.division_ids"]);
    }
    let ann = make(&master.actor, "create", &new, json!({"division_ids": [north]})).is(201).text("id");
    assert_eq!(divisions_of(&master, &ann), json!([north]));
    let bob = make(&master.actor, "create", &email(&world, "bob"), json!({"division_ids": []})).is(201).text("id");
    assert_eq!(divisions_of(&master, &bob), json!([]));
    assert_eq!((total(&master, &north), total(&sub, &theirs)), (json!(1), json!(0)));
    let added = event(&world, &north, "division.user_added");
    assert_eq!(added["payload"]["users"], json!([{"id": ann, "email": new}]));
}

#[test]
fn an_update_puts_a_user_into_a_division_or_into_none() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (north, south, theirs) = (division(&master), division(&master), division(&sub));
    let (ann, _) = master.user("ann");
    let path = format!("/users/{ann}");
    for id in [&north, &south, &south] {
        master.patch(&path, json!({"division_ids": [id]})).is(204);
        assert_eq!(divisions_of(&master, &ann), json!([id]));
    }
    for ids in [json!([NO_ID]), json!([theirs]), json!([north, south])] {
        master.patch(&path, json!({"division_ids": ids, "dept": "Sales"})).refuses_fields(&["division_ids"]);
    }
    master.patch(&path, json!({"dept": "Physics"})).is(204);
    assert_eq!(divisions_of(&master, &ann), json!([south]));
    for _ in 0..2 {
        master.patch(&path, json!({"division_ids": []})).is(204);
        assert_eq!(divisions_of(&master, &ann), json!([]));
    }
    assert_eq!([&north, &south].map(|id| total(&master, id)), [0, 0]);
    assert_eq!(event(&world, &south, "division.user_removed")["version"], 3);
}

#[test]
fn an_update_puts_somebody_who_has_not_come_yet_into_a_division() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (north, theirs) = (division(&master), division(&sub));
    let (pending, email) = invited(&master, "bob");
    let path = format!("/users/{pending}");
    for _ in 0..2 {
        master.patch(&path, json!({"division_ids": [north], "dept": "Sales"})).is(204);
        assert_eq!((divisions_of(&master, &pending), total(&master, &north)), (json!([north]), json!(1)));
    }
    assert_eq!(count_events(&world, &north, "division.user_added"), 1);
    let added = event(&world, &north, "division.user_added");
    assert_eq!(added["payload"]["users"], json!([{"id": pending, "email": email}]));
    master.patch(&path, json!({"division_ids": [theirs]})).refuses_fields(&["division_ids"]);
    world.submit(&world.link_to(&email), &[("password", PASSWORD)]).is(200);
    assert_eq!(divisions_of(&master, &pending), json!([north]));
    master.patch(&path, json!({"division_ids": []})).is(204);
    assert_eq!(divisions_of(&master, &pending), json!([]));
}

#[test]
fn nobody_chooses_its_own_division_without_the_privilege() {
    let world = World::new();
    let master = world.master();
    let (north, south) = (division(&master), division(&master));
    let (ann, _) = person(&master, "ann");
    master.patch(&format!("/users/{ann}"), json!({"division_ids": [north]})).is(204);
    let app = master.operate("POST", "/apps", json!({"kind": "user"})).is(201).text("client_id");
    let herself = master.user_signed_in_with(&app, &ann);
    herself.patch("/users/me", json!({"division_ids": [south]})).refused(400, 200, "No permission.");
    for ids in [json!([]), json!([NO_ID]), json!([north, south]), json!([north, north])] {
        herself.patch("/users/me", json!({"division_ids": ids})).refused(400, 200, "No permission.");
    }
    for group in [groups::group(&master), NO_ID.to_owned()] {
        herself.patch("/users/me", json!({"group_id": group})).is(204);
    }
    herself.patch("/users/me", json!({"division_ids": [north], "dept": "Sales"})).is(204);
    assert_eq!(divisions_of(&master, &ann), json!([north]));
}

#[test]
fn whoever_leaves_the_account_is_in_no_division_and_in_none_when_it_comes_back() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let id = division(&master);
    let [(ann, _), (bob, _), (cid, _)] = ["ann", "bob", "cid"].map(|name| person(&master, name));
    let users = json!({"users": [{"user_id": ann}, {"user_id": bob}, {"user_id": cid}]});
    master.post(&format!("/divisions/{id}/users"), users).is(201);
    master.delete(&format!("/users/{ann}?action=delete")).is(204);
    master.delete(&format!("/users/{bob}")).is(204);
    assert_eq!(total(&master, &id), 1);
    let path = format!("/users/{cid}/account");
    master.put(&path, json!({"account_id": sub.id})).is(204);
    assert_eq!((total(&master, &id), divisions_of(&sub, &cid)), (json!(0), json!([])));
    master.on(&sub).put(&path, json!({"account_id": master.id})).is(204);
    assert_eq!(divisions_of(&master, &cid), json!([]));
}

#[test]
fn a_division_and_groups_are_shown_beside_each_other() {
    let world = World::new();
    let master = world.master();
    let (north, group) = (division(&master), groups::group(&master));
    let ann = groups::member(&master, &[&group]);
    master.patch(&format!("/users/{ann}"), json!({"division_ids": [north]})).is(204);
    let shown = || (groups::groups_of(&master, &ann), divisions_of(&master, &ann));
    assert_eq!(shown(), (json!([group]), json!([north])));
    master.delete(&format!("/groups/{group}")).is(204);
    assert_eq!(shown(), (json!([]), json!([north])));
    master.patch(&format!("/users/{ann}"), json!({"division_ids": []})).is(204);
    assert_eq!(shown(), (json!([]), json!([])));
}
