//! `whiteboard`: whiteboards.
use crate::setting::{Setting, USER};

/// The block `whiteboard` of `GET|PATCH …/settings` of users.
pub const SETTINGS: &[Setting] = &[
    Setting::flag("whiteboard.in_meeting_advanced_whiteboard", true, "Whiteboards can be used inside meetings.")
        .read_only(USER),
    Setting::flag("whiteboard.out_meeting_advanced_whiteboard", true, "Whiteboards can be used outside of meetings.")
        .read_only(USER),
];
