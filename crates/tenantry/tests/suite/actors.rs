//! Who calls in tests: an account whose owner is signed in, a token, or nobody.
use crate::{answer::Answer, world::World};
use parking_lot::Mutex;
use serde_json::{Value, json};
use std::sync::Arc;

/// Somebody with a token, acting on an account.
#[derive(Clone)]
pub struct Actor<'w> {
    pub world: &'w World,
    pub token: String,
    prefix: String,
    /// With what it signs in again, where it can.
    app: Option<Arc<App>>,
}

/// An app of an account, and the token that it got when everybody signed in again.
struct App {
    account: String,
    client_id: String,
    client_secret: String,
    last: Mutex<(u64, String)>,
}

impl App {
    fn token(&self, world: &World) -> String {
        let mut last = self.last.lock();
        if last.0 != world.round() {
            *last = (world.round(), token(world, &self.account, &self.client_id, &self.client_secret));
        }
        last.1.clone()
    }
}

impl<'w> Actor<'w> {
    pub fn new(world: &'w World, token: String) -> Self {
        Actor { world, token, prefix: String::new(), app: None }
    }
    /// Of an app, with which it signs in again when everybody does.
    fn of_app(world: &'w World, account: &str, client_id: &str, client_secret: &str) -> Self {
        let first = token(world, account, client_id, client_secret);
        let (account, client_id, client_secret) = (account.to_owned(), client_id.to_owned(), client_secret.to_owned());
        let last = Mutex::new((world.round(), first.clone()));
        Actor { app: Some(Arc::new(App { account, client_id, client_secret, last })), ..Actor::new(world, first) }
    }
    /// The same caller, on the account with this id (or `me`).
    pub fn on_id(&self, account: &str) -> Self {
        Actor { prefix: format!("/accounts/{account}"), ..self.clone() }
    }
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, Value::Null)
    }
    pub fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, body)
    }
    pub fn put(&self, path: &str, body: Value) -> Answer {
        self.send("PUT", path, body)
    }
    pub fn patch(&self, path: &str, body: Value) -> Answer {
        self.send("PATCH", path, body)
    }
    pub fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, Value::Null)
    }
    pub fn send(&self, method: &str, path: &str, body: Value) -> Answer {
        let mut headers = Vec::new();
        let token = self.app.as_ref().map_or_else(|| self.token.clone(), |app| app.token(self.world));
        if !token.is_empty() {
            headers.push(("authorization", format!("Bearer {token}")));
        }
        self.world.send(method, &self.path(path), &headers, &body)
    }
    /// The whole path of a call.
    pub fn path(&self, path: &str) -> String {
        let is_outside = self.prefix.is_empty() && path.starts_with("/scim2");
        if is_outside { path.to_owned() } else { format!("/v2{}{path}", self.prefix) }
    }
}

/// Licenses of add-ons that users hold, as plans name them; of unlimited plans the smallest.
pub const LICENSES: [&str; 34] = [
    "large_meeting_500",
    "large_meeting_1000",
    "large_meeting_3000",
    "large_meeting_5000",
    "webinar_100",
    "webinar_500",
    "webinar_501",
    "webinar_1000",
    "webinar_1001",
    "webinar_3000",
    "webinar_5000",
    "webinar_10000",
    "zoom_events_500",
    "zoom_events_1000",
    "zoom_events_3000",
    "zoom_events_5000",
    "zoom_events_10000",
    "zoom_events_20000",
    "zoom_events_30000",
    "zoom_events_50000",
    "zoom_events_unlimited_100",
    "zoom_sessions_unlimited_100",
    "concurrent_meeting_basic",
    "concurrent_meeting_plus",
    "whiteboard",
    "whiteboard_plus",
    "revenue_accelerator",
    "translated_captions",
    "scheduler",
    "workforce_management",
    "clips_plus",
    "zoom_phone",
    "zoom_rooms",
    "room_connector",
];

/// An account, and its owner signed in through a server-to-server app.
#[derive(Clone)]
pub struct Account<'w> {
    pub world: &'w World,
    pub id: String,
    pub number: i64,
    pub owner_id: String,
    pub owner_email: String,
    pub client_id: String,
    pub client_secret: String,
    pub actor: Actor<'w>,
}

impl<'w> Account<'w> {
    /// Mints an app with every scope that the account's tier may hold, and signs in with it.
    pub fn signed_in(world: &'w World, made: &Answer, owner_email: &str) -> Self {
        let id = made.text("id");
        let app = world.operator("POST", &format!("/accounts/{id}/apps"), json!({"kind": "server_to_server"})).is(201);
        let (client_id, client_secret) = (app.text("client_id"), app.text("client_secret"));
        let actor = Actor::of_app(world, &id, &client_id, &client_secret);
        Account {
            world,
            number: made["account_number"].as_i64().expect("a number"),
            owner_id: made.text("owner_id"),
            owner_email: owner_email.to_owned(),
            client_id,
            client_secret,
            actor,
            id,
        }
    }
    /// The owner, acting on a subaccount.
    pub fn on(&self, account: &Account<'_>) -> Actor<'w> {
        self.actor.on_id(&account.id)
    }
    pub fn on_id(&self, account: &str) -> Actor<'w> {
        self.actor.on_id(account)
    }
    pub fn get(&self, path: &str) -> Answer {
        self.actor.get(path)
    }
    pub fn post(&self, path: &str, body: Value) -> Answer {
        self.actor.post(path, body)
    }
    pub fn put(&self, path: &str, body: Value) -> Answer {
        self.actor.put(path, body)
    }
    pub fn patch(&self, path: &str, body: Value) -> Answer {
        self.actor.patch(path, body)
    }
    pub fn delete(&self, path: &str) -> Answer {
        self.actor.delete(path)
    }
    /// What the operator plane does with this account: `account.operate("PUT", "/manages_subaccounts", …)`.
    pub fn operate(&self, method: &str, path: &str, body: Value) -> Answer {
        self.world.operator(method, &format!("/accounts/{}{path}", self.id), body)
    }
    /// Sets the plan.
    pub fn plan(&self, account_type: &str, seats: i64) {
        self.operate("PUT", "/plan", json!({"account_type": account_type, "seats": seats})).is(200);
    }
    /// Sets the plan, with licenses of add-ons: `{"webinar_500": 2}`.
    pub fn plan_with(&self, account_type: &str, seats: i64, addons: Value) {
        let plan = json!({"account_type": account_type, "seats": seats, "addons": addons});
        self.operate("PUT", "/plan", plan).is(200);
    }
    /// Sets a plan with so many licenses of each kind that users hold.
    pub fn plan_with_all(&self, account_type: &str, seats: i64, units: i64) {
        let addons = LICENSES.iter().map(|license| ((*license).to_owned(), json!(units))).collect();
        self.plan_with(account_type, seats, Value::Object(addons));
    }
    /// Another app with exactly these scopes, signed in.
    pub fn app_with_scopes(&self, scopes: &[&str]) -> Actor<'w> {
        let body = json!({"kind": "server_to_server", "scopes": scopes});
        let app = self.operate("POST", "/apps", body).is(201);
        Actor::new(self.world, token(self.world, &self.id, &app.text("client_id"), &app.text("client_secret")))
    }
    /// A new token of the owner's app.
    pub fn new_token(&self) -> String {
        token(self.world, &self.id, &self.client_id, &self.client_secret)
    }
    /// A user made with `custCreate` (the capability is switched on for the tree): the id and the email.
    pub fn user(&self, name: &str) -> (String, String) {
        self.operate("PUT", "/capabilities", json!({"cust_create": true})).is(200);
        let email = self.world.email(&format!("{name}-{}", crate::server::server().next_world()));
        let body = json!({"action": "custCreate", "user_info": {"email": email, "type": 1, "first_name": name, "last_name": "Test"}});
        (self.post("/users", body).is(201).text("id"), email)
    }
}

impl<'w> Account<'w> {
    /// A user of this account, signed in with the scopes of the owner's app.
    pub fn user_signed_in(&self, user_id: &str) -> Actor<'w> {
        self.user_signed_in_with(&self.client_id, user_id)
    }
    /// The same through another app of this account.
    pub fn user_signed_in_with(&self, client_id: &str, user_id: &str) -> Actor<'w> {
        let answer = self.operate("POST", "/user_tokens", json!({"client_id": client_id, "user_id": user_id})).is(201);
        Actor::new(self.world, answer.text("access_token"))
    }
    /// A new user with a new role of these privileges, signed in.
    pub fn user_with_role(&self, privileges: &[&str], second_level: u8, second_privileges: &[&str]) -> Actor<'w> {
        self.user_signed_in(&self.holder(privileges, second_level, second_privileges))
    }
    /// A new user with a new role of these privileges: its id.
    pub fn holder(&self, privileges: &[&str], second_level: u8, second_privileges: &[&str]) -> String {
        let name = format!("role {}", crate::server::server().next_world());
        let role = self.post("/roles", json!({"name": name, "privileges": privileges})).is(201).text("id");
        let second = json!({"second_level": second_level, "privileges": second_privileges});
        self.patch(&format!("/roles/{role}"), json!({"sub_account_privileges": second})).is(204);
        let (user, _) = self.user("holder");
        self.post(&format!("/roles/{role}/members"), json!({"members": [{"id": user}]})).is(201);
        user
    }
}

/// A token of a server-to-server app.
pub fn token(world: &World, account: &str, client_id: &str, client_secret: &str) -> String {
    ask_token(world, account, client_id, client_secret).is(200).text("access_token")
}

/// Asks the token endpoint, with the client's proof in the header and a form.
pub fn ask_token(world: &World, account: &str, client_id: &str, client_secret: &str) -> Answer {
    let proof = base64(&format!("{client_id}:{client_secret}"));
    let headers =
        [("authorization", format!("Basic {proof}")), ("content-type", "application/x-www-form-urlencoded".to_owned())];
    let form = format!("grant_type=account_credentials&account_id={account}");
    world.send_bytes("POST", "/oauth/token", &headers, form.into_bytes())
}

/// The standard alphabet, with padding.
pub fn base64(text: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits = chunk.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let letter = ALPHABET[(bits >> (18 - 6 * place) & 63) as usize] as char;
            out.push(if place > chunk.len() { '=' } else { letter });
        }
    }
    out
}
