//! The catalogue: what can be bought, as data.
mod plan;

pub use plan::{Bounds, Countries, Family, Gives, Kind, Period, Plan, Price, Ratio, Step};

use std::collections::BTreeMap;

/// All plans by code.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    plans: BTreeMap<String, Plan>,
}

impl Catalogue {
    pub fn of(plans: impl IntoIterator<Item = Plan>) -> Self {
        Catalogue { plans: plans.into_iter().map(|plan| (plan.code.clone(), plan)).collect() }
    }
    pub fn plan(&self, code: &str) -> Option<&Plan> {
        self.plans.get(code)
    }
    pub fn plans(&self) -> impl Iterator<Item = &Plan> {
        self.plans.values()
    }
}
