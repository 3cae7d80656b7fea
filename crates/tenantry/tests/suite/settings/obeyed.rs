//! Settings that this platform itself obeys: passwords, and what users change of themselves.
use super::*;
use crate::{
    actors::Actor,
    forms::{png, upload},
    users::{PASSWORD, make, managed_domain, person_of},
};

fn secure(account: &Account<'_>, security: Value) {
    account.on_id("me").patch("/settings", json!({ "security": security })).is(204);
}

/// What an account answers to a new user with the password, and to the password for a user that there is.
struct Asked<'w> {
    account: Account<'w>,
    domain: String,
    user: String,
}

impl<'w> Asked<'w> {
    fn new(account: &Account<'w>) -> Self {
        let (user, _) = person_of(account, "ann", 1);
        Asked { account: account.clone(), domain: managed_domain(account), user }
    }
    fn set(&self, password: &str) -> Answer {
        self.account.put(&format!("/users/{}/password", self.user), json!({ "password": password }))
    }
    fn create(&self, password: &str) -> Answer {
        let email = format!("u{}@{}", crate::server::server().next_world(), self.domain);
        make(&self.account.actor, "autoCreate", &email, json!({ "password": password }))
    }
    #[track_caller]
    fn refuses(&self, password: &str, code: i64, text: &str) {
        self.set(password).refused(400, code, text);
        self.create(password).refused(400, 300, "Invalid parameter: password");
    }
}

#[test]
fn a_password_has_as_many_characters_as_the_account_asks_for() {
    let world = World::new();
    let master = world.master();
    let asked = Asked::new(&master);
    for (set, needed) in [(8, 8), (9, 9), (10, 10), (11, 11), (12, 12), (13, 13), (14, 14), (0, 8)] {
        secure(&master, json!({"password_requirement": {"minimum_password_length": set}}));
        let of = |length: usize| "xK4-".chars().cycle().skip(set).take(length).collect::<String>();
        asked.refuses(&of(needed - 1), 1124, &format!("Have at least {needed} characters"));
        asked.create(&of(needed)).is(201);
        asked.set(&of(needed + 1)).is(204);
    }
}

#[test]
fn a_password_has_no_longer_run_than_the_account_allows() {
    let world = World::new();
    let master = world.master();
    let asked = Asked::new(&master);
    let text = "Password can't use continuation character.Such as 'abcdef','123456'.";
    for (set, refused) in [(4, 4), (5, 5), (6, 6), (7, 7), (8, 8), (0, 6)] {
        secure(&master, json!({"password_requirement": {"consecutive_characters_length": set}}));
        let of = |run: usize| format!("X4-{}-{set}xx", &"abcdefghij"[..run]);
        asked.refuses(&of(refused), 1131, text);
        asked.create(&of(refused - 1)).is(201);
        asked.set(&of(refused - 1)).is(204);
    }
}

#[test]
fn a_password_has_a_special_character_and_is_no_common_word_where_the_account_asks_for_it() {
    let world = World::new();
    let master = world.master();
    let asked = Asked::new(&master);
    for password in ["KxKxKx42", "P@ssw0rd2024"] {
        asked.create(password).is(201);
    }
    secure(&master, json!({"password_requirement": {"have_special_character": true}}));
    asked.refuses("KxKxKx42", 1127, "Have at least 1 special character (!, @, #…)");
    asked.create("P@ssw0rd2024").is(201);
    secure(&master, json!({"password_requirement": {"weak_enhance_detection": true}}));
    asked.refuses("P@ssw0rd2024", 1136, "Your password is too easy to guess. Try another one.");
    asked.set("Quartz7!River").is(204);
}

#[test]
fn what_a_master_asks_of_passwords_binds_nobody_below_it() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    sub.plan("Business", 10);
    secure(&master, json!({"password_requirement": {"minimum_password_length": 14}}));
    Asked::new(&sub).create(PASSWORD).is(201);
}

/// A member of the account through an app of its own.
fn member<'w>(account: &Account<'w>) -> Actor<'w> {
    let (user, _) = person_of(account, "mia", 2);
    let app = account.operate("POST", "/apps", json!({"kind": "user"})).is(201).text("client_id");
    account.user_signed_in_with(&app, &user)
}

#[test]
fn an_account_leaves_names_and_host_keys_to_its_administrators_where_it_says_so() {
    let world = World::new();
    let master = world.master();
    let member = member(&master);
    let (name, key) = (json!({"last_name": "Byron"}), json!({"host_key": "222222"}));
    let no_name = "Only an account administrator can change a user's name.";
    let no_key = "Only an account administrator can change the host key.";
    secure(&master, json!({"user_modifiable_info_by_admin": ["name", "host_key"]}));
    member.patch("/users/me", name).is(204);
    member.patch("/users/me", key).is(204);
    secure(&master, json!({"admin_change_user_info": true}));
    member.patch("/users/me", json!({"last_name": "Lovelace"})).refused(400, 200, no_name);
    member.patch("/users/me", json!({"display_name": "Lovelace"})).refused(400, 200, no_name);
    member.patch("/users/me", json!({"host_key": "333333"})).refused(400, 200, no_key);
    member.patch("/users/me", json!({"dept": "Sales"})).is(204);
    secure(&master, json!({"user_modifiable_info_by_admin": ["name"]}));
    member.patch("/users/me", json!({"host_key": "333333"})).is(204);
    member.patch("/users/me", json!({"last_name": "Lovelace"})).refused(400, 200, no_name);
    secure(&master, json!({"user_modifiable_info_by_admin": []}));
    member.patch("/users/me", json!({"last_name": "Lovelace"})).is(204);
}

#[test]
fn nobody_changes_its_pronouns_where_the_account_has_none() {
    let world = World::new();
    let master = world.master();
    let member = member(&master);
    let other = |is_on: bool| {
        let body = json!({"other_options": {"allow_users_enter_and_share_pronouns": is_on}});
        master.on_id("me").patch("/settings", body).is(204);
    };
    member.patch("/users/me", json!({"pronouns": "she", "pronouns_option": 2})).is(204);
    other(false);
    member.patch("/users/me", json!({"pronouns": "they"})).refuses_fields(&["pronouns"]);
    member.patch("/users/me", json!({"pronouns_option": 1, "dept": "Sales"})).refuses_fields(&["pronouns_option"]);
    let both = json!({"pronouns": "they", "pronouns_option": 1});
    refuses(member.patch("/users/me", both), &[("pronouns", "Invalid field."), ("pronouns_option", "Invalid field.")]);
    // What is there can be sent back, and everything else changes.
    member.patch("/users/me", json!({"pronouns": "she", "pronouns_option": 2, "dept": "Sales"})).is(204);
    let path = format!("/users/{}", member.get("/users/me").is(200).text("id"));
    assert_eq!(master.get(&path).is(200)["pronouns"], "she");
    // Whoever edits users says it for them.
    master.patch(&path, json!({"pronouns": "they"})).is(204);
    other(true);
    member.patch("/users/me", json!({"pronouns": "she"})).is(204);
}

#[test]
fn an_account_leaves_pictures_to_its_administrators_in_either_of_two_forms() {
    let world = World::new();
    let master = world.master();
    let (member, admin) = (member(&master), crate::users::admin(&master, "ada").0);
    let admin = master.user_signed_in(&admin);
    let editor = master.user_with_role(&["User:Edit"], 2, &[]);
    let set = |actor: &Actor<'_>, side: u32| upload(actor, "/users/me/picture", "pic_file", &png(side));
    let clear = |actor: &Actor<'_>| actor.delete("/users/me/picture");
    let refusal = "Only an account administrator can change a profile picture.";
    secure(&master, json!({"user_modifiable_info_by_admin": ["profile_picture"]}));
    for (reserved, open) in [
        (json!({"admin_change_user_info": true}), json!({"admin_change_user_info": false})),
        (json!({"admin_change_name_pic": true}), json!({"admin_change_name_pic": false})),
    ] {
        set(&member, 2).is(201);
        secure(&master, reserved);
        set(&member, 3).refused(400, 200, refusal);
        clear(&member).refused(400, 200, refusal);
        for actor in [&admin, &editor, &master.actor] {
            set(actor, 2).is(201);
            clear(actor).is(204);
        }
        member.patch("/users/me", json!({"last_name": "Byron"})).is(204);
        secure(&master, open);
        clear(&member).is(204);
    }
    secure(&master, json!({"admin_change_user_info": true, "user_modifiable_info_by_admin": ["name", "host_key"]}));
    set(&member, 2).is(201);
}
