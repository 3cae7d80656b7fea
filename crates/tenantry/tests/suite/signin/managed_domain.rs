//! Signing in with an address whose domain an account of another tree manages.
use super::{Browser, HOME, browser::csrf, take, two_factor::CODE};
use crate::{
    actors::Account,
    answer::Answer,
    server::{START, server},
    users::{
        PASSWORD, admin, count_events, email, event, give_up, invited, limited, managed_domain, person, renewed, shown,
    },
    world::{DAY, World},
};
use serde_json::{Value, json};

const PAGE: &str = "/pages/managed_domain";
const ASKED: &str = "/pages/managed_domain?to=%2Fpages%2Faccount";
const JOIN: &str = "Send me the link";
const CHANGE: &str = "Take this address";
const LATER: &str = "Not now";
const GO_ON: &str = "Go on as it is";
const CANNOT: &str = "You cannot join at the moment. Go back to see why.";
const NO_LONGER: &str = "It was put off three times.";

/// Somebody with a free account of its own and a password.
fn own(world: &World) -> Account<'_> {
    let (email, name) = (format!("olga@own{}.example", server().next_world()), "Olga's");
    let owner = json!({"email": email, "first_name": "Olga", "last_name": "Owner", "password": PASSWORD});
    let made = world.operator("POST", "/accounts", json!({"name": name, "world_id": world.id, "owner": owner}));
    Account::signed_in(world, &made.is(201), &email)
}

/// The same, who has confirmed its address.
fn confirmed(world: &World) -> Account<'_> {
    let own = own(world);
    confirm(world, &own.owner_email);
    own
}

fn confirm(world: &World, email: &str) {
    world.submit(&world.link_of("confirmation", email), &[]).is(200);
}

/// The account manages the domain of this address from now on.
fn manages(account: &Account<'_>, email: &str) {
    let domain = email.split_once('@').unwrap().1;
    account.operate("POST", "/managed_domains", json!({"domain": domain})).is(200);
}

fn gives_up(account: &Account<'_>, email: &str) {
    give_up(account, email.split_once('@').unwrap().1);
}

/// Somebody with a confirmed account of its own, and a master that manages the domain of its address.
fn managed(world: &World) -> (Account<'_>, Account<'_>) {
    let (own, master) = (confirmed(world), world.master());
    manages(&master, &own.owner_email);
    (own, master)
}

/// A browser in which the password was proved, and that is asked.
#[track_caller]
fn asked<'w>(world: &'w World, email: &str) -> Browser<'w> {
    let browser = Browser::new(world);
    browser.try_password(email, PASSWORD).goes_to(ASKED);
    assert!(!browser.is_signed_in());
    browser
}

/// Sends what the page shows with this decision.
fn decides(browser: &Browser<'_>, decision: &str, more: &[(&str, &str)]) -> Answer {
    let page = browser.get(ASKED).is(200);
    let text = page.page();
    let manager = text.split_once("name=\"manager\" value=\"").map_or("", |(_, rest)| rest.split('"').next().unwrap());
    let csrf = csrf(&page);
    browser.post(ASKED, &[&[("csrf", &*csrf), ("manager", manager), ("decision", decision)], more].concat())
}

fn pending(account: &Account<'_>) -> Vec<Value> {
    renewed(account).get("/users?status=pending").is(200).column("email")
}

fn name(world: &World, account: &Account<'_>) -> String {
    world.shown(&format!("/accounts/{}", account.id)).is(200).text("name")
}

#[test]
fn whoever_signs_in_is_told_whose_its_domain_is_and_without_a_choice_nothing_happens() {
    let world = World::new();
    let (own, master) = managed(&world);
    let browser = asked(&world, &own.owner_email);
    let page = browser.get(ASKED).is(200).says(&name(&world, &master)).says(&own.owner_email);
    for button in [JOIN, CHANGE, LATER] {
        page.clone().says(button);
    }
    assert_eq!(count_events(&world, &own.owner_id, "user.signed_in"), 0);
    assert_eq!(pending(&master), [""; 0]);
    assert_eq!(world.mails_to(&own.owner_email).len(), 1, "the one that confirms the address");
    let user = shown(&own.actor, "me");
    assert_eq!((&user["email"], &user["status"]), (&json!(own.owner_email), &json!("active")));
    browser.submit(ASKED, "/pages/signout", &[]).goes_to(super::SIGN_IN);
    browser.get(PAGE).is(303);
}

#[test]
fn on_the_way_to_an_app_the_forms_may_lead_on_to_it() {
    let world = World::new();
    let (own, _) = managed(&world);
    for (to, leads_on) in [("/oauth/authorize?client_id=x", true), (HOME, false)] {
        let [sign_in, page] = [super::SIGN_IN, PAGE].map(|page| auth::sessions::with_target(page, to));
        let browser = Browser::new(&world);
        let proof = [("email", &*own.owner_email), ("password", PASSWORD)];
        browser.submit(&sign_in, &sign_in, &proof).goes_to(&page);
        let policy = browser.get(&page).is(200).header("content-security-policy").to_owned();
        assert_eq!(!policy.contains("form-action"), leads_on, "{to}: {policy}");
    }
}

#[test]
fn whoever_joins_comes_by_the_link_in_its_mail_and_its_own_account_closes() {
    let world = World::new();
    let (own, master) = managed(&world);
    let browser = asked(&world, &own.owner_email);
    decides(&browser, "join", &[]).is(200).says("Look into your mail").says(&own.owner_email);
    assert!(!browser.is_signed_in());
    assert_eq!(pending(&master), [&*own.owner_email]);
    assert_eq!(shown(&own.actor, "me")["status"], "active", "asking changes nothing there");
    let id = shown(&master.actor, &own.owner_email).text("id");
    let made = event(&world, &id, "user.created");
    assert_eq!(made["payload"]["creation_type"], "create");
    assert_eq!(made["by"], json!({"kind": "user", "account_id": own.id, "user_id": own.owner_id}));
    assert_eq!(made["account_id"], json!(master.id));
    let link = world.link_of("invitation", &own.owner_email);
    world.open(&link).is(200).says("It closes for good when you join");
    world.submit(&link, &[("password", "Another-7-pass")]).is(200).says("Welcome");
    let user = shown(&master.actor, &id);
    assert_eq!((&user["status"], &user["verified"], &user["role_id"]), (&json!("active"), &json!(1), &json!("2")));
    assert_eq!((&user["first_name"], &user["type"]), (&json!("Olga"), &json!(1)));
    own.get("/users").is(401);
    Browser::new(&world).signs_in(&own.owner_email, "Another-7-pass");
}

#[test]
fn whoever_was_invited_already_comes_as_it_was_invited() {
    let world = World::new();
    let (own, master) = managed(&world);
    let info = json!({"email": own.owner_email, "type": 2, "first_name": "Ada"});
    let id = master.post("/users", json!({"action": "create", "user_info": info})).is(201).text("id");
    let first = world.link_of("invitation", &own.owner_email);
    world.advance(1);
    decides(&asked(&world, &own.owner_email), "join", &[]).is(200);
    assert_eq!(pending(&master).len(), 1);
    world.open(&first).is(404);
    world.submit(&world.link_of("invitation", &own.owner_email), &[("password", PASSWORD)]).is(200);
    let user = shown(&master.actor, &own.owner_email);
    assert_eq!((&user["id"], &user["type"], &user["first_name"]), (&json!(id), &json!(2), &json!("Ada")));
}

#[test]
fn whoever_takes_another_address_keeps_its_account_and_signs_in_with_it() {
    let world = World::new();
    let (own, master) = managed(&world);
    let after = email(&world, "olga");
    let browser = asked(&world, &own.owner_email);
    let upper = after.to_uppercase();
    decides(&browser, "email", &[("email", &upper)]).is(200).says("Your address was changed").says(&after);
    assert_eq!(browser.cookie("session"), None);
    let user = shown(&renewed(&own).actor, "me");
    assert_eq!((&user["email"], &user["verified"]), (&json!(after), &json!(0)));
    let told = event(&world, &own.owner_id, "user.updated");
    assert_eq!(told["by"], json!({"kind": "user", "account_id": own.id, "user_id": own.owner_id}));
    assert_eq!(told["payload"]["email"], json!(after));
    let mails = world.mails_to(&own.owner_email);
    assert!(mails.iter().any(|mail| mail["kind"] == "email_changed"), "{mails:?}");
    Browser::new(&world).signs_in(&after, PASSWORD);
    Browser::new(&world).try_password(&own.owner_email, PASSWORD).is(403);
    world.submit(&world.link_of("email_change", &after), &[]).is(200);
    assert_eq!(shown(&renewed(&own).actor, "me")["verified"], 1);
    assert_eq!(pending(&master), [""; 0]);
    assert_eq!(world.shown(&format!("/accounts/{}", own.id)).is(200)["owner_email"], json!(after));
}

#[test]
fn an_address_that_is_managed_by_others_or_taken_is_none_to_choose() {
    let world = World::new();
    let (own, master) = managed(&world);
    let (_, taken) = person(&master, "bob");
    let (elsewhere, same) = (world.master(), own.owner_email.replace("olga", "new"));
    let foreign = format!("new@{}", managed_domain(&elsewhere));
    let browser = asked(&world, &own.owner_email);
    for other in [&same, &own.owner_email, &foreign] {
        decides(&browser, "email", &[("email", other)]).is(400).says("Choose one of another domain.");
    }
    decides(&browser, "email", &[("email", &taken)]).is(409).says("has already been used");
    decides(&browser, "email", &[]).is(400).says("Say which address you want to have.");
    let long = |count: usize| format!("{}@long{}.example", "a".repeat(count - 22), "b".repeat(9));
    for (address, status) in [("", 400), ("no address", 400), (&*long(129), 400)] {
        assert_eq!(decides(&browser, "email", &[("email", address)]).status, status, "{address}");
    }
    assert_eq!(shown(&own.actor, "me")["email"], json!(own.owner_email));
    assert_eq!(long(128).len(), 128);
    decides(&browser, "email", &[("email", &long(128))]).is(200);
}

#[test]
fn it_is_put_off_three_times_and_then_chosen() {
    let world = World::new();
    let (own, master) = managed(&world);
    for left in [3, 2, 1] {
        let browser = asked(&world, &own.owner_email);
        browser.get(ASKED).says(&format!("as often as this: {left}"));
        decides(&browser, "later", &[]).goes_to(HOME);
        assert!(browser.is_signed_in());
    }
    assert_eq!(count_events(&world, &own.owner_id, "user.signed_in"), 3);
    let browser = asked(&world, &own.owner_email);
    let page = browser.get(ASKED).is(200).says("put this off three times").says(JOIN).says(CHANGE).page();
    assert!(!page.contains(LATER), "{page}");
    decides(&browser, "later", &[]).is(403).says(NO_LONGER);
    assert!(!browser.is_signed_in());
    // Another account asks anew.
    gives_up(&master, &own.owner_email);
    manages(&world.master(), &own.owner_email);
    browser.get(ASKED).says("as often as this: 3");
    decides(&browser, "later", &[]).goes_to(HOME);
}

#[test]
fn who_has_not_confirmed_its_address_does_not_join_before_it_has() {
    let world = World::new();
    let (own, master) = (own(&world), world.master());
    manages(&master, &own.owner_email);
    let browser = asked(&world, &own.owner_email);
    let page = browser.get(ASKED).is(200).says("Confirm my address").says(CHANGE).says(LATER).page();
    assert!(!page.contains(JOIN), "{page}");
    decides(&browser, "join", &[]).is(409).says(CANNOT);
    assert_eq!(pending(&master), [""; 0]);
    world.advance(1);
    let action = "/pages/confirmation?to=%2Fpages%2Fmanaged_domain%3Fto%3D%252Fpages%252Faccount";
    assert!(page.contains(&format!("action=\"{action}\"")), "{page}");
    let sent = browser.submit(ASKED, action, &[]).is(200).says("Look into your mail");
    assert!(sent.page().contains(&format!("href=\"{ASKED}\"")), "{sent}");
    assert!(!browser.is_signed_in());
    confirm(&world, &own.owner_email);
    browser.get(ASKED).says(JOIN);
    decides(&browser, "join", &[]).is(200);
    assert_eq!(pending(&master), [&*own.owner_email]);
}

#[test]
fn the_owner_of_an_account_that_does_not_close_may_take_another_address_and_goes_on_as_often_as_it_likes() {
    let world = World::new();
    let grow: [fn(&Account<'_>); 3] = [
        |account| account.plan("Pro", 1),
        |account| drop(account.user("robot")),
        |account| drop(managed_domain(account)),
    ];
    for grow in grow {
        let (own, master) = managed(&world);
        grow(&own);
        for _ in 0..5 {
            let browser = asked(&world, &own.owner_email);
            let page =
                browser.get(ASKED).is(200).says("so it does not become a part of").says(CHANGE).says(GO_ON).page();
            assert!(!page.contains(JOIN) && !page.contains(LATER), "{page}");
            decides(&browser, "join", &[]).is(409).says(CANNOT);
            decides(&browser, "later", &[]).goes_to(HOME);
        }
        assert_eq!(pending(&master), [""; 0]);
        assert_eq!(shown(&own.actor, "me")["email"], json!(own.owner_email));
    }
}

#[test]
fn whoever_is_a_user_of_another_account_stays_where_it_is_and_is_asked_only_where_it_may_change_its_address() {
    let world = World::new();
    let (home, master) = (world.master(), world.master());
    let (id, ann) = person(&home, "ann");
    let (_, bob) = admin(&home, "bob");
    [&ann, &bob].into_iter().for_each(|email| manages(&master, email));
    Browser::new(&world).signs_in(&ann, PASSWORD);
    let browser = asked(&world, &bob);
    let page = browser.get(ASKED).is(200).says(CHANGE).says(GO_ON).page();
    assert!(!page.contains(JOIN), "{page}");
    let after = email(&world, "bob");
    decides(&browser, "email", &[("email", &after)]).is(200);
    Browser::new(&world).signs_in(&after, PASSWORD);
    assert_eq!(shown(&home.actor, &id)["email"], json!(ann));
    assert_eq!(pending(&master), [""; 0]);
}

#[test]
fn within_its_tree_in_another_world_and_where_nobody_has_proved_the_domain_nobody_is_asked() {
    let (world, other) = (World::new(), World::new());
    let (master, sub) = world.master_with_subaccount();
    let (_, ann) = person(&sub, "ann");
    let (_, bob) = person(&master, "bob");
    [&ann, &bob].into_iter().for_each(|email| manages(&master, email));
    let [own, elsewhere, closed] = [(); 3].map(|()| confirmed(&world));
    let domain = own.owner_email.split_once('@').unwrap().1;
    master.operate("POST", "/managed_domains", json!({"domain": domain, "status": "pending"})).is(200);
    manages(&other.master(), &elsewhere.owner_email);
    let gone = world.free_standing();
    manages(&gone, &closed.owner_email);
    gone.operate("DELETE", "", Value::Null);
    for email in [&ann, &bob, &own.owner_email, &elsewhere.owner_email, &closed.owner_email] {
        Browser::new(&world).signs_in(email, PASSWORD);
    }
}

#[test]
fn where_the_domain_is_not_managed_any_more_the_user_goes_on_whatever_it_chooses() {
    let world = World::new();
    for (decision, more) in [("join", None), ("later", None), ("email", Some(email(&world, "new")))] {
        let (own, master) = managed(&world);
        let browser = asked(&world, &own.owner_email);
        let (shown_page, more) = (browser.get(ASKED), more.as_deref().map(|email| ("email", email)));
        gives_up(&master, &own.owner_email);
        browser.get(ASKED).is(200).says("Nobody else manages the domain of your address.");
        let csrf = csrf(&shown_page);
        let fields = [("csrf", &*csrf), ("manager", &master.id), ("decision", decision)];
        browser.post(ASKED, &[&fields[..], more.as_slice()].concat()).goes_to(HOME);
        assert!(browser.is_signed_in());
        assert_eq!(pending(&master), [""; 0]);
        assert_eq!(shown(&own.actor, "me")["email"], json!(own.owner_email));
    }
}

#[test]
fn a_choice_counts_for_the_account_that_was_shown() {
    let world = World::new();
    let (own, master) = managed(&world);
    let browser = asked(&world, &own.owner_email);
    let csrf = csrf(&browser.get(ASKED));
    gives_up(&master, &own.owner_email);
    let other = world.master();
    manages(&other, &own.owner_email);
    for (decision, manager) in [("join", &*master.id), ("later", &master.id), ("join", ""), ("join", &own.id)] {
        let fields = [("csrf", &*csrf), ("manager", manager), ("decision", decision)];
        browser
            .post(ASKED, &fields)
            .is(409)
            .says("Another account manages the domain by now.")
            .says(&name(&world, &other));
    }
    assert!(!browser.is_signed_in());
    assert_eq!((pending(&master).len(), pending(&other).len()), (0, 0));
    decides(&browser, "join", &[]).is(200);
    assert_eq!((pending(&master).len(), pending(&other).len()), (0, 1));
}

#[test]
fn an_account_without_room_takes_nobody_in_and_keeps_nobody_from_signing_in() {
    let world = World::new();
    let (own, master) = managed(&world);
    let room = |most: i64| {
        let plan = json!({"account_type": "Business", "seats": 50, "basic_limit": most});
        master.operate("PUT", "/plan", plan).is(200);
    };
    let (_, waiting) = invited(&master, "ann");
    room(2);
    for _ in 0..4 {
        let browser = asked(&world, &own.owner_email);
        browser.get(ASKED).is(200).says("has no place for another user").says(GO_ON);
        decides(&browser, "join", &[]).is(409).says(CANNOT);
        decides(&browser, "later", &[]).goes_to(HOME);
    }
    assert_eq!(pending(&master), [&*waiting]);
    room(3);
    decides(&asked(&world, &own.owner_email), "join", &[]).is(200);
    // Its own place does not keep it out.
    decides(&asked(&world, &own.owner_email), "join", &[]).is(200);
}

#[test]
fn who_has_a_second_factor_is_asked_behind_it_and_removes_it_before_it_joins() {
    let world = World::new();
    let own = confirmed(&world);
    let browser = Browser::new(&world).signs_in(&own.owner_email, PASSWORD);
    let (_, codes) = take(&browser, START);
    let master = world.master();
    manages(&master, &own.owner_email);
    let browser = Browser::new(&world);
    browser.try_password(&own.owner_email, PASSWORD).goes_to("/pages/two_factor?to=%2Fpages%2Faccount");
    browser.get(ASKED).is(303);
    browser.submit(CODE, &format!("{CODE}?to=%2Fpages%2Faccount"), &[("code", &codes[0])]).goes_to(ASKED);
    assert!(!browser.is_signed_in());
    browser.get("/pages/two_factor/setup").is(303);
    decides(&browser, "join", &[]).is(409).says(CANNOT);
    decides(&browser, "later", &[]).goes_to(HOME);
    browser.submit(HOME, "/pages/two_factor/remove", &[("code", &codes[1])]);
    decides(&asked(&world, &own.owner_email), "join", &[]).is(200);
    world.submit(&world.link_of("invitation", &own.owner_email), &[("password", PASSWORD)]).is(200).says("Welcome");
    Browser::new(&world).try_password(&own.owner_email, PASSWORD).goes_to(HOME);
}

#[test]
fn a_second_factor_that_was_set_after_the_wish_is_not_passed_by() {
    let world = World::new();
    let (own, _) = managed(&world);
    decides(&asked(&world, &own.owner_email), "join", &[]).is(200);
    let browser = asked(&world, &own.owner_email);
    decides(&browser, "later", &[]).goes_to(HOME);
    take(&browser, START);
    let link = world.link_of("invitation", &own.owner_email);
    world.submit(&link, &[("password", PASSWORD)]).is(409);
    assert!(browser.is_signed_in(), "its account is as it was");
}

#[test]
fn three_links_are_sent_in_24_hours() {
    let world = limited();
    let (own, _) = managed(&world);
    let join = || decides(&asked(&world, &own.owner_email), "join", &[]);
    (0..3).for_each(|_| drop(join().is(200)));
    join().is(429).says("three times within a day");
    let sent = || world.mails_to(&own.owner_email).iter().filter(|mail| mail["kind"] == "invitation").count();
    assert_eq!(sent(), 3);
    world.advance(DAY - 1);
    join().is(429);
    world.advance(1);
    join().is(200);
    assert_eq!(sent(), 4);
}

#[test]
fn a_forged_form_a_form_of_another_session_and_an_unknown_decision_change_nothing() {
    let world = World::new();
    let (own, master) = managed(&world);
    let (browser, other) = (asked(&world, &own.owner_email), asked(&world, &own.owner_email));
    let theirs = csrf(&other.get(ASKED));
    for forged in ["", "forged", &theirs] {
        for decision in ["join", "email", "later"] {
            let fields = [("csrf", forged), ("manager", &master.id), ("decision", decision), ("email", "a@b.example")];
            browser.post(ASKED, &fields).is(403);
        }
    }
    for decision in ["", "leave", "Join"] {
        decides(&browser, decision, &[]).is(400);
    }
    let fields = [("csrf", &*csrf(&browser.get(ASKED))), ("manager", &master.id)];
    browser.post(ASKED, &fields).is(400).says("It is join, email or later.");
    Browser::new(&world).post(ASKED, &fields).is(303);
    assert!(!browser.is_signed_in());
    assert_eq!(pending(&master), [""; 0]);
}
