//! `PATCH /users/{userId}`: what a profile may hold.
use super::*;

fn patch(user: &str, account: &Account<'_>, body: Value) -> Answer {
    account.patch(&format!("/users/{user}"), body)
}

#[test]
fn every_field_of_a_profile_is_kept_and_shown() {
    let world = World::new();
    let master = world.master();
    let (id, _) = person_of(&master, "jill", 2);
    let profile = json!({
        "first_name": "Jill", "last_name": "Chill", "display_name": "JC", "type": 2, "pmi": 1_234_567_890, "use_pmi": true,
        "timezone": "Asia/Shanghai", "language": "en-US", "dept": "Sales", "job_title": "Head", "company": "Acme",
        "location": "Paris", "manager": "boss@acme.example", "cost_center": "C1", "cms_user_id": "K7", "pronouns": "She/Her",
        "pronouns_option": 2,
        "phone_numbers": [{"code": "+1", "country": "US", "label": "Mobile", "number": "8001234567"}],
        "custom_attributes": [{"key": "k1", "name": "Shift", "value": "Night"}],
    });
    let silent = json!({"host_key": "654321", "about_me": "Hello", "linkedin_url": "https://www.linkedin.com/in/jill", "vanity_name": "jill.chill"});
    let mut body = profile.clone();
    body.as_object_mut().unwrap().extend(silent.as_object().unwrap().clone());
    patch(&id, &master, body).is(204);
    let user = shown(&master.actor, &id);
    for (field, value) in profile.as_object().unwrap() {
        if field != "phone_numbers" {
            assert_eq!(&user[field.as_str()], value, "{field}");
        }
    }
    assert_eq!(user["vanity_url"], "https://tenantry.test/my/jill.chill");
    let phone = json!([{"code": "+1", "country": "US", "label": "Mobile", "number": "8001234567", "verified": false}]);
    assert_eq!(user["phone_numbers"], phone);
    assert_eq!((&user["phone_number"], &user["phone_country"]), (&json!("+1 8001234567"), &json!("US")));
}

#[test]
fn fields_that_are_left_out_or_null_stay_and_empty_ones_are_cleared() {
    let world = World::new();
    let master = world.master();
    let (id, _) = master.user("a");
    patch(&id, &master, json!({"dept": "Sales", "company": "Acme", "location": "Paris"})).is(204);
    patch(&id, &master, json!({"dept": null, "company": ""})).is(204);
    let user = shown(&master.actor, &id);
    assert_eq!([&user["dept"], &user["company"], &user["location"]], [&json!("Sales"), &json!(""), &json!("Paris")]);
}

#[test]
fn a_display_name_follows_the_names_until_it_is_chosen() {
    let world = World::new();
    let master = world.master();
    let (id, _) = master.user("a");
    let after = |body: Value| {
        patch(&id, &master, body).is(204);
        shown(&master.actor, &id).text("display_name")
    };
    assert_eq!(after(json!({"first_name": "Jill"})), "Jill Test");
    assert_eq!(after(json!({"display_name": "JT"})), "JT");
    assert_eq!(after(json!({"last_name": "Chill"})), "JT");
    assert_eq!(after(json!({"display_name": ""})), "Jill Chill");
    assert_eq!(after(json!({"first_name": "Jo", "display_name": " Boss "})), "Boss");
}

#[test]
fn the_first_phone_number_can_be_set_as_older_clients_do() {
    let world = World::new();
    let master = world.master();
    let (id, _) = master.user("a");
    let numbers = json!([{"code": "+1", "country": "US", "label": "Office", "number": "1"}, {"code": "+49", "country": "DE", "label": "Home", "number": "2"}]);
    patch(&id, &master, json!({"phone_numbers": numbers})).is(204);
    patch(&id, &master, json!({"phone_number": "+44 20 7946", "phone_country": "GB"})).is(204);
    let user = shown(&master.actor, &id);
    assert_eq!(user["phone_number"], "+44 20 7946");
    let first = json!({"code": "+44", "country": "GB", "label": "Office", "number": "20 7946", "verified": false});
    assert_eq!((&user["phone_numbers"][0], user["phone_numbers"].as_array().unwrap().len()), (&first, 2));
    patch(&id, &master, json!({"phone_number": "1"})).refuses_fields(&["phone_country"]);
    patch(&id, &master, json!({"phone_number": "", "phone_country": ""})).is(204);
    assert_eq!(shown(&master.actor, &id)["phone_number"], "+49 2");
}

#[test]
fn lengths_and_forms_are_the_published_ones() {
    let world = World::new();
    let master = world.master();
    let (id, _) = person_of(&master, "a", 2);
    let long = |most: usize| json!("x".repeat(most));
    for (field, most) in [
        ("first_name", 64),
        ("last_name", 64),
        ("display_name", 128),
        ("job_title", 128),
        ("company", 255),
        ("location", 256),
        ("about_me", 150),
        ("timezone", 64),
        ("language", 32),
        ("dept", 255),
        ("manager", 128),
        ("cost_center", 255),
        ("cms_user_id", 255),
        ("phone_country", 8),
    ] {
        patch(&id, &master, json!({field: long(most)})).is(204);
        patch(&id, &master, json!({field: long(most + 1)})).refuses_fields(&[field]);
    }
    for (field, good, bad) in [
        (
            "host_key",
            vec![json!("123456"), json!("1234567890")],
            vec![json!("12345"), json!("12345678901"), json!("12345x")],
        ),
        ("pmi", vec![json!(1_000_000_000), json!("9999999999")], vec![json!(999_999_999), json!(10_000_000_000i64)]),
        ("pronouns_option", vec![json!(1), json!(3)], vec![json!(0), json!(4)]),
        (
            "vanity_name",
            vec![json!("a"), long(64), json!("A.b_c-9"), json!("..9"), json!("")],
            vec![long(65), json!("a b"), json!("a/b"), json!("ä"), json!("."), json!(".."), json!("-_")],
        ),
        ("type", vec![json!(1), json!(4)], vec![json!(0), json!(3), json!(99)]),
    ] {
        for value in good {
            if field == "type" {
                break;
            }
            patch(&id, &master, json!({field: value})).is(204);
        }
        for value in bad {
            patch(&id, &master, json!({field: value})).refuses_fields(&[field]);
        }
    }
}

#[test]
fn there_are_three_phone_numbers_and_five_attributes_at_most() {
    let world = World::new();
    let master = world.master();
    let (id, _) = master.user("a");
    let numbers = |count| json!({"phone_numbers": vec![json!({"code": "+1", "country": "US", "number": "1"}); count]});
    let attributes = |count| json!({"custom_attributes": vec![json!({"key": "k", "name": "n", "value": "v"}); count]});
    patch(&id, &master, numbers(3)).is(204);
    patch(&id, &master, numbers(4)).refuses_fields(&["phone_numbers"]);
    patch(&id, &master, attributes(5)).is(204);
    patch(&id, &master, attributes(6)).refuses_fields(&["custom_attributes"]);
    let label = json!({"phone_numbers": [{"number": "1", "label": "Car"}]});
    patch(&id, &master, label).refuses_fields(&["phone_numbers[0].label"]);
}

#[test]
fn what_is_in_a_list_is_as_long_as_it_may_be() {
    let world = World::new();
    let master = world.master();
    let (id, _) = master.user("a");
    // A text that the log of no other test holds: some of these are taken for secrets.
    let long = |of: &str, most: usize| json!(of.chars().cycle().take(most).collect::<String>());
    for (list, field, most) in [
        ("phone_numbers", "code", 8),
        ("phone_numbers", "country", 8),
        ("phone_numbers", "number", 64),
        ("custom_attributes", "key", 128),
        ("custom_attributes", "name", 256),
        ("custom_attributes", "value", 256),
    ] {
        let with = |text: Value| {
            let mut item = json!({"key": "k"});
            item[field] = text;
            json!({list: [item]})
        };
        patch(&id, &master, with(long(field, most))).is(204);
        assert_eq!(shown(&master.actor, &id)[list][0][field], long(field, most));
        patch(&id, &master, with(long(field, most + 1))).refuses_fields(&[&format!("{list}[0].{field}")]);
    }
    let number = |most: usize| json!({"phone_number": long("1", most), "phone_country": "US"});
    patch(&id, &master, number(64)).is(204);
    patch(&id, &master, number(65)).refuses_fields(&["phone_number"]);
    let link = |most: usize| json!({"linkedin_url": format!("https://linkedin.com/in/{}", "x".repeat(most - 24))});
    patch(&id, &master, link(255)).is(204);
    patch(&id, &master, link(256)).refuses_fields(&["linkedin_url"]);
}

#[test]
fn names_hold_no_links_and_no_markup() {
    let world = World::new();
    let master = world.master();
    let (id, _) = master.user("a");
    let refusal = "Your request could not be completed because the name contains an invalid word: https://";
    patch(&id, &master, json!({"first_name": "https://evil.example"})).refused(400, 300, refusal);
    patch(&id, &master, json!({"first_name": "a<b", "last_name": "王小明王小明"}))
        .refuses_fields(&["first_name", "last_name"]);
}

#[test]
fn an_introduction_holds_no_links_and_a_linkedin_link_leads_there() {
    let world = World::new();
    let master = world.master();
    let (id, _) = master.user("a");
    let about = "The `about_me` field is illegal and can't contain hyperlinks or HTML code.";
    patch(&id, &master, json!({"about_me": "see https://a.example"})).refused(400, 300, about);
    patch(&id, &master, json!({"about_me": "<b>me</b>"})).refused(400, 300, about);
    patch(&id, &master, json!({"about_me": "I like 1 < 2"})).is(204);
    let linkedin = "The `linkedin_url` field is illegal. The URL must contain `linkedin.com`.";
    patch(&id, &master, json!({"linkedin_url": "https://a.example"})).refused(400, 300, linkedin);
    patch(&id, &master, json!({"linkedin_url": "https://linkedin.com/in/me"})).is(204);
    patch(&id, &master, json!({"linkedin_url": ""})).is(204);
}

#[test]
fn plans_that_nobody_has_cannot_be_given_and_can_be_taken_away() {
    let world = World::new();
    let master = world.master();
    let (id, _) = master.user("a");
    let no_license = "Your request to convert the plan type of this user was not approved at this time because your account has reached the permitted maximum number. Please purchase additional licenses or contact the Zoom support team to provision additional users in your account.";
    patch(&id, &master, json!({"zoom_one_type": 16})).refused(400, 2038, no_license);
    patch(&id, &master, json!({"plan_united_type": "131072"})).refused(400, 2038, no_license);
    let invalid = "The value provided for \"plan_united_type\" parameter is invalid. Try again with a valid value.";
    patch(&id, &master, json!({"plan_united_type": "262144"})).refused(400, 300, invalid);
    let together = "You can't change the \"type\" or \"plan_united_type\" or \"zoom_one_type\" at the same time.";
    patch(&id, &master, json!({"type": 2, "zoom_one_type": 0})).refused(400, 300, together);
    let subscription = json!([{"license_type": "MEETING", "license_option": 2, "subscription_id": "SUBREF-1"}]);
    patch(&id, &master, json!({"license_info_list": subscription})).refused(
        400,
        300,
        "The subscription \"SUBREF-1\" you entered does not exist. Please choose a different subscription and try again.",
    );
    let no_phone = "You cannot enable the **Zoom Phone** feature because you do not have any available licenses.";
    patch(&id, &master, json!({"feature": {"zoom_phone": true}})).refused(404, 1102, no_phone);
    patch(&id, &master, json!({"zoom_one_type": 0, "feature": {"zoom_phone": false}})).is(204);
    patch(&id, &master, json!({"plan_united_type": "none"})).is(204);
    patch(&id, &master, json!({"group_id": "g1"})).refused(404, 4130, "Group does not exist: g1.");
    patch(&id, &master, json!({"division_ids": [NO_ID]})).refuses_fields(&["division_ids"]);
    patch(&id, &master, json!({"group_id": "", "division_ids": []})).is(204);
}

#[test]
fn a_number_that_is_none_of_a_plan_is_refused_by_its_field() {
    let world = World::new();
    let master = world.master();
    let (id, _) = master.user("a");
    for number in [1, 8, 17, 256, 1_152_921_504_606_846_976_i64, -16] {
        patch(&id, &master, json!({"zoom_one_type": number})).refuses_fields(&["zoom_one_type"]);
    }
    // As the documents print it, rounded, and as it is.
    for number in [576_460_752_303_423_500_i64, 576_460_752_303_423_488, 16] {
        assert_eq!(patch(&id, &master, json!({"zoom_one_type": number})).is(400)["code"], 2038);
    }
    patch(&id, &master, json!({"zoom_one_type": null})).is(204);
    let with = |option: i64| {
        let license = json!({"license_type": "MEETING", "license_option": option, "subscription_id": "S1"});
        patch(&id, &master, json!({"license_info_list": [license]}))
    };
    for option in [0, 1, 3, 256] {
        with(option).refuses_fields(&["license_info_list[0].license_option"]);
    }
    for option in [2, 128, 4_398_046_511_104] {
        assert_eq!(with(option).is(400)["message"], no_subscription("S1"));
    }
}

fn no_subscription(id: &str) -> String {
    format!(
        "The subscription \"{id}\" you entered does not exist. Please choose a different subscription and try again."
    )
}

const NO_PHONE: &str = "You cannot enable the **Zoom Phone** feature because you do not have any available licenses.";

/// Whether the settings of a user say that it has a phone.
fn has_phone(account: &Account<'_>, user: &str) -> Value {
    account.get(&format!("/users/{user}/settings")).is(200)["feature"]["zoom_phone"].clone()
}

#[test]
fn a_phone_is_given_with_the_profile_and_taken_as_often_as_the_account_has_licenses() {
    let world = World::new();
    let master = world.master();
    master.plan_with("Business", 20, json!({"zoom_phone": 1}));
    let [ann, bob] = ["ann", "bob"].map(|name| master.user(name).0);
    let phone =
        |user: &str, is_on: bool| patch(user, &master, json!({"feature": {"zoom_phone": is_on}, "dept": "Sales"}));
    phone(&ann, true).is(204);
    assert_eq!((has_phone(&master, &ann), shown(&master.actor, &ann).text("dept")), (json!(true), "Sales".to_owned()));
    phone(&bob, true).refused(404, 1102, NO_PHONE);
    assert_eq!(has_phone(&master, &bob), false);
    assert_ne!(shown(&master.actor, &bob)["dept"], "Sales");
    let told = event(&world, &ann, "user.settings_updated");
    let updated = event(&world, &ann, "user.updated");
    assert_eq!(told["payload"]["settings"], json!({"feature": {"zoom_phone": true}}));
    assert_eq!(told["version"].as_i64(), updated["version"].as_i64().map(|version| version + 1));
    phone(&ann, true).is(204);
    assert_eq!(count_events(&world, &ann, "user.settings_updated"), 1);
    phone(&ann, false).is(204);
    phone(&bob, true).is(204);
    assert_eq!((has_phone(&master, &ann), has_phone(&master, &bob)), (json!(false), json!(true)));
    // Of somebody who has not come the profile says nothing.
    let (pending, _) = invited(&master, "eve");
    phone(&pending, true).is(204);
    assert_eq!(has_phone(&master, &pending), false);
    let free = world.free_standing();
    patch(&free.owner_id, &free, json!({"feature": {"zoom_phone": true}})).refused(404, 1102, NO_PHONE);
}

#[test]
fn nobody_gives_itself_a_phone() {
    let world = World::new();
    let master = world.master();
    master.plan_with("Business", 20, json!({"zoom_phone": 1}));
    let (ann, _) = person(&master, "ann");
    let app = master.operate("POST", "/apps", json!({"kind": "user"})).is(201).text("client_id");
    let member = master.user_signed_in_with(&app, &ann);
    let phone = |is_on: bool| member.patch("/users/me", json!({"feature": {"zoom_phone": is_on}}));
    let refusal = "Only an account administrator can change the features of a user.";
    phone(true).refused(400, 200, refusal);
    phone(false).is(204);
    patch(&ann, &master, json!({"feature": {"zoom_phone": true}})).is(204);
    phone(false).refused(400, 200, refusal);
    phone(true).is(204);
    assert_eq!(has_phone(&master, &ann), true);
}
