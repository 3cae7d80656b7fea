//! The operator plane: what the platform's owner does and no tenant may.
mod accounts;
mod apps;
mod close;
mod domains;
mod events;
mod mails;
mod plan;
mod standing;
mod transfer_codes;
mod user_tokens;
mod worlds;

use crate::{answer::Answer, server::server, world::World};
use serde_json::Value;

impl World {
    /// What the operator reads.
    pub fn shown(&self, path: &str) -> Answer {
        self.operator("GET", path, Value::Null)
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
    /// What the log holds after a position, in order.
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
}
