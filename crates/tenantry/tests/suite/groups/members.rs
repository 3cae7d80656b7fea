//! `/groups/{groupId}/members`: who comes into a group, and who leaves it.
use super::{add, group, groups_of, member, total};
use crate::{
    users::{count_events, event, invited, no_user},
    world::{NO_ID, World},
};
use serde_json::{Value, json};

const NO_MEMBER: &str = "Group member does not exist.";

#[test]
fn users_come_into_a_group_by_id_or_by_email_and_the_id_counts() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let id = group(&sub);
    let path = format!("/groups/{id}/members");
    let [(ann, _), (bob, bobs_email), (cid, _), (dan, dans_email)] =
        ["ann", "bob", "cid", "dan"].map(|name| sub.user(name));
    let members =
        json!([{"id": cid, "email": dans_email}, {"id": ann}, {"id": "", "email": bobs_email.to_uppercase()}]);
    let added = master.on(&sub).post(&path, json!({"members": members})).is(201);
    assert_eq!(added.body, json!({"added_at": "2026-01-01T00:00:00Z", "ids": format!("{cid},{ann},{bob}")}));
    sub.get(&path).is(200).lists("id", [&*ann, &*bob, &*cid]);
    assert_eq!(groups_of(&sub, &ann), json!([id]));
    assert_eq!(groups_of(&sub, &dan), json!([]));
    assert_eq!(total(&sub, &id), 3);
}

#[test]
fn a_member_is_shown_with_what_is_known_of_the_user_and_an_invited_one_without_id() {
    let world = World::new();
    let master = world.master();
    let id = group(&master);
    let (ann, email) = master.user("ann");
    add(&master, &id, &[&ann]).is(201);
    world.advance(1);
    let (pending, address) = invited(&master, "bob");
    add(&master, &id, &[&pending]).is(201);
    let members = master.get(&format!("/groups/{id}/members")).is(200);
    let shown = json!({"id": ann, "email": email, "first_name": "ann", "last_name": "Test", "type": 1});
    assert_eq!(members["members"][0], shown);
    assert_eq!((&members["members"][1]["email"], &members["members"][1]["id"]), (&json!(address), &Value::Null));
    let paging = ["next_page_token", "page_count", "page_number", "page_size", "total_records"].map(|it| &members[it]);
    assert_eq!(paging, [&json!(""), &json!(1), &json!(1), &json!(30), &json!(2)]);
}

#[test]
fn whoever_is_in_the_group_already_stays_and_nobody_is_in_it_twice() {
    let world = World::new();
    let master = world.master();
    let id = group(&master);
    let ann = member(&master, &[&id]);
    let (bob, email) = master.user("bob");
    let members = json!([{"id": ann}, {"email": email}, {"id": bob}, {"id": ann}]);
    let added = master.post(&format!("/groups/{id}/members"), json!({"members": members})).is(201);
    assert_eq!(added["ids"], format!("{ann},{bob}"));
    assert_eq!(total(&master, &id), 2);
    add(&master, &id, &[&ann]).is(201);
    let joined = event(&world, &id, "group.member_added");
    assert_eq!(joined["payload"]["members"], json!([{"id": bob, "email": email}]));
    assert_eq!(count_events(&world, &id, "group.member_added"), 2);
}

#[test]
fn one_request_names_1_to_30_users() {
    let world = World::new();
    let master = world.master();
    let users: Vec<Value> = (0..31).map(|_| json!({"id": master.user("one").0})).collect();
    for count in [1, 29, 30] {
        let id = group(&master);
        let added = master.post(&format!("/groups/{id}/members"), json!({"members": users[..count]})).is(201);
        assert_eq!(added.text("ids").split(',').count(), count);
        assert_eq!(total(&master, &id), count as i64);
    }
    let path = format!("/groups/{}/members", group(&master));
    for body in [json!({}), json!({"members": []}), json!({"members": users})] {
        master.post(&path, body).refuses_fields(&["members"]);
    }
    master
        .post(&path, json!({"members": [{}, users[0], {"id": ""}]}))
        .refuses_fields(&["members[0].id", "members[2].id"]);
    master.post(&path, json!({"members": [users[0], {"email": "none"}]})).refuses_fields(&["members[1].email"]);
    assert_eq!(master.get(&path).is(200)["total_records"], 0);
}

#[test]
fn with_one_unknown_or_foreign_user_nobody_comes_into_the_group() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let id = group(&master);
    let (ann, _) = master.user("ann");
    let (foreign, foreign_email) = sub.user("bob");
    for stranger in [NO_ID, &foreign] {
        add(&master, &id, &[&ann, stranger]).refused(404, 1001, &no_user(stranger));
    }
    let members = json!([{"id": ann}, {"email": foreign_email}]);
    let path = format!("/groups/{id}/members");
    master.post(&path, json!({"members": members})).refused(404, 1001, &no_user(&foreign_email));
    assert_eq!(total(&master, &id), 0);
    assert_eq!(groups_of(&master, &ann), json!([]));
}

#[test]
fn whoever_leaves_a_group_is_no_member_by_id_and_by_email() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let (one, other) = (group(&sub), group(&sub));
    let (ann, bob) = (member(&sub, &[&one, &other]), member(&sub, &[&one]));
    let bobs_email = sub.get(&format!("/users/{bob}")).is(200).text("email");
    let path = format!("/groups/{one}/members");
    assert!(master.on(&sub).delete(&format!("{path}/{ann}")).is(204).bytes.is_empty());
    sub.delete(&format!("{path}/{bobs_email}")).is(204);
    assert_eq!((groups_of(&sub, &ann), groups_of(&sub, &bob)), (json!([other]), json!([])));
    assert_eq!((total(&sub, &one), total(&sub, &other)), (0, 1));
    let (foreign, _) = master.user("eve");
    for nobody in [&ann, &bobs_email, &foreign, NO_ID, &master.owner_email] {
        sub.delete(&format!("{path}/{nobody}")).refused(404, 4131, NO_MEMBER);
    }
    let unknown = format!("/groups/{NO_ID}/members/{ann}");
    sub.delete(&unknown).refused(404, 4130, &super::no_group(NO_ID));
}

#[test]
fn coming_and_leaving_are_events_of_the_group() {
    let world = World::new();
    let master = world.master();
    let id = group(&master);
    let [(ann, anns_email), (bob, bobs_email)] = ["ann", "bob"].map(|name| master.user(name));
    add(&master, &id, &[&ann, &bob]).is(201);
    master.delete(&format!("/groups/{id}/members/{ann}")).is(204);
    let (came, went) = (event(&world, &id, "group.member_added"), event(&world, &id, "group.member_deleted"));
    let [ann, bob] = [json!({"id": ann, "email": anns_email}), json!({"id": bob, "email": bobs_email})];
    assert_eq!(came["payload"], json!({"id": id, "members": [ann, bob]}));
    assert_eq!(went["payload"], json!({"id": id, "members": [ann]}));
    assert_eq!((&came["version"], &went["version"]), (&json!(2), &json!(3)));
}

#[test]
fn members_are_changed_by_whoever_may_edit_groups() {
    let world = World::new();
    let master = world.master();
    let (one, other) = (group(&master), group(&master));
    let ann = member(&master, &[&one]);
    let reader = master.user_with_role(&["Group:Read", "User:Edit"], 2, &[]);
    let editor = master.user_with_role(&["Group:Edit"], 2, &[]);
    let path = format!("/groups/{one}/members/{ann}");
    let refusal = "Invalid access token. Does not contain permissions [Group:Edit].";
    for action in ["move", "set_primary"] {
        let body = json!({"action": action, "target_group_id": other});
        reader.patch(&path, body).refused(400, 200, refusal);
    }
    reader.delete(&path).refused(400, 200, refusal);
    reader.get(&format!("/groups/{one}/members")).is(200).lists("id", [&*ann]);
    editor.patch(&path, json!({"action": "move", "target_group_id": other})).is(204);
    assert_eq!(groups_of(&master, &ann), json!([other]));
}

#[test]
fn from_above_the_privilege_counts_that_is_held_there() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let (one, other) = (group(&sub), group(&sub));
    let ann = member(&sub, &[&one]);
    let path = format!("/groups/{one}/members/{ann}");
    let body = json!({"action": "move", "target_group_id": other});
    let reader = master.user_with_role(&["SubAccount:Edit", "Group:Edit"], 3, &["Group:Read"]);
    reader.on_id(&sub.id).patch(&path, body.clone()).is(400);
    let editor = master.user_with_role(&["SubAccount:Edit"], 3, &["Group:Edit"]);
    editor.on_id(&sub.id).patch(&path, body).is(204);
    assert_eq!((total(&sub, &one), total(&sub, &other)), (0, 1));
}

#[test]
fn a_broken_page_token_is_refused() {
    let world = World::new();
    let master = world.master();
    let id = group(&master);
    for list in ["", &format!("/{id}/members"), &format!("/{id}/admins")] {
        let path = format!("/groups{list}?next_page_token=x");
        master.get(&path).refused(400, 300, "The next page token is invalid or expired.");
    }
}
