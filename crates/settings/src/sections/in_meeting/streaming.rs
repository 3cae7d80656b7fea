//! `in_meeting`: streams.
use crate::setting::Setting;

/// The block `in_meeting` of `GET|PATCH …/settings` on all levels: streams.
pub const SETTINGS: &[Setting] = &[
    Setting::flag("in_meeting.allow_live_streaming", false, "Meetings can be streamed."),
    Setting::flag(
        "in_meeting.custom_live_streaming_service",
        false,
        "Meetings can be streamed to a service of one's own.",
    )
    .locked_by("in_meeting.allow_live_streaming"),
    Setting::text("in_meeting.custom_service_instructions", "How hosts set up that service.")
        .locked_by("in_meeting.allow_live_streaming"),
    Setting::flag("in_meeting.live_streaming_facebook", true, "Meetings can be streamed to Facebook.")
        .locked_by("in_meeting.allow_live_streaming"),
    Setting::flag("in_meeting.live_streaming_youtube", true, "Meetings can be streamed to YouTube.")
        .locked_by("in_meeting.allow_live_streaming"),
    Setting::flag("in_meeting.workplace_by_facebook", false, "Meetings can be streamed to Workplace.")
        .locked_by("in_meeting.allow_live_streaming"),
];
