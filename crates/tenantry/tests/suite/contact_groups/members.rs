//! `/contacts/groups/{groupId}/members`: users and groups of users come, leave and are forgotten.
use super::{contact_group, no_member, total, user, users};
use crate::{
    groups,
    users::{count_events, event, person},
    world::{NO_ID, World},
};
use serde_json::{Value, json};

const LAST: &str = "A group must have at least one member.";

#[test]
fn users_and_groups_of_users_come_into_a_contact_group_each_once() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let (ann, _) = sub.user("ann");
    let physicists = sub.post("/groups", json!({"name": "Physicists"})).is(201).text("id");
    let id = contact_group(&sub, &[user(&ann), user(&ann)]);
    let path = format!("/contacts/groups/{id}/members");
    let body = json!({"group_members": [users(&physicists), user(&ann), users(&physicists)]});
    let added = master.on(&sub).post(&path, body).is(201);
    assert_eq!(added.body, json!({"member_ids": [physicists, ann]}));
    let list = sub.get(&path).is(200);
    let mut shown = list["group_members"].as_array().unwrap().clone();
    shown.sort_by_key(|member| member["type"].as_i64());
    let wanted =
        [json!({"type": 1, "id": ann, "name": "ann Test"}), json!({"type": 2, "id": physicists, "name": "Physicists"})];
    assert_eq!(shown, wanted);
    assert_eq!(["page_size", "next_page_token"].map(|field| &list[field]), [&json!(10), &json!("")]);
    assert_eq!(total(&sub, &id), 2);
    sub.get(&format!("{path}?next_page_token=x")).refused(400, 300, "The next page token is invalid or expired.");
}

#[test]
fn one_request_names_50_users_and_3_groups_at_most() {
    let world = World::new();
    let master = world.master();
    let people: Vec<Value> = (0..51).map(|_| user(&master.user("one").0)).collect();
    let teams: Vec<Value> = (0..4).map(|_| users(&groups::group(&master))).collect();
    let full = [&people[..50], &teams[..3]].concat();
    let id = contact_group(&master, &full);
    assert_eq!(total(&master, &id), 53);
    let empty = contact_group(&master, &[]);
    let path = format!("/contacts/groups/{empty}/members");
    let add = |members: &[Value]| master.post(&path, json!({"group_members": members}));
    for (members, text) in [
        (&people[..], "The maximum number of user member per request is 50."),
        (&teams[..], "The maximum number of group member per request is 3."),
    ] {
        add(members).refused(400, 300, text);
        let new = json!({"group_name": "Desk", "group_members": members});
        master.post("/contacts/groups", new).refused(400, 300, text);
    }
    add(&[]).refuses_fields(&["group_members"]);
    master.post(&path, json!({})).refuses_fields(&["group_members"]);
    add(&[json!({"type": 3, "id": master.owner_id})]).refuses_fields(&["group_members[0].type"]);
    add(&[json!({"type": 1})]).refuses_fields(&["group_members[0].id"]);
    assert_eq!(total(&master, &empty), 0);
    assert_eq!(add(&full).is(201)["member_ids"].as_array().unwrap().len(), 53);
    assert_eq!(add(&people[50..]).is(201)["member_ids"], json!([people[50]["id"]]));
    assert_eq!(total(&master, &empty), 54);
}

#[test]
fn with_one_that_the_account_does_not_have_nobody_comes() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let team = groups::group(&master);
    let theirs = groups::group(&sub);
    let id = contact_group(&master, &[user(&master.owner_id)]);
    let strangers = [
        user(NO_ID),
        users(NO_ID),
        user(&sub.owner_id),
        users(&theirs),
        user(&team),
        users(&master.owner_id),
        user(&master.owner_email),
    ];
    for stranger in strangers {
        let members = json!([users(&team), stranger]);
        let text = no_member(stranger["id"].as_str().unwrap());
        let body = json!({"group_name": "Desk", "group_members": members});
        master.post(&format!("/contacts/groups/{id}/members"), body.clone()).refused(400, 300, &text);
        master.post("/contacts/groups", body).refused(400, 300, &text);
    }
    assert_eq!(total(&master, &id), 1);
    assert_eq!(master.get("/contacts/groups").is(200).column("group_id").len(), 1);
}

#[test]
fn up_to_20_leave_at_once_and_one_stays() {
    let world = World::new();
    let master = world.master();
    let ids: Vec<String> = (0..22).map(|_| master.user("one").0).collect();
    let members: Vec<Value> = ids.iter().map(|id| user(id)).collect();
    let id = contact_group(&master, &members);
    let remove = |ids: &[String]| master.delete(&format!("/contacts/groups/{id}/members?member_ids={}", ids.join(",")));
    remove(&ids[..21]).refused(400, 300, "The maximum number of memberId is 20.");
    let (foreign, stranger) = (master.owner_id.clone(), NO_ID.to_owned());
    for nobody in [&foreign, &stranger] {
        remove(&[ids[0].clone(), nobody.clone()]).refused(400, 300, &no_member(nobody));
    }
    master.delete(&format!("/contacts/groups/{id}/members")).refuses_fields(&["member_ids"]);
    assert_eq!(total(&master, &id), 22);
    assert!(remove(&ids[..20]).is(204).bytes.is_empty());
    assert_eq!(total(&master, &id), 2);
    remove(&ids[20..]).refused(400, 300, LAST);
    remove(&[ids[20].clone(), ids[20].clone()]).is(204);
    remove(&ids[21..]).refused(400, 300, LAST);
    remove(&ids[..1]).refused(400, 300, &no_member(&ids[0]));
    master.get(&format!("/contacts/groups/{id}/members")).is(200).lists("id", [&*ids[21]]);
}

#[test]
fn who_leaves_the_account_and_a_group_that_is_deleted_leave_every_contact_group() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let [(ann, _), (bob, _), (cid, _)] = ["ann", "bob", "cid"].map(|name| person(&master, name));
    let team = groups::group(&master);
    let ids = [(); 2].map(|()| contact_group(&master, &[user(&ann), user(&bob), user(&cid), users(&team)]));
    master.delete(&format!("/users/{ann}?action=delete")).is(204);
    master.delete(&format!("/users/{bob}")).is(204);
    master.put(&format!("/users/{cid}/account"), json!({"account_id": sub.id})).is(204);
    for id in &ids {
        master.get(&format!("/contacts/groups/{id}/members")).is(200).lists("id", [&*team]);
    }
    master.delete(&format!("/groups/{team}")).is(204);
    for id in &ids {
        assert_eq!(total(&master, id), 0);
        let left = event(&world, id, "contact_group.member_deleted");
        assert_eq!(left["payload"]["members"], json!([users(&team)]));
        assert_eq!(count_events(&world, id, "contact_group.member_deleted"), 4);
    }
}

#[test]
fn coming_and_leaving_are_events_of_the_contact_group() {
    let world = World::new();
    let master = world.master();
    let (ann, _) = master.user("ann");
    let id = contact_group(&master, &[user(&master.owner_id)]);
    let path = format!("/contacts/groups/{id}/members");
    for _ in 0..2 {
        master.post(&path, json!({"group_members": [user(&ann), user(&master.owner_id)]})).is(201);
    }
    master.delete(&format!("{path}?member_ids={ann}")).is(204);
    let (came, went) =
        (event(&world, &id, "contact_group.member_added"), event(&world, &id, "contact_group.member_deleted"));
    let payload = json!({"id": id, "members": [user(&ann)]});
    assert_eq!((&came["payload"], &went["payload"]), (&payload, &payload));
    assert_eq!((&came["version"], &went["version"]), (&json!(3), &json!(4)));
    assert_eq!(count_events(&world, &id, "contact_group.member_added"), 2);
}
