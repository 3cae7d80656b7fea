//! The settings of an account for the Video SDK.
use super::in_meeting::network::{LEFT_OUT_REGIONS, REGIONS};
use crate::{
    patterns,
    setting::{ACCOUNT, Setting},
};

/// `GET|PATCH` `/accounts/{accountId}/settings` of an account for the Video SDK.
pub const SETTINGS: &[Setting] = &[
    Setting::flag("in_meeting.custom_data_center_regions", false, "The regions of data centres are chosen.")
        .only(ACCOUNT)
        .paid(),
    Setting::choices("in_meeting.data_center_regions", REGIONS, "Regions of data centres that are used.")
        .only(ACCOUNT)
        .locked_by("in_meeting.custom_data_center_regions")
        .paid(),
    Setting::choices(
        "in_meeting.unchecked_data_center_regions",
        LEFT_OUT_REGIONS,
        "Regions of data centres that are left out.",
    )
    .read_only(ACCOUNT),
    Setting::flag("in_session.custom_data_center_regions", false, "The regions of data centres are chosen.")
        .only(ACCOUNT)
        .paid(),
    Setting::choices("in_session.data_center_regions", REGIONS, "Regions of data centres that are used.")
        .only(ACCOUNT)
        .paid(),
    Setting::number("in_session.dscp_audio", 56, 1, 63, "The mark on packets of sound.").only(ACCOUNT),
    Setting::flag("in_session.dscp_dual", false, "Packets are marked in both directions.").only(ACCOUNT),
    Setting::flag("in_session.dscp_marking", false, "Packets are marked for the network.").only(ACCOUNT),
    Setting::number("in_session.dscp_video", 40, 1, 63, "The mark on packets of video.").only(ACCOUNT),
    Setting::flag("in_session.p2p_connetion", true, "Two participants are connected to each other directly.")
        .only(ACCOUNT),
    Setting::flag("in_session.p2p_ports", false, "Direct connections use chosen ports.").only(ACCOUNT),
    Setting::text("in_session.ports_range", "Ports for direct connections, from 1 to 65535.")
        .longest(255)
        .like(patterns::PORTS)
        .only(ACCOUNT),
    Setting::flag("in_session.subsession", true, "Hosts may split a session into smaller ones.").only(ACCOUNT),
    Setting::choices(
        "in_session.unchecked_data_center_regions",
        LEFT_OUT_REGIONS,
        "Regions of data centres that are left out.",
    )
    .read_only(ACCOUNT),
    Setting::flag("recording.auto_delete_cmr", false, "Cloud recordings are deleted after some days.")
        .only(ACCOUNT)
        .paid(),
    Setting::code(
        "recording.auto_delete_cmr_days",
        30,
        &[30, 60, 90, 120],
        "Days after which cloud recordings are deleted.",
    )
    .only(ACCOUNT)
    .locked_by("recording.auto_delete_cmr")
    .paid(),
    Setting::flag("recording.cloud_recording", false, "Hosts may record into the cloud.").read_only(ACCOUNT).paid(),
    Setting::flag("recording.cloud_recording_download", true, "Others than the host may download cloud recordings.")
        .only(ACCOUNT)
        .paid(),
    Setting::flag("recording.record_audio_file", false, "The sound is kept as a file too.")
        .only(ACCOUNT)
        .locked_by("recording.cloud_recording"),
    Setting::flag("recording.record_gallery_view", false, "The gallery is recorded with the shared screen.")
        .only(ACCOUNT)
        .locked_by("recording.cloud_recording"),
    Setting::flag("recording.record_speaker_view", false, "The speaker is recorded with the shared screen.")
        .only(ACCOUNT)
        .locked_by("recording.cloud_recording"),
    Setting::flag("recording.recording_audio_transcript", false, "Cloud recordings are transcribed.")
        .read_only(ACCOUNT)
        .locked_by("recording.cloud_recording")
        .paid(),
    Setting::flag("recording.save_chat_text", false, "The chat is kept with the recording.")
        .only(ACCOUNT)
        .locked_by("recording.cloud_recording"),
    Setting::flag("recording.show_timestamp", false, "Recordings show the time.")
        .only(ACCOUNT)
        .locked_by("recording.cloud_recording"),
    Setting::texts(
        "session_security.approved_or_denied_countries_or_regions.approved_list",
        "Countries that participants may join from.",
    )
    .longest(2)
    .most(300)
    .only(ACCOUNT),
    Setting::texts(
        "session_security.approved_or_denied_countries_or_regions.denied_list",
        "Countries that participants may not join from.",
    )
    .longest(2)
    .most(300)
    .only(ACCOUNT),
    Setting::flag(
        "session_security.approved_or_denied_countries_or_regions.enable",
        false,
        "The country of participants decides whether they may join.",
    )
    .only(ACCOUNT),
    Setting::choice(
        "session_security.approved_or_denied_countries_or_regions.method",
        "approve",
        &["approve", "deny"],
        "Which of both lists counts.",
    )
    .only(ACCOUNT),
];
