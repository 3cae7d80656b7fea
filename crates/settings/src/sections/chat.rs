//! `chat`: the chat outside of meetings.
use super::etiquette::POLICIES;
use crate::{
    lock::Lock,
    patterns,
    setting::{ACCOUNT, ACCOUNT_AND_GROUP, GROUP, Initial, Setting},
};

const FILE_TYPES: &[&str] = &[
    ".gz", ".rar", ".zip", ".xls", ".xlsx", ".json", ".png", ".pptx", ".ppt", ".7z", ".xmind", ".pdf", ".pps", ".txt",
    ".docx", ".doc",
];

/// The block `chat` of `GET|PATCH …/settings` of accounts and groups.
pub const SETTINGS: &[Setting] = &[
    Setting::flag("chat.ai_compose.enable", false, "The assistant helps to write messages.").only(ACCOUNT).paid(),
    Setting::flag("chat.ai_compose.shown_in_team_chat", true, "The help with writing is shown in the chat.")
        .only(ACCOUNT)
        .locked_by("chat.ai_compose"),
    Setting::flag("chat.ai_quick_reply", false, "The assistant proposes short replies.")
        .only(ACCOUNT)
        .locked_by("chat.ai_reply")
        .paid(),
    Setting::flag("chat.ai_quick_schedule", false, "The assistant schedules meetings out of a chat.")
        .only(ACCOUNT)
        .paid(),
    Setting::flag("chat.ai_recommend", false, "The assistant recommends chats.").only(ACCOUNT).paid(),
    Setting::flag("chat.ai_sentence_completion", false, "The assistant completes sentences.").only(ACCOUNT).paid(),
    Setting::flag("chat.ai_summary.enable", false, "The assistant sums up chats and shared documents.")
        .only(ACCOUNT)
        .paid(),
    Setting::flag("chat.ai_summary.shown_in_team_chat", true, "The summaries are shown in the chat.").only(ACCOUNT),
    Setting::flag("chat.allow_bots_chat", true, "Bots read and write messages where they were added.").only(ACCOUNT),
    Setting::flag("chat.allow_delete_message.enable", true, "Users may delete their own messages.").only(ACCOUNT),
    Setting::code(
        "chat.allow_delete_message.time",
        0,
        &[0, 5, 30, 60, 1440, 10080],
        "Minutes within which a message may be deleted; 0 for any time.",
    )
    .only(ACCOUNT),
    Setting::flag("chat.allow_edit_message.enable", true, "Users may change their own messages.").only(ACCOUNT),
    Setting::code(
        "chat.allow_edit_message.time",
        0,
        &[0, 5, 30, 60, 1440, 10080],
        "Minutes within which a message may be changed; 0 for any time.",
    )
    .only(ACCOUNT),
    Setting::flag("chat.allow_huddles_from_channels", true, "Huddles can start from a channel.").only(ACCOUNT),
    Setting::flag(
        "chat.allow_remove_msg_by_owner_and_admins",
        true,
        "Owner and administrators of a channel may remove messages of others.",
    )
    .only(ACCOUNT),
    Setting::flag("chat.allow_users_to_add_contacts.enable", true, "Users may add contacts.").only(ACCOUNT_AND_GROUP),
    Setting::code(
        "chat.allow_users_to_add_contacts.selected_option",
        1,
        &[1, 2, 3, 4],
        "Whom users may add as contacts.",
    )
    .only(ACCOUNT_AND_GROUP),
    Setting::text(
        "chat.allow_users_to_add_contacts.user_email_addresses",
        "Domains or addresses that may be added, separated by commas.",
    )
    .longest(4096)
    .like(patterns::DOMAINS_AND_EMAILS)
    .only(ACCOUNT_AND_GROUP),
    Setting::flag("chat.allow_users_to_chat_with_others.enable", true, "Users may chat with others.")
        .only(ACCOUNT_AND_GROUP),
    Setting::code(
        "chat.allow_users_to_chat_with_others.selected_option",
        1,
        &[1, 2, 3, 4],
        "Whom users may chat with.",
    )
    .only(ACCOUNT_AND_GROUP),
    Setting::text(
        "chat.allow_users_to_chat_with_others.user_email_addresses",
        "Domains or addresses that may be written to, separated by commas.",
    )
    .longest(4096)
    .like(patterns::DOMAINS_AND_EMAILS)
    .only(ACCOUNT_AND_GROUP),
    Setting::text(
        "chat.allow_users_to_search_others_options",
        "Where users look for others, by comma: 1 account, 2 accounts of one master, 3 organisation.",
    )
    .longest(16)
    .like(patterns::CODES_TO_3)
    .initially(Initial::Text("1"))
    .only(GROUP),
    Setting::flag(
        "chat.apply_local_storage_to_personal_channel.enable",
        false,
        "Messages to oneself are kept on devices for a time.",
    )
    .only(ACCOUNT)
    .paid(),
    Setting::text(
        "chat.apply_local_storage_to_personal_channel.retention_period",
        "How long messages to oneself are kept on devices: a number and `y`, `m` or `d`.",
    )
    .longest(8)
    .like(patterns::PERIOD)
    .initially(Initial::Text("1y"))
    .only(ACCOUNT)
    .paid(),
    Setting::flag("chat.chat_email_address.enable", false, "Chats and channels may have a mail address.").only(ACCOUNT),
    Setting::flag(
        "chat.chat_email_address.only_allow_specific_domains",
        false,
        "Only mail from listed domains is taken.",
    )
    .only(ACCOUNT),
    Setting::texts("chat.chat_email_address.specific_domains", "Domains whose mail is taken.")
        .longest(253)
        .like(patterns::DOMAIN)
        .most(200)
        .only(ACCOUNT),
    Setting::choice("chat.chat_emojis.emojis_option", "all", &["all", "selected"], "Which emoji can be used.")
        .only(ACCOUNT_AND_GROUP),
    Setting::flag("chat.chat_emojis.enable", true, "Users may use emoji.").only(ACCOUNT_AND_GROUP),
    Setting::flag("chat.chat_etiquette_tool.enable", false, "Messages are held against the account's own rules.")
        .only(ACCOUNT_AND_GROUP)
        .paid(),
    Setting::choice(
        "chat.chat_etiquette_tool.operate",
        "create",
        &["create", "update", "delete"],
        "What to do with the rules of the body.",
    )
    .command(ACCOUNT),
    Setting::records("chat.chat_etiquette_tool.policies", POLICIES, "Rules for messages.")
        .most(100)
        .only(ACCOUNT_AND_GROUP)
        .operated()
        .paid(),
    Setting::number("chat.chat_etiquette_tool.policy_max_count", 10, 0, 1000, "How many rules there may be.")
        .read_only(ACCOUNT),
    Setting::flag("chat.code_snippet", true, "Users may send code.").only(ACCOUNT),
    Setting::flag("chat.create_group_chat", true, "Users may open group chats.")
        .only(ACCOUNT)
        .locked_by("chat.allow_create_channels_and_group_chats"),
    Setting::flag("chat.create_private_channels", true, "Users may open private channels.")
        .only(ACCOUNT_AND_GROUP)
        .locked_by("chat.allow_create_channels_and_group_chats"),
    Setting::flag("chat.create_public_channels", true, "Users may open public channels.")
        .only(ACCOUNT_AND_GROUP)
        .locked_by("chat.allow_create_channels_and_group_chats"),
    Setting::flag("chat.download_file", true, "Files can be downloaded.").only(ACCOUNT),
    Setting::flag("chat.external_collab_restrict.enable", false, "One group is treated apart in working with guests.")
        .only(ACCOUNT),
    Setting::choice(
        "chat.external_collab_restrict.external_chat",
        "not_allowed",
        &["allowed", "not_allowed"],
        "Whether that group may work with guests or is the one that may not.",
    )
    .only(ACCOUNT),
    Setting::text("chat.external_collab_restrict.group_id", "The group that is treated apart.")
        .longest(64)
        .only(ACCOUNT),
    Setting::text("chat.external_invite_approve.channel_id", "Channel that gets requests to invite guests.")
        .longest(64)
        .only(ACCOUNT),
    Setting::flag("chat.external_invite_approve.enable", false, "Administrators approve invited guests.").only(ACCOUNT),
    Setting::flag("chat.external_invite_approve.external_account", false, "Named accounts have their own value.")
        .only(ACCOUNT),
    Setting::code("chat.external_invite_approve.selected_option", 1, &[1, 2], "Who gets requests to invite guests.")
        .only(ACCOUNT),
    Setting::text("chat.external_join_approve.channel_id", "Channel that gets requests to join others' chats.")
        .longest(64)
        .only(ACCOUNT),
    Setting::flag("chat.external_join_approve.enable", false, "Administrators approve joining others' chats.")
        .only(ACCOUNT),
    Setting::flag("chat.external_join_approve.external_account", false, "Named accounts have their own value.")
        .only(ACCOUNT),
    Setting::code("chat.external_join_approve.selected_option", 1, &[1, 2], "Who gets requests to join others' chats.")
        .only(ACCOUNT),
    Setting::flag("chat.external_member_join.enable", true, "Users may join chats of other organisations.")
        .only(ACCOUNT),
    Setting::flag("chat.external_member_join.external_account", false, "Named accounts have their own value.")
        .only(ACCOUNT),
    Setting::flag("chat.external_user_control.enable", true, "Guests may be added to chats.").only(ACCOUNT),
    Setting::flag("chat.external_user_control.external_account", false, "Named accounts have their own value.")
        .only(ACCOUNT),
    Setting::code("chat.external_user_control.selected_option", 1, &[1, 2, 3], "Who may add guests.").only(ACCOUNT),
    Setting::flag("chat.hyper_link", true, "Messages may hold links.").only(ACCOUNT),
    Setting::flag("chat.personal_channel", true, "Users have a chat with themselves.").only(ACCOUNT),
    Setting::flag("chat.presence_away_when_screen_saver", true, "The screen saver turns the status to away.")
        .only(ACCOUNT),
    Setting::flag("chat.presence_on_meeting", true, "Meetings and calls show in the status.").only(ACCOUNT),
    Setting::flag("chat.read_receipts.allow_users_opt_out", true, "Users may keep to themselves what they have read.")
        .only(ACCOUNT),
    Setting::flag("chat.read_receipts.enable", false, "Senders see that a message was read, in small chats.")
        .only(ACCOUNT),
    Setting::flag("chat.record_video_messages", true, "Users may send video messages.").only(ACCOUNT_AND_GROUP),
    Setting::flag("chat.record_voice_messages", true, "Users may send voice messages.").only(ACCOUNT_AND_GROUP),
    Setting::flag("chat.schedule_meetings_in_chat", true, "Meetings can be scheduled from a chat.")
        .only(ACCOUNT_AND_GROUP),
    Setting::flag("chat.screen_capture", true, "Users may take and send pictures of the screen.")
        .only(ACCOUNT_AND_GROUP),
    Setting::flag(
        "chat.search_and_send_animated_gif_images.enable",
        false,
        "Users may look for animated pictures and send them.",
    )
    .only(ACCOUNT_AND_GROUP),
    Setting::code(
        "chat.search_and_send_animated_gif_images.giphy_content_rating",
        1,
        &[1, 2, 3, 4],
        "The strictest rating that animated pictures may have, from 1 for everybody.",
    )
    .only(ACCOUNT),
    Setting::text(
        "chat.send_data_to_third_party_archiving_service.authorized_channel_token",
        "The archive's token, for `smarsh`.",
    )
    .secret()
    .longest(512)
    .only(ACCOUNT)
    .paid(),
    Setting::flag(
        "chat.send_data_to_third_party_archiving_service.enable",
        false,
        "Messages go to the archive of another provider.",
    )
    .only(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::text(
        "chat.send_data_to_third_party_archiving_service.passcode",
        "The archive's passcode, for `global_relay`.",
    )
    .longest(512)
    .only(ACCOUNT)
    .paid(),
    Setting::text(
        "chat.send_data_to_third_party_archiving_service.smtp_delivery_address",
        "The archive's mail address, for `global_relay`.",
    )
    .longest(254)
    .like(patterns::EMAIL)
    .only(ACCOUNT)
    .paid(),
    Setting::choice(
        "chat.send_data_to_third_party_archiving_service.type",
        "global_relay",
        &["global_relay", "smarsh"],
        "Which archive messages go to.",
    )
    .only(ACCOUNT)
    .paid(),
    Setting::text(
        "chat.send_data_to_third_party_archiving_service.user_name",
        "The archive's user, for `global_relay`.",
    )
    .longest(254)
    .only(ACCOUNT)
    .paid(),
    Setting::flag("chat.set_chat_as_default_tab", false, "New users see the chat first.").only(ACCOUNT),
    Setting::flag(
        "chat.set_retention_period_in_cloud.enable",
        false,
        "Messages and files in the cloud are deleted after a time.",
    )
    .only(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::text(
        "chat.set_retention_period_in_cloud.retention_period_of_channels",
        "How long channels stay in the cloud: a number and `y`, `m` or `d`.",
    )
    .longest(8)
    .like(patterns::PERIOD)
    .initially(Initial::Text("2y"))
    .only(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::text(
        "chat.set_retention_period_in_cloud.retention_period_of_direct_messages_and_group_conversation",
        "How long direct and group messages stay in the cloud: a number and `y`, `m` or `d`.",
    )
    .longest(8)
    .like(patterns::PERIOD)
    .initially(Initial::Text("2y"))
    .only(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::flag("chat.set_retention_period_in_local.enable", false, "Messages are kept on devices for a time.")
        .only(ACCOUNT_AND_GROUP)
        .paid(),
    Setting::text(
        "chat.set_retention_period_in_local.retention_period_of_channels",
        "How long channels stay on devices: a number and `y`, `m` or `d`.",
    )
    .longest(8)
    .like(patterns::PERIOD)
    .initially(Initial::Text("1y"))
    .only(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::text(
        "chat.set_retention_period_in_local.retention_period_of_direct_messages_and_group_conversation",
        "How long direct and group messages stay on devices: a number and `y`, `m` or `d`.",
    )
    .longest(8)
    .like(patterns::PERIOD)
    .initially(Initial::Text("1y"))
    .only(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::flag("chat.share_files.enable", true, "Files can be shared and seen.").only(ACCOUNT_AND_GROUP),
    Setting::choice(
        "chat.share_files.restrictions.file_restrictions_apply_to",
        "sharing_and_viewing",
        &["sharing_and_viewing", "sharing"],
        "Whether the restrictions hold for seeing too.",
    )
    .only(ACCOUNT),
    Setting::code(
        "chat.share_files.restrictions.file_size_restrictions",
        500,
        &[50, 100, 200, 300, 400, 500],
        "Megabytes of a file.",
    )
    .only(ACCOUNT),
    Setting::code(
        "chat.share_files.restrictions.file_size_restrictions_for_external",
        500,
        &[50, 100, 200, 300, 400, 500],
        "Megabytes of a file that goes to guests.",
    )
    .only(ACCOUNT),
    Setting::choices(
        "chat.share_files.restrictions.file_type_restrictions",
        FILE_TYPES,
        "Endings of files that can be shared.",
    )
    .only(ACCOUNT),
    Setting::choices(
        "chat.share_files.restrictions.file_type_restrictions_for_external",
        FILE_TYPES,
        "Endings of files that can be shared with guests.",
    )
    .only(ACCOUNT),
    Setting::flag("chat.share_files.restrictions.maximum_file_size", false, "The size of files is restricted.")
        .only(ACCOUNT),
    Setting::flag(
        "chat.share_files.restrictions.only_allow_specific_file_types",
        false,
        "Only files with listed endings can be shared.",
    )
    .only(ACCOUNT),
    Setting::choice(
        "chat.share_files.share_option",
        "anyone",
        &["disable", "anyone", "account", "organization"],
        "Whom files can be sent to.",
    )
    .only(ACCOUNT_AND_GROUP),
    Setting::choice(
        "chat.share_files.view_option",
        "anyone",
        &["anyone", "account", "organization"],
        "Whose files can be seen.",
    )
    .only(ACCOUNT),
    Setting::flag("chat.share_links_in_chat", true, "Messages and channels can be linked to.").only(ACCOUNT_AND_GROUP),
    Setting::flag("chat.share_screen_in_chat", true, "The screen can be shared from a chat.").only(ACCOUNT),
    Setting::flag("chat.shared_spaces", true, "Users may make spaces that hold several channels.").only(ACCOUNT),
    Setting::flag("chat.show_h323_contact_tab", false, "Devices of rooms are shown among the contacts.").only(ACCOUNT),
    Setting::flag("chat.show_status_to_internal_contact", true, "Colleagues see the status.").only(ACCOUNT),
    Setting::flag("chat.store_revise_chat", false, "Earlier forms of changed and deleted messages are kept.")
        .only(ACCOUNT)
        .paid(),
    Setting::flag(
        "chat.suppress_removal_notification",
        false,
        "Chats do not say that a user was deleted, deactivated or activated again.",
    )
    .only(ACCOUNT),
    Setting::flag("chat.suppress_user_group_notification", false, "Channels do not say who was added or removed.")
        .only(ACCOUNT),
    Setting::flag("chat.survey_poll", true, "Polls can be held in chats.").only(ACCOUNT),
    Setting::flag("chat.translate_messages", true, "Messages can be translated.").only(ACCOUNT_AND_GROUP),
];

/// `…/lock_settings`.
pub const LOCKS: &[Lock] = &[
    Lock::new("chat.ai_compose").only(ACCOUNT),
    Lock::new("chat.ai_quick_schedule").only(ACCOUNT),
    Lock::new("chat.ai_recommend").only(ACCOUNT),
    Lock::new("chat.ai_reply").only(ACCOUNT),
    Lock::new("chat.ai_sentence_completion").only(ACCOUNT),
    Lock::new("chat.ai_summary").only(ACCOUNT),
    Lock::new("chat.allow_create_channels_and_group_chats").only(ACCOUNT),
    Lock::new("chat.allow_delete_message").only(ACCOUNT),
    Lock::new("chat.allow_edit_message").only(ACCOUNT),
    Lock::new("chat.allow_huddles_from_channels").only(ACCOUNT),
    Lock::new("chat.allow_users_to_add_contacts").only(ACCOUNT),
    Lock::new("chat.allow_users_to_chat_with_others").only(ACCOUNT),
    Lock::new("chat.chat_email_address").only(ACCOUNT),
    Lock::new("chat.chat_emojis").only(ACCOUNT),
    Lock::new("chat.chat_etiquette_tool").only(ACCOUNT),
    Lock::new("chat.download_file").only(ACCOUNT),
    Lock::new("chat.presence_away_when_screen_saver").only(ACCOUNT),
    Lock::new("chat.presence_on_meeting").only(ACCOUNT),
    Lock::new("chat.read_receipts").only(ACCOUNT),
    Lock::new("chat.record_video_messages").only(ACCOUNT),
    Lock::new("chat.record_voice_messages").only(ACCOUNT),
    Lock::new("chat.schedule_meetings_in_chat").only(ACCOUNT),
    Lock::new("chat.screen_capture").only(ACCOUNT),
    Lock::new("chat.search_and_send_animated_gif_images").only(ACCOUNT),
    Lock::new("chat.send_data_to_third_party_archiving_service").only(ACCOUNT),
    Lock::new("chat.set_retention_period_in_cloud").only(ACCOUNT),
    Lock::new("chat.set_retention_period_in_local").only(ACCOUNT),
    Lock::new("chat.share_files").only(ACCOUNT),
    Lock::new("chat.share_links_in_chat").only(ACCOUNT),
    Lock::new("chat.share_screen_in_chat").only(ACCOUNT),
    Lock::new("chat.shared_spaces").only(ACCOUNT),
    Lock::new("chat.survey_poll").only(ACCOUNT),
    Lock::new("chat.translate_messages").only(ACCOUNT),
];
