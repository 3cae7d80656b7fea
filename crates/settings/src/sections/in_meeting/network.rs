//! `in_meeting`: data centres and the network.
use crate::{
    patterns,
    setting::{ACCOUNT, EVERYWHERE, Setting},
};

pub const REGIONS: &[&str] = &["AU", "LA", "CA", "CN", "DE", "HK", "IN", "IE", "TY", "MX", "NL", "SG", "US"];
pub const LEFT_OUT_REGIONS: &[&str] = &["EU", "HK", "AU", "IN", "TY", "CN", "US", "CA", "DE", "NL", "LA"];

/// The block `in_meeting` of `GET|PATCH …/settings` on all levels: data centres and the network.
pub const SETTINGS: &[Setting] = &[
    Setting::flag("in_meeting.custom_data_center_regions", false, "The regions of data centres are chosen.").paid(),
    Setting::choices("in_meeting.data_center_regions", REGIONS, "Regions of data centres that are used.")
        .locked_by("in_meeting.custom_data_center_regions")
        .paid(),
    Setting::number("in_meeting.dscp_audio", 56, 1, 63, "The mark on packets of sound.")
        .only(ACCOUNT)
        .locked_by("in_meeting.dscp_marking"),
    Setting::flag("in_meeting.dscp_dual", false, "Packets are marked in both directions.")
        .only(ACCOUNT)
        .locked_by("in_meeting.dscp_marking"),
    Setting::flag("in_meeting.dscp_marking", false, "Packets are marked for the network.").only(ACCOUNT),
    Setting::number("in_meeting.dscp_video", 40, 1, 63, "The mark on packets of video.")
        .only(ACCOUNT)
        .locked_by("in_meeting.dscp_marking"),
    Setting::choice(
        "in_meeting.meeting_data_transit_and_residency_method",
        "cloud",
        &["cloud", "On-Prem"],
        "Where the data of meetings runs.",
    )
    .only(ACCOUNT)
    .paid(),
    Setting::flag("in_meeting.p2p_connetion", true, "Two participants are connected to each other directly.")
        .only(ACCOUNT),
    Setting::flag("in_meeting.p2p_ports", false, "Direct connections use chosen ports.").only(ACCOUNT),
    Setting::text("in_meeting.ports_range", "Ports for direct connections, from 1 to 65535.")
        .longest(255)
        .like(patterns::PORTS)
        .only(ACCOUNT),
    Setting::choices(
        "in_meeting.unchecked_data_center_regions",
        LEFT_OUT_REGIONS,
        "Regions of data centres that are left out.",
    )
    .read_only(EVERYWHERE),
];
