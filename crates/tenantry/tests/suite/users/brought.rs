//! What somebody who had a free account of its own brings along into another.
use super::{
    expected::{come, invite},
    *,
};
use crate::{
    forms::{self, png},
    server::BASE_URL,
    signin::{Browser, take},
};

const HOST_KEY: &str = "246813";

/// The free account of somebody who has confirmed its address.
pub(super) fn confirmed(world: &World) -> Account<'_> {
    let own = world.free_standing();
    world.submit(&world.link_of("confirmation", &own.owner_email), &[]).is(200);
    own
}

fn host_key(account: &Account<'_>, id: &str) -> Value {
    let users = account.get("/users?include_fields=host_key").is(200);
    let user = users["users"].as_array().unwrap().iter().find(|user| user["id"] == id);
    user.unwrap_or_else(|| panic!("{users}"))["host_key"].clone()
}

fn set_picture(actor: &Actor<'_>, user: &str, side: u32) {
    forms::upload(actor, &format!("/users/{user}/picture"), "pic_file", &png(side)).is(201);
}

/// The path of the user's picture.
fn picture(account: &Account<'_>, user: &str) -> String {
    shown(&account.actor, user).text("pic_url").strip_prefix(BASE_URL).unwrap().to_owned()
}

fn add_background(actor: &Actor<'_>, user: &str, side: u32) -> Answer {
    forms::upload(actor, &format!("/users/{user}/settings/virtual_backgrounds"), "file", &png(side))
}

fn remove_background(account: &Account<'_>, user: &str, id: &str) -> Answer {
    account.delete(&format!("/users/{user}/settings/virtual_backgrounds?file_ids={id}"))
}

/// Gives the user summary templates of these names.
fn give_templates(account: &Account<'_>, user: &str, names: &[&str]) {
    let list: Vec<Value> = names.iter().map(|name| json!({"name": name})).collect();
    account.operate("PUT", &format!("/users/{user}/meeting_summary_templates"), json!({"templates": list})).is(200);
}

fn templates(account: &Account<'_>, user: &str) -> Vec<String> {
    let list = account.get(&format!("/users/{user}/meeting_summary_templates")).is(200);
    list.body.as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_is_its_own_comes_along_and_what_its_account_gave_it_does_not() {
    let world = World::new();
    let (master, own) = (world.master(), confirmed(&world));
    own.plan("Pro", 1);
    let profile = json!({"type": 2, "pmi": 3_234_567_890i64, "vanity_name": "olga", "host_key": HOST_KEY,
        "timezone": "Asia/Tokyo", "language": "de-DE", "dept": "Home", "about_me": "I paint.",
        "phone_numbers": [{"country": "US", "code": "+1", "number": "5550100", "label": "Mobile"}]});
    own.patch("/users/me", profile).is(204);
    own.patch("/users/me", json!({"type": 1})).is(204);
    own.plan("Free", 0);
    set_picture(&own.actor, "me", 5);
    let kept = add_background(&own.actor, "me", 6).is(201).text("id");
    let made = own.operate(
        "PUT",
        &format!("/users/{}/meeting_templates", own.owner_id),
        json!({"templates": [{"name": "Weekly"}]}),
    );
    let template = made.is(200)["templates"][0]["id"].as_str().unwrap().to_owned();
    let before = shown(&own.actor, "me");
    assert_eq!(host_key(&own, &own.owner_id), HOST_KEY);
    let id = invite(&master.actor, &own.owner_email).is(201).text("id");
    come(&world, &own.owner_email).is(200);
    let user = shown(&master.actor, &id);
    for field in ["timezone", "language", "pmi", "phone_numbers", "vanity_url"] {
        assert_eq!(user[field], before[field], "{field}");
    }
    assert_eq!((&user["pmi"], &user["timezone"]), (&json!(3_234_567_890i64), &json!("Asia/Tokyo")));
    assert_eq!(user["vanity_url"], "https://tenantry.test/my/olga");
    assert_eq!((&user["dept"], &user["first_name"]), (&json!(""), &json!("Ada")));
    assert_ne!(host_key(&master, &id), HOST_KEY, "others may know it");
    world.open(&picture(&master, &id)).is(200);
    master.get(&format!("/users/{id}/meeting_templates/{template}")).is(200);
    remove_background(&master, &id, &kept).is(204);
    let told = world.told(&id, "user.updated");
    let [profile, picture] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!(
        (&profile["payload"]["about_me"], &picture["payload"]["pic_url"]),
        (&json!("I paint."), &user["pic_url"])
    );
}

#[test]
fn nothing_comes_along_from_an_account_whose_address_was_never_confirmed() {
    let world = World::new();
    let (eve, master) = (world.master(), world.master());
    let address = email(&world, "ann");
    let body = json!({"email": address, "first_name": "Eve", "last_name": "Else", "password": PASSWORD});
    let made = eve.post("/accounts", body).is(201);
    let trap = Account::signed_in(&world, &world.shown(&format!("/accounts/{}", made.text("id"))).is(200), &address);
    let profile = json!({"timezone": "Asia/Tokyo", "about_me": "Eve knows me.", "host_key": HOST_KEY});
    trap.patch("/users/me", profile).is(204);
    set_picture(&trap.actor, "me", 5);
    let background = add_background(&trap.actor, "me", 6).is(201).text("id");
    give_templates(&trap, &trap.owner_id, &["Trap"]);
    let before = shown(&trap.actor, "me");
    eve.on(&trap).delete("").is(204);
    let id = invite(&master.actor, &address).is(201).text("id");
    let untouched = shown(&master.actor, &id);
    world.open(&world.link_of("invitation", &address)).is(200).says("nothing of it comes along");
    come(&world, &address).is(200);
    trap.get("/users").is(401);
    let user = shown(&master.actor, &id);
    for field in ["timezone", "pmi", "pic_url", "phone_numbers", "language"] {
        assert_eq!(user[field], untouched[field], "{field}");
    }
    assert_ne!(user["timezone"], before["timezone"]);
    assert_ne!(user["pmi"], before["pmi"]);
    assert_ne!(host_key(&master, &id), HOST_KEY);
    assert_eq!(templates(&master, &id), [""; 0]);
    remove_background(&master, &id, &background).is(400);
    event(&world, &id, "user.invitation_accepted");
    assert_eq!(world.told(&id, "user.updated"), [] as [Value; 0]);
}

#[test]
fn a_second_factor_of_an_account_whose_address_was_never_confirmed_keeps_nobody_out() {
    let world = World::new();
    let (eve, master) = (world.master(), world.master());
    let address = email(&world, "ann");
    let body = json!({"email": address, "first_name": "Eve", "last_name": "Else", "password": PASSWORD});
    let trap = eve.post("/accounts", body).is(201).text("id");
    eve.on_id(&trap).delete("").is(204);
    take(&Browser::new(&world).signs_in(&address, PASSWORD), crate::server::START);
    invite(&master.actor, &address).is(201);
    come(&world, &address).is(200);
    assert!(Browser::new(&world).signs_in(&address, PASSWORD).is_signed_in(), "by the password alone");
}

#[test]
fn what_comes_along_stands_beside_what_was_there_and_its_picture_in_the_place_of_another() {
    let world = World::new();
    let (master, own) = (world.master(), confirmed(&world));
    set_picture(&own.actor, "me", 5);
    let brought = [6, 7].map(|side| add_background(&own.actor, "me", side).is(201).text("id"));
    give_templates(&own, &own.owner_id, &["T"; 40]);
    let id = invite(&master.actor, &own.owner_email).is(201).text("id");
    set_picture(&master.actor, &id, 8);
    let there: Vec<String> = (20..29).map(|side| add_background(&master.actor, &id, side).is(201).text("id")).collect();
    give_templates(&master, &id, &["Given"]);
    let before = picture(&master, &id);
    world.open(&before).is(200);
    come(&world, &own.owner_email).is(200);
    world.open(&before).is(404);
    world.open(&picture(&master, &id)).is(200);
    let names = templates(&master, &id);
    assert_eq!((names.len(), &*names[0], &*names[1]), (40, "Given", "T"));
    add_background(&master.actor, &id, 30).refused(400, 120, "A maximum of 10 files are allowed for a user.");
    there.iter().for_each(|file| drop(remove_background(&master, &id, file).is(204)));
    let mut statuses = brought.map(|file| remove_background(&master, &id, &file).status);
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 400], "ten have room");
    master.delete(&format!("/users/{id}/picture")).is(204);
    assert_eq!(shown(&master.actor, &id)["pic_url"], Value::Null);
}
