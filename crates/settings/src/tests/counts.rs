//! How many fields the published documents have, counted in them and in the tables.
use crate::{Document, Level, Setting, schema};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Names in a block: answer and body of accounts, of groups, of users.
type Row = (&'static str, [usize; 6]);

/// `GET` and `PATCH …/settings`, first form of each.
const GENERAL: [Row; 16] = [
    ("audio_conferencing", [6, 6, 6, 6, 6, 2]),
    ("chat", [52, 52, 18, 18, 0, 0]),
    ("email_notification", [8, 8, 7, 7, 7, 7]),
    ("feature", [1, 1, 0, 0, 32, 30]),
    ("in_meeting", [88, 86, 77, 75, 72, 69]),
    ("integration", [6, 6, 0, 0, 0, 0]),
    ("other_options", [10, 10, 3, 3, 0, 0]),
    ("profile", [1, 1, 1, 1, 1, 1]),
    ("recording", [33, 33, 25, 25, 26, 26]),
    ("schedule_meeting", [26, 26, 19, 17, 18, 17]),
    ("security", [12, 12, 0, 0, 0, 0]),
    ("smart_recognition", [3, 0, 0, 0, 0, 0]),
    ("telephony", [3, 3, 3, 2, 4, 4]),
    ("tsp", [7, 7, 0, 0, 4, 4]),
    ("whiteboard", [0, 0, 0, 0, 2, 0]),
    ("zoom_rooms", [10, 10, 0, 0, 0, 0]),
];
/// The form for `option=meeting_security`.
const MEETING_SECURITY: [Row; 1] = [("meeting_security", [18, 18, 17, 17, 16, 16])];
/// The form of accounts for the Video SDK.
const VIDEO_SDK: [Row; 4] = [
    ("in_meeting", [3, 2, 0, 0, 0, 0]),
    ("in_session", [11, 10, 0, 0, 0, 0]),
    ("recording", [10, 8, 0, 0, 0, 0]),
    ("session_security", [1, 1, 0, 0, 0, 0]),
];

fn names(settings: impl Iterator<Item = &'static Setting>) -> BTreeMap<&'static str, usize> {
    let names: BTreeSet<(&str, &str)> =
        settings.filter_map(|setting| Some((setting.block(), setting.path.split('.').nth(1)?))).collect();
    names.into_iter().fold(BTreeMap::new(), |mut counts, (block, _)| {
        *counts.entry(block).or_default() += 1;
        counts
    })
}

fn counted(document: Document) -> BTreeMap<&'static str, [usize; 6]> {
    let mut rows: BTreeMap<&str, [usize; 6]> = BTreeMap::new();
    for (place, level) in Level::ALL.into_iter().enumerate() {
        for (block, count) in names(document.settings().filter(|setting| setting.is_shown(level))) {
            rows.entry(block).or_default()[2 * place] = count;
        }
        for (block, count) in names(document.settings().filter(|setting| setting.is_taken(level))) {
            rows.entry(block).or_default()[2 * place + 1] = count;
        }
    }
    rows
}

#[test]
fn each_block_has_as_many_names_as_in_the_documents() {
    assert_eq!(counted(Document::General), GENERAL.into());
    assert_eq!(counted(Document::MeetingSecurity), MEETING_SECURITY.into());
    assert_eq!(counted(Document::VideoSdk), VIDEO_SDK.into());
}

/// Fields that hold no further ones, lists of objects counted as one.
#[test]
fn each_document_has_as_many_fields_as_in_the_documents() {
    for (document, expected) in [
        (Document::General, [419, 398, 244, 227, 246, 215]),
        (Document::MeetingAuthentication, [3, 8, 3, 7, 3, 7]),
        (Document::RecordingAuthentication, [2, 7, 2, 7, 2, 7]),
        (Document::MeetingSecurity, [38, 38, 27, 27, 25, 25]),
        (Document::Authentication, [0, 0, 0, 0, 5, 0]),
        (Document::VideoSdk, [28, 24, 0, 0, 0, 0]),
        (Document::Registration, [7, 7, 7, 7, 0, 0]),
    ] {
        let count = |is_in: &dyn Fn(&Setting) -> bool| document.settings().filter(|setting| is_in(setting)).count();
        let counts = Level::ALL.map(|level| [count(&|s| s.is_shown(level)), count(&|s| s.is_taken(level))]);
        assert_eq!(counts.as_flattened(), expected, "{document:?}");
    }
}

/// Answer and body of accounts, answer and body of groups.
#[test]
fn each_block_has_as_many_locks_as_in_the_documents() {
    let rows = [
        ("audio_conferencing", [5, 5, 5, 5]),
        ("chat", [33, 33, 0, 0]),
        ("email_notification", [5, 5, 5, 5]),
        ("in_meeting", [57, 55, 57, 55]),
        ("other_options", [2, 2, 1, 1]),
        ("recording", [11, 11, 11, 10]),
        ("schedule_meeting", [17, 18, 14, 15]),
        ("telephony", [2, 2, 2, 2]),
        ("tsp", [3, 2, 0, 0]),
        // The answer of groups declares `encryption_type` as a kind of encryption, which no lock is: it is left out.
        ("meeting_security", [13, 13, 11, 12]),
    ];
    let count =
        |schema: Value, block: &str| schema["properties"][block]["properties"].as_object().map_or(0, |all| all.len());
    for (block, expected) in rows {
        let document = if block == "meeting_security" { Document::MeetingSecurity } else { Document::General };
        let counts = [Level::Account, Level::Group].map(|level| {
            [count(schema::locks_answer(document, level), block), count(schema::locks_body(document, level), block)]
        });
        assert_eq!(counts.as_flattened(), expected, "{block}");
    }
}
