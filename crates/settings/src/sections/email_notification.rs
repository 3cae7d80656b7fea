//! `email_notification`: which mails are sent.
use crate::{
    lock::Lock,
    setting::{ACCOUNT, Setting},
};

/// The block `email_notification` of `GET|PATCH …/settings` of accounts, groups and users.
pub const SETTINGS: &[Setting] = &[
    Setting::flag(
        "email_notification.alternative_host_reminder",
        false,
        "Mail to whoever becomes or ceases to be an alternative host.",
    ),
    Setting::flag("email_notification.cancel_meeting_reminder", false, "Mail when a meeting is called off."),
    Setting::flag(
        "email_notification.cloud_recording_available_reminder",
        true,
        "Mail to the host about its ready cloud recordings.",
    ),
    Setting::flag("email_notification.jbh_reminder", false, "Mail to the host when somebody has joined before."),
    Setting::flag("email_notification.low_host_count_reminder", true, "Mail when few licences are left.").only(ACCOUNT),
    Setting::flag(
        "email_notification.recording_available_reminder_alternative_hosts",
        false,
        "Mail about ready recordings goes to alternative hosts too.",
    ),
    Setting::flag(
        "email_notification.recording_available_reminder_schedulers",
        false,
        "Mail about ready recordings goes to whoever scheduled the meeting too.",
    ),
    Setting::flag(
        "email_notification.schedule_for_reminder",
        false,
        "Mail to the host about meetings that others schedule, move or cancel for it.",
    ),
];

/// `…/lock_settings`.
pub const LOCKS: &[Lock] = &[
    Lock::new("email_notification.alternative_host_reminder"),
    Lock::new("email_notification.cancel_meeting_reminder"),
    Lock::new("email_notification.cloud_recording_available_reminder"),
    Lock::new("email_notification.jbh_reminder"),
    Lock::new("email_notification.schedule_for_reminder"),
];
