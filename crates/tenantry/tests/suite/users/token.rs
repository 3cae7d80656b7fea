//! `/users/{userId}/token` and `/users/me/zak`
use super::*;
use crate::world::HOUR;

fn ask(account: &Actor<'_>, user: &str, query: &str) -> Answer {
    account.get(&format!("/users/{user}/token?{query}"))
}

/// What whoever runs meetings learns of a key.
fn inspect(account: &Account<'_>, key: &str) -> Answer {
    account.operate("POST", "/access_keys/inspect", json!({"key": key}))
}

#[track_caller]
fn is_no_key(account: &Account<'_>, key: &str) {
    inspect(account, key).refused(404, 404, "The key is not good.");
}

fn zak(account: &Account<'_>, user: &str) -> String {
    ask(&account.actor, user, "type=zak").is(200).text("token")
}

#[test]
fn a_zak_stands_for_its_user_for_two_hours_and_of_an_api_user_for_90_days() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let ((ann, email), (robot, _)) = (person(&sub, "ann"), sub.user("robot"));
    let of_ann = ask(&master.on(&sub), &email, "type=zak&meeting_id=123456789").is(200).text("token");
    let of_robot = zak(&sub, &robot);
    assert!(of_ann.len() <= 512 && of_ann != zak(&sub, &ann));
    let shown = json!({"user_id": ann, "email": email, "type": "zak", "expires_time": "2026-01-01T02:00:00Z"});
    assert_eq!(inspect(&sub, &of_ann).is(200).body, shown);
    assert_eq!(inspect(&sub, &of_robot).is(200)["expires_time"], "2026-04-01T00:00:00Z");
    world.advance(2 * HOUR - 1);
    inspect(&sub, &of_ann).is(200);
    world.advance(1);
    is_no_key(&sub, &of_ann);
    inspect(&sub, &of_robot).is(200);
}

#[test]
fn a_key_lasts_a_second_to_a_year_as_it_is_asked_for() {
    let world = World::new();
    let master = world.master();
    let (ann, _) = person(&master, "ann");
    for ttl in ["0", "-1", "31536001", "long"] {
        ask(&master.actor, &ann, &format!("type=zak&ttl={ttl}")).refuses_fields(&["ttl"]);
    }
    for (ttl, end) in [(1, "2026-01-01T00:00:01Z"), (31_536_000, "2027-01-01T00:00:00Z")] {
        for kind in ["zak", "onbehalf"] {
            let key = ask(&master.actor, &ann, &format!("type={kind}&ttl={ttl}")).is(200).text("token");
            assert_eq!(inspect(&master, &key).is(200)["expires_time"], end);
        }
    }
}

#[test]
fn an_onbehalf_key_may_be_for_one_meeting() {
    let world = World::new();
    let master = world.master();
    let (ann, email) = person(&master, "ann");
    for meeting in ["12345678", "123456789012", "12345678a"] {
        ask(&master.actor, &ann, &format!("type=onbehalf&meeting_id={meeting}")).refuses_fields(&["meeting_id"]);
    }
    for meeting in ["123456789", "12345678901"] {
        let key = ask(&master.actor, &ann, &format!("type=onbehalf&meeting_id={meeting}")).is(200).text("token");
        let shown = json!({"user_id": ann, "email": email, "type": "onbehalf", "meeting_id": meeting,
            "expires_time": "2026-01-01T02:00:00Z"});
        assert_eq!(inspect(&master, &key).is(200).body, shown);
    }
}

#[test]
fn tokens_of_the_first_kind_are_not_issued_any_more() {
    let world = World::new();
    let master = world.master();
    let refusal = "Token is no longer supported. Please use ZAK token instead.";
    for query in ["", "type=token", "type=token&ttl=60"] {
        ask(&master.actor, "me", query).refused(400, 200, refusal);
    }
    ask(&master.actor, "me", "type=zpk").refuses_fields(&["type"]);
}

#[test]
fn one_starts_meetings_oneself_with_a_zak_of_five_minutes() {
    let world = World::new();
    let master = world.master();
    let (ann, _) = person(&master, "ann");
    let app = master.operate("POST", "/apps", json!({"kind": "user"})).is(201).text("client_id");
    let actor = master.user_signed_in_with(&app, &ann);
    let key = actor.get("/users/me/zak").is(200).text("token");
    let shown = inspect(&master, &key).is(200);
    assert_eq!((&shown["user_id"], &shown["expires_time"]), (&json!(ann), &json!("2026-01-01T00:05:00Z")));
    world.advance(299);
    inspect(&master, &key).is(200);
    world.advance(1);
    is_no_key(&master, &key);
    for own in [&master.actor, &master.on_id("me"), &master.on_id(&master.id)] {
        let key = own.get("/users/me/zak").is(200).text("token");
        assert_eq!(inspect(&master, &key).is(200)["user_id"], master.owner_id);
    }
}

#[test]
fn in_another_account_one_is_no_user() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let refusal = format!("User {} does not exist or does not belong to this account.", master.owner_id);
    master.on(&sub).get("/users/me/zak").refused(400, 1001, &refusal);
}

#[test]
fn ending_the_sessions_of_a_user_ends_its_keys() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let ((ann, email), (bob, _)) = (person(&sub, "ann"), person(&sub, "bob"));
    let (session, of_ann, of_bob) = (sub.user_signed_in(&ann), zak(&sub, &ann), zak(&sub, &bob));
    session.get("/roles").is(400);
    for _ in 0..2 {
        assert!(master.on(&sub).delete(&format!("/users/{email}/token")).is(204).bytes.is_empty());
        session.get("/roles").refused(401, 124, "Invalid access token.");
        is_no_key(&sub, &of_ann);
    }
    inspect(&sub, &of_bob).is(200);
    let told = event(&world, &ann, "user.signed_out");
    assert_eq!((&told["payload"]["email"], &told["version"]), (&json!(email), &json!(2)));
    assert_eq!(count_events(&world, &ann, "user.signed_out"), 1);
}

#[test]
fn a_new_password_leaving_and_moving_end_keys_and_who_is_kept_out_has_none() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    for ends in ["password", "move", "delete", "deactivate"] {
        let (ann, _) = person(&sub, "ann");
        let user = format!("/users/{ann}");
        let (session, key) = (sub.user_signed_in(&ann), zak(&sub, &ann));
        match ends {
            "password" => sub.put(&format!("{user}/password"), json!({"password": "Another-7-pass"})).is(204),
            "move" => master.on(&sub).put(&format!("{user}/account"), json!({"account_id": master.id})).is(204),
            "delete" => sub.delete(&format!("{user}?action=delete")).is(204),
            _ => sub.put(&format!("{user}/status"), json!({"action": "deactivate"})).is(204),
        };
        is_no_key(&sub, &key);
        is_no_key(&master, &key);
        if ends == "deactivate" {
            ask(&sub.actor, &ann, "type=zak").refused(404, 1001, &no_user(&ann));
            sub.put(&format!("{user}/status"), json!({"action": "activate"})).is(204);
            is_no_key(&sub, &key);
        }
        session.get("/roles").refused(401, 124, "Invalid access token.");
    }
}

#[test]
fn foreign_unknown_and_invited_users_get_no_key() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let ((foreign, _), (pending, _)) = (person(&sub, "ann"), invited(&master, "bob"));
    for user in [&*foreign, NO_ID, &*pending] {
        ask(&master.actor, user, "type=zak").refused(404, 1001, &no_user(user));
    }
    for user in [&*foreign, NO_ID] {
        master.delete(&format!("/users/{user}/token")).refused(404, 1001, &no_user(user));
    }
    is_no_key(&master, &zak(&sub, &foreign));
    is_no_key(&master, "");
    master.operate("POST", "/access_keys/inspect", json!({})).refuses_fields(&["key"]);
}
