//! `/roles/{roleId}/members`: who gets a role, and who loses it.
use super::{give, holder, role};
use crate::{
    users::{NO_INVITATION, event, invited, renewed},
    world::{DAY, NO_ID, World},
};
use serde_json::{Value, json};

const FIXED: &str = "Can't delete or add members for Normal/Owner roles.";

fn nobody(user: &str) -> String {
    format!("User does not exist: {user}.")
}

#[test]
fn users_get_a_role_by_id_or_by_email_and_the_id_counts() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let role = role(&sub, &["User:Read"]);
    let path = format!("/roles/{role}/members");
    let [(ann, _), (bob, bobs_email), (cid, _), (_, dans_email)] =
        ["ann", "bob", "cid", "dan"].map(|name| sub.user(name));
    let members = json!([{"id": ann}, {"email": bobs_email.to_uppercase()}, {"id": cid, "email": dans_email}]);
    let answer = master.on(&sub).post(&path, json!({"members": members})).is(201);
    assert_eq!(answer["ids"], format!("{ann},{bob},{cid}"));
    assert_eq!(answer["add_at"], "2026-01-01T00:00:00Z");
    sub.get(&path).is(200).lists("id", [&*ann, &*bob, &*cid]);
    assert_eq!(sub.get(&format!("/users/{bob}")).is(200)["role_id"], role);
    assert_eq!(sub.get(&format!("/users/{dans_email}")).is(200)["role_id"], "2");
    sub.get(&format!("/users?role_id={role}")).is(200).lists("id", [&*ann, &*bob, &*cid]);
}

#[test]
fn an_empty_id_is_none() {
    let world = World::new();
    let master = world.master();
    let (user, email) = master.user("ann");
    let body = json!({"members": [{"id": "", "email": email}]});
    assert_eq!(master.post("/roles/1/members", body).is(201)["ids"], user);
}

#[test]
fn whoever_has_the_role_already_keeps_it_and_nobody_is_named_twice() {
    let world = World::new();
    let master = world.master();
    let role = role(&master, &[]);
    let ann = holder(&master, &role);
    let (bob, email) = master.user("bob");
    let members = json!([{"id": ann}, {"email": email}, {"id": bob}, {"id": ann}]);
    let answer = master.post(&format!("/roles/{role}/members"), json!({"members": members})).is(201);
    assert_eq!(answer["ids"], format!("{ann},{bob}"));
    assert_eq!(master.get(&format!("/roles/{role}")).is(200)["total_members"], 2);
}

#[test]
fn one_request_names_1_to_30_users() {
    let world = World::new();
    let master = world.master();
    let users: Vec<Value> = (0..31).map(|_| json!({"id": master.user("one").0})).collect();
    for count in [1, 29, 30] {
        let path = format!("/roles/{}/members", role(&master, &[]));
        let answer = master.post(&path, json!({"members": users[..count]})).is(201);
        assert_eq!(answer.text("ids").split(',').count(), count);
        assert_eq!(master.get(&path).is(200)["total_records"], count);
    }
    for members in [json!([]), json!(users)] {
        master.post("/roles/1/members", json!({"members": members})).refuses_fields(&["members"]);
    }
    master.post("/roles/1/members", json!({})).refuses_fields(&["members"]);
}

#[test]
fn a_user_without_id_and_email_and_one_with_a_broken_email_are_refused() {
    let world = World::new();
    let master = world.master();
    let (ann, _) = master.user("ann");
    let members = json!([{}, {"id": ann}, {"id": ""}]);
    master.post("/roles/1/members", json!({"members": members})).refuses_fields(&["members[0].id", "members[2].id"]);
    let members = json!([{"id": ann}, {"email": "no address"}]);
    master.post("/roles/1/members", json!({"members": members})).refuses_fields(&["members[1].email"]);
}

#[test]
fn an_email_beside_an_id_may_be_anything_and_alone_it_may_not() {
    let world = World::new();
    let master = world.master();
    let (ann, _) = master.user("ann");
    let give = |member: Value| master.post("/roles/1/members", json!({"members": [member]}));
    for email in ["", "no address"] {
        assert_eq!(give(json!({"id": ann, "email": email})).is(201)["ids"], ann);
        for member in [json!({"email": email}), json!({"id": "", "email": email})] {
            give(member).refuses_fields(&["members[0].email"]);
        }
    }
}

#[test]
fn whoever_is_not_expected_any_more_gets_no_role_and_can_lose_one() {
    let world = World::new();
    let master = world.master();
    let [first, second] = [(); 2].map(|()| role(&master, &[]));
    let (ann, email) = invited(&master, "ann");
    world.advance(30 * DAY - 1);
    give(&renewed(&master), &first, &ann).is(201);
    world.advance(1);
    let master = renewed(&master);
    for member in [json!({"id": ann}), json!({"email": email})] {
        let answer = master.post(&format!("/roles/{second}/members"), json!({"members": [member]}));
        answer.refused(400, 1120, NO_INVITATION);
    }
    master.delete(&format!("/roles/{first}/members/{ann}")).is(204);
}

#[test]
fn with_one_unknown_or_foreign_user_nobody_gets_the_role() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let role = role(&master, &[]);
    let path = format!("/roles/{role}/members");
    let (ann, _) = master.user("ann");
    let (foreign, foreign_email) = sub.user("bob");
    for stranger in [NO_ID, &foreign] {
        let members = json!([{"id": ann}, {"id": stranger}]);
        master.post(&path, json!({"members": members})).refused(404, 1001, &nobody(stranger));
        master.delete(&format!("{path}/{stranger}")).refused(404, 1001, &nobody(stranger));
    }
    let members = json!([{"id": ann}, {"email": foreign_email}]);
    master.post(&path, json!({"members": members})).refused(404, 1001, &nobody(&foreign_email));
    assert_eq!(master.get(&path).is(200)["total_records"], 0);
    assert_eq!(sub.get(&format!("/users/{foreign}")).is(200)["role_id"], "2");
}

#[test]
fn nobody_becomes_owner_or_member_and_the_owner_remains_one() {
    let world = World::new();
    let master = world.master();
    let (ann, _) = master.user("ann");
    for fixed in ["0", "2"] {
        give(&master, fixed, &ann).refused(400, 300, FIXED);
        master.delete(&format!("/roles/{fixed}/members/{ann}")).refused(400, 300, FIXED);
        master.delete(&format!("/roles/{fixed}/members/{}", master.owner_id)).refused(400, 300, FIXED);
    }
    give(&master, "1", &master.owner_id).refused(400, 300, FIXED);
    let both = json!({"members": [{"id": ann}, {"id": master.owner_id}]});
    master.post("/roles/1/members", both).refused(400, 300, FIXED);
    assert_eq!(master.get("/roles/1/members").is(200)["total_records"], 0);
    give(&master, "1", &ann).is(201);
    assert_eq!(master.get(&format!("/users/{ann}")).is(200)["role_name"], "Admin");
}

#[test]
fn a_blank_is_no_id_of_a_role() {
    let world = World::new();
    let master = world.master();
    let body = json!({"members": [{"id": master.owner_id}]});
    master.post("/roles/%20/members", body).refused(400, 300, "RoleId required.");
}

#[test]
fn whoever_loses_a_role_is_a_member() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let role = role(&sub, &[]);
    let (ann, bob) = (holder(&sub, &role), holder(&sub, &role));
    let email = sub.get(&format!("/users/{bob}")).is(200).text("email");
    let path = format!("/roles/{role}/members");
    assert!(master.on(&sub).delete(&format!("{path}/{ann}")).is(204).bytes.is_empty());
    assert_eq!(sub.get(&format!("/users/{ann}")).is(200)["role_id"], "2");
    master.on(&sub).delete(&format!("{path}/{ann}")).refused(404, 1001, &nobody(&ann));
    sub.delete(&format!("{path}/{email}")).is(204);
    assert_eq!(sub.get(&path).is(200)["total_records"], 0);
    assert_eq!(sub.get("/roles").is(200).column("total_members"), [1, 0, 2, 0].map(|n| json!(n)));
}

#[test]
fn a_member_is_shown_with_what_is_known_of_the_user_and_an_invited_one_without_id() {
    let world = World::new();
    let master = world.master();
    let (ann, email) = master.user("ann");
    master.patch(&format!("/users/{ann}"), json!({"dept": "Sales"})).is(204);
    give(&master, "1", &ann).is(201);
    let members = master.get("/roles/1/members").is(200);
    let shown = json!([{"id": ann, "email": email, "first_name": "ann", "last_name": "Test", "department": "Sales", "type": 1}]);
    assert_eq!(members["members"], shown);
    world.advance(1);
    let info = json!({"email": world.email("invited"), "type": 1, "first_name": "In", "last_name": "Vited"});
    let pending = master.post("/users", json!({"action": "create", "user_info": info})).is(201).text("id");
    give(&master, "1", &pending).is(201);
    let members = master.get("/roles/1/members").is(200);
    assert_eq!(members["members"][1]["email"], info["email"]);
    assert_eq!(members["members"][1]["id"], Value::Null);
}

#[test]
fn getting_and_losing_a_role_are_events_of_the_role_and_of_the_user() {
    let world = World::new();
    let master = world.master();
    let role = role(&master, &[]);
    let name = master.get(&format!("/roles/{role}")).is(200).text("name");
    let ann = holder(&master, &role);
    give(&master, &role, &ann).is(201);
    master.delete(&format!("/roles/{role}/members/{ann}")).is(204);
    let (added, removed) = (event(&world, &role, "role.member_added"), event(&world, &role, "role.member_removed"));
    assert_eq!(added["payload"]["members"], json!([{"id": ann, "old_role_id": "2"}]));
    assert_eq!(removed["payload"]["members"], json!([{"id": ann, "old_role_id": role}]));
    assert_eq!((&added["version"], &removed["version"]), (&json!(2), &json!(3)));
    let names: Vec<Value> = world.happened_to(&role).iter().map(|event| event["name"].clone()).collect();
    assert_eq!(names, ["role.created", "role.member_added", "role.member_removed"]);
    let updated = &world.told(&ann, "user.updated")[0];
    assert_eq!(
        (&updated["payload"]["role"], &updated["payload"]["old_object"]["role"]),
        (&json!(name), &json!("Member"))
    );
}
