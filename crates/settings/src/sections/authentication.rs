//! Who has to sign in to join a meeting or to see a recording, and how.
use crate::{
    patterns,
    setting::{ACCOUNT, EVERYWHERE, GROUP_AND_USER, Setting, USER},
};

const MEETING_TYPES: &[&str] = &["enforce_login", "enforce_login_with_same_account", "enforce_login_with_domains"];
const RECORDING_TYPES: &[&str] = &["internally", "enforce_login", "enforce_login_with_domains"];
const MEETING_LOCK: &str = "schedule_meeting.meeting_authentication";
const RECORDING_LOCK: &str = "recording.recording_authentication";

const MEETING_OPTIONS: &[Setting] = &options("enforce_login", MEETING_TYPES);
const RECORDING_OPTIONS: &[Setting] = &options("internally", RECORDING_TYPES);

/// The ways to sign in, as answers list them: for meetings and recordings alike but for who is let in.
const fn options(usual: &'static str, types: &'static [&'static str]) -> [Setting; 6] {
    [
        Setting::flag("default_option", false, "It is chosen unless said otherwise.").optional(),
        Setting::text("domains", "Domains whose users are let in, separated by commas.")
            .like(patterns::DOMAINS)
            .optional(),
        Setting::text("id", "Id of the way to sign in.").optional(),
        Setting::text("name", "Name of the way to sign in, unique in the account.").optional(),
        Setting::choice("type", usual, types, "Who is let in.").optional(),
        Setting::flag("visible", true, "It can be chosen.").optional(),
    ]
}

/// What a body does to one of them.
const fn change(usual: &'static str, types: &'static [&'static str], lock: &'static str) -> [Setting; 7] {
    const ADDING: &[&str] = &["add", "update", "delete"];
    const SHOWING: &[&str] = &["update", "show", "hide"];
    const ABOUT: &str = "What to do with the way to sign in.";
    [
        Setting::choice("authentication_option.action", "add", ADDING, ABOUT).command(ACCOUNT).locked_by(lock),
        Setting::choice("authentication_option.action", "update", SHOWING, ABOUT)
            .command(GROUP_AND_USER)
            .locked_by(lock),
        Setting::flag("authentication_option.default_option", false, "It is chosen unless said otherwise.")
            .command(EVERYWHERE)
            .locked_by(lock),
        Setting::text("authentication_option.domains", "Domains whose users are let in, separated by commas.")
            .like(patterns::DOMAINS)
            .command(EVERYWHERE)
            .locked_by(lock),
        Setting::text("authentication_option.id", "Id of the way to sign in; none for a new one.")
            .command(EVERYWHERE)
            .locked_by(lock),
        Setting::text("authentication_option.name", "Name of the way to sign in, unique in the account.")
            .longest(128)
            .command(EVERYWHERE)
            .locked_by(lock),
        Setting::choice("authentication_option.type", usual, types, "Who is let in.")
            .command(EVERYWHERE)
            .locked_by(lock),
    ]
}

/// `GET|PATCH …/settings?option=meeting_authentication` of accounts, groups and users.
pub const MEETING: &[Setting] = &{
    let [action, shown, is_usual, domains, id, name, r#type] = change("enforce_login", MEETING_TYPES, MEETING_LOCK);
    [
        Setting::flag("allow_authentication_exception", false, "Some guests are let in without signing in.")
            .taken(ACCOUNT)
            .stored("meeting_authentication.allow_authentication_exception")
            .locked_by(MEETING_LOCK),
        action,
        shown,
        is_usual,
        domains,
        id,
        name,
        r#type,
        Setting::records("authentication_options", MEETING_OPTIONS, "Ways to sign in.")
            .read_only(EVERYWHERE)
            .shared()
            .stored("meeting_authentication.authentication_options")
            .locked_by(MEETING_LOCK),
        Setting::flag("meeting_authentication", false, "Only signed-in users join meetings.")
            .stored("meeting_authentication.meeting_authentication")
            .locked_by(MEETING_LOCK),
    ]
};

/// `GET|PATCH …/settings?option=recording_authentication` of accounts, groups and users.
pub const RECORDING: &[Setting] = &{
    let [action, shown, is_usual, domains, id, name, r#type] = change("internally", RECORDING_TYPES, RECORDING_LOCK);
    [
        action,
        shown,
        is_usual,
        domains,
        id,
        name,
        r#type,
        Setting::records("authentication_options", RECORDING_OPTIONS, "Ways to sign in.")
            .read_only(EVERYWHERE)
            .shared()
            .stored("recording_authentication.authentication_options")
            .locked_by(RECORDING_LOCK),
        Setting::flag("recording_authentication", false, "Only signed-in users see cloud recordings.")
            .stored("recording_authentication.recording_authentication")
            .locked_by(RECORDING_LOCK),
    ]
};

/// The second form of `GET /users/{userId}/settings`, with both.
pub const BOTH: &[Setting] = &[
    Setting::flag(
        "authentication_options.meeting_authentication.allow_authentication_exception",
        false,
        "Some guests are let in without signing in.",
    )
    .read_only(USER)
    .stored("meeting_authentication.allow_authentication_exception")
    .locked_by(MEETING_LOCK),
    Setting::records(
        "authentication_options.meeting_authentication.authentication_options",
        MEETING_OPTIONS,
        "Ways to sign in.",
    )
    .read_only(USER)
    .shared()
    .stored("meeting_authentication.authentication_options")
    .locked_by(MEETING_LOCK),
    Setting::flag(
        "authentication_options.meeting_authentication.meeting_authentication",
        false,
        "Only signed-in users join meetings.",
    )
    .read_only(USER)
    .stored("meeting_authentication.meeting_authentication")
    .locked_by(MEETING_LOCK),
    Setting::records(
        "authentication_options.recording_authentication.authentication_options",
        RECORDING_OPTIONS,
        "Ways to sign in.",
    )
    .read_only(USER)
    .shared()
    .stored("recording_authentication.authentication_options")
    .locked_by(RECORDING_LOCK),
    Setting::flag(
        "authentication_options.recording_authentication.recording_authentication",
        false,
        "Only signed-in users see cloud recordings.",
    )
    .read_only(USER)
    .stored("recording_authentication.recording_authentication")
    .locked_by(RECORDING_LOCK),
];
