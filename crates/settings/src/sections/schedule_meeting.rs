//! `schedule_meeting`: how meetings are scheduled and started.
use crate::{
    lock::Lock,
    patterns,
    setting::{ACCOUNT, ACCOUNT_AND_GROUP, ACCOUNT_AND_USER, GROUP, GROUP_AND_USER, NONE, Setting, USER},
};

const TEMPLATES: &[Setting] = &[
    Setting::flag("enable", false, "It can be used.").optional(),
    Setting::text("id", "Id of the template.").optional(),
    Setting::text("name", "Name of the template.").optional().read_only(ACCOUNT),
];

/// The block `schedule_meeting` of `GET|PATCH …/settings` of accounts, groups and users.
pub const SETTINGS: &[Setting] = &[
    Setting::flag(
        "schedule_meeting.allow_host_to_disable_participant_video",
        false,
        "Hosts may decide that participants start without video.",
    )
    .only(ACCOUNT)
    .locked_by("schedule_meeting.participant_video"),
    Setting::flag(
        "schedule_meeting.always_display_zoom_meeting_as_topic.display_topic_for_scheduled_meetings",
        false,
        "Meetings that exist already hide their topic too.",
    )
    .only(ACCOUNT_AND_GROUP),
    Setting::flag(
        "schedule_meeting.always_display_zoom_meeting_as_topic.enable",
        false,
        "Meetings hide their topic behind the product's name.",
    )
    .only(ACCOUNT_AND_GROUP),
    Setting::flag(
        "schedule_meeting.always_display_zoom_webinar_as_topic.display_topic_for_scheduled_webinars",
        false,
        "Webinars that exist already hide their topic too.",
    )
    .only(ACCOUNT_AND_GROUP),
    Setting::flag(
        "schedule_meeting.always_display_zoom_webinar_as_topic.enable",
        false,
        "Webinars hide their topic behind the product's name.",
    )
    .only(ACCOUNT_AND_GROUP),
    Setting::choice(
        "schedule_meeting.audio_type",
        "both",
        &["both", "telephony", "voip", "thirdParty"],
        "How participants join the sound.",
    ),
    Setting::flag(
        "schedule_meeting.continuous_meeting_chat.auto_add_invited_external_users",
        false,
        "Invited guests are added to the lasting chat.",
    )
    .taken(ACCOUNT_AND_GROUP)
    .deprecated(),
    Setting::flag(
        "schedule_meeting.continuous_meeting_chat.can_add_external_users",
        true,
        "Guests may be added to the lasting chat.",
    )
    .taken(ACCOUNT_AND_GROUP)
    .deprecated(),
    Setting::flag(
        "schedule_meeting.continuous_meeting_chat.enable",
        true,
        "The chat of a meeting lasts before and after it.",
    )
    .taken(ACCOUNT_AND_GROUP),
    Setting::flag(
        "schedule_meeting.continuous_meeting_chat.support_instant_meetings",
        true,
        "Meetings without an appointment have a lasting chat.",
    )
    .read_only(USER),
    Setting::flag(
        "schedule_meeting.continuous_meeting_chat.support_scheduled_meetings",
        true,
        "Meetings with an appointment have a lasting chat.",
    )
    .read_only(USER),
    Setting::text(
        "schedule_meeting.default_password_for_scheduled_meetings",
        "The passcode of meetings that exist already.",
    )
    .secret()
    .longest(10)
    .only(USER),
    Setting::flag(
        "schedule_meeting.embed_password_in_join_link",
        true,
        "The link to a meeting holds its passcode, encrypted.",
    )
    .only(GROUP_AND_USER)
    .stored("meeting_security.embed_password_in_join_link"),
    Setting::flag("schedule_meeting.enable_dedicated_group_chat", false, "A meeting has a group chat of its own.")
        .only(ACCOUNT),
    Setting::flag("schedule_meeting.enforce_login", false, "Only signed-in users join meetings.").only(ACCOUNT),
    Setting::text("schedule_meeting.enforce_login_domains", "Domains whose signed-in users join, separated by commas.")
        .like(patterns::DOMAINS)
        .only(ACCOUNT),
    Setting::flag(
        "schedule_meeting.enforce_login_with_domains",
        false,
        "Only signed-in users of certain domains join meetings.",
    )
    .only(ACCOUNT),
    Setting::flag(
        "schedule_meeting.force_pmi_jbh_password",
        false,
        "Personal meetings that can start without the host need a passcode.",
    )
    .deprecated(),
    Setting::flag("schedule_meeting.hide_meeting_description.enable", false, "Meetings hide their description.")
        .only(ACCOUNT),
    Setting::flag(
        "schedule_meeting.hide_meeting_description.hide_description_for_scheduled_meetings",
        false,
        "Meetings that exist already hide their description too.",
    )
    .only(ACCOUNT),
    Setting::flag("schedule_meeting.hide_webinar_description.enable", false, "Webinars hide their description.")
        .only(ACCOUNT),
    Setting::flag(
        "schedule_meeting.hide_webinar_description.hide_description_for_scheduled_webinars",
        false,
        "Webinars that exist already hide their description too.",
    )
    .only(ACCOUNT),
    Setting::flag("schedule_meeting.host_video", false, "Meetings start with the host's video on."),
    Setting::code(
        "schedule_meeting.jbh_time",
        0,
        &[0, 5, 10, 15],
        "Minutes before the start from which participants may join; 0 for any time.",
    )
    .only(ACCOUNT)
    .locked_by("schedule_meeting.join_before_host"),
    Setting::flag("schedule_meeting.join_before_host", false, "Participants may join before the host."),
    Setting::code(
        "schedule_meeting.meeting_password_requirement.consecutive_characters_length",
        0,
        &[0, 4, 5, 6, 7, 8],
        "The shortest run of following characters that a passcode may not have; 0 allows any.",
    )
    .only(ACCOUNT_AND_USER)
    .stored("meeting_security.meeting_password_requirement.consecutive_characters_length"),
    Setting::flag("schedule_meeting.meeting_password_requirement.have_letter", false, "A passcode needs a letter.")
        .only(ACCOUNT_AND_USER)
        .stored("meeting_security.meeting_password_requirement.have_letter"),
    Setting::flag("schedule_meeting.meeting_password_requirement.have_number", false, "A passcode needs a digit.")
        .only(ACCOUNT_AND_USER)
        .stored("meeting_security.meeting_password_requirement.have_number"),
    Setting::flag(
        "schedule_meeting.meeting_password_requirement.have_special_character",
        false,
        "A passcode needs a special character.",
    )
    .only(ACCOUNT_AND_USER)
    .stored("meeting_security.meeting_password_requirement.have_special_character"),
    Setting::flag(
        "schedule_meeting.meeting_password_requirement.have_upper_and_lower_characters",
        false,
        "A passcode needs upper and lower case.",
    )
    .only(ACCOUNT_AND_USER)
    .stored("meeting_security.meeting_password_requirement.have_upper_and_lower_characters"),
    Setting::number(
        "schedule_meeting.meeting_password_requirement.length",
        6,
        0,
        10,
        "The fewest characters in a passcode.",
    )
    .only(ACCOUNT_AND_USER)
    .stored("meeting_security.meeting_password_requirement.length"),
    Setting::flag(
        "schedule_meeting.meeting_password_requirement.only_allow_numeric",
        false,
        "A passcode has digits only.",
    )
    .only(ACCOUNT_AND_USER)
    .stored("meeting_security.meeting_password_requirement.only_allow_numeric"),
    Setting::flag(
        "schedule_meeting.meeting_password_requirement.weak_enhance_detection",
        false,
        "Hosts are told when a passcode is weak.",
    )
    .only(ACCOUNT_AND_USER)
    .stored("meeting_security.meeting_password_requirement.weak_enhance_detection"),
    Setting::choice(
        "schedule_meeting.meeting_template.action",
        "update",
        &["update", "delete"],
        "What to do with the templates of the body.",
    )
    .command(ACCOUNT),
    Setting::flag("schedule_meeting.meeting_template.enable", true, "Meetings can be made from templates.")
        .only(ACCOUNT),
    Setting::records("schedule_meeting.meeting_template.templates", TEMPLATES, "Templates for meetings.")
        .most(40)
        .only(ACCOUNT)
        .operated(),
    Setting::flag("schedule_meeting.mute_upon_entry", false, "Participants are muted when they join.").only(GROUP),
    Setting::flag("schedule_meeting.not_store_meeting_topic", false, "Topics of meetings are not stored.")
        .only(ACCOUNT),
    Setting::flag("schedule_meeting.participant_video", false, "Meetings start with the participants' video on.")
        .only(ACCOUNT_AND_GROUP),
    Setting::flag("schedule_meeting.participants_video", false, "Meetings start with the participants' video on.")
        .only(USER)
        .stored("schedule_meeting.participant_video"),
    Setting::flag("schedule_meeting.personal_meeting", true, "Users have a personal meeting.").taken(ACCOUNT_AND_USER),
    Setting::text("schedule_meeting.pmi_password", "The passcode of the personal meeting.")
        .secret()
        .longest(10)
        .only(USER),
    Setting::flag("schedule_meeting.pstn_password_protected", false, "Who joins by phone needs a passcode.")
        .only(GROUP_AND_USER)
        .stored("meeting_security.phone_password"),
    Setting::flag("schedule_meeting.require_password_for_all_meetings", false, "Every meeting needs a passcode.")
        .shown(NONE)
        .taken(GROUP),
    Setting::flag(
        "schedule_meeting.require_password_for_instant_meetings",
        true,
        "Meetings without an appointment need a passcode.",
    ),
    Setting::choice(
        "schedule_meeting.require_password_for_pmi_meetings",
        "all",
        &["jbh_only", "all", "none"],
        "Which personal meetings need a passcode.",
    ),
    Setting::flag(
        "schedule_meeting.require_password_for_scheduled_meetings",
        true,
        "Meetings that exist already need a passcode.",
    )
    .stored("meeting_security.require_password_for_scheduled_meeting"),
    Setting::flag(
        "schedule_meeting.require_password_for_scheduling_new_meetings",
        true,
        "New meetings with an appointment need a passcode.",
    ),
    Setting::flag("schedule_meeting.upcoming_meeting_reminder", false, "The desktop reminds of meetings to come.")
        .only(GROUP),
    Setting::flag(
        "schedule_meeting.use_pmi_for_instant_meetings",
        false,
        "Meetings without an appointment take place in the personal meeting.",
    )
    .taken(ACCOUNT_AND_USER),
    Setting::flag(
        "schedule_meeting.use_pmi_for_schedule_meetings",
        false,
        "Meetings with an appointment take place in the personal meeting.",
    )
    .read_only(GROUP)
    .stored("schedule_meeting.use_pmi_for_scheduled_meetings"),
    Setting::flag(
        "schedule_meeting.use_pmi_for_scheduled_meetings",
        false,
        "Meetings with an appointment take place in the personal meeting.",
    )
    .only(ACCOUNT_AND_USER),
];

/// `…/lock_settings`.
pub const LOCKS: &[Lock] = &[
    Lock::new("schedule_meeting.always_display_zoom_webinar_as_topic").only(ACCOUNT),
    Lock::new("schedule_meeting.audio_type"),
    Lock::new("schedule_meeting.continuous_meeting_chat"),
    Lock::new("schedule_meeting.embed_password_in_join_link").stored("meeting_security.embed_password_in_join_link"),
    Lock::new("schedule_meeting.enforce_login").only(ACCOUNT),
    Lock::new("schedule_meeting.enforce_login_domains").only(ACCOUNT).text(),
    Lock::new("schedule_meeting.enforce_login_with_domains").only(ACCOUNT),
    Lock::new("schedule_meeting.force_pmi_jbh_password").only(GROUP),
    Lock::new("schedule_meeting.host_video"),
    Lock::new("schedule_meeting.join_before_host"),
    Lock::new("schedule_meeting.meeting_authentication"),
    Lock::new("schedule_meeting.mute_upon_entry").only(GROUP),
    Lock::new("schedule_meeting.not_store_meeting_topic").only(ACCOUNT),
    Lock::new("schedule_meeting.participant_video"),
    Lock::new("schedule_meeting.personal_meeting").shown(NONE),
    Lock::new("schedule_meeting.pstn_password_protected").only(GROUP).stored("meeting_security.phone_password"),
    Lock::new("schedule_meeting.require_password_for_instant_meetings"),
    Lock::new("schedule_meeting.require_password_for_pmi_meetings"),
    Lock::new("schedule_meeting.require_password_for_scheduling_new_meetings"),
    Lock::new("schedule_meeting.upcoming_meeting_reminder").only(GROUP),
    Lock::new("schedule_meeting.use_pmi_for_instant_meetings").only(ACCOUNT),
    Lock::new("schedule_meeting.use_pmi_for_scheduled_meetings").only(ACCOUNT),
];
