//! `/users/{userId}/picture`
use super::*;
use crate::{
    answer::NO_ROUTE,
    forms::{self, jpeg, jpeg_of_size, png},
    server::BASE_URL,
    world::DAY,
};

const NOT_YOURS: &str = "Only an account administrator can change a profile picture.";
const EMPTY: &str = "File is empty.";
const TOO_LARGE: &str = "File size cannot exceed 2M.";
const NO_PICTURE: &str = "Only jpg/jpeg or png image file can be uploaded.";
const UNREADABLE: &str =
    "Your request was not accepted because the profile picture contains invalid or explicit content.";
const LARGEST: usize = 2 * 1024 * 1024;

fn set(account: &Actor<'_>, user: &str, bytes: &[u8]) -> Answer {
    forms::upload(account, &format!("/users/{user}/picture"), "pic_file", bytes)
}

fn clear(account: &Actor<'_>, user: &str) -> Answer {
    account.delete(&format!("/users/{user}/picture"))
}

/// The path of the user's picture; none without one.
fn path(account: &Actor<'_>, user: &str) -> Option<String> {
    let address = shown(account, user)["pic_url"].as_str().map(str::to_owned);
    address.map(|address| address.strip_prefix(BASE_URL).unwrap().to_owned())
}

fn served(world: &World, path: &str) -> Answer {
    world.send("GET", path, &[], &Value::Null)
}

#[test]
fn a_picture_is_shown_at_its_address_to_whoever_has_it() {
    let world = World::new();
    let master = world.master();
    let (user, _) = master.user("ann");
    assert_eq!(path(&master.actor, &user), None);
    assert_eq!(set(&master.actor, &user, &png(9)).is(201).body, json!({}));
    let answer = served(&world, &path(&master.actor, &user).unwrap()).is(200);
    let headers = ["content-type", "x-content-type-options", "content-security-policy", "cache-control"];
    assert_eq!(
        headers.map(|name| answer.header(name)),
        ["image/png", "nosniff", "default-src 'none'; sandbox", "private, max-age=31536000, immutable"]
    );
    assert!(answer.headers.get("pragma").is_none() && answer.headers.get("expires").is_none(), "{answer}");
    let image = image::load_from_memory(&answer.bytes).unwrap();
    assert_eq!((image.width(), image.height()), (9, 9));
}

#[test]
fn a_client_that_has_the_picture_is_not_sent_it_again() {
    let world = World::new();
    let master = world.master();
    let (user, _) = master.user("ann");
    set(&master.actor, &user, &jpeg(5)).is(201);
    let path = path(&master.actor, &user).unwrap();
    let tag = served(&world, &path).is(200).header("etag").to_owned();
    for known in [tag.clone(), format!("\"other\", W/{tag}")] {
        let answer = world.send("GET", &path, &[("if-none-match", known)], &Value::Null).is(304);
        assert_eq!((answer.bytes.len(), answer.header("etag")), (0, &*tag));
    }
    world.send("GET", &path, &[("if-none-match", "\"other\"".to_owned())], &Value::Null).is(200);
}

#[test]
fn a_large_picture_is_kept_small() {
    let world = World::new();
    let master = world.master();
    for (side, kept) in [(1024, 1024), (1025, 1024)] {
        set(&master.actor, &master.owner_id, &png(side)).is(201);
        let answer = served(&world, &path(&master.actor, &master.owner_id).unwrap()).is(200);
        assert_eq!(image::load_from_memory(&answer.bytes).unwrap().width(), kept);
    }
}

#[test]
fn what_it_is_counts_and_not_what_it_is_called() {
    let world = World::new();
    let master = world.master();
    let (user, _) = master.user("ann");
    let path_of = format!("/v2/users/{user}/picture");
    let headers = [("authorization", format!("Bearer {}", master.actor.token))];
    let send =
        |name: &str, bytes: &[u8]| forms::send(&world, &path_of, &headers, &forms::form("pic_file", name, bytes));
    send("holiday.exe", &jpeg(2)).is(201);
    assert_eq!(served(&world, &path(&master.actor, &user).unwrap()).header("content-type"), "image/jpeg");
    let before = path(&master.actor, &user);
    for other in [b"GIF89a\x01\0\x01\0".as_slice(), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"x"] {
        send("holiday.png", other).refused(400, 120, NO_PICTURE);
    }
    for broken in [&png(30)[..60], b"\xff\xd8\xff\xe0\0\x10JFIF", b"\x89PNG\r\n\x1a\n"] {
        send("holiday.png", broken).refused(400, 300, UNREADABLE);
    }
    assert_eq!(path(&master.actor, &user), before);
}

#[test]
fn a_file_may_have_two_mebibytes() {
    let world = World::new();
    let master = world.master();
    let (user, _) = master.user("ann");
    for size in [LARGEST - 1, LARGEST] {
        let bytes = jpeg_of_size(size);
        assert_eq!(bytes.len(), size);
        set(&master.actor, &user, &bytes).is(201);
    }
    for size in [LARGEST + 1, LARGEST + (64 << 10), 5 * LARGEST] {
        set(&master.actor, &user, &jpeg_of_size(size)).refused(400, 120, TOO_LARGE);
    }
}

#[test]
fn a_form_without_a_file_is_refused() {
    let world = World::new();
    let master = world.master();
    let (user, _) = master.user("ann");
    let path = format!("/v2/users/{user}/picture");
    let headers = [("authorization", format!("Bearer {}", master.actor.token))];
    let boundary = forms::BOUNDARY;
    let nameless =
        format!("--{boundary}\r\nContent-Disposition: form-data; name=\"pic_file\"\r\n\r\nbytes\r\n--{boundary}--\r\n");
    let empty = format!("--{boundary}--\r\n");
    for form in
        [forms::form("pic_file", "a.png", b""), forms::form("file", "a.png", &png(2)), nameless.into(), empty.into()]
    {
        forms::send(&world, &path, &headers, &form).refused(400, 120, EMPTY);
    }
}

#[test]
fn what_is_no_form_is_refused() {
    let world = World::new();
    let master = world.master();
    let path = "/users/me/picture";
    master.post(path, json!({"pic_file": "x"})).refused(415, 300, "Unsupported Content Type");
    let headers = [("authorization", format!("Bearer {}", master.actor.token))];
    let whole = forms::form("pic_file", "a.png", &png(2));
    for broken in [&whole[..whole.len() - 20], &whole[..30], b"", b"{}"] {
        let refusal = "Request Body should be a valid multipart form.";
        forms::send(&world, &master.actor.path(path), &headers, broken).refused(400, 300, refusal);
    }
}

#[test]
fn a_new_picture_has_a_new_address_and_the_old_one_is_dead() {
    let world = World::new();
    let master = world.master();
    let (user, _) = master.user("ann");
    set(&master.actor, &user, &png(2)).is(201);
    let first = path(&master.actor, &user).unwrap();
    set(&master.actor, &user, &png(3)).is(201);
    let second = path(&master.actor, &user).unwrap();
    assert_ne!(first, second);
    served(&world, &second).is(200);
    served(&world, &first).refused(404, 2300, NO_ROUTE);
    clear(&master.actor, &user).is(204);
    assert_eq!(path(&master.actor, &user), None);
    served(&world, &second).is(404);
}

#[test]
fn a_change_is_told_with_its_addresses_and_what_changes_nothing_is_not() {
    let world = World::new();
    let master = world.master();
    let (user, _) = master.user("ann");
    clear(&master.actor, &user).is(204);
    set(&master.actor, &user, &png(2)).is(201);
    let address = shown(&master.actor, &user)["pic_url"].clone();
    let told = event(&world, &user, "user.updated");
    assert_eq!(told["payload"], json!({"id": user, "pic_url": address, "old_object": {"pic_url": ""}}));
    set(&master.actor, &user, &png(2)).is(201);
    assert_eq!(count_events(&world, &user, "user.updated"), 1);
    assert_eq!(shown(&master.actor, &user)["pic_url"], address);
    clear(&master.actor, &user).is(204);
    let told = event(&world, &user, "user.updated");
    assert_eq!(told["payload"], json!({"id": user, "pic_url": "", "old_object": {"pic_url": address}}));
    clear(&master.actor, &user).is(204);
    assert_eq!(count_events(&world, &user, "user.updated"), 2);
}

#[test]
fn everybody_changes_its_own_and_administrators_are_changed_by_administrators() {
    let world = World::new();
    let master = world.master();
    let ((admin, _), (ann, _)) = (admin(&master, "ada"), master.user("ann"));
    let editor = master.holder(&["User:Edit", "User:Read"], 2, &[]);
    let reader = master.holder(&["User:Read"], 2, &[]);
    let [by_admin, by_editor, by_reader] = [&admin, &editor, &reader].map(|user| master.user_signed_in(user));
    for (actor, user) in [(&by_admin, &admin), (&by_admin, &ann), (&by_editor, &editor), (&by_editor, &ann)] {
        set(actor, user, &png(2)).is(201);
        clear(actor, user).is(204);
    }
    set(&by_admin, &master.owner_id, &png(2)).is(201);
    for user in [&admin, &master.owner_id] {
        set(&by_editor, user, &png(2)).refused(400, 200, NOT_YOURS);
        clear(&by_editor, user).refused(400, 200, NOT_YOURS);
    }
    for user in [&ann, &reader] {
        let refusal = "Invalid access token. Does not contain permissions [User:Edit].";
        clear(&by_reader, user).refused(400, 200, refusal);
    }
    clear(&by_admin, &master.owner_id).is(204);
}

#[test]
fn a_user_changes_its_own_picture_through_an_app_of_its_own() {
    let world = World::new();
    let master = world.master();
    let (user, _) = master.user("ann");
    let app = master.operate("POST", "/apps", json!({"kind": "user"})).is(201).text("client_id");
    let actor = master.user_signed_in_with(&app, &user);
    set(&actor, "me", &png(2)).is(201);
    assert!(path(&master.actor, &user).is_some());
    clear(&actor, "me").is(204);
    assert_eq!(path(&master.actor, &user), None);
}

#[test]
fn a_user_of_another_account_is_not_found() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    master.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    let (theirs, email) = sub.user("ann");
    for user in [theirs.as_str(), email.as_str(), NO_ID] {
        set(&master.actor, user, &png(2)).refused(404, 1001, &no_user(user));
        clear(&master.actor, user).refused(404, 1001, &no_user(user));
    }
    set(&master.on(&sub), &email, &png(2)).is(201);
    assert!(path(&sub.actor, &theirs).is_some());
}

#[test]
fn somebody_whose_invitation_has_expired_has_no_picture() {
    let world = World::new();
    let master = world.master();
    let (user, _) = invited(&master, "ann");
    set(&master.actor, &user, &png(2)).is(201);
    world.advance(31 * DAY);
    let master = renewed(&master);
    set(&master.actor, &user, &png(2)).refused(400, 1120, NO_INVITATION);
    clear(&master.actor, &user).refused(400, 1120, NO_INVITATION);
}

#[test]
fn a_picture_goes_with_its_user() {
    let world = World::new();
    let master = world.master();
    let (user, _) = master.user("ann");
    set(&master.actor, &user, &png(2)).is(201);
    let path = path(&master.actor, &user).unwrap();
    master.delete(&format!("/users/{user}?action=delete")).is(204);
    served(&world, &path).is(404);
}

#[test]
fn a_picture_moves_with_its_user() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (user, _) = person(&master, "ann");
    set(&master.actor, &user, &png(7)).is(201);
    let (before, first) = (path(&master.actor, &user).unwrap(), shown(&master.actor, &user));
    master.put(&format!("/users/{user}/account"), json!({"account_id": sub.id})).is(204);
    let after = path(&sub.actor, &user).unwrap();
    assert_ne!(before, after, "{first}");
    served(&world, &before).is(404);
    assert_eq!(image::load_from_memory(&served(&world, &after).is(200).bytes).unwrap().width(), 7);
    clear(&sub.actor, &user).is(204);
    served(&world, &after).is(404);
}

#[test]
fn whoever_lives_on_alone_keeps_its_picture() {
    let world = World::new();
    let master = world.master();
    let (user, _) = person(&master, "ann");
    set(&master.actor, &user, &png(7)).is(201);
    let before = path(&master.actor, &user).unwrap();
    master.delete(&format!("/users/{user}")).is(204);
    served(&world, &before).is(404);
    let account = event(&world, &user, "user.created")["account_id"].clone();
    assert_ne!(account, json!(master.id));
    let account = account.as_str().unwrap();
    let app = world.operator("POST", &format!("/accounts/{account}/apps"), json!({"kind": "server_to_server"})).is(201);
    let token = crate::actors::token(&world, account, &app.text("client_id"), &app.text("client_secret"));
    let after = path(&Actor::new(&world, token), &user).unwrap();
    assert_eq!(image::load_from_memory(&served(&world, &after).is(200).bytes).unwrap().width(), 7);
}
