//! `zoom_rooms`: rooms.
use crate::setting::{ACCOUNT, Setting};

/// The block `zoom_rooms` of `GET|PATCH …/settings` of accounts.
pub const SETTINGS: &[Setting] = &[
    Setting::flag(
        "zoom_rooms.auto_start_stop_scheduled_meetings",
        false,
        "Rooms start and end scheduled meetings by themselves.",
    )
    .only(ACCOUNT)
    .paid(),
    Setting::flag(
        "zoom_rooms.cmr_for_instant_meeting",
        false,
        "Rooms record meetings without an appointment into the cloud.",
    )
    .only(ACCOUNT)
    .paid(),
    Setting::flag("zoom_rooms.force_private_meeting", false, "Rooms show every meeting as private.")
        .only(ACCOUNT)
        .paid(),
    Setting::flag("zoom_rooms.hide_host_information", true, "Rooms hide host and number of private meetings.")
        .only(ACCOUNT)
        .paid(),
    Setting::flag("zoom_rooms.list_meetings_with_calendar", true, "Rooms list the meetings of their calendar.")
        .only(ACCOUNT)
        .paid(),
    Setting::flag("zoom_rooms.start_airplay_manually", false, "AirPlay is started by hand.").only(ACCOUNT).paid(),
    Setting::flag("zoom_rooms.ultrasonic", true, "Sharing starts by an ultrasonic signal.").only(ACCOUNT).paid(),
    Setting::flag("zoom_rooms.upcoming_meeting_alert", true, "Rooms announce meetings to come.").only(ACCOUNT).paid(),
    Setting::flag("zoom_rooms.weekly_system_restart", false, "Rooms restart once a week.").only(ACCOUNT).paid(),
    Setting::flag("zoom_rooms.zr_post_meeting_feedback", false, "Rooms ask how a meeting was.").only(ACCOUNT).paid(),
];
