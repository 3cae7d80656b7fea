//! What forms and cookies are held to: forged forms, sessions that others have chosen, addresses of other sites.
use super::{
    Browser, FAILED, HOME, SIGN_IN,
    browser::csrf,
    two_factor::{SETUP, guarded},
};
use crate::{
    pages::RESET,
    users::{PASSWORD, person},
    world::World,
};

const FORGED: &str = "This form has grown old. Go back, load it anew and try again.";
const CROSS_SITE: &str = "This form was sent from another site.";

#[test]
fn a_form_that_this_browser_was_not_shown_is_refused() {
    let world = World::new();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    let own = [("email", &*email), ("password", PASSWORD)];
    let elsewhere = csrf(&Browser::new(&world).get(SIGN_IN));
    // What follows from no secret at all everybody can tell.
    let of_nothing = auth::sessions::csrf_of("");
    for forged in ["", "forged", &elsewhere, &of_nothing] {
        let browser = Browser::new(&world);
        browser.get(SIGN_IN).is(200);
        browser.post(SIGN_IN, &[&[("csrf", forged)], &own[..]].concat()).is(403).says(FORGED);
        assert!(!browser.is_signed_in());
    }
    // Without the cookie, or with an empty one, whatever the form says.
    for said in [&elsewhere, &of_nothing] {
        for cookie in [None, Some("")] {
            let browser = Browser::new(&world);
            cookie.into_iter().for_each(|value| browser.set_cookie("visit", value));
            browser.post(SIGN_IN, &[&[("csrf", &**said)], &own[..]].concat()).is(403).says(FORGED);
            assert!(!browser.is_signed_in());
        }
    }
    Browser::new(&world).post(SIGN_IN, &own).is(403).says(FORGED);
}

#[test]
fn a_link_is_asked_for_with_a_form_that_this_browser_was_shown() {
    let world = World::new();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    let elsewhere = csrf(&Browser::new(&world).get(RESET));
    let long = |count: usize| "a".repeat(count);
    let (browser, without_cookie) = (Browser::new(&world), Browser::new(&world));
    browser.get(RESET).is(200);
    for browser in [&browser, &without_cookie] {
        for forged in ["", "forged", &elsewhere, &auth::sessions::csrf_of(""), &long(64)] {
            browser.post(RESET, &[("csrf", forged), ("email", &email)]).is(403).says(FORGED);
        }
        browser.post(RESET, &[("csrf", &long(65)), ("email", &email)]).is(400);
        browser.post(RESET, &[("email", &email)]).is(403).says(FORGED);
    }
    assert!(world.mails_to(&email).is_empty());
    browser.submit(RESET, RESET, &[("email", &email)]).is(200);
    assert_eq!(world.mails_to(&email).len(), 1);
}

#[test]
fn a_form_of_one_session_is_refused_in_another() {
    let world = World::new();
    let master = world.master();
    let [(_, ann), (_, bob)] = ["ann", "bob"].map(|name| person(&master, name));
    let mine = Browser::new(&world).signs_in(&ann, PASSWORD);
    let theirs = csrf(&Browser::new(&world).signs_in(&bob, PASSWORD).get(HOME));
    for path in
        ["/pages/signout", "/pages/two_factor/recovery_codes", "/pages/two_factor/remove", "/pages/two_factor/setup"]
    {
        for forged in [&*theirs, "", "forged"] {
            mine.post(path, &[("csrf", forged), ("code", "000000")]).is(403).says(FORGED);
        }
    }
    assert!(mine.is_signed_in());
}

#[test]
fn a_form_of_another_site_is_refused() {
    let world = World::new();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    let browser = Browser::new(&world);
    let page = csrf(&browser.get(SIGN_IN));
    let form = form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("csrf", &*page), ("email", &email), ("password", PASSWORD)])
        .finish();
    for header in
        [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")]
    {
        let headers = [(header.0, header.1.to_owned())];
        browser.send("POST", SIGN_IN, &headers, form.clone().into_bytes()).is(403).says(CROSS_SITE);
    }
    let headers = [("origin", "null".to_owned()), ("sec-fetch-site", "same-origin".to_owned())];
    browser.send("POST", SIGN_IN, &headers, form.into_bytes()).goes_to(HOME);
}

#[test]
fn a_form_of_another_site_neither_asks_for_a_link_nor_follows_one() {
    let world = World::new();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    let browser = Browser::new(&world);
    let page = csrf(&browser.get(RESET));
    world.asks_for_reset(&email).is(200);
    let link = world.link_to(&email);
    let fields = [("csrf", &*page), ("email", &email), ("password", "Another-7-pass")];
    for path in [RESET, &link] {
        for header in
            [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site"), ("sec-fetch-site", "same-site")]
        {
            browser.post_with(path, &[header], &fields).is(403).says(CROSS_SITE);
        }
    }
    assert_eq!(world.mails_to(&email).len(), 1);
    // The link first: it ends with the next one.
    for path in [&*link, RESET] {
        browser.post_with(path, &[("sec-fetch-site", "same-origin"), ("origin", "null")], &fields).is(200);
    }
}

#[test]
fn a_secret_that_somebody_else_has_chosen_is_nobodys_session() {
    let world = World::new();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    let chosen = "A".repeat(43);
    let browser = Browser::new(&world);
    browser.set_cookie("session", &chosen);
    browser.set_cookie("visit", &chosen);
    browser.get(HOME).goes_to("/pages/signin?to=%2Fpages%2Faccount");
    let browser = browser.signs_in(&email, PASSWORD);
    assert_ne!(browser.cookie("session").unwrap(), chosen);
    assert_eq!(browser.cookie("visit"), None);
    let fixed = Browser::new(&world);
    fixed.set_cookie("session", &chosen);
    assert!(!fixed.is_signed_in());
}

#[test]
fn signing_in_ends_the_session_that_the_browser_was_in() {
    let world = World::new();
    let master = world.master();
    let [(_, ann), (_, bob)] = ["ann", "bob"].map(|name| person(&master, name));
    let browser = Browser::new(&world).signs_in(&ann, PASSWORD);
    let old = browser.clone();
    let (left, visit) = (browser.cookie("session").unwrap(), Browser::new(&world));
    let form = csrf(&visit.get(SIGN_IN));
    browser.set_cookie("visit", &visit.cookie("visit").unwrap());
    browser.post(SIGN_IN, &[("csrf", &form), ("email", &bob), ("password", PASSWORD)]).goes_to(HOME);
    browser.get(HOME).says(&bob);
    assert_ne!(browser.cookie("session").unwrap(), left);
    assert!(!old.is_signed_in());
}

#[test]
fn cookies_are_for_this_host_alone_and_out_of_reach_of_scripts() {
    let world = World::new();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    let browser = Browser::new(&world);
    let visit = browser.get(SIGN_IN).header("set-cookie").to_owned();
    let signed_in = browser.try_password(&email, PASSWORD);
    let lines: Vec<&str> = signed_in.headers.get_all("set-cookie").iter().map(|line| line.to_str().unwrap()).collect();
    let session = lines.iter().find(|line| line.starts_with("__Host-session=")).expect("a session");
    for line in [&*visit, session] {
        assert!(line.starts_with("__Host-"), "{line}");
        assert!(line.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"), "{line}");
    }
    assert!(lines.iter().any(|line| line.starts_with("__Host-visit=;") && line.contains("Max-Age=0")));
}

#[test]
fn a_browser_goes_on_to_addresses_of_this_server_alone() {
    let world = World::new();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    let wishes = [
        ("/oauth/authorize?response_type=code&state=a%26b", "/oauth/authorize?response_type=code&state=a%26b"),
        ("/pages/two_factor/setup", "/pages/two_factor/setup"),
        ("//evil.example", HOME),
        ("https://evil.example/oauth/authorize", HOME),
        ("/\\evil.example", HOME),
        ("/oauth/\\evil.example", HOME),
        ("/oauth//evil.example", HOME),
        ("/oauth/..//evil.example", HOME),
        ("/oauth/a\r\nset-cookie: a=b", HOME),
        ("javascript:alert(1)", HOME),
        ("", HOME),
    ];
    for (number, (wish, target)) in wishes.into_iter().enumerate() {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("to", wish).finish();
        let path = format!("{SIGN_IN}?{query}");
        let browser = Browser::new(&world);
        let page = browser.get(&path).is(200);
        assert!(!page.page().contains("evil"), "{page}");
        let nobody = world.email(&format!("nobody{number}"));
        browser.submit(&path, &path, &[("email", &nobody), ("password", PASSWORD)]).is(403).says(FAILED);
        browser.submit(&path, &path, &[("email", &email), ("password", PASSWORD)]).goes_to(target);
        browser.get(&path).goes_to(target);
    }
}

/// Browsers hold `form-action` against every address that the answer of a form leads to.
#[test]
fn forms_on_the_way_to_an_app_may_lead_on_to_it_and_no_others() {
    let world = World::new();
    let ((_, email, ..), nobody) = (guarded(&world, "ann"), world.email("nobody"));
    let without_factor = Browser::new(&world).signs_in(&person(&world.master(), "bob").1, PASSWORD);
    for (to, leads_on) in [
        ("/oauth/authorize?client_id=x&state=y", true),
        ("/oauth/authorize", true),
        ("/oauth/authorizer", false),
        ("/oauth/device?user_code=/oauth/authorize", false),
        ("/pages/two_factor/setup", false),
        ("https://evil.example/oauth/authorize", false),
        ("", false),
    ] {
        let browser = Browser::new(&world);
        let sign_in = auth::sessions::with_target(SIGN_IN, to);
        let tries = |email: &str| browser.submit(&sign_in, &sign_in, &[("email", email), ("password", PASSWORD)]);
        let mut pages = vec![browser.get(&sign_in).is(200), tries(&nobody).is(403)];
        let asked = tries(&email).is(303);
        let asked = asked.header("location");
        pages.extend([browser.get(asked).is(200), browser.submit(asked, asked, &[("code", "000000")]).is(403)]);
        let setup = auth::sessions::with_target(SETUP, to);
        let takes = |password: &str| {
            without_factor.submit(&setup, &setup, &[("code", "000000"), ("password", password)]).is(403)
        };
        pages.extend([without_factor.get(&setup).is(200), takes("another password"), takes(PASSWORD)]);
        for page in pages {
            let policy = page.header("content-security-policy");
            assert_eq!(!policy.contains(" form-action 'self';"), leads_on, "{to}: {policy}");
            assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
            assert!(policy.ends_with(" frame-ancestors 'none'; base-uri 'none'"), "{policy}");
        }
    }
}

#[test]
fn each_field_and_each_wish_has_a_longest_length() {
    let world = World::new();
    let (_, email) = person(&world.master(), "ann");
    let long = |count: usize| "a".repeat(count);
    let browser = Browser::new(&world);
    let forged = |path: &str, count: usize| browser.post(path, &[("csrf", &long(count))]).status;
    assert_eq!([64, 65].map(|count| forged(SIGN_IN, count)), [403, 400]);
    browser.try_password(&long(128), PASSWORD).is(403).says(FAILED);
    browser.try_password(&long(129), PASSWORD).is(400);
    let to = |count: usize| {
        let to = format!("/pages/{}", "a".repeat(count - 7));
        (format!("{SIGN_IN}?to={to}"), to)
    };
    assert_eq!([to(8192), to(8193)].map(|(path, _)| browser.get(&path).status), [200, 400]);
    let (path, target) = to(8192);
    browser.submit(&path, &path, &[("email", &email), ("password", PASSWORD)]).goes_to(&target);
    for path in ["/pages/two_factor/remove", "/pages/two_factor/recovery_codes"] {
        let send = |count: usize| browser.submit(HOME, path, &[("code", &long(count))]).status;
        assert_eq!([64, 65].map(send), [403, 400], "{path}");
        assert_eq!([64, 65].map(|count| forged(path, count)), [403, 400], "{path}");
    }
    let send = |field: &str, count: usize| browser.submit(SETUP, SETUP, &[(field, &long(count))]).status;
    for (field, most) in [("code", 64), ("password", 1024)] {
        assert_eq!([most, most + 1].map(|count| send(field, count)), [403, 400], "{field}");
    }
    assert_eq!([64, 65].map(|count| forged(SETUP, count)), [403, 400]);
}

#[test]
fn pages_of_the_sign_in_run_no_script_stand_in_no_frame_and_are_kept_nowhere() {
    let world = World::new();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    let browser = Browser::new(&world);
    let before = [browser.get(SIGN_IN), browser.try_password(&email, "another password")];
    let browser = browser.signs_in(&email, PASSWORD);
    for page in
        before.into_iter().chain([browser.get(HOME), browser.get("/pages/two_factor/setup"), browser.get(SIGN_IN)])
    {
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none';") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("script-src") && !policy.contains("unsafe"), "{policy}");
        assert!(page.header("cache-control").contains("no-store"));
        assert!(!page.page().contains("<script") && !page.page().contains(" style="), "{page}");
    }
}
