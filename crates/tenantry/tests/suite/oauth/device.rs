//! The device grant (RFC 8628): codes, the page on which they are entered, and the questions of the device.
use super::{App, BAD_TOKEN, FORGED, Tokens};
use crate::{
    actors::Account,
    answer::Answer,
    server::BASE_URL,
    signin::Browser,
    users::{holder, person},
    world::World,
};
use serde_json::{Value, json};

const PAGE: &str = "/oauth/device";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
const NO_DEVICE: &str = "No device shows this code, or not any more.";

impl App<'_> {
    fn on_devices<'w>(account: &Account<'w>, more: Value) -> App<'w> {
        let mut body = json!({"device": true});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        App::installed(account, body)
    }
    fn codes(&self) -> (String, String) {
        let answer = self.asks("devicecode", &[]).is(200);
        (answer.text("device_code"), answer.text("user_code"))
    }
    fn polls(&self, device_code: &str) -> Answer {
        self.asks("token", &[("grant_type", GRANT), ("device_code", device_code)])
    }
    fn waits(&self, device_code: &str) {
        self.polls(device_code).no_grant("authorization_pending", "The user has not decided yet.");
    }
}

impl Browser<'_> {
    /// Enters a code, and presses a button on the page that comes.
    fn enters(&self, code: &str, decision: &str) -> Answer {
        let csrf = self.get(PAGE).is(200).csrf();
        let page = self.post(PAGE, &[("csrf", &csrf), ("user_code", code)]).is(200);
        self.presses(PAGE, &page.says("value=\"allow\">Allow</button>"), decision)
    }
    fn tries(&self, code: &str) -> Answer {
        let csrf = self.get(PAGE).is(200).csrf();
        self.post(PAGE, &[("csrf", &csrf), ("user_code", code)])
    }
}

#[test]
fn a_device_shows_a_code_and_gets_tokens_once_a_user_has_allowed_it() {
    let world = World::new();
    let master = world.master();
    for public in [false, true] {
        let app = App::on_devices(&master, json!({"public": public}));
        let (ann, _) = holder(&master, "ann", &["User:Read"]);
        let answer = app.asks("devicecode", &[]).is(200);
        assert_eq!((&answer["expires_in"], &answer["interval"]), (&json!(900), &json!(5)));
        let (device, shown) = (answer.text("device_code"), answer.text("user_code"));
        assert_eq!(answer["verification_uri"], format!("{BASE_URL}{PAGE}"));
        assert_eq!(answer["verification_uri_complete"], format!("{BASE_URL}{PAGE}?user_code={shown}"));
        let spelled =
            |part: &str| part.len() == 4 && part.bytes().all(|letter| b"BCDFGHJKLMNPQRSTVWXZ".contains(&letter));
        assert!(shown.split('-').all(spelled) && shown.len() == 9, "{shown}");
        app.waits(&device);
        let browser = Browser::of(&master, &ann);
        browser.enters(&shown.to_lowercase().replace('-', " "), "allow").is(200).says("Your device is connected");
        world.advance(5);
        let tokens = Tokens::of(&world, &app.polls(&device).is(200));
        assert_eq!(tokens.access.get("/users/me").is(200)["id"], json!(ann));
        app.refreshes(&tokens.refresh).is(200);
        app.polls(&device).no_grant("invalid_grant", "Invalid device code");
        // A code that was decided about is nobody's any more.
        browser.tries(&shown).is(200).says(NO_DEVICE);
    }
}

#[test]
fn the_page_says_what_is_asked_and_repeats_the_code() {
    let world = World::new();
    let master = world.master();
    let app = App::on_devices(&master, json!({"scopes": ["user:read:list_users:admin"]}));
    let (_, shown) = app.codes();
    let browser = Browser::of(&master, &master.owner_id);
    browser.get(&format!("{PAGE}?user_code={shown}")).is(200).says(&format!("value=\"{shown}\""));
    let page = browser.tries(&shown).is(200).says("List users").says("Allow Planner?").page();
    assert!(page.contains(&format!("<strong>{shown}</strong>")), "{page}");
    let nobody = Browser::new(&world);
    let place = nobody.get(&format!("{PAGE}?user_code={shown}")).is(303).header("location").to_owned();
    assert!(place.starts_with(auth::sessions::SIGN_IN) && place.contains(&shown), "{place}");
}

#[test]
fn whoever_denies_leaves_the_device_without() {
    let world = World::new();
    let master = world.master();
    let app = App::on_devices(&master, json!({}));
    let (device, shown) = app.codes();
    Browser::of(&master, &master.owner_id).enters(&shown, "deny").is(200).says("Your device is not connected");
    app.polls(&device).no_grant("access_denied", "The user has denied it.");
}

#[test]
fn a_device_that_asks_too_often_waits_longer() {
    let world = World::new();
    let master = world.master();
    let app = App::on_devices(&master, json!({}));
    let (device, _) = app.codes();
    let slow = || app.polls(&device).no_grant("slow_down", "Ask less often: five seconds more from now on.");
    app.waits(&device);
    world.advance(4);
    slow();
    world.advance(9);
    slow();
    world.advance(15);
    app.waits(&device);
    world.advance(14);
    slow();
}

#[test]
fn codes_are_good_for_fifteen_minutes() {
    let world = World::new();
    let master = world.master();
    let app = App::on_devices(&master, json!({}));
    let browser = Browser::of(&master, &master.owner_id);
    let ((early, shown), (late, too_late)) = (app.codes(), app.codes());
    world.advance(899);
    browser.enters(&shown, "allow").is(200);
    app.polls(&early).is(200);
    app.waits(&late);
    world.advance(1);
    app.polls(&late).no_grant("expired_token", "The device code has expired.");
    browser.tries(&too_late).is(200).says(NO_DEVICE);
}

#[test]
fn a_device_code_is_for_its_app_and_a_shown_one_for_its_account() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let other = world.master();
    let app = App::on_devices(&master, json!({}));
    let (device, shown) = app.codes();
    for stranger in [App::on_devices(&master, json!({})), App::on_devices(&other, json!({}))] {
        stranger.polls(&device).no_grant("invalid_grant", "Invalid device code");
    }
    for account in [&sub, &other] {
        Browser::of(account, &account.owner_id).tries(&shown).is(200).says(NO_DEVICE);
    }
    app.polls(&shown).no_grant("invalid_grant", "Invalid device code");
    app.waits(&device);
}

#[test]
fn codes_are_for_apps_that_were_opened_to_devices() {
    let world = World::new();
    let master = world.master();
    let refused = "This app may not use this grant.";
    let app = App::installed(&master, json!({}));
    app.asks("devicecode", &[]).no_grant("unauthorized_client", refused);
    let robot = App {
        world: &world,
        id: String::new(),
        client_id: master.client_id.clone(),
        secret: master.client_secret.clone(),
    };
    robot.asks("devicecode", &[]).no_grant("unauthorized_client", refused);
    let app = App::on_devices(&master, json!({"scopes": ["user:read:user:admin"]}));
    let more = "Invalid scope: as current client hasn't this approved scope! (4,700)";
    app.asks("devicecode", &[("scope", "role:read:list_roles:admin")]).no_grant("invalid_scope", more);
    let (device, shown) = app.codes();
    master.operate("PATCH", &format!("/apps/{}", app.id), json!({"device": false})).is(200);
    Browser::of(&master, &master.owner_id).tries(&shown).is(200).says(NO_DEVICE);
    app.polls(&device).no_grant("unauthorized_client", refused);
    let thief = App { secret: "wrong".to_owned(), ..app.clone() };
    thief.asks("devicecode", &[]).no_grant("invalid_client", "Invalid client_id or client_secret");
}

#[test]
fn a_form_of_the_page_counts_in_its_session() {
    let world = World::new();
    let master = world.master();
    let app = App::on_devices(&master, json!({}));
    let (device, shown) = app.codes();
    let (victim, thief) = (Browser::of(&master, &master.owner_id), Browser::of(&master, &master.owner_id));
    let foreign = thief.get(PAGE).is(200).csrf();
    let fields = victim.tries(&shown).is(200).hidden();
    let (csrf, asked) = (&fields["csrf"], &*fields["asked"]);
    for csrf in ["", "guessed", &foreign] {
        victim.post(PAGE, &[("csrf", csrf), ("user_code", &shown), ("asked", asked), ("decision", "allow")]).is(403);
    }
    let fields = [("csrf", &**csrf), ("user_code", &*shown), ("asked", asked), ("decision", "allow")];
    victim.post_with(PAGE, &[("origin", "https://evil.example")], &fields).is(403);
    app.waits(&device);
    Browser::new(&world).post(PAGE, &fields).is(303);
    victim.post(PAGE, &[("csrf", csrf), ("user_code", &shown), ("asked", asked), ("decision", "perhaps")]).is(400);
}

#[test]
fn nobody_guesses_codes() {
    let world = World::new();
    let master = world.master();
    let app = App::on_devices(&master, json!({}));
    let (ann, _) = holder(&master, "ann", &["User:Read"]);
    let browser = Browser::of(&master, &ann);
    let (_, shown) = app.codes();
    for _ in 0..10 {
        browser.tries("BBBB-BBBB").is(200).says(NO_DEVICE);
    }
    browser.tries(&shown).is(429).says("Too many codes that no device shows.");
    // To sign out everywhere lifts nothing.
    master.delete(&format!("/users/{ann}/token")).is(204);
    let browser = Browser::of(&master, &ann);
    browser.tries(&shown).is(429);
    // Others are not kept from theirs.
    Browser::of(&master, &master.owner_id).tries(&shown).is(200).says("Allow Planner?");
    world.advance(15 * 60 - 1);
    browser.tries(&shown).is(429);
    world.advance(1);
    let (device, shown) = app.codes();
    browser.enters(&shown, "allow").is(200);
    app.polls(&device).is(200);
}

#[test]
fn an_app_that_is_not_installed_is_installed_by_who_may() {
    let world = World::new();
    let master = world.master();
    let app = App::made(&master, "oauth", json!({"device": true, "scopes": ["user:read:list_users:admin"]}));
    let (device, shown) = app.codes();
    let (ann, _) = person(&master, "ann");
    Browser::of(&master, &ann).tries(&shown).is(403).says("This app is not installed on your account.");
    Browser::of(&master, &master.owner_id).enters(&shown, "allow").is(200);
    Tokens::of(&world, &app.polls(&device).is(200)).access.get("/users").is(200);
}

#[test]
fn who_has_left_before_the_device_asks_has_allowed_nothing() {
    let world = World::new();
    let master = world.master();
    let app = App::on_devices(&master, json!({}));
    let (ann, _) = holder(&master, "ann", &["User:Read"]);
    let (device, shown) = app.codes();
    Browser::of(&master, &ann).enters(&shown, "allow").is(200);
    master.delete(&format!("/users/{ann}?action=delete")).is(204);
    assert_eq!(app.polls(&device).is(400)["error"], "invalid_grant");
}

#[test]
fn a_device_of_a_removed_app_is_refused() {
    let world = World::new();
    let master = world.master();
    let app = App::on_devices(&master, json!({}));
    let browser = Browser::of(&master, &master.owner_id);
    let (device, shown) = app.codes();
    browser.enters(&shown, "allow").is(200);
    let tokens = Tokens::of(&world, &app.polls(&device).is(200));
    let (allowed, shown) = app.codes();
    browser.enters(&shown, "allow").is(200);
    let installation = format!("/apps/{}/installation", app.id);
    master.operate("DELETE", &installation, Value::Null).is(204);
    tokens.access.get("/users").refused(401, 124, BAD_TOKEN);
    app.refreshes(&tokens.refresh).no_grant("invalid_grant", "Invalid Token!");
    app.polls(&allowed).no_grant("invalid_grant", "Invalid device code");
    // It stays so when the app comes back.
    master.operate("PUT", &installation, json!({})).is(200);
    app.polls(&allowed).no_grant("invalid_grant", "Invalid device code");
}

#[test]
fn what_is_allowed_on_a_device_is_what_was_shown() {
    let world = World::new();
    let master = world.master();
    let app = App::on_devices(&master, json!({}));
    let ((device, shown), (_, other)) = (app.codes(), app.codes());
    let browser = Browser::of(&master, &master.owner_id);
    let [page, of_other] = [&shown, &other].map(|code| browser.tries(code).is(200));
    let asked = of_other.hidden()["asked"].clone();
    let csrf = page.csrf();
    let fields = [("csrf", &*csrf), ("user_code", &shown), ("asked", &asked), ("decision", "allow")];
    browser.post(PAGE, &fields).is(403).says(FORGED);
    // It would be installed by who was not told so.
    master.operate("DELETE", &format!("/apps/{}/installation", app.id), Value::Null).is(204);
    browser.presses(PAGE, &page, "allow").is(403).says(FORGED);
    app.waits(&device);
    browser.presses(PAGE, &browser.tries(&shown).is(200), "allow").is(200).says("Your device is connected");
}

#[test]
fn a_thousand_devices_of_an_app_wait_and_no_more() {
    let world = World::new();
    let master = world.master();
    let (app, other) = (App::on_devices(&master, json!({"public": true})), App::on_devices(&master, json!({})));
    let full =
        || app.asks("devicecode", &[]).no_grant("slow_down", "Too many devices wait for this app. Ask again later.");
    let (_, shown) = app.codes();
    std::thread::scope(|scope| {
        for _ in 0..9 {
            scope.spawn(|| (0..111).for_each(|_| drop(app.codes())));
        }
    });
    full();
    other.codes();
    // A device that was decided about waits no more, and neither does one whose codes are over.
    Browser::of(&master, &master.owner_id).enters(&shown, "deny").is(200);
    app.codes();
    full();
    world.advance(900);
    app.codes();
}
