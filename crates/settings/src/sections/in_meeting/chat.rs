//! `in_meeting`: chat, questions and files.
use crate::setting::{GROUP_AND_USER, Setting};

/// The block `in_meeting` of `GET|PATCH …/settings` on all levels: chat, questions and files.
pub const SETTINGS: &[Setting] = &[
    Setting::code("in_meeting.allow_participants_chat_with", 4, &[1, 2, 3, 4], "Whom participants may write to.")
        .locked_by("in_meeting.chat"),
    Setting::code("in_meeting.allow_users_save_chats", 3, &[1, 2, 3], "Which messages participants may save.")
        .locked_by("in_meeting.chat"),
    Setting::flag(
        "in_meeting.allow_users_to_delete_messages_in_meeting_chat",
        true,
        "Messages of the meeting can be deleted.",
    )
    .shown(GROUP_AND_USER),
    Setting::flag("in_meeting.auto_saving_chat", false, "Chats are saved on the host's computer."),
    Setting::flag("in_meeting.chat", false, "Participants may write to everybody."),
    Setting::flag("in_meeting.file_transfer", true, "Files can be sent in meetings."),
    Setting::flag("in_meeting.meeting_question_answer", true, "Participants may ask questions in a list of their own."),
    Setting::flag("in_meeting.private_chat", false, "Participants may write to one another in private."),
];
