//! `in_meeting`: joining, devices, pictures and sound.
use crate::setting::{ACCOUNT, ACCOUNT_AND_GROUP, ACCOUNT_AND_USER, GROUP, GROUP_AND_USER, Setting, USER};

const FILES: &[Setting] = &[
    Setting::text("id", "Id of the file.").optional(),
    Setting::flag("is_default", false, "It is chosen unless said otherwise.").optional(),
    Setting::text("name", "Name of the file.").optional(),
    Setting::number("size", 0, 0, i64::MAX, "Bytes of the file.").optional(),
    Setting::text("type", "Kind of the file.").optional(),
];

/// The block `in_meeting` of `GET|PATCH …/settings` on all levels: joining, devices, pictures and sound.
pub const SETTINGS: &[Setting] = &[
    Setting::flag("in_meeting.alert_guest_join", false, "Guests are marked as such.").only(ACCOUNT_AND_GROUP),
    Setting::flag("in_meeting.allow_host_to_enable_focus_mode", false, "Hosts may plan focus mode ahead.")
        .only(ACCOUNT_AND_USER)
        .locked_by("in_meeting.attention_mode_focus_mode"),
    Setting::flag("in_meeting.allow_participants_to_rename", true, "Participants may rename themselves.").only(ACCOUNT),
    Setting::flag("in_meeting.attendee_on_hold", false, "Hosts may put attendees on hold.").deprecated(),
    Setting::flag(
        "in_meeting.attention_mode_focus_mode",
        false,
        "Hosts can narrow attendees' view to host and speaker.",
    )
    .only(ACCOUNT_AND_USER),
    Setting::flag("in_meeting.auto_answer", false, "Calls from a certain group are answered by themselves.")
        .shown(ACCOUNT_AND_GROUP),
    Setting::flag("in_meeting.breakout_room", false, "Hosts may split a meeting into rooms."),
    Setting::flag("in_meeting.breakout_room_schedule", true, "Hosts may plan the rooms ahead.")
        .locked_by("in_meeting.breakout_room"),
    Setting::flag("in_meeting.co_host", false, "Hosts may name others to host with them."),
    Setting::flag("in_meeting.e2e_encryption", false, "Devices of other makers must encrypt."),
    Setting::choice(
        "in_meeting.entry_exit_chime",
        "all",
        &["host", "all", "none"],
        "Who hears that somebody joins or leaves.",
    ),
    Setting::flag("in_meeting.far_end_camera_control", false, "Others may steer one's camera."),
    Setting::flag("in_meeting.group_hd", false, "Meetings have a sharper picture."),
    Setting::flag("in_meeting.join_from_desktop", true, "Desktop browsers may join.")
        .locked_by("in_meeting.show_a_join_from_your_browser_link"),
    Setting::flag("in_meeting.join_from_mobile", true, "Mobile browsers may join.")
        .locked_by("in_meeting.show_a_join_from_your_browser_link"),
    Setting::flag("in_meeting.only_host_view_device_list", false, "Only hosts see the list of devices of rooms.")
        .only(GROUP),
    Setting::flag("in_meeting.original_audio", true, "Sound can be sent as the microphone takes it.")
        .only(ACCOUNT_AND_GROUP),
    Setting::flag("in_meeting.record_play_own_voice", false, "Participants may hear a recording of their own voice.")
        .only(ACCOUNT_AND_GROUP),
    Setting::flag("in_meeting.record_play_voice", false, "Participants may hear a recording of their own voice.")
        .only(USER)
        .stored("in_meeting.record_play_own_voice"),
    Setting::flag(
        "in_meeting.request_permission_to_unmute_participants",
        false,
        "Who agreed once can be unmuted by the host later.",
    ),
    Setting::flag(
        "in_meeting.sending_default_email_invites",
        false,
        "Invitations are sent by the one default mail service.",
    )
    .only(ACCOUNT_AND_GROUP),
    Setting::flag("in_meeting.show_a_join_from_your_browser_link", false, "Invitations offer to join from a browser."),
    Setting::flag("in_meeting.show_browser_join_link", false, "Invitations offer to join from a browser.")
        .only(GROUP)
        .stored("in_meeting.show_a_join_from_your_browser_link"),
    Setting::flag("in_meeting.show_device_list", false, "The list of devices of rooms is shown.").only(GROUP),
    Setting::flag("in_meeting.show_meeting_control_toolbar", false, "The bar with controls stays in sight."),
    Setting::flag("in_meeting.stereo_audio", false, "Sound can be sent in stereo.").only(ACCOUNT_AND_GROUP),
    Setting::flag(
        "in_meeting.transfer_meetings_between_devices",
        true,
        "Participants may move to another device without leaving.",
    )
    .shown(ACCOUNT_AND_USER)
    .taken(ACCOUNT),
    Setting::flag("in_meeting.use_html_format_email", false, "Invitations of the Outlook extension are in HTML.")
        .only(ACCOUNT_AND_GROUP),
    Setting::flag("in_meeting.virtual_background", false, "Participants may replace their background."),
    Setting::flag(
        "in_meeting.virtual_background_settings.allow_upload_custom",
        true,
        "Participants may upload backgrounds.",
    )
    .taken(ACCOUNT_AND_USER)
    .locked_by("in_meeting.virtual_background"),
    Setting::flag("in_meeting.virtual_background_settings.allow_videos", true, "Backgrounds may be videos.")
        .taken(ACCOUNT_AND_USER)
        .locked_by("in_meeting.virtual_background"),
    Setting::flag("in_meeting.virtual_background_settings.enable", false, "Participants may replace their background.")
        .taken(ACCOUNT_AND_USER)
        .stored("in_meeting.virtual_background")
        .locked_by("in_meeting.virtual_background"),
    Setting::records("in_meeting.virtual_background_settings.files", FILES, "Backgrounds that are offered.")
        .most(10)
        .taken(ACCOUNT_AND_USER)
        .locked_by("in_meeting.virtual_background"),
    Setting::flag("in_meeting.waiting_room", false, "Participants wait until the host lets them in.")
        .only(GROUP_AND_USER)
        .stored("meeting_security.waiting_room"),
];
