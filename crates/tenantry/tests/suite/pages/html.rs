//! What holds for every page.
use super::{NO_LINK, RESET, TO_ACCOUNT, TO_FORM};
use crate::{
    signin::{Browser, HOME},
    users::{PASSWORD, email, invited, make, person},
    world::World,
};
use serde_json::json;

#[test]
fn a_page_runs_no_script_stands_in_no_frame_and_is_kept_nowhere() {
    let world = World::new();
    let master = world.master();
    let (_, email) = invited(&master, "ann");
    let link = world.link_to(&email);
    for page in
        [world.open(&link), world.open("/pages/password"), world.open("/pages/links/none"), world.open("/pages/x")]
    {
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none';") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert!(!policy.contains("script-src") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(page.header("referrer-policy"), "no-referrer");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert!(page.header("cache-control").contains("no-store"));
        assert!(!page.page().contains("<script"));
    }
}

#[test]
fn links_that_nobody_was_sent_are_answered_alike() {
    let world = World::new();
    let pages = ["x", "..%2f..", &"A".repeat(43), "%ff%fe"].map(|secret| {
        let path = format!("/pages/links/{secret}");
        world.submit(&path, &[("password", PASSWORD)]).is(404);
        world.open(&path).is(404).says(NO_LINK).page()
    });
    assert!(pages.iter().all(|page| *page == pages[0]), "{pages:?}");
}

#[test]
fn names_are_escaped_wherever_they_stand() {
    let world = World::new();
    let master = world.master();
    let address = email(&world, "ann");
    make(&master.actor, "create", &address, json!({"first_name": "A\"n'n & co"})).is(201);
    world.open(&world.link_to(&address)).is(200).says("A&quot;n'n &amp; co");
}

#[test]
fn a_page_that_does_not_exist_and_a_method_that_it_does_not_know_are_told_as_pages() {
    let world = World::new();
    world.open("/pages/nothing").is(404).says("<h1>");
    let answer = world.send_bytes("PUT", "/pages/password", &[], Vec::new()).is(405).says("<h1>");
    assert_eq!(answer.header("allow"), "GET, HEAD, OPTIONS, POST");
}

#[test]
fn a_refusal_leads_back_to_the_form_that_its_address_shows_and_to_the_account_elsewhere() {
    let world = World::new();
    let master = world.master();
    let (_, email) = person(&master, "ann");
    let browser = Browser::new(&world).signs_in(&email, PASSWORD);
    world.asks_for_reset("no address").is(400).says(TO_FORM);
    world.submit(RESET, &[("email", &email)]).is(403).says(TO_FORM);
    for path in
        ["/pages/signout", "/pages/confirmation", "/pages/two_factor/remove", "/pages/two_factor/recovery_codes"]
    {
        browser.post(path, &[("csrf", "forged")]).is(403).says(TO_ACCOUNT);
        browser.get(path).is(405).says(TO_ACCOUNT);
    }
    let link = world.link_to(&master.owner_email);
    world.submit(&link, &[("first_name", "<b>")]).is(400).says(TO_FORM);
    world.submit(&link, &[]).is(200);
    for answer in [world.open(&link), world.submit(&link, &[]), world.open("/pages/nothing")] {
        answer.says(TO_ACCOUNT);
    }
    browser.get(HOME).is(200);
    Browser::new(&world).get(HOME).is(303);
}

#[test]
fn garbage_in_a_form_is_refused_and_never_a_fault_of_ours() {
    let world = World::new();
    let master = world.master();
    let (_, email) = invited(&master, "ann");
    let link = world.link_to(&email);
    let bodies =
        ["%00=%ff&password=%00", "password[]=x&first_name[a]=b", "{\"password\": 7}", "{\"password\": {}}", "\u{0}"];
    for path in [&*link, "/pages/password", "/pages/links/none"] {
        for body in bodies {
            let answer = world.send_bytes("POST", path, &[], body.as_bytes().to_vec());
            assert!((400..500).contains(&answer.status), "{answer}");
        }
    }
    world.open(&link).is(200);
}
