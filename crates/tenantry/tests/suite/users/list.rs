//! `GET /users`
use super::*;

/// A master and three of its users, with their ids in the order in which lists hold them.
fn users(world: &World) -> (Account<'_>, Vec<String>) {
    let master = world.master();
    let mut ids = vec![master.owner_id.clone()];
    for name in ["a", "b", "c"] {
        world.advance(1);
        ids.push(master.user(name).0);
    }
    (master, ids)
}

fn ids(answer: &Answer) -> Vec<String> {
    answer.column("id").iter().map(|id| id.as_str().unwrap().to_owned()).collect()
}

#[test]
fn active_users_are_listed_unless_another_state_is_asked_for() {
    let world = World::new();
    let (master, users) = users(&world);
    master.put(&format!("/users/{}/status", users[1]), json!({"action": "deactivate"})).is(204);
    let (_, email) = invited(&master, "d");
    assert_eq!(ids(&master.get("/users").is(200)), [&*users[0], &*users[2], &*users[3]]);
    assert_eq!(ids(&master.get("/users?status=active").is(200)).len(), 3);
    assert_eq!(ids(&master.get("/users?status=inactive").is(200)), [&*users[1]]);
    master.get("/users?status=pending").is(200).lists("email", [&*email]);
    master.get("/users?status=gone").refuses_fields(&["status"]);
}

#[test]
fn a_list_is_read_by_token_and_by_number() {
    let world = World::new();
    let (master, users) = users(&world);
    let first = master.get("/users?page_size=3").is(200);
    assert_eq!(ids(&first), users[..3]);
    let counts = ["page_count", "page_number", "page_size", "total_records"].map(|field| first[field].clone());
    assert_eq!(counts, [json!(2), json!(1), json!(3), json!(4)]);
    let token = first.text("next_page_token");
    let second = master.get(&format!("/users?page_size=3&next_page_token={token}")).is(200);
    assert_eq!((ids(&second), second.text("next_page_token")), (users[3..].to_vec(), String::new()));
    assert_eq!(ids(&master.get("/users?page_size=3&page_number=2").is(200)), users[3..]);
    master.get("/users?page_number=9").is(200).lists("id", [""; 0]);
}

#[test]
fn a_page_token_is_good_for_the_app_the_user_and_the_account_that_it_was_given_to() {
    let world = World::new();
    let (master, _) = users(&world);
    let other_app = master.app_with_scopes(&["user:read:list_users:admin"]);
    let [ann, bob] = ["ann", "bob"].map(|name| master.user_signed_in(&holder(&master, name, &["User:Read"]).0));
    let token = ann.get("/users?page_size=3").is(200).text("next_page_token");
    let next = format!("/users?page_size=3&next_page_token={token}");
    let refusal = "The next page token is invalid or expired.";
    for somebody_else in [&bob, &master.actor, &other_app] {
        somebody_else.get(&next).refused(400, 300, refusal);
    }
    ann.get(&next).is(200);
}

#[test]
fn a_change_of_owner_ends_the_pages_of_apps_that_act_for_the_owner() {
    let world = World::new();
    let (master, _) = users(&world);
    let (_, email) = admin(&master, "heir");
    let token = master.get("/users?page_size=3").is(200).text("next_page_token");
    let next = format!("/users?page_size=3&next_page_token={token}");
    master.get(&next).is(200);
    master.on_id("me").put("/owner", json!({ "email": email })).is(204);
    master.get(&next).refused(400, 300, "The next page token is invalid or expired.");
}

#[test]
fn a_page_holds_2000_users_at_most_and_more_is_lowered() {
    let world = World::new();
    let master = world.master();
    for (asked, shown) in [(1999, 1999), (2000, 2000), (2001, 2000)] {
        assert_eq!(master.get(&format!("/users?page_size={asked}")).is(200)["page_size"], json!(shown));
    }
    for size in ["0", "-1", "x", "1.5"] {
        master.get(&format!("/users?page_size={size}")).refuses_fields(&["page_size"]);
    }
}

#[test]
fn users_who_come_and_go_neither_repeat_nor_hide_others() {
    let world = World::new();
    let (master, users) = users(&world);
    let first = master.get("/users?page_size=2").is(200);
    let token = first.text("next_page_token");
    master.delete(&format!("/users/{}?action=delete", users[1])).is(204);
    world.advance(1);
    let (late, _) = master.user("late");
    let second = master.get(&format!("/users?page_size=2&next_page_token={token}")).is(200);
    assert_eq!(ids(&second), [&*users[2], &*users[3]]);
    let token = second.text("next_page_token");
    assert_eq!(ids(&master.get(&format!("/users?page_size=2&next_page_token={token}")).is(200)), [late]);
}

#[test]
fn a_list_can_be_narrowed_to_a_role() {
    let world = World::new();
    let master = world.master();
    let (admin, _) = admin(&master, "ann");
    let (member, _) = master.user("bob");
    for (role, user) in [("0", &master.owner_id), ("1", &admin), ("2", &member)] {
        let list = master.get(&format!("/users?role_id={role}")).is(200);
        assert_eq!((list["total_records"].clone(), ids(&list)), (json!(1), vec![user.clone()]));
    }
    assert_eq!(master.get("/users?role_id=RAAAA").is(200)["total_records"], 0);
}

#[test]
fn attributes_and_host_keys_are_listed_on_request() {
    let world = World::new();
    let master = world.master();
    let attributes = json!([{"key": "k1", "name": "Shift", "value": "Night"}]);
    master.patch("/users/me", json!({"host_key": "123456", "custom_attributes": attributes})).is(204);
    let item = |query: &str| master.get(&format!("/users{query}")).is(200)["users"][0].clone();
    let plain = item("");
    assert_eq!((plain.get("host_key"), plain.get("custom_attributes")), (None, None));
    assert_eq!(item("?include_fields=host_key")["host_key"], "123456");
    assert_eq!(item("?include_fields=custom_attributes")["custom_attributes"], attributes);
}

#[test]
fn attributes_are_left_out_of_users_who_have_none() {
    let world = World::new();
    let master = world.master();
    let list = master.get("/users?include_fields=custom_attributes").is(200);
    assert_eq!((&list["total_records"], list["users"][0].get("custom_attributes")), (&json!(1), None));
}

const LICENSES: [&str; 2] = ["zoom_workforce_management", "zoom_compliance_management"];

/// Gives a user the license of this name, or takes it.
fn license(account: &Account<'_>, user: &str, name: &str, is_on: bool) {
    account.patch(&format!("/users/{user}/settings"), json!({"feature": {name: is_on}})).is(204);
}

/// A master whose users hold both licenses but for one: the owner, somebody who is active, somebody who is not, and somebody
/// who was invited, with their ids; nobody is told that of the last, so with its email. So does the owner of a subaccount.
fn holders(world: &World) -> (Account<'_>, Account<'_>, [String; 4]) {
    let (master, users) = users(world);
    let sub = world.sub(&master);
    master.plan_with("Business", 20, json!({"workforce_management": 4}));
    sub.plan_with("Business", 20, json!({"workforce_management": 1}));
    master.put(&format!("/users/{}/status", users[1]), json!({"action": "deactivate"})).is(204);
    let (waiting, pending) = invited(&master, "d");
    let [owner, idle, _, member] = users.try_into().unwrap();
    for name in LICENSES {
        [&owner, &member, &idle, &waiting].into_iter().for_each(|user| license(&master, user, name, true));
        license(&sub, &sub.owner_id, name, true);
    }
    (master, sub, [owner, member, idle, pending])
}

#[test]
fn a_list_can_be_narrowed_to_those_who_hold_a_license_also_by_state_and_role() {
    let world = World::new();
    let (master, sub, [owner, member, idle, pending]) = holders(&world);
    for name in LICENSES {
        let shows = |query: &str, expected: &[&str]| {
            let list = master.get(&format!("/users?license={name}{query}")).is(200);
            assert_eq!((ids(&list), &list["total_records"]), (strings(expected), &json!(expected.len())), "{query}");
        };
        shows("", &[&*owner, &*member]);
        shows("&status=inactive", &[&*idle]);
        let waiting = master.get(&format!("/users?license={name}&status=pending")).is(200);
        assert_eq!((waiting.column("email"), &waiting["total_records"]), (vec![json!(pending)], &json!(1)));
        shows("&role_id=0", &[&*owner]);
        shows("&role_id=2", &[&*member]);
        shows("&role_id=2&status=inactive", &[&*idle]);
        shows("&role_id=0&status=inactive", &[]);
        shows("&role_id=RAAAA", &[]);
        let below = master.on(&sub).get(&format!("/users?license={name}")).is(200);
        assert_eq!((ids(&below), &below["total_records"]), (vec![sub.owner_id.clone()], &json!(1)));
    }
    master.get("/users?license=zoom_phone").refuses_fields(&["license"]);
}

#[test]
fn a_list_of_those_who_hold_a_license_is_read_by_token_and_by_number() {
    let world = World::new();
    let (master, _, [owner, member, ..]) = holders(&world);
    master.patch("/users/me", json!({"host_key": "123456"})).is(204);
    for name in LICENSES {
        let page = |more: &str| master.get(&format!("/users?license={name}&page_size=1{more}")).is(200);
        let first = page("&include_fields=host_key");
        assert_eq!(
            (ids(&first), &first["total_records"], &first["page_count"]),
            (strings(&[&*owner]), &json!(2), &json!(2))
        );
        assert_eq!(first["users"][0]["host_key"], "123456");
        let token = first.text("next_page_token");
        let second = page(&format!("&include_fields=host_key&next_page_token={token}"));
        assert_eq!((ids(&second), second.text("next_page_token")), (strings(&[&*member]), String::new()));
        assert_eq!(ids(&page("&page_number=2")), [&*member]);
        assert_eq!(ids(&page("&page_number=3")), [""; 0]);
    }
}

#[test]
fn whoever_gives_a_license_back_or_goes_is_listed_with_it_no_more() {
    let world = World::new();
    let (master, _, [owner, member, idle, _]) = holders(&world);
    for name in LICENSES {
        let of = |status: &str| ids(&master.get(&format!("/users?license={name}&status={status}")).is(200));
        license(&master, &owner, name, false);
        assert_eq!(of("active"), [&*member]);
        // What it was given while it could not sign in stays its own.
        master.put(&format!("/users/{idle}/status"), json!({"action": "activate"})).is(204);
        assert_eq!((of("active").len(), of("inactive").len()), (2, 0));
        // Whoever is deactivated gives back all that it holds.
        master.put(&format!("/users/{idle}/status"), json!({"action": "deactivate"})).is(204);
        for name in LICENSES {
            master.get(&format!("/users?status=inactive&license={name}")).is(200).lists("id", [""; 0]);
            license(&master, &idle, name, true);
        }
    }
    master.delete(&format!("/users/{member}?action=delete")).is(204);
    for name in LICENSES {
        master.get(&format!("/users?license={name}")).is(200).lists("id", [""; 0]);
    }
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
