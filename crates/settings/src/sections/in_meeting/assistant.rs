//! `in_meeting`: the assistant.
use crate::setting::{ACCOUNT_AND_USER, Setting};

/// The block `in_meeting` of `GET|PATCH …/settings` on all levels: the assistant.
pub const SETTINGS: &[Setting] = &[
    Setting::flag("in_meeting.ai_companion_questions.auto_enable", false, "Questions are open from the start.")
        .read_only(ACCOUNT_AND_USER),
    Setting::flag("in_meeting.ai_companion_questions.enable", false, "Participants may ask the assistant.")
        .read_only(ACCOUNT_AND_USER),
    Setting::code(
        "in_meeting.ai_companion_questions.who_can_ask_questions",
        1,
        &[1, 2, 3, 4, 5],
        "Who may ask the assistant.",
    )
    .read_only(ACCOUNT_AND_USER),
    Setting::flag(
        "in_meeting.meeting_summary_with_ai_companion.auto_enable",
        false,
        "Summaries start with the meeting.",
    )
    .read_only(ACCOUNT_AND_USER),
    Setting::flag("in_meeting.meeting_summary_with_ai_companion.enable", false, "The assistant may sum up meetings.")
        .read_only(ACCOUNT_AND_USER),
    Setting::code(
        "in_meeting.meeting_summary_with_ai_companion.who_will_receive_summary",
        1,
        &[1, 2, 3, 4],
        "Who gets the summary.",
    )
    .read_only(ACCOUNT_AND_USER),
];
