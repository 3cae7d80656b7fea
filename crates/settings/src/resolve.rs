//! What a setting is in the end: account, groups and user over one another, and the locks that end the walk.
use crate::{
    change::Change,
    document::Document,
    filter::Filter,
    lists, nested,
    setting::{Level, Setting},
};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What was set on one level, by [`Setting::key`]; what was never set there is absent.
pub type Values = Map<String, Value>;
/// What is locked on one level, by [`Setting::lock`].
pub type LockedPaths = BTreeSet<String>;

/// What an account or a group has set and locked.
#[derive(Clone, Copy, Debug)]
pub struct Layer<'a> {
    /// Without what an account or a group above it has set.
    pub values: &'a Values,
    pub locks: &'a LockedPaths,
}

/// Everything that bears on the settings of one account, group or user.
///
/// Nothing of an account above is in it: settings do not flow from a master into a subaccount (`platform.md` 1.11).
#[derive(Clone, Copy, Debug)]
pub enum View<'a> {
    Account(Layer<'a>),
    Group {
        account: Layer<'a>,
        group: Layer<'a>,
    },
    User {
        account: Layer<'a>,
        /// All groups of the user; the first that locks a setting counts.
        groups: &'a [Layer<'a>],
        /// The group whose values the user has where nothing is locked and the user has set nothing.
        primary: Option<Layer<'a>>,
        user: &'a Values,
    },
}

/// Who forces a value on the level of a [`View`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    Account,
    /// The group at this place of the user's groups.
    Group(usize),
}

impl<'a> View<'a> {
    /// Whose settings they are.
    pub fn level(&self) -> Level {
        match self {
            View::Account(_) => Level::Account,
            View::Group { .. } => Level::Group,
            View::User { .. } => Level::User,
        }
    }
    /// What was set on the level itself.
    pub fn own(&self) -> &'a Values {
        match self {
            View::Account(account) => account.values,
            View::Group { group, .. } => group.values,
            View::User { user, .. } => user,
        }
    }
    /// Who above has locked the setting. The account comes before groups, and groups in their order
    /// (`platform.md` 8.7).
    pub fn holder(&self, setting: &Setting) -> Option<Holder> {
        self.holder_of(setting.lock())
    }
    pub(crate) fn holder_of(&self, lock: &str) -> Option<Holder> {
        let (account, groups): (_, &[Layer<'_>]) = match self {
            View::Account(_) => return None,
            View::Group { account, .. } => (account, &[]),
            View::User { account, groups, .. } => (account, groups),
        };
        if account.locks.contains(lock) {
            return Some(Holder::Account);
        }
        groups.iter().position(|group| group.locks.contains(lock)).map(Holder::Group)
    }
    /// What the setting is; absent when nobody has set it and it has no value until then.
    pub fn value(&self, setting: &Setting) -> Option<Value> {
        let heard = self.heard(setting);
        if setting.is_shared {
            return Some(lists::laid_over(setting, heard.into_iter().flatten()));
        }
        let set = heard.into_iter().rev().flatten().find_map(|values| values.get(setting.key()));
        set.cloned().or_else(|| setting.initial())
    }
    /// Whose values count, from the account down to whoever has the last word.
    fn heard(&self, setting: &Setting) -> [Option<&'a Values>; 3] {
        match (self, self.holder(setting)) {
            (View::Account(account), _)
            | (View::Group { account, .. } | View::User { account, .. }, Some(Holder::Account)) => {
                [Some(account.values), None, None]
            }
            (View::User { account, groups, .. }, Some(Holder::Group(place))) => {
                // A group that locks what it never set forces what it has from the account.
                [Some(account.values), groups.get(place).map(|group| group.values), None]
            }
            (View::Group { account, group }, _) => [Some(account.values), Some(group.values), None],
            (View::User { account, primary, user, .. }, None) => {
                [Some(account.values), primary.map(|primary| primary.values), Some(*user)]
            }
        }
    }
    /// The answer of `GET …/settings`: all that the level shows of `document` and `filter` keeps.
    pub fn answer(&self, document: Document, filter: &Filter) -> Map<String, Value> {
        let mut answer = Map::new();
        let shown = document.settings().filter(|setting| setting.is_shown(self.level()));
        for setting in shown.filter(|setting| filter.keeps(setting.path)) {
            if let Some(value) = self.value(setting) {
                nested::put(&mut answer, setting.path, value);
            }
        }
        answer
    }
    /// What those settings of `document` are that a change sets, under the names that answers of the level have: what events
    /// tell. What answers do not show has the name that bodies have for it. They are silent about what is secret.
    pub fn touched(&self, document: Document, change: &Change) -> Map<String, Value> {
        let level = self.level();
        let is_told = |setting: &Setting| !setting.is_command && !setting.is_secret;
        let is_touched = |setting: &&Setting| is_told(setting) && change.values.contains_key(setting.key());
        let in_answers = document.settings().filter(is_touched).filter(|setting| setting.is_shown(level));
        let in_answers: BTreeSet<&str> = in_answers.map(Setting::key).collect();
        let is_in_bodies_alone = |setting: &Setting| setting.is_taken(level) && !in_answers.contains(setting.key());
        let is_named = |setting: &&Setting| setting.is_shown(level) || is_in_bodies_alone(setting);
        let mut touched = Map::new();
        for setting in document.settings().filter(is_touched).filter(is_named) {
            if let Some(value) = self.value(setting) {
                nested::put(&mut touched, setting.path, value);
            }
        }
        touched
    }
}

/// Takes out what opens something.
pub fn leave_out_secrets(values: &mut Values) {
    for setting in Document::ALL.into_iter().flat_map(Document::settings).filter(|setting| setting.is_secret) {
        values.remove(setting.key());
    }
}
