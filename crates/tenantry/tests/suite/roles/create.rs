//! `POST /roles`.
use super::name;
use crate::{actors::Account, answer::Answer, users::event, world::World};
use serde_json::{Value, json};

fn create(account: &Account<'_>, body: Value) -> Answer {
    account.post("/roles", body)
}

fn used(name: &str) -> String {
    format!("Role name {name} has already been used.")
}

#[test]
fn a_new_role_has_an_id_of_its_own_kind() {
    let world = World::new();
    let made = create(&world.master(), json!({"name": name()})).is(201);
    let id = made.text("id");
    assert!(id.len() == 23 && id.starts_with('R'), "{id}");
    assert!(id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'), "{id}");
}

#[test]
fn a_role_needs_nothing_but_a_name() {
    let world = World::new();
    let master = world.master();
    let made = create(&master, json!({"name": "  Night shift "})).is(201);
    assert_eq!(made["name"], "Night shift");
    assert_eq!((&made["description"], &made["type"]), (&json!(""), &json!("common")));
    assert_eq!((&made["privileges"], &made["total_members"]), (&json!([]), &json!(0)));
    create(&master, json!({})).refuses_fields(&["name"]);
    create(&master, json!({"name": "   "})).refuses_fields(&["name"]);
    create(&master, json!({"name": ""})).refuses_fields(&["name"]);
    create(&master, json!({"name": name(), "type": "sales"})).refuses_fields(&["type"]);
}

#[test]
fn a_name_holds_nothing_by_which_it_can_pose_as_another() {
    let world = World::new();
    let master = world.master();
    let path = format!("/roles/{}", create(&master, json!({"name": name()})).is(201).text("id"));
    for sign in ['\0', '\n', '\u{2028}', '\u{202e}', '\u{2066}'] {
        let body = json!({"name": format!("Ad{sign}min")});
        create(&master, body.clone()).refuses_fields(&["name"]);
        master.patch(&path, body).refuses_fields(&["name"]);
    }
    for name in ["می\u{200c}خواهم", "<b> & 👩‍💻"] {
        create(&master, json!({"name": name})).is(201);
        master.patch(&path, json!({"name": format!("{name} 2")})).is(204);
    }
}

#[test]
fn a_name_is_used_once_in_an_account() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    create(&master, json!({"name": "Auditor"})).is(201);
    create(&master, json!({"name": "Auditor"})).refused(400, 1224, &used("Auditor"));
    create(&master, json!({"name": " Auditor ", "type": "iq"})).refused(400, 1224, &used("Auditor"));
    for name in ["Owner", "Admin", "Member"] {
        create(&master, json!({"name": name})).refused(400, 1224, &used(name));
    }
    create(&master, json!({"name": "auditor"})).is(201);
    create(&sub, json!({"name": "Auditor"})).is(201);
}

#[test]
fn a_name_has_at_most_128_characters_and_a_description_2000() {
    let world = World::new();
    let master = world.master();
    for length in [1, 127, 128] {
        create(&master, json!({"name": "é".repeat(length)})).is(201);
    }
    create(&master, json!({"name": "é".repeat(129)})).refuses_fields(&["name"]);
    for length in [0, 1999, 2000] {
        create(&master, json!({"name": name(), "description": "é".repeat(length)})).is(201);
    }
    create(&master, json!({"name": name(), "description": "é".repeat(2001)})).refuses_fields(&["description"]);
}

#[test]
fn privileges_that_do_not_exist_are_refused_together() {
    let world = World::new();
    let master = world.master();
    let body = json!({"name": name(), "privileges": ["User:Read", "user:read", "Nobody:Edit"]});
    let answer = create(&master, body).refuses_fields(&["privileges"]);
    assert_eq!(answer["errors"][0]["message"], "Unknown privileges: user:read, Nobody:Edit.");
}

#[test]
fn privileges_come_back_once_each_in_the_published_order_and_in_the_right_spelling() {
    let world = World::new();
    let sent = ["Survey:Read", "MoileDeviceManagement:Read", "User:Read", "Survey:Read"];
    let made = create(&world.master(), json!({"name": name(), "privileges": sent})).is(201);
    assert_eq!(made["privileges"], json!(["User:Read", "MobileDeviceManagement:Read", "Survey:Read"]));
}

#[test]
fn the_making_of_a_role_is_an_event() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let role = name();
    let body = json!({"name": role, "privileges": ["User:Read"]});
    let made = master.on(&sub).post("/roles", body).is(201);
    let event = event(&world, &made.text("id"), "role.created");
    assert_eq!((&event["account_id"], &event["by"]["account_id"]), (&json!(sub.id), &json!(master.id)));
    assert_eq!((&event["payload"]["name"], &event["payload"]["privileges"]), (&json!(role), &json!(["User:Read"])));
    assert_eq!(event["version"], 1);
}
