//! `/operator/v1/mails`
use crate::{
    server::{Server, Setup, TestClock},
    users::{email, invited, make},
    world::{NO_ID, World},
};
use serde_json::{Value, json};

#[test]
fn mail_is_read_by_account_and_by_address() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (id, address) = invited(&master, "ann");
    make(&master.on(&sub), "create", &email(&world, "bob"), json!({})).is(201);
    let of_account = world.shown(&format!("/mails?account_id={}", master.id)).is(200);
    of_account.clone().lists("to", [&*master.owner_email, &*address]);
    let both = world.shown(&format!("/mails?account_id={}&to={}", master.id, address.to_uppercase())).is(200);
    let mail = &both["mails"][0];
    assert_eq!(both["mails"].as_array().unwrap().len(), 1);
    assert_eq!(world.mails_to(&address), vec![mail.clone()]);
    let shown = ["kind", "account_id", "user_id", "to", "created_at", "expires_at", "attempts"]
        .map(|field| mail[field].clone());
    let moments = ["2026-01-01T00:00:00Z", "2026-01-31T00:00:00Z"];
    let wanted = json!(["invitation", master.id, id, address, moments[0], moments[1], 0]);
    assert_eq!(Value::from(shown.to_vec()), wanted);
    assert!(mail["subject"].as_str().unwrap().starts_with("You are invited to join master "), "{mail}");
    assert!(mail["text"].as_str().unwrap().contains("until 2026-01-31T00:00:00Z"), "{mail}");
    assert_eq!(&world.shown(&format!("/mails/{}", mail["id"].as_str().unwrap())).is(200).body, mail);
    world.shown(&format!("/mails?account_id={}&to={address}", sub.id)).is(200).lists("id", [""; 0]);
}

#[test]
fn mail_is_listed_in_parts() {
    let clock = TestClock::new();
    let world = World::with(Setup { clock: clock.clone(), ..Setup::default() });
    let sub = world.sub(&world.master());
    let emails: Vec<String> = (0..4).map(|number| email(&world, &format!("n{number}"))).collect();
    for email in &emails {
        clock.advance(1);
        make(&sub.actor, "create", email, json!({})).is(201);
    }
    let (mut seen, mut after) = (Vec::new(), String::new());
    let sizes: Vec<usize> = std::iter::from_fn(|| {
        let part = world.shown(&format!("/mails?account_id={}&limit=2&after={after}", sub.id)).is(200);
        seen.extend(part.column("to"));
        let is_over = after == "over";
        after = part["next"].as_str().unwrap_or("over").to_owned();
        (!is_over).then(|| part.column("to").len())
    })
    .take(3)
    .collect();
    assert_eq!(sizes, [2, 2, 1]);
    let all: Vec<Value> = [&sub.owner_email].into_iter().chain(&emails).map(|email| json!(email)).collect();
    assert_eq!(seen, all);
    for (limit, status) in [(0, 400), (1, 200), (1000, 200), (1001, 400)] {
        world.shown(&format!("/mails?account_id={}&limit={limit}", sub.id)).is(status);
    }
}

#[test]
fn mail_that_is_written_later_follows_whatever_the_clock_of_its_world_shows() {
    const FIFTY_YEARS: i64 = 50 * 365 * 24 * 60 * 60;
    let (server, clock) = (Server::start(), TestClock::new());
    let platform = server.platform(Setup { clock: clock.clone(), ..Setup::default() });
    let [usual, ahead, stands] = [(); 3].map(|()| World::on(platform.clone()));
    ahead.advance(FIFTY_YEARS);
    stands.operator("PATCH", &format!("/worlds/{}/clock", stands.id), json!({"stopped": true})).is(200);
    let mut after = String::new();
    for world in [&ahead, &usual, &stands, &stands, &ahead, &usual] {
        clock.advance(1);
        let email = world.free_standing().owner_email;
        let news = world.shown(&format!("/mails?after={after}")).is(200);
        assert_eq!(news.column("to"), [email]);
        after = news["mails"][0]["id"].as_str().unwrap().to_owned();
    }
}

#[test]
fn what_is_not_there_is_not_found() {
    let world = World::new();
    for id in [NO_ID, "x", "..%2f.."] {
        world.shown(&format!("/mails/{id}")).is(404);
    }
    world.shown(&format!("/mails?account_id={NO_ID}")).is(404);
    world.shown("/mails?to=nobody@nowhere.example").is(200).lists("id", [""; 0]);
}

#[test]
fn what_is_refused_is_told_to_nobody() {
    let world = World::new();
    let master = world.master();
    let (_, address) = invited(&master, "ann");
    make(&master.actor, "create", &address, json!({})).is(409);
    assert_eq!(world.mails_to(&address).len(), 1);
}

#[test]
fn only_the_operator_reads_mail() {
    let world = World::new();
    let master = world.master();
    let headers = [("authorization", format!("Bearer {}", master.actor.token))];
    for path in ["/operator/v1/mails", "/operator/v1/mails/x"] {
        world.send("GET", path, &headers, &Value::Null).is(401);
    }
}
