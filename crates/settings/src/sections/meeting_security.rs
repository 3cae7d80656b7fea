//! `meeting_security`: who gets into a meeting, and how it is protected.
use super::etiquette::POLICIES;
use crate::{
    lock::Lock,
    patterns,
    setting::{ACCOUNT, ACCOUNT_AND_GROUP, Setting},
};

const ENCRYPTION_TYPES: &[&str] = &["enhanced_encryption", "e2ee"];

/// `GET|PATCH …/settings?option=meeting_security` of accounts, groups and users.
pub const SETTINGS: &[Setting] = &[
    Setting::flag(
        "meeting_security.auto_security",
        true,
        "Every meeting needs a passcode, a waiting room or a sign-in.",
    ),
    Setting::flag("meeting_security.block_user_domain", false, "Users of listed domains cannot join."),
    Setting::texts("meeting_security.block_user_domain_list", "Domains whose users cannot join.")
        .shortest(5)
        .longest(30)
        .like(patterns::DOMAIN_OR_BELOW)
        .most(20)
        .locked_by("meeting_security.block_user_domain"),
    Setting::flag(
        "meeting_security.chat_etiquette_tool.enable",
        false,
        "Messages in meetings are held against the account's own rules.",
    )
    .only(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::choice(
        "meeting_security.chat_etiquette_tool.operate",
        "create",
        &["create", "update", "delete"],
        "What to do with the rules of the body.",
    )
    .command(ACCOUNT),
    Setting::records("meeting_security.chat_etiquette_tool.policies", POLICIES, "Rules for messages in meetings.")
        .most(100)
        .only(ACCOUNT_AND_GROUP)
        .operated()
        .paid(),
    Setting::number(
        "meeting_security.chat_etiquette_tool.policy_max_count",
        10,
        0,
        1000,
        "How many rules there may be.",
    )
    .read_only(ACCOUNT),
    Setting::flag(
        "meeting_security.embed_password_in_join_link",
        true,
        "The link to a meeting holds its passcode, encrypted.",
    ),
    Setting::choice(
        "meeting_security.encryption_type",
        "enhanced_encryption",
        ENCRYPTION_TYPES,
        "How meetings are encrypted unless said otherwise.",
    ),
    Setting::flag(
        "meeting_security.end_to_end_encrypted_meetings",
        false,
        "Meetings can be encrypted from end to end.",
    ),
    Setting::flag("meeting_security.meeting_password", true, "Every meeting needs a passcode."),
    Setting::code(
        "meeting_security.meeting_password_requirement.consecutive_characters_length",
        0,
        &[0, 4, 5, 6, 7, 8],
        "The shortest run of following characters that a passcode may not have; 0 allows any.",
    ),
    Setting::flag("meeting_security.meeting_password_requirement.have_letter", false, "A passcode needs a letter."),
    Setting::flag("meeting_security.meeting_password_requirement.have_number", false, "A passcode needs a digit."),
    Setting::flag(
        "meeting_security.meeting_password_requirement.have_special_character",
        false,
        "A passcode needs a special character.",
    ),
    Setting::flag(
        "meeting_security.meeting_password_requirement.have_upper_and_lower_characters",
        false,
        "A passcode needs upper and lower case.",
    ),
    Setting::number(
        "meeting_security.meeting_password_requirement.length",
        6,
        0,
        10,
        "The fewest characters in a passcode.",
    ),
    Setting::flag(
        "meeting_security.meeting_password_requirement.only_allow_numeric",
        false,
        "A passcode has digits only.",
    ),
    Setting::flag(
        "meeting_security.meeting_password_requirement.weak_enhance_detection",
        false,
        "Hosts are told when a passcode is weak.",
    ),
    Setting::flag(
        "meeting_security.only_authenticated_can_join_from_webclient",
        false,
        "Only signed-in users join from a browser.",
    ),
    Setting::flag("meeting_security.phone_password", false, "Who joins by phone needs a passcode."),
    Setting::flag("meeting_security.pmi_password", true, "Personal meetings need a passcode."),
    Setting::flag(
        "meeting_security.require_password_for_scheduled_meeting",
        true,
        "Meetings that exist already need a passcode.",
    ),
    Setting::flag(
        "meeting_security.require_password_for_scheduled_webinar",
        true,
        "Webinars that exist already need a passcode.",
    ),
    Setting::flag("meeting_security.waiting_room", false, "Participants wait until the host lets them in."),
    Setting::text(
        "meeting_security.waiting_room_options.admit_domain_allowlist",
        "Domains whose users need not wait, separated by commas.",
    )
    .longest(4096)
    .like(patterns::DOMAINS)
    .only(ACCOUNT)
    .locked_by("meeting_security.waiting_room"),
    Setting::code(
        "meeting_security.waiting_room_options.admit_type",
        1,
        &[1, 2, 3, 4],
        "Who is let in without waiting.",
    )
    .only(ACCOUNT)
    .locked_by("meeting_security.waiting_room"),
    Setting::flag(
        "meeting_security.waiting_room_options.enable",
        false,
        "Participants wait until the host lets them in.",
    )
    .only(ACCOUNT)
    .stored("meeting_security.waiting_room")
    .locked_by("meeting_security.waiting_room"),
    Setting::code(
        "meeting_security.waiting_room_options.internal_user_auto_admit",
        1,
        &[1, 2, 3, 4, 5],
        "When users of the account may join before the host.",
    )
    .only(ACCOUNT)
    .locked_by("meeting_security.waiting_room"),
    Setting::flag("meeting_security.waiting_room_options.locked", false, "Hosts cannot change who waits.")
        .only(ACCOUNT)
        .locked_by("meeting_security.waiting_room"),
    Setting::flag(
        "meeting_security.waiting_room_options.more_options.allow_participants_to_reply_to_host",
        false,
        "Who waits may answer the host.",
    )
    .only(ACCOUNT)
    .locked_by("meeting_security.waiting_room"),
    Setting::flag(
        "meeting_security.waiting_room_options.more_options.move_participants_to_waiting_room_when_host_dropped",
        false,
        "Participants wait again when the host's connection is lost.",
    )
    .only(ACCOUNT)
    .locked_by("meeting_security.waiting_room"),
    Setting::flag(
        "meeting_security.waiting_room_options.more_options.user_invited_by_host_can_bypass_waiting_room",
        false,
        "Who is invited from inside the meeting need not wait.",
    )
    .only(ACCOUNT)
    .locked_by("meeting_security.waiting_room"),
    Setting::code(
        "meeting_security.waiting_room_options.sort_order_of_people",
        0,
        &[0, 1],
        "How those who wait are sorted.",
    )
    .only(ACCOUNT)
    .locked_by("meeting_security.waiting_room"),
    Setting::code(
        "meeting_security.waiting_room_options.who_can_admit_participants",
        0,
        &[0, 1],
        "Who may let participants in.",
    )
    .only(ACCOUNT)
    .locked_by("meeting_security.waiting_room"),
    Setting::code(
        "meeting_security.waiting_room_settings.participants_to_place_in_waiting_room",
        0,
        &[0, 1, 2],
        "Who has to wait.",
    )
    .locked_by("meeting_security.waiting_room"),
    Setting::code(
        "meeting_security.waiting_room_settings.users_who_can_admit_participants_from_waiting_room",
        0,
        &[0, 1],
        "Who may let participants in.",
    )
    .locked_by("meeting_security.waiting_room"),
    Setting::text(
        "meeting_security.waiting_room_settings.whitelisted_domains_for_waiting_room",
        "Domains whose users need not wait, separated by commas.",
    )
    .longest(4096)
    .like(patterns::DOMAINS)
    .locked_by("meeting_security.waiting_room"),
    Setting::flag("meeting_security.webinar_password", true, "New webinars get a passcode.").paid(),
];

/// `…/lock_settings`.
pub const LOCKS: &[Lock] = &[
    Lock::new("meeting_security.approved_or_denied_countries_or_regions"),
    Lock::new("meeting_security.auto_security"),
    Lock::new("meeting_security.block_user_domain"),
    Lock::new("meeting_security.chat_etiquette_tool").only(ACCOUNT),
    Lock::new("meeting_security.embed_password_in_join_link"),
    Lock::new("meeting_security.encryption_type").shown(ACCOUNT).or_words(ENCRYPTION_TYPES),
    Lock::new("meeting_security.end_to_end_encrypted_meetings"),
    Lock::new("meeting_security.meeting_password"),
    Lock::new("meeting_security.only_authenticated_can_join_from_webclient"),
    Lock::new("meeting_security.phone_password"),
    Lock::new("meeting_security.pmi_password"),
    Lock::new("meeting_security.waiting_room"),
    Lock::new("meeting_security.webinar_password"),
];
