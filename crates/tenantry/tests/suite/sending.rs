//! Sending mail: each is sent once, and tried again by the clock until it is of no use any more.
mod mail_server;

use crate::{
    secrets,
    server::{Server, Setup, TestClock, server},
    users::{invited, make, person},
    world::{DAY, World},
};
use mail::{Round, Sender, Smtp};
use mail_server::MailServer;
use platform::Platform;
use serde_json::{Value, json};
use std::sync::Arc;
use storage::{Keys, time};

/// A database of its own, so that no mail of other tests waits in it.
struct Scene {
    own: Server,
    clock: Arc<TestClock>,
    world: World,
}

impl Scene {
    fn new() -> Self {
        let (own, clock) = (Server::start(), TestClock::new());
        let world = World::on(own.platform(Setup { clock: clock.clone(), ..Setup::default() }));
        Scene { own, clock, world }
    }
    fn sender(&self, to: &MailServer) -> Sender {
        sender_of(self.world.platform.clone(), to)
    }
    /// A process with another key.
    fn another(&self) -> Platform {
        let keys = Some(Arc::new(Keys::for_tests(9)));
        self.own.platform(Setup { clock: self.clock.clone(), keys, ..Setup::default() })
    }
    fn sender_without_key(&self, to: &MailServer) -> Sender {
        sender_of(self.another(), to)
    }
    /// Sends what is due; how many were tried.
    fn send(&self, sender: &Sender) -> usize {
        send_on(sender, &mut Round::default())
    }
    /// An account, and the mail to its owner.
    fn mail(&self) -> String {
        self.world.free_standing().owner_email
    }
    fn shown(&self, email: &str) -> Value {
        self.world.mails_to(email).remove(0)
    }
}

/// Goes on with a round until the next pause; how many were tried.
fn send_on(sender: &Sender, round: &mut Round) -> usize {
    server().runtime.block_on(sender.send_due(round, || false)).unwrap()
}

fn sender_of(platform: Platform, to: &MailServer) -> Sender {
    let smtp = Smtp::new(&to.url, "tenantry <no-reply@mail.example>", "mail.example").unwrap();
    Sender::new(platform, smtp)
}

#[test]
fn each_mail_is_sent_once() {
    let (scene, to) = (Scene::new(), MailServer::start(&[]));
    let sender = scene.sender(&to);
    let emails = [scene.mail(), scene.mail()];
    assert!(emails.iter().all(|email| scene.shown(email).get("sent_at").is_none()));
    assert_eq!([scene.send(&sender), scene.send(&sender)], [2, 0]);
    for email in &emails {
        let shown = scene.shown(email);
        let told = ["attempts", "sent_at", "fault"].map(|field| shown[field].clone());
        assert_eq!(told, [json!(1), json!("2026-01-01T00:00:00Z"), Value::Null]);
        let got = to.to(email);
        let [message] = got.as_slice() else { panic!("{got:?}") };
        for line in [
            "From: tenantry <no-reply@mail.example>",
            "Subject: Confirm your address for free",
            "Date: Thu, 01 Jan 2026",
        ] {
            assert!(message.contains(line), "{line}: {message}");
        }
        let id = shown["id"].as_str().unwrap();
        assert!(message.contains(&format!("Message-ID: <{id}@mail.example>")), "{message}");
    }
}

#[test]
fn a_mail_that_is_refused_for_now_is_tried_again_and_each_pause_is_twice_as_long() {
    let (scene, to) = (Scene::new(), MailServer::start(&["451 Try later", "451 Try later"]));
    let sender = scene.sender(&to);
    let email = scene.mail();
    for (attempt, pause) in [(1, 1), (2, 2)] {
        assert_eq!(scene.send(&sender), 1);
        let shown = scene.shown(&email);
        assert_eq!((&shown["attempts"], shown.get("sent_at")), (&json!(attempt), None));
        assert!(shown["fault"].as_str().unwrap().contains("Try later"), "{shown}");
        scene.clock.advance(pause * time::MINUTE - 1);
        assert_eq!(scene.send(&sender), 0);
        scene.clock.advance(1);
    }
    assert_eq!(scene.send(&sender), 1);
    let shown = scene.shown(&email);
    assert_eq!((&shown["attempts"], shown.get("fault")), (&json!(3), None));
    assert_eq!(to.to(&email).len(), 1);
}

#[test]
fn a_mail_that_will_never_be_taken_is_given_up_after_three_attempts() {
    let (scene, to) = (Scene::new(), MailServer::start(&["550 Nobody here"; 9]));
    let sender = scene.sender(&to);
    let email = scene.mail();
    for _ in 0..5 {
        scene.send(&sender);
        scene.clock.advance(10 * time::MINUTE);
    }
    let shown = scene.shown(&email);
    assert_eq!((&shown["attempts"], shown.get("sent_at")), (&json!(3), None));
    assert!(shown["fault"].as_str().unwrap().contains("Nobody here"), "{shown}");
}

#[test]
fn a_mail_that_is_of_no_use_any_more_is_not_sent() {
    let (scene, to) = (Scene::new(), MailServer::start(&[]));
    let sender = scene.sender(&to);
    let (late, early) = (scene.mail(), scene.mail());
    scene.world.advance(7 * DAY);
    let in_time = scene.mail();
    scene.send(&sender);
    assert_eq!([&late, &early, &in_time].map(|email| to.to(email).len()), [0, 0, 1]);
    assert_eq!(scene.shown(&late)["fault"], "It was of no use any more.");
}

#[test]
fn a_mail_whose_key_a_server_lacks_is_sent_at_once_by_one_that_has_it() {
    let (scene, to) = (Scene::new(), MailServer::start(&[]));
    let (sender, lacking) = (scene.sender(&to), scene.sender_without_key(&to));
    let email = scene.mail();
    assert_eq!([scene.send(&lacking), scene.send(&lacking)], [0, 0]);
    let shown = scene.shown(&email);
    assert_eq!((&shown["attempts"], shown.get("fault")), (&json!(0), None));
    assert_eq!(scene.send(&sender), 1);
    let shown = scene.shown(&email);
    assert_eq!((&shown["attempts"], shown.get("fault"), to.to(&email).len()), (&json!(1), None, 1));
}

#[test]
fn a_server_that_lacks_a_key_says_so_once_and_not_of_each_mail() {
    let (scene, to) = (Scene::new(), MailServer::start(&[]));
    let (lacking, mut round) = (scene.sender_without_key(&to), Round::default());
    let ids = [scene.mail(), scene.mail()].map(|email| scene.shown(&email)["id"].as_str().unwrap().to_owned());
    let start = secrets::position();
    assert_eq!([send_on(&lacking, &mut round), send_on(&lacking, &mut round)], [0, 0]);
    let logged = secrets::since(start);
    let is_told = |line: &&str| line.contains("mail waits for a server") && ids.iter().any(|id| line.contains(id));
    assert_eq!(String::from_utf8_lossy(&logged).lines().filter(is_told).count(), 1);
}

#[test]
fn mail_whose_key_a_server_lacks_is_passed_by_128_at_a_time() {
    let (scene, to) = (Scene::new(), MailServer::start(&[]));
    let (master, other) = (scene.world.master(), World::on(scene.another()));
    let lacking = sender_of(other.platform.clone(), &to);
    let waiting = || {
        let mails = scene.world.shown(&format!("/mails?account_id={}&limit=1000", master.id)).is(200);
        mails["mails"].as_array().unwrap().len()
    };
    for (unread, tried) in [(127, [1, 0]), (128, [0, 1]), (129, [0, 1])] {
        (waiting()..unread).for_each(|_| drop(invited(&master, "ann")));
        // Mail that is written later stands behind.
        scene.clock.advance(1);
        let email = other.free_standing().owner_email;
        let mut round = Round::default();
        assert_eq!([send_on(&lacking, &mut round), send_on(&lacking, &mut round)], tried, "{unread}");
        assert_eq!(to.to(&email).len(), 1);
    }
}

#[test]
fn a_mail_whose_key_is_nowhere_waits_until_it_is_of_no_use_any_more() {
    let (scene, to) = (Scene::new(), MailServer::start(&[]));
    let lacking = scene.sender_without_key(&to);
    let email = scene.mail();
    scene.world.advance(7 * DAY - 1);
    assert_eq!(scene.send(&lacking), 0);
    let shown = scene.shown(&email);
    assert_eq!((&shown["attempts"], shown.get("fault")), (&json!(0), None));
    scene.world.advance(1);
    assert_eq!(scene.send(&lacking), 0);
    assert_eq!(scene.shown(&email)["fault"], "It was of no use any more.");
    assert_eq!(scene.send(&scene.sender(&to)), 0);
}

#[test]
fn a_server_that_is_not_there_is_waited_for() {
    let scene = Scene::new();
    let gone = MailServer::start(&[]).url.clone();
    let smtp = Smtp::new(&gone, "no-reply@mail.example", "mail.example").unwrap();
    let sender = Sender::new(scene.world.platform.clone(), smtp);
    let email = scene.mail();
    for attempt in 1..=4 {
        assert_eq!(scene.send(&sender), 1);
        assert_eq!(scene.shown(&email)["attempts"], attempt);
        scene.clock.advance(1000 * time::MINUTE);
    }
}

#[test]
fn many_mails_of_no_use_keep_no_other_from_its_turn() {
    let (scene, to) = (Scene::new(), MailServer::start(&[]));
    let sender = scene.sender(&to);
    let late: Vec<String> = (0..17).map(|_| scene.mail()).collect();
    scene.world.advance(7 * DAY);
    let in_time = scene.mail();
    assert_eq!(scene.send(&sender), 1);
    assert_eq!((late.iter().filter(|email| !to.to(email).is_empty()).count(), to.to(&in_time).len()), (0, 1));
}

#[test]
fn a_mail_that_has_not_left_ends_with_its_link() {
    let (scene, to) = (Scene::new(), MailServer::start(&[]));
    let world = &scene.world;
    let (master, sub) = world.master_with_subaccount();
    let (id, email) = invited(&master, "ann");
    // The mail server is not there yet.
    assert!(to.to(&email).is_empty());
    sub.plan("Business", 10);
    world.advance(1);
    master.on_id("me").put(&format!("/users/{id}/account"), json!({"account_id": sub.id})).is(204);
    scene.send(&scene.sender(&to));
    let got = to.to(&email);
    let [message] = got.as_slice() else { panic!("{got:?}") };
    let link = world.link_to(&email);
    // Long lines are broken on their way.
    let whole = message.replace("=\r\n", "").replace("=\n", "");
    assert!(whole.contains(link.rsplit_once('/').unwrap().1), "{message}");
    world.open(&link).is(200);
    let [old, new] = &world.mails_to(&email)[..] else { panic!("two mails") };
    assert!([old, new].iter().any(|mail| mail["fault"] == "Its link has ended."), "{old} {new}");
}

#[test]
fn a_later_link_ends_the_mail_of_an_earlier_one_that_has_not_left() {
    let (scene, to) = (Scene::new(), MailServer::start(&[]));
    let world = &scene.world;
    let (_, email) = person(&world.master(), "ann");
    for _ in 0..2 {
        world.asks_for_reset(&email).is(200);
        world.advance(1);
    }
    scene.send(&scene.sender(&to));
    assert_eq!(to.to(&email).len(), 1);
    world.open(&world.link_to(&email)).is(200);
}

#[test]
fn no_mail_leaves_an_account_that_was_closed() {
    let (scene, to) = (Scene::new(), MailServer::start(&[]));
    let master = scene.world.master();
    let (_, email) = invited(&master, "ann");
    scene.world.operator("DELETE", &format!("/accounts/{}", master.id), Value::Null).is(204);
    scene.send(&scene.sender(&to));
    assert!(to.to(&email).is_empty());
    assert_eq!(scene.shown(&email)["fault"], "The account was closed.");
}

#[test]
fn a_mail_to_an_international_domain_is_taken_by_servers_that_know_ascii_alone() {
    let (scene, to) = (Scene::new(), MailServer::start(&[]));
    let master = scene.world.master();
    for email in ["ann@bücher.example", "ben@xn--bcher-kva.example"] {
        make(&master.actor, "create", email, json!({})).is(201);
    }
    scene.send(&scene.sender(&to));
    for email in ["ann@xn--bcher-kva.example", "ben@xn--bcher-kva.example"] {
        let got = to.to(email);
        assert!(got.len() == 1 && got[0].contains(&format!("To: {email}")), "{email}: {got:?}");
    }
}

#[test]
fn two_senders_do_not_send_a_mail_twice() {
    let (scene, to) = (Scene::new(), MailServer::start(&[]));
    let emails: Vec<String> = (0..6).map(|_| scene.mail()).collect();
    let senders = [scene.sender(&to), scene.sender(&to)];
    let sent: usize = std::thread::scope(|scope| {
        let threads = senders.each_ref().map(|sender| scope.spawn(|| scene.send(sender)));
        threads.map(|thread| thread.join().unwrap()).iter().sum()
    });
    assert_eq!(sent, 6);
    assert!(emails.iter().all(|email| to.to(email).len() == 1));
}

#[test]
fn what_names_no_mail_server_or_no_sender_is_refused_without_its_password() {
    for url in ["mail.example", "http://u:Pass-7@mail.example", "smtp://u:Pass-7@mail.example:port"] {
        let fault = Smtp::new(url, "no-reply@mail.example", "mail.example").err().unwrap();
        assert!(fault.starts_with("--smtp-url") && !fault.contains("Pass-7"), "{fault}");
    }
    let in_the_clear =
        Smtp::new("smtp://u:Pass-7@mail.example", "no-reply@mail.example", "mail.example").err().unwrap();
    assert!(in_the_clear.contains("in the clear") && !in_the_clear.contains("Pass-7"), "{in_the_clear}");
    assert!(Smtp::new("smtp://127.0.0.1:25", "nobody", "mail.example").err().unwrap().starts_with("--mail-from"));
}
