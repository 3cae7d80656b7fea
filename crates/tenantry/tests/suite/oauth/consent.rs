//! `/oauth/authorize`: what a user is shown, who may decide, and whom nobody is sent to.
use super::{App, BACK, FORGED};
use crate::{
    matrix::operations,
    pages::{TO_ACCOUNT, TO_FORM},
    server::BASE_URL,
    signin::Browser,
    users::{PASSWORD, count_events, holder, person},
    world::{NO_ID, World},
};
use platform::{Mounted, scopes::Level};
use serde_json::json;
use std::{collections::BTreeSet, sync::Arc};

const OTHER_ADDRESS: &str = "Redirect URI mismatch.";
const NO_APP: &str = "Invalid client.";
const NOT_INSTALLED: &str = "This app is not installed on your account.";
const NOT_YOURS: &str = "This app is not for users of your account.";

#[test]
fn the_page_says_in_words_what_an_app_may_do_and_where() {
    let world = World::new();
    let master = world.master();
    let scopes =
        ["user:read:list_users:admin", "user:write:user:admin", "role:read:list_roles:master", "user:read:user:admin"];
    let app = App::installed(&master, json!({"name": "Planner <&>", "scopes": scopes}));
    let name = world.operator("GET", &format!("/accounts/{}", master.id), json!(null)).text("name");
    let page = Browser::of(&master, &master.owner_id).get(&app.page()).is(200);
    for words in
        ["List users", "Invite or make a user", "List roles", "Allow Planner &lt;&amp;&gt;?", &master.owner_email]
    {
        assert!(page.page().contains(words), "{words}: {}", page.page());
    }
    for place in [format!("In the account {name}"), format!("In the accounts below {name}")] {
        assert!(page.page().contains(&place), "{place}: {}", page.page());
    }
    for button in ["value=\"allow\">Allow</button>", "value=\"deny\">Deny</button>"] {
        assert!(page.page().contains(button), "{button}: {}", page.page());
    }
    for told in &scopes {
        assert!(!page.page().contains(told), "{told} is no word");
    }
    assert!(!page.page().contains("Delete"), "{}", page.page());
}

#[test]
fn every_scope_of_every_kind_has_words() {
    let world = World::new();
    let master = world.master();
    let for_oneself = for_oneself(&world);
    for (scope, is_there) in
        [("user:read:user", true), ("user:read:user:admin", false), ("role:read:list_roles", false)]
    {
        assert_eq!(for_oneself.contains(scope), is_there, "{scope}");
    }
    for (kind, classic) in [("oauth", false), ("oauth", true), ("user", false), ("user", true)] {
        let app = App::made(&master, kind, json!({"classic": classic}));
        let made = master.operate("GET", "/apps", json!(null)).is(200);
        let made = made["apps"].as_array().unwrap().iter().find(|made| made["id"] == json!(app.id)).unwrap().clone();
        let browser = Browser::of(&master, &master.owner_id);
        for scope in made["scopes"].as_array().unwrap().iter().map(|scope| scope.as_str().unwrap()) {
            let page = browser.get(&app.page_with(&[("scope", scope)])).is(200).page();
            // What only an account as a whole is asked about, users cannot do for themselves.
            let has_words = kind == "oauth" || for_oneself.contains(scope);
            assert_eq!(page.contains("<li>"), has_words, "{kind} {scope}: {page}");
        }
    }
}

/// The scopes of users that open something about one user.
fn for_oneself(world: &World) -> BTreeSet<String> {
    let about_one = |mounted: &&Arc<Mounted>| {
        let path = mounted.operation.path;
        path.contains("{userId}") || path.starts_with("/users/me/")
    };
    let needed = |mounted: &Arc<Mounted>| {
        let needed = mounted.rule.needs.at(Level::User);
        let classic = needed.classic.iter().map(|&name| name.to_owned());
        needed.granular().into_iter().chain(classic).collect::<Vec<_>>()
    };
    operations(world).iter().filter(about_one).flat_map(needed).collect()
}

#[test]
fn the_page_runs_no_script_stands_in_no_frame_and_its_form_leads_wherever_the_app_does() {
    let world = World::new();
    let master = world.master();
    for address in [BACK, "http://[::1]:7000/back", "com.example.app:/back"] {
        let app = App::installed(&master, json!({"redirect_uris": [address]}));
        let page = Browser::of(&master, &master.owner_id).get(&app.page_with(&[("redirect_uri", address)])).is(200);
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
        // Browsers would hold it against whatever address the app's own leads on to.
        assert!(policy.ends_with("'; frame-ancestors 'none'; base-uri 'none'"), "{policy}");
        assert_eq!(
            (page.header("content-type"), page.header("referrer-policy")),
            ("text/html; charset=utf-8", "no-referrer")
        );
        assert!(page.header("cache-control").contains("no-store"));
    }
}

#[test]
fn who_is_not_signed_in_signs_in_and_comes_back_to_the_same_request() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let page = app.page_with(&[("state", "a b"), ("scope", "user:read:user:admin")]);
    let to = wanted(Browser::new(&world).get(&page).is(303).header("location"));
    let back = Browser::of(&master, &master.owner_id).decides(&to, "allow").is(303).sent_back();
    assert_eq!(back["state"], "a b");
    // So does a form that was sent when the session was over.
    let place = Browser::new(&world).post(&page, &[("decision", "allow")]).is(303);
    assert!(place.header("location").starts_with(auth::sessions::SIGN_IN));
}

/// Where a browser comes back to that is sent to sign in.
#[track_caller]
fn wanted(place: &str) -> String {
    let (path, query) = place.split_once('?').expect("a target");
    assert_eq!(path, auth::sessions::SIGN_IN);
    let to = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "to").unwrap().1.into_owned();
    assert_eq!(auth::sessions::target(&to), to);
    to
}

#[test]
fn whoever_denies_sends_the_app_away_without_a_code() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let page = app.page_with(&[("state", "here")]);
    let told = Browser::of(&master, &master.owner_id).decides(&page, "deny").is(303).sent_back();
    assert_eq!(
        (told["error"].as_str(), told["state"].as_str(), told["iss"].as_str()),
        ("access_denied", "here", BASE_URL)
    );
    assert!(!told.contains_key("code"));
    assert!(world.log(|event| event["payload"]["app_id"] == json!(app.id)).is_empty());
}

#[test]
fn a_decision_is_allow_or_deny() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let browser = Browser::of(&master, &master.owner_id);
    for decision in ["", "ALLOW", "allow ", "yes"] {
        browser.decides(&app.page(), decision).is(400).says("It is allow or deny.");
    }
}

#[test]
fn a_form_counts_in_the_session_that_it_was_shown_in() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let (victim, thief) = (Browser::of(&master, &master.owner_id), Browser::of(&master, &master.owner_id));
    let foreign = thief.get(&app.page()).is(200).csrf();
    let shown = victim.get(&app.page()).is(200).hidden();
    let (csrf, asked) = (shown["csrf"].clone(), shown["asked"].clone());
    for csrf in ["", "guessed", &foreign] {
        let fields = [("csrf", csrf), ("asked", &asked), ("decision", "allow")];
        let answer = victim.post(&app.page(), &fields).is(403);
        assert!(answer.headers.get("location").is_none());
    }
    // Neither does one that stands in an address.
    victim.post(&format!("{}&csrf={csrf}&asked={asked}&decision=allow", app.page()), &[]).is(403);
    for (name, value) in
        [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")]
    {
        let fields = [("csrf", &*csrf), ("asked", &asked), ("decision", "allow")];
        let answer = victim.post_with(&app.page(), &[(name, value)], &fields).is(403);
        assert!(answer.headers.get("location").is_none());
    }
    let fields = [("csrf", &*csrf), ("asked", &asked), ("decision", "allow")];
    victim.post_with(&app.page(), &[("sec-fetch-site", "same-origin"), ("origin", BASE_URL)], &fields).is(303);
}

#[test]
fn nobody_is_sent_anywhere_for_an_app_that_is_none() {
    let world = World::new();
    let master = world.master();
    let off = App::installed(&master, json!({}));
    master.operate("PATCH", &format!("/apps/{}", off.id), json!({"enabled": false})).is(200);
    let removed = App::installed(&master, json!({}));
    master.operate("DELETE", &format!("/apps/{}", removed.id), json!(null)).is(204);
    let jwt = master.operate("POST", "/apps", json!({"kind": "jwt"})).is(201).text("api_key");
    let browser = Browser::of(&master, &master.owner_id);
    let app = App::installed(&master, json!({}));
    for client in ["", "unknown", NO_ID, &off.client_id, &removed.client_id, &jwt, &master.client_id] {
        for browser in [&browser, &Browser::new(&world)] {
            let answer = browser.get(&app.page_with(&[("client_id", client)])).is(400).says(NO_APP);
            assert!(answer.headers.get("location").is_none());
        }
    }
}

/// What can be wrong with a request whose app and address are right, and what the app is told of it.
const WRONG: [(&str, &str, &str); 6] = [
    ("response_type", "", "unsupported_response_type"),
    ("response_type", "token", "unsupported_response_type"),
    ("response_type", "code token", "unsupported_response_type"),
    ("scope", "user:read:user:admin role:read:list_roles:admin", "invalid_scope"),
    ("scope", "user:fly", "invalid_scope"),
    ("code_challenge_method", "plain", "invalid_request"),
];

#[test]
fn what_is_wrong_with_the_rest_of_a_request_is_told_to_the_app() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({"scopes": ["user:read:user:admin"]}));
    let browser = Browser::of(&master, &master.owner_id);
    for (field, value, error) in WRONG {
        let page = app.page_with(&[(field, value), ("state", "x")]);
        for answer in [browser.get(&page), browser.post(&page, &[("decision", "allow")])] {
            let told = answer.is(303).sent_back();
            assert_eq!((told["error"].as_str(), told["state"].as_str(), told["iss"].as_str()), (error, "x", BASE_URL));
        }
    }
}

#[test]
fn nobody_is_sent_to_an_app_before_signing_in_whatever_is_wrong() {
    let world = World::new();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    let app = App::installed(&master, json!({"scopes": ["user:read:user:admin"]}));
    for (field, value, error) in WRONG {
        let page = app.page_with(&[(field, value), ("state", "x")]);
        let browser = Browser::new(&world);
        let place = browser.get(&page).is(303).header("location").to_owned();
        let to = wanted(&place);
        browser.post(&page, &[("decision", "allow")]).goes_to(&place);
        browser.submit(&place, &place, &[("email", &email), ("password", PASSWORD)]).goes_to(&to);
        let told = browser.get(&to).is(303).sent_back();
        assert_eq!((told["error"].as_str(), told["state"].as_str()), (error, "x"));
    }
}

#[test]
fn nobody_of_another_account_is_sent_to_an_app_whatever_is_wrong() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let stranger = world.master();
    let app = App::installed(&master, json!({"scopes": ["user:read:user:admin"]}));
    for other in [&sub, &stranger] {
        let browser = Browser::of(other, &other.owner_id);
        for (field, value, _) in WRONG {
            let page = app.page_with(&[(field, value), ("state", "x")]);
            for answer in [browser.get(&page), browser.post(&page, &[("decision", "deny")])] {
                assert!(answer.headers.get("location").is_none(), "{field} {value}: {answer}");
                answer.is(403).says(NOT_YOURS);
            }
        }
    }
}

#[test]
fn a_field_that_stands_in_a_request_twice_is_believed_nowhere() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let browser = Browser::of(&master, &master.owner_id);
    for more in ["redirect_uri=https://evil.example", "client_id=x", "state=a&state=b", "scope=a&scope=a"] {
        let answer = browser.get(&format!("{}&{more}", app.page())).is(400);
        assert!(answer.headers.get("location").is_none());
    }
}

#[test]
fn an_app_is_authorised_by_users_of_its_own_account() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let stranger = world.master();
    for app in [App::installed(&master, json!({})), App::of_users(&master, json!({}))] {
        for other in [&sub, &stranger] {
            let browser = Browser::of(other, &other.owner_id);
            let page = browser.get(&app.page()).is(403).says(NOT_YOURS).says(TO_ACCOUNT).page();
            assert!(!page.contains("Planner"), "{page}");
            let own = App::of_users(other, json!({}));
            let csrf = browser.get(&own.page()).is(200).csrf();
            let fields = [("csrf", &*csrf), ("decision", "allow")];
            browser.post(&app.page(), &fields).is(403).says(NOT_YOURS).says(TO_FORM);
        }
        Browser::of(&master, &master.owner_id).allows(&app.page());
    }
}

#[test]
fn an_app_for_an_account_is_installed_by_one_whose_role_gives_what_it_asks_for() {
    let world = World::new();
    let master = world.master();
    let app = App::made(&master, "oauth", json!({"scopes": ["user:read:list_users:admin"]}));
    let (ann, _) = person(&master, "ann");
    let (reader, _) = holder(&master, "reader", &["User:Read"]);
    let browser = Browser::of(&master, &ann);
    browser.get(&app.page()).is(403).says(NOT_INSTALLED).says(TO_ACCOUNT);
    let own = browser.get(&App::of_users(&master, json!({})).page()).is(200).csrf();
    browser.post(&app.page(), &[("csrf", &own), ("decision", "allow")]).is(403).says(NOT_INSTALLED).says(TO_FORM);
    Browser::of(&master, &reader).get(&app.page()).is(200).says("installs the app for every user");
    Browser::of(&master, &reader).decides(&app.page(), "deny").is(303);
    browser.get(&app.page()).is(403);
    Browser::of(&master, &reader).allows(&app.page());
    assert_eq!(count_events(&world, &app.id, "app.updated"), 1);
    // From now on others may; whether it does them any good, their roles say.
    let tokens = app.tokens_of(&master, &ann);
    assert_eq!(tokens.access.get("/users").is(400)["code"], 200);
    assert!(!browser.get(&app.page()).is(200).page().contains("installs the app"));
    master.operate("DELETE", &format!("/apps/{}/installation", app.id), json!(null)).is(204);
    browser.get(&app.page()).is(403).says(NOT_INSTALLED);
}

#[test]
fn an_app_for_an_account_with_scopes_of_masters_is_installed_by_one_whose_role_gives_them() {
    let world = World::new();
    let master = world.master();
    let app = App::made(&master, "oauth", json!({"scopes": ["user:read:list_users:master"]}));
    let with = |privileges: &[&str]| Browser::of(&master, &holder(&master, "who", privileges).0);
    for browser in [with(&["User:Read"]), with(&["SubAccount:Read"]), with(&[])] {
        browser.get(&app.page()).is(403).says(NOT_INSTALLED);
    }
    with(&["User:Read", "SubAccount:Read"]).allows(&app.page());
    with(&[]).allows(&app.page());
}

#[test]
fn an_address_with_a_query_keeps_it() {
    let world = World::new();
    let master = world.master();
    let address = format!("{BACK}?tenant=a%20b");
    let app = App::installed(&master, json!({"redirect_uris": [address]}));
    let page = app.page_with(&[("redirect_uri", &address)]);
    let place = Browser::of(&master, &master.owner_id).decides(&page, "allow").is(303).header("location").to_owned();
    assert!(place.starts_with(&format!("{address}&code=")), "{place}");
}

#[test]
fn an_answer_goes_to_the_address_that_was_asked_for_and_to_no_look_alike() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let (browser, nobody) = (Browser::of(&master, &master.owner_id), Browser::new(&world));
    let csrf = browser.get(&app.page()).is(200).csrf();
    assert!(super::look_alikes::OF_BACK.len() >= 60);
    for address in super::look_alikes::OF_BACK {
        // An empty field is left out of the address by the page of the test, as a client would.
        for more in [vec![("redirect_uri", *address)], vec![("redirect_uri", *address), ("response_type", "token")]] {
            let page = app.page_with(&more);
            let answers = [
                browser.get(&page),
                nobody.get(&page),
                browser.post(&page, &[("csrf", &csrf), ("decision", "allow")]),
                browser.post(&page, &[("csrf", &csrf), ("decision", "deny")]),
            ];
            for answer in answers {
                assert!(answer.headers.get("location").is_none(), "{address:?}: {answer}");
                // What no field may hold is refused earlier.
                let words = if address.contains('\0') { "redirect_uri: Invalid field." } else { OTHER_ADDRESS };
                answer.is(400).says(words);
            }
        }
    }
}

#[test]
fn what_is_allowed_is_what_was_shown() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({"scopes": ["user:read:user:admin"]}));
    let browser = Browser::of(&master, &master.owner_id);
    let allowed = || world.log(|event| event["payload"]["app_id"] == json!(app.id)).len();
    let more = json!({"scopes": ["user:read:user:admin", "user:write:user:admin"]});
    // While somebody reads the page, the app asks for more, or would have to be installed.
    for (method, path, body, status) in [
        ("PATCH", format!("/apps/{}", app.id), more, 200),
        ("DELETE", format!("/apps/{}/installation", app.id), json!(null), 204),
    ] {
        let before = browser.get(&app.page()).is(200);
        master.operate(method, &path, body).is(status);
        let answer = browser.presses(&app.page(), &before, "allow").is(403).says(FORGED);
        assert!(answer.headers.get("location").is_none());
        assert_eq!(allowed(), 0);
        browser.presses(&app.page(), &before, "deny").is(303);
    }
    browser.allows(&app.page());
    assert_eq!(allowed(), 1);
    // What another app has shown is nothing either.
    let other = App::installed(&master, json!({"scopes": ["user:read:user:admin", "user:write:user:admin"]}));
    let of_other = browser.get(&other.page()).is(200);
    browser.presses(&app.page(), &of_other, "allow").is(403).says(FORGED);
}

#[test]
fn a_request_that_nobody_could_be_brought_back_to_sends_nobody_to_sign_in() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({"scopes": ["user:read:user:admin"]}));
    let scope = |times: usize| vec!["user:read:user:admin"; times].join(" ");
    let long = |state: usize| app.page_with(&[("scope", &scope(250)), ("state", &"a".repeat(state))]);
    let state = 8192 - (long(1).len() - 1);
    assert!((1..2048).contains(&state), "{state}");
    let told = Browser::of(&master, &master.owner_id).get(&long(state + 1)).is(303).sent_back();
    assert_eq!((told["error"].as_str(), told["state"].len()), ("invalid_request", state + 1));
    let nobody = Browser::new(&world);
    for answer in [nobody.get(&long(state + 1)), nobody.post(&long(state + 1), &[("decision", "allow")])] {
        let answer = answer.is(400).says("This address is longer than 8192 bytes.");
        assert!(answer.headers.get("location").is_none());
    }
    let place = nobody.get(&long(state)).is(303).header("location").to_owned();
    let to = wanted(&place);
    assert_eq!(to.len(), 8192);
    Browser::new(&world).get(&place).is(200);
    Browser::of(&master, &master.owner_id).allows(&to);
}
