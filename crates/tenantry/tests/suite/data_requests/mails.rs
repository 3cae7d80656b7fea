//! What an export tells of mail.
use super::{asked, fetch, file_of, link, told, wanted};
use crate::{
    actors::Actor,
    server::{BASE_URL, Setup, server},
    users::{invited, managed_domain, person},
    world::World,
};
use serde_json::json;
use std::sync::Arc;
use storage::Keys;

#[test]
fn every_mail_is_told_with_its_text_and_without_what_its_link_opens() {
    let world = World::new();
    let master = world.master();
    let ((_, ann), (bob, _), (_, cid)) = (invited(&master, "ann"), person(&master, "bob"), person(&master, "cid"));
    let after = format!("bob@{}", managed_domain(&master));
    master.put(&format!("/users/{bob}/email"), json!({"email": after})).is(204);
    world.asks_for_reset(&cid).is(200);
    let sent = [
        ("invitation", &ann),
        ("confirmation", &master.owner_email),
        ("email_change", &after),
        ("password_reset", &cid),
    ];
    for (kind, email) in sent {
        let address = format!("{BASE_URL}{}", world.link_of(kind, email));
        let secret = address.rsplit('/').next().unwrap();
        assert!(storage::is_secret(secret), "{address}");
        let mails = world.mails_to(email);
        let mail = mails.iter().find(|mail| mail["kind"] == kind).unwrap();
        let request = asked(&master.actor, wanted(&[email]));
        world.settle();
        let file = fetch(&world, &link(&master.actor, &file_of(&master.actor, &request))).is(200);
        assert!(!String::from_utf8(file.bytes.clone()).unwrap().contains(secret), "{file}");
        let told = file["data"]["mails"].as_array().unwrap().iter().find(|told| told["kind"] == kind).unwrap();
        let text = mail["text"].as_str().unwrap().replace(&address, "[link left out]");
        assert!(text.contains("[link left out]"), "{text}");
        assert_eq!((&told["text"], &told["to"], &told["subject"]), (&json!(text), &json!(email), &mail["subject"]));
    }
}

#[test]
fn a_link_that_was_followed_is_left_out_as_well_and_mail_without_one_is_told_whole() {
    let world = World::new();
    let master = world.master();
    let (id, email) = person(&master, "ann");
    let after = format!("anna@{}", managed_domain(&master));
    master.put(&format!("/users/{id}/email"), json!({"email": after})).is(204);
    let link = world.link_of("email_change", &after);
    world.submit(&link, &[]).is(200);
    let all = told(&world, &master.actor, &after);
    assert!(!all.to_string().contains(link.rsplit('/').next().unwrap()), "{all:#}");
    let mails = all["data"]["mails"].as_array().unwrap();
    let whole = mails.iter().find(|mail| mail["kind"] == "email_changed").unwrap();
    assert_eq!(whole["text"], world.mails_to(&email)[0]["text"]);
    assert!(whole["text"].as_str().unwrap().contains(&after), "{whole}");
}

#[test]
fn mail_whose_key_is_gone_is_told_without_its_text() {
    let world = World::new();
    let (token, email) = {
        let master = world.master();
        (master.actor.token.clone(), invited(&master, "ann").1)
    };
    let rekeyed = Setup { keys: Some(Arc::new(Keys::for_tests(9))), ..Setup::default() };
    let world = world.on_another(server().platform(rekeyed));
    let all = told(&world, &Actor::new(&world, token), &email);
    let mail = &all["data"]["mails"][0];
    assert_eq!((&mail["kind"], &mail["to"], mail.get("text")), (&json!("invitation"), &json!(email), None));
}
