//! `PATCH` and `DELETE /information_barriers/policies/{policyId}`.
use super::{POLICIES, between, blocks, group, no_policy, policy, with};
use crate::{
    users::{count_events, event},
    world::{NO_ID, World},
};
use serde_json::{Value, json};

#[test]
fn an_update_changes_what_it_names_and_nothing_else() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let made = policy(&sub);
    let one = format!("{POLICIES}/{}", made.text("id"));
    let mut shown = made.body.clone();
    let listed = || sub.get(POLICIES).is(200)["policies"][0].clone();
    for change in [
        json!({"policy_name": "Audit"}),
        json!({"assigned_group_id": group(&sub)}),
        json!({"to_group_id": group(&sub)}),
        json!({"chaperone_group_id": group(&sub)}),
        json!({"settings": with(blocks(), json!({"screen_share": true, "im": false}))}),
        json!({"status": 0}),
        json!({"type": 3}),
        json!({"id": made["id"], "status": 1, "type": 0}),
    ] {
        let answer = master.on(&sub).patch(&one, change.clone()).is(200);
        assert!(answer.bytes.is_empty(), "{answer}");
        shown = with(shown, change);
        assert_eq!(listed(), shown);
        let without_chaperones = with(shown.clone(), json!({"chaperone_group_id": null}));
        assert_eq!(sub.get(&one).is(200).body, without_chaperones, "lists alone name them");
    }
    sub.patch(&one, json!({"chaperone_group_id": null})).is(200);
    assert_eq!(listed(), with(shown, json!({"chaperone_group_id": null})));
}

#[test]
fn chaperones_are_a_third_group() {
    let world = World::new();
    let master = world.master();
    let made = policy(&master);
    let one = format!("{POLICIES}/{}", made.text("id"));
    for field in ["assigned_group_id", "to_group_id"] {
        let chaperones = json!({"chaperone_group_id": made[field]});
        master.patch(&one, chaperones.clone()).refuses_fields(&["chaperone_group_id"]);
        let body = with(between(&group(&master), &group(&master)), json!({"chaperone_group_id": NO_ID}));
        let body = with(body.clone(), json!({"chaperone_group_id": body[field]}));
        master.post(POLICIES, body).refuses_fields(&["chaperone_group_id"]);
    }
    assert_eq!(master.get(&one).is(200).body, made.body);
}

#[test]
fn a_policy_keeps_its_id_and_wrong_values_change_nothing() {
    let world = World::new();
    let master = world.master();
    let made = policy(&master);
    let one = format!("{POLICIES}/{}", made.text("id"));
    master.patch(&one, json!({"id": NO_ID, "policy_name": "x"})).refuses_fields(&["id"]);
    let wrong = json!({"policy_name": "x", "status": 2, "type": 4, "settings": {"im": true}});
    let answer = master.patch(&one, wrong).is(400);
    let fields: Vec<&str> =
        answer["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect();
    assert!(["status", "type", "settings.meeting"].iter().all(|field| fields.contains(field)), "{answer}");
    assert_eq!(master.get(&one).is(200).body, made.body);
}

#[test]
fn an_update_is_an_event_with_the_policy_before_and_after_and_one_that_changes_nothing_is_none() {
    let world = World::new();
    let master = world.master();
    let made = policy(&master);
    let id = made.text("id");
    let one = format!("{POLICIES}/{id}");
    for nothing in
        [json!({}), with(made.body.clone(), json!({"id": null})), json!({"policy_name": " Research and trade "})]
    {
        master.patch(&one, nothing).is(200);
    }
    master.patch(&one, json!({"status": 0})).is(200);
    let event = event(&world, &id, "information_barriers.policy_updated");
    let old = with(made.body, json!({"id": null}));
    let new = with(old.clone(), json!({"status": 0}));
    assert_eq!(event["payload"], json!({"id": id, "new_policy": new, "old_policy": old}));
    assert_eq!(event["version"], 2);
    assert_eq!(count_events(&world, &id, "information_barriers.policy_updated"), 1);
}

#[test]
fn a_policy_that_is_taken_away_is_an_event_and_is_not_found_any_more() {
    let world = World::new();
    let master = world.master();
    let made = policy(&master);
    let id = made.text("id");
    let one = format!("{POLICIES}/{id}");
    assert!(master.delete(&one).is(204).bytes.is_empty());
    let event = event(&world, &id, "information_barriers.policy_deleted");
    assert_eq!((&event["payload"], &event["version"]), (&made.body, &json!(2)));
    for answer in [master.get(&one), master.patch(&one, json!({})), master.delete(&one)] {
        answer.refused(400, 7001, &no_policy(&id));
    }
    let again = between(&made.text("assigned_group_id"), &made.text("to_group_id"));
    master.post(POLICIES, again).is(201);
}

#[test]
fn a_policy_of_another_account_is_not_found_like_one_that_never_existed() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let theirs = policy(&sub);
    for id in [&*theirs.text("id"), NO_ID] {
        let one = format!("{POLICIES}/{id}");
        for answer in [master.get(&one), master.patch(&one, json!({"status": 0})), master.delete(&one)] {
            answer.refused(400, 7001, &no_policy(id));
        }
    }
    assert_eq!(sub.get(POLICIES).is(200)["policies"], json!([theirs.body]));
}

#[test]
fn a_group_with_a_policy_is_not_deleted() {
    let world = World::new();
    let master = world.master();
    let [first, second, chaperone] = std::array::from_fn(|_| group(&master));
    let sent = with(between(&first, &second), json!({"chaperone_group_id": chaperone, "status": 0}));
    let made = master.post(POLICIES, sent).is(201).text("id");
    let text = "Group cannot be deleted. Information Barriers policies have been applied to this group.";
    for group in [&first, &second, &chaperone] {
        master.delete(&format!("/groups/{group}")).refused(400, 200, text);
    }
    master.delete(&format!("{POLICIES}/{made}")).is(204);
    for group in [&first, &second, &chaperone] {
        master.delete(&format!("/groups/{group}")).is(204);
    }
    assert_eq!(master.get(POLICIES).is(200)["policies"], Value::Array(Vec::new()));
}
