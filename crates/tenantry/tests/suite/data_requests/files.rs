//! `GET /data_requests/requests/{requestId}` and `GET /data_requests/files/{fileId}/url`.
use super::{REQUESTS, asked, fetch, file_of, in_history, link, unwanted, wanted};
use crate::{
    server::BASE_URL,
    users::{event, renewed},
    world::{NO_ID, World},
};
use serde_json::{Value, json};

const NO_FILE: &str = "Unable to download data. Please try again later.";

#[test]
fn an_export_has_its_file_once_it_is_done() {
    let world = World::undisturbed();
    let master = world.master();
    let (_, email) = master.user("ann");
    let id = asked(&master.actor, wanted(&[&email]));
    let one = format!("{REQUESTS}/{id}");
    let before = master.get(&one).is(200);
    assert_eq!((&before["total_records"], &before["request_type"]), (&json!(0), &json!("EXPORT")));
    world.settle();
    let files = master.get(&one).is(200);
    let file = &files["file_records"][0];
    assert_eq!((&files["total_records"], &files["request_type"]), (&json!(1), &json!("EXPORT")));
    assert_eq!(
        (&file["file_name"], &file["created_at"]),
        (&json!(format!("EXPORT_{id}.json")), &json!("2026-01-01T00:00:00Z"))
    );
    let content = fetch(&world, &link(&master.actor, file["file_id"].as_str().unwrap())).is(200);
    assert_eq!(file["size"], json!((content.bytes.len() * 8).to_string()));
    assert_eq!(content["request_id"], json!(id));
    // Of somebody without files comes one, so that no page is ever full.
    master.get(&format!("{one}?page_size=0")).refuses_fields(&["page_size"]);
    assert_eq!(master.get(&format!("{one}?page_size=7")).is(200).column("file_id").len(), 1);
    let end = master.get(&format!("{one}?page_size=1&page_number=2")).is(200);
    assert_eq!((&end["file_records"], &end["next_page_token"]), (&json!([]), &json!("")));
}

#[test]
fn a_link_is_good_for_one_time() {
    let world = World::new();
    let master = world.master();
    let (_, email) = master.user("ann");
    let id = asked(&master.actor, wanted(&[&email]));
    world.settle();
    let file = file_of(&master.actor, &id);
    let [one, other] = std::array::from_fn(|_| link(&master.actor, &file));
    assert_ne!(one, other);
    let given = event(&world, &id, "data_request.link_given");
    assert_eq!(given["payload"], json!({"id": id, "file_id": file}));
    fetch(&world, &one).is(200);
    fetch(&world, &one).is(404);
    let fetched = event(&world, &id, "data_request.file_fetched");
    assert_eq!(fetched["payload"], json!({"id": id, "file_id": file}));
    fetch(&world, &other).is(200);
    fetch(&world, &format!("{other}x")).is(404);
}

#[test]
fn who_asks_for_headers_uses_no_link_up_and_gets_none() {
    let world = World::new();
    let master = world.master();
    let (_, email) = master.user("ann");
    let id = asked(&master.actor, wanted(&[&email]));
    world.settle();
    let file = file_of(&master.actor, &id);
    let link = link(&master.actor, &file);
    for path in [link.strip_prefix(BASE_URL).unwrap(), &format!("/v2/data_requests/files/{file}/url")] {
        let answer = world.send("HEAD", path, &[], &Value::Null);
        assert_eq!((answer.status, answer.header("allow")), (405, "GET, OPTIONS"));
    }
    fetch(&world, &link).is(200);
}

#[test]
fn what_is_no_link_is_not_looked_up() {
    let world = World::new();
    let secret = "A".repeat(43);
    for link in [&*secret, &secret[1..], &format!("{secret}A"), "%2e%2e", "a.b"] {
        fetch(&world, &format!("{BASE_URL}/files/data_requests/{link}")).is(404);
    }
}

#[test]
fn a_link_is_good_for_five_minutes() {
    for (after, is_good) in [(299, true), (300, false), (301, false)] {
        let world = World::new();
        world.operator("PATCH", &format!("/worlds/{}/clock", world.id), json!({"stopped": true})).is(200);
        let master = world.master();
        let (_, email) = master.user("ann");
        let id = asked(&master.actor, wanted(&[&email]));
        world.settle();
        let link = link(&master.actor, &file_of(&master.actor, &id));
        world.advance(after);
        assert_eq!(fetch(&world, &link).status, if is_good { 200 } else { 404 });
    }
}

#[test]
fn a_file_is_kept_for_30_days() {
    const LIFE: i64 = 30 * 24 * 60 * 60;
    for (after, is_there) in [(LIFE - 1, true), (LIFE, false)] {
        let world = World::new();
        world.operator("PATCH", &format!("/worlds/{}/clock", world.id), json!({"stopped": true})).is(200);
        let master = world.master();
        let (_, email) = master.user("ann");
        let id = asked(&master.actor, wanted(&[&email]));
        world.settle();
        let file = file_of(&master.actor, &id);
        world.advance(after);
        let owner = renewed(&master).actor;
        let link = link(&owner, &file);
        world.settle();
        let listed = owner.get(&format!("{REQUESTS}/{id}")).is(200);
        assert_eq!(listed["total_records"], i64::from(is_there));
        assert_eq!(in_history(&owner, &id)["files_count"], i64::from(is_there));
        assert_eq!(fetch(&world, &link).status, if is_there { 200 } else { 404 });
        if !is_there {
            assert_eq!(event(&world, &id, "data_request.file_removed")["payload"], json!({"id": id, "file_id": file}));
        }
    }
}

#[test]
fn files_of_another_account_are_as_unknown_as_those_that_never_existed() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (_, email) = sub.user("ann");
    let theirs = asked(&sub.actor, wanted(&[&email]));
    world.settle();
    let file = file_of(&sub.actor, &theirs);
    for id in [&*theirs, NO_ID] {
        master.get(&format!("{REQUESTS}/{id}")).refused(404, 14103, NO_FILE);
    }
    for id in [&*file, NO_ID] {
        master.get(&format!("/data_requests/files/{id}/url")).refused(404, 14103, NO_FILE);
    }
    for id in ["x", "no%20id"] {
        master.get(&format!("/data_requests/files/{id}/url")).refused(400, 200, "Invalid parameters");
    }
}

#[test]
fn a_deletion_has_no_files() {
    let world = World::new();
    let master = world.master();
    let (_, email) = master.user("ann");
    let id = asked(&master.actor, unwanted(&[&email]));
    master.get(&format!("{REQUESTS}/{id}")).refused(404, 14103, NO_FILE);
    world.advance(3600);
    renewed(&master).get(&format!("{REQUESTS}/{id}")).refused(404, 14103, NO_FILE);
}
