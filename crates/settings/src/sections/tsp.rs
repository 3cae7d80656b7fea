//! `tsp`: joining a meeting through a telephony provider.
use super::audio_conferencing::COUNTRIES;
use crate::{
    lock::Lock,
    setting::{ACCOUNT, ACCOUNT_AND_USER, NONE, Setting, USER},
};

const SELECTED_COUNTRIES: &[Setting] = &[
    Setting::text("code", "Two letters of the country.").optional(),
    Setting::text("name", "Name of the country.").optional().shown(ACCOUNT_AND_USER).taken(USER),
];

/// The block `tsp` of `GET|PATCH …/settings` of accounts and users.
pub const SETTINGS: &[Setting] = &[
    Setting::flag("tsp.allow_webinar_attendees_call_me", false, "Attendees of webinars may have themselves called.")
        .only(ACCOUNT)
        .locked_by("tsp.call_out")
        .paid(),
    Setting::flag(
        "tsp.allow_webinar_attendees_toll_free_dial",
        false,
        "Attendees of webinars may dial toll-free numbers.",
    )
    .only(ACCOUNT)
    .locked_by("tsp.display_toll_free_numbers")
    .paid(),
    Setting::flag("tsp.call_out", false, "Participants may have themselves called.").only(ACCOUNT_AND_USER).paid(),
    Setting::texts("tsp.call_out_countries", "Countries that are called.")
        .longest(2)
        .most(300)
        .only(ACCOUNT)
        .locked_by("tsp.call_out"),
    Setting::records("tsp.call_out_countries", COUNTRIES, "Countries that are called.")
        .most(300)
        .only(USER)
        .stored("tsp.user_call_out_countries")
        .locked_by("tsp.call_out")
        .paid(),
    Setting::flag("tsp.display_toll_free_numbers", false, "Invitations show toll-free numbers.").only(ACCOUNT).paid(),
    Setting::records(
        "tsp.global_dial_in_countries.allowed_countries",
        COUNTRIES,
        "Countries whose numbers can be put into invitations.",
    )
    .read_only(ACCOUNT_AND_USER),
    Setting::records(
        "tsp.global_dial_in_countries.selected_countries",
        SELECTED_COUNTRIES,
        "Countries whose numbers stand in invitations.",
    )
    .only(ACCOUNT_AND_USER),
    Setting::flag("tsp.show_international_numbers_link", true, "Invitations link to the numbers of other countries.")
        .only(ACCOUNT_AND_USER),
];

/// `…/lock_settings`.
pub const LOCKS: &[Lock] = &[
    Lock::new("tsp.call_out").only(ACCOUNT),
    Lock::new("tsp.display_toll_free_numbers").shown(ACCOUNT).taken(NONE),
    Lock::new("tsp.show_international_numbers_link").only(ACCOUNT),
];
