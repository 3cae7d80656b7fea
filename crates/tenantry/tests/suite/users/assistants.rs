//! `/users/{userId}/assistants` and `/users/{userId}/schedulers`
use super::*;

fn add(account: &Actor<'_>, host: &str, assistants: Value) -> Answer {
    account.post(&format!("/users/{host}/assistants"), json!({"assistants": assistants}))
}

fn assistants(account: &Actor<'_>, host: &str) -> Answer {
    account.get(&format!("/users/{host}/assistants")).is(200)
}

fn schedulers(account: &Actor<'_>, assistant: &str) -> Answer {
    account.get(&format!("/users/{assistant}/schedulers")).is(200)
}

/// A Licensed user: the id and the email.
fn licensed(account: &Account<'_>, name: &str) -> (String, String) {
    person_of(account, name, 2)
}

/// An account with seats, below a master.
fn sub_with_seats(world: &World) -> (Account<'_>, Account<'_>) {
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 100);
    (master, sub)
}

#[test]
fn who_is_an_assistant_is_seen_from_both_ends() {
    let world = World::new();
    let (master, sub) = sub_with_seats(&world);
    let (host, host_email) = licensed(&sub, "host");
    let (ann, ann_email) = licensed(&sub, "ann");
    world.advance(1);
    let (bob, bob_email) = licensed(&sub, "bob");
    let named = json!([{"id": ann, "can_manage_host_private_event": true}, {"email": bob_email.to_uppercase()}]);
    let answer = add(&master.on(&sub), &host_email, named).is(201);
    assert_eq!(answer.body, json!({"add_at": "2026-01-01T00:00:01Z", "ids": format!("{ann},{bob}")}));
    let shown = json!([
        {"id": ann, "email": ann_email, "can_manage_host_private_event": true},
        {"id": bob, "email": bob_email, "can_manage_host_private_event": false},
    ]);
    assert_eq!(assistants(&master.on(&sub), &host)["assistants"], shown);
    let pmi = shown_pmi(&sub, &host);
    let shown = json!([{"id": host, "email": host_email, "pmi": pmi}]);
    assert_eq!(schedulers(&sub.actor, &ann_email)["schedulers"], shown);
    schedulers(&sub.actor, &host).lists("id", [""; 0]);
    assistants(&sub.actor, &ann).lists("id", [""; 0]);
}

fn shown_pmi(account: &Account<'_>, user: &str) -> Value {
    shown(&account.actor, user)["pmi"].clone()
}

#[test]
fn an_id_counts_before_an_email_and_nobody_is_named_twice() {
    let world = World::new();
    let (_, sub) = sub_with_seats(&world);
    let [(host, _), (ann, ann_email), (_, bob_email)] = ["host", "ann", "bob"].map(|name| licensed(&sub, name));
    let named = json!([{"id": ann, "email": bob_email}, {"email": ann_email, "can_manage_host_private_event": true}]);
    assert_eq!(add(&sub.actor, &host, named).is(201)["ids"], ann);
    assert_eq!(assistants(&sub.actor, &host).column("can_manage_host_private_event"), [false]);
}

#[test]
fn either_end_ends_it_one_by_one_or_all_at_once() {
    let world = World::new();
    let (master, sub) = sub_with_seats(&world);
    let [(host, host_email), (other, _), (ann, ann_email), (bob, _)] =
        ["host", "other", "ann", "bob"].map(|name| licensed(&sub, name));
    let begin = || {
        for host in [&host, &other] {
            master.on(&sub).delete(&format!("/users/{host}/assistants")).is(204);
            add(&sub.actor, host, json!([{"id": ann}, {"id": bob}])).is(201);
        }
    };
    let ends = |path: String, of_host: &[&str], of_other: &[&str]| {
        begin();
        for _ in 0..2 {
            assert!(master.on(&sub).delete(&path).is(204).bytes.is_empty());
            assistants(&sub.actor, &host).lists("id", of_host.iter().copied());
            assistants(&sub.actor, &other).lists("id", of_other.iter().copied());
        }
    };
    ends(format!("/users/{host}/assistants"), &[], &[&ann, &bob]);
    ends(format!("/users/{host}/assistants/{ann_email}"), &[&bob], &[&ann, &bob]);
    ends(format!("/users/{ann_email}/schedulers"), &[&bob], &[&bob]);
    ends(format!("/users/{ann}/schedulers/{host_email}"), &[&bob], &[&ann, &bob]);
}

#[test]
fn one_request_names_1_to_30_assistants_and_a_user_has_no_more() {
    let world = World::new();
    let (_, sub) = sub_with_seats(&world);
    let [(host, _), (other, _)] = ["host", "other"].map(|name| licensed(&sub, name));
    sub.operate("PUT", "/capabilities", json!({"cust_create": true}));
    let users: Vec<Value> = (0..31).map(|_| json!({"id": licensed(&sub, "one").0})).collect();
    add(&sub.actor, &host, json!([])).refuses_fields(&["assistants"]);
    add(&sub.actor, &host, json!(users)).refuses_fields(&["assistants"]);
    sub.post(&format!("/users/{host}/assistants"), json!({})).refuses_fields(&["assistants"]);
    add(&sub.actor, &host, json!(users[..29])).is(201);
    add(&sub.actor, &host, json!(users[29..])).refuses_fields(&["assistants"]);
    assert_eq!(assistants(&sub.actor, &host).column("id").len(), 29);
    add(&sub.actor, &host, json!(users[29..30])).is(201);
    add(&sub.actor, &host, json!(users[30..])).refuses_fields(&["assistants"]);
    assert_eq!(assistants(&sub.actor, &host).column("id").len(), 30);
    add(&sub.actor, &other, json!(users[..30])).is(201);
    assert_eq!(assistants(&sub.actor, &other).column("id").len(), 30);
}

#[test]
fn an_assistant_schedules_for_30_users_and_no_more() {
    let world = World::new();
    let (_, sub) = sub_with_seats(&world);
    let (ann, _) = licensed(&sub, "ann");
    for _ in 0..30 {
        add(&sub.actor, &licensed(&sub, "host").0, json!([{"id": ann}])).is(201);
    }
    let (host, _) = licensed(&sub, "host");
    add(&sub.actor, &host, json!([{"id": ann}])).refuses_fields(&["assistants"]);
    assert_eq!(schedulers(&sub.actor, &ann).column("id").len(), 30);
    assistants(&sub.actor, &host).lists("id", [""; 0]);
}

#[test]
fn both_ends_are_licensed_users_of_a_paid_account() {
    let world = World::new();
    let (_, sub) = sub_with_seats(&world);
    let [(host, _), (ann, _)] = ["host", "ann"].map(|name| licensed(&sub, name));
    let ((basic, basic_email), (pending, _)) = (person(&sub, "basic"), invited(&sub, "pending"));
    let (gone, _) = licensed(&sub, "gone");
    sub.put(&format!("/users/{gone}/status"), json!({"action": "deactivate"})).is(204);
    let refusal = |user: &str| format!("The user must either be a Licensed user or an On-prem user : {user}.");
    for user in [&basic, &pending, &gone] {
        add(&sub.actor, user, json!([{"id": ann}])).refused(400, 200, &refusal(user));
        add(&sub.actor, &host, json!([{"id": ann}, {"id": user}])).refused(400, 200, &refusal(user));
    }
    add(&sub.actor, &host, json!([{"email": basic_email}])).refused(400, 200, &refusal(&basic_email));
    assistants(&sub.actor, &host).lists("id", [""; 0]);
    let free = world.free_standing();
    let refusal = format!("Current account must be paid account: {}", free.owner_id);
    add(&free.actor, "me", json!([{"email": free.owner_email}])).refused(400, 200, &refusal);
}

#[test]
fn nobody_is_its_own_assistant_or_twice_that_of_another() {
    let world = World::new();
    let (_, sub) = sub_with_seats(&world);
    let [(host, host_email), (ann, ann_email), (bob, _)] = ["host", "ann", "bob"].map(|name| licensed(&sub, name));
    let refusal = "Can't assign scheduling privilege to yourself.";
    add(&sub.actor, &host, json!([{"id": ann}, {"email": host_email}])).refused(400, 200, refusal);
    add(&sub.actor, &host, json!([{"id": ann}])).is(201);
    let refusal = format!("User {ann_email} has already granted scheduling privilege.");
    add(&sub.actor, &host, json!([{"id": bob}, {"id": ann}])).refused(400, 200, &refusal);
    assistants(&sub.actor, &host).lists("id", [&*ann]);
    add(&sub.actor, &ann, json!([{"id": host}])).is(201);
}

#[test]
fn foreign_unknown_and_unnamed_users_are_refused_and_nothing_changes() {
    let world = World::new();
    let (master, sub) = sub_with_seats(&world);
    let [(host, _), (ann, _)] = ["host", "ann"].map(|name| licensed(&sub, name));
    let (foreign, foreign_email) = licensed(&master, "foreign");
    for name in [&*foreign, NO_ID] {
        for (method, path) in [
            ("GET", format!("/users/{name}/assistants")),
            ("DELETE", format!("/users/{name}/assistants")),
            ("GET", format!("/users/{name}/schedulers")),
            ("DELETE", format!("/users/{name}/schedulers")),
            ("DELETE", format!("/users/{host}/assistants/{name}")),
            ("DELETE", format!("/users/{name}/assistants/{host}")),
            ("DELETE", format!("/users/{host}/schedulers/{name}")),
            ("DELETE", format!("/users/{name}/schedulers/{host}")),
        ] {
            sub.actor.send(method, &path, Value::Null).refused(404, 1001, &no_user(name));
        }
        add(&sub.actor, name, json!([{"id": ann}])).refused(404, 1001, &no_user(name));
        let refusal = format!("Can't find user {name}.");
        add(&sub.actor, &host, json!([{"id": ann}, {"id": name}])).refused(400, 200, &refusal);
    }
    let refusal = format!("Can't find user {foreign_email}.");
    add(&sub.actor, &host, json!([{"id": ann}, {"email": foreign_email}])).refused(400, 200, &refusal);
    let fields = ["assistants[1].id", "assistants[2].id"];
    add(&sub.actor, &host, json!([{"id": ann}, {}, {"id": ""}])).refuses_fields(&fields);
    add(&sub.actor, &host, json!([{"id": ann}, {"email": "no address"}])).refuses_fields(&["assistants[1].email"]);
    let flag = json!([{"id": ann, "can_manage_host_private_event": "maybe"}]);
    add(&sub.actor, &host, flag).refuses_fields(&["assistants[0].can_manage_host_private_event"]);
    assistants(&sub.actor, &host).lists("id", [""; 0]);
}

#[test]
fn whoever_is_deleted_or_moves_away_leaves_neither_assistants_nor_hosts() {
    let world = World::new();
    let (master, sub) = sub_with_seats(&world);
    for leaves in ["delete", "disassociate", "move"] {
        let [(host, _), (ann, _), (bob, _)] = ["host", "ann", "bob"].map(|name| licensed(&sub, name));
        add(&sub.actor, &host, json!([{"id": ann}])).is(201);
        add(&sub.actor, &ann, json!([{"id": bob}])).is(201);
        match leaves {
            "move" => master.on(&sub).put(&format!("/users/{ann}/account"), json!({"account_id": master.id})).is(204),
            action => sub.delete(&format!("/users/{ann}?action={action}")).is(204),
        };
        assistants(&sub.actor, &host).lists("id", [""; 0]);
        schedulers(&sub.actor, &bob).lists("id", [""; 0]);
        let told = event(&world, &host, "user.assistants_removed");
        assert_eq!(told["payload"]["assistant_ids"], json!([ann]), "{leaves}");
        if leaves == "move" {
            assistants(&master.actor, &ann).lists("id", [""; 0]);
            master.on(&master).put(&format!("/users/{ann}/account"), json!({"account_id": sub.id})).is(204);
            assistants(&sub.actor, &ann).lists("id", [""; 0]);
        }
    }
}

#[test]
fn whoever_goes_is_told_to_have_no_assistants_before_it_is_told_to_go() {
    let world = World::new();
    let (master, sub) = sub_with_seats(&world);
    for leaves in ["delete", "disassociate", "move"] {
        let [(ann, ann_email), (bob, _), (eve, _)] = ["ann", "bob", "eve"].map(|name| {
            world.advance(1);
            licensed(&sub, name)
        });
        add(&sub.actor, &ann, json!([{"id": bob}, {"id": eve}])).is(201);
        add(&sub.actor, &bob, json!([{"id": ann}])).is(201);
        match leaves {
            "move" => master.on(&sub).put(&format!("/users/{ann}/account"), json!({"account_id": master.id})).is(204),
            action => sub.delete(&format!("/users/{ann}?action={action}")).is(204),
        };
        let gone = event(&world, &ann, if leaves == "delete" { "user.deleted" } else { "user.disassociated" });
        let removed = event(&world, &ann, "user.assistants_removed");
        let payload = json!({"id": ann, "email": ann_email, "assistant_ids": [bob, eve]});
        assert_eq!((&removed["payload"], &removed["account_id"]), (&payload, &json!(sub.id)), "{leaves}");
        assert_eq!((&removed["version"], &gone["version"]), (&json!(3), &json!(4)), "{leaves}");
        assert_eq!(removed["by"], gone["by"], "{leaves}");
        let of_other_end = event(&world, &bob, "user.assistants_removed");
        assert_eq!(of_other_end["payload"]["assistant_ids"], json!([ann]), "{leaves}");
        if leaves != "delete" {
            assert_eq!(event(&world, &ann, "user.created")["version"], 5, "{leaves}");
        }
    }
}

#[test]
fn whoever_goes_without_assistants_is_not_told_to_have_lost_any() {
    let world = World::new();
    let (_, sub) = sub_with_seats(&world);
    let [(ann, _), (bob, _)] = ["ann", "bob"].map(|name| licensed(&sub, name));
    add(&sub.actor, &ann, json!([{"id": bob}])).is(201);
    sub.delete(&format!("/users/{ann}/assistants")).is(204);
    sub.delete(&format!("/users/{ann}?action=delete")).is(204);
    assert_eq!(event(&world, &ann, "user.deleted")["version"], 4);
    assert_eq!(count_events(&world, &ann, "user.assistants_removed"), 1);
}

#[test]
fn whoever_is_not_licensed_any_more_has_neither_assistants_nor_hosts() {
    let world = World::new();
    let (_, sub) = sub_with_seats(&world);
    for way in ["alone", "with others"] {
        let [(host, _), (ann, _), (bob, _)] = ["host", "ann", "bob"].map(|name| licensed(&sub, name));
        add(&sub.actor, &host, json!([{"id": ann}])).is(201);
        add(&sub.actor, &ann, json!([{"id": bob}])).is(201);
        let many = json!({"feature_type": "user_type", "feature_value": "1", "users": [{"id": ann}]});
        match way {
            "alone" => sub.patch(&format!("/users/{ann}"), json!({"type": 1})).is(204),
            _ => sub.post("/users/features", many).is(201),
        };
        assistants(&sub.actor, &host).lists("id", [""; 0]);
        schedulers(&sub.actor, &bob).lists("id", [""; 0]);
        let (changed, removed) = (event(&world, &ann, "user.updated"), event(&world, &ann, "user.assistants_removed"));
        assert_eq!((&changed["version"], &removed["version"]), (&json!(3), &json!(4)), "{way}");
        assert_eq!(removed["payload"]["assistant_ids"], json!([bob]), "{way}");
        let of_other_end = event(&world, &host, "user.assistants_removed");
        assert_eq!(of_other_end["payload"]["assistant_ids"], json!([ann]), "{way}");
    }
}

#[test]
fn whoever_is_deactivated_keeps_its_assistants_and_hosts() {
    let world = World::new();
    let (_, sub) = sub_with_seats(&world);
    let [(host, _), (ann, _), (bob, _)] = ["host", "ann", "bob"].map(|name| licensed(&sub, name));
    add(&sub.actor, &host, json!([{"id": ann}])).is(201);
    add(&sub.actor, &ann, json!([{"id": bob}])).is(201);
    sub.put(&format!("/users/{ann}/status"), json!({"action": "deactivate"})).is(204);
    assistants(&sub.actor, &host).lists("id", [&*ann]);
    assistants(&sub.actor, &ann).lists("id", [&*bob]);
}

#[test]
fn making_and_ending_it_are_events_of_the_host() {
    let world = World::new();
    let (_, sub) = sub_with_seats(&world);
    let [(host, host_email), (ann, _)] = ["host", "ann"].map(|name| licensed(&sub, name));
    add(&sub.actor, &host, json!([{"id": ann, "can_manage_host_private_event": true}])).is(201);
    sub.delete(&format!("/users/{ann}/schedulers")).is(204);
    let (added, removed) =
        (event(&world, &host, "user.assistants_added"), event(&world, &host, "user.assistants_removed"));
    let assistants = json!([{"id": ann, "can_manage_host_private_event": true}]);
    assert_eq!(added["payload"], json!({"id": host, "email": host_email, "assistants": assistants}));
    assert_eq!(removed["payload"], json!({"id": host, "email": host_email, "assistant_ids": [ann]}));
    assert_eq!((&added["version"], &removed["version"]), (&json!(2), &json!(3)));
}

#[test]
fn a_member_chooses_its_own_assistants_through_an_app_of_its_own() {
    let world = World::new();
    let master = world.master();
    let [(host, _), (ann, _)] = ["host", "ann"].map(|name| licensed(&master, name));
    let app = master.operate("POST", "/apps", json!({"kind": "user"})).is(201).text("client_id");
    let actor = master.user_signed_in_with(&app, &host);
    add(&actor, "me", json!([{"id": ann}])).is(201);
    assistants(&actor, "me").lists("id", [&*ann]);
    actor.delete(&format!("/users/me/assistants/{ann}")).is(204);
    actor.get(&format!("/users/{ann}/schedulers")).is(400);
    schedulers(&actor, "me").lists("id", [""; 0]);
}
