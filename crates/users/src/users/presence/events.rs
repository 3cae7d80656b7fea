//! What happens to the presence of users.
use platform::Timestamp;
use serde::Serialize;
use storage::events;

/// A user is available in another way.
#[derive(Serialize)]
pub struct PresenceUpdated<'a> {
    pub id: &'a str,
    pub email: &'a str,
    pub presence_status: &'a str,
    /// When `Do_Not_Disturb` ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<Timestamp>,
    pub date_time: Timestamp,
    pub old_object: Old<'a>,
    #[serde(skip)]
    pub version: i64,
}

/// What the user was before; `Offline` when it had said nothing yet.
#[derive(Serialize)]
pub struct Old<'a> {
    pub presence_status: &'a str,
}

events! {
    PresenceUpdated is "user.presence_status_updated";
}
