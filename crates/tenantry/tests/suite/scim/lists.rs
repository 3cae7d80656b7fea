//! `GET /scim2/Users` and `GET /scim2/Groups`: windows, filters, and which attributes are shown.
use super::*;

#[track_caller]
fn found(account: &Account<'_>, filter: &str) -> Vec<String> {
    ids(&account.get(&format!("/scim2/Users?filter={}", encoded(filter))).is(200))
}

#[test]
fn a_window_is_counted_from_1_and_holds_as_many_as_asked_for() {
    let world = World::new();
    let master = world.master();
    let mut all = vec![master.owner_id.clone()];
    all.extend((0..4).map(|n| user(&master, &format!("u{n}")).0));
    // Ids of one millisecond are in no order.
    all.sort();
    let list = |query: &str| master.get(&format!("/scim2/Users?{query}")).is(200);
    for (query, start, expected) in [
        ("", 1, &all[..]),
        ("startIndex=1&count=2", 1, &all[..2]),
        ("startIndex=3&count=2", 3, &all[2..4]),
        ("startIndex=5&count=2", 5, &all[4..]),
        ("startIndex=6&count=2", 6, &[]),
        ("startIndex=0&count=1", 1, &all[..1]),
        ("startIndex=-7&count=1", 1, &all[..1]),
        ("count=0", 1, &[]),
        ("count=-1", 1, &[]),
        ("count=101", 1, &all[..]),
    ] {
        let page = list(query);
        assert_eq!(ids(&page), expected, "{query}");
        assert_eq!((&page["totalResults"], &page["startIndex"]), (&json!(5), &json!(start)), "{query}");
        assert_eq!(page["itemsPerPage"], expected.len(), "{query}");
        assert_eq!(page["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:ListResponse"]));
    }
    assert_eq!(master.get("/scim2/Users?count=x").is(400)["scimType"], "invalidValue");
}

#[test]
fn a_page_holds_a_hundred_at_most() {
    let world = World::new();
    let master = world.master();
    (0..101).for_each(|n| drop(user(&master, &format!("u{n}"))));
    for (query, many) in [("", 100), ("?count=99", 99), ("?count=100", 100), ("?count=101", 100)] {
        let page = master.get(&format!("/scim2/Users{query}")).is(200);
        assert_eq!((ids(&page).len(), &page["totalResults"]), (many, &json!(102)), "{query}");
    }
}

#[test]
fn those_who_may_not_sign_in_and_those_who_are_expected_are_listed_too() {
    let world = World::new();
    let master = world.master();
    let (id, _) = user(&master, "jill");
    patch(&master.actor, &path(&id), json!([{"op": "replace", "value": {"active": false}}])).is(200);
    let (invited, _) = crate::users::invited(&master, "bob");
    let page = master.get("/scim2/Users").is(200);
    assert_eq!(ids(&page), [&*master.owner_id, &*id, &*invited]);
    assert_eq!(found(&master, "active eq false"), [&*id]);
    assert_eq!(found(&master, "active eq true"), [&*master.owner_id, &*invited]);
}

#[test]
fn a_user_is_found_by_what_identity_providers_know_of_it() {
    let world = World::new();
    let master = world.master();
    let (id, email) = user(&master, "Jill");
    let (other, _) = user(&master, "bob");
    let body = json!({"externalId": "E-1", "displayName": "Jill Chill", "name": {"givenName": "Jill"}, ENTERPRISE: {"employeeNumber": "7"}});
    master.put(&path(&id), body).is(200);
    for filter in [
        format!("userName eq \"{email}\""),
        format!("userName eq \"{}\"", email.to_uppercase()),
        format!("userName eq {email}"),
        format!("emails[type eq \"work\"].value eq \"{email}\""),
        format!("emails.value EQ \"{email}\" and active eq true"),
        format!("id eq \"{id}\""),
        "externalId eq \"E-1\"".to_owned(),
        format!("externalId eq \"{id}\""),
        format!("externalId eq {id}"),
        "displayName co \"chill\"".to_owned(),
        "name.givenName sw \"Ji\" and displayName ew \"ll\"".to_owned(),
        format!("{ENTERPRISE}:employeeNumber eq \"7\""),
        "urn:ietf:params:scim:schemas:core:2.0:User:displayName sw \"jill\"".to_owned(),
        format!(
            "not (userName eq \"{}\") and displayName pr and not (id eq \"{other}\") and externalId pr",
            master.owner_email
        ),
    ] {
        assert_eq!(found(&master, &filter), [&*id], "{filter}");
    }
    for filter in [
        format!("userName eq \"{email}\" and active eq false"),
        "userName eq \"nobody\"".to_owned(),
        "externalId eq \"e-1\"".to_owned(),
        format!("id eq \"{NO_ID}\""),
    ] {
        assert_eq!(found(&master, &filter), [""; 0], "{filter}");
    }
}

#[test]
fn a_user_is_found_however_the_domain_of_its_address_is_spelt() {
    let world = World::new();
    let master = world.master();
    let [written, sent] = ["@bücher.", "@xn--bcher-kva."].map(|spelt| world.email("ann").replace('@', spelt));
    let made = master.post("/scim2/Users", json!({"userName": sent})).is(201);
    assert_eq!(made["userName"], written);
    for same in [&written, &sent, &sent.to_uppercase()] {
        for filter in [
            format!("userName eq \"{same}\""),
            format!("emails.value eq \"{same}\""),
            format!("emails[type eq \"work\"].value eq \"{same}\""),
            format!("not (userName ne \"{same}\")"),
        ] {
            assert_eq!(found(&master, &filter), [made.text("id")], "{filter}");
        }
        assert_eq!(found(&master, &format!("userName ne \"{same}\"")), [&*master.owner_id], "{same}");
    }
}

#[test]
fn moments_are_compared_by_the_clock() {
    let world = World::new();
    let master = world.master();
    world.advance(8);
    let (id, _) = user(&master, "jill");
    for attribute in ["created", "lastModified"] {
        for (condition, is_met) in [
            ("eq \"2026-01-01T00:00:08.000Z\"", true),
            ("eq \"2026-01-01T01:00:08+01:00\"", true),
            ("ne \"2026-01-01T00:00:08.000Z\"", false),
            ("ge \"2026-01-01T00:00:08.000Z\"", true),
            ("ge \"2026-01-01T00:00:08.001Z\"", false),
            ("gt \"2026-01-01T00:00:08.000Z\"", false),
            ("gt \"2026-01-01T00:00:07.999Z\"", true),
            ("le \"2026-01-01T00:00:08.999Z\"", true),
            ("le \"2026-01-01T00:00:07.999Z\"", false),
            ("lt \"2026-01-01T00:00:08.000Z\"", false),
            ("lt \"2026-01-01T00:00:08.001Z\"", true),
            ("gt \"2026-01-01T01:00:07+01:00\"", true),
            ("gt \"2025-12-31T23:00:09-01:00\"", false),
            ("sw \"2026-01-01T\"", true),
        ] {
            let filter = format!("id eq \"{id}\" and meta.{attribute} {condition}");
            assert_eq!(found(&master, &filter).len(), usize::from(is_met), "{filter}");
        }
    }
}

#[test]
fn a_filter_has_a_window_too() {
    let world = World::new();
    let master = world.master();
    let mut jills: Vec<String> = (0..3).map(|_| user(&master, "jill").0).collect();
    jills.sort();
    user(&master, "bob");
    let filter = encoded("userName sw \"jill\"");
    let page = master.get(&format!("/scim2/Users?filter={filter}&startIndex=2&count=1")).is(200);
    assert_eq!((ids(&page), &page["totalResults"]), (vec![jills[1].clone()], &json!(3)));
}

#[test]
fn a_filter_that_cannot_be_followed_is_refused_with_its_name() {
    let world = World::new();
    let master = world.master();
    for (filter, told) in
        [("nickName eq \"x\"", "nickName"), ("userName is \"x\"", "userName is \"x\""), ("groups eq \"x\"", "groups")]
    {
        let detail = format!("The current filter is not supported, the filter name: {told}");
        master.get(&format!("/scim2/Users?filter={}", encoded(filter))).denied(400, "invalidFilter", &detail);
    }
    for unreadable in ["soon", "2026-01-01", "2026-13-01T00:00:00Z"] {
        let filter = format!("meta.created gt \"{unreadable}\"");
        let detail = format!("The current filter is not supported, the filter name: {filter}");
        master.get(&format!("/scim2/Users?filter={}", encoded(&filter))).denied(400, "invalidFilter", &detail);
    }
    let detail = "The current filter does not support the filter name: userName";
    master.get(&format!("/scim2/Groups?filter={}", encoded("userName eq \"x\""))).denied(400, "invalidFilter", detail);
}

#[test]
fn only_the_attributes_that_were_asked_for_are_shown() {
    let world = World::new();
    let master = world.master();
    let (id, email) = user(&master, "jill");
    let (group, name) = group(&master, &[&id]);
    let schemas = json!(["urn:ietf:params:scim:schemas:core:2.0:User"]);
    assert_eq!(
        master.get(&format!("{}?attributes=userName", path(&id))).is(200).body,
        json!({"schemas": schemas, "id": id, "userName": email})
    );
    let filter = encoded(&format!("id eq \"{id}\""));
    let page = master.get(&format!("/scim2/Users?filter={filter}&attributes=groups,active")).is(200);
    assert_eq!(page["Resources"][0]["groups"][0]["value"], name);
    assert_eq!(page["Resources"][0].as_object().unwrap().len(), 4);
    let page = master.get(&format!("/scim2/Users?filter={filter}")).is(200);
    assert_eq!(page["Resources"][0]["groups"], Value::Null);
    let without = master.get(&format!("{}?excludedAttributes=members,meta.created", group_path(&group))).is(200);
    assert_eq!((&without["members"], &without["meta"]["created"]), (&Value::Null, &Value::Null));
    assert_eq!(without["displayName"], name);
    let made = master.post("/scim2/Users?attributes=active", json!({"userName": address(&world, "x")})).is(201);
    assert_eq!(made.body.as_object().unwrap().len(), 3);
}

#[test]
fn a_group_is_found_by_its_name_its_ids_and_its_members() {
    let world = World::new();
    let master = world.master();
    let (jill, _) = user(&master, "jill");
    let (bob, _) = user(&master, "bob");
    let (one, name) = group(&master, &[&jill]);
    let (other, _) = group(&master, &[&jill, &bob]);
    master.put(&group_path(&one), json!({"externalId": "G-1", "displayName": name})).is(200);
    let found = |filter: &str| ids(&master.get(&format!("/scim2/Groups?filter={}", encoded(filter))).is(200));
    for filter in [
        format!("displayName eq \"{name}\""),
        format!("id eq \"{one}\" and members eq \"{jill}\""),
        "externalId eq \"G-1\"".to_owned(),
        format!("members[value eq \"{jill}\"] and not (members eq \"{bob}\")"),
        format!("displayName sw \"{name}\""),
    ] {
        assert_eq!(found(&filter), [&*one], "{filter}");
    }
    assert_eq!(found(&format!("members.value eq \"{jill}\"")), [&*one, &*other]);
    assert_eq!(found(&format!("id eq \"{one}\" and members eq \"{bob}\"")), [""; 0]);
    let page = master.get("/scim2/Groups?startIndex=2&count=1").is(200);
    assert_eq!((ids(&page), &page["totalResults"]), (vec![one.max(other)], &json!(2)));
}

#[test]
fn only_groups_that_are_named_are_asked_about_members_who_are_not() {
    let world = World::new();
    let master = world.master();
    let [(jill, _), (bob, _)] = ["jill", "bob"].map(|name| user(&master, name));
    let (one, name) = group(&master, &[&jill]);
    let (other, others) = group(&master, &[&bob]);
    let (empty, nobodys) = group(&master, &[]);
    for (id, name, external_id) in [(&one, &name, "G-1"), (&other, &others, "G-2"), (&empty, &nobodys, "G-2")] {
        master.put(&group_path(id), json!({"externalId": external_id, "displayName": name})).is(200);
    }
    let list = |filter: &str| master.get(&format!("/scim2/Groups?filter={}", encoded(filter)));
    for filter in [
        "members pr".to_owned(),
        "not (members pr)".to_owned(),
        "members.type eq \"User\"".to_owned(),
        "members[type eq \"User\"]".to_owned(),
        "members sw \"A\"".to_owned(),
        "displayName pr and members pr".to_owned(),
        format!("id eq \"{one}\" or members pr"),
        format!("members eq \"{jill}\" and members pr"),
        format!("members eq \"{jill}\" and members.type eq \"User\""),
        "externalId eq \"G-2\" and members pr".to_owned(),
    ] {
        let detail = "The current filter does not support the filter name: members";
        list(&filter).denied(400, "invalidFilter", detail);
    }
    for filter in [
        format!("id eq \"{one}\" and members pr"),
        format!("displayName eq \"{name}\" and members[type eq \"User\"]"),
        format!("externalId eq \"G-1\" and not (members sw \"{bob}\")"),
        format!("members[value eq \"{jill}\" and type eq \"User\"]"),
        format!("externalId eq \"G-1\" and members eq \"{jill}\" and members pr"),
    ] {
        assert_eq!(ids(&list(&filter).is(200)), [&*one], "{filter}");
    }
    assert_eq!(ids(&list(&format!("externalId eq \"G-2\" and members eq \"{bob}\"")).is(200)), [&*other]);
    let mut without_jill = vec![other, empty.clone()];
    // Ids of one millisecond are in no order.
    without_jill.sort();
    assert_eq!(ids(&list(&format!("members ne \"{jill}\"")).is(200)), without_jill);
    assert_eq!(ids(&list(&format!("id eq \"{empty}\" and members pr")).is(200)), [""; 0]);
    assert_eq!(ids(&list(&format!("members eq \"{NO_ID}\"")).is(200)), [""; 0]);
}
