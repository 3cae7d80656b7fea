//! `in_meeting`: polls, reactions and feedback.
use crate::setting::{ACCOUNT_AND_GROUP, Setting};

/// The block `in_meeting` of `GET|PATCH …/settings` on all levels: polls, reactions and feedback.
pub const SETTINGS: &[Setting] = &[
    Setting::flag("in_meeting.allow_host_panelists_to_use_audible_clap", true, "Hosts and panelists may clap aloud.")
        .locked_by("in_meeting.meeting_reactions"),
    Setting::flag("in_meeting.feedback", false, "The app has a place for feedback."),
    Setting::flag("in_meeting.meeting_polling.advanced_polls", true, "Polls may be quizzes, rankings and the like.")
        .locked_by("in_meeting.polling"),
    Setting::flag(
        "in_meeting.meeting_polling.allow_alternative_host_to_add_edit",
        false,
        "Alternative hosts may write polls.",
    )
    .locked_by("in_meeting.polling"),
    Setting::flag(
        "in_meeting.meeting_polling.allow_host_to_upload_image",
        true,
        "Questions of polls may show a picture.",
    )
    .locked_by("in_meeting.polling"),
    Setting::flag("in_meeting.meeting_polling.enable", false, "Hosts may hold polls.")
        .stored("in_meeting.polling")
        .locked_by("in_meeting.polling"),
    Setting::flag(
        "in_meeting.meeting_polling.manage_saved_polls_and_quizzes",
        true,
        "Users may keep polls for later meetings.",
    )
    .only(ACCOUNT_AND_GROUP)
    .locked_by("in_meeting.polling"),
    Setting::flag(
        "in_meeting.meeting_polling.require_answers_to_be_anonymous",
        false,
        "Answers to polls are without names.",
    )
    .locked_by("in_meeting.polling"),
    Setting::flag("in_meeting.meeting_reactions", true, "Participants may react with emoji."),
    Setting::choice(
        "in_meeting.meeting_reactions_emojis",
        "all",
        &["all", "selected"],
        "Which emoji there are for reactions.",
    )
    .locked_by("in_meeting.meeting_reactions"),
    Setting::flag("in_meeting.meeting_survey", true, "Hosts may ask for opinions after the meeting.").paid(),
    Setting::flag("in_meeting.non_verbal_feedback", false, "Participants may signal without speaking."),
    Setting::flag("in_meeting.polling", false, "Hosts may hold polls."),
    Setting::flag("in_meeting.post_meeting_feedback", false, "Participants are asked for a thumb up or down."),
];
