//! JWT apps: they act as the account's owner, with the account's key.
use crate::{
    actors::{Account, Actor},
    server::{START, Setup},
    world::World,
};
use hmac::{Hmac, KeyInit, Mac};
use platform::Compat;
use serde_json::{Value, json};
use sha2::Sha256;

pub struct Key {
    key: String,
    pub secret: String,
}

impl Key {
    pub fn of(account: &Account<'_>) -> Self {
        let app = account.operate("POST", "/apps", json!({"kind": "jwt"})).is(201);
        Key { key: app.text("api_key"), secret: app.text("api_secret") }
    }
    fn sign(&self, header: Value, claims: Value) -> String {
        let signed = format!("{}.{}", encoded(header.to_string().as_bytes()), encoded(claims.to_string().as_bytes()));
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()).unwrap();
        mac.update(signed.as_bytes());
        format!("{signed}.{}", encoded(&mac.finalize().into_bytes()))
    }
    /// Signed as published; `exp` is seconds from the start of the world.
    pub fn token(&self, expires_in: i64) -> String {
        self.token_signed_by(self, expires_in)
    }
    /// The same in the name of this key, signed with the secret of another one.
    pub fn token_signed_by(&self, other: &Key, expires_in: i64) -> String {
        let claims = json!({"iss": self.key, "exp": START / 1000 + expires_in});
        other.sign(json!({"alg": "HS256", "typ": "JWT"}), claims)
    }
}

/// Base64url without padding.
fn encoded(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            out.push(ALPHABET[(bits >> (18 - 6 * place) & 63) as usize] as char);
        }
    }
    out
}

const BAD: &str = "Invalid access token.";

#[test]
fn the_key_of_a_master_reaches_its_subaccounts_with_everything_the_owner_may() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let actor = Actor::new(&world, Key::of(&master).token(60));
    actor.get("/users").is(200).lists("email", [master.owner_email.clone()]);
    actor.on_id(&sub.id).get("/users").is(200).lists("email", [sub.owner_email.clone()]);
    let of_sub = Actor::new(&world, Key::of(&sub).token(60));
    of_sub.get("/users").is(200);
    let text = format!("Account does not exist: {}.", master.id);
    of_sub.on_id(&master.id).get("/users").refused(404, 2001, &text);
}

#[test]
fn a_signed_token_is_good_until_its_exp_in_seconds_at_most_seven_days_ahead() {
    let world = World::new();
    let key = Key::of(&world.master());
    let get = |expires_in| Actor::new(&world, key.token(expires_in)).get("/users");
    const WEEK: i64 = 7 * 24 * 3600;
    get(1).is(200);
    get(0).refused(401, 124, "Access token is expired.");
    get(-1).refused(401, 124, "Access token is expired.");
    get(WEEK).is(200);
    get(WEEK + 1).refused(401, 124, BAD);
    let in_milliseconds = key.sign(json!({"alg": "HS256"}), json!({"iss": key.key, "exp": START + 5000}));
    Actor::new(&world, in_milliseconds).get("/users").refused(401, 124, BAD);
}

#[test]
fn the_operator_says_how_far_ahead_a_signed_token_may_expire() {
    const MOST: i64 = 60;
    let compat = Compat { jwt_max_ahead: MOST, ..Compat::default() };
    let world = World::with(Setup { compat, ..Setup::default() });
    let key = Key::of(&world.master());
    let get = |expires_in| Actor::new(&world, key.token(expires_in)).get("/users");
    get(MOST - 1).is(200);
    get(MOST).is(200);
    get(MOST + 1).refused(401, 124, BAD);
}

#[test]
fn only_hs256_with_the_secret_of_its_own_issuer_is_believed() {
    let world = World::new();
    let (master, sub) = world.master_with_subaccount();
    let (ours, theirs) = (Key::of(&master), Key::of(&sub));
    let claims = json!({"iss": ours.key, "exp": START / 1000 + 60});
    let forged = [
        theirs.sign(json!({"alg": "HS256"}), claims.clone()),
        ours.sign(json!({"alg": "none"}), claims.clone()),
        ours.sign(json!({"alg": "HS512"}), claims.clone()),
        ours.sign(json!({"alg": "HS256"}), json!({"iss": "unknown", "exp": START / 1000 + 60})),
        ours.sign(json!({"alg": "HS256"}), json!({"iss": "\u{0}", "exp": START / 1000 + 60})),
        ours.sign(json!({"alg": "HS256"}), json!({"iss": ours.key})),
    ];
    for token in forged {
        Actor::new(&world, token).get("/users").refused(401, 124, BAD);
    }
}

#[test]
fn an_app_that_is_switched_off_is_refused_from_the_next_request_on() {
    let world = World::new();
    let master = world.master();
    let app = master.operate("POST", "/apps", json!({"kind": "jwt"})).is(201);
    let key = Key { key: app.text("api_key"), secret: app.text("api_secret") };
    let actor = Actor::new(&world, key.token(60));
    actor.get("/users").is(200);
    master.operate("PATCH", &format!("/apps/{}", app.text("id")), json!({"enabled": false})).is(200);
    actor.get("/users").refused(401, 124, BAD);
}
