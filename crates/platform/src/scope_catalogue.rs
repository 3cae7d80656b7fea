//! What an app can be given: every scope that a mounted operation asks for, and what it opens.
use crate::{
    failure::Result,
    input::{Given, Input},
    operation::{Operation, Shape},
    privileges::Privilege,
    router::Mounted,
    scopes::Level,
};
use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

/// Every scope that a mounted operation asks for, once for each level and kind.
#[derive(Clone)]
pub struct ScopeCatalogue(Arc<Catalogue>);

struct Catalogue {
    mounted: Arc<[Arc<Mounted>]>,
    /// Gathered when somebody asks for the first time: no start waits for it.
    names: OnceLock<[Names; 3]>,
}

/// An operation that a scope opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// What it does, in one line.
    pub summary: &'static str,
    /// Any one of these suffices.
    pub privileges: &'static [Privilege],
    /// Where there are none: any one of these, in an own account.
    pub family: &'static [Privilege],
    /// Its method is GET.
    pub is_read: bool,
    /// Whether its path names a user, who may be `me`.
    pub is_about_a_user: bool,
}

type Opens = BTreeMap<String, Vec<Opened>>;

#[derive(Default)]
struct Names {
    granular: Opens,
    classic: Opens,
}

impl ScopeCatalogue {
    pub(crate) fn of(mounted: Arc<[Arc<Mounted>]>) -> Self {
        ScopeCatalogue(Arc::new(Catalogue { mounted, names: OnceLock::new() }))
    }
    /// The scopes that are asked for at a level, sorted: classic ones or granular ones.
    pub fn at(&self, level: Level, is_classic: bool) -> impl Iterator<Item = &str> {
        let names = self.names(level).map(move |names| if is_classic { &names.classic } else { &names.granular });
        names.flat_map(BTreeMap::keys).map(String::as_str)
    }
    /// Every scope of every level and kind, sorted within each.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        Level::ALL.into_iter().flat_map(|level| self.at(level, false).chain(self.at(level, true)))
    }
    /// What a scope opens at a level.
    pub fn opened(&self, level: Level, scope: &str) -> impl Iterator<Item = Opened> {
        let lists = self.names(level).flat_map(|names| [&names.granular, &names.classic]);
        let found: Vec<Opened> = lists.filter_map(|opens| opens.get(scope)).flatten().copied().collect();
        found.into_iter()
    }
    fn names(&self, level: Level) -> impl Iterator<Item = &Names> {
        let all = self.0.names.get_or_init(|| Level::ALL.map(|level| Names::of(&self.0.mounted, level)));
        Level::ALL.iter().zip(all).filter(move |(of, _)| **of == level).map(|(_, names)| names)
    }
}

impl Names {
    fn of(mounted: &[Arc<Mounted>], level: Level) -> Self {
        let mut names = Names::default();
        mounted.iter().for_each(|mounted| names.add(mounted, level));
        names
    }
    fn add(&mut self, mounted: &Mounted, level: Level) {
        let (sufficient, opened) = (mounted.rule.needs.at(level), Opened::of(&mounted.operation));
        if let Some(name) = sufficient.granular() {
            add(&mut self.granular, name, opened);
        }
        for name in sufficient.classic {
            add(&mut self.classic, (*name).to_owned(), opened);
        }
    }
}

fn add(opens: &mut Opens, scope: String, opened: Opened) {
    let opened_by_it = opens.entry(scope).or_default();
    // An operation stands at two places.
    if !opened_by_it.contains(&opened) {
        opened_by_it.push(opened);
    }
}

impl Opened {
    fn of(operation: &Operation) -> Self {
        Opened {
            summary: operation.summary,
            privileges: operation.privileges,
            family: operation.family(),
            is_read: operation.method == "GET",
            is_about_a_user: operation.is_about_a_user(),
        }
    }
}

impl Input for ScopeCatalogue {
    fn describe(_: &mut Shape) {}
    fn take(given: &Given<'_>) -> Result<Self> {
        Ok(given.scopes.clone())
    }
}
