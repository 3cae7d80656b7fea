//! Whom a provider signs in, and whom it makes.
use super::{Company, FAILED, claims};
use crate::{
    server::START,
    signin::{
        Browser, HOME, csrf,
        two_factor::{self, SETUP},
    },
    users::{PASSWORD, count_events, event, give_up, make, person, shown},
    world::World,
};
use serde_json::{Value, json};

const OF_COMPANY: &str = "You sign in with your company, which asks for a second factor of its own.";
const FORGED: &str = "This form has grown old.";

#[test]
fn whoever_the_provider_knows_becomes_a_user_where_the_account_wants_that() {
    let world = World::new();
    let company = Company::new(&world, true);
    let email = company.email("ann");
    let browser = Browser::new(&world);
    company.signs_in(&browser, claims("s1", &email)).goes_to(HOME);
    let user = shown(&company.account.actor, &email);
    assert_eq!(
        [&user["first_name"], &user["last_name"], &user["type"], &user["status"], &user["login_types"]],
        [&json!("Ann"), &json!("Åberg"), &json!(1), &json!("active"), &json!([101])]
    );
    let id = user.text("id");
    assert_eq!(event(&world, &id, "user.created")["payload"]["creation_type"], "ssoCreate");
    company.signs_in(&Browser::new(&world), claims("s1", &email)).goes_to(HOME);
    assert_eq!(count_events(&world, &id, "user.created"), 1);
    // It has no password, and gets none.
    Browser::new(&world).try_password(&email, PASSWORD).is(403);
    company.account.put(&format!("/users/{id}/password"), json!({"password": PASSWORD})).is(400);
    world.asks_for_reset(&email).is(200);
    assert!(world.mails_to(&email).is_empty());
}

#[test]
fn nobody_becomes_a_user_otherwise() {
    let world = World::new();
    let company = Company::new(&world, true);
    let (idle, deactivated) = company.person("bob");
    company.account.put(&format!("/users/{idle}/status"), json!({"action": "deactivate"})).is(204);
    company.account.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    let made = |action: &str, name: &str| {
        make(&company.account.actor, action, &company.email(name), json!({})).is(201);
        company.email(name)
    };
    let (robot, invited) = (made("custCreate", "robot"), made("create", "carl"));
    for email in ["ann@elsewhere.example", "ann", "", &deactivated, &robot, &invited] {
        let browser = Browser::new(&world);
        company.signs_in(&browser, claims(email, email)).is(403).says(FAILED);
        assert!(!browser.is_signed_in(), "{email}");
    }
    company.configure(json!({"creates_users": false})).is(200);
    company.signs_in(&Browser::new(&world), claims("s1", &company.email("ann"))).is(403).says(FAILED);
    let users = company.account.get("/users?page_size=300").is(200).column("email");
    assert!(!users.contains(&json!(company.email("ann"))));
}

#[test]
fn whoever_leaves_the_account_of_its_provider_sets_a_password_by_mail() {
    let world = World::new();
    let company = Company::new(&world, true);
    let other = world.sub(&company.account);
    let [ann, bob] = ["ann", "bob"].map(|name| {
        let email = company.email(name);
        company.signs_in(&Browser::new(&world), claims(name, &email)).goes_to(HOME);
        (company.account.get(&format!("/users/{email}")).is(200).text("id"), email)
    });
    give_up(&company.account, &company.domain);
    company.account.put(&format!("/users/{}/account", ann.0), json!({"account_id": other.id})).is(204);
    company.account.delete(&format!("/users/{}?action=disassociate", bob.0)).is(204);
    assert_eq!(shown(&other.actor, &ann.0)["login_types"], json!([100]));
    for (name, (id, email)) in [("ann", ann), ("bob", bob)] {
        company.signs_in(&Browser::new(&world), claims(name, &email)).is(403).says(FAILED);
        world.asks_for_reset(&email).is(200);
        world.submit(&world.link_to(&email), &[("password", PASSWORD)]).is(200);
        assert!(Browser::new(&world).signs_in(&email, PASSWORD).is_signed_in());
        assert_eq!(count_events(&world, &id, "user.password_changed"), 1);
    }
}

#[test]
fn a_user_is_made_for_single_sign_on_where_the_account_has_it() {
    let world = World::new();
    let company = Company::new(&world, false);
    let email = company.email("ann");
    let body = json!({"action": "ssoCreate", "user_info": {"email": email, "type": 1, "password": PASSWORD}});
    let id = company.account.post("/users", body.clone()).is(201).text("id");
    assert_eq!(shown(&company.account.actor, &id)["login_types"], json!([101]));
    Browser::new(&world).try_password(&email, PASSWORD).is(403);
    company.signs_in(&Browser::new(&world), claims("s1", &email)).goes_to(HOME);
    let other = json!({"action": "ssoCreate", "user_info": {"email": "ann@elsewhere.example", "type": 1}});
    let refusal = format!("Email address ann@elsewhere.example doesn't match limited domains: {}", company.domain);
    company.account.post("/users", other).refused(400, 1116, &refusal);
    company.account.operate("DELETE", "/identity_provider", Value::Null).is(204);
    let refusal = "The ssoCreate option is only available for SSO Partners that have enabled the pre-provision option. Contact the Zoom Support team to learn more.";
    company.account.post("/users", body.clone()).refused(400, 2032, refusal);
    company.enable(false);
    let refusal = "SSO has not been enabled for this account. Contact the Zoom support team to enable this option.";
    company.account.post("/users", body).refused(400, 2002, refusal);
}

#[test]
fn a_provider_has_no_say_over_emails_of_domains_that_its_account_does_not_manage() {
    let world = World::new();
    let company = Company::new(&world, true);
    // Its domain was managed when it was made, and is not any more.
    let (id, email) = person(&company.account, "ann");
    let owner = company.account.owner_email.clone();
    for email in [&email, &owner] {
        let browser = Browser::new(&world);
        company.signs_in(&browser, claims(email, email)).is(403).says(FAILED);
        assert!(!browser.is_signed_in(), "{email}");
    }
    let domain = email.split_once('@').unwrap().1;
    company.account.operate("POST", "/managed_domains", json!({"domain": domain})).is(200);
    company.signs_in(&Browser::new(&world), claims("s1", &email)).goes_to(HOME);
    // Whoever is known already stays so.
    give_up(&company.account, domain);
    company.signs_in(&Browser::new(&world), claims("s1", &email)).goes_to(HOME);
    assert_eq!(count_events(&world, &id, "user.signed_in"), 2);
}

#[test]
fn a_provider_signs_nobody_in_to_another_account_whatever_domains_its_own_has() {
    let world = World::new();
    let [ours, theirs] = [(); 2].map(|()| Company::new(&world, true));
    let (id, email) = person(&ours.account, "ann");
    let domain = email.split_once('@').unwrap().1;
    theirs.account.operate("POST", "/managed_domains", json!({"domain": domain})).is(200);
    let browser = Browser::new(&world);
    theirs.signs_in(&browser, claims("s1", &email)).is(403).says(FAILED);
    assert!(!browser.is_signed_in());
    assert_eq!(count_events(&world, &id, "user.signed_in"), 0);
    // Nor does the same name of the provider's mean the same user.
    let (_, bob) = ours.person("bob");
    ours.signs_in(&Browser::new(&world), claims("s1", &bob)).goes_to(HOME);
    theirs.signs_in(&Browser::new(&world), claims("s1", &bob)).is(403).says(FAILED);
}

#[test]
fn whoever_has_no_password_is_not_offered_our_second_factor() {
    let world = World::new();
    let company = Company::new(&world, true);
    let browser = Browser::new(&world);
    company.signs_in(&browser, claims("s1", &company.email("ann"))).goes_to(HOME);
    let page = browser.get(HOME).is(200).says(OF_COMPANY);
    assert!(!page.page().contains(SETUP));
    let page = browser.get(SETUP).is(200).says(OF_COMPANY);
    assert!(!page.page().contains("<form"));
    let csrf = csrf(&browser.get(HOME));
    for _ in 0..11 {
        let fields = [("csrf", &*csrf), ("code", "123456"), ("password", PASSWORD)];
        browser.post(SETUP, &fields).is(403).says(OF_COMPANY);
    }
    browser.post(SETUP, &[("csrf", "forged")]).is(403).says(FORGED);
    // Whoever has one takes it with that, however it has signed in.
    let (_, email) = company.person("bob");
    let browser = Browser::new(&world);
    company.signs_in(&browser, claims("s2", &email)).goes_to(HOME);
    browser.get(HOME).says(SETUP);
    two_factor::take(&browser, START);
}

#[test]
fn an_identity_provider_asks_for_its_own_second_factor() {
    let world = World::new();
    let company = Company::new(&world, false);
    let (_, email) = company.person("ann");
    let body = json!({"security": {"sign_in_with_two_factor_auth": "all"}});
    company.account.patch("/accounts/me/settings?option=security", body).is(204);
    company.signs_in(&Browser::new(&world), claims("s1", &email)).goes_to(HOME);
    let (_, guarded) = company.person("bob");
    let browser = Browser::new(&world);
    browser.try_password(&guarded, PASSWORD).goes_to(&format!("{SETUP}?to=%2Fpages%2Faccount"));
    two_factor::take(&browser, START);
    company.signs_in(&Browser::new(&world), claims("s2", &guarded)).goes_to(HOME);
}
