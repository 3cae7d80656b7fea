//! One setting: where it stands, what it may be, what it is until somebody changes it, and on which levels it exists.
use serde_json::{Value, json};

/// Where a setting is kept and shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Account,
    Group,
    User,
}

impl Level {
    /// From the top down.
    pub const ALL: [Level; 3] = [Level::Account, Level::Group, Level::User];
}

/// Some of the three levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels(u8);

/// On no level.
pub const NONE: Levels = Levels(0);
/// `/accounts/{accountId}`.
pub const ACCOUNT: Levels = Levels(1);
/// `/groups/{groupId}`.
pub const GROUP: Levels = Levels(2);
/// `/users/{userId}`.
pub const USER: Levels = Levels(4);
/// Where locks are.
pub const ACCOUNT_AND_GROUP: Levels = ACCOUNT.and(GROUP);
/// Everywhere but on groups.
pub const ACCOUNT_AND_USER: Levels = ACCOUNT.and(USER);
/// Everywhere below the account.
pub const GROUP_AND_USER: Levels = GROUP.and(USER);
/// On all levels.
pub const EVERYWHERE: Levels = ACCOUNT_AND_GROUP.and(USER);

impl Levels {
    const fn and(self, other: Levels) -> Levels {
        Levels(self.0 | other.0)
    }
    /// Whether `level` is one of them.
    pub const fn contains(self, level: Level) -> bool {
        let bit = match level {
            Level::Account => ACCOUNT.0,
            Level::Group => GROUP.0,
            Level::User => USER.0,
        };
        self.0 & bit != 0
    }
}

/// What the value of a setting may be. Bounds include their ends; lengths are in characters.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Flag,
    Choice(&'static [&'static str]),
    /// One of some numbers.
    Code(&'static [i64]),
    Number {
        minimum: i64,
        maximum: i64,
    },
    Text {
        longest: usize,
        pattern: Option<Pattern>,
    },
    Choices {
        of: &'static [&'static str],
        most: usize,
    },
    Codes {
        of: &'static [i64],
        most: usize,
    },
    Texts {
        shortest: usize,
        longest: usize,
        most: usize,
        pattern: Option<Pattern>,
    },
    /// Objects with these fields; the paths of the fields begin at the object.
    Records {
        fields: &'static [Setting],
        most: usize,
    },
}

/// The form of a text.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    /// In the words that bodies are held to and that the document shows.
    pub regex: &'static str,
    /// A text that fits.
    pub example: &'static str,
}

/// What a setting is where nobody has set it: what the documents give for it, that of accounts before that of users, or
/// else what a new account of the product has.
#[derive(Clone, Copy, Debug)]
pub enum Initial {
    /// It is left out of answers until it is set.
    Nothing,
    Flag(bool),
    Number(i64),
    Text(&'static str),
    /// Also the empty list of every other kind.
    Texts(&'static [&'static str]),
}

impl Initial {
    fn value(self) -> Option<Value> {
        match self {
            Initial::Nothing => None,
            Initial::Flag(flag) => Some(json!(flag)),
            Initial::Number(number) => Some(json!(number)),
            Initial::Text(text) => Some(json!(text)),
            Initial::Texts(texts) => Some(json!(texts)),
        }
    }
}

/// One setting, or one field of the objects that a setting lists. Declared as a line of a table in [`crate::sections`].
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Dotted: `schedule_meeting.host_video`, `chat.share_files.restrictions.maximum_file_size`.
    pub path: &'static str,
    pub kind: Kind,
    pub initial: Initial,
    /// Whose answers show it.
    pub shown: Levels,
    /// Whose bodies may hold it.
    pub taken: Levels,
    /// What a body asks for once: it is handed to the handler and never kept.
    pub is_command: bool,
    /// A list that a body works on: what it holds is handed to [`Change::carry_out`](crate::Change::carry_out) and does
    /// not replace the list.
    pub is_operated: bool,
    /// A list of the account's: a level below has no records of its own and says of these what is otherwise there.
    pub is_shared: bool,
    /// An account without a paid plan cannot change it.
    pub needs_plan: bool,
    /// It opens something: neither events nor exports tell it.
    pub is_secret: bool,
    /// The documents advise against it.
    pub is_deprecated: bool,
    /// For the document.
    pub about: &'static str,
    stored: Option<&'static str>,
    locked_by: Option<&'static str>,
}

/// The most items of a list that the documents give no number for.
const MANY: usize = 1000;
/// The most characters of a text that the documents give no number for.
const LONG: usize = 2048;

impl Setting {
    const fn new(path: &'static str, kind: Kind, initial: Initial, about: &'static str) -> Self {
        Setting {
            path,
            kind,
            initial,
            shown: EVERYWHERE,
            taken: EVERYWHERE,
            is_command: false,
            is_operated: false,
            is_shared: false,
            needs_plan: false,
            is_secret: false,
            is_deprecated: false,
            about,
            stored: None,
            locked_by: None,
        }
    }
    /// True or false. As all that follow: on every level, kept under its own path and without need of a plan, until the
    /// functions below say otherwise. `about` is for the document.
    pub const fn flag(path: &'static str, initial: bool, about: &'static str) -> Self {
        Setting::new(path, Kind::Flag, Initial::Flag(initial), about)
    }
    /// One of some words.
    pub const fn choice(
        path: &'static str,
        initial: &'static str,
        of: &'static [&'static str],
        about: &'static str,
    ) -> Self {
        Setting::new(path, Kind::Choice(of), Initial::Text(initial), about)
    }
    /// One of some numbers.
    pub const fn code(path: &'static str, initial: i64, of: &'static [i64], about: &'static str) -> Self {
        Setting::new(path, Kind::Code(of), Initial::Number(initial), about)
    }
    /// A number from `minimum` to `maximum`, themselves allowed.
    pub const fn number(path: &'static str, initial: i64, minimum: i64, maximum: i64, about: &'static str) -> Self {
        Setting::new(path, Kind::Number { minimum, maximum }, Initial::Number(initial), about)
    }
    /// A text, empty until it is set.
    pub const fn text(path: &'static str, about: &'static str) -> Self {
        Setting::new(path, Kind::Text { longest: LONG, pattern: None }, Initial::Text(""), about)
    }
    /// A list of texts, empty until it is set.
    pub const fn texts(path: &'static str, about: &'static str) -> Self {
        let kind = Kind::Texts { shortest: 0, longest: LONG, most: MANY, pattern: None };
        Setting::new(path, kind, Initial::Texts(&[]), about)
    }
    /// A list of some words, empty until it is set.
    pub const fn choices(path: &'static str, of: &'static [&'static str], about: &'static str) -> Self {
        Setting::new(path, Kind::Choices { of, most: of.len() }, Initial::Texts(&[]), about)
    }
    /// A list of some numbers, empty until it is set.
    pub const fn codes(path: &'static str, of: &'static [i64], about: &'static str) -> Self {
        Setting::new(path, Kind::Codes { of, most: of.len() }, Initial::Texts(&[]), about)
    }
    /// A list of objects, empty until it is set.
    pub const fn records(path: &'static str, fields: &'static [Setting], about: &'static str) -> Self {
        Setting::new(path, Kind::Records { fields, most: MANY }, Initial::Texts(&[]), about)
    }
    /// The most characters of the text, or of each text of the list.
    pub const fn longest(self, longest: usize) -> Self {
        let kind = match self.kind {
            Kind::Texts { shortest, most, pattern, .. } => Kind::Texts { shortest, longest, most, pattern },
            Kind::Text { pattern, .. } => Kind::Text { longest, pattern },
            other => other,
        };
        Setting { kind, ..self }
    }
    /// The fewest characters of each text of the list.
    pub const fn shortest(self, shortest: usize) -> Self {
        let kind = match self.kind {
            Kind::Texts { longest, most, pattern, .. } => Kind::Texts { shortest, longest, most, pattern },
            other => other,
        };
        Setting { kind, ..self }
    }
    /// The form of the text, or of each text of the list.
    pub const fn like(self, pattern: Pattern) -> Self {
        let pattern = Some(pattern);
        let kind = match self.kind {
            Kind::Texts { shortest, longest, most, .. } => Kind::Texts { shortest, longest, most, pattern },
            Kind::Text { longest, .. } => Kind::Text { longest, pattern },
            other => other,
        };
        Setting { kind, ..self }
    }
    /// The most items of the list.
    pub const fn most(self, most: usize) -> Self {
        let kind = match self.kind {
            Kind::Choices { of, .. } => Kind::Choices { of, most },
            Kind::Codes { of, .. } => Kind::Codes { of, most },
            Kind::Texts { shortest, longest, pattern, .. } => Kind::Texts { shortest, longest, most, pattern },
            Kind::Records { fields, .. } => Kind::Records { fields, most },
            other => other,
        };
        Setting { kind, ..self }
    }
    /// What the text or the list is until somebody sets it.
    pub const fn initially(self, initial: Initial) -> Self {
        Setting { initial, ..self }
    }
    /// Left out of answers until it is set.
    pub const fn optional(self) -> Self {
        Setting { initial: Initial::Nothing, ..self }
    }
    /// On these levels alone, in answers and bodies.
    pub const fn only(self, levels: Levels) -> Self {
        Setting { shown: levels, taken: levels, ..self }
    }
    /// In the answers of these levels.
    pub const fn shown(self, levels: Levels) -> Self {
        Setting { shown: levels, ..self }
    }
    /// In the bodies of these levels.
    pub const fn taken(self, levels: Levels) -> Self {
        Setting { taken: levels, ..self }
    }
    /// Shown on these levels, changed by nothing that a body says.
    pub const fn read_only(self, levels: Levels) -> Self {
        Setting { shown: levels, taken: NONE, ..self }
    }
    /// Asked for in the bodies of these levels, never kept and never shown.
    pub const fn command(self, levels: Levels) -> Self {
        Setting { shown: NONE, taken: levels, is_command: true, initial: Initial::Nothing, ..self }
    }
    /// A list that a body adds to, changes and takes from.
    pub const fn operated(self) -> Self {
        Setting { is_operated: true, ..self.shared() }
    }
    /// A list whose records are the account's, on whatever level.
    pub const fn shared(self) -> Self {
        Setting { is_shared: true, ..self }
    }
    /// Cannot be changed without a paid plan.
    pub const fn paid(self) -> Self {
        Setting { needs_plan: true, ..self }
    }
    /// Shown to whoever may read it, and left out of events and of exports.
    pub const fn secret(self) -> Self {
        Setting { is_secret: true, ..self }
    }
    /// The documents advise against it.
    pub const fn deprecated(self) -> Self {
        Setting { is_deprecated: true, ..self }
    }
    /// Another name of what is kept under `key`: both show the same value, and a change of one is seen in the other.
    pub const fn stored(self, key: &'static str) -> Self {
        Setting { stored: Some(key), ..self }
    }
    /// Locked with `lock`, where that is not block and name of the setting itself.
    pub const fn locked_by(self, lock: &'static str) -> Self {
        Setting { locked_by: Some(lock), ..self }
    }
    /// What the value is kept under, on each level.
    pub const fn key(&self) -> &'static str {
        match self.stored {
            Some(key) => key,
            None => self.path,
        }
    }
    /// What a lock on the setting is kept under: block and name, since all that is below a name is locked with it.
    pub fn lock(&self) -> &'static str {
        self.locked_by.unwrap_or_else(|| {
            let key = self.key();
            key.match_indices('.').nth(1).and_then(|(end, _)| key.get(..end)).unwrap_or(key)
        })
    }
    /// The first part of the path: `in_meeting`.
    pub fn block(&self) -> &'static str {
        self.path.split_once('.').map_or(self.path, |(block, _)| block)
    }
    /// What the setting is where nobody has set it; absent when it is left out until then.
    pub fn initial(&self) -> Option<Value> {
        self.initial.value()
    }
    /// Whether the answers of `level` show it.
    pub const fn is_shown(&self, level: Level) -> bool {
        self.shown.contains(level)
    }
    /// Whether the bodies of `level` may hold it.
    pub const fn is_taken(&self, level: Level) -> bool {
        self.taken.contains(level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_holds_all_that_is_below_a_name() {
        for (path, lock) in [
            ("in_meeting.chat", "in_meeting.chat"),
            ("chat.share_files.enable", "chat.share_files"),
            ("recording.archive.settings.audio_file", "recording.archive"),
            ("approve_type", "approve_type"),
        ] {
            assert_eq!(Setting::flag(path, false, "").lock(), lock);
        }
    }

    #[test]
    fn another_name_is_locked_with_what_it_is_kept_as_unless_said_otherwise() {
        let other = Setting::flag("in_meeting.a", false, "").stored("in_meeting.b.enable");
        assert_eq!((other.key(), other.lock()), ("in_meeting.b.enable", "in_meeting.b"));
        assert_eq!(other.locked_by("in_meeting.c").lock(), "in_meeting.c");
    }

    #[test]
    fn levels_are_independent_of_one_another() {
        for (levels, expected) in [
            (NONE, [false, false, false]),
            (ACCOUNT, [true, false, false]),
            (GROUP_AND_USER, [false, true, true]),
            (ACCOUNT_AND_USER, [true, false, true]),
            (EVERYWHERE, [true, true, true]),
        ] {
            assert_eq!(Level::ALL.map(|level| levels.contains(level)), expected);
        }
    }
}
