//! What happens to the settings and locks of accounts.
use serde::Serialize;
use serde_json::{Map, Value};
use storage::Event;

/// What an account has set, or locked, as far as it has changed.
#[derive(Serialize)]
pub struct Told<'a> {
    pub id: &'a str,
    pub settings: &'a Map<String, Value>,
}

/// An account has set something else: the new values, and what they were before.
#[derive(Serialize)]
pub struct SettingsUpdated<'a> {
    #[serde(flatten)]
    pub now: Told<'a>,
    pub old_object: Told<'a>,
    #[serde(skip)]
    pub version: i64,
}

/// An account has locked or unlocked something: what is locked now, and what was before.
#[derive(Serialize)]
pub struct LocksUpdated<'a> {
    #[serde(flatten)]
    pub now: Told<'a>,
    pub old_object: Told<'a>,
    #[serde(skip)]
    pub version: i64,
}

macro_rules! events {
    ($($type:ident is $name:literal)*) => { $(
        impl Event for $type<'_> {
            const NAME: &'static str = $name;
            fn object(&self) -> &str {
                self.now.id
            }
            fn version(&self) -> i64 {
                self.version
            }
        }
    )* };
}
events! {
    SettingsUpdated is "account.settings_updated"
    LocksUpdated is "account.lock_settings_updated"
}
