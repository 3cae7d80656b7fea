//! `/oauth`: apps that users authorise, and every grant of the token endpoint.
mod apps;
mod best_practice;
mod code;
mod consent;
mod device;
mod look_alikes;
mod metadata;
mod pkce;
mod races;
mod refresh;
mod removed;
mod revoke;
mod roles;

use crate::{
    actors::{Account, Actor, base64},
    answer::Answer,
    server::server,
    signin::{Browser, csrf},
    world::World,
};
use auth::sessions::{self, Awaits, COOKIE, NewSession};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Where people are sent back to.
pub const BACK: &str = "https://app.example/back";
/// RFC 7636, appendix B.
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

impl<'w> Browser<'w> {
    /// A user of the account is signed in, as if it had come by the page for it.
    pub fn of(account: &Account<'w>, user_id: &str) -> Self {
        let (platform, id, user) = (&account.world.platform, account.id.clone(), user_id.to_owned());
        let begin = move |all: &mut storage::Directory<'_>| {
            let mut tenant = sessions::acting_as(all, &id, &user)?;
            let new = NewSession { user_id: &user, awaits: Awaits::Nothing, idle_ms: 0, ends_at: None };
            sessions::begin(&mut tenant, &new)
        };
        let secret = server().runtime.block_on(platform.in_directory(begin)).expect("a session");
        let browser = Browser::new(account.world);
        browser.set_cookie(COOKIE, &secret);
        browser
    }
    /// Sends a form with more headers.
    pub fn post_with(&self, path: &str, more: &[(&str, &str)], fields: &[(&str, &str)]) -> Answer {
        let mut headers = vec![("content-type", "application/x-www-form-urlencoded".to_owned())];
        headers.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        self.send("POST", path, &headers, form(fields).into_bytes())
    }
    /// Opens the page of consent and presses a button.
    pub fn decides(&self, path: &str, decision: &str) -> Answer {
        self.presses(path, &self.get(path), decision)
    }
    /// Presses a button of a page of consent, which is sent to this path.
    pub fn presses(&self, path: &str, page: &Answer, decision: &str) -> Answer {
        let mut fields = page.hidden();
        fields.insert("decision".to_owned(), decision.to_owned());
        self.post(path, &fields.iter().map(|(name, value)| (&**name, &**value)).collect::<Vec<_>>())
    }
    /// Allows an app what it asks for: the code.
    pub fn allows(&self, path: &str) -> String {
        self.decides(path, "allow").is(303).sent_back()["code"].clone()
    }
}

impl Answer {
    /// What the form of a page carries.
    #[track_caller]
    pub fn csrf(&self) -> String {
        csrf(self)
    }
    /// What the form of a page carries unseen.
    #[track_caller]
    pub fn hidden(&self) -> BTreeMap<String, String> {
        let page = self.page();
        let inputs = page.split("<input type=\"hidden\" name=\"").skip(1);
        let fields = inputs.filter_map(|rest| rest.split_once('>')?.0.strip_suffix('"')?.split_once("\" value=\""));
        let fields: BTreeMap<_, _> = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        assert!(fields.contains_key("csrf"), "no form: {self}");
        fields
    }
    /// What the app is told by the address that the browser is sent to.
    #[track_caller]
    pub fn sent_back(&self) -> BTreeMap<String, String> {
        let place = self.header("location");
        let query = place.strip_prefix(BACK).and_then(|rest| rest.strip_prefix('?'));
        let query = query.unwrap_or_else(|| panic!("sent to {place}"));
        form_urlencoded::parse(query.as_bytes()).into_owned().collect()
    }
    /// A refusal of the token endpoint.
    #[track_caller]
    pub fn no_grant(self, error: &str, reason: &str) {
        assert_eq!((self.status, &self.body), (400, &json!({"reason": reason, "error": error})), "{self}");
    }
}

pub fn form(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// An app that users authorise.
#[derive(Clone)]
pub struct App<'w> {
    pub world: &'w World,
    pub id: String,
    pub client_id: String,
    /// Empty for one that can keep none.
    pub secret: String,
}

impl<'w> App<'w> {
    /// An app for the whole account, with every scope that it may hold, installed.
    pub fn installed(account: &Account<'w>, more: Value) -> Self {
        let app = App::made(account, "oauth", more);
        account.operate("PUT", &format!("/apps/{}/installation", app.id), json!({})).is(200);
        app
    }
    /// An app that each user adds for itself.
    pub fn of_users(account: &Account<'w>, more: Value) -> Self {
        App::made(account, "user", more)
    }
    pub fn made(account: &Account<'w>, kind: &str, more: Value) -> Self {
        let mut body = json!({"kind": kind, "name": "Planner", "redirect_uris": [BACK]});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let made = account.operate("POST", "/apps", body).is(201);
        App {
            world: account.world,
            id: made.text("id"),
            client_id: made.text("client_id"),
            secret: made["client_secret"].as_str().unwrap_or_default().to_owned(),
        }
    }
    /// Where a user is asked about it.
    pub fn page(&self) -> String {
        self.page_with(&[])
    }
    /// The same with these fields; an empty value takes one away.
    pub fn page_with(&self, more: &[(&str, &str)]) -> String {
        let usual = [("response_type", "code"), ("client_id", &*self.client_id), ("redirect_uri", BACK)];
        let mut fields = BTreeMap::from(usual);
        fields.extend(more.iter().copied());
        fields.retain(|_, value| !value.is_empty());
        format!("/oauth/authorize?{}", form(&fields.into_iter().collect::<Vec<_>>()))
    }
    /// The same with a code challenge.
    pub fn page_with_challenge(&self) -> String {
        self.page_with(&[("code_challenge", CHALLENGE), ("code_challenge_method", "S256")])
    }
    /// Asks an endpoint below `/oauth`, with its secret in the header if it has one.
    pub fn asks(&self, endpoint: &str, fields: &[(&str, &str)]) -> Answer {
        let mut headers = vec![("content-type", "application/x-www-form-urlencoded".to_owned())];
        let mut fields = fields.to_vec();
        match self.secret.as_str() {
            "" => fields.push(("client_id", &self.client_id)),
            secret => {
                headers.push(("authorization", format!("Basic {}", base64(&format!("{}:{secret}", self.client_id)))))
            }
        }
        self.world.send_bytes("POST", &format!("/oauth/{endpoint}"), &headers, form(&fields).into_bytes())
    }
    pub fn redeems(&self, code: &str) -> Answer {
        self.redeems_with(code, &[])
    }
    /// With these fields beside the usual ones, or in their place.
    pub fn redeems_with(&self, code: &str, more: &[(&str, &str)]) -> Answer {
        let mut fields = BTreeMap::from([("grant_type", "authorization_code"), ("code", code), ("redirect_uri", BACK)]);
        fields.extend(more.iter().copied());
        self.asks("token", &fields.into_iter().collect::<Vec<_>>())
    }
    pub fn refreshes(&self, token: &str) -> Answer {
        self.asks("token", &[("grant_type", "refresh_token"), ("refresh_token", token)])
    }
    /// A user of the account allows it everything: its tokens.
    pub fn tokens_of(&self, account: &Account<'w>, user_id: &str) -> Tokens<'w> {
        let code = Browser::of(account, user_id).allows(&self.page());
        Tokens::of(self.world, &self.redeems(&code).is(200))
    }
}

/// What a grant was answered with.
pub struct Tokens<'w> {
    pub access: Actor<'w>,
    pub refresh: String,
}

impl<'w> Tokens<'w> {
    pub fn of(world: &'w World, answer: &Answer) -> Self {
        Tokens { access: Actor::new(world, answer.text("access_token")), refresh: answer.text("refresh_token") }
    }
}

/// What a form is refused with that was not shown to this browser, or asked something else.
pub const FORGED: &str = "This form has grown old.";
pub const BAD_TOKEN: &str = "Invalid access token.";
