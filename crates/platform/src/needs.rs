//! Which scopes a call needs: stated once in a declaration, resolved by level, compared as bits.
use crate::scopes::{self, Level};
use std::collections::HashMap;

/// The scopes of an operation, as declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// No scope. Only operations outside of `/v2`.
    Nothing,
    /// A granular scope without level; the mount and the text of the path decide the level (`platform.md` 3.7).
    Regular(&'static str),
    /// As [`Regular`](Self::Regular), but for apps that users add for themselves there is none.
    AccountWide(&'static str),
    /// The granular scope ends in `:master` at every level (the exceptions of `platform.md` 3.7 and 3.8).
    MasterOnly(&'static str),
}

/// What would do at one level.
#[derive(Debug, Default)]
pub struct Sufficient {
    /// One at most; a refusal names it.
    pub granular: Vec<String>,
    /// In the order in which a refusal names them.
    pub classic: Vec<String>,
    any: ScopeSet,
}

/// The scopes of an operation by level.
#[derive(Debug, Default)]
pub struct ResolvedNeeds([Sufficient; 3]);

/// All scopes that any operation asks for, numbered.
#[derive(Debug, Default)]
pub struct ScopeIndex(HashMap<String, usize>);

/// Scopes as bits over a [`ScopeIndex`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScopeSet(Vec<u64>);

impl Needs {
    fn granular_at(self, level: Level) -> Option<String> {
        match self {
            Needs::Nothing => None,
            Needs::AccountWide(_) if level == Level::User => None,
            Needs::Regular(scope) | Needs::AccountWide(scope) => Some(scopes::granular(scope, level)),
            Needs::MasterOnly(scope) => Some(scopes::granular(scope, Level::Master)),
        }
    }
    /// The scope without its level.
    pub fn bare(self) -> Option<&'static str> {
        match self {
            Needs::Nothing => None,
            Needs::Regular(scope) | Needs::AccountWide(scope) | Needs::MasterOnly(scope) => Some(scope),
        }
    }
    fn at(self, level: Level, index: &mut ScopeIndex) -> Sufficient {
        let granular: Vec<String> = self.granular_at(level).into_iter().collect();
        let table = self.bare().and_then(scopes::classic);
        let classic: Vec<String> =
            table.map_or(&[][..], |table| table.at(level)).iter().map(|&name| name.into()).collect();
        let any = granular.iter().chain(&classic).map(|name| index.number(name)).collect();
        Sufficient { granular, classic, any }
    }
    /// Resolved by level; every name gets its number.
    pub fn resolve(self, index: &mut ScopeIndex) -> ResolvedNeeds {
        ResolvedNeeds([Level::User, Level::Admin, Level::Master].map(|level| self.at(level, index)))
    }
}

impl ResolvedNeeds {
    pub fn at(&self, level: Level) -> &Sufficient {
        let [user, admin, master] = &self.0;
        match level {
            Level::User => user,
            Level::Admin => admin,
            Level::Master => master,
        }
    }
}

impl Sufficient {
    /// Whether one of the scopes held is enough.
    pub fn is_met_by(&self, held: &ScopeSet) -> bool {
        self.any.0.iter().zip(&held.0).any(|(wanted, held)| wanted & held != 0)
    }
}

impl ScopeIndex {
    fn number(&mut self, name: &str) -> usize {
        let next = self.0.len();
        *self.0.entry(name.to_owned()).or_insert(next)
    }
    /// The scopes in a blank-separated text that any operation knows.
    pub fn held(&self, text: &str) -> ScopeSet {
        text.split_ascii_whitespace().filter_map(|name| self.0.get(name).copied()).collect()
    }
    /// All names, sorted.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.0.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }
}

impl FromIterator<usize> for ScopeSet {
    fn from_iter<I: IntoIterator<Item = usize>>(numbers: I) -> Self {
        let mut words = Vec::new();
        for number in numbers {
            if words.len() <= number / 64 {
                words.resize(number / 64 + 1, 0);
            }
            if let Some(word) = words.get_mut(number / 64) {
                *word |= 1 << (number % 64);
            }
        }
        ScopeSet(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_level_is_the_suffix_of_the_granular_scope() {
        let mut index = ScopeIndex::default();
        let needs = Needs::Regular("user:read:list_users").resolve(&mut index);
        assert_eq!(needs.at(Level::Admin).granular, ["user:read:list_users:admin"]);
        assert_eq!(needs.at(Level::Master).granular, ["user:read:list_users:master"]);
        assert!(needs.at(Level::Master).is_met_by(&index.held("x user:read:list_users:master")));
        assert!(!needs.at(Level::Master).is_met_by(&index.held("user:read:list_users:admin")));
    }

    #[test]
    fn a_scope_that_is_stated_as_master_only_is_asked_for_at_every_level() {
        let mut index = ScopeIndex::default();
        let needs = Needs::MasterOnly("account:read:managed_domains").resolve(&mut index);
        assert_eq!(needs.at(Level::Admin).granular, ["account:read:managed_domains:master"]);
    }

    #[test]
    fn an_app_of_a_user_has_no_scope_for_what_is_account_wide() {
        let mut index = ScopeIndex::default();
        let needs = Needs::AccountWide("scim2").resolve(&mut index);
        assert!(needs.at(Level::User).granular.is_empty() && !needs.at(Level::User).is_met_by(&index.held("scim2")));
        assert!(needs.at(Level::Admin).is_met_by(&index.held("scim2")));
        assert_eq!(needs.at(Level::Master).granular, ["scim2:master"]);
    }

    #[test]
    fn nothing_is_met_by_no_scopes() {
        let mut index = ScopeIndex::default();
        let needs = Needs::Regular("user:read:user").resolve(&mut index);
        assert!(!needs.at(Level::Admin).is_met_by(&ScopeSet::default()));
    }
}
