//! The documents that settings are published in: the general one and those that `option` chooses.
use crate::{
    lock::Lock,
    sections::*,
    setting::{Level, Setting},
};

/// One published document of settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Document {
    /// `GET|PATCH …/settings` without `option`.
    General,
    /// `option=meeting_authentication`.
    MeetingAuthentication,
    /// `option=recording_authentication`.
    RecordingAuthentication,
    /// `option=security`, of accounts alone; the general document holds the same block.
    Security,
    /// `option=meeting_security`.
    MeetingSecurity,
    /// Both ways to sign in to meetings and recordings, of users alone; no `option` names it.
    Authentication,
    /// `GET|PATCH /accounts/{accountId}/settings` of an account for the Video SDK.
    VideoSdk,
    /// `GET|PATCH …/settings/registration`, of accounts and groups.
    Registration,
}

impl Document {
    /// Each once, in the order in which [`crate::schema`] lists their forms.
    pub const ALL: [Document; 8] = [
        Document::General,
        Document::MeetingAuthentication,
        Document::RecordingAuthentication,
        Document::Security,
        Document::MeetingSecurity,
        Document::Authentication,
        Document::VideoSdk,
        Document::Registration,
    ];

    /// The document that the query `option` chooses on `level`; absent for a word that is none of the level's.
    pub fn chosen(level: Level, option: Option<&str>) -> Option<Self> {
        match option {
            None => Some(Document::General),
            Some("meeting_authentication") => Some(Document::MeetingAuthentication),
            Some("recording_authentication") => Some(Document::RecordingAuthentication),
            Some("meeting_security") => Some(Document::MeetingSecurity),
            Some("security") if level == Level::Account => Some(Document::Security),
            Some(_) => None,
        }
    }
    /// The words that `option` may be on `level`.
    pub fn options(level: Level) -> impl Iterator<Item = &'static str> {
        let words = ["meeting_authentication", "recording_authentication", "security", "meeting_security"];
        words.into_iter().filter(move |word| Document::chosen(level, Some(word)).is_some())
    }
    /// The document of locks that the query `option` of `…/lock_settings` chooses; it knows `meeting_security` alone.
    pub fn of_locks(option: Option<&str>) -> Option<Self> {
        match option {
            None => Some(Document::General),
            Some("meeting_security") => Some(Document::MeetingSecurity),
            Some(_) => None,
        }
    }
    /// Every setting of it, on whatever level.
    pub fn settings(self) -> impl Iterator<Item = &'static Setting> {
        self.sections().iter().flat_map(|section| section.iter())
    }
    /// Every lock of it; only [`Document::General`] and [`Document::MeetingSecurity`] have any.
    pub fn locks(self) -> impl Iterator<Item = &'static Lock> {
        let sections: &'static [&'static [Lock]] = match self {
            Document::General => GENERAL_LOCKS,
            Document::MeetingSecurity => &[meeting_security::LOCKS],
            _ => &[],
        };
        sections.iter().flat_map(|section| section.iter())
    }
    fn sections(self) -> &'static [&'static [Setting]] {
        match self {
            Document::General => GENERAL,
            Document::MeetingAuthentication => &[authentication::MEETING],
            Document::RecordingAuthentication => &[authentication::RECORDING],
            Document::Security => &[security::SETTINGS],
            Document::MeetingSecurity => &[meeting_security::SETTINGS],
            Document::Authentication => &[authentication::BOTH],
            Document::VideoSdk => &[video_sdk::SETTINGS],
            Document::Registration => &[registration::SETTINGS],
        }
    }
}

/// In the order of their blocks.
const GENERAL: &[&[Setting]] = &[
    audio_conferencing::SETTINGS,
    chat::SETTINGS,
    email_notification::SETTINGS,
    feature::SETTINGS,
    in_meeting::assistant::SETTINGS,
    in_meeting::chat::SETTINGS,
    in_meeting::general::SETTINGS,
    in_meeting::language::SETTINGS,
    in_meeting::network::SETTINGS,
    in_meeting::polling::SETTINGS,
    in_meeting::sharing::SETTINGS,
    in_meeting::streaming::SETTINGS,
    in_meeting::webinar::SETTINGS,
    integration::SETTINGS,
    other_options::SETTINGS,
    profile::SETTINGS,
    recording::SETTINGS,
    schedule_meeting::SETTINGS,
    security::SETTINGS,
    smart_recognition::SETTINGS,
    telephony::SETTINGS,
    tsp::SETTINGS,
    whiteboard::SETTINGS,
    zoom_rooms::SETTINGS,
];

const GENERAL_LOCKS: &[&[Lock]] = &[
    audio_conferencing::LOCKS,
    chat::LOCKS,
    email_notification::LOCKS,
    in_meeting::locks::LOCKS,
    other_options::LOCKS,
    recording::LOCKS,
    schedule_meeting::LOCKS,
    telephony::LOCKS,
    tsp::LOCKS,
];
