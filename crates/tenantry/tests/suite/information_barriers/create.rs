//! `POST /information_barriers/policies`.
use super::{POLICIES, between, blocks, group, policy, with};
use crate::{
    users::event,
    world::{NO_ID, World},
};
use serde_json::{Value, json};

const NO_NAME: &str = "policy_name is a required field and cannot be left empty.";
const NO_TWO_GROUPS: &str =
    "assigned_group_id and to_group_id are required fields and cannot be left empty or the same.";

#[test]
fn a_policy_shows_what_was_stored_and_has_an_id_of_the_platform() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let [first, second, chaperone] = std::array::from_fn(|_| group(&sub));
    let sent = with(between(&first, &second), json!({"id": "of-my-own", "chaperone_group_id": chaperone, "type": 2}));
    let made = master.on(&sub).post(POLICIES, sent.clone()).is(201);
    let id = made.text("id");
    assert_ne!(id, "of-my-own");
    // Whom the chaperones are, lists alone say.
    assert_eq!(made.body, with(sent.clone(), json!({"id": id, "chaperone_group_id": null})));
    assert_eq!(master.on(&sub).get(&format!("{POLICIES}/{id}")).is(200).body, made.body);
    assert_eq!(sub.get(POLICIES).is(200)["policies"], json!([with(sent, json!({"id": id}))]));
    assert_eq!(master.get(POLICIES).is(200)["total_records"], 0);
}

#[test]
fn the_type_is_0_when_it_is_left_out_and_there_need_be_no_chaperones() {
    let world = World::new();
    let master = world.master();
    let (first, second) = (group(&master), group(&master));
    for chaperone in [Value::Null, json!("")] {
        let sent = with(between(&first, &second), json!({"type": null, "chaperone_group_id": chaperone}));
        let made = master.post(POLICIES, sent).is(201);
        let listed = &master.get(POLICIES).is(200)["policies"][0];
        assert_eq!((&made["type"], &listed["chaperone_group_id"]), (&json!(0), &Value::Null));
        master.delete(&format!("{POLICIES}/{}", made.text("id"))).is(204);
    }
}

#[test]
fn a_policy_has_a_name_of_128_characters_at_most() {
    let world = World::new();
    let master = world.master();
    let (first, second) = (group(&master), group(&master));
    for name in [Value::Null, json!(""), json!("  ")] {
        let nameless = with(between(&first, &second), json!({"policy_name": name}));
        master.post(POLICIES, nameless).refused(400, 300, NO_NAME);
    }
    let named = |letters| with(between(&first, &second), json!({"policy_name": "ü".repeat(letters)}));
    master.post(POLICIES, named(129)).refuses_fields(&["policy_name"]);
    assert_eq!(master.get(POLICIES).is(200)["total_records"], 0);
    let made = master.post(POLICIES, named(128)).is(201).text("id");
    master
        .patch(&format!("{POLICIES}/{made}"), json!({"policy_name": "a".repeat(129)}))
        .refuses_fields(&["policy_name"]);
    master.patch(&format!("{POLICIES}/{made}"), json!({"policy_name": " "})).refused(400, 300, NO_NAME);
}

#[test]
fn a_policy_stands_between_two_groups() {
    let world = World::new();
    let master = world.master();
    let (first, second) = (group(&master), group(&master));
    for wrong in [
        json!({"assigned_group_id": null}),
        json!({"assigned_group_id": ""}),
        json!({"to_group_id": null}),
        json!({"to_group_id": ""}),
        json!({"to_group_id": first}),
    ] {
        master.post(POLICIES, with(between(&first, &second), wrong)).refused(400, 300, NO_TWO_GROUPS);
    }
    let made = master.post(POLICIES, between(&first, &second)).is(201).text("id");
    for wrong in [json!({"assigned_group_id": second}), json!({"to_group_id": ""})] {
        master.patch(&format!("{POLICIES}/{made}"), wrong).refused(400, 300, NO_TWO_GROUPS);
    }
}

#[test]
fn a_policy_names_groups_of_its_own_account_only() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let (first, second, foreign) = (group(&sub), group(&sub), group(&master));
    let made = sub.post(POLICIES, between(&first, &group(&sub))).is(201);
    let one = format!("{POLICIES}/{}", made.text("id"));
    for stranger in [NO_ID, &foreign, "%00", "no id"] {
        for field in ["assigned_group_id", "to_group_id", "chaperone_group_id"] {
            let text = format!("A group with this {stranger} does not exist.");
            sub.post(POLICIES, with(between(&first, &second), json!({field: stranger}))).refused(404, 4130, &text);
            sub.patch(&one, json!({field: stranger})).refused(404, 4130, &text);
        }
    }
    assert_eq!(sub.get(&one).is(200).body, made.body);
    assert_eq!(sub.get(POLICIES).is(200)["total_records"], 1);
}

#[test]
fn two_groups_have_one_policy_whichever_comes_first() {
    let world = World::new();
    let master = world.master();
    let [a, b, c] = std::array::from_fn(|_| group(&master));
    master.post(POLICIES, between(&a, &b)).is(201);
    let other = master.post(POLICIES, between(&a, &c)).is(201).text("id");
    let duplicate = |first: &str, second: &str| {
        format!(
            "Unable to add this policy, as it would create duplicate policies which is not permitted. \
             assigned_group_id: {first}, to_group_id: {second}."
        )
    };
    for (first, second) in [(&a, &b), (&b, &a)] {
        master.post(POLICIES, between(first, second)).refused(400, 7002, &duplicate(first, second));
    }
    master.patch(&format!("{POLICIES}/{other}"), json!({"to_group_id": b})).refused(400, 7002, &duplicate(&a, &b));
    let turned = json!({"assigned_group_id": c, "to_group_id": a});
    assert!(master.patch(&format!("{POLICIES}/{other}"), turned).is(200).bytes.is_empty());
}

#[test]
fn every_switch_is_said_and_is_a_switch() {
    let world = World::new();
    let master = world.master();
    let body = between(&group(&master), &group(&master));
    for name in blocks().as_object().unwrap().keys() {
        let field = format!("settings.{name}");
        for wrong in [Value::Null, json!("perhaps"), json!(2)] {
            let settings = with(blocks(), json!({name: wrong}));
            master.post(POLICIES, with(body.clone(), json!({"settings": settings}))).refuses_fields(&[&field]);
        }
    }
    master.post(POLICIES, with(body.clone(), json!({"settings": null}))).refuses_fields(&["settings"]);
    master.post(POLICIES, with(body.clone(), json!({"settings": []}))).refuses_fields(&["settings"]);
    let lenient = with(blocks(), json!({"im": "false", "more": 1}));
    let made = master.post(POLICIES, with(body, json!({"settings": lenient}))).is(201);
    assert_eq!(made["settings"], with(blocks(), json!({"im": false})));
}

#[test]
fn status_and_type_are_of_the_documented_numbers() {
    let world = World::new();
    let master = world.master();
    let body = between(&group(&master), &group(&master));
    for (field, least, most) in [("status", 0, 1), ("type", 0, 3)] {
        for wrong in [json!(least - 1), json!(most + 1), json!(0.5), json!("on")] {
            master.post(POLICIES, with(body.clone(), json!({field: wrong}))).refuses_fields(&[field]);
        }
        for number in least..=most {
            let made = master.post(POLICIES, with(body.clone(), json!({field: number}))).is(201);
            assert_eq!(made[field], number);
            master.delete(&format!("{POLICIES}/{}", made.text("id"))).is(204);
        }
    }
    master.post(POLICIES, with(body, json!({"status": null}))).refuses_fields(&["status"]);
}

#[test]
fn only_a_paid_account_puts_policies_between_groups() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let text = format!("Only available for Paid account: {}.", sub.id);
    master.on(&sub).get(POLICIES).refused(400, 200, &text);
    master.on(&sub).post(POLICIES, between(NO_ID, NO_ID)).refused(400, 200, &text);
    sub.plan("Business", 10);
    policy(&sub);
}

#[test]
fn a_new_policy_is_an_event_in_the_form_of_the_webhook() {
    let world = World::new();
    let master = world.master();
    let made = policy(&master);
    let event = event(&world, &made.text("id"), "information_barriers.policy_created");
    assert_eq!((&event["payload"], &event["version"]), (&made.body, &json!(1)));
}
