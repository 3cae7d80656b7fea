//! What an app can be given: every scope that a mounted operation asks for.
use crate::{
    failure::Result,
    input::{Given, Input},
    needs::Sufficient,
    operation::Shape,
    router::Mounted,
    scopes::Level,
};
use std::{collections::BTreeSet, sync::Arc};

/// Every scope that a mounted operation asks for, once for each level and kind.
#[derive(Clone)]
pub struct ScopeCatalogue(Arc<[Names; 3]>);

#[derive(Default)]
struct Names {
    granular: BTreeSet<String>,
    classic: BTreeSet<String>,
}

const LEVELS: [Level; 3] = [Level::User, Level::Admin, Level::Master];

impl ScopeCatalogue {
    pub(crate) fn of(mounted: &[Arc<Mounted>]) -> Self {
        let at = |level| {
            let mut names = Names::default();
            mounted.iter().for_each(|mounted| names.add(mounted.rule.needs.at(level)));
            names
        };
        ScopeCatalogue(Arc::new(LEVELS.map(at)))
    }
    /// The scopes that are asked for at a level, sorted: classic ones or granular ones.
    pub fn at(&self, level: Level, is_classic: bool) -> impl Iterator<Item = &str> {
        let names = LEVELS.iter().zip(self.0.iter()).filter(move |(of, _)| **of == level).map(|(_, names)| names);
        names.flat_map(move |names| if is_classic { &names.classic } else { &names.granular }).map(String::as_str)
    }
}

impl Names {
    fn add(&mut self, sufficient: &Sufficient) {
        self.granular.extend(sufficient.granular.iter().cloned());
        self.classic.extend(sufficient.classic.iter().cloned());
    }
}

impl Input for ScopeCatalogue {
    fn describe(_: &mut Shape) {}
    fn take(given: &Given<'_>) -> Result<Self> {
        Ok(given.scopes.clone())
    }
}
