//! Files: what is at their addresses, and that their bytes are there as long as their rows are and no longer.
use crate::{
    actors::Account,
    answer::{Answer, NO_ROUTE},
    data_requests::{GRACE, REQUESTS, asked, fetch, in_history, link, unwanted, wanted},
    forms::{self, png},
    server::{BASE_URL, Server, Setup, TestClock},
    users::{PASSWORD, make, renewed},
    world::{DAY, NO_ID, World},
};
use object_store::{ObjectStore, ObjectStoreExt, path::Path};
use platform::SharedClock;
use serde_json::{Value, json};
use std::{cell::Cell, sync::Arc};
use storage::time;

/// A server of its own: what is deleted on it is nobody else's.
struct Scene {
    server: Server,
    clock: Arc<TestClock>,
}

impl Scene {
    fn new() -> Self {
        Scene { server: Server::start(), clock: TestClock::new() }
    }
    fn world(&self, objects: Option<Arc<dyn ObjectStore>>) -> World {
        let clock = self.clock.clone() as SharedClock;
        World::on(self.server.platform(Setup { clock, objects, ..Setup::default() }))
    }
    /// How many objects an account has.
    fn objects(&self, account: &Account<'_>) -> usize {
        self.places(account).len()
    }
    /// Where they are.
    fn places(&self, account: &Account<'_>) -> Vec<Path> {
        let place = Path::from(&*account.id);
        let listed = self.server.objects.list_with_delimiter(Some(&place));
        let listed = crate::server::server().runtime.block_on(listed).unwrap();
        listed.objects.into_iter().map(|object| object.location).collect()
    }
}

fn delete_unkept(world: &World) -> usize {
    crate::server::server().runtime.block_on(world.platform.delete_unkept_objects()).unwrap()
}

fn set(account: &Account<'_>, user: &str, bytes: &[u8]) -> Answer {
    forms::upload(&account.actor, &format!("/users/{user}/picture"), "pic_file", bytes)
}

fn path(account: &Account<'_>, user: &str) -> String {
    account.get(&format!("/users/{user}")).text("pic_url").strip_prefix(BASE_URL).unwrap().to_owned()
}

fn served(world: &World, path: &str) -> Answer {
    world.send("GET", path, &[], &Value::Null)
}

#[test]
fn an_address_opens_one_file_and_cannot_be_guessed() {
    let world = World::new();
    let (one, other) = (world.master(), world.master());
    for account in [&one, &other] {
        set(account, &account.owner_id, &png(2)).is(201);
    }
    let [mine, theirs] = [path(&one, &one.owner_id), path(&other, &other.owner_id)];
    let parts = |path: &str| path.rsplit('/').take(3).map(str::to_owned).collect::<Vec<_>>();
    let [mine, theirs] = [parts(&mine), parts(&theirs)];
    let at =
        |signature: &str, file: &str, account: &str| served(&world, &format!("/files/{account}/{file}/{signature}"));
    at(&mine[0], &mine[1], &mine[2]).is(200);
    for (signature, file, account) in [
        (&*mine[0], &*theirs[1], &*theirs[2]),
        (&mine[0], &theirs[1], &mine[2]),
        (&mine[0], &mine[1], &theirs[2]),
        (&theirs[0], &mine[1], &mine[2]),
        (NO_ID, &mine[1], &mine[2]),
        (NO_ID, NO_ID, NO_ID),
        (&mine[0][..21], &mine[1], &mine[2]),
    ] {
        at(signature, file, account).refused(404, 2300, NO_ROUTE);
    }
    assert!((400..500).contains(&at("%00", "%ff", "..%2f").status));
    served(&world, &format!("/files/{}/{}", mine[2], mine[1])).refused(404, 2300, NO_ROUTE);
    world.send("PUT", &format!("/files/{}/{}/{}", mine[2], mine[1], mine[0]), &[], &Value::Null).is(405);
}

#[test]
fn nothing_is_served_of_an_account_that_was_closed() {
    let world = World::new();
    let account = world.free_standing();
    set(&account, &account.owner_id, &png(2)).is(201);
    let path = path(&account, &account.owner_id);
    served(&world, &path).is(200);
    account.operate("DELETE", "", Value::Null).is(204);
    served(&world, &path).refused(404, 2300, NO_ROUTE);
}

#[test]
fn the_bytes_of_a_file_go_after_its_row_and_not_before() {
    let scene = Scene::new();
    let world = scene.world(None);
    let account = world.master();
    account.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
    let (ann, _) = account.user("ann");
    set(&account, &ann, &png(2)).is(201);
    set(&account, &account.owner_id, &png(3)).is(201);
    assert_eq!((delete_unkept(&world), scene.objects(&account)), (0, 2));
    set(&account, &account.owner_id, &png(4)).is(201);
    assert_eq!((delete_unkept(&world), scene.objects(&account)), (1, 2));
    account.delete(&format!("/users/{ann}?action=delete")).is(204);
    assert_eq!((delete_unkept(&world), scene.objects(&account)), (1, 1));
    assert_eq!(delete_unkept(&world), 0);
    served(&world, &path(&account, &account.owner_id)).is(200);
}

#[test]
fn the_bytes_of_one_who_is_erased_go_and_those_of_others_stay() {
    let scene = Scene::new();
    let world = scene.world(None);
    let account = world.master();
    let ((ann, email), (bob, _)) = (account.user("ann"), account.user("bob"));
    for user in [&ann, &bob] {
        set(&account, user, &png(2)).is(201);
        let backgrounds = format!("/users/{user}/settings/virtual_backgrounds");
        forms::upload(&account.actor, &backgrounds, "file", &png(3)).is(201);
    }
    let [erased, kept] = [&ann, &bob].map(|user| path(&account, user));
    assert_eq!((delete_unkept(&world), scene.objects(&account)), (0, 4));
    let request = asked(&account.actor, unwanted(&[&email]));
    world.advance(GRACE);
    world.settle();
    assert_eq!(in_history(&renewed(&account).actor, &request)["state"], "Completed");
    served(&world, &erased).refused(404, 2300, NO_ROUTE);
    assert_eq!((delete_unkept(&world), scene.objects(&account)), (2, 2));
    served(&world, &kept).is(200);
}

#[test]
fn bytes_whose_row_never_came_go_after_an_hour() {
    let scene = Scene::new();
    let world = scene.world(None);
    let account = world.master();
    set(&account, &account.owner_id, &png(2)).is(201);
    // The same picture again changes nothing, so that what was written for it is not kept.
    set(&account, &account.owner_id, &png(2)).is(201);
    assert_eq!(scene.objects(&account), 2);
    let path = path(&account, &account.owner_id);
    scene.clock.advance(time::HOUR - 1);
    assert_eq!((delete_unkept(&world), scene.objects(&account)), (0, 2));
    scene.clock.advance(1);
    assert_eq!((delete_unkept(&world), scene.objects(&account)), (1, 1));
    served(&world, &path).is(200);
}

#[test]
fn what_cannot_be_written_is_not_acknowledged() {
    let scene = Scene::new();
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("objects");
    let url = format!("file:{}", place.display());
    let objects = scene.server.runtime.block_on(files::open(&url)).unwrap();
    let world = scene.world(Some(objects));
    let account = world.master();
    // Where the folder was there is a file now.
    std::fs::remove_dir(&place).unwrap();
    std::fs::write(&place, "").unwrap();
    set(&account, &account.owner_id, &png(2)).is(503);
    assert!(account.get(&format!("/users/{}", account.owner_id)).is(200)["pic_url"].is_null());
    std::fs::remove_file(&place).unwrap();
    set(&account, &account.owner_id, &png(2)).is(201);
    served(&world, &path(&account, &account.owner_id)).is(200);
}

#[test]
fn one_file_that_cannot_be_deleted_keeps_no_other() {
    let scene = Scene::new();
    let folder = tempfile::tempdir().unwrap();
    let runtime = &crate::server::server().runtime;
    let store = runtime.block_on(files::open(&format!("file:{}", folder.path().display()))).unwrap();
    let world = scene.world(Some(store));
    let account = world.master().id;
    // What is no file cannot be deleted as one.
    std::fs::create_dir_all(folder.path().join(&account).join("stuck/inside")).unwrap();
    let names = (0..150).map(|number: i32| number.to_string()).chain(["stuck".to_owned()]);
    let keys: Vec<String> = names.map(|name| format!("{account}/{name}")).collect();
    let expect = world
        .platform
        .in_directory(move |all| Ok(keys.iter().try_for_each(|key| all.expect_object(&account, key, 0))?));
    runtime.block_on(expect).unwrap();
    runtime.block_on(world.platform.delete_all_unkept_objects(|| false)).unwrap();
    assert_eq!(delete_unkept(&world), 0);
    scene.clock.advance(10 * time::MINUTE);
    assert_eq!(delete_unkept(&world), 1);
}

#[test]
fn who_is_told_to_end_deletes_no_further_file_and_leaves_it_for_later() {
    let scene = Scene::new();
    let world = scene.world(None);
    let account = world.master().id;
    let keys = ["one", "two", "three"].map(|name| format!("{account}/{name}"));
    let expect = world
        .platform
        .in_directory(move |all| Ok(keys.iter().try_for_each(|key| all.expect_object(&account, key, 0))?));
    let runtime = &crate::server::server().runtime;
    runtime.block_on(expect).unwrap();
    // It is asked before all of them, and before each.
    let asked = Cell::new(0);
    let is_over = || asked.replace(asked.get() + 1) > 1;
    runtime.block_on(world.platform.delete_all_unkept_objects(is_over)).unwrap();
    assert_eq!((delete_unkept(&world), delete_unkept(&world)), (2, 0));
}

/// Has somebody exported: the id of the request, and those of its files.
fn exported(account: &Account<'_>, email: &str) -> (String, Vec<String>) {
    let request = asked(&account.actor, wanted(&[email]));
    account.world.settle();
    let files = account.get(&format!("{REQUESTS}/{request}")).is(200).column("file_id");
    (request, files.iter().map(|file| file.as_str().unwrap().to_owned()).collect())
}

#[test]
fn what_an_export_hands_out_stays_as_it_was_and_goes_with_its_bytes_after_30_days() {
    let scene = Scene::new();
    let world = scene.world(None);
    let account = world.master();
    let (ann, email) = account.user("ann");
    set(&account, &ann, &png(2)).is(201);
    let before = served(&world, &path(&account, &ann)).is(200).bytes;
    let (request, files) = exported(&account, &email);
    assert_eq!((delete_unkept(&world), scene.objects(&account)), (0, 2));
    set(&account, &ann, &png(3)).is(201);
    assert_eq!((delete_unkept(&world), scene.objects(&account)), (1, 2));
    assert!(served(&world, &path(&account, &ann)).is(200).bytes != before);
    let [_, copy] = files.as_slice() else { panic!("{files:?}") };
    assert!(fetch(&world, &link(&account.actor, copy)).is(200).bytes == before);
    world.advance(30 * DAY);
    world.settle();
    let owner = renewed(&account).actor;
    assert_eq!(owner.get(&format!("{REQUESTS}/{request}")).is(200)["total_records"], 0);
    owner.get(&format!("/data_requests/files/{copy}/url")).is(404);
    assert_eq!((delete_unkept(&world), scene.objects(&account)), (1, 1));
}

#[test]
fn of_one_who_is_erased_no_bytes_are_left_that_an_export_has_handed_out() {
    let scene = Scene::new();
    let world = scene.world(None);
    let account = world.master();
    let ((ann, email), (bob, bobs)) = (account.user("ann"), account.user("bob"));
    for user in [&ann, &bob] {
        set(&account, user, &png(2)).is(201);
    }
    exported(&account, &email);
    let (_, kept) = exported(&account, &bobs);
    assert_eq!((delete_unkept(&world), scene.objects(&account)), (0, 4));
    asked(&account.actor, unwanted(&[&email]));
    world.advance(GRACE);
    world.settle();
    assert_eq!((delete_unkept(&world), scene.objects(&account)), (2, 2));
    fetch(&world, &link(&renewed(&account).actor, &kept[1])).is(200);
}

#[test]
fn an_account_of_one_person_leaves_no_bytes_of_exports_when_it_closes() {
    let scene = Scene::new();
    let world = scene.world(None);
    let (master, own) = (world.master(), world.free_standing());
    world.submit(&world.link_of("confirmation", &own.owner_email), &[]).is(200);
    set(&own, &own.owner_id, &png(2)).is(201);
    exported(&own, &own.owner_email);
    assert_eq!((delete_unkept(&world), scene.objects(&own)), (0, 2));
    let id = make(&master.actor, "create", &own.owner_email, json!({})).is(201).text("id");
    world.submit(&world.link_of("invitation", &own.owner_email), &[("password", PASSWORD)]).is(200);
    // Its picture has come along and is where it was.
    assert_eq!((delete_unkept(&world), scene.objects(&own)), (1, 1));
    served(&world, &path(&master, &id)).is(200);
}

#[test]
fn an_export_goes_without_a_file_whose_bytes_are_lost() {
    let scene = Scene::new();
    let world = scene.world(None);
    let account = world.master();
    let (ann, email) = account.user("ann");
    set(&account, &ann, &png(2)).is(201);
    let places = scene.places(&account);
    crate::server::server().runtime.block_on(scene.server.objects.delete(&places[0])).unwrap();
    let (request, files) = exported(&account, &email);
    assert_eq!((in_history(&account.actor, &request)["state"].clone(), files.len()), (json!("Completed"), 1));
    set(&account, &ann, &png(3)).is(201);
    assert_eq!(exported(&account, &email).1.len(), 2);
}

#[test]
fn a_link_to_an_export_is_not_used_up_for_bytes_that_cannot_be_had() {
    let scene = Scene::new();
    let folder = tempfile::tempdir().unwrap();
    let runtime = &crate::server::server().runtime;
    let store = runtime.block_on(files::open(&format!("file:{}", folder.path().display()))).unwrap();
    let world = scene.world(Some(store));
    let account = world.master();
    let (ann, email) = account.user("ann");
    set(&account, &ann, &png(2)).is(201);
    let (_, handed_out) = exported(&account, &email);
    let link = link(&account.actor, &handed_out[1]);
    let [place, aside] = [account.id.as_str(), "aside"].map(|name| folder.path().join(name));
    std::fs::rename(&place, &aside).unwrap();
    fetch(&world, &link).is(404);
    // Where the folder of the account was there is a file now.
    std::fs::write(&place, "").unwrap();
    fetch(&world, &link).is(503);
    std::fs::remove_file(&place).unwrap();
    std::fs::rename(&aside, &place).unwrap();
    fetch(&world, &link).is(200);
    fetch(&world, &link).is(404);
}

#[test]
fn a_copy_whose_row_never_came_goes_after_an_hour() {
    let scene = Scene::new();
    let world = scene.world(None);
    let account = world.master();
    set(&account, &account.owner_id, &png(2)).is(201);
    let places = scene.places(&account);
    let copy = world.platform.copy_object(&account.id, places[0].as_ref());
    let copy = crate::server::server().runtime.block_on(copy).unwrap().unwrap();
    assert!(scene.places(&account).contains(&Path::from(copy)));
    scene.clock.advance(time::HOUR - 1);
    assert_eq!((delete_unkept(&world), scene.objects(&account)), (0, 2));
    scene.clock.advance(1);
    assert_eq!(delete_unkept(&world), 1);
    assert_eq!(scene.places(&account), places);
}
