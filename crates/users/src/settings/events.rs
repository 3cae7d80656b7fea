//! What happens to settings and locks, on whatever level.
use serde::Serialize;
use serde_json::{Map, Value};
use storage::Event;

/// What somebody has set, or locked, as far as it has changed; under the paths of the documents.
#[derive(Serialize)]
pub struct Told<'a> {
    pub id: &'a str,
    pub settings: &'a Map<String, Value>,
}

macro_rules! events {
    ($($(#[$about:meta])* $type:ident is $name:literal;)*) => { $(
        $(#[$about])*
        #[derive(Serialize)]
        pub struct $type<'a> {
            #[serde(flatten)]
            pub now: Told<'a>,
            pub old_object: Told<'a>,
            #[serde(skip)]
            pub version: i64,
        }
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
    /// An account has set something else.
    AccountSettingsUpdated is "account.settings_updated";
    /// An account has locked or unlocked something.
    AccountLocksUpdated is "account.lock_settings_updated";
    /// A group has set something else.
    GroupSettingsUpdated is "group.settings_updated";
    /// A group has locked or unlocked something.
    GroupLocksUpdated is "group.lock_settings_updated";
    /// A user has set something else.
    UserSettingsUpdated is "user.settings_updated";
}
