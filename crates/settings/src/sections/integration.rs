//! `integration`: services of others.
use crate::setting::{ACCOUNT, Setting};

/// The block `integration` of `GET|PATCH …/settings` of accounts.
pub const SETTINGS: &[Setting] = &[
    Setting::flag("integration.box", true, "Files from Box can be shared from mobile devices.").only(ACCOUNT),
    Setting::flag("integration.dropbox", true, "Files from Dropbox can be shared from mobile devices.").only(ACCOUNT),
    Setting::flag("integration.google_calendar", true, "Meetings can be scheduled through Google Calendar.")
        .only(ACCOUNT),
    Setting::flag("integration.google_drive", true, "Files from Google Drive can be shared from mobile devices.")
        .only(ACCOUNT),
    Setting::flag("integration.kubi", false, "A Kubi stand can be steered from inside a meeting.").only(ACCOUNT),
    Setting::flag("integration.microsoft_one_drive", true, "Files from OneDrive can be shared from mobile devices.")
        .only(ACCOUNT),
];
