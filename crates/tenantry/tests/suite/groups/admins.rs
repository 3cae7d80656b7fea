//! `/groups/{groupId}/admins`: who administers a group.
use super::group;
use crate::{
    users::{count_events, event, no_user},
    world::{NO_ID, World},
};
use serde_json::{Value, json};

fn no_group(id: &str) -> String {
    format!("A group with the \"{id}\" ID does not exist.")
}
fn no_admin(group: &str) -> String {
    format!("That user is not an administrator for the group: \"{group}\".")
}

#[test]
fn users_become_admins_of_a_group_and_are_dismissed() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let id = group(&sub);
    let path = format!("/groups/{id}/admins");
    let (ann, anns_email) = sub.user("ann");
    world.advance(1);
    let (bob, bobs_email) = sub.user("bob");
    let admins = json!([{"email": bobs_email}, {"id": ann, "email": bobs_email}, {"id": bob}]);
    let added = master.on(&sub).post(&path, json!({"admins": admins})).is(201);
    assert_eq!(added.body, json!({"added_at": "2026-01-01T00:00:01Z", "ids": format!("{bob},{ann}")}));
    let list = sub.get(&path).is(200);
    let shown = json!([{"email": anns_email, "name": "ann Test"}, {"email": bobs_email, "name": "bob Test"}]);
    assert_eq!((&list["admins"], &list["total_records"]), (&shown, &json!(2)));
    assert_eq!((&list["page_size"], &list["next_page_token"]), (&json!(30), &json!("")));
    assert!(master.on(&sub).delete(&format!("{path}/{ann}")).is(204).bytes.is_empty());
    sub.delete(&format!("{path}/{bobs_email}")).is(204);
    assert_eq!(sub.get(&path).is(200)["total_records"], 0);
    assert_eq!(sub.get(&format!("/groups/{id}")).is(200)["total_members"], 0);
}

#[test]
fn one_request_names_1_to_10_users() {
    let world = World::new();
    let master = world.master();
    let users: Vec<Value> = (0..11).map(|_| json!({"id": master.user("one").0})).collect();
    for count in [1, 9, 10] {
        let path = format!("/groups/{}/admins", group(&master));
        master.post(&path, json!({"admins": users[..count]})).is(201);
        assert_eq!(master.get(&path).is(200)["total_records"], count);
    }
    let path = format!("/groups/{}/admins", group(&master));
    for body in [json!({}), json!({"admins": []}), json!({"admins": users})] {
        master.post(&path, body).refused(400, 300, "Validation Failed.").refuses_fields(&["admins"]);
    }
    master.post(&path, json!({"admins": [users[0], {}]})).refuses_fields(&["admins[1].id"]);
    assert_eq!(master.get(&path).is(200)["total_records"], 0);
}

#[test]
fn whoever_is_no_admin_of_the_group_is_not_dismissed() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (one, other) = (group(&master), group(&master));
    let (ann, _) = master.user("ann");
    master.post(&format!("/groups/{other}/admins"), json!({"admins": [{"id": ann}]})).is(201);
    for nobody in [&ann, NO_ID, &sub.owner_id, &sub.owner_email, "me"] {
        master.delete(&format!("/groups/{one}/admins/{nobody}")).refused(400, 4138, &no_admin(&one));
    }
    master.get(&format!("/groups/{other}/admins")).is(200).lists("name", ["ann Test"]);
}

#[test]
fn an_unknown_group_and_one_of_another_account_have_no_admins() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let theirs = group(&sub);
    for id in [NO_ID, &theirs] {
        let path = format!("/groups/{id}/admins");
        master.get(&path).refused(404, 4130, &no_group(id));
        let admins = json!({"admins": [{"id": master.owner_id}]});
        master.post(&path, admins).refused(404, 4130, &no_group(id));
        master.delete(&format!("{path}/{}", master.owner_id)).refused(404, 4130, &no_group(id));
    }
    let id = group(&master);
    for stranger in [NO_ID, &sub.owner_id] {
        let admins = json!({"admins": [{"id": master.owner_id}, {"id": stranger}]});
        master.post(&format!("/groups/{id}/admins"), admins).refused(404, 1001, &no_user(stranger));
    }
    assert_eq!(master.get(&format!("/groups/{id}/admins")).is(200)["total_records"], 0);
}

#[test]
fn becoming_an_admin_and_being_dismissed_are_events_of_the_group() {
    let world = World::new();
    let master = world.master();
    let id = group(&master);
    let path = format!("/groups/{id}/admins");
    let (ann, email) = master.user("ann");
    for _ in 0..2 {
        master.post(&path, json!({"admins": [{"id": ann}]})).is(201);
    }
    master.delete(&format!("{path}/{ann}")).is(204);
    let (came, went) = (event(&world, &id, "group.admin_added"), event(&world, &id, "group.admin_deleted"));
    let payload = json!({"id": id, "admins": [{"id": ann, "email": email}]});
    assert_eq!((&came["payload"], &went["payload"]), (&payload, &payload));
    assert_eq!((&came["version"], &went["version"]), (&json!(2), &json!(3)));
    assert_eq!(count_events(&world, &id, "group.admin_added"), 1);
}
