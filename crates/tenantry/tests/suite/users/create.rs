//! `POST /users`
use super::*;

#[test]
fn a_user_for_programs_is_active_at_once() {
    let world = World::new();
    let master = world.master();
    let (id, email) = master.user("robot");
    let user = shown(&master.actor, &id);
    assert_eq!((&user["status"], &user["login_types"]), (&json!("active"), &json!([99])));
    assert_eq!((&user["email"], &user["verified"]), (&json!(email), &json!(0)));
    assert_eq!((&user["role_id"], &user["role_name"]), (&json!("2"), &json!("Member")));
    assert_eq!((&user["account_id"], &user["account_number"]), (&json!(master.id), &json!(master.number)));
    assert_eq!(user["pmi"].to_string().len(), 10);
}

#[test]
fn the_answer_shows_id_email_names_and_type() {
    let world = World::new();
    let master = world.master();
    let (email, names) = (email(&world, "Jill"), json!({"first_name": "Jill", "last_name": "Chill", "type": 2}));
    let made = make(&master.actor, "create", &email, names).is(201);
    let id = made.text("id");
    let expected =
        json!({"id": id, "email": email.to_lowercase(), "first_name": "Jill", "last_name": "Chill", "type": 2});
    assert_eq!(made.body, expected);
}

#[test]
fn users_for_programs_are_open_to_some_trees_only() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let refusal = "No permission. Please contact Zoom Customer Support.";
    make(&master.on(&sub), "custCreate", &email(&world, "a"), json!({})).refused(400, 2016, refusal);
    master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    make(&master.on(&sub), "custCreate", &email(&world, "a"), json!({})).is(201);
}

#[test]
fn a_user_with_a_managed_domain_is_active_and_confirmed_at_once() {
    let world = World::new();
    let master = world.master();
    let domain = managed_domain(&master);
    let made = make(&master.actor, "autoCreate", &format!("Ann@{}", domain.to_uppercase()), json!({})).is(201);
    let user = shown(&master.actor, &made.text("id"));
    assert_eq!((&user["status"], &user["verified"]), (&json!("active"), &json!(1)));
    assert_eq!((&user["email"], &user["login_types"]), (&json!(format!("ann@{domain}")), &json!([100])));
}

#[test]
fn such_a_user_needs_a_verified_domain_of_the_account() {
    let world = World::new();
    let (master, other) = (world.master(), world.master());
    let stranger = managed_domain(&other);
    let email = format!("ann@{stranger}");
    make(&master.actor, "autoCreate", &email, json!({})).refused(400, 200, "No permission.");
    let claimed = json!({"domain": format!("c{stranger}"), "status": "pending"});
    master.operate("POST", "/managed_domains", claimed).is(200);
    make(&master.actor, "autoCreate", &email, json!({})).refused(400, 200, "No permission.");
    let (first, second) = (managed_domain(&master), managed_domain(&master));
    let mut domains = [first, second];
    domains.sort();
    let refusal = format!("Email address {email} doesn't match limited domains: {}", domains.join(", "));
    make(&master.actor, "autoCreate", &email, json!({})).refused(400, 1116, &refusal);
    make(&master.actor, "autoCreate", &format!("ann@sub.{}", domains[0]), json!({})).is(400);
}

#[test]
fn a_password_has_8_to_32_characters_both_cases_a_digit_and_no_long_runs() {
    let world = World::new();
    let master = world.master();
    let domain = managed_domain(&master);
    let mut number = 0;
    let mut with = |password: &str| {
        number += 1;
        make(&master.actor, "autoCreate", &format!("p{number}@{domain}"), json!({"password": password}))
    };
    for password in [
        "Kx4-Kx4",
        &"Kx4-Kx4-Z".repeat(4)[..33],
        "kx4-kx4-z",
        "KX4-KX4-Z",
        "KxX-KxX-z",
        "4444-44-4",
        "Kx4abcdef",
        "Kx4zzzzzz",
    ] {
        with(password).refused(400, 300, "Invalid parameter: password");
    }
    for password in ["Kx4-Kx4-", &"Kx4-Kx4-Z".repeat(4)[..32], "Kx4abcdez", "Kx4zzzzzy"] {
        with(password).is(201);
    }
}

#[test]
fn a_password_is_taken_for_users_with_a_managed_domain_only() {
    let world = World::new();
    let master = world.master();
    make(&master.actor, "create", &email(&world, "a"), json!({"password": "bad"})).is(201);
    master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    make(&master.actor, "custCreate", &email(&world, "b"), json!({"password": "bad"})).is(201);
}

#[test]
fn without_single_sign_on_nobody_is_made_for_it() {
    let world = World::new();
    let refusal = "SSO has not been enabled for this account. Contact the Zoom support team to enable this option.";
    make(&world.master().actor, "ssoCreate", &email(&world, "a"), json!({})).refused(400, 2002, refusal);
}

#[test]
fn an_email_belongs_to_one_user_of_the_platform_in_any_case() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (_, email) = master.user("Ann");
    let here = format!("Email \"{}\" has already been used.", email.to_uppercase());
    let elsewhere = format!("The user {email} already holds an active account.");
    for action in ["create", "custCreate"] {
        make(&master.actor, action, &email.to_uppercase(), json!({})).refused(409, 1005, &here);
        make(&master.on(&sub), action, &email, json!({})).refused(400, 1009, &elsewhere);
    }
    let owner = format!("Email \"{}\" has already been used.", master.owner_email);
    make(&master.actor, "create", &master.owner_email, json!({})).refused(409, 1005, &owner);
}

#[test]
fn a_refused_user_leaves_nothing() {
    let world = World::new();
    let free = world.free_standing();
    let email = email(&world, "ann");
    make(&free.actor, "create", &email, json!({"type": 2})).is(400);
    free.get("/users?status=pending").is(200).lists("email", [""; 0]);
    make(&free.actor, "create", &email, json!({"type": 1})).is(201);
}

#[test]
fn names_hold_no_links_no_markup_and_five_chinese_characters_at_most() {
    let world = World::new();
    let master = world.master();
    let refusal = "Your request could not be completed because the name contains an invalid word: `www.`.";
    let with = |more: Value| make(&master.actor, "create", &email(&world, "a"), more);
    with(json!({"first_name": "see WWW.evil.example"})).refused(400, 300, refusal);
    with(json!({"display_name": "www.x"})).refused(400, 300, refusal);
    with(json!({"first_name": "<b>", "last_name": "王小明王小明", "display_name": "王小明王小明王小明王小"}))
        .refuses_fields(&["user_info.first_name", "user_info.last_name", "user_info.display_name"]);
    with(json!({"first_name": "王小明王小", "last_name": "王小明王小", "display_name": "王小明王小明王小明王"}))
        .is(201);
}

#[test]
fn lengths_are_64_for_names_and_128_for_email_and_display_name() {
    let world = World::new();
    let master = world.master();
    let long = |most: usize| "x".repeat(most);
    let domain = email(&world, "a").split_once('@').unwrap().1.to_owned();
    let address = |length: usize| format!("{}@{domain}", long(length - 1 - domain.len()));
    let more = json!({"first_name": long(64), "last_name": long(64), "display_name": long(128)});
    make(&master.actor, "create", &address(128), more).is(201);
    let more = json!({"first_name": long(65), "last_name": long(65), "display_name": long(129)});
    make(&master.actor, "create", &address(129), more).refuses_fields(&[
        "user_info.display_name",
        "user_info.email",
        "user_info.first_name",
        "user_info.last_name",
    ]);
}

#[test]
fn who_states_no_display_name_is_shown_by_first_and_last_name() {
    let world = World::new();
    let master = world.master();
    let display = |more: Value| {
        let id = make(&master.actor, "create", &email(&world, "a"), more).is(201).text("id");
        shown(&master.actor, &id).text("display_name")
    };
    assert_eq!(display(json!({"first_name": "Jill", "last_name": "Chill"})), "Jill Chill");
    assert_eq!(display(json!({"first_name": "Jill", "last_name": "Chill", "display_name": "JC"})), "JC");
    assert_eq!(display(json!({"first_name": "Jill", "display_name": " "})), "Jill");
    assert_eq!(display(json!({})), "");
}

#[test]
fn types_are_basic_licensed_and_unassigned() {
    let world = World::new();
    let master = world.master();
    for kind in [1, 2, 4] {
        make(&master.actor, "create", &email(&world, "a"), json!({"type": kind})).is(201);
    }
    for kind in [json!(0), json!(3), json!(5), json!(99), json!("x")] {
        make(&master.actor, "create", &email(&world, "a"), json!({"type": kind})).refuses_fields(&["user_info.type"]);
    }
}

#[test]
fn all_missing_and_faulty_fields_are_told_together() {
    let world = World::new();
    let master = world.master();
    master.post("/users", json!({})).refuses_fields(&["action", "user_info"]);
    let body = json!({"action": "invite", "user_info": {"email": "nobody", "first_name": 7}});
    master.post("/users", body).refuses_fields(&["action", "user_info.email", "user_info.type"]);
}

#[test]
fn an_email_holds_nothing_that_nobody_sees() {
    let world = World::new();
    let master = world.master();
    let invite = |name: &str| make(&master.actor, "create", &email(&world, name), json!({}));
    for sign in ['\u{200b}', '\u{202e}', '\u{feff}'] {
        invite(&format!("a{sign}nn")).refuses_fields(&["user_info.email"]);
    }
    invite("ann").is(201);
}

#[test]
fn licenses_of_plans_that_nobody_has_are_refused() {
    let world = World::new();
    let master = world.master();
    let with = |more: Value| make(&master.actor, "create", &email(&world, "a"), more);
    let subscription = json!([{"license_type": "MEETING", "license_option": 2, "subscription_id": "SUBREF-1"}]);
    with(json!({"license_info_list": subscription})).refused(
        400,
        300,
        "The subscription \"SUBREF-1\" you entered does not exist. Please choose a different subscription and try again.",
    );
    let no_license = "Your request to add a new Zoom One user could not be approved at this time because your account has reached the permitted maximum number. Please purchase additional licenses or contact the Zoom support team to provision additional users in your account.";
    with(json!({"plan_united_type": "1"})).refused(400, 2038, no_license);
    with(json!({"feature": {"zoom_one_type": 16}})).refused(400, 2038, no_license);
    let invalid = "The value provided for `plan_united_type` parameter is invalid. Try again with a valid value.";
    with(json!({"plan_united_type": "3"})).refused(400, 300, invalid);
    let no_phone = "You cannot enable the **Zoom Phone** feature because you do not have any available licenses.";
    with(json!({"feature": {"zoom_phone": true}})).refused(404, 1102, no_phone);
    with(json!({"division_ids": [NO_ID]})).refuses_fields(&["user_info.division_ids"]);
    with(json!({"feature": {"zoom_phone": false}, "division_ids": [], "license_info_list": []})).is(201);
}

#[test]
fn a_number_that_is_none_of_a_plan_is_refused_by_its_field() {
    let world = World::new();
    let master = world.master();
    let with = |more: Value| make(&master.actor, "create", &email(&world, "a"), more);
    for number in [0, 8, 17, 256] {
        with(json!({"feature": {"zoom_one_type": number}})).refuses_fields(&["user_info.feature.zoom_one_type"]);
        let license = json!({"license_type": "MEETING", "license_option": number + 9, "subscription_id": "S1"});
        with(json!({"license_info_list": [license]}))
            .refuses_fields(&["user_info.license_info_list[0].license_option"]);
    }
    assert_eq!(with(json!({"feature": {"zoom_one_type": 72_057_594_037_927_940_i64}})).is(400)["code"], 2038);
}

#[test]
fn a_new_user_is_given_a_phone_where_the_account_has_a_license_left() {
    let world = World::new();
    let master = world.master();
    master.plan_with("Business", 20, json!({"zoom_phone": 1}));
    let with_phone = |email: &str| make(&master.actor, "create", email, json!({"feature": {"zoom_phone": true}}));
    let id = with_phone(&email(&world, "ann")).is(201).text("id");
    let settings = master.get(&format!("/users/{id}/settings")).is(200);
    assert_eq!(settings["feature"]["zoom_phone"], true);
    let late = email(&world, "bob");
    let no_phone = "You cannot enable the **Zoom Phone** feature because you do not have any available licenses.";
    with_phone(&late).refused(404, 1102, no_phone);
    master.get(&format!("/users/{late}")).refused(404, 1001, &no_user(&late));
    master.delete(&format!("/users/{id}")).is(204);
    with_phone(&late).is(201);
}

#[test]
fn the_log_tells_who_came_and_how() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let email = email(&world, "jill");
    let names = json!({"first_name": "Jill", "last_name": "Chill"});
    let id = make(&master.on(&sub), "create", &email, names).is(201).text("id");
    let event = event(&world, &id, "user.created");
    assert_eq!((&event["account_id"], &event["version"]), (&json!(sub.id), &json!(1)));
    assert_eq!((&event["by"]["account_id"], &event["by"]["user_id"]), (&json!(master.id), &json!(master.owner_id)));
    let expected = json!({"id": id, "email": email, "first_name": "Jill", "last_name": "Chill",
        "display_name": "Jill Chill", "type": 1, "creation_type": "create"});
    assert_eq!(event["payload"], expected);
}

#[test]
fn a_user_made_in_a_subaccount_is_listed_there_only() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    let email = email(&world, "ann");
    make(&master.on(&sub), "custCreate", &email, json!({})).is(201);
    master.on(&sub).get("/users").is(200).lists("email", [&*email, &*sub.owner_email]);
    master.get("/users").is(200).lists("email", [&*master.owner_email]);
}
