//! `smart_recognition`: recognising who speaks or is seen.
use crate::setting::{ACCOUNT, Setting};

/// The block `smart_recognition` of `GET|PATCH …/settings` of accounts.
pub const SETTINGS: &[Setting] = &[
    Setting::flag(
        "smart_recognition.personalized_audio_isolation",
        true,
        "The app may learn to tell the user's voice from others.",
    )
    .read_only(ACCOUNT),
    Setting::flag(
        "smart_recognition.workplace_app.voice_name_tags.allow_enrollment_email",
        false,
        "Users are invited by mail to name tags by voice in the app.",
    )
    .read_only(ACCOUNT),
    Setting::flag(
        "smart_recognition.workplace_app.voice_name_tags.enabled",
        false,
        "Users may enrol for name tags by voice in the app.",
    )
    .read_only(ACCOUNT),
    Setting::flag(
        "smart_recognition.zoom_rooms.video_name_tags.allow_enrollment_email",
        false,
        "Users are invited by mail to name tags by picture in rooms.",
    )
    .read_only(ACCOUNT),
    Setting::flag(
        "smart_recognition.zoom_rooms.video_name_tags.allow_external_identification",
        false,
        "Rooms of others may recognise users by picture.",
    )
    .read_only(ACCOUNT),
    Setting::flag(
        "smart_recognition.zoom_rooms.video_name_tags.allow_user_photos",
        false,
        "The user's picture serves for recognition.",
    )
    .read_only(ACCOUNT),
    Setting::flag(
        "smart_recognition.zoom_rooms.video_name_tags.enabled",
        false,
        "Users may enrol for name tags by picture in rooms.",
    )
    .read_only(ACCOUNT),
    Setting::flag(
        "smart_recognition.zoom_rooms.voice_name_tags.allow_enrollment_email",
        false,
        "Users are invited by mail to name tags by voice in rooms.",
    )
    .read_only(ACCOUNT),
    Setting::flag(
        "smart_recognition.zoom_rooms.voice_name_tags.allow_external_identification",
        false,
        "Rooms of others may recognise users by voice.",
    )
    .read_only(ACCOUNT),
    Setting::flag(
        "smart_recognition.zoom_rooms.voice_name_tags.enabled",
        false,
        "Users may enrol for name tags by voice in rooms.",
    )
    .read_only(ACCOUNT),
];
