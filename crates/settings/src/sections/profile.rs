//! `profile`: where content is kept.
use crate::setting::{Initial, Setting};

/// The block `profile` of `GET|PATCH …/settings` of accounts, groups and users.
pub const SETTINGS: &[Setting] = &[
    Setting::texts("profile.recording_storage_location.allowed_values", "Countries in which recordings may be kept.")
        .longest(2),
    Setting::text("profile.recording_storage_location.value", "Country in which recordings are kept.")
        .longest(2)
        .initially(Initial::Text("US")),
];
