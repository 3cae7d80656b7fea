//! `audio_conferencing`: joining a meeting by phone.
use crate::{
    lock::Lock,
    setting::{ACCOUNT_AND_GROUP, EVERYWHERE, GROUP, GROUP_AND_USER, Setting},
};

pub const COUNTRIES: &[Setting] = &[
    Setting::text("code", "Two letters of the country.").optional(),
    Setting::text("name", "Name of the country.").optional(),
];

const SELECTED_COUNTRIES: &[Setting] = &[
    Setting::text("code", "Two letters of the country.").optional(),
    Setting::text("name", "Name of the country.").optional().shown(EVERYWHERE).taken(GROUP),
];

const SELECTED_COUNTRIES_2: &[Setting] = &[
    Setting::text("code", "Two letters of the country.").optional(),
    Setting::text("name", "Name of the country.").optional().shown(EVERYWHERE).taken(GROUP_AND_USER),
];

const NUMBERS: &[Setting] = &[
    Setting::text("code", "Calling code of the country.").optional(),
    Setting::text("country_code", "Two letters of the country.").optional().shown(EVERYWHERE).taken(GROUP),
    Setting::text("country_name", "Name of the country.").optional().shown(EVERYWHERE).taken(GROUP),
    Setting::text("display_number", "The number as it is shown.").longest(30).optional().shown(EVERYWHERE).taken(GROUP),
    Setting::text("number", "The number.").longest(30).optional(),
];

const NUMBERS_2: &[Setting] = &[
    Setting::text("code", "Calling code of the country.").optional(),
    Setting::text("country_code", "Two letters of the country.").optional(),
    Setting::text("country_name", "Name of the country.").optional(),
    Setting::text("display_number", "The number as it is shown.").longest(30).optional(),
    Setting::text("number", "The number.").longest(30).optional(),
];

/// The block `audio_conferencing` of `GET|PATCH …/settings` of accounts, groups and users.
pub const SETTINGS: &[Setting] = &[
    Setting::flag(
        "audio_conferencing.call_me_and_invite_by_phone.allow_webinar_attendees_call_me",
        false,
        "Attendees of webinars may have themselves called.",
    )
    .taken(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::records(
        "audio_conferencing.call_me_and_invite_by_phone.call_out_countries.allowed_countries",
        COUNTRIES,
        "Countries that calls may be opened to.",
    )
    .read_only(EVERYWHERE),
    Setting::records(
        "audio_conferencing.call_me_and_invite_by_phone.call_out_countries.selected_countries",
        SELECTED_COUNTRIES,
        "Countries that are called.",
    )
    .taken(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::flag(
        "audio_conferencing.call_me_and_invite_by_phone.enable",
        false,
        "Participants have themselves called, and others are invited by phone.",
    )
    .taken(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::choice(
        "audio_conferencing.call_me_and_invite_by_phone.require_press_1_for_call_me",
        "auto",
        &["auto", "always", "never"],
        "Who is called must press 1 to be let in.",
    )
    .taken(ACCOUNT_AND_GROUP),
    Setting::records(
        "audio_conferencing.global_dial_in_countries.allowed_countries",
        COUNTRIES,
        "Countries whose numbers can be put into invitations.",
    )
    .read_only(EVERYWHERE),
    Setting::flag(
        "audio_conferencing.global_dial_in_countries.include_toll_free",
        false,
        "Invitations list toll-free numbers too.",
    )
    .paid(),
    Setting::records(
        "audio_conferencing.global_dial_in_countries.selected_countries",
        SELECTED_COUNTRIES_2,
        "Countries whose numbers stand in invitations.",
    ),
    Setting::flag(
        "audio_conferencing.participant_phone_masking.enable",
        false,
        "Phone numbers are partly hidden in the list of participants.",
    ),
    Setting::choice(
        "audio_conferencing.participant_phone_masking.masking_type",
        "mask_default",
        &["mask_default", "mask_first_5", "mask_except_last_4"],
        "Which digits of a phone number are hidden.",
    ),
    Setting::flag(
        "audio_conferencing.personal_audio_conference",
        false,
        "Hosts have an audio conference of their own, without video.",
    )
    .taken(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::flag(
        "audio_conferencing.toll_call.enable",
        true,
        "Participants may dial in at the price of an ordinary call.",
    )
    .taken(ACCOUNT_AND_GROUP),
    Setting::records("audio_conferencing.toll_call.numbers", NUMBERS, "Numbers for ordinary calls.")
        .most(100)
        .taken(ACCOUNT_AND_GROUP),
    Setting::flag(
        "audio_conferencing.toll_free_and_fee_based_toll_call.allow_webinar_attendees_dial",
        false,
        "Attendees of webinars may use these numbers.",
    )
    .taken(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::flag(
        "audio_conferencing.toll_free_and_fee_based_toll_call.enable",
        false,
        "Participants may dial numbers that the account pays for.",
    )
    .taken(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::records(
        "audio_conferencing.toll_free_and_fee_based_toll_call.numbers",
        NUMBERS_2,
        "Numbers that the account pays for.",
    )
    .most(100)
    .taken(ACCOUNT_AND_GROUP)
    .paid(),
];

/// `…/lock_settings`.
pub const LOCKS: &[Lock] = &[
    Lock::new("audio_conferencing.call_me_and_invite_by_phone"),
    Lock::new("audio_conferencing.participant_phone_masking"),
    Lock::new("audio_conferencing.personal_audio_conference"),
    Lock::new("audio_conferencing.toll_call"),
    Lock::new("audio_conferencing.toll_free_and_fee_based_toll_call"),
];
