//! `feature`: what the plan of a user holds.
use crate::setting::{ACCOUNT_AND_USER, Setting, USER};

const LICENSE_OPTIONS: &[i64] = &[
    1,
    2,
    4,
    8,
    16,
    32,
    64,
    128,
    256,
    512,
    1024,
    2048,
    4086,
    8192,
    16384,
    32768,
    65536,
    131072,
    262144,
    524288,
    2147483648,
    549755813888,
    1099511627776,
    2199023255552,
    8796093022208,
    17592186044416,
    281474976710656,
    4503599627370496,
];
const LICENSES: &[&str] = &[
    "ZOOM_WHITEBOARD",
    "ZOOM_TRANSLATED_CAPTIONS",
    "ZOOM_SCHEDULER",
    "ZOOM_CLIPS",
    "ZOOM_VISITOR_MANAGEMENT",
    "ZOOM_CMK",
    "ZOOM_DOCS",
    "ZOOM_REVENUE_ACCELERATOR",
    "ZOOM_COMPLIANCE_MANAGEMENT",
    "ZOOM_WORKFORCE_MANAGEMENT",
    "ZOOM_QUALITY_MANAGEMENT",
    "ZOOM_HEALTHCARE_CLINICAL_NOTES",
    "ZOOM_EVENTS_NEW_SAAS",
    "ZOOM_EVENTS_CONSUMPTION",
    "ZOOM_WEBINARS_PLUS",
    "ZOOM_WEBINARS_PLUS_CONSUMPTION",
];

const LICENSE_INFO_LIST: &[Setting] = &[
    Setting::code("license_option", 1, LICENSE_OPTIONS, "Which form of it, as a power of two.").optional(),
    Setting::choice("license_type", "ZOOM_WHITEBOARD", LICENSES, "What is licensed.").optional(),
    Setting::text("subscription_id", "The subscription that pays for it.").optional(),
];

/// The block `feature` of `GET|PATCH …/settings` of accounts and users.
pub const SETTINGS: &[Setting] = &[
    Setting::flag("feature.cn_meeting", false, "Hosts meetings in China.").read_only(USER).deprecated(),
    Setting::choice(
        "feature.concurrent_meeting",
        "None",
        &["Basic", "Plus", "None"],
        "How many meetings the user may host at once, by plan.",
    )
    .only(USER)
    .paid(),
    Setting::flag("feature.in_meeting", false, "Hosts meetings in India.").read_only(USER).deprecated(),
    Setting::flag("feature.large_meeting", false, "Hosts large meetings.").only(USER).paid(),
    Setting::code("feature.large_meeting_capacity", 500, &[500, 1000, 3000, 5000], "Participants in a large meeting.")
        .optional()
        .only(USER)
        .paid(),
    Setting::records("feature.license_info_list", LICENSE_INFO_LIST, "Licences of the user, by type.")
        .most(100)
        .only(USER)
        .paid(),
    Setting::number("feature.meeting_capacity", 100, 1, 10000, "Participants in one meeting.").only(ACCOUNT_AND_USER),
    Setting::flag("feature.webinar", false, "Hosts webinars.").only(USER).paid(),
    Setting::code(
        "feature.webinar_capacity",
        100,
        &[100, 500, 501, 1000, 1001, 3000, 5000, 10000],
        "Attendees of a webinar.",
    )
    .optional()
    .only(USER)
    .paid(),
    Setting::flag("feature.zoom_clips_plus", false, "Has a licence for clips.").only(USER).paid(),
    Setting::flag("feature.zoom_compliance_management", false, "Has a licence for compliance management.")
        .only(USER)
        .paid(),
    Setting::flag("feature.zoom_customer_managed_key", false, "Has a licence for keys that the customer keeps.")
        .only(USER)
        .paid(),
    Setting::flag("feature.zoom_docs", false, "Has a licence for documents.").only(USER).paid(),
    Setting::flag("feature.zoom_events", false, "Has a licence for events.").only(USER).paid(),
    Setting::code(
        "feature.zoom_events_capacity",
        500,
        &[500, 1000, 3000, 5000, 10000, 20000, 30000, 50000],
        "Attendees of an event.",
    )
    .optional()
    .only(USER)
    .paid(),
    Setting::flag("feature.zoom_events_pay_per_attendee", false, "Pays for events by attendee.").only(USER).paid(),
    Setting::flag("feature.zoom_events_unlimited", false, "Has the unlimited plan for events.").only(USER).paid(),
    Setting::codes(
        "feature.zoom_events_unlimited_capacities",
        &[100, 500, 1000, 3000, 5000, 10000, 20000, 30000, 50000],
        "Capacities of the unlimited plans for events, the largest first.",
    )
    .only(USER)
    .paid(),
    Setting::flag("feature.zoom_huddles", false, "Has a licence for huddles.").only(USER).deprecated(),
    Setting::flag("feature.zoom_iq_for_sales", false, "Older name of the licence for analysing sales calls.")
        .only(USER)
        .deprecated(),
    Setting::flag("feature.zoom_mail_calendar", false, "Has a licence for mail and calendar.").only(USER).paid(),
    Setting::flag("feature.zoom_phone", false, "Has a phone licence; numbers and devices are taken away with it.")
        .only(USER)
        .paid(),
    Setting::flag("feature.zoom_quality_management", false, "Has a licence for quality management.").only(USER).paid(),
    Setting::flag("feature.zoom_revenue_accelerator", false, "Has a licence for analysing sales calls.")
        .only(USER)
        .paid(),
    Setting::flag("feature.zoom_scheduler", false, "Has a licence for the scheduler.").only(USER).paid(),
    Setting::flag("feature.zoom_sessions_pay_per_attendee", false, "Pays for sessions by attendee.").only(USER).paid(),
    Setting::flag("feature.zoom_sessions_unlimited", false, "Has the unlimited plan for sessions.").only(USER).paid(),
    Setting::codes(
        "feature.zoom_sessions_unlimited_capacities",
        &[100, 500, 1000, 3000, 5000, 10000, 20000, 30000, 50000],
        "Capacities of the unlimited plans for sessions, the largest first.",
    )
    .only(USER)
    .paid(),
    Setting::flag("feature.zoom_translated_captions", false, "Has a licence for translated captions.")
        .only(USER)
        .paid(),
    Setting::flag("feature.zoom_whiteboard", false, "Has a licence for the whiteboard.").only(USER).paid(),
    Setting::flag("feature.zoom_whiteboard_plus", false, "Has the larger licence for the whiteboard.")
        .only(USER)
        .paid(),
    Setting::flag("feature.zoom_workforce_management", false, "Has a licence for workforce management.")
        .only(USER)
        .paid(),
];
