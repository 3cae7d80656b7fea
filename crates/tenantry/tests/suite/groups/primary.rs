//! Moving a member to another group, and its primary group: the first one that it came to, until another is chosen.
use super::{add, group, groups_of, member, no_group, total};
use crate::{
    actors::Account,
    answer::Answer,
    users::{count_events, event},
    world::{NO_ID, World},
};
use serde_json::{Value, json};

const NO_MEMBER: &str = "Group member does not exist.";
const NO_TARGET: &str = "The target_group_id can not be empty.";

fn act(account: &Account<'_>, group: &str, user: &str, action: &str, target: &str) -> Answer {
    let body = json!({"action": action, "target_group_id": target});
    account.patch(&format!("/groups/{group}/members/{user}"), body)
}

#[test]
fn the_first_group_is_the_primary_one_until_another_is_chosen() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let [one, two, three] = [(); 3].map(|()| group(&sub));
    let ann = member(&sub, &[&one, &two, &three]);
    assert_eq!(groups_of(&sub, &ann), json!([one, two, three]));
    let path = format!("/groups/{three}/members/{ann}");
    let body = json!({"action": "set_primary", "target_group_id": three});
    assert!(master.on(&sub).patch(&path, body).is(204).bytes.is_empty());
    assert_eq!(groups_of(&sub, &ann), json!([three, one, two]));
    act(&sub, &one, &ann, "set_primary", &two).is(204);
    assert_eq!(groups_of(&sub, &ann), json!([two, three, one]));
    assert_eq!([&one, &two, &three].map(|id| total(&sub, id)), [1, 1, 1]);
}

#[test]
fn a_moved_member_leaves_one_group_and_is_in_the_other_at_the_same_place() {
    let world = World::new();
    let master = world.master();
    let [one, two, three] = [(); 3].map(|()| group(&master));
    let ann = member(&master, &[&one, &two]);
    let email = master.get(&format!("/users/{ann}")).is(200).text("email");
    act(&master, &one, &email, "move", &three).is(204);
    assert_eq!(groups_of(&master, &ann), json!([three, two]));
    assert_eq!([&one, &two, &three].map(|id| total(&master, id)), [0, 1, 1]);
    act(&master, &three, &ann, "move", &two).is(204);
    assert_eq!(groups_of(&master, &ann), json!([two]));
    assert_eq!([&one, &two, &three].map(|id| total(&master, id)), [0, 1, 0]);
}

#[test]
fn a_move_to_where_it_is_and_the_choice_of_the_primary_group_change_nothing() {
    let world = World::new();
    let master = world.master();
    let (one, two) = (group(&master), group(&master));
    let ann = member(&master, &[&one, &two]);
    act(&master, &one, &ann, "move", &one).is(204);
    act(&master, &two, &ann, "set_primary", &one).is(204);
    assert_eq!(groups_of(&master, &ann), json!([one, two]));
    act(&master, &two, &ann, "set_primary", &two).is(204);
    assert_eq!(event(&world, &ann, "user.updated")["payload"]["primary_group_id"], two);
    assert_eq!(count_events(&world, &ann, "user.updated"), 2);
    assert_eq!(count_events(&world, &one, "group.member_deleted"), 0);
}

#[test]
fn another_group_is_needed_and_both_must_exist_here() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let (one, two, foreign) = (group(&master), group(&master), group(&sub));
    let ann = member(&master, &[&one]);
    let path = format!("/groups/{one}/members/{ann}");
    for action in ["move", "set_primary"] {
        master.patch(&path, json!({"action": action})).refused(400, 300, NO_TARGET);
        act(&master, &one, &ann, action, "").refused(400, 300, NO_TARGET);
        for other in [NO_ID, &foreign] {
            act(&master, &one, &ann, action, other).refused(404, 4130, &no_group(other));
            act(&master, other, &ann, action, &one).refused(404, 4130, &no_group(other));
        }
        for nobody in [NO_ID, &master.owner_id, &sub.owner_id] {
            act(&master, &one, nobody, action, &two).refused(404, 4131, NO_MEMBER);
        }
    }
    act(&master, &one, &ann, "set_primary", &two).refused(404, 4131, NO_MEMBER);
    for body in [json!({}), json!({"action": "leave", "target_group_id": two})] {
        master.patch(&path, body).refuses_fields(&["action"]);
    }
    assert_eq!(groups_of(&master, &ann), json!([one]));
    assert_eq!(total(&sub, &foreign), 0);
}

#[test]
fn another_primary_group_is_an_event_of_the_user_and_a_move_one_of_both_groups() {
    let world = World::new();
    let master = world.master();
    let (one, two) = (group(&master), group(&master));
    let (ann, email) = master.user("ann");
    let primary = || {
        let event = event(&world, &ann, "user.updated");
        let payload = &event["payload"];
        [&payload["primary_group_id"], &payload["old_object"]["primary_group_id"]].map(Value::clone)
    };
    add(&master, &one, &[&ann]).is(201);
    assert_eq!(primary(), [json!(one), Value::Null]);
    act(&master, &one, &ann, "move", &two).is(204);
    assert_eq!(primary(), [json!(two), json!(one)]);
    let people = json!([{"id": ann, "email": email}]);
    for (id, name) in [(&one, "group.member_deleted"), (&two, "group.member_added")] {
        assert_eq!(event(&world, id, name)["payload"], json!({"id": id, "members": people}));
    }
    master.delete(&format!("/groups/{two}/members/{ann}")).is(204);
    assert_eq!(primary(), [Value::Null, json!(two)]);
}
