//! `recording`: recordings and archives.
use crate::{
    lock::Lock,
    patterns,
    setting::{ACCOUNT, ACCOUNT_AND_GROUP, ACCOUNT_AND_USER, GROUP, Setting, USER},
};

const DAYS: &[i64] =
    &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30];

/// The block `recording` of `GET|PATCH …/settings` of accounts, groups and users.
pub const SETTINGS: &[Setting] = &[
    Setting::flag(
        "recording.account_user_access_recording",
        false,
        "Only members of the account see cloud recordings.",
    )
    .only(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::flag(
        "recording.allow_recovery_deleted_cloud_recordings",
        true,
        "Deleted cloud recordings can be taken back from the trash.",
    )
    .only(ACCOUNT)
    .paid(),
    Setting::flag("recording.archive.enable", false, "Meetings and webinars go into an archive.")
        .only(ACCOUNT_AND_GROUP)
        .paid(),
    Setting::code(
        "recording.archive.settings.action_when_archive_failed",
        1,
        &[1, 2],
        "What happens to a meeting that cannot be archived.",
    )
    .shown(ACCOUNT_AND_GROUP)
    .taken(ACCOUNT)
    .paid(),
    Setting::code("recording.archive.settings.archive_retention", 30, DAYS, "Days for which archived files are kept.")
        .shown(ACCOUNT_AND_GROUP)
        .taken(ACCOUNT)
        .paid(),
    Setting::flag("recording.archive.settings.audio_file", true, "The archive holds the sound.")
        .only(ACCOUNT_AND_GROUP)
        .paid(),
    Setting::flag("recording.archive.settings.cc_transcript_file", true, "The archive holds captions or transcript.")
        .only(ACCOUNT_AND_GROUP)
        .paid(),
    Setting::flag("recording.archive.settings.chat_file", true, "The archive holds the chat.")
        .only(ACCOUNT_AND_GROUP)
        .paid(),
    Setting::flag(
        "recording.archive.settings.chat_with_direct_message",
        false,
        "The archived chat holds direct messages.",
    )
    .shown(ACCOUNT_AND_GROUP)
    .taken(ACCOUNT)
    .paid(),
    Setting::flag(
        "recording.archive.settings.chat_with_sender_email",
        true,
        "The archived chat names the senders' addresses.",
    )
    .only(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::choice(
        "recording.archive.settings.notification_when_archiving_starts",
        "participants",
        &["participants", "guest"],
        "Who sees that archiving has started.",
    )
    .shown(ACCOUNT_AND_GROUP)
    .taken(ACCOUNT)
    .paid(),
    Setting::choice(
        "recording.archive.settings.play_voice_prompt_when_archiving_starts",
        "none",
        &["participants", "guest", "none"],
        "Who hears that archiving has started.",
    )
    .shown(ACCOUNT_AND_GROUP)
    .taken(ACCOUNT)
    .paid(),
    Setting::flag("recording.archive.settings.video_file", true, "The archive holds the picture.")
        .only(ACCOUNT_AND_GROUP)
        .paid(),
    Setting::code("recording.archive.type", 3, &[1, 2, 3], "Whether meetings, webinars or both are archived.")
        .only(ACCOUNT_AND_GROUP)
        .paid(),
    Setting::flag("recording.ask_host_to_confirm_disclaimer", false, "The host confirms the notice on recording.")
        .only(USER),
    Setting::flag(
        "recording.ask_participants_to_consent_disclaimer",
        false,
        "Participants agree to the notice on recording.",
    )
    .only(USER),
    Setting::flag("recording.auto_delete_cmr", false, "Cloud recordings are deleted after some days.")
        .only(ACCOUNT_AND_USER)
        .paid(),
    Setting::code(
        "recording.auto_delete_cmr_days",
        30,
        &[30, 60, 90, 120],
        "Days after which cloud recordings are deleted.",
    )
    .only(ACCOUNT_AND_USER)
    .locked_by("recording.auto_delete_cmr")
    .paid(),
    Setting::choice(
        "recording.auto_recording",
        "local",
        &["local", "cloud", "none"],
        "Where meetings are recorded from their start, if at all.",
    ),
    Setting::flag("recording.cloud_recording", false, "Hosts may record into the cloud.").paid(),
    Setting::flag("recording.cloud_recording_download", true, "Others than the host may download cloud recordings.")
        .only(ACCOUNT_AND_GROUP)
        .paid(),
    Setting::flag("recording.cloud_recording_download_host", false, "Only the host downloads cloud recordings.")
        .only(ACCOUNT_AND_GROUP)
        .locked_by("recording.cloud_recording_download")
        .paid(),
    Setting::flag("recording.display_participant_name", true, "Recordings show the names of participants.")
        .locked_by("recording.cloud_recording"),
    Setting::flag("recording.host_delete_cloud_recording", true, "Hosts may delete their cloud recordings.")
        .only(ACCOUNT_AND_GROUP)
        .paid(),
    Setting::flag(
        "recording.host_pause_stop_recording",
        false,
        "Hosts may pause or end a recording that started by itself.",
    )
    .only(USER),
    Setting::flag("recording.ip_address_access_control.enable", false, "Cloud recordings open to some addresses only.")
        .paid(),
    Setting::text(
        "recording.ip_address_access_control.ip_addresses_or_ranges",
        "Addresses and ranges that cloud recordings open to, separated by commas.",
    )
    .longest(4096)
    .like(patterns::ADDRESSES)
    .paid(),
    Setting::flag("recording.local_recording", true, "Meetings may be recorded on the computer of a participant."),
    Setting::flag(
        "recording.optimize_recording_for_3rd_party_video_editor",
        false,
        "Recordings suit the video editors of others, at the cost of larger files.",
    )
    .locked_by("recording.cloud_recording"),
    Setting::flag(
        "recording.prevent_host_access_recording",
        false,
        "Hosts do not see recordings of their meetings; administrators do.",
    )
    .only(ACCOUNT_AND_GROUP)
    .paid(),
    Setting::flag("recording.record_audio_file", false, "The sound is kept as a file too.")
        .locked_by("recording.cloud_recording"),
    Setting::flag(
        "recording.record_audio_file_each_participant",
        false,
        "Each participant's sound is kept as a file of its own.",
    )
    .only(ACCOUNT)
    .locked_by("recording.cloud_recording")
    .paid(),
    Setting::flag(
        "recording.record_files_separately.active_speaker",
        false,
        "The speaker is recorded as a file of its own.",
    )
    .locked_by("recording.cloud_recording")
    .paid(),
    Setting::flag(
        "recording.record_files_separately.gallery_view",
        false,
        "The gallery is recorded as a file of its own.",
    )
    .locked_by("recording.cloud_recording")
    .paid(),
    Setting::flag(
        "recording.record_files_separately.shared_screen",
        false,
        "The shared screen is recorded as a file of its own.",
    )
    .locked_by("recording.cloud_recording")
    .paid(),
    Setting::flag("recording.record_gallery_view", false, "The gallery is recorded with the shared screen.")
        .locked_by("recording.cloud_recording"),
    Setting::flag("recording.record_speaker_view", false, "The speaker is recorded with the shared screen.")
        .locked_by("recording.cloud_recording"),
    Setting::flag("recording.recording_audio_transcript", false, "Cloud recordings are transcribed.")
        .locked_by("recording.cloud_recording")
        .paid(),
    Setting::flag("recording.recording_disclaimer", false, "Participants see a notice before a recording starts.")
        .only(ACCOUNT_AND_USER),
    Setting::flag("recording.recording_highlight", false, "Recordings have highlights.")
        .locked_by("recording.cloud_recording")
        .deprecated(),
    Setting::flag(
        "recording.recording_password_requirement.have_letter",
        false,
        "The passcode of a recording needs a letter.",
    )
    .only(ACCOUNT_AND_USER),
    Setting::flag(
        "recording.recording_password_requirement.have_number",
        false,
        "The passcode of a recording needs a digit.",
    )
    .only(ACCOUNT_AND_USER),
    Setting::flag(
        "recording.recording_password_requirement.have_special_character",
        false,
        "The passcode of a recording needs a special character.",
    )
    .only(ACCOUNT_AND_USER),
    Setting::number(
        "recording.recording_password_requirement.length",
        8,
        0,
        10,
        "The fewest characters in the passcode of a recording.",
    )
    .only(ACCOUNT_AND_USER),
    Setting::flag(
        "recording.recording_password_requirement.only_allow_numeric",
        false,
        "The passcode of a recording has digits only.",
    )
    .only(ACCOUNT_AND_USER),
    Setting::flag("recording.recording_thumbnails", false, "The presenter is shown small beside a shared screen.")
        .locked_by("recording.cloud_recording"),
    Setting::flag(
        "recording.required_password_for_existing_cloud_recordings",
        false,
        "Recordings made earlier are opened with a passcode.",
    )
    .only(ACCOUNT)
    .paid(),
    Setting::flag(
        "recording.required_password_for_shared_cloud_recordings",
        true,
        "Shared recordings are opened with a passcode.",
    )
    .only(ACCOUNT)
    .paid(),
    Setting::flag("recording.save_chat_text", false, "The chat is kept with the recording.")
        .locked_by("recording.cloud_recording"),
    Setting::flag("recording.save_close_caption", false, "Captions are kept with the recording.")
        .locked_by("recording.cloud_recording"),
    Setting::flag("recording.save_panelist_chat", false, "What panelists write is kept with the recording.")
        .locked_by("recording.cloud_recording"),
    Setting::flag("recording.save_poll_results", false, "Results of polls are kept with the recording.")
        .locked_by("recording.cloud_recording"),
    Setting::flag("recording.show_timestamp", false, "Recordings show the time.")
        .locked_by("recording.cloud_recording"),
    Setting::flag(
        "recording.smart_recording.create_next_steps",
        false,
        "Recordings come with a list of what to do next.",
    )
    .locked_by("recording.cloud_recording")
    .paid(),
    Setting::flag(
        "recording.smart_recording.create_recording_highlights",
        false,
        "Recordings come with what mattered in them.",
    )
    .locked_by("recording.cloud_recording")
    .paid(),
    Setting::flag(
        "recording.smart_recording.create_smart_chapters",
        false,
        "Recordings come in chapters with an overview.",
    )
    .locked_by("recording.cloud_recording")
    .paid(),
];

/// `…/lock_settings`.
pub const LOCKS: &[Lock] = &[
    Lock::new("recording.account_user_access_recording"),
    Lock::new("recording.archive"),
    Lock::new("recording.auto_delete_cmr"),
    Lock::new("recording.auto_recording"),
    Lock::new("recording.cloud_recording"),
    Lock::new("recording.cloud_recording_download"),
    Lock::new("recording.host_delete_cloud_recording"),
    Lock::new("recording.ip_address_access_control").only(ACCOUNT),
    Lock::new("recording.ip_address_access_control.enable").only(GROUP).stored("recording.ip_address_access_control"),
    Lock::new("recording.local_recording"),
    Lock::new("recording.prevent_host_access_recording").taken(ACCOUNT),
    Lock::new("recording.recording_authentication"),
];
