//! `/demo/mails`: the kept mail of a demo, for a browser on its machine.
use crate::{
    answer::{Answer, NO_ROUTE},
    server::{Server, Setup, TestClock, server},
    signin::Browser,
    users::{PASSWORD, invited},
    world::{NO_ID, World},
};
use std::{net::SocketAddr, sync::Arc};

const BASE: &str = "http://127.0.0.1:8080";
const MAILS: &str = "/demo/mails";
const ELSEWHERE: &str = "This is shown at the machine itself alone.";

const HERE: &str = "127.0.0.1:8080";

/// A demo that listens on this address.
fn demo(server: &Server, address: &str) -> World {
    demo_at(TestClock::new(), server, address)
}

/// The same with this clock.
fn demo_at(clock: Arc<TestClock>, server: &Server, address: &str) -> World {
    let apis = tenantry::demo::apis(address.parse::<SocketAddr>().unwrap());
    World::on(server.platform_of(Setup { base_url: BASE, clock, ..Setup::default() }, apis))
}

/// The page of the latest mail to the address.
fn page_of(world: &World, email: &str) -> String {
    format!("{MAILS}/{}", world.mails_to(email).last().expect("a mail")["id"].as_str().unwrap())
}

fn at(world: &World, host: &str, path: &str) -> Answer {
    world.send_bytes("GET", path, &[("host", host.to_owned())], Vec::new())
}

fn open(world: &World, path: &str) -> Answer {
    at(world, HERE, path)
}

/// The address of the last link before this text.
fn link_before(page: &str, text: &str) -> String {
    let (before, _) = page.split_once(text).unwrap_or_else(|| panic!("{text} is not said: {page}"));
    let (_, link) = before.rsplit_once("href=\"").expect("a link");
    link.split('"').next().unwrap().to_owned()
}

#[test]
fn whoever_is_invited_in_a_demo_follows_the_link_that_the_page_shows_and_signs_in() {
    let server = Server::start();
    let world = demo(&server, HERE);
    let master = world.master();
    let (_, email) = invited(&master, "ann");
    let list = open(&world, MAILS).is(200).page();
    let mail = link_before(&list, &format!(" to {email},"));
    let page = open(&world, &mail).is(200).says("You are invited to join").says(&email).page();
    let link = link_before(&page, "</a>");
    let path = link.strip_prefix(BASE).expect("an address of ours").to_owned();
    assert!(path.starts_with("/pages/links/"), "{path}");
    world.open(&path).is(200).says("name=\"password\"");
    world.submit(&path, &[("password", PASSWORD)]).is(200).says("Welcome");
    assert!(Browser::new(&world).signs_in(&email, PASSWORD).is_signed_in());
}

#[test]
fn the_latest_mail_stands_first_and_the_rest_is_a_page_away() {
    let (server, clock) = (Server::start(), TestClock::new());
    let world = demo_at(clock.clone(), &server, "[::1]:8080");
    let master = world.master();
    let write = |number: u32| {
        clock.advance(1);
        invited(&master, &format!("n{number}")).1
    };
    let first = write(0);
    // One was written to the owner.
    let mut last = String::new();
    (1..49).for_each(|number| last = write(number));
    let page = open(&world, MAILS).is(200).page();
    assert_eq!(page.matches("<li>").count(), 50);
    assert!(page.find(&last).unwrap() < page.find(&first).unwrap());
    assert!(page.contains(&master.owner_email) && !page.contains("Older mail"), "{page}");
    write(49);
    let page = open(&world, MAILS).is(200).page();
    assert!(page.matches("<li>").count() == 50 && !page.contains(&master.owner_email), "{page}");
    let older = open(&world, &link_before(&page, "Older mail")).is(200).says(&master.owner_email).page();
    assert_eq!((older.matches("<li>").count(), older.contains("Older mail")), (1, false));
}

#[test]
fn without_mail_it_says_so_and_what_is_not_there_is_not_found() {
    let server = Server::start();
    let world = demo(&server, HERE);
    open(&world, MAILS).is(200).says("There is none.");
    for id in [NO_ID, "x", "..%2f.."] {
        open(&world, &format!("{MAILS}/{id}")).is(404).says("There is no such mail.");
    }
    for before in ["x", "%00", "'", &"a".repeat(1000)] {
        assert!(open(&world, &format!("{MAILS}?before={before}")).status < 500, "{before}");
    }
}

#[test]
fn a_name_that_leads_here_from_elsewhere_is_shown_nothing() {
    let world = demo(server(), HERE);
    let (_, email) = invited(&world.master(), "ann");
    let mail = page_of(&world, &email);
    for path in [MAILS, &mail] {
        for host in
            ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "0.0.0.0:8080", "192.0.2.7:8080", ""]
        {
            let answer = at(&world, host, path).is(421).says(ELSEWHERE);
            assert!(!answer.page().contains("@"), "{answer}");
        }
        world.open(path).is(421).says(ELSEWHERE);
    }
    for by in ["forwarded", "via", "x-forwarded-for", "x-real-ip"] {
        let headers = [("host", HERE.to_owned()), (by, "192.0.2.7".to_owned())];
        world.send_bytes("GET", MAILS, &headers, Vec::new()).is(421).says(ELSEWHERE);
    }
    for host in [HERE, "localhost:8080", "[::1]:8080", "localhost"] {
        at(&world, host, MAILS).is(200);
        at(&world, host, &mail).is(200).says(&email);
    }
}

#[test]
fn no_other_site_reads_it_and_nothing_is_sent_to_it() {
    let world = demo(server(), HERE);
    invited(&world.master(), "ann");
    let headers = [("host", HERE.to_owned()), ("origin", "https://evil.example".to_owned())];
    let answer = world.send_bytes("GET", MAILS, &headers, Vec::new()).is(200);
    assert!(answer.headers.keys().all(|name| !name.as_str().starts_with("access-control")), "{:?}", answer.headers);
    assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"));
    assert!(answer.header("cache-control").contains("no-store"));
    assert!(!answer.page().contains("<script") && !answer.page().contains("<form"), "it only reads");
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        world.send_bytes(method, MAILS, &headers, Vec::new()).is(405);
    }
    let asked = world.send_bytes("OPTIONS", MAILS, &headers, Vec::new()).is(204);
    assert!(asked.headers.keys().all(|name| !name.as_str().starts_with("access-control")), "{:?}", asked.headers);
}

#[test]
fn a_server_that_is_no_demo_and_a_demo_that_others_reach_have_no_such_page() {
    let (usual, reached) = (World::on(server().usual()), demo(server(), "0.0.0.0:8080"));
    for world in [&usual, &reached] {
        invited(&world.master(), "ann");
        for path in [MAILS, "/demo/mails/x", "/demo"] {
            open(world, path).is(404).says(NO_ROUTE);
        }
        assert!(world.platform.mounted().iter().all(|at| !at.template.starts_with("/demo")));
    }
}
