//! `/accounts`: making accounts in their places, and reading trees.
use crate::{
    answer::Answer,
    world::{NO_ID, World},
};
use serde_json::{Value, json};

fn owner(world: &World, name: &str) -> Value {
    json!({"email": world.email(name), "first_name": "Olga", "last_name": "Owner"})
}

fn create(world: &World, name: &str, more: Value) -> Answer {
    let mut body = json!({"world_id": world.id, "owner": owner(world, name)});
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    world.operator("POST", "/accounts", body)
}

#[test]
fn an_account_shows_where_it_stands_and_what_is_open_to_it() {
    let world = World::new();
    let made = create(&world, "olga", json!({"name": "University", "master": true})).is(201);
    assert_eq!(made["name"], "University");
    assert_eq!(made["tier"], "master");
    assert_eq!(made["top_id"], made["id"]);
    assert_eq!(made["world_id"], world.id);
    assert_eq!(made["owner_email"], world.email("olga"));
    assert_eq!(made["manages_subaccounts"], true);
    assert_eq!(made["capabilities"], json!({"cust_create": false}));
    assert_eq!((&made["account_type"], &made["paid"], &made["seats"]), (&json!("Free"), &json!(false), &json!(0)));
    assert_eq!(made["pay_mode"], "master");
    assert!(made.body.get("parent_id").is_none() && made.body.get("closed_at").is_none());
    assert!(made["account_number"].as_i64().is_some_and(|number| number >= 1_000_000_000));
    let id = made.text("id");
    assert_eq!(world.shown(&format!("/accounts/{id}")).is(200).body, made.body);
}

#[test]
fn an_account_without_a_name_bears_its_owners() {
    let world = World::new();
    let none = [json!({}), json!({"name": null}), json!({"name": ""}), json!({"name": "  "})];
    for (number, more) in none.into_iter().enumerate() {
        assert_eq!(create(&world, &format!("o{number}"), more).is(201)["name"], "Olga Owner", "{number}");
    }
    for (length, made) in [(1, true), (64, true), (65, false)] {
        let answer = create(&world, &format!("n{length}"), json!({"name": "x".repeat(length)}));
        assert_eq!(answer.status == 201, made, "{length}");
    }
}

#[test]
fn an_account_stands_in_the_default_world_when_no_other_is_named() {
    let world = World::new();
    let made = world.operator("POST", "/accounts", json!({"owner": owner(&world, "olga")})).is(201);
    assert_eq!((&made["world_id"], &made["tier"]), (&json!("default"), &json!("free_standing")));
}

#[test]
fn a_tree_has_three_tiers_and_no_fourth() {
    let world = World::new();
    let top = create(&world, "top", json!({"master": true})).is(201).text("id");
    let below =
        |name: &str, parent: &str, master: bool| create(&world, name, json!({"parent_id": parent, "master": master}));
    let reseller = below("reseller", &top, true).is(201);
    assert_eq!(
        (&reseller["tier"], &reseller["parent_id"], &reseller["top_id"]),
        (&json!("second_level_master"), &json!(top), &json!(top))
    );
    let reseller = reseller.text("id");
    let customer = below("customer", &reseller, false).is(201);
    assert_eq!(
        (&customer["tier"], &customer["parent_id"], &customer["top_id"]),
        (&json!("sub"), &json!(reseller), &json!(top))
    );
    assert_eq!(below("sub", &top, false).is(201)["tier"], "sub");
    below("third", &reseller, true).refuses_fields(&["master"]);
    below("fourth", &customer.text("id"), false).refuses_fields(&["parent_id"]);
    below("fifth", &customer.text("id"), true).refuses_fields(&["parent_id"]);
}

#[test]
fn nothing_stands_below_an_account_that_is_no_open_master() {
    let world = World::new();
    let free = create(&world, "free", json!({})).is(201).text("id");
    create(&world, "a", json!({"parent_id": free})).refuses_fields(&["parent_id"]);
    create(&world, "b", json!({"parent_id": NO_ID})).refuses_fields(&["parent_id"]);
    let closed = create(&world, "closed", json!({"master": true})).is(201).text("id");
    world.operator("DELETE", &format!("/accounts/{closed}"), Value::Null).is(204);
    create(&world, "c", json!({"parent_id": closed})).refuses_fields(&["parent_id"]);
}

#[test]
fn a_tree_stands_in_one_world() {
    let (world, other) = (World::new(), World::new());
    let top = create(&world, "top", json!({"master": true})).is(201).text("id");
    create(&world, "a", json!({"parent_id": top, "world_id": other.id})).refuses_fields(&["world_id"]);
    create(&world, "b", json!({"world_id": "nowhere"})).refuses_fields(&["world_id"]);
    let body = json!({"parent_id": top, "owner": owner(&world, "c")});
    assert_eq!(world.operator("POST", "/accounts", body).is(201)["world_id"], world.id);
}

#[test]
fn an_email_belongs_to_one_user_of_the_platform() {
    let (world, other) = (World::new(), World::new());
    create(&world, "olga", json!({})).is(201);
    let text = format!("Email \"{}\" has already been used.", world.email("olga"));
    create(&world, "olga", json!({})).refused(409, 1005, &text);
    let body = json!({"world_id": other.id, "owner": owner(&world, "olga")});
    other.operator("POST", "/accounts", body).refused(409, 1005, &text);
}

#[test]
fn what_is_no_name_no_address_and_no_password_is_refused_in_the_words_of_all_accounts() {
    let world = World::new();
    let with = |field: &str, value: &str| {
        let mut owner = owner(&world, "olga");
        owner[field] = json!(value);
        world.operator("POST", "/accounts", json!({"world_id": world.id, "owner": owner}))
    };
    with("email", "olga").refuses_fields(&["owner.email"]);
    for (field, name) in [("first_name", "owner.first_name"), ("last_name", "owner.last_name")] {
        for blank in ["", " "] {
            with(field, blank).refuses_fields(&[name]);
        }
    }
    with("last_name", &"x".repeat(65)).refuses_fields(&["owner.last_name"]);
    for weak in ["Kx4-Kx4", "kx4-kx4-", "Kxx-Kxx-"] {
        with("password", weak).refuses_fields(&["owner.password"]);
    }
    let text = "Password should not contain repeated characters such as \"aaaaaa\".";
    with("password", "aaaaaaK4").refused(400, 1111, text);
    let text = "Password should not contain consecutive characters such as \"abc\" or \"123\".";
    with("password", "Kx-abc-4").refused(400, 1111, text);
    let text = "Your request was not accepted because \"owner.first_name\" contains special character(s).";
    with("first_name", "<b>").refused(400, 300, text);
    let text = "Your request could not be completed because the name contains an invalid word: https://";
    create(&world, "olga", json!({"name": "https://x.co"})).refused(400, 300, text);
    with("password", "Kx4-Kx4-").is(201);
    world.operator("POST", "/accounts", json!({})).refuses_fields(&["owner"]);
}

#[test]
fn an_account_can_begin_on_a_plan() {
    let world = World::new();
    let made = create(&world, "olga", json!({"account_type": "Pro"})).is(201);
    assert_eq!((&made["account_type"], &made["paid"], &made["seats"]), (&json!("Pro"), &json!(true), &json!(0)));
    assert_eq!(made["subscription_end_time"], "2027-01-01T00:00:00Z");
    let free = create(&world, "fred", json!({"account_type": "Free"})).is(201);
    assert!(free.body.get("subscription_start_time").is_none());
    create(&world, "ina", json!({"account_type": "Gold"})).refuses_fields(&["account_type"]);
}

#[test]
fn an_account_that_does_not_exist_is_named_in_the_refusal() {
    let world = World::new();
    let text = format!("Account does not exist: {NO_ID}.");
    let paths = [
        ("GET", ""),
        ("GET", "/tree"),
        ("DELETE", ""),
        ("GET", "/plan"),
        ("GET", "/apps"),
        ("GET", "/managed_domains"),
    ];
    for (method, path) in paths {
        world.operator(method, &format!("/accounts/{NO_ID}{path}"), Value::Null).refused(404, 2001, &text);
    }
    let changes = [
        ("/master", json!({"master": true})),
        ("/manages_subaccounts", json!({"on": true})),
        ("/capabilities", json!({"cust_create": true})),
        ("/plan", json!({"account_type": "Pro", "seats": 1})),
        ("/trusted_domains", json!({"domains": []})),
    ];
    for (path, body) in changes {
        world.operator("PUT", &format!("/accounts/{NO_ID}{path}"), body).refused(404, 2001, &text);
    }
}

/// Every id of a list that is read in parts of `limit`.
fn all(world: &World, path: &str, limit: usize) -> Vec<String> {
    let (mut ids, mut after) = (Vec::new(), String::new());
    loop {
        let part = world.shown(&format!("{path}?limit={limit}{after}")).is(200);
        let rows = part["accounts"].as_array().expect("accounts").clone();
        assert!(rows.len() <= limit);
        ids.extend(rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()));
        match part.body.get("next") {
            Some(next) => after = format!("&after={}", next.as_str().expect("an id")),
            None => return ids,
        }
    }
}

#[test]
fn a_tree_is_read_from_the_top_down_in_parts_of_any_size() {
    let world = World::new();
    let top = create(&world, "top", json!({"master": true})).is(201).text("id");
    let below = |name: &str, parent: &str, master: bool| {
        create(&world, name, json!({"parent_id": parent, "master": master})).is(201).text("id")
    };
    let resellers = [below("r1", &top, true), below("r2", &top, true)];
    let customers: Vec<String> = (0..3).map(|n| below(&format!("c{n}"), &resellers[0], false)).collect();
    let other = below("other", &resellers[1], false);
    for limit in [1, 2, 3, 7, 8] {
        let whole = all(&world, &format!("/accounts/{top}/tree"), limit);
        assert_eq!((whole.len(), &whole[0]), (7, &top));
        assert!(resellers.iter().all(|id| whole[1..3].contains(id)) && whole[3..].contains(&other));
        let part = all(&world, &format!("/accounts/{}/tree", resellers[0]), limit);
        assert_eq!((part.len(), &part[0]), (4, &resellers[0]));
        assert!(customers.iter().all(|id| part.contains(id)));
        assert_eq!(all(&world, &format!("/accounts/{other}/tree"), limit), std::slice::from_ref(&other));
    }
}

#[test]
fn a_tree_goes_on_after_accounts_of_its_own_only() {
    let world = World::new();
    let (one, other) = (world.master(), world.master());
    world.shown(&format!("/accounts/{}/tree?after={}", one.id, other.id)).refuses_fields(&["after"]);
    world.shown(&format!("/accounts/{}/tree?after={NO_ID}", one.id)).refuses_fields(&["after"]);
}

#[test]
fn a_part_of_a_list_holds_1_to_1000_accounts() {
    let world = World::new();
    for (limit, shown) in [("0", false), ("1", true), ("1000", true), ("1001", false), ("x", false)] {
        assert_eq!(world.shown(&format!("/accounts?limit={limit}")).status == 200, shown, "{limit}");
    }
}

#[test]
fn the_list_of_all_trees_holds_tops_and_those_on_their_own() {
    let world = World::new();
    let top = world.master();
    let (sub, free) = (world.sub(&top), world.free_standing());
    let ids = all(&world, "/accounts", 50);
    assert!(ids.contains(&top.id) && ids.contains(&free.id) && !ids.contains(&sub.id));
    assert!(ids.is_sorted());
}

#[test]
fn what_is_made_is_in_the_log_of_its_account() {
    let world = World::new();
    let id = create(&world, "olga", json!({"account_type": "Pro"})).is(201).text("id");
    let names = world.names_in_log_of(&id);
    for name in ["account.created", "user.created", "billing.plan_granted"] {
        assert!(names.iter().any(|found| found == name), "{name}: {names:?}");
    }
}
