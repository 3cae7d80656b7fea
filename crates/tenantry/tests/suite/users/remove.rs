//! `DELETE /users/{userId}`
use super::*;

fn delete(account: &Actor<'_>, user: &str) -> Answer {
    account.delete(&format!("/users/{user}?action=delete"))
}

fn disassociate(account: &Actor<'_>, user: &str) -> Answer {
    account.delete(&format!("/users/{user}"))
}

/// The account in which the user came to be last.
fn home(world: &World, user: &str) -> String {
    event(world, user, "user.created")["account_id"].as_str().unwrap().to_owned()
}

#[test]
fn a_deleted_user_is_gone_and_its_email_may_sign_up_again() {
    let world = World::new();
    let master = world.master();
    let (id, email) = person_of(&master, "ann", 2);
    delete(&master.actor, &email).is(204);
    for name in [&id, &email] {
        master.get(&format!("/users/{name}")).refused(404, 1001, &no_user(name));
        delete(&master.actor, name).refused(404, 1001, &no_user(name));
    }
    assert_eq!(master.get("/users").is(200)["total_records"], 1);
    make(&world.master().actor, "create", &email, json!({})).is(201);
    let event = event(&world, &id, "user.deleted");
    assert_eq!((&event["payload"]["email"], &event["version"]), (&json!(email), &json!(2)));
}

#[test]
fn a_user_who_leaves_lives_on_in_a_free_account_of_its_own() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Pro", 5);
    let (id, email) = person_of(&sub, "ann", 2);
    sub.patch(&format!("/users/{id}"), json!({"dept": "Sales", "timezone": "Asia/Tokyo"})).is(204);
    disassociate(&master.on(&sub), &id).is(204);
    sub.get(&format!("/users/{id}")).refused(404, 1001, &no_user(&id));
    make(&sub.actor, "custCreate", &email, json!({})).is(400);
    let left = event(&world, &id, "user.disassociated");
    assert_eq!((&left["account_id"], &left["payload"]["type"]), (&json!(sub.id), &json!(2)));

    let account = world.operator("GET", &format!("/accounts/{}", home(&world, &id)), Value::Null).is(200);
    assert_eq!((&account["account_type"], &account["owner_email"]), (&json!("Free"), &json!(email)));
    assert_eq!(account["name"], "ann Test");
    let ann = Account::signed_in(&world, &account, &email);
    let user = shown(&ann.actor, "me");
    assert_eq!((&user["id"], &user["role_id"], &user["type"]), (&json!(id), &json!("0"), &json!(1)));
    assert_eq!((&user["dept"], &user["timezone"]), (&json!("Sales"), &json!("Asia/Tokyo")));
    ann.get("/users").is(200).lists("id", [&*id]);
    ann.get("/roles").is(200).lists("id", ["0", "1", "2"]);
    master.get("/accounts").is(200).lists("id", [&*sub.id]);
    ann.put("/users/me/password", json!({"password": PASSWORD})).refused(
        400,
        300,
        "Your new password can not match the old password.",
    );
}

#[test]
fn the_account_of_a_user_who_leaves_begins_with_its_event_like_every_other() {
    let world = World::new();
    let master = world.master();
    let (id, email) = person(&master, "ann");
    disassociate(&master.actor, &id).is(204);
    let account = home(&world, &id);
    let made = event(&world, &account, "account.created");
    assert_eq!((&made["account_id"], &made["version"]), (&json!(account), &json!(1)));
    let payload = json!({"id": account, "account_name": "ann Test", "owner_id": id, "email": email,
        "owner_email": email, "parent_id": null});
    assert_eq!(made["payload"], payload);
    assert_eq!(made["by"]["user_id"], json!(master.owner_id));
}

#[test]
fn the_owner_stays() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    for actor in [&sub.actor, &master.on(&sub)] {
        disassociate(actor, &sub.owner_id).refused(400, 1117, "You can not disassociate an Admin user.");
        delete(actor, &sub.owner_id).refused(400, 200, "Cannot delete a user out of your account.");
    }
    disassociate(&master.actor, "me").is(400);
}

#[test]
fn an_admin_is_deleted_and_not_unlinked() {
    let world = World::new();
    let master = world.master();
    let (id, _) = admin(&master, "ann");
    disassociate(&master.actor, &id).refused(400, 1117, "You can not disassociate an Admin user.");
    delete(&master.actor, &id).is(204);
}

#[test]
fn a_user_for_programs_is_deleted_and_not_unlinked() {
    let world = World::new();
    let master = world.master();
    let (id, _) = master.user("robot");
    disassociate(&master.actor, &id).refused(400, 300, "Unable to unlink API user(s).");
    delete(&master.actor, &id).is(204);
}

#[test]
fn a_user_of_a_managed_domain_is_deleted_and_not_unlinked() {
    let world = World::new();
    let master = world.master();
    let domain = managed_domain(&master);
    let id = make(&master.actor, "autoCreate", &format!("ann@{domain}"), json!({})).is(201).text("id");
    disassociate(&master.actor, &id).refused(400, 1107, "You can not disassociate a user with managed domain.");
    delete(&master.actor, &id).is(204);
}

#[test]
fn a_deactivated_user_may_be_deleted_and_may_leave() {
    let world = World::new();
    let master = world.master();
    for action in ["delete", "disassociate"] {
        let (id, _) = person(&master, "ann");
        master.put(&format!("/users/{id}/status"), json!({"action": "deactivate"})).is(204);
        master.delete(&format!("/users/{id}?action={action}")).is(204);
        master.get(&format!("/users/{id}")).is(404);
    }
}

#[test]
fn a_pending_user_is_not_expected_any_more() {
    let world = World::new();
    let master = world.master();
    for action in ["disassociate", "delete"] {
        let (id, email) = invited(&master, "ann");
        master.delete(&format!("/users/{email}?action={action}")).is(204);
        master.get(&format!("/users/{id}")).refused(404, 1001, &no_user(&id));
        assert_eq!(master.get("/users?status=pending").is(200)["total_records"], 0);
        make(&world.master().actor, "create", &email, json!({})).is(201);
        assert_eq!(home(&world, &id), master.id);
    }
}

#[test]
fn who_gets_what_was_left_is_another_user_of_the_account() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (id, email) = master.user("ann");
    let (_, pending) = invited(&master, "bob");
    let template =
        master.operate("PUT", &format!("/users/{id}/meeting_templates"), json!({"templates": [{"name": "Weekly"}]}));
    let template = template.is(200)["templates"][0]["id"].as_str().unwrap().to_owned();
    let has = |user: &str| master.get(&format!("/users/{user}/meeting_templates/{template}")).status;
    let to =
        |heir: &str| master.delete(&format!("/users/{id}?action=delete&transfer_meeting=true&transfer_email={heir}"));
    let same = "The transfer-to email address cannot be the same as the unlinked or deleted user's email address.";
    to(&email.to_uppercase()).refused(400, 300, same);
    for heir in [&*sub.owner_email, &*pending, "nobody@nowhere.example", &*master.owner_id.to_lowercase()] {
        to(heir).refused(404, 1001, &no_user(heir));
    }
    assert_eq!((has(&id), has("me")), (200, 400));
    let flags = ["webinar", "recording", "whiteboard", "clipfiles", "notes", "visitors", "docs"]
        .map(|name| format!("&transfer_{name}=true"))
        .concat();
    to(&format!("{}{flags}", master.owner_email)).is(204);
    assert_eq!((has(&id), has("me")), (404, 200));
}

#[test]
fn whoever_hands_something_over_names_an_heir() {
    let world = World::new();
    let master = world.master();
    let (id, _) = master.user("ann");
    for name in ["meeting", "webinar", "recording", "whiteboard", "clipfiles", "notes", "visitors", "docs"] {
        let path = format!("/users/{id}?action=delete&transfer_{name}=");
        master.delete(&format!("{path}true")).refuses_fields(&["transfer_email"]);
    }
    master.delete(&format!("/users/{id}?action=delete&transfer_meeting=false")).is(204);
}

#[test]
fn faulty_queries_are_refused_and_unknown_users_do_not_exist() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (id, _) = master.user("ann");
    master.delete(&format!("/users/{id}?action=forget&transfer_docs=7")).refuses_fields(&["action", "transfer_docs"]);
    master.delete(&format!("/users/{id}?encrypted_email=true")).refused(404, 1001, &no_user(&id));
    for name in [&*sub.owner_id, NO_ID, "nobody@nowhere.example"] {
        delete(&master.actor, name).refused(404, 1001, &no_user(name));
    }
}
