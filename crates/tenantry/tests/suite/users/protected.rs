//! What is protected of owner and admins against others who may edit users.
use super::*;

/// A master, somebody with a role that may edit users, and an admin.
fn people(world: &World) -> (Account<'_>, Actor<'_>, String) {
    let master = world.master();
    let (editor, _) = holder(&master, "editor", &["Role:Edit", "User:Edit", "User:Read"]);
    let (admin, _) = admin(&master, "admin");
    let editor = master.user_signed_in(&editor);
    (master, editor, admin)
}

#[test]
fn only_administrators_change_how_administrators_are_known_and_found() {
    let world = World::new();
    let (master, editor, admin) = people(&world);
    master.patch(&format!("/users/{admin}"), json!({"type": 2})).is(204);
    for user in [&admin, &master.owner_id] {
        let refused = |body: Value, text: &str| editor.patch(&format!("/users/{user}"), body).refused(400, 200, text);
        refused(json!({"first_name": "X"}), "Only an account administrator can change a user's name.");
        refused(json!({"display_name": "X"}), "Only an account administrator can change a user's name.");
        refused(json!({"host_key": "111111"}), "Only an account administrator can change the host key.");
        refused(
            json!({"pmi": 5_234_567_890i64}),
            "Only an account administrator can change a Personal Meeting ID (PMI).",
        );
        refused(json!({"vanity_name": "x"}), "Only an account administrator can change a vanity name.");
        editor.patch(&format!("/users/{user}"), json!({"dept": "Sales"})).is(204);
    }
    let (member, _) = person(&master, "member");
    editor.patch(&format!("/users/{member}"), json!({"first_name": "X", "host_key": "111111"})).is(204);
    master.user_signed_in(&admin).patch(&format!("/users/{admin}"), json!({"first_name": "X"})).is(204);
}

#[test]
fn only_administrators_change_emails_and_passwords() {
    let world = World::new();
    let (master, editor, _) = people(&world);
    let (member, _) = person(&master, "member");
    let domain = managed_domain(&master);
    let body = json!({"email": format!("m@{domain}")});
    let refusal = "Only an account administrator can change email.";
    editor.put(&format!("/users/{member}/email"), body.clone()).refused(400, 200, refusal);
    let password = json!({"password": "Another-7-pass"});
    editor.put(&format!("/users/{member}/password"), password.clone()).refused(400, 200, "No permission.");
    master.put(&format!("/users/{member}/email"), body).is(204);
    master.put(&format!("/users/{member}/password"), password).is(204);
}

#[test]
fn an_admin_changes_email_and_password_of_no_other_administrator() {
    let world = World::new();
    let (master, _, first) = people(&world);
    let (second, _) = admin(&master, "second");
    let domain = managed_domain(&master);
    let email = |name: &str| json!({"email": format!("{name}@{domain}")});
    let password = json!({"password": "Another-7-pass"});
    let actor = master.user_signed_in(&first);
    for user in [&second, &master.owner_id] {
        let refusal = "Admin can not change other admins email.";
        actor.put(&format!("/users/{user}/email"), email("x")).refused(400, 1000, refusal);
        let refusal = "Can not update Admin's password";
        actor.put(&format!("/users/{user}/password"), password.clone()).refused(400, 1117, refusal);
    }
    actor.put("/users/me/email", email("first")).is(204);
    master.user_signed_in(&first).put("/users/me/password", password.clone()).is(204);
    master.put(&format!("/users/{second}/email"), email("second")).is(204);
    master.put(&format!("/users/{second}/password"), password).is(204);
}

#[test]
fn an_admin_takes_over_no_login_whose_role_holds_more_than_its_own() {
    let world = World::new();
    let (master, _, admin) = people(&world);
    let domain = managed_domain(&master);
    let actor = || master.user_signed_in(&admin);
    let takes = |user: &str, name: &str| {
        let email = json!({"email": format!("{name}@{domain}")});
        let password = json!({"password": format!("Another-7-{name}")});
        [actor().put(&format!("/users/{user}/email"), email), actor().put(&format!("/users/{user}/password"), password)]
    };
    for (number, stronger) in [["SubAccount:Edit"], ["SubAccount:Read"], ["Role:Edit"]].iter().enumerate() {
        let (user, _) = holder(&master, "stronger", stronger);
        for answer in takes(&user, &format!("s{number}")) {
            answer.refused(400, 200, "No permission.");
        }
    }
    let (weaker, _) = holder(&master, "weaker", &["User:Edit", "User:Read"]);
    for answer in takes(&weaker, "weaker").into_iter().chain(takes(&admin, "own")) {
        answer.is(204);
    }
    let (strongest, _) = holder(&master, "strongest", &["SubAccount:Edit", "Role:Edit"]);
    master.put(&format!("/users/{strongest}/password"), json!({"password": "Another-7-pass"})).is(204);
}

#[test]
fn somebody_above_takes_over_no_login_whose_role_holds_more_than_is_open_to_it_there() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 5);
    let (user, _) = holder(&sub, "stronger", &["Role:Edit"]);
    let (member, _) = person(&sub, "member");
    let admin = |second: &[&str]| {
        let privileges = json!({"privileges": ["SubAccount:Edit", "User:Edit"]});
        master.patch("/roles/1", privileges).is(204);
        let second = json!({"sub_account_privileges": {"second_level": 3, "privileges": second}});
        master.patch("/roles/1", second).is(204);
        let (admin, _) = admin(&master, "admin");
        master.user_signed_in(&admin).on_id(&sub.id)
    };
    let set = |actor: &Actor<'_>, user: &str, word: &str| {
        actor.put(&format!("/users/{user}/password"), json!({"password": format!("Another-7-{word}")}))
    };
    let weak = admin(&["User:Edit"]);
    set(&weak, &user, "one").refused(400, 200, "No permission.");
    set(&weak, &member, "one").is(204);
    set(&admin(&["User:Edit", "Role:Edit"]), &user, "two").is(204);
}

#[test]
fn only_administrators_dismiss_and_delete_administrators() {
    let world = World::new();
    let (master, editor, admin) = people(&world);
    let (pending, email) = invited(&master, "pending");
    master.post("/roles/1/members", json!({"members": [{"id": pending}]})).is(201);
    let other = json!({"name": "other", "privileges": ["User:Edit"]});
    let other = master.post("/roles", other).is(201).text("id");
    for user in [&admin, &pending] {
        editor.delete(&format!("/roles/1/members/{user}")).refused(400, 200, "No permission.");
        let members = json!({"members": [{"id": user}]});
        editor.post(&format!("/roles/{other}/members"), members).refused(400, 200, "No permission.");
        let refusal = "You can not disassociate an Admin user.";
        for action in ["delete", "disassociate"] {
            editor.delete(&format!("/users/{user}?action={action}")).refused(400, 1117, refusal);
        }
    }
    assert_eq!(shown(&master.actor, &admin)["role_id"], "1");
    master.patch("/roles/1", json!({"privileges": ["Role:Edit", "User:Edit", "User:Read"]})).is(204);
    let second = master.user_signed_in(&admin);
    second.delete(&format!("/users/{email}")).is(204);
    second.delete("/roles/1/members/me").is(404);
    second.delete(&format!("/roles/1/members/{admin}")).is(204);
    editor.delete(&format!("/users/{admin}?action=delete")).is(204);
}

#[test]
fn who_holds_all_that_admins_hold_dismisses_and_deletes_them() {
    let world = World::new();
    let (master, editor, first) = people(&world);
    let (second, _) = admin(&master, "second");
    master.patch("/roles/1", json!({"privileges": ["User:Read", "Group:Read"]})).is(204);
    editor.delete(&format!("/roles/1/members/{first}")).refused(400, 200, "No permission.");
    master.patch("/roles/1", json!({"privileges": ["User:Read"]})).is(204);
    editor.delete(&format!("/roles/1/members/{first}")).is(204);
    editor.delete(&format!("/users/{second}?action=delete")).is(204);
}

#[test]
fn a_master_acts_on_a_subaccount_with_the_power_of_its_owner() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 5);
    let (admin, _) = admin(&sub, "admin");
    let domain = managed_domain(&sub);
    let below = master.on(&sub);
    below.put(&format!("/users/{admin}/email"), json!({"email": format!("a@{domain}")})).is(204);
    below.put(&format!("/users/{}/email", sub.owner_id), json!({"email": format!("o@{domain}")})).is(204);
    below.put(&format!("/users/{admin}/password"), json!({"password": "Another-7-pass"})).is(204);
    below.patch(&format!("/users/{}", sub.owner_id), json!({"first_name": "X"})).is(204);
}
