//! The settings that rules of the platform itself read, each with its type.
use crate::{
    change,
    resolve::View,
    sections::{chat, email_notification, feature, in_meeting, meeting_security, other_options, security},
    setting::Setting,
};
use serde_json::Value;
use std::marker::PhantomData;

/// A setting of a table, read as a `T`.
#[derive(Clone, Copy, Debug)]
pub struct Key<T> {
    path: &'static str,
    section: &'static [Setting],
    of: PhantomData<fn() -> T>,
}

/// What a setting can be read as. Its `Default` stands for a setting that has no value.
pub trait Held: Default {
    /// `None` for a value of another kind; of a list of texts also when one of its items is no text.
    fn read(value: &Value) -> Option<Self>;
}

impl Held for bool {
    fn read(value: &Value) -> Option<Self> {
        value.as_bool()
    }
}

impl Held for u64 {
    fn read(value: &Value) -> Option<Self> {
        value.as_u64()
    }
}

impl Held for String {
    fn read(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }
}

impl Held for Vec<String> {
    fn read(value: &Value) -> Option<Self> {
        value.as_array()?.iter().map(String::read).collect()
    }
}

impl Held for Vec<Value> {
    fn read(value: &Value) -> Option<Self> {
        value.as_array().cloned()
    }
}

impl<T: Held> Key<T> {
    const fn new(section: &'static [Setting], path: &'static str) -> Self {
        Key { path, section, of: PhantomData }
    }
    /// Under which it is kept, and refused.
    pub const fn path(&self) -> &'static str {
        self.path
    }
    /// What the setting is for the account, group or user of `view`.
    pub fn of(&self, view: &View<'_>) -> T {
        let value = self.setting().and_then(|setting| view.value(setting));
        value.as_ref().and_then(T::read).unwrap_or_default()
    }
    /// Why the account, group or user of `view` may not change it, where a level above has locked it.
    pub fn locked(&self, view: &View<'_>) -> Option<&'static str> {
        self.setting().and_then(|setting| change::locked(view, setting))
    }
    /// A test holds every key to its table.
    fn setting(&self) -> Option<&'static Setting> {
        self.section.iter().find(|setting| setting.path == self.path)
    }
}

/// The fewest characters of a password; 0 for the basic rule of 8.
pub const PASSWORD_LENGTH: Key<u64> =
    Key::new(security::SETTINGS, "security.password_requirement.minimum_password_length");
/// The shortest run of following characters that a password may not have; 0 for the basic rule.
pub const PASSWORD_RUN: Key<u64> =
    Key::new(security::SETTINGS, "security.password_requirement.consecutive_characters_length");
/// Whether a password needs a special character.
pub const PASSWORD_SPECIAL: Key<bool> =
    Key::new(security::SETTINGS, "security.password_requirement.have_special_character");
/// Whether common passwords are refused.
pub const PASSWORD_NOT_COMMON: Key<bool> =
    Key::new(security::SETTINGS, "security.password_requirement.weak_enhance_detection");
/// Whether only administrators change what [`ADMIN_CHANGES`] names.
pub const ONLY_ADMIN_CHANGES: Key<bool> = Key::new(security::SETTINGS, "security.admin_change_user_info");
/// `name`, `profile_picture`, `sign_in_email`, `host_key`.
pub const ADMIN_CHANGES: Key<Vec<String>> = Key::new(security::SETTINGS, "security.user_modifiable_info_by_admin");
/// The older form, for pictures alone.
pub const ONLY_ADMIN_CHANGES_PICTURE: Key<bool> = Key::new(security::SETTINGS, "security.admin_change_name_pic");
/// Whether users sign in through an identity provider.
pub const SINGLE_SIGN_ON: Key<bool> = Key::new(security::SETTINGS, "security.signin_with_sso.enable");
/// Whether users of [`SINGLE_SIGN_ON_DOMAINS`] sign in so and not otherwise.
pub const SINGLE_SIGN_ON_REQUIRED: Key<bool> =
    Key::new(security::SETTINGS, "security.signin_with_sso.require_sso_for_domains");
/// The domains of [`SINGLE_SIGN_ON_REQUIRED`].
pub const SINGLE_SIGN_ON_DOMAINS: Key<Vec<String>> = Key::new(security::SETTINGS, "security.signin_with_sso.domains");
/// `{id, email}` of each user to whom [`SINGLE_SIGN_ON_REQUIRED`] does not apply.
pub const SINGLE_SIGN_ON_BYPASS: Key<Vec<Value>> =
    Key::new(security::SETTINGS, "security.signin_with_sso.sso_bypass_users");
/// Minutes without activity after which the portal signs out; 0 for never.
pub const SESSION_OF_WEB: Key<u64> = Key::new(security::SETTINGS, "security.sign_again_period_for_inactivity_on_web");
/// Whose sign-in needs a second factor: `all`, `group`, `role` or `none`.
pub const TWO_FACTOR: Key<String> = Key::new(security::SETTINGS, "security.sign_in_with_two_factor_auth");
/// The groups of `group`.
pub const TWO_FACTOR_GROUPS: Key<Vec<String>> =
    Key::new(security::SETTINGS, "security.sign_in_with_two_factor_auth_groups");
/// The roles of `role`.
pub const TWO_FACTOR_ROLES: Key<Vec<String>> =
    Key::new(security::SETTINGS, "security.sign_in_with_two_factor_auth_roles");
/// The group that is treated apart where users chat with others; empty for none.
pub const EXTERNAL_CHAT_GROUP: Key<String> = Key::new(chat::SETTINGS, "chat.external_collab_restrict.group_id");
/// Whether no meeting may be without passcode, waiting room and sign-in.
pub const AUTO_SECURITY: Key<bool> = Key::new(meeting_security::SETTINGS, "meeting_security.auto_security");
/// Whether users may have pronouns.
pub const PRONOUNS: Key<bool> = Key::new(other_options::SETTINGS, "other_options.allow_users_enter_and_share_pronouns");
/// Whether a lack of licences is told by mail.
pub const MAIL_FEW_LICENSES: Key<bool> =
    Key::new(email_notification::SETTINGS, "email_notification.low_host_count_reminder");
/// `{id, is_default, name, size, type}` of each virtual background that is offered.
pub const BACKGROUNDS: Key<Vec<Value>> =
    Key::new(in_meeting::general::SETTINGS, "in_meeting.virtual_background_settings.files");
/// Whether users upload virtual backgrounds of their own.
pub const BACKGROUNDS_BY_USERS: Key<bool> =
    Key::new(in_meeting::general::SETTINGS, "in_meeting.virtual_background_settings.allow_upload_custom");
/// Hosts large meetings.
pub const LARGE_MEETING: Key<bool> = Key::new(feature::SETTINGS, "feature.large_meeting");
/// Hosts webinars.
pub const WEBINAR: Key<bool> = Key::new(feature::SETTINGS, "feature.webinar");
/// Hosts events.
pub const EVENTS: Key<bool> = Key::new(feature::SETTINGS, "feature.zoom_events");
/// Hosts as many events as it likes.
pub const EVENTS_UNLIMITED: Key<bool> = Key::new(feature::SETTINGS, "feature.zoom_events_unlimited");
/// Hosts as many sessions as it likes.
pub const SESSIONS_UNLIMITED: Key<bool> = Key::new(feature::SETTINGS, "feature.zoom_sessions_unlimited");
/// Pays for events by attendee.
pub const EVENTS_PER_ATTENDEE: Key<bool> = Key::new(feature::SETTINGS, "feature.zoom_events_pay_per_attendee");
/// Pays for sessions by attendee.
pub const SESSIONS_PER_ATTENDEE: Key<bool> = Key::new(feature::SETTINGS, "feature.zoom_sessions_pay_per_attendee");
/// Has a licence for keys that the customer keeps.
pub const CUSTOMER_KEY: Key<bool> = Key::new(feature::SETTINGS, "feature.zoom_customer_managed_key");
/// Has a licence for the whiteboard.
pub const WHITEBOARD: Key<bool> = Key::new(feature::SETTINGS, "feature.zoom_whiteboard");
/// Has the larger one.
pub const WHITEBOARD_PLUS: Key<bool> = Key::new(feature::SETTINGS, "feature.zoom_whiteboard_plus");
/// Licences of single subscriptions.
pub const SINGLE_LICENSES: Key<Vec<Value>> = Key::new(feature::SETTINGS, "feature.license_info_list");
/// Participants in a large meeting.
pub const LARGE_MEETING_SIZE: Key<u64> = Key::new(feature::SETTINGS, "feature.large_meeting_capacity");
/// Attendees of a webinar.
pub const WEBINAR_SIZE: Key<u64> = Key::new(feature::SETTINGS, "feature.webinar_capacity");
/// Attendees of an event.
pub const EVENTS_SIZE: Key<u64> = Key::new(feature::SETTINGS, "feature.zoom_events_capacity");
/// Sizes of the unlimited plans for events.
pub const EVENTS_UNLIMITED_SIZES: Key<Vec<Value>> =
    Key::new(feature::SETTINGS, "feature.zoom_events_unlimited_capacities");
/// Sizes of those for sessions.
pub const SESSIONS_UNLIMITED_SIZES: Key<Vec<Value>> =
    Key::new(feature::SETTINGS, "feature.zoom_sessions_unlimited_capacities");
/// Has a licence for the phone.
pub const PHONE: Key<bool> = Key::new(feature::SETTINGS, "feature.zoom_phone");
/// Has a licence for analysing sales calls.
pub const REVENUE_ACCELERATOR: Key<bool> = Key::new(feature::SETTINGS, "feature.zoom_revenue_accelerator");
/// The same under its older name.
pub const IQ_FOR_SALES: Key<bool> = Key::new(feature::SETTINGS, "feature.zoom_iq_for_sales");
/// Has a licence for translated captions.
pub const CAPTIONS: Key<bool> = Key::new(feature::SETTINGS, "feature.zoom_translated_captions");
/// Has a licence for the scheduler.
pub const SCHEDULER: Key<bool> = Key::new(feature::SETTINGS, "feature.zoom_scheduler");
/// Has a licence for workforce management.
pub const WORKFORCE: Key<bool> = Key::new(feature::SETTINGS, "feature.zoom_workforce_management");
/// Has a licence for compliance management.
pub const COMPLIANCE: Key<bool> = Key::new(feature::SETTINGS, "feature.zoom_compliance_management");
/// Has a licence for clips.
pub const CLIPS: Key<bool> = Key::new(feature::SETTINGS, "feature.zoom_clips_plus");
/// How many meetings at once, by plan: `Basic`, `Plus` or `None`.
pub const CONCURRENT_MEETINGS: Key<String> = Key::new(feature::SETTINGS, "feature.concurrent_meeting");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::{Layer, LockedPaths, Values};
    use serde_json::json;

    fn is_in_its_table<T: Held>(key: &Key<T>) -> bool {
        key.setting().is_some_and(|setting| setting.initial().is_none_or(|initial| T::read(&initial).is_some()))
    }

    #[test]
    fn every_key_is_in_its_table_and_reads_what_stands_there() {
        for key in [PASSWORD_LENGTH, PASSWORD_RUN, SESSION_OF_WEB, LARGE_MEETING_SIZE, WEBINAR_SIZE, EVENTS_SIZE] {
            assert!(is_in_its_table(&key), "{}", key.path);
        }
        for key in [
            PASSWORD_SPECIAL,
            PASSWORD_NOT_COMMON,
            ONLY_ADMIN_CHANGES,
            ONLY_ADMIN_CHANGES_PICTURE,
            SINGLE_SIGN_ON,
            SINGLE_SIGN_ON_REQUIRED,
            AUTO_SECURITY,
            PRONOUNS,
            MAIL_FEW_LICENSES,
            BACKGROUNDS_BY_USERS,
            LARGE_MEETING,
            WEBINAR,
            EVENTS,
            EVENTS_UNLIMITED,
            SESSIONS_UNLIMITED,
            EVENTS_PER_ATTENDEE,
            SESSIONS_PER_ATTENDEE,
            CUSTOMER_KEY,
            WHITEBOARD,
            WHITEBOARD_PLUS,
            PHONE,
            REVENUE_ACCELERATOR,
            IQ_FOR_SALES,
            CAPTIONS,
            SCHEDULER,
            WORKFORCE,
            COMPLIANCE,
            CLIPS,
        ] {
            assert!(is_in_its_table(&key), "{}", key.path);
        }
        for key in [ADMIN_CHANGES, SINGLE_SIGN_ON_DOMAINS, TWO_FACTOR_GROUPS, TWO_FACTOR_ROLES] {
            assert!(is_in_its_table(&key), "{}", key.path);
        }
        assert!([TWO_FACTOR, EXTERNAL_CHAT_GROUP, CONCURRENT_MEETINGS].iter().all(is_in_its_table));
        assert!([SINGLE_SIGN_ON_BYPASS, BACKGROUNDS].iter().all(is_in_its_table));
        assert!([EVENTS_UNLIMITED_SIZES, SESSIONS_UNLIMITED_SIZES, SINGLE_LICENSES].iter().all(is_in_its_table));
    }

    #[test]
    fn a_key_reads_what_was_set_and_what_it_is_until_then() {
        let (mut values, locks) = (Values::new(), LockedPaths::new());
        let read = |values: &Values| {
            let view = View::Account(Layer { values, locks: &locks });
            (PASSWORD_LENGTH.of(&view), TWO_FACTOR.of(&view), TWO_FACTOR_GROUPS.of(&view))
        };
        assert_eq!(read(&values), (8, "none".to_owned(), vec![]));
        values.insert("security.password_requirement.minimum_password_length".to_owned(), json!(12));
        values.insert("security.sign_in_with_two_factor_auth".to_owned(), json!("group"));
        values.insert("security.sign_in_with_two_factor_auth_groups".to_owned(), json!(["a", "b"]));
        assert_eq!(read(&values), (12, "group".to_owned(), vec!["a".to_owned(), "b".to_owned()]));
    }
}
