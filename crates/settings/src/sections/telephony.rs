//! `telephony`: joining a meeting through another provider.
use crate::{
    lock::Lock,
    setting::{ACCOUNT_AND_USER, Setting, USER},
};

/// The block `telephony` of `GET|PATCH …/settings` of accounts, groups and users.
pub const SETTINGS: &[Setting] = &[
    Setting::text("telephony.audio_conference_info", "How to join the conference of another provider.")
        .locked_by("telephony.third_party_audio"),
    Setting::flag(
        "telephony.show_international_numbers_link",
        true,
        "Invitations link to the numbers of other countries.",
    )
    .only(USER),
    Setting::texts("telephony.telephony_regions.allowed_values", "Regions to choose from.")
        .longest(64)
        .read_only(ACCOUNT_AND_USER),
    Setting::text(
        "telephony.telephony_regions.selection_values",
        "Regions that most participants call from, separated by commas.",
    )
    .taken(ACCOUNT_AND_USER),
    Setting::flag("telephony.third_party_audio", false, "Sound comes through the conference of another provider."),
];

/// `…/lock_settings`.
pub const LOCKS: &[Lock] = &[Lock::new("telephony.telephony_regions"), Lock::new("telephony.third_party_audio")];
