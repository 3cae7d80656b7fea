//! `in_meeting`: webinars.
use crate::setting::{ACCOUNT, ACCOUNT_AND_GROUP, Setting};

const SERVICES: &[&str] = &["facebook", "workplace_by_facebook", "youtube", "custom_live_streaming_service"];

/// The block `in_meeting` of `GET|PATCH …/settings` on all levels: webinars.
pub const SETTINGS: &[Setting] = &[
    Setting::flag("in_meeting.anonymous_question_answer", false, "Attendees of webinars may ask without their name.")
        .only(ACCOUNT)
        .paid(),
    Setting::code(
        "in_meeting.webinar_chat.allow_attendees_chat_with",
        3,
        &[1, 2, 3],
        "Whom attendees of webinars may write to.",
    )
    .paid(),
    Setting::flag(
        "in_meeting.webinar_chat.allow_auto_save_local_chat_file",
        false,
        "Chats of webinars are saved on the host's computer.",
    )
    .paid(),
    Setting::code("in_meeting.webinar_chat.allow_panelists_chat_with", 2, &[1, 2], "Whom panelists may write to.")
        .paid(),
    Setting::flag(
        "in_meeting.webinar_chat.allow_panelists_send_direct_message",
        false,
        "Panelists may write to one another in private.",
    )
    .paid(),
    Setting::code(
        "in_meeting.webinar_chat.allow_users_save_chats",
        2,
        &[0, 1, 2],
        "Which messages of webinars can be saved.",
    )
    .paid(),
    Setting::flag(
        "in_meeting.webinar_chat.allow_users_to_delete_messages_in_meeting_chat",
        true,
        "Messages of webinars can be deleted.",
    )
    .read_only(ACCOUNT)
    .paid(),
    Setting::code(
        "in_meeting.webinar_chat.default_attendees_chat_with",
        1,
        &[1, 2],
        "Whom attendees write to unless they choose.",
    )
    .paid(),
    Setting::flag("in_meeting.webinar_chat.enable", true, "Webinars have a chat.").paid(),
    Setting::flag("in_meeting.webinar_group_hd", false, "Webinars have a sharper picture.").paid(),
    Setting::text(
        "in_meeting.webinar_live_streaming.custom_service_instructions",
        "How hosts set up a streaming service of one's own.",
    )
    .paid(),
    Setting::flag("in_meeting.webinar_live_streaming.enable", false, "Webinars can be streamed.").paid(),
    Setting::flag(
        "in_meeting.webinar_live_streaming.live_streaming_reminder",
        false,
        "Users are told when a stream begins.",
    )
    .paid(),
    Setting::choices(
        "in_meeting.webinar_live_streaming.live_streaming_service",
        SERVICES,
        "Services that webinars are streamed to.",
    )
    .paid(),
    Setting::flag(
        "in_meeting.webinar_polling.advanced_polls",
        true,
        "Polls of webinars may be quizzes, rankings and the like.",
    )
    .paid(),
    Setting::flag(
        "in_meeting.webinar_polling.allow_alternative_host_to_add_edit",
        false,
        "Alternative hosts may write polls of webinars.",
    )
    .paid(),
    Setting::flag(
        "in_meeting.webinar_polling.allow_host_to_upload_image",
        true,
        "Questions of webinars' polls may show a picture.",
    )
    .paid(),
    Setting::flag("in_meeting.webinar_polling.enable", true, "Webinars have polls.").paid(),
    Setting::flag(
        "in_meeting.webinar_polling.manage_saved_polls_and_quizzes",
        true,
        "Users may keep polls for later webinars.",
    )
    .only(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::flag(
        "in_meeting.webinar_polling.require_answers_to_be_anonymous",
        false,
        "Answers to polls of webinars are without names.",
    )
    .paid(),
    Setting::flag("in_meeting.webinar_question_answer", true, "Attendees of webinars may ask questions.")
        .only(ACCOUNT_AND_GROUP)
        .paid(),
    Setting::flag("in_meeting.webinar_reactions", true, "Attendees of webinars may react with emoji.").paid(),
    Setting::flag("in_meeting.webinar_survey", true, "Hosts may ask for opinions after a webinar.").paid(),
];
