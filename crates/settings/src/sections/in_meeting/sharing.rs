//! `in_meeting`: screens and whiteboards.
use crate::setting::{ACCOUNT, Setting, USER};

/// The block `in_meeting` of `GET|PATCH …/settings` on all levels: screens and whiteboards.
pub const SETTINGS: &[Setting] = &[
    Setting::flag("in_meeting.allow_show_zoom_windows", false, "The app itself can be seen on a shared screen."),
    Setting::flag("in_meeting.annotation", false, "Participants may draw on a shared screen."),
    Setting::flag(
        "in_meeting.disable_screen_sharing_for_host_meetings",
        false,
        "Nobody shares a desktop in one's own meetings.",
    ),
    Setting::flag(
        "in_meeting.disable_screen_sharing_for_in_meeting_guests",
        false,
        "Nobody shares a screen while guests are there.",
    ),
    Setting::choice(
        "in_meeting.participants_share_simultaneously",
        "one",
        &["multiple", "one"],
        "How many may share at once.",
    )
    .locked_by("in_meeting.screen_sharing"),
    Setting::flag("in_meeting.remote_control", false, "Participants may ask to steer a shared screen."),
    Setting::flag("in_meeting.remote_support", false, "Hosts may help a participant on its computer."),
    Setting::flag("in_meeting.screen_sharing", true, "Screens can be shared."),
    Setting::flag("in_meeting.share_dual_camera", false, "A second camera can be shared.").only(USER).deprecated(),
    Setting::flag("in_meeting.slide_control", true, "A presenter may let others turn the slides."),
    Setting::flag("in_meeting.watermark", false, "A shared screen shows who watches it.").only(ACCOUNT),
    Setting::flag("in_meeting.whiteboard", true, "Participants may share a whiteboard."),
    Setting::choice("in_meeting.who_can_share_screen", "host", &["host", "all"], "Who may share.")
        .locked_by("in_meeting.screen_sharing"),
    Setting::choice(
        "in_meeting.who_can_share_screen_when_someone_is_sharing",
        "host",
        &["host", "all"],
        "Who may take over while another shares.",
    )
    .locked_by("in_meeting.screen_sharing"),
];
