//! What settings of an account name: users, roles and groups of the account itself, and of no other.
use super::*;
use crate::users::{managed_domain, person_of};

const BYPASS: &str = "security.signin_with_sso.sso_bypass_user_ids";

/// Sends ids of users who may pass by single sign-on; without a word for it they become the list.
fn pass(account: &Account<'_>, operation: Option<&str>, ids: &[&str]) -> Answer {
    let body = json!({"security": {"signin_with_sso": {"operation": operation, "sso_bypass_user_ids": ids}}});
    account.on_id("me").patch("/settings?option=security", body)
}

/// The emails of those who may.
fn passing(account: &Account<'_>) -> Vec<String> {
    let answer = account.on_id("me").get("/settings?option=security").is(200);
    let users = answer["security"]["signin_with_sso"]["sso_bypass_users"].as_array().unwrap().clone();
    users.iter().map(|user| user["email"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn users_come_to_the_list_of_those_who_pass_by_single_sign_on_and_go_from_it() {
    let world = World::new();
    let master = world.master();
    let ((ann, anns), (bob, bobs)) = (person_of(&master, "ann", 1), person_of(&master, "bob", 1));
    pass(&master, Some("add"), &[&ann]).is(204);
    pass(&master, Some("add"), &[&bob, &ann, &bob]).is(204);
    assert_eq!(passing(&master), [anns, bobs.clone()]);
    pass(&master, Some("remove"), &[&ann, NO_ID]).is(204);
    assert_eq!(passing(&master), [bobs]);
    pass(&master, None, &[&master.owner_id, &master.owner_id]).is(204);
    assert_eq!(passing(&master), std::slice::from_ref(&master.owner_email));
    let before = world.told(&master.id, "account.settings_updated").len();
    pass(&master, None, &[&master.owner_id]).is(204);
    pass(&master, Some("add"), &[]).is(204);
    assert_eq!(world.told(&master.id, "account.settings_updated").len(), before);
    pass(&master, None, &[]).is(204);
    assert_eq!(passing(&master), [] as [String; 0]);
}

#[test]
fn who_has_left_passes_by_no_more_and_an_email_is_that_of_today() {
    let world = World::new();
    let master = world.master();
    let ((ann, _), (bob, _)) = (person_of(&master, "ann", 1), person_of(&master, "bob", 1));
    pass(&master, None, &[&ann, &bob]).is(204);
    let email = format!("another@{}", managed_domain(&master));
    master.put(&format!("/users/{ann}/email"), json!({"email": email})).is(204);
    master.delete(&format!("/users/{bob}?action=delete")).is(204);
    assert_eq!(passing(&master), [email]);
}

#[test]
fn nobody_of_another_account_passes_by() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    for id in [&*sub.owner_id, NO_ID, &master.owner_email, ""] {
        for operation in [None, Some("add")] {
            let text = format!("User does not exist: {id}.");
            refuses(pass(&master, operation, &[&master.owner_id, id]), &[(BYPASS, &text)]);
        }
    }
    assert_eq!(passing(&master), [] as [String; 0]);
}

#[test]
fn two_hundred_users_pass_by_at_most() {
    let world = World::new();
    let master = world.master();
    let users: Vec<String> = (0..201).map(|_| master.user("robot").0).collect();
    let ids: Vec<&str> = users.iter().map(String::as_str).collect();
    pass(&master, None, &ids[..199]).is(204);
    pass(&master, Some("add"), &ids[199..200]).is(204);
    refuses(pass(&master, Some("add"), &ids[200..]), &[(BYPASS, "The list has as many items as it may have.")]);
    refuses(pass(&master, None, &ids), &[(BYPASS, "Invalid field.")]);
    assert_eq!(passing(&master).len(), 200);
}

#[test]
fn a_second_factor_is_asked_of_roles_and_groups_of_the_account() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let role =
        |account: &Account<'_>| account.post("/roles", json!({"name": "Desk", "privileges": []})).is(201).text("id");
    let (own, foreign) = (role(&master), role(&sub));
    let set = |field: &str, ids: Value| {
        let body = json!({"security": {"sign_in_with_two_factor_auth": "role", field: ids}});
        master.on_id("me").patch("/settings", body)
    };
    let roles = "sign_in_with_two_factor_auth_roles";
    set(roles, json!([own, "0"])).is(204);
    let shown = master.on_id("me").get("/settings").is(200)["security"][roles].clone();
    assert_eq!(shown, json!([own, "0"]));
    for id in [&*foreign, NO_ID, ""] {
        let field = format!("security.{roles}[1]");
        refuses(set(roles, json!([own, id])), &[(&field, "Invalid field.")]);
        let groups = "sign_in_with_two_factor_auth_groups";
        refuses(set(groups, json!([id])), &[(&format!("security.{groups}[0]"), "Invalid field.")]);
    }
    set(roles, json!([])).is(204);
    sub.plan("Business", 10);
    let (own, foreign) = (group(&master, "Sales"), group(&sub, "Sales"));
    let groups = "sign_in_with_two_factor_auth_groups";
    set(groups, json!([own])).is(204);
    refuses(set(groups, json!([own, foreign])), &[(&format!("security.{groups}[1]"), "Invalid field.")]);
    assert_eq!(master.on_id("me").get("/settings").is(200)["security"][groups], json!([own]));
}

#[test]
fn what_was_named_and_deleted_since_is_shown_no_more_and_stands_in_nobodys_way() {
    let world = World::new();
    let master = world.master();
    let own = master.on_id("me");
    let role = |name: &str| master.post("/roles", json!({"name": name, "privileges": []})).is(201).text("id");
    for (of, field, ids) in [
        ("groups", "sign_in_with_two_factor_auth_groups", ["A", "B", "C"].map(|name| group(&master, name))),
        ("roles", "sign_in_with_two_factor_auth_roles", ["A", "B", "C"].map(role)),
    ] {
        let set = |ids: Value| own.patch("/settings?option=security", json!({"security": {field: ids}}));
        let shown = || {
            ["", "?option=security"]
                .map(|option| own.get(&format!("/settings{option}")).is(200)["security"][field].clone())
        };
        let [gone, kept, new] = ids;
        set(json!([gone, kept])).is(204);
        master.delete(&format!("/{of}/{gone}")).is(204);
        assert_eq!(shown()[0], json!([kept]));
        // Somebody has read the list before the deletion.
        set(json!([gone, kept, new])).is(204);
        assert_eq!(shown()[0], json!([kept, new]));
        set(json!([kept, new])).is(204);
        assert_eq!(shown(), [json!([kept, new]), json!([kept, new])]);
        refuses(set(json!([kept, gone])), &[(&format!("security.{field}[1]"), "Invalid field.")]);
    }
}

#[test]
fn the_group_that_is_treated_apart_in_chats_is_one_of_the_account() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let elsewhere = world.master();
    let (own, of_sub, foreign) = (group(&master, "Sales"), group(&sub, "Sales"), group(&elsewhere, "Sales"));
    let set = |id: &str| {
        let body = json!({"chat": {"external_collab_restrict": {"group_id": id}}});
        master.on_id("me").patch("/settings", body)
    };
    let shown = || {
        let answer = master.on_id("me").get("/settings").is(200);
        answer["chat"]["external_collab_restrict"]["group_id"].clone()
    };
    for id in [&*of_sub, &*foreign, NO_ID, "Sales"] {
        refuses(set(id), &[("chat.external_collab_restrict.group_id", "Invalid field.")]);
    }
    assert_eq!(shown(), "");
    set(&own).is(204);
    assert_eq!(shown(), *own);
    master.delete(&format!("/groups/{own}")).is(204);
    assert_eq!(shown(), "");
    // Somebody has read it before the deletion.
    set(&own).is(204);
    set("").is(204);
    refuses(set(&own), &[("chat.external_collab_restrict.group_id", "Invalid field.")]);
}

#[test]
fn whatever_is_named_twice_is_kept_once() {
    let world = World::new();
    let master = world.master();
    let role = |name: &str| master.post("/roles", json!({"name": name, "privileges": []})).is(201).text("id");
    for (field, [first, second]) in [
        ("sign_in_with_two_factor_auth_groups", ["A", "B"].map(|name| group(&master, name))),
        ("sign_in_with_two_factor_auth_roles", ["A", "B"].map(role)),
    ] {
        let set = |ids: Value| master.on_id("me").patch("/settings", json!({"security": {field: ids}}));
        let shown = || master.on_id("me").get("/settings").is(200)["security"][field].clone();
        set(json!([second, first, second, second])).is(204);
        assert_eq!(shown(), json!([second, first]));
        let before = world.told(&master.id, "account.settings_updated").len();
        set(json!([second, second, first])).is(204);
        assert_eq!(world.told(&master.id, "account.settings_updated").len(), before);
        refuses(set(json!([first, first, NO_ID])), &[(&format!("security.{field}[2]"), "Invalid field.")]);
    }
}
