//! What users show of their groups, and that none who leaves stays in one.
use super::{add, group, groups_of, member, total};
use crate::{
    actors::Account,
    users::{event, invited, managed_domain, person},
    world::{NO_ID, World},
};
use serde_json::{Value, json};

/// A user in two groups, of which it administers the second.
struct Leaver {
    id: String,
    email: String,
    groups: [String; 2],
}

fn leaver(account: &Account<'_>) -> Leaver {
    let groups = [group(account), group(account)];
    let (id, email) = person(account, "leaver");
    for group in &groups {
        add(account, group, &[&id]).is(201);
    }
    account.post(&format!("/groups/{}/admins", groups[1]), json!({"admins": [{"id": id}]})).is(201);
    Leaver { id, email, groups }
}

/// Nothing of the user is left in its groups.
#[track_caller]
fn is_gone(account: &Account<'_>, leaver: &Leaver) {
    let people = json!([{"id": leaver.id, "email": leaver.email}]);
    for id in &leaver.groups {
        assert_eq!(total(account, id), 0);
        assert_eq!(event(account.world, id, "group.member_deleted")["payload"]["members"], people);
    }
    let [_, administered] = &leaver.groups;
    assert_eq!(account.get(&format!("/groups/{administered}/admins")).is(200)["total_records"], 0);
    assert_eq!(event(account.world, administered, "group.admin_deleted")["payload"]["admins"], people);
}

#[test]
fn users_and_their_lists_show_the_ids_of_their_groups() {
    let world = World::new();
    let master = world.master();
    let (one, two) = (group(&master), group(&master));
    let ann = member(&master, &[&two, &one]);
    let (bob, _) = master.user("bob");
    let list = master.get("/users").is(200);
    let shown = |id: &str| {
        let user = list["users"].as_array().unwrap().iter().find(|user| user["id"] == id).unwrap();
        user["group_ids"].clone()
    };
    assert_eq!((shown(&ann), shown(&bob)), (json!([two, one]), json!([])));
    assert_eq!(groups_of(&master, &ann), json!([two, one]));
}

#[test]
fn a_deleted_user_is_in_no_group() {
    let world = World::new();
    let master = world.master();
    let leaver = leaver(&master);
    master.delete(&format!("/users/{}?action=delete", leaver.id)).is(204);
    is_gone(&master, &leaver);
}

#[test]
fn a_user_who_lives_on_alone_is_in_no_group() {
    let world = World::new();
    let master = world.master();
    let leaver = leaver(&master);
    master.delete(&format!("/users/{}", leaver.id)).is(204);
    is_gone(&master, &leaver);
}

#[test]
fn a_user_who_moves_is_in_no_group_there_and_in_none_when_it_comes_back() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let leaver = leaver(&master);
    let path = format!("/users/{}/account", leaver.id);
    master.put(&path, json!({"account_id": sub.id})).is(204);
    is_gone(&master, &leaver);
    assert_eq!(groups_of(&sub, &leaver.id), json!([]));
    master.on(&sub).put(&path, json!({"account_id": master.id})).is(204);
    assert_eq!(groups_of(&master, &leaver.id), json!([]));
}

#[test]
fn a_withdrawn_invitation_leaves_no_membership_behind() {
    let world = World::new();
    let master = world.master();
    let id = group(&master);
    let (pending, _) = invited(&master, "ann");
    add(&master, &id, &[&pending]).is(201);
    assert_eq!(total(&master, &id), 1);
    master.delete(&format!("/users/{pending}")).is(204);
    assert_eq!(total(&master, &id), 0);
}

#[test]
fn a_deactivated_user_stays_in_its_groups() {
    let world = World::new();
    let master = world.master();
    let id = group(&master);
    let ann = member(&master, &[&id]);
    master.put(&format!("/users/{ann}/status"), json!({"action": "deactivate"})).is(204);
    master.get(&format!("/groups/{id}/members")).is(200).lists("id", [&*ann]);
    assert_eq!(groups_of(&master, &ann), json!([id]));
}

#[test]
fn an_invited_user_gets_a_group_by_an_update_and_others_keep_theirs() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let (one, foreign) = (group(&master), group(&sub));
    let (pending, email) = invited(&master, "ann");
    let (active, _) = master.user("bob");
    for _ in 0..2 {
        master.patch(&format!("/users/{email}"), json!({"group_id": one, "dept": "Sales"})).is(204);
    }
    assert_eq!(groups_of(&master, &pending), json!([one]));
    let added = event(&world, &one, "group.member_added");
    assert_eq!(
        (&added["payload"]["members"], &added["version"]),
        (&json!([{"id": pending, "email": email}]), &json!(2))
    );
    assert_eq!(master.get(&format!("/users/{pending}")).is(200)["dept"], "");
    master.patch(&format!("/users/{active}"), json!({"group_id": one, "dept": "Sales"})).is(204);
    assert_eq!(groups_of(&master, &active), json!([]));
    assert_eq!(master.get(&format!("/users/{active}")).is(200)["dept"], "Sales");
    for user in [&pending, &active] {
        for group in [NO_ID, &foreign] {
            let text = format!("Group does not exist: {group}.");
            master.patch(&format!("/users/{user}"), json!({"group_id": group})).refused(404, 4130, &text);
        }
        master.patch(&format!("/users/{user}"), json!({"group_id": ""})).is(204);
        master.patch(&format!("/users/{user}"), json!({"group_id": Value::Null})).is(204);
    }
    assert_eq!(total(&master, &one), 1);
}

#[test]
fn groups_do_not_follow_the_email_or_the_role_of_a_user() {
    let world = World::new();
    let master = world.master();
    let id = group(&master);
    let (ann, _) = person(&master, "ann");
    add(&master, &id, &[&ann]).is(201);
    let email = format!("new@{}", managed_domain(&master));
    master.put(&format!("/users/{ann}/email"), json!({"email": email})).is(204);
    master.post("/roles/1/members", json!({"members": [{"id": ann}]})).is(201);
    master.patch(&format!("/users/{ann}"), json!({"dept": "Sales"})).is(204);
    assert_eq!(groups_of(&master, &ann), json!([id]));
    master.get(&format!("/groups/{id}/members")).is(200).lists("email", [email]);
}
