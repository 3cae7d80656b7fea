//! What happens to the settings of users.
use serde::Serialize;
use serde_json::{Map, Value};
use storage::Event;

/// Settings of a user have changed: the new values, and what they were before.
#[derive(Serialize)]
pub struct SettingsUpdated<'a> {
    pub id: &'a str,
    pub settings: &'a Map<String, Value>,
    pub old_object: Old<'a>,
    #[serde(skip)]
    pub version: i64,
}

/// The values before.
#[derive(Serialize)]
pub struct Old<'a> {
    pub id: &'a str,
    pub settings: &'a Map<String, Value>,
}

impl Event for SettingsUpdated<'_> {
    const NAME: &'static str = "user.settings_updated";
    fn object(&self) -> &str {
        self.id
    }
    fn version(&self) -> i64 {
        self.version
    }
}
