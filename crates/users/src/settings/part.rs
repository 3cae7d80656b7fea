//! Which document of settings a call is about, for groups and users.
use platform::choice;
use schemars::JsonSchema;
use serde::Deserialize;
use settings::Document;

choice! {
    /// A part of the settings that has a document of its own.
    pub enum Part: text {
        MeetingAuthentication = "meeting_authentication",
        RecordingAuthentication = "recording_authentication",
        MeetingSecurity = "meeting_security",
    }
}

impl Part {
    /// The document of the part; the general one for none.
    pub fn document(chosen: Option<Part>) -> Document {
        match chosen {
            None => Document::General,
            Some(Part::MeetingAuthentication) => Document::MeetingAuthentication,
            Some(Part::RecordingAuthentication) => Document::RecordingAuthentication,
            Some(Part::MeetingSecurity) => Document::MeetingSecurity,
        }
    }
}

#[derive(Deserialize, JsonSchema)]
pub struct UpdateSettings {
    /// The document of this part instead of the general one.
    #[serde(default)]
    pub option: Option<Part>,
}
