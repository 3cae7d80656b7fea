//! Apps that go, or are taken off their account, once very much was allowed them.
use super::{App, BAD_TOKEN};
use crate::{
    actors::Account,
    server::{Server, Setup, server},
    signin::Browser,
    users::person,
    world::World,
};
use serde_json::{Value, json};
use storage::{
    Sql,
    directory::{NewAccount, Place},
    sql,
};

impl World {
    /// Ends what is revoked in this world, as far as it can be.
    fn tries_to_end_revoked(&self) -> platform::Result<()> {
        server().runtime.block_on(auth::end_revoked(&self.platform, Some(&self.id), || false))
    }
    /// Ends what is revoked in this world.
    fn end_revoked(&self) {
        self.tries_to_end_revoked().expect("the store answers");
    }
}

impl App<'_> {
    /// Whoever is signed in with this browser allows it everything, this often.
    fn is_allowed(&self, browser: &Browser<'_>, times: usize) {
        let page = browser.get(&self.page()).is(200);
        for _ in 0..times {
            browser.presses(&self.page(), &page, "allow").is(303);
        }
    }
    /// How many of its authorizations have ended.
    fn ended(&self) -> usize {
        let is_meant = |event: &Value| event["name"] == "authorization.ended" && event["payload"]["app_id"] == self.id;
        self.world.log(is_meant).len()
    }
}

#[test]
fn a_hundred_of_what_an_app_was_allowed_end_as_it_goes_and_the_rest_soon_after() {
    let world = World::new();
    let master = world.master();
    let browser = Browser::of(&master, &master.owner_id);
    let cases = [("/installation", 99, 99), ("/installation", 100, 100), ("/installation", 101, 100), ("", 101, 100)];
    for (what, times, at_once) in cases {
        let app = App::installed(&master, json!({}));
        app.is_allowed(&browser, times);
        master.operate("DELETE", &format!("/apps/{}{what}", app.id), Value::Null).is(204);
        assert_eq!(app.ended(), at_once);
        world.end_revoked();
        assert_eq!(app.ended(), times);
    }
}

/// Makes an account with something that is revoked. It comes before all others and cannot be entered, for its id has not
/// the form of one.
fn account_that_fails(beside: &Account<'_>) {
    const REVOKED: Sql = sql!(
        "INSERT INTO authorizations (account_id, id, app_id, user_id, scopes, created_at, expires_at, revoked_at)
         VALUES ($1, 'id', 'app', 'user', '', 0, 0, 0)"
    );
    let id = beside.id.clone();
    let made = beside.world.platform.in_directory(move |all| {
        let new = NewAccount {
            id: "!",
            name: "failing",
            account_type: "Free",
            is_master: false,
            pays_itself: false,
            owner_id: "owner",
            owner_email: "owner@failing.example",
            options: "{}",
        };
        let mut failing = all.enter(&id)?.new_account(Place::Free, &new)?;
        Ok(failing.execute(REVOKED, &[]).map(drop)?)
    });
    server().runtime.block_on(made).expect("the store answers");
}

#[test]
fn an_account_whose_part_fails_keeps_no_other_from_its_turn() {
    // A database of its own: no other test meets the account that fails.
    let own = Server::start();
    let world = World::on(own.platform(Setup::default()));
    let master = world.master();
    account_that_fails(&master);
    let app = App::installed(&master, json!({}));
    app.is_allowed(&Browser::of(&master, &master.owner_id), 101);
    master.operate("DELETE", &format!("/apps/{}/installation", app.id), Value::Null).is(204);
    assert_eq!(app.ended(), 100);
    assert!(world.tries_to_end_revoked().is_err());
    assert_eq!(app.ended(), 101);
}

#[test]
fn what_is_to_end_soon_after_is_good_for_nothing_even_where_its_app_comes_back() {
    let world = World::new();
    let master = world.master();
    let app = App::installed(&master, json!({}));
    let browser = Browser::of(&master, &master.owner_id);
    app.is_allowed(&browser, 100);
    // The oldest end first.
    world.advance(1);
    let tokens = app.tokens_of(&master, &master.owner_id);
    let code = browser.allows(&app.page());
    let installation = format!("/apps/{}/installation", app.id);
    master.operate("DELETE", &installation, Value::Null).is(204);
    tokens.access.get("/users").refused(401, 124, BAD_TOKEN);
    master.operate("PUT", &installation, json!({})).is(200);
    tokens.access.get("/users").refused(401, 124, BAD_TOKEN);
    app.refreshes(&tokens.refresh).no_grant("invalid_grant", "Invalid Token!");
    app.redeems(&code).no_grant("invalid_grant", "Invalid authorization code");
    let (ann, _) = person(&master, "ann");
    let later = app.tokens_of(&master, &ann);
    assert_eq!(app.ended(), 100);
    world.end_revoked();
    assert_eq!(app.ended(), 102);
    app.refreshes(&later.refresh).is(200);
}
