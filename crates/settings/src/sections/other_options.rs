//! `other_options`: what has no block of its own.
use crate::{
    lock::Lock,
    setting::{ACCOUNT, ACCOUNT_AND_GROUP, Setting},
};

/// The block `other_options` of `GET|PATCH …/settings` of accounts and groups.
pub const SETTINGS: &[Setting] = &[
    Setting::flag(
        "other_options.allow_auto_active_users",
        false,
        "Administrators may activate new users with one first password.",
    )
    .only(ACCOUNT)
    .paid(),
    Setting::flag("other_options.allow_users_contact_support_via_chat", true, "The portal shows the badge for help.")
        .only(ACCOUNT_AND_GROUP),
    Setting::flag(
        "other_options.allow_users_enter_and_share_pronouns",
        true,
        "Users may enter pronouns and show them in meetings.",
    )
    .only(ACCOUNT),
    Setting::flag(
        "other_options.blur_snapshot",
        false,
        "Phones hide the picture of the app while another one is in front.",
    )
    .only(ACCOUNT_AND_GROUP),
    Setting::flag(
        "other_options.display_meetings_scheduled_for_others",
        false,
        "Who may schedule for others sees meetings that it scheduled so.",
    )
    .only(ACCOUNT),
    Setting::flag(
        "other_options.email_in_attendee_report_for_meeting",
        false,
        "Reports on attendees name the addresses of signed-in guests.",
    )
    .only(ACCOUNT),
    Setting::code(
        "other_options.meeting_qos_and_mos",
        0,
        &[0, 1, 2, 3],
        "What dashboards show of the quality of calls.",
    )
    .only(ACCOUNT),
    Setting::flag(
        "other_options.show_one_user_meeting_on_dashboard",
        false,
        "Dashboards and reports list meetings with a single participant.",
    )
    .only(ACCOUNT),
    Setting::choice(
        "other_options.use_cdn",
        "default",
        &["none", "default", "wangsu"],
        "Which network delivers static files to browsers.",
    )
    .only(ACCOUNT),
    Setting::flag(
        "other_options.webinar_registration_options.allow_host_to_enable_join_info",
        true,
        "Hosts may show how to join on the page that confirms a registration.",
    )
    .only(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::flag(
        "other_options.webinar_registration_options.allow_host_to_enable_social_share_buttons",
        true,
        "Hosts may show buttons of social networks on the page for registering.",
    )
    .only(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::flag(
        "other_options.webinar_registration_options.enable_custom_questions",
        true,
        "Registrations may ask questions of one's own.",
    )
    .only(ACCOUNT_AND_GROUP)
    .paid(),
];

/// `…/lock_settings`.
pub const LOCKS: &[Lock] =
    &[Lock::new("other_options.blur_snapshot"), Lock::new("other_options.webinar_registration_options").only(ACCOUNT)];
