//! What accounts ask of those who sign in.
use super::{Browser, FAILED, HOME, SIGN_IN};
use crate::{
    actors::{Account, Actor},
    users::{PASSWORD, admin, managed_domain, person},
    world::{HOUR, World},
};
use serde_json::{Value, json};

const SETUP: &str = "/pages/two_factor/setup?to=%2Fpages%2Faccount";
const ELSEWHERE: &str = "Your account has you sign in with your company. Ask an administrator of your account where.";

fn security(account: &Account<'_>, body: Value) {
    account.patch("/accounts/me/settings?option=security", json!({ "security": body })).is(204);
}

#[test]
fn a_browser_is_signed_out_after_the_minutes_that_the_account_says() {
    let world = World::new();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    security(&master, json!({"sign_again_period_for_inactivity_on_web": 5}));
    let [idle, busy] = [(); 2].map(|()| Browser::new(&world).signs_in(&email, PASSWORD));
    world.advance(5 * 60 - 1);
    assert!(busy.is_signed_in());
    busy.submit(HOME, "/pages/two_factor/remove", &[("code", "1")]).is(403);
    world.advance(1);
    assert!(!idle.is_signed_in() && busy.is_signed_in());
}

#[test]
fn sessions_that_run_obey_another_number_of_minutes() {
    let world = World::new();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    let other = world.free_standing();
    let browser = Browser::new(&world).signs_in(&email, PASSWORD);
    let elsewhere = Browser::new(&world);
    let (_, stranger) = {
        other.plan("Business", 10);
        person(&other, "bob")
    };
    let elsewhere = elsewhere.signs_in(&stranger, PASSWORD);
    world.advance(10 * 60);
    assert!(browser.is_signed_in());
    security(&master, json!({"sign_again_period_for_inactivity_on_web": 10}));
    assert!(!browser.is_signed_in() && elsewhere.is_signed_in());
    for minutes in [30, 0] {
        security(&master, json!({"sign_again_period_for_inactivity_on_web": minutes}));
        assert!(!browser.is_signed_in(), "a session came back");
    }
}

#[test]
fn a_session_that_still_runs_runs_longer_where_the_account_says_so_and_none_ends_after_zero_minutes() {
    let world = World::new();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    let minutes = |minutes: i64| security(&master, json!({"sign_again_period_for_inactivity_on_web": minutes}));
    minutes(5);
    let browser = Browser::new(&world).signs_in(&email, PASSWORD);
    world.advance(5 * 60 - 1);
    minutes(10);
    world.advance(5 * 60);
    assert!(browser.is_signed_in());
    minutes(0);
    world.advance(11 * HOUR);
    assert!(browser.is_signed_in());
}

#[test]
fn all_of_some_groups_or_of_some_roles_need_a_second_factor() {
    let world = World::new();
    let master = world.master();
    let [(ann, in_both), (_, in_none)] = ["ann", "bob"].map(|name| person(&master, name));
    let group = master.post("/groups", json!({"name": "guarded"})).is(201).text("id");
    master.post(&format!("/groups/{group}/members"), json!({"members": [{"id": ann}]})).is(201);
    let role = master.post("/roles", json!({"name": "guarded", "privileges": ["User:Read"]})).is(201).text("id");
    master.post(&format!("/roles/{role}/members"), json!({"members": [{"id": ann}]})).is(201);
    let wishes = [
        (json!({"sign_in_with_two_factor_auth": "none"}), [HOME, HOME]),
        (json!({"sign_in_with_two_factor_auth": "all"}), [SETUP, SETUP]),
        (
            json!({"sign_in_with_two_factor_auth": "group", "sign_in_with_two_factor_auth_groups": [group]}),
            [SETUP, HOME],
        ),
        (json!({"sign_in_with_two_factor_auth": "role", "sign_in_with_two_factor_auth_roles": [role]}), [SETUP, HOME]),
        (json!({"sign_in_with_two_factor_auth": "role", "sign_in_with_two_factor_auth_roles": []}), [HOME, HOME]),
    ];
    for (wish, targets) in wishes {
        security(&master, wish.clone());
        for (email, target) in [&in_both, &in_none].into_iter().zip(targets) {
            let answer = Browser::new(&world).try_password(email, PASSWORD);
            assert_eq!(answer.header("location"), target, "{wish}: {answer}");
        }
    }
}

/// What asks nothing of anybody.
fn undemanding() -> Value {
    json!({
        "sign_in_with_two_factor_auth": "none",
        "sign_in_with_two_factor_auth_groups": [],
        "sign_in_with_two_factor_auth_roles": [],
        "signin_with_sso": {"enable": false, "require_sso_for_domains": false, "domains": [], "sso_bypass_user_ids": []},
    })
}

#[test]
fn sessions_that_run_end_when_the_account_comes_to_ask_for_more_and_not_by_any_other_change() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    let [(_, email), (boss, _)] = ["ann", "boss"].map(|name| person(&master, name));
    let below = Browser::new(&world).signs_in(&person(&sub, "sue").1, PASSWORD);
    let [one, two] = ["one", "two"].map(|name| master.post("/groups", json!({"name": name})).is(201).text("id"));
    let role = master.post("/roles", json!({"name": "guarded", "privileges": []})).is(201).text("id");
    let group =
        |ids: &[&String]| json!({"sign_in_with_two_factor_auth": "group", "sign_in_with_two_factor_auth_groups": ids});
    let roles =
        |ids: &[&String]| json!({"sign_in_with_two_factor_auth": "role", "sign_in_with_two_factor_auth_roles": ids});
    let sso = |is_required: bool, domains: &[&str], passing_by: &[&String]| {
        json!({"signin_with_sso": {
            "enable": true, "require_sso_for_domains": is_required, "domains": domains, "sso_bypass_user_ids": passing_by,
        }})
    };
    let (none, all) = (json!({}), json!({"sign_in_with_two_factor_auth": "all"}));
    for (before, after, ends) in [
        (none.clone(), json!({"sign_again_period_for_inactivity_on_web": 30, "hide_billing_info": true}), false),
        (none.clone(), all.clone(), true),
        (none.clone(), group(&[&one]), true),
        (none.clone(), group(&[]), false),
        (group(&[&one]), group(&[&one, &two]), true),
        (group(&[&one, &two]), group(&[&two]), false),
        (group(&[&one]), roles(&[&role]), true),
        (roles(&[&role]), json!({"sign_in_with_two_factor_auth": "none"}), false),
        (none.clone(), sso(false, &["a.example"], &[]), false),
        (sso(false, &["a.example"], &[]), sso(true, &["a.example"], &[]), true),
        (sso(true, &["a.example"], &[]), sso(true, &["A.example", "b.example"], &[]), true),
        (sso(true, &["a.example", "b.example"], &[&boss]), sso(true, &["A.example"], &[&boss]), false),
        (sso(true, &["a.example"], &[&boss]), sso(true, &["a.example"], &[]), true),
        (sso(true, &["a.example"], &[]), sso(true, &["a.example"], &[&boss]), false),
        (sso(true, &["a.example"], &[]), sso(false, &["a.example"], &[]), false),
        (sso(false, &[], &[]), json!({"signin_with_sso": {"enable": false}}), true),
    ] {
        security(&master, undemanding());
        security(&master, before.clone());
        let browser = Browser::new(&world).signs_in(&email, PASSWORD);
        security(&master, after.clone());
        assert_eq!(browser.is_signed_in(), !ends, "{before} {after}");
    }
    security(&master, undemanding());
    security(&master, all);
    assert!(below.is_signed_in());
}

#[test]
fn the_session_of_the_owner_ends_too_and_so_does_a_sign_in_that_was_begun() {
    let world = World::new();
    let master = world.master();
    let (_, email) = admin(&master, "heir");
    master.on_id("me").put("/owner", json!({ "email": email })).is(204);
    let browser = Browser::new(&world).signs_in(&email, PASSWORD);
    security(&master, json!({"sign_in_with_two_factor_auth": "all"}));
    assert!(!browser.is_signed_in());
    browser.try_password(&email, PASSWORD).goes_to(SETUP);
    browser.get("/pages/two_factor/setup").is(200);
    security(&master, undemanding());
    let app = master.new_token();
    security(&master, json!({"sign_in_with_two_factor_auth": "all"}));
    browser.get("/pages/two_factor/setup").is(303);
    Actor::new(&world, app).get("/users/me").is(200);
}

#[test]
fn a_wish_of_one_account_is_none_of_another() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    security(&master, json!({"sign_in_with_two_factor_auth": "all"}));
    let (_, email) = person(&sub, "ann");
    Browser::new(&world).signs_in(&email, PASSWORD);
}

#[test]
fn users_of_the_domains_of_single_sign_on_have_no_use_for_a_password_unless_they_pass_by() {
    let world = World::new();
    let master = world.master();
    let domain = managed_domain(&master);
    let made = |name: &str| {
        let info = json!({"email": format!("{name}@{domain}"), "type": 1, "password": PASSWORD});
        let id = master.post("/users", json!({"action": "autoCreate", "user_info": info})).is(201).text("id");
        (id, format!("{name}@{domain}"))
    };
    let [(_, ann), (boss, passing_by)] = ["ann", "boss"].map(made);
    let (_, elsewhere) = person(&master, "carl");
    let sso = |required: bool| {
        security(
            &master,
            json!({"signin_with_sso": {
                "enable": true, "require_sso_for_domains": required, "domains": [domain.to_uppercase()],
                "operation": "add", "sso_bypass_user_ids": [boss],
            }}),
        );
    };
    sso(false);
    Browser::new(&world).signs_in(&ann, PASSWORD);
    sso(true);
    let browser = Browser::new(&world);
    let page = browser.try_password(&ann, PASSWORD).is(403).says(ELSEWHERE);
    // It has none that the platform knows.
    assert!(!page.page().contains("/pages/sso"));
    browser.get(SIGN_IN).is(200).says("href=\"/pages/sso?to=%2Fpages%2Faccount\"");
    assert!(!browser.is_signed_in());
    browser.try_password(&ann, "another password").is(403).says(FAILED);
    for email in [passing_by, elsewhere] {
        Browser::new(&world).signs_in(&email, PASSWORD);
    }
    security(&master, json!({"signin_with_sso": {"enable": false}}));
    Browser::new(&world).signs_in(&ann, PASSWORD);
}
