//! The settings of a meeting template. What a template does not say is left to whoever schedules with it.
use platform::choice;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

choice! {
    /// Who hears that somebody joins or leaves.
    pub enum Chime: text { Host = "host", All = "all", Nobody = "none" }
}
choice! {
    /// Who may.
    pub enum Who: text { Host = "host", All = "all" }
}
choice! {
    /// Where a meeting is recorded without being asked.
    pub enum AutoRecording: text { Local = "local", Cloud = "cloud", Nowhere = "none" }
}

macro_rules! settings {
    ($($(#[$about:meta])* $name:ident { $($field:ident: $type:ty,)* })*) => { $(
        $(#[$about])*
        #[serde_with::skip_serializing_none]
        #[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
        pub struct $name { $(#[serde(default)] pub $field: Option<$type>,)* }
    )* };
}

settings! {
    /// All of a template.
    TemplateSettings {
        in_meeting: InMeeting,
        recording: Recording,
        schedule_meeting: ScheduleMeeting,
        meeting_security: MeetingSecurity,
    }
    /// What is possible in the meeting.
    InMeeting {
        entry_exit_chime: Chime,
        feedback: bool,
        polling: bool,
        post_meeting_feedback: bool,
        screen_sharing: bool,
        who_can_share_screen: Who,
        who_can_share_screen_when_someone_is_sharing: Who,
        disable_screen_sharing_for_host_meetings: bool,
        annotation: bool,
        whiteboard: bool,
        remote_control: bool,
        non_verbal_feedback: bool,
        allow_participants_to_rename: bool,
        breakout_room: bool,
        remote_support: bool,
        manual_captioning: ManualCaptioning,
        closed_captioning: ClosedCaptioning,
    }
    /// Captions that people type.
    ManualCaptioning {
        auto_generated_captions: bool,
        allow_to_type: bool,
        manual_captions: bool,
        save_captions: bool,
    }
    /// Captions that are made of speech.
    ClosedCaptioning {
        auto_transcribing: bool,
        enable: bool,
        save_caption: bool,
    }
    /// Recording.
    Recording {
        auto_recording: AutoRecording,
    }
    /// How the meeting begins.
    ScheduleMeeting {
        host_video: bool,
        participant_video: bool,
        mute_upon_entry: bool,
    }
    /// Who is let in.
    MeetingSecurity {
        waiting_room: bool,
    }
}
