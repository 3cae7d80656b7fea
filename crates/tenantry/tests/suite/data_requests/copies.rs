//! The pictures and backgrounds that are handed out with an export.
use super::{REQUESTS, asked, fetch, in_history, link, wanted};
use crate::{actors::Account, backgrounds::GIF, forms, world::World};
use serde_json::{Value, json};

fn set_picture(account: &Account<'_>, user: &str, side: u32) {
    forms::upload(&account.actor, &format!("/users/{user}/picture"), "pic_file", &forms::png(side)).is(201);
}

/// The picture as it is kept, which is not as it was sent.
fn picture(account: &Account<'_>, user: &str) -> Vec<u8> {
    fetch(account.world, &account.get(&format!("/users/{user}")).is(200).text("pic_url")).is(200).bytes
}

/// Adds a background to the settings of somebody or something: its id.
fn add(account: &Account<'_>, settings: &str, bytes: &[u8]) -> String {
    forms::upload(&account.actor, &format!("{settings}/virtual_backgrounds"), "file", bytes).is(201).text("id")
}

fn of_user(user: &str) -> String {
    format!("/users/{user}/settings")
}

/// Has somebody exported: the id of the request.
fn exported(account: &Account<'_>, email: &str) -> String {
    let request = asked(&account.actor, wanted(&[email]));
    account.world.settle();
    request
}

#[test]
fn pictures_and_backgrounds_of_somebody_are_files_beside_the_text_each_fetched_once_and_byte_for_byte() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let ((ann, email), (bob, _), (cid, _)) = (master.user("ann"), master.user("bob"), sub.user("cid"));
    set_picture(&master, &ann, 5);
    let backgrounds = [forms::jpeg(4), GIF.to_vec()].map(|bytes| (add(&master, &of_user(&ann), &bytes), bytes));
    // Of somebody else, of the account, and of somebody in an account below.
    set_picture(&master, &bob, 6);
    add(&master, &of_user(&bob), &forms::jpeg(7));
    add(&master, "/accounts/me/settings", &forms::jpeg(8));
    set_picture(&sub, &cid, 9);
    let request = exported(&master, &email);
    let files = master.get(&format!("{REQUESTS}/{request}")).is(200);
    assert_eq!(
        (&files["total_records"], in_history(&master.actor, &request)["files_count"].as_i64()),
        (&json!(4), Some(4))
    );
    let [text, copies @ ..] = files["file_records"].as_array().unwrap().as_slice() else { panic!("no files: {files}") };
    assert_eq!(text["file_name"], json!(format!("EXPORT_{request}.json")));
    let id = |file: &Value| file["file_id"].as_str().unwrap().to_owned();
    let told = fetch(&world, &link(&master.actor, &id(text))).is(200);
    let told = told["data"]["files"].as_array().unwrap();
    assert_eq!((told.len(), copies.len()), (3, 3));
    for (told, copy) in told.iter().zip(copies) {
        let sent = backgrounds.iter().find(|(id, _)| told["id"] == id.as_str());
        let (end, bytes) = match sent {
            None => ("png", picture(&master, &ann)),
            Some((_, bytes)) if bytes == GIF => ("gif", bytes.clone()),
            Some((_, bytes)) => ("jpg", bytes.clone()),
        };
        let name = format!("EXPORT_{request}_{}.{end}", told["id"].as_str().unwrap());
        assert_eq!((&copy["file_name"], &copy["size"]), (&json!(name), &json!((bytes.len() * 8).to_string())));
        let address = link(&master.actor, &id(copy));
        let fetched = fetch(&world, &address).is(200);
        assert!(fetched.bytes == bytes, "{name}");
        let headers =
            ["content-type", "content-disposition", "x-content-type-options"].map(|name| fetched.header(name));
        let disposition = format!("attachment; filename=\"{name}\"");
        assert_eq!(headers, [told["content_type"].as_str().unwrap(), disposition.as_str(), "nosniff"]);
        assert!(fetched.header("cache-control").contains("no-store") && fetched.headers.get("etag").is_none());
        fetch(&world, &address).is(404);
    }
}

#[test]
fn more_files_than_a_page_holds_are_listed_page_by_page_with_the_text_first() {
    let world = World::new();
    let master = world.master();
    let (ann, email) = master.user("ann");
    set_picture(&master, &ann, 5);
    (1..=10).for_each(|side| drop(add(&master, &of_user(&ann), &forms::png(side))));
    let request = exported(&master, &email);
    let first = master.get(&format!("{REQUESTS}/{request}")).is(200);
    let token = first.text("next_page_token");
    let rest = master.get(&format!("{REQUESTS}/{request}?next_page_token={token}")).is(200);
    assert_eq!((&first["total_records"], &rest["next_page_token"]), (&json!(12), &json!("")));
    let mut names = [first.column("file_name"), rest.column("file_name")].concat();
    assert_eq!((first.column("file_name").len(), names.len()), (6, 12));
    assert_eq!(names[0], json!(format!("EXPORT_{request}.json")));
    names.sort_by_key(Value::to_string);
    names.dedup();
    assert_eq!(names.len(), 12);
}

#[test]
fn files_of_an_export_are_as_unknown_to_other_accounts_as_those_that_never_existed() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let sibling = world.sub(&master);
    let (ann, email) = sub.user("ann");
    set_picture(&sub, &ann, 5);
    let request = exported(&sub, &email);
    for file in sub.get(&format!("{REQUESTS}/{request}")).is(200).column("file_id") {
        let path = format!("/data_requests/files/{}/url", file.as_str().unwrap());
        for other in [&master, &sibling] {
            other.get(&path).refused(404, 14103, "Unable to download data. Please try again later.");
        }
        sub.get(&path).is(200);
    }
}
