//! Ways to sign in to meetings and recordings, and rules for messages: lists of which a body names some records.
use super::*;
use crate::{actors::Actor, users::person_of};

const PATH: &str = "/settings?option=meeting_authentication";

fn set(actor: &Actor<'_>, option: Value) -> Answer {
    actor.patch(PATH, json!({ "authentication_option": option }))
}

fn names(actor: &Actor<'_>) -> Vec<(String, bool)> {
    let answer = actor.get(PATH).is(200);
    let options = answer["authentication_options"].as_array().unwrap();
    options
        .iter()
        .map(|option| (option["name"].as_str().unwrap().to_owned(), option["default_option"] == json!(true)))
        .collect()
}

fn named(list: &[(&str, bool)]) -> Vec<(String, bool)> {
    list.iter().map(|(name, is_default)| ((*name).to_owned(), *is_default)).collect()
}

#[test]
fn a_way_to_sign_in_is_added_changed_and_deleted() {
    let world = World::new();
    let master = world.master();
    let own = master.on_id("me");
    for (name, is_default) in [("Staff", true), ("Guests", false)] {
        let option = json!({"action": "add", "name": name, "type": "enforce_login", "default_option": is_default});
        set(&own, option).is(204);
    }
    assert_eq!(names(&own), named(&[("Staff", true), ("Guests", false)]));
    let id = own.get(PATH).is(200)["authentication_options"][1]["id"].clone();
    set(&own, json!({"action": "update", "id": id, "name": "Friends", "default_option": true})).is(204);
    assert_eq!(names(&own), named(&[("Staff", false), ("Friends", true)]));
    set(&own, json!({"action": "delete", "id": id})).is(204);
    assert_eq!(names(&own), named(&[("Staff", false)]));
}

#[test]
fn a_way_to_sign_in_that_there_is_not_is_refused() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let (own, below) = (master.on_id("me"), master.on(&sub));
    set(&below, json!({"action": "add", "name": "Staff", "type": "enforce_login"})).is(204);
    let foreign = below.get(PATH).is(200)["authentication_options"][0]["id"].clone();
    for id in [foreign, json!(NO_ID)] {
        for action in ["update", "delete"] {
            let answer = set(&own, json!({"action": action, "id": id, "name": "Mine"}));
            refuses(answer, &[("authentication_option.id", "Invalid field.")]);
        }
    }
    refuses(set(&own, json!({"name": "Staff"})), &[("authentication_option.action", "Missing field: action")]);
    let again = json!({"action": "add", "name": "Staff", "type": "enforce_login"});
    refuses(set(&below, again), &[("authentication_option.name", "Invalid field.")]);
    assert_eq!(names(&own), named(&[]));
}

#[test]
fn a_user_hides_a_way_to_sign_in_for_itself_and_adds_none() {
    let world = World::new();
    let master = world.master();
    let own = master.on_id("me");
    set(&own, json!({"action": "add", "name": "Staff", "type": "enforce_login"})).is(204);
    let id = own.get(PATH).is(200)["authentication_options"][0]["id"].clone();
    let path = format!("/users/{}{PATH}", master.owner_id);
    let of_user = |option: Value| master.patch(&path, json!({ "authentication_option": option }));
    of_user(json!({"action": "hide", "id": id})).is(204);
    assert_eq!(master.get(&path).is(200)["authentication_options"][0]["visible"], false);
    assert_eq!(own.get(PATH).is(200)["authentication_options"][0]["visible"], true);
    of_user(json!({"action": "add", "name": "Mine"})).refuses_fields(&["authentication_option.action"]);
}

/// Name, domains, whether it is the default and whether it can be chosen, of each.
fn ways(answer: &Answer) -> Value {
    let ways = answer["authentication_options"].as_array().unwrap().iter();
    ways.map(|way| json!([way["name"], way["domains"], way["default_option"], way["visible"]])).collect()
}

#[test]
fn what_a_group_and_a_user_say_of_a_way_to_sign_in_leaves_all_else_to_the_account() {
    let world = World::new();
    let master = world.master();
    let (own, (user, _), sales) = (master.on_id("me"), person_of(&master, "ann", 2), group(&master, "Sales"));
    join(&master, &sales, &user);
    for option in ["meeting_authentication", "recording_authentication"] {
        let path = format!("/settings?option={option}");
        let below = [format!("/groups/{sales}{path}"), format!("/users/{user}{path}")];
        let of_account = |option: Value| own.patch(&path, json!({ "authentication_option": option }));
        let say = |at: usize, option: Value| master.patch(&below[at], json!({ "authentication_option": option }));
        let shown = || [&below[0], &below[1]].map(|path| ways(&master.get(path).is(200)));
        let partners = json!({
            "action": "add", "name": "Partners", "type": "enforce_login_with_domains", "domains": "a.example",
        });
        of_account(partners).is(204);
        let id = own.get(&path).is(200)["authentication_options"][0]["id"].clone();
        say(0, json!({"action": "update", "id": id, "default_option": true})).is(204);
        say(1, json!({"action": "hide", "name": "Partners"})).is(204);
        of_account(json!({"action": "update", "id": id, "domains": "b.example"})).is(204);
        of_account(json!({"action": "add", "name": "Staff", "type": "enforce_login"})).is(204);
        let staff = json!(["Staff", null, false, true]);
        assert_eq!(ways(&own.get(&path).is(200)), json!([["Partners", "b.example", false, true], staff]));
        let [of_group, of_user] = shown();
        assert_eq!(of_group, json!([["Partners", "b.example", true, true], staff]));
        assert_eq!(of_user, json!([["Partners", "b.example", true, false], staff]));
        of_account(json!({"action": "delete", "id": id})).is(204);
        assert_eq!(shown(), [json!([staff]), json!([staff])]);
        refuses(say(1, json!({"action": "show", "id": id})), &[("authentication_option.id", "Invalid field.")]);
    }
}

#[test]
fn a_way_to_sign_in_is_named_by_its_name_where_no_id_is_sent() {
    let world = World::new();
    let master = world.master();
    let own = master.on_id("me");
    for name in ["Staff", "Guests"] {
        set(&own, json!({"action": "add", "name": name, "type": "enforce_login"})).is(204);
    }
    set(&own, json!({"action": "update", "name": "Guests", "default_option": true})).is(204);
    assert_eq!(names(&own), named(&[("Staff", false), ("Guests", true)]));
    set(&own, json!({"action": "delete", "name": "Staff"})).is(204);
    for action in ["update", "delete"] {
        let gone = set(&own, json!({"action": action, "name": "Staff"}));
        refuses(gone, &[("authentication_option.name", "Invalid field.")]);
    }
    assert_eq!(names(&own), named(&[("Guests", true)]));
}

#[test]
fn a_way_to_sign_in_has_a_name_of_128_characters_at_most() {
    let world = World::new();
    let master = world.master();
    let own = master.on_id("me");
    let add = |name: &str| set(&own, json!({"action": "add", "name": name, "type": "enforce_login"}));
    for length in [1, 127, 128] {
        add(&"ä".repeat(length)).is(204);
    }
    let id = own.get(PATH).is(200)["authentication_options"][0]["id"].clone();
    for wrong in ["", " ", &"ä".repeat(129)] {
        let renamed = set(&own, json!({"action": "update", "id": id, "name": wrong}));
        for answer in [add(wrong), renamed] {
            refuses(answer, &[("authentication_option.name", "Invalid field.")]);
        }
    }
    assert_eq!(names(&own).len(), 3);
}

#[test]
fn an_account_has_fifty_ways_to_sign_in_at_most() {
    let world = World::new();
    let master = world.master();
    let own = master.on_id("me");
    let add = |number: usize| set(&own, json!({"action": "add", "name": number.to_string(), "type": "enforce_login"}));
    for number in 1..=50 {
        add(number).is(204);
    }
    refuses(add(51), &[("authentication_option", "The list has as many items as it may have.")]);
    assert_eq!(names(&own).len(), 50);
    set(&own, json!({"action": "delete", "name": "50"})).is(204);
    add(51).is(204);
}

#[test]
fn rules_for_messages_are_made_changed_and_deleted_and_there_are_ten_at_most() {
    let world = World::new();
    let master = world.master();
    let own = master.on_id("me");
    let tool = |operate: &str, policies: Value| {
        let tool = json!({"operate": operate, "policies": policies});
        own.patch("/settings", json!({"chat": {"chat_etiquette_tool": tool}}))
    };
    let rules = || own.get("/settings").is(200)["chat"]["chat_etiquette_tool"]["policies"].clone();
    let many: Vec<Value> = (0..9).map(|number| json!({"name": format!("Rule {number}")})).collect();
    tool("create", json!(many)).is(204);
    tool("create", json!([{"name": "Tenth", "keywords": ["secret"]}])).is(204);
    refuses(
        tool("create", json!([{"name": "Eleventh"}])),
        &[("chat.chat_etiquette_tool.policies", "The list has as many items as it may have.")],
    );
    let last = rules()[9].clone();
    assert_eq!((&last["name"], &last["keywords"]), (&json!("Tenth"), &json!(["secret"])));
    tool("update", json!([{"id": last["id"], "status": "deactivated"}])).is(204);
    assert_eq!((&rules()[9]["status"], &rules()[9]["name"]), (&json!("deactivated"), &json!("Tenth")));
    tool("delete", json!([{"id": last["id"]}])).is(204);
    assert_eq!(rules().as_array().unwrap().len(), 9);
    refuses(
        tool("delete", json!([{"id": last["id"]}])),
        &[("chat.chat_etiquette_tool.policies[0].id", "Invalid field.")],
    );
}
