//! A world of its own for each test: its accounts are made through the operator plane.
use crate::{
    actors::{Account, Actor},
    answer::Answer,
    schemas, secrets,
    server::{OPERATOR_TOKEN, Setup, server},
};
use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full};
use platform::Platform;
use serde_json::{Value, json};
use std::{
    cell::Cell,
    sync::atomic::{AtomicU64, Ordering},
};

/// How many make the same call at once, where what they show serves once.
pub const MANY: usize = 64;

/// In seconds, as [`World::advance`] takes them; `storage::time` has them in milliseconds.
pub const MINUTE: i64 = 60;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// Nothing and nobody has this id.
pub const NO_ID: &str = "AAAAAAAAAAAAAAAAAAAAAA";

/// A header that every request has. Answers are written where requests stood, and no header may stay there.
const OF_REQUEST: &str = "x-of-request";

/// The answers to the same call, made by many at once.
pub fn at_once(call: impl Fn() -> Answer + Sync) -> Vec<Answer> {
    std::thread::scope(|scope| {
        let calls: Vec<_> = (0..MANY).map(|_| scope.spawn(&call)).collect();
        calls.into_iter().map(|call| call.join().expect("an answer")).collect()
    })
}

/// One world with its own clock and as many trees as a test makes.
pub struct World {
    pub platform: Platform,
    pub id: String,
    number: u64,
    round: AtomicU64,
}

impl World {
    pub fn new() -> Self {
        World::on(server().usual())
    }
    /// A world on a platform that is set up differently.
    pub fn with(setup: Setup) -> Self {
        World::on(server().platform(setup))
    }
    /// A world on a platform whose memory no other test disturbs.
    pub fn undisturbed() -> Self {
        World::on(server().undisturbed())
    }
    pub fn on(platform: Platform) -> Self {
        let number = server().next_world();
        let mut world = World { platform, id: String::new(), number, round: AtomicU64::new(0) };
        world.id = world.operator("POST", "/worlds", json!({"name": format!("world {number}")})).is(201).text("id");
        world
    }
    /// The same world, served by another platform.
    pub fn on_another(self, platform: Platform) -> Self {
        World { platform, ..self }
    }
    /// An email that no other world has.
    pub fn email(&self, name: &str) -> String {
        format!("{name}@w{}.example", self.number)
    }
    /// An address that no other world calls from.
    pub fn address(&self) -> String {
        format!("2001:db8:{:x}:{:x}::1", self.number >> 16, self.number & 0xffff)
    }
    /// Moves the world's clock forward.
    pub fn advance(&self, seconds: i64) {
        self.operator("PATCH", &format!("/worlds/{}/clock", self.id), json!({"advance_seconds": seconds})).is(200);
    }
    /// Whoever has an app signs in again with its next call: the clock has moved beyond the life of tokens.
    pub fn sign_in_again(&self) {
        self.round.fetch_add(1, Ordering::Relaxed);
    }
    /// How often everybody has signed in again.
    pub fn round(&self) -> u64 {
        self.round.load(Ordering::Relaxed)
    }
    /// Carries out the requests for data that are due in this world.
    pub fn settle(&self) {
        let done = server().runtime.block_on(tenantry::requests::carry_out(&self.platform, Some(&self.id), || false));
        done.expect("the store answers");
    }
    /// Carries out one part of the request for data that has been due for longest in this world.
    pub fn settle_a_part(&self) {
        let has_begun = Cell::new(false);
        let is_over = || has_begun.replace(true);
        let done = server().runtime.block_on(tenantry::requests::carry_out(&self.platform, Some(&self.id), is_over));
        done.expect("the store answers");
    }
    /// Makes the invoice reports that are due in this world, and drops those that have expired.
    pub fn report(&self) {
        let done = server().runtime.block_on(tenantry::reports::carry_out(&self.platform, Some(&self.id), || false));
        done.expect("the store answers");
    }
    /// Brings all accounts of this world over the midnights that have passed.
    pub fn renew(&self) {
        let done = server().runtime.block_on(tenantry::renewals::carry_out(&self.platform, Some(&self.id), || false));
        done.expect("the store answers");
    }
    /// A call of the operator plane.
    pub fn operator(&self, method: &str, path: &str, body: Value) -> Answer {
        let headers = [("authorization", format!("Bearer {OPERATOR_TOKEN}"))];
        self.send(method, &format!("/operator/v1{path}"), &headers, &body)
    }
    /// What the operator reads.
    pub fn shown(&self, path: &str) -> Answer {
        self.operator("GET", path, Value::Null)
    }
    /// Any request with a JSON body; a null body sends none.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, String)], body: &Value) -> Answer {
        let bytes = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        let mut all = vec![("content-type", "application/json".to_owned())];
        all.extend(headers.iter().cloned());
        self.send_bytes(method, path, &all, bytes)
    }
    /// Any request, byte for byte.
    pub fn send_bytes(&self, method: &str, path: &str, headers: &[(&str, String)], body: Vec<u8>) -> Answer {
        let (start, sent) = (secrets::position(), body.clone());
        let exchange = self.exchange(method, path, headers, body);
        let answer = server().runtime.block_on(server().runtime.spawn(exchange)).expect("an answer");
        secrets::hold(start, &secrets::of(headers, path, &sent, &answer), &answer);
        schemas::hold(&self.platform, method, path, &answer);
        answer
    }
    /// A request that goes as far as it is polled.
    pub fn exchange(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, String)],
        body: Vec<u8>,
    ) -> impl Future<Output = Answer> + Send + 'static {
        let what = format!("{method} {path} {}", String::from_utf8_lossy(&body));
        let mut request = Request::builder().method(method).uri(path).header(OF_REQUEST, "asked");
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let request = request.body(Full::new(Bytes::from(body))).expect("a request");
        let platform = self.platform.clone();
        async move {
            let (head, body) = platform.answer(None, request).await.into_parts();
            assert!(!head.headers.contains_key(OF_REQUEST), "an answer has a header of its request: {what}");
            let bytes = body.collect().await.expect("a body").to_bytes().to_vec();
            let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
            Answer { request: what, status: head.status.as_u16(), headers: head.headers, body, bytes }
        }
    }

    /// Everything in the log about one account, in order.
    pub fn log_of(&self, account: &str) -> Vec<Value> {
        self.log(|event| event["account_id"] == account)
    }
    /// The names of the events in the log about one account, in order.
    pub fn names_in_log_of(&self, account: &str) -> Vec<String> {
        self.log_of(account).iter().map(|event| event["name"].as_str().expect("a name").to_owned()).collect()
    }
    /// What the log holds of what is meant, in order.
    pub fn log(&self, is_meant: impl Fn(&Value) -> bool) -> Vec<Value> {
        let mut log = self.log_after(0);
        log.retain(is_meant);
        log
    }
    /// What happened to the object, in order.
    pub fn happened_to(&self, object: &str) -> Vec<Value> {
        self.log(|event| event["object_id"] == object)
    }
    /// What happened to the object under this name, in order.
    pub fn told(&self, object: &str, name: &str) -> Vec<Value> {
        self.log(|event| event["object_id"] == object && event["name"] == name)
    }
    /// What the log holds after a position, in order. Whatever has happened by now stands in it.
    pub fn log_after(&self, mut after: i64) -> Vec<Value> {
        let platform = self.platform.clone();
        server()
            .runtime
            .block_on(async move { platform.database().position_events(100_000).await })
            .expect("positions");
        let mut log = Vec::new();
        loop {
            let part = self.shown(&format!("/events?after={after}&limit=1000")).is(200);
            let events = part["events"].as_array().expect("events");
            if events.is_empty() {
                return log;
            }
            log.extend_from_slice(events);
            after = part["last"].as_i64().expect("a position");
        }
    }

    /// A top-level master on a Business plan with 50 seats, its owner signed in through a server-to-server app.
    pub fn master(&self) -> Account<'_> {
        let account = self.account("master", json!({"master": true}));
        account.plan("Business", 50);
        account
    }
    /// A subaccount of `parent`: Free, with an app of its own.
    pub fn sub(&self, parent: &Account<'_>) -> Account<'_> {
        self.account("sub", json!({"parent_id": parent.id}))
    }
    /// A second-level master below a top-level one: Business, 20 seats.
    pub fn second_level(&self, top: &Account<'_>) -> Account<'_> {
        let account = self.account("reseller", json!({"parent_id": top.id, "master": true}));
        account.plan("Business", 20);
        account
    }
    pub fn master_with_subaccount(&self) -> (Account<'_>, Account<'_>) {
        let master = self.master();
        let sub = self.sub(&master);
        (master, sub)
    }
    /// An account that stands free: Free, with an app of its own.
    pub fn free_standing(&self) -> Account<'_> {
        self.account("free", json!({}))
    }
    /// Nobody: no credentials at all.
    pub fn nobody(&self) -> Actor<'_> {
        Actor::new(self, String::new())
    }

    /// An account made through the operator plane, with an app that holds every scope that its tier may. Its name stands in
    /// that of no other.
    pub fn account(&self, name: &str, more: Value) -> Account<'_> {
        let number = server().next_world();
        let email = self.email(&format!("owner-{name}-{number}"));
        let mut body = json!({
            "name": format!("{name} {number:06}"),
            "world_id": self.id,
            "owner": {"email": email, "first_name": "Olga", "last_name": "Owner"},
        });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let made = self.operator("POST", "/accounts", body).is(201);
        Account::signed_in(self, &made, &email)
    }
}
