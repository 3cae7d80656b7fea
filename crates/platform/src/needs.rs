//! Which scopes a call needs: stated once in a declaration, resolved by level, compared by their numbers.
use crate::scopes::{self, Level};
use parking_lot::RwLock;
use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

/// Texts whose scopes are kept. One more takes the place of all of them.
const KEPT: usize = 256;

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
    granular: Option<(&'static str, Level)>,
    /// In the order in which a refusal names them.
    pub classic: &'static [&'static str],
    /// The numbers of all of them.
    any: Box<[usize]>,
}

/// The scopes of an operation by level.
#[derive(Debug, Default)]
pub struct ResolvedNeeds([Sufficient; 3]);

/// All scopes that any operation asks for, numbered by their text without the suffix of a level, of which each has
/// three. A classic scope counts as one without a suffix.
#[derive(Debug, Default)]
pub struct ScopeIndex {
    names: HashMap<&'static str, usize>,
    /// What texts were read as. All tokens of an app may hold the same hundreds of scopes, and a change of the facts of its
    /// account has its callers read anew.
    sets: RwLock<HashMap<Box<str>, Arc<ScopeSet>>>,
}

/// Scopes as bits over a [`ScopeIndex`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ScopeSet(Vec<u64>);

impl Needs {
    fn granular_at(self, level: Level) -> Option<(&'static str, Level)> {
        match self {
            Needs::Nothing => None,
            Needs::AccountWide(_) if level == Level::User => None,
            Needs::Regular(scope) | Needs::AccountWide(scope) => Some((scope, level)),
            Needs::MasterOnly(scope) => Some((scope, Level::Master)),
        }
    }
    /// The scope without its level.
    pub fn bare(self) -> Option<&'static str> {
        match self {
            Needs::Nothing => None,
            Needs::Regular(scope) | Needs::AccountWide(scope) | Needs::MasterOnly(scope) => Some(scope),
        }
    }
    /// Resolved by level; every name gets its number.
    pub fn resolve(self, index: &mut ScopeIndex) -> ResolvedNeeds {
        let table = self.bare().and_then(scopes::classic);
        ResolvedNeeds(Level::ALL.map(|level| {
            let granular = self.granular_at(level);
            let classic = table.map_or(&[][..], |table| table.at(level));
            let any = granular.into_iter().chain(classic.iter().map(|name| (*name, Level::User)));
            Sufficient { granular, classic, any: any.map(|(name, level)| index.number(name, level)).collect() }
        }))
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
    /// One at most; a refusal names it.
    pub fn granular(&self) -> Option<String> {
        self.granular.map(|(scope, level)| scopes::granular(scope, level))
    }
    /// Whether one of the scopes held is enough.
    pub fn is_met_by(&self, held: &ScopeSet) -> bool {
        self.any.iter().any(|number| held.has(*number))
    }
}

impl ScopeIndex {
    fn number(&mut self, name: &'static str, level: Level) -> usize {
        let next = self.names.len();
        let name = match self.names.entry(name) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                self.sets.get_mut().clear();
                *new.insert(next)
            }
        };
        number(name, level)
    }
    /// The scopes in a blank-separated text that any operation knows.
    pub fn held(&self, text: &str) -> Arc<ScopeSet> {
        if let Some(known) = self.sets.read().get(text) {
            return known.clone();
        }
        let set: Arc<ScopeSet> = Arc::new(text.split_ascii_whitespace().flat_map(|name| self.numbers(name)).collect());
        let mut sets = self.sets.write();
        if sets.len() >= KEPT {
            sets.clear();
        }
        sets.insert(text.into(), set.clone());
        set
    }
    /// All ways to read a name: as a whole, without a suffix, and as a shorter one with the suffix of a level.
    fn numbers(&self, name: &str) -> impl Iterator<Item = usize> {
        let known = |level: Level| Some(number(*self.names.get(name.strip_suffix(level.suffix())?)?, level));
        Level::ALL.into_iter().filter_map(known)
    }
}

fn number(name: usize, level: Level) -> usize {
    Level::ALL.len() * name + level as usize
}

impl ScopeSet {
    fn has(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 != 0)
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
        assert_eq!(needs.at(Level::Admin).granular().unwrap(), "user:read:list_users:admin");
        assert_eq!(needs.at(Level::Master).granular().unwrap(), "user:read:list_users:master");
        assert!(needs.at(Level::Master).is_met_by(&index.held("x user:read:list_users:master")));
        assert!(!needs.at(Level::Master).is_met_by(&index.held("user:read:list_users:admin")));
    }

    #[test]
    fn a_scope_that_is_stated_as_master_only_is_asked_for_at_every_level() {
        let mut index = ScopeIndex::default();
        let needs = Needs::MasterOnly("account:read:managed_domains").resolve(&mut index);
        assert_eq!(needs.at(Level::Admin).granular().unwrap(), "account:read:managed_domains:master");
    }

    #[test]
    fn an_app_of_a_user_has_no_scope_for_what_is_account_wide() {
        let mut index = ScopeIndex::default();
        let needs = Needs::AccountWide("scim2").resolve(&mut index);
        assert!(needs.at(Level::User).granular().is_none() && !needs.at(Level::User).is_met_by(&index.held("scim2")));
        assert!(needs.at(Level::Admin).is_met_by(&index.held("scim2")));
        assert_eq!(needs.at(Level::Master).granular().unwrap(), "scim2:master");
    }

    #[test]
    fn a_scope_is_its_text_however_it_was_put_together() {
        let mut index = ScopeIndex::default();
        let [plain, odd] =
            ["role:read:role", "role:read:role:admin"].map(|scope| Needs::Regular(scope).resolve(&mut index));
        let held = index.held("role:read:role:admin");
        let met = |needs: &ResolvedNeeds| Level::ALL.map(|level| needs.at(level).is_met_by(&held));
        assert_eq!(met(&plain), [false, true, false]);
        assert_eq!(met(&odd), [true, false, false]);
    }

    #[test]
    fn a_classic_scope_does_for_the_levels_of_its_table() {
        let mut index = ScopeIndex::default();
        let needs = Needs::Regular("user:read:list_users").resolve(&mut index);
        let met = |held: &str| Level::ALL.map(|level| needs.at(level).is_met_by(&index.held(held)));
        assert_eq!(met("user:read:admin"), [false, true, false]);
        assert_eq!(met("user:master"), [false, false, true]);
        assert_eq!(met("user:read:admin:admin user"), [false; 3]);
    }

    #[test]
    fn a_text_is_read_once_and_anew_when_more_scopes_are_known() {
        let mut index = ScopeIndex::default();
        let text = "user:read:user:admin role:read:role:admin";
        let user = Needs::Regular("user:read:user").resolve(&mut index);
        let before = index.held(text);
        assert!(Arc::ptr_eq(&before, &index.held(text)));
        let role = Needs::Regular("role:read:role").resolve(&mut index);
        let met = |held: &ScopeSet| [&user, &role].map(|needs| needs.at(Level::Admin).is_met_by(held));
        assert_eq!([met(&before), met(&index.held(text))], [[true, false], [true, true]]);
    }

    #[test]
    fn so_many_texts_are_kept_and_one_more_takes_the_place_of_all() {
        let mut index = ScopeIndex::default();
        let needs = Needs::Regular("user:read:user").resolve(&mut index);
        let is_met = |text: &str| needs.at(Level::Admin).is_met_by(&index.held(text));
        let kept = || index.sets.read().len();
        assert!(is_met("user:read:user:admin") && !is_met("0"));
        (1..KEPT - 1).for_each(|number| assert!(!is_met(&number.to_string())));
        assert!(kept() == KEPT && is_met("user:read:user:admin") && !is_met("0") && kept() == KEPT);
        assert!(!is_met("one more") && kept() == 1);
        assert!(is_met("user:read:user:admin") && !is_met("0"));
    }

    #[test]
    fn nothing_is_met_by_no_scopes() {
        let mut index = ScopeIndex::default();
        let needs = Needs::Regular("user:read:user").resolve(&mut index);
        assert!(!needs.at(Level::Admin).is_met_by(&ScopeSet::default()));
    }
}
