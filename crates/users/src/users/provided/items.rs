//! The things that are provided, as they are given, kept and shown.
use super::settings::TemplateSettings;
use platform::{WriteJson, choice, write_serialized};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the summary of a meeting is made after.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SummaryTemplate {
    /// Drawn for a new one, kept of one that is there.
    #[serde(default)]
    pub meeting_summary_template_id: String,
    #[schemars(length(min = 1, max = 128))]
    pub name: String,
    #[serde(default)]
    #[schemars(length(max = 2000))]
    pub description: String,
}

/// What a meeting is scheduled after.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct MeetingTemplate {
    /// Drawn for a new one, kept of one that is there.
    #[serde(default)]
    pub id: String,
    #[schemars(length(min = 1, max = 128))]
    pub name: String,
    #[serde(default)]
    pub settings: TemplateSettings,
}

choice! {
    /// Whether a device can be reached.
    pub enum DeviceStatus: text { Online = "Online", Offline = "Offline" }
}

/// A device of a user's Personal Zoom Room.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct CollaborationDevice {
    /// Drawn for a new one, kept of one that is there.
    #[serde(default)]
    pub id: String,
    #[schemars(length(min = 1, max = 128))]
    pub device_name: String,
    #[schemars(length(min = 1, max = 128))]
    pub room_name: String,
    /// The id of the room.
    #[serde(default)]
    #[schemars(length(max = 128))]
    pub room_user_id: String,
    pub status: DeviceStatus,
}

macro_rules! shown {
    ($($type:ty),*) => { $(
        impl WriteJson for $type {
            fn write_json(&self, out: &mut Vec<u8>) -> storage::Result<()> {
                write_serialized(self, out)
            }
        }
    )* };
}
shown!(SummaryTemplate, MeetingTemplate, CollaborationDevice);
