//! `/pages`: what comes of the links in mails.
mod age;
mod confirmations;
mod html;
mod invitations;
mod passwords;
mod races;

use crate::{actors::Account, answer::Answer, server::BASE_URL, signin::Browser, world::World};
use serde_json::{Value, json};

/// Where another password is asked for.
pub const RESET: &str = "/pages/password";

impl World {
    /// What was written to an address, oldest first by the clock of this world: the machine's stands still.
    pub fn mails_to(&self, email: &str) -> Vec<Value> {
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("to", email).finish();
        let answer = self.shown(&format!("/mails?{query}")).is(200);
        let mut mails = answer["mails"].as_array().expect("a list").clone();
        mails.sort_by_key(|mail| mail["created_at"].as_str().map(str::to_owned));
        mails
    }
    /// The link in the latest mail to an address that has one: its path. Of one moment it may be any.
    pub fn link_to(&self, email: &str) -> String {
        self.link_in(email, |_| true)
    }
    /// The link in the latest mail of a kind to an address: its path.
    pub fn link_of(&self, kind: &str, email: &str) -> String {
        self.link_in(email, |mail| mail["kind"] == kind)
    }
    /// The link in the latest mail of an account to an address: its path.
    pub fn link_to_account(&self, email: &str, account: &str) -> String {
        self.link_in(email, |mail| mail["account_id"] == account)
    }
    fn link_in(&self, email: &str, is_meant: impl Fn(&Value) -> bool) -> String {
        let mails = self.mails_to(email);
        let texts = mails.iter().rev().filter(|mail| is_meant(mail)).filter_map(|mail| mail["text"].as_str());
        let link = { texts }.find_map(|text| text.lines().find_map(|line| line.strip_prefix(BASE_URL)));
        link.unwrap_or_else(|| panic!("no link to {email}")).to_owned()
    }
    /// Opens a page.
    pub fn open(&self, path: &str) -> Answer {
        self.send_bytes("GET", path, &[], Vec::new())
    }
    /// Asks for a link that sets another password, with a browser that has seen the form.
    pub fn asks_for_reset(&self, email: &str) -> Answer {
        Browser::new(self).submit(RESET, RESET, &[("email", email)])
    }
    /// Sends the form of a page.
    pub fn submit(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let headers = [("content-type", "application/x-www-form-urlencoded".to_owned())];
        self.send_bytes("POST", path, &headers, form.into_bytes())
    }
}

impl Answer {
    /// The page shows this text.
    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(self.page().contains(text), "{text:?} is not said: {}\n{}", self.request, self.page());
        self
    }
    /// The page as text.
    pub fn page(&self) -> String {
        String::from_utf8(self.bytes.clone()).expect("text")
    }
}

/// How the refusal of a form leads on whose address is a page.
pub const TO_FORM: &str = "<a href=\"\">Back</a>";
/// How other refusals lead on.
pub const TO_ACCOUNT: &str = "<a href=\"/pages/account\">Your account</a>";
pub const GONE: &str = "This link was used already, or another one has taken its place.";
pub const EXPIRED: &str = "This link has expired. Ask for another one.";
pub const LAPSED: &str = "This link has expired. Sign in, and have another one sent from there.";
pub const NO_LINK: &str = "Nothing is behind this link.";

/// The account asks for 14 characters, and a special one among them.
pub fn asks_for_14(account: &Account<'_>) {
    let requirement = json!({"minimum_password_length": 14, "have_special_character": true});
    account.on_id("me").patch("/settings", json!({"security": {"password_requirement": requirement}})).is(204);
}
