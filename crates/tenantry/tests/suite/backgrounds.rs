//! `/settings/virtual_backgrounds` of accounts, groups and users.
use crate::{
    actors::{Account, Actor},
    answer::Answer,
    forms::{self, jpeg, jpeg_of_size, png},
    groups::group,
    users::person,
    world::{NO_ID, World},
};
use serde_json::{Value, json};

const TOO_LARGE: &str = "File size cannot exceed 15M.";
const TOO_MANY: &str = "A maximum of 10 files are allowed for a user.";
const NO_FILES: &str = "Invalid parameter: file_ids";
const LARGEST: usize = 15 * 1024 * 1024;
/// One pixel.
pub const GIF: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\xff\0\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
const VIDEO: &[u8] = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41";

fn add(actor: &Actor<'_>, settings: &str, bytes: &[u8]) -> Answer {
    forms::upload(actor, &path(settings), "file", bytes)
}

fn remove(actor: &Actor<'_>, settings: &str, ids: &str) -> Answer {
    actor.delete(&format!("{}?file_ids={ids}", path(settings)))
}

fn path(settings: &str) -> String {
    format!("{settings}/virtual_backgrounds")
}

/// The settings of an account, of a group and of a user.
fn all(account: &Account<'_>) -> [String; 3] {
    let (user, _) = account.user("ann");
    [
        "/accounts/me/settings".to_owned(),
        format!("/groups/{}/settings", group(account)),
        format!("/users/{user}/settings"),
    ]
}

#[test]
fn a_file_is_kept_as_it_was_sent_and_called() {
    let world = World::new();
    let master = world.master();
    let headers = [("authorization", format!("Bearer {}", master.actor.token))];
    for settings in all(&master) {
        for (sent, kept) in
            [("sea.png", "sea.png"), ("C:\\images\\sea.png", "sea.png"), ("/home/ann/sea.png", "sea.png")]
        {
            let form = forms::form("file", sent, &png(5));
            let answer = forms::send(&world, &master.actor.path(&path(&settings)), &headers, &form).is(201);
            assert_eq!((&answer["name"], &answer["type"]), (&json!(kept), &json!("image")));
            assert_eq!((&answer["size"], &answer["is_default"]), (&json!(png(5).len()), &json!(false)));
            remove(&master.actor, &settings, &answer.text("id")).is(204);
        }
    }
}

#[test]
fn each_says_in_its_words_what_it_does_not_take() {
    let world = World::new();
    let master = world.master();
    let [account, group, user] = all(&master);
    let nothing = "No file uploaded, verify that a file has been uploaded.";
    let words = [
        (
            &account,
            "No file uploaded. Verify that a file has been uploaded.",
            "File uploads must be in \"jpg/jpeg\", \"gif\", or \"png\" file format.",
        ),
        (&group, nothing, "Only jpg/jpeg or png image file can be uploaded."),
        (&user, nothing, "Only jpg/jpeg, gif or png image file can be uploaded."),
    ];
    for (settings, nothing, no_image) in words {
        add(&master.actor, settings, b"").refused(400, 120, nothing);
        forms::upload(&master.actor, &path(settings), "other", &png(2)).refused(400, 120, nothing);
        for other in [VIDEO, b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"x"] {
            add(&master.actor, settings, other).refused(400, 120, no_image);
        }
        add(&master.actor, settings, &jpeg(3)).is(201);
        add(&master.actor, settings, &png(30)[..60]).is(400);
    }
    add(&master.actor, &account, &png(30)[..60]).refused(400, 120, "Failed to upload file.");
    add(&master.actor, &account, GIF).is(201);
    add(&master.actor, &user, GIF).is(201);
    add(&master.actor, &user, &GIF[..GIF.len() - 4]).is(400);
    add(&master.actor, &group, GIF).refused(400, 120, "Only jpg/jpeg or png image file can be uploaded.");
}

#[test]
fn a_file_may_have_fifteen_mebibytes() {
    let world = World::new();
    let master = world.master();
    add(&master.actor, "/accounts/me/settings", &jpeg_of_size(LARGEST)).is(201);
    for settings in all(&master) {
        add(&master.actor, &settings, &jpeg_of_size(LARGEST + 1)).refused(400, 120, TOO_LARGE);
    }
}

#[test]
fn there_is_room_for_ten_and_for_another_when_one_goes() {
    let world = World::new();
    let master = world.master();
    for settings in all(&master) {
        let ids: Vec<String> =
            (1..=10).map(|side| add(&master.actor, &settings, &png(side)).is(201).text("id")).collect();
        add(&master.actor, &settings, &png(11)).refused(400, 120, TOO_MANY);
        remove(&master.actor, &settings, &ids[3]).is(204);
        add(&master.actor, &settings, &png(11)).is(201);
    }
}

#[test]
fn all_that_are_named_go_or_none() {
    let world = World::new();
    let master = world.master();
    let settings = all(&master);
    let elsewhere = add(&master.actor, &settings[2], &png(1)).is(201).text("id");
    let theirs = add(&world.master().actor, "/accounts/me/settings", &png(1)).is(201).text("id");
    for settings in &settings[..2] {
        let [one, two] = [2, 3].map(|side| add(&master.actor, settings, &png(side)).is(201).text("id"));
        master.delete(&path(settings)).refused(400, 300, NO_FILES);
        for wrong in ["", NO_ID, &elsewhere, &theirs, &format!("{one},{NO_ID}"), &format!("{theirs},{one}")] {
            remove(&master.actor, settings, wrong).refused(400, 300, NO_FILES);
        }
        remove(&master.actor, settings, &format!("{one},{two},{one}")).is(204);
        remove(&master.actor, settings, &one).refused(400, 300, NO_FILES);
    }
    remove(&master.actor, &settings[2], &elsewhere).is(204);
}

#[test]
fn what_comes_and_goes_is_told() {
    let world = World::new();
    let master = world.master();
    let id = add(&master.actor, "/users/me/settings", &png(4)).is(201).text("id");
    remove(&master.actor, "/users/me/settings", &id).is(204);
    let told = world.happened_to(&id);
    let names: Vec<&Value> = told.iter().map(|event| &event["name"]).collect();
    assert_eq!(names, ["virtual_background.added", "virtual_background.removed"]);
    let payload = json!({"id": id, "owner_id": master.owner_id, "name": "file", "size": png(4).len()});
    assert!(told.iter().all(|event| event["payload"] == payload), "{told:?}");
}

#[test]
fn users_and_groups_of_others_are_not_found() {
    let world = World::new();
    let (master, other) = (world.master(), world.master());
    let [_, group, user] = all(&other);
    for settings in [&group, &format!("/groups/{NO_ID}/settings")] {
        let id = settings.split('/').nth(2).unwrap();
        let refusal = format!("A group with this {id} does not exist.");
        add(&master.actor, settings, &png(2)).refused(404, 4130, &refusal);
        remove(&master.actor, settings, NO_ID).refused(404, 4130, &refusal);
    }
    for settings in [&user, &format!("/users/{NO_ID}/settings")] {
        let id = settings.split('/').nth(2).unwrap();
        let refusal = format!("User does not exist: {id}.");
        add(&master.actor, settings, &png(2)).refused(404, 1001, &refusal);
        remove(&master.actor, settings, NO_ID).refused(404, 1001, &refusal);
    }
}

/// What the settings offer of virtual backgrounds.
fn offered(actor: &Actor<'_>, settings: &str) -> Value {
    actor.get(settings).is(200)["in_meeting"]["virtual_background_settings"]["files"].clone()
}

fn choose(actor: &Actor<'_>, settings: &str, files: Value) -> Answer {
    actor.patch(settings, json!({"in_meeting": {"virtual_background_settings": {"files": files}}}))
}

const FILES: &str = "in_meeting.virtual_background_settings.files";

#[test]
fn the_settings_of_each_list_its_files() {
    let world = World::new();
    let master = world.master();
    for settings in all(&master) {
        assert_eq!(offered(&master.actor, &settings), json!([]));
        let ids = [5, 6].map(|side| {
            world.advance(1);
            add(&master.actor, &settings, &png(side)).is(201).text("id")
        });
        let of = |at: usize, side: u32| json!({"id": ids[at], "is_default": false, "name": "file", "size": png(side).len(), "type": "image"});
        assert_eq!(offered(&master.actor, &settings), json!([of(0, 5), of(1, 6)]));
        remove(&master.actor, &settings, &ids[0]).is(204);
        assert_eq!(offered(&master.actor, &settings), json!([of(1, 6)]));
        remove(&master.actor, &settings, &ids[1]).is(204);
        assert_eq!(offered(&master.actor, &settings), json!([]));
    }
}

#[test]
fn whoever_has_none_is_offered_those_of_its_group_and_of_its_account() {
    let world = World::new();
    let master = world.master();
    let [account, group, user] = all(&master);
    let id = user.split('/').nth(2).unwrap().to_owned();
    let members = json!({"members": [{ "id": id }]});
    master.post(&format!("{}/members", group.strip_suffix("/settings").unwrap()), members).is(201);
    let ids = |settings: &str| -> Vec<Value> {
        offered(&master.actor, settings).as_array().unwrap().iter().map(|file| file["id"].clone()).collect()
    };
    let mut last = Vec::new();
    for settings in [&account, &group, &user] {
        last.push(add(&master.actor, settings, &png(5)).is(201).text("id"));
        assert_eq!(ids(&user), [json!(last.last())]);
    }
    remove(&master.actor, &user, &last[2]).is(204);
    assert_eq!(ids(&user), [json!(last[1])]);
    assert_eq!(ids(&group), [json!(last[1])]);
    assert_eq!(ids(&account), [json!(last[0])]);
}

#[test]
fn one_of_ones_own_files_is_the_default() {
    let world = World::new();
    let master = world.master();
    let [account, _, user] = all(&master);
    let shared = add(&master.actor, &account, &png(4)).is(201).text("id");
    let [one, two] = [5, 6].map(|side| add(&master.actor, &user, &png(side)).is(201).text("id"));
    let defaults = || -> Vec<Value> {
        let files = offered(&master.actor, &user);
        files
            .as_array()
            .unwrap()
            .iter()
            .filter(|file| file["is_default"] == true)
            .map(|file| file["id"].clone())
            .collect()
    };
    choose(&master.actor, &user, json!([{"id": one, "is_default": true}])).is(204);
    assert_eq!(defaults(), [json!(one)]);
    let both = json!([{"id": two, "is_default": true}, {"id": one, "is_default": true}]);
    choose(&master.actor, &user, both).refuses_fields(&[FILES]);
    assert_eq!(defaults(), [json!(one)]);
    choose(&master.actor, &user, json!([{"id": two, "is_default": true}])).is(204);
    assert_eq!(defaults(), [json!(two)], "a new one takes the place of the old one");
    choose(&master.actor, &user, json!([{"id": two, "is_default": false}, {"id": one, "is_default": true}])).is(204);
    assert_eq!(defaults(), [json!(one)]);
    choose(&master.actor, &user, json!([{"id": one}, {"id": two, "is_default": true}])).is(204);
    assert_eq!(defaults(), [json!(two)]);
    for foreign in [&*shared, NO_ID] {
        choose(&master.actor, &user, json!([{"id": foreign, "is_default": true}])).refuses_fields(&[FILES]);
    }
    // What is shown is sent back, and what else it says of a file is not for the body to say.
    choose(&master.actor, &user, offered(&master.actor, &user)).is(204);
    choose(&master.actor, &user, json!([{"id": two, "name": "other", "size": 1}])).is(204);
    add(&master.actor, &user, &png(7)).is(201);
    assert_eq!(defaults(), [json!(two)]);
    assert_eq!(offered(&master.actor, &user)[1]["name"], "file");
    remove(&master.actor, &user, &two).is(204);
    assert_eq!(defaults(), [""; 0]);
}

#[test]
fn who_administers_the_account_uploads_also_where_users_may_not() {
    let world = World::new();
    let master = world.master();
    let (user, _) = person(&master, "ann");
    let app = master.operate("POST", "/apps", json!({"kind": "user"})).is(201).text("client_id");
    let member = master.user_signed_in_with(&app, &user);
    let allow =
        |is_allowed: bool| json!({"in_meeting": {"virtual_background_settings": {"allow_upload_custom": is_allowed}}});
    let first = add(&member, "/users/me/settings", &png(4)).is(201).text("id");
    master.patch("/accounts/me/settings", allow(false)).is(204);
    let refusal = "Only an account administrator can upload Virtual Background files for this user.";
    add(&member, "/users/me/settings", &png(5)).refused(400, 200, refusal);
    add(&member, "/users/me/settings", VIDEO).refused(400, 200, refusal);
    assert_eq!(offered(&member, "/users/me/settings").as_array().unwrap().len(), 1);
    let by_admin = add(&master.actor, &format!("/users/{user}/settings"), &png(5)).is(201).text("id");
    remove(&member, "/users/me/settings", &format!("{first},{by_admin}")).is(204);
    // What holds for the user itself decides, and the account may lock it.
    member.patch("/users/me/settings", allow(true)).is(204);
    add(&member, "/users/me/settings", &png(6)).is(201);
    master.patch("/accounts/me/lock_settings", json!({"in_meeting": {"virtual_background": true}})).is(200);
    add(&member, "/users/me/settings", &png(7)).refused(400, 200, refusal);
}

const BY_ACCOUNT: &str = "This setting is locked by the account.";
const BY_GROUP: &str = "This setting is locked by a group.";

fn lock(is_locked: bool) -> Value {
    json!({"in_meeting": {"virtual_background": is_locked}})
}

/// The answer is that of a body of settings with a locked list.
#[track_caller]
fn is_locked(answer: Answer, by: &str) {
    let answer = answer.is(400);
    assert_eq!((&answer["code"], &answer["errors"]), (&json!(300), &json!([{"field": FILES, "message": by}])));
}

#[test]
fn where_the_account_locks_them_files_of_groups_and_users_neither_come_nor_go() {
    let world = World::new();
    let master = world.master();
    let [account, group, user] = all(&master);
    let [of_group, of_user] = [&group, &user].map(|settings| add(&master.actor, settings, &png(4)).is(201).text("id"));
    let before = [&group, &user].map(|settings| offered(&master.actor, settings));
    master.patch("/accounts/me/lock_settings", lock(true)).is(200);
    for (settings, id) in [(&group, &of_group), (&user, &of_user)] {
        is_locked(add(&master.actor, settings, &png(5)), BY_ACCOUNT);
        is_locked(add(&master.actor, settings, VIDEO), BY_ACCOUNT);
        is_locked(remove(&master.actor, settings, id), BY_ACCOUNT);
    }
    is_locked(choose(&master.actor, &user, json!([{"id": of_user, "is_default": true}])), BY_ACCOUNT);
    let shared = add(&master.actor, &account, &png(6)).is(201).text("id");
    for settings in [&group, &user] {
        assert_eq!(offered(&master.actor, settings)[0]["id"], json!(shared), "forced");
    }
    master.patch("/accounts/me/lock_settings", lock(false)).is(200);
    assert_eq!([&group, &user].map(|settings| offered(&master.actor, settings)), before);
    for (settings, id) in [(&group, &of_group), (&user, &of_user)] {
        add(&master.actor, settings, &png(5)).is(201);
        remove(&master.actor, settings, id).is(204);
    }
}

#[test]
fn where_a_group_locks_them_files_of_its_members_neither_come_nor_go() {
    let world = World::new();
    let master = world.master();
    let [_, group, user] = all(&master);
    let group = group.strip_suffix("/settings").unwrap();
    let members = json!({"members": [{"id": user.split('/').nth(2).unwrap()}]});
    master.post(&format!("{group}/members"), members).is(201);
    let id = add(&master.actor, &user, &png(4)).is(201).text("id");
    master.patch(&format!("{group}/lock_settings"), lock(true)).is(204);
    is_locked(add(&master.actor, &user, &png(5)), BY_GROUP);
    is_locked(remove(&master.actor, &user, &id), BY_GROUP);
    add(&master.actor, &format!("{group}/settings"), &png(6)).is(201);
    add(&master.actor, "/users/me/settings", &png(7)).is(201);
    master.patch(&format!("{group}/lock_settings"), lock(false)).is(204);
    add(&master.actor, &user, &png(5)).is(201);
    remove(&master.actor, &user, &id).is(204);
}
