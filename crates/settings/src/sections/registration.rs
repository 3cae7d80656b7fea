//! What is asked of those who register for a meeting, and what happens then.
use crate::setting::{ACCOUNT_AND_GROUP, Setting};

const FIELDS: &[&str] = &[
    "last_name",
    "address",
    "city",
    "country",
    "zip",
    "state",
    "phone",
    "industry",
    "org",
    "job_title",
    "purchasing_time_frame",
    "role_in_purchase_process",
    "no_of_employees",
    "comments",
];

const QUESTIONS: &[Setting] = &[
    Setting::choice("field_name", "last_name", FIELDS, "What is asked for.").optional(),
    Setting::flag("required", false, "It must be answered.").optional(),
    Setting::flag("selected", false, "It is asked.").optional(),
];

const CUSTOM_QUESTIONS: &[Setting] = &[
    Setting::texts("answers", "Answers to choose from; none for `short`.").optional(),
    Setting::flag("required", false, "It must be answered.").optional(),
    Setting::flag("selected", false, "It is asked.").optional(),
    Setting::text("title", "The question.").optional(),
    Setting::choice("type", "short", &["short", "single_dropdown", "single_radio", "multiple"], "How it is answered.")
        .optional(),
];

/// `GET|PATCH …/settings/registration` of accounts and groups.
pub const SETTINGS: &[Setting] = &[
    Setting::code("approve_type", 0, &[0, 1], "Who registers is let in: 0 at once, 1 when the host agrees.")
        .only(ACCOUNT_AND_GROUP)
        .stored("registration.approve_type"),
    Setting::records("custom_questions", CUSTOM_QUESTIONS, "Questions of one's own.")
        .only(ACCOUNT_AND_GROUP)
        .stored("registration.custom_questions"),
    Setting::flag(
        "options.allow_participants_to_join_from_multiple_devices",
        true,
        "One may join from several devices.",
    )
    .only(ACCOUNT_AND_GROUP)
    .stored("registration.options.allow_participants_to_join_from_multiple_devices"),
    Setting::flag("options.close_registration", false, "Nobody registers after the day of the meeting.")
        .only(ACCOUNT_AND_GROUP)
        .stored("registration.options.close_registration"),
    Setting::flag("options.host_email_notification", false, "Mail to the host when somebody registers.")
        .only(ACCOUNT_AND_GROUP)
        .stored("registration.options.host_email_notification"),
    Setting::flag(
        "options.show_social_share_buttons",
        false,
        "The page for registering has buttons of social networks.",
    )
    .only(ACCOUNT_AND_GROUP)
    .stored("registration.options.show_social_share_buttons"),
    Setting::records("questions", QUESTIONS, "Questions that the product knows.")
        .only(ACCOUNT_AND_GROUP)
        .stored("registration.questions"),
];
