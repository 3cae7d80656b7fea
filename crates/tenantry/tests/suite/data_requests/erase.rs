//! What a deletion leaves.
use super::{GRACE, REQUESTS, asked, fetch, in_history, link, lock, told, unwanted, wanted};
use crate::{
    actors::{Account, Actor},
    forms,
    server::{Server, server},
    users::{PASSWORD, admin, event, holder, make, managed_domain, no_user, person, person_of, renewed},
    world::World,
};
use serde_json::{Value, json};

/// Has somebody erased: the owner, whose token holds for another hour, and the id of the request.
pub fn erased<'w>(world: &'w World, account: &Account<'w>, email: &str) -> (Actor<'w>, String) {
    let id = asked(&account.actor, unwanted(&[email]));
    world.advance(GRACE);
    world.settle();
    (renewed(account).actor, id)
}

#[test]
fn one_who_is_erased_is_gone_and_others_are_as_they_were() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let sibling = world.sub(&master);
    let (ann, email) = sub.user("ann");
    let others = [&master, &sub, &sibling].map(|account| (account, account.user("ann")));
    let seen = || -> Vec<Value> {
        let one = |(account, (id, _)): &(&Account<'_>, (String, String))| {
            renewed(account).get(&format!("/users/{id}")).is(200).body
        };
        others.iter().map(one).collect()
    };
    let before = seen();
    let (owner, request) = erased(&world, &sub, &email);
    let shown = in_history(&owner, &request);
    assert_eq!((&shown["state"], &shown["user_identifier"]), (&json!("Completed"), &json!(email)));
    owner.get(&format!("/users/{ann}")).refused(404, 1001, &no_user(&ann));
    assert_eq!(owner.get(&format!("/users/email?email={email}")).is(200)["existed_email"], false);
    assert_eq!(owner.get("/users").is(200)["total_records"], 2);
    assert_eq!(seen(), before);
    for account in [&master, &sibling] {
        assert_eq!(renewed(account).get(REQUESTS).is(200)["total_records"], 0);
    }
}

#[test]
fn a_deletion_fails_where_the_user_is_kept_out_or_owns_the_account_by_then() {
    let world = World::new();
    let master = world.master();
    let ((ann, email), (bob, bobs)) = (person(&master, "ann"), person_of(&master, "bob", 2));
    let made = master.post(REQUESTS, unwanted(&[&email, &bobs])).is(201).column("request_id");
    let [of_ann, of_bob] = [&made[0], &made[1]].map(|id| id.as_str().unwrap());
    lock(&master, &ann);
    master.post("/roles/1/members", json!({"members": [{"id": bob}]})).is(201);
    master.put("/accounts/me/owner", json!({"email": bobs})).is(204);
    world.advance(GRACE);
    world.settle();
    let owner = renewed(&master).actor;
    for (request, user, reason) in [
        (of_ann, &ann, "A locked user cannot be deleted"),
        (of_bob, &bob, "The owner of the account cannot be deleted"),
    ] {
        let shown = in_history(&owner, request);
        assert_eq!((&shown["state"], &shown["failed_reason"]), (&json!("Failed"), &json!(reason)));
        owner.get(&format!("/users/{user}")).is(200);
    }
}

#[test]
fn one_who_has_become_an_admin_is_erased_for_administrators_alone() {
    let world = World::new();
    let master = world.master();
    let clerk = master.user_signed_in(&holder(&master, "clerk", &["DataRequest:Read"]).0);
    let ((ann, email), (bob, bobs)) = (person(&master, "ann"), person(&master, "bob"));
    let (by_clerk, by_owner) = (asked(&clerk, unwanted(&[&email])), asked(&master.actor, unwanted(&[&bobs])));
    master.post("/roles/1/members", json!({"members": [{"id": ann}, {"id": bob}]})).is(201);
    world.advance(GRACE);
    world.settle();
    let owner = renewed(&master).actor;
    let shown = in_history(&owner, &by_clerk);
    let reason = "An admin can be deleted by administrators alone";
    assert_eq!((&shown["state"], &shown["failed_reason"]), (&json!("Failed"), &json!(reason)));
    assert_eq!(in_history(&owner, &by_owner)["state"], "Completed");
    owner.get(&format!("/users/{ann}")).is(200);
    owner.get(&format!("/users/{bob}")).refused(404, 1001, &no_user(&bob));
}

/// A user with a role of its own, which may do this here and that below: the ids of both.
fn clerk(account: &Account<'_>, here: &[&str], below: &[&str]) -> (String, String) {
    let (clerk, _) = person(account, "clerk");
    let name = format!("role {}", server().next_world());
    let role = account.post("/roles", json!({"name": name, "privileges": here})).is(201).text("id");
    let second = json!({"second_level": 3, "privileges": below});
    account.patch(&format!("/roles/{role}"), json!({"sub_account_privileges": second})).is(204);
    give(account, &role, &clerk);
    (clerk, role)
}

fn give(account: &Account<'_>, role: &str, user: &str) {
    account.post(&format!("/roles/{role}/members"), json!({"members": [{"id": user}]})).is(201);
}

/// Carries out what is due: the state of the request and the reason of its failure, and whether the user is gone.
fn outcome(account: &Account<'_>, request: &str, user: &str) -> (Value, Value, bool) {
    account.world.advance(GRACE);
    account.world.settle();
    let owner = renewed(account).actor;
    let shown = in_history(&owner, request);
    let is_gone = owner.get(&format!("/users/{user}")).status == 404;
    (shown["state"].clone(), shown["failed_reason"].clone(), is_gone)
}

const ASKS_NO_MORE: &str = "Whoever has asked for the deletion may not ask for it any more";

/// What has come of a deletion that whoever has asked for it still may ask for, or does not any more.
fn wanted_outcome(may_still_ask: bool) -> (Value, Value, bool) {
    if may_still_ask { (json!("Completed"), Value::Null, true) } else { (json!("Failed"), json!(ASKS_NO_MORE), false) }
}

#[test]
fn a_deletion_is_carried_out_only_if_whoever_has_asked_may_still_ask_by_then() {
    for loss in ["nothing", "role", "privilege", "activity", "place"] {
        let world = World::new();
        let master = world.master();
        let ((clerk, role), (ann, email)) = (clerk(&master, &["DataRequest:Read"], &[]), person(&master, "ann"));
        let request = asked(&master.user_signed_in(&clerk), unwanted(&[&email]));
        match loss {
            "role" => master.delete(&format!("/roles/{role}/members/{clerk}")).is(204),
            "privilege" => master.patch(&format!("/roles/{role}"), json!({"privileges": ["User:Read"]})).is(204),
            "activity" => master.put(&format!("/users/{clerk}/status"), json!({"action": "deactivate"})).is(204),
            "place" => master.delete(&format!("/users/{clerk}?action=delete")).is(204),
            _ => master.get(&format!("/users/{clerk}")).is(200),
        };
        assert_eq!(outcome(&master, &request, &ann), wanted_outcome(loss == "nothing"), "{loss}");
    }
}

#[test]
fn asking_for_ones_own_deletion_leaves_none_undone_that_was_asked_for_with_it() {
    let world = World::new();
    let master = world.master();
    let (clerk, own) = holder(&master, "clerk", &["DataRequest:Read"]);
    let others = ["a", "b", "c", "d", "e"].map(|name| master.user(name));
    let emails: Vec<&str> = [own.as_str()].into_iter().chain(others.iter().map(|(_, email)| email.as_str())).collect();
    let made = master.user_signed_in(&clerk).post(REQUESTS, unwanted(&emails)).is(201).column("request_id");
    world.advance(GRACE);
    world.settle();
    let owner = renewed(&master).actor;
    for request in &made {
        assert_eq!(in_history(&owner, request.as_str().unwrap())["state"], "Completed");
    }
    for id in others.iter().map(|(id, _)| id).chain([&clerk]) {
        owner.get(&format!("/users/{id}")).refused(404, 1001, &no_user(id));
    }
}

#[test]
fn a_deletion_from_above_is_carried_out_only_if_whoever_has_asked_may_still_do_so_below_by_then() {
    for loss in ["nothing", "way below", "privilege below", "activity", "switch"] {
        let world = World::new();
        let (master, sub) = world.master_with_subaccount();
        let (clerk, role) = clerk(&master, &["SubAccount:Edit"], &["DataRequest:Read"]);
        let (ann, email) = sub.user("ann");
        let request = asked(&master.user_signed_in(&clerk).on_id(&sub.id), unwanted(&[&email]));
        let change = |body: Value| master.patch(&format!("/roles/{role}"), body).is(204);
        match loss {
            "way below" => change(json!({"privileges": ["SubAccount:Read"]})),
            "privilege below" => change(json!({"sub_account_privileges": {"second_level": 3, "privileges": []}})),
            "activity" => master.put(&format!("/users/{clerk}/status"), json!({"action": "deactivate"})).is(204),
            "switch" => master.operate("PUT", "/manages_subaccounts", json!({"on": false})).is(200),
            _ => master.get(&format!("/users/{clerk}")).is(200),
        };
        assert_eq!(outcome(&sub, &request, &ann), wanted_outcome(loss == "nothing"), "{loss}");
    }
}

#[test]
fn a_deletion_that_the_top_has_asked_for_depends_on_the_switch_between() {
    for on in [true, false] {
        let world = World::new();
        let top = world.master();
        let reseller = world.second_level(&top);
        let customer = world.sub(&reseller);
        let (ann, email) = customer.user("ann");
        let request = asked(&top.on(&customer), unwanted(&[&email]));
        reseller.operate("PUT", "/manages_subaccounts", json!({"on": on})).is(200);
        assert_eq!(outcome(&customer, &request, &ann), wanted_outcome(on));
    }
}

#[test]
fn whether_admins_are_erased_goes_by_what_whoever_has_asked_is_by_then() {
    let reason = json!("An admin can be deleted by administrators alone");
    for (was_admin, wanted) in
        [(true, (json!("Failed"), reason, false)), (false, (json!("Completed"), Value::Null, true))]
    {
        let world = World::new();
        let master = world.master();
        let ((clerk, role), (ann, email)) = (clerk(&master, &["DataRequest:Read"], &[]), person(&master, "ann"));
        let (before, after) = if was_admin { ("1", role.as_str()) } else { (role.as_str(), "1") };
        give(&master, before, &clerk);
        let request = asked(&master.user_signed_in(&clerk), unwanted(&[&email]));
        give(&master, "1", &ann);
        give(&master, after, &clerk);
        assert_eq!(outcome(&master, &request, &ann), wanted);
    }
}

#[test]
fn one_whose_role_holds_all_that_admins_may_do_has_them_erased() {
    for lacks in [None, Some("User:Read")] {
        let world = World::new();
        let master = world.master();
        let of_admins = master.get("/roles/1").is(200)["privileges"].as_array().unwrap().clone();
        let held: Vec<&str> =
            of_admins.iter().map(|name| name.as_str().unwrap()).filter(|name| Some(*name) != lacks).collect();
        let ((clerk, _), (ann, email)) = (clerk(&master, &held, &[]), person(&master, "ann"));
        let request = asked(&master.user_signed_in(&clerk), unwanted(&[&email]));
        give(&master, "1", &ann);
        assert_eq!(outcome(&master, &request, &ann).2, lacks.is_none());
    }
}

#[test]
fn of_one_who_has_left_before_it_is_due_what_is_still_said_is_erased() {
    for way in ["delete", "disassociate", "move"] {
        let world = World::new();
        let (master, sub) = world.master_with_subaccount();
        let ((ann, email), (bob, _), (cid, _)) = (person(&sub, "ann"), person(&sub, "bob"), person(&sub, "cid"));
        for (user, manager) in [(&bob, email.as_str()), (&cid, "ann Test")] {
            sub.patch(&format!("/users/{user}"), json!({"manager": manager})).is(204);
        }
        let export = asked(&sub.actor, wanted(&[&email]));
        world.settle();
        let request = asked(&sub.actor, unwanted(&[&email]));
        match way {
            "move" => master.on(&sub).put(&format!("/users/{ann}/account"), json!({"account_id": master.id})).is(204),
            action => sub.delete(&format!("/users/{ann}?action={action}")).is(204),
        };
        assert_eq!(outcome(&sub, &request, &ann), (json!("Completed"), Value::Null, true), "{way}");
        let owner = renewed(&sub).actor;
        for user in [&bob, &cid] {
            assert_eq!(owner.get(&format!("/users/{user}")).is(200)["manager"], Value::Null, "{way}");
        }
        assert_eq!(in_history(&owner, &export)["files_count"], 0, "{way}");
        assert_eq!([&*email, "ann Test"].map(|text| log_names(&sub, text)), [0; 2], "{way}");
        // Where it lives now it is as it was.
        if way == "move" {
            assert_eq!(renewed(&master).get(&format!("/users/{ann}")).is(200)["email"], json!(email));
        }
    }
}

#[test]
fn whoever_has_the_email_of_one_who_has_left_is_not_erased_for_it() {
    let world = World::new();
    let master = world.master();
    let (ann, email) = master.user("ann");
    let request = asked(&master.actor, unwanted(&[&email]));
    master.delete(&format!("/users/{ann}?action=delete")).is(204);
    let other = make(&master.actor, "custCreate", &email, json!({})).is(201).text("id");
    let reason = json!("Another user of the account has the email by now");
    assert_eq!(outcome(&master, &request, &other), (json!("Failed"), reason, false));
}

#[test]
fn the_log_tells_of_one_who_was_erased_by_an_id_alone() {
    let world = World::new();
    let master = world.master();
    let (ann, email) = master.user("ann");
    let (bob, _) = master.user("bob");
    for user in [&ann, &bob] {
        master.patch(&format!("/users/{user}"), json!({"dept": "Physics"})).is(204);
    }
    master.patch(&format!("/users/{bob}"), json!({"manager": email.to_uppercase()})).is(204);
    let (owner, request) = erased(&world, &master, &email);
    event(&world, &request, "data_request.completed");
    let log = world.log(|event| event["account_id"] == master.id.as_str());
    let of_ann: Vec<&Value> = log.iter().filter(|event| event["object_id"] == ann.as_str()).collect();
    assert!(of_ann.iter().any(|event| event["name"] == "user.deleted"));
    assert!(of_ann.iter().all(|event| event["payload"] == json!({"id": ann})), "{of_ann:?}");
    assert!(log.iter().all(|event| !event.to_string().to_lowercase().contains(&email)));
    assert!(log.iter().any(|event| event["object_id"] == bob.as_str() && event["payload"]["dept"] == "Physics"));
    assert_eq!(owner.get(&format!("/users/{bob}")).is(200)["manager"], Value::Null);
}

/// How many events of the account hold a text, whatever its case.
fn log_names(account: &Account<'_>, text: &str) -> usize {
    let log = account.world.log(|event| event["account_id"] == account.id.as_str());
    log.iter().filter(|event| event.to_string().to_lowercase().contains(&text.to_lowercase())).count()
}

#[test]
fn one_who_is_erased_is_nobodys_manager_by_a_name_or_an_email_of_the_past() {
    let world = World::new();
    let master = world.master();
    let ((ann, former), after) = (person(&master, "ann"), format!("anna@{}", managed_domain(&master)));
    master.put(&format!("/users/{ann}/email"), json!({"email": after})).is(204);
    master.patch(&format!("/users/{ann}"), json!({"display_name": "Ann Lee"})).is(204);
    let called = [former.to_uppercase(), after.clone(), "ANN TEST".to_owned(), " Ann Lee".to_owned()];
    let managed = called.map(|manager| {
        let (user, _) = master.user("bob");
        master.patch(&format!("/users/{user}"), json!({"manager": manager})).is(204);
        user
    });
    let (other, _) = master.user("cid");
    master.patch(&format!("/users/{other}"), json!({"manager": "Ann Leeds", "dept": "Ann Lee"})).is(204);
    let (owner, request) = erased(&world, &master, &after);
    assert_eq!(in_history(&owner, &request)["state"], "Completed");
    for user in &managed {
        assert_eq!(owner.get(&format!("/users/{user}")).is(200)["manager"], Value::Null);
    }
    let shown = owner.get(&format!("/users/{other}")).is(200);
    assert_eq!((&shown["manager"], &shown["dept"]), (&json!("Ann Leeds"), &json!("Ann Lee")));
    assert_eq!([&*former, &*after, "Ann Test"].map(|text| log_names(&master, text)), [0; 3]);
    // What is no manager may mean anything.
    assert_eq!(log_names(&master, "Ann Lee\""), 1);
}

#[test]
fn an_email_of_the_past_that_is_somebody_elses_by_now_is_left_to_them() {
    let world = World::new();
    let master = world.master();
    let ((ann, former), (bob, _)) = (person(&master, "ann"), master.user("bob"));
    let after = format!("anna@{}", managed_domain(&master));
    master.put(&format!("/users/{ann}/email"), json!({"email": after})).is(204);
    let other = make(&master.actor, "custCreate", &former, json!({})).is(201).text("id");
    master.patch(&format!("/users/{bob}"), json!({"manager": former})).is(204);
    let (owner, request) = erased(&world, &master, &after);
    assert_eq!(in_history(&owner, &request)["state"], "Completed");
    assert_eq!(owner.get(&format!("/users/{bob}")).is(200)["manager"], json!(former));
    assert_eq!(event(&world, &other, "user.created")["payload"]["email"], json!(former));
}

#[test]
fn a_deletion_is_completed_once_neither_profiles_nor_the_log_say_anything() {
    let world = World::new();
    let master = world.master();
    let ((ann, email), (bob, _)) = (person(&master, "ann"), master.user("bob"));
    master.patch(&format!("/users/{bob}"), json!({"manager": email})).is(204);
    let request = asked(&master.actor, unwanted(&[&email]));
    world.advance(GRACE);
    let owner = renewed(&master).actor;
    for (manages, is_told, state) in
        [(true, true, "Processing"), (false, true, "Processing"), (false, false, "Completed")]
    {
        world.settle_a_part();
        owner.get(&format!("/users/{ann}")).refused(404, 1001, &no_user(&ann));
        assert_eq!(owner.get(&format!("/users/{bob}")).is(200)["manager"] == json!(email), manages);
        assert_eq!(log_names(&master, &email) > 0, is_told);
        assert_eq!(in_history(&owner, &request)["state"], state);
    }
}

#[test]
fn profiles_that_are_more_than_a_part_are_gone_through_to_the_last() {
    let world = World::new();
    let master = world.master();
    let ((idle, _), (mut before, _)) = (master.user("idle"), master.user("bob"));
    master.put(&format!("/users/{idle}/status"), json!({"action": "deactivate"})).is(204);
    (0..195).for_each(|_| drop(master.user("bob")));
    for left in 199..=201 {
        let owner = renewed(&master);
        let ((_, email), (newest, _)) = (person(&owner, "ann"), owner.user("bob"));
        let managed = [&idle, &before, &newest];
        for user in managed {
            owner.patch(&format!("/users/{user}"), json!({"manager": email})).is(204);
        }
        let (owner, request) = erased(&world, &owner, &email);
        assert_eq!(in_history(&owner, &request)["state"], "Completed");
        // The idle one stands in another list.
        assert_eq!(owner.get("/users").is(200)["total_records"], json!(left - 1));
        for user in managed {
            assert_eq!(owner.get(&format!("/users/{user}")).is(200)["manager"], Value::Null, "{left}");
        }
        assert_eq!(log_names(&master, &email), 0, "{left}");
        before = newest;
    }
}

#[test]
fn a_log_that_is_longer_than_a_part_is_gone_through_to_its_end() {
    let world = World::new();
    let master = world.master();
    let (ann, email) = master.user("ann");
    let (bob, _) = master.user("bob");
    for number in 0..1001 {
        let manager = if number % 500 == 0 { &email } else { "" };
        master.patch(&format!("/users/{bob}"), json!({"manager": manager, "dept": number.to_string()})).is(204);
    }
    // A second later, so that it stands in the last part alone.
    world.advance(1);
    for name in ["Ann Lee", "Ann"] {
        master.patch(&format!("/users/{ann}"), json!({"display_name": name})).is(204);
    }
    master.patch(&format!("/users/{bob}"), json!({"manager": "Ann Lee"})).is(204);
    let (owner, request) = erased(&world, &master, &email);
    assert_eq!(in_history(&owner, &request)["state"], "Completed");
    assert_eq!(owner.get(&format!("/users/{bob}")).is(200)["manager"], Value::Null);
    let log = world.log(|event| event["account_id"] == master.id.as_str());
    assert!(log.len() > 1001 && log.iter().all(|event| !event.to_string().contains(&email)));
    assert!(
        log.iter()
            .filter(|event| event["object_id"] == ann.as_str())
            .all(|event| event["payload"] == json!({"id": ann}))
    );
}

#[test]
fn files_that_were_made_of_one_who_is_erased_go_too() {
    let world = World::new();
    let master = world.master();
    let (ann, email) = master.user("ann");
    forms::upload(&master.actor, &format!("/users/{ann}/picture"), "pic_file", &forms::png(5)).is(201);
    let export = asked(&master.actor, wanted(&[&email]));
    world.settle();
    let files = master.get(&format!("{REQUESTS}/{export}")).is(200).column("file_id");
    assert_eq!(files.len(), 2);
    let (owner, _) = erased(&world, &master, &email);
    assert_eq!(owner.get(&format!("{REQUESTS}/{export}")).is(200)["total_records"], 0);
    assert_eq!(in_history(&owner, &export)["files_count"], 0);
    for file in files {
        owner.get(&format!("/data_requests/files/{}/url", file.as_str().unwrap())).is(404);
    }
}

#[test]
fn a_link_that_is_open_when_somebody_is_erased_leads_nowhere() {
    let world = World::new();
    let master = world.master();
    let (ann, email) = master.user("ann");
    forms::upload(&master.actor, &format!("/users/{ann}/picture"), "pic_file", &forms::png(5)).is(201);
    let deletion = asked(&master.actor, unwanted(&[&email]));
    world.advance(GRACE - 60);
    let owner = renewed(&master);
    let clerk = owner.user_signed_in(&admin(&owner, "clerk").0);
    let export = asked(&clerk, wanted(&[&email]));
    world.settle();
    let files = clerk.get(&format!("{REQUESTS}/{export}")).is(200).column("file_id");
    let links: Vec<String> = files.iter().map(|file| link(&clerk, file.as_str().unwrap())).collect();
    assert_eq!(links.len(), 2);
    world.advance(60);
    world.settle();
    assert_eq!(in_history(&owner.actor, &deletion)["state"], "Completed");
    links.iter().for_each(|link| drop(fetch(&world, link).is(404)));
}

#[test]
fn nothing_that_is_kept_names_one_who_was_erased_but_the_request_itself() {
    let server = Server::start();
    let Some(_) = server.rows() else { return };
    let world = World::on(server.usual());
    let (_, sub) = world.master_with_subaccount();
    let (ann, email) = person(&sub, "annabella");
    sub.patch(&format!("/users/{ann}"), json!({"dept": "Physics", "about_me": "Collects stamps."})).is(204);
    sub.user_signed_in(&ann);
    told(&world, &sub.actor, &email);
    erased(&world, &sub, &email);
    for row in server.rows().into_iter().flatten() {
        let is_request = row.contains("DELETE") || row.contains("EXPORT");
        let told = [email.as_str(), "annabella", "Collects stamps."].into_iter().find(|mark| row.contains(mark));
        assert!(told.is_none() || is_request, "{told:?} is in {row}");
    }
}

#[test]
fn an_account_that_has_closed_behind_one_who_was_erased_names_it_in_its_log_alone() {
    let server = Server::start();
    let Some(_) = server.rows() else { return };
    let world = World::on(server.usual());
    let (home, master) = (world.master(), world.master());
    let (ann, email) = person(&home, "annabella");
    home.delete(&format!("/users/{ann}")).is(204);
    let is_elsewhere = |event: &Value| event["object_id"] == *ann && event["account_id"] != *home.id;
    let created = world.log(|event| event["name"] == "user.created" && is_elsewhere(event));
    let id = created[0]["account_id"].as_str().unwrap().to_owned();
    let own = Account::signed_in(&world, &world.shown(&format!("/accounts/{id}")).is(200), &email);
    let code = json!({"email": email, "master_account_number": master.number});
    own.operate("POST", "/transfer_codes", code).is(201);
    told(&world, &own.actor, &email);
    make(&master.actor, "create", &email, json!({})).is(201);
    world.submit(&world.link_of("invitation", &email), &[("password", PASSWORD)]).is(200);
    erased(&world, &master, &email);
    for row in server.rows().into_iter().flatten().filter(|row| row.contains(&id)) {
        let is_event = [",user.", ",account.", ",app.", ",data_request."].iter().any(|name| row.contains(name));
        assert!(is_event || !(row.contains(&email) || row.contains("annabella")), "{row}");
    }
}
