//! The catalogue: what can be bought, as data that people can read, copy and replace.
mod checks;
mod file;
mod plan;
#[cfg(test)]
mod tests;

pub use plan::{Bounds, Countries, Family, Gives, Kind, Period, Plan, Price, Ratio, Step};

use std::{
    collections::BTreeMap,
    ops::Deref,
    sync::{Arc, LazyLock},
};

/// The most hosts that a plan can be sold with; what they cost must be a sum that can be owed.
pub const MOST_HOSTS: i64 = 1_000_000;

const SHIPPED: &str = include_str!("plans.toml");

/// All plans by code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalogue {
    plans: BTreeMap<String, Plan>,
    prices_are_examples: bool,
}

impl Catalogue {
    /// A catalogue of these plans, unchecked; of two plans with one code the later.
    pub fn of(plans: impl IntoIterator<Item = Plan>) -> Self {
        let plans = plans.into_iter().map(|plan| (plan.code.clone(), plan)).collect();
        Catalogue { plans, prices_are_examples: false }
    }
    /// The catalogue in the binary: the published codes and names, at prices that are examples.
    ///
    /// # Errors
    /// As [`Catalogue::read`]; a test holds it to none.
    pub fn shipped() -> Result<Self, Vec<String>> {
        Catalogue::read(SHIPPED)
    }
    /// Reads a catalogue in the form of the shipped one, which says what may stand in it.
    ///
    /// # Errors
    /// Every fault of it, each naming the product or the plan. What is no such form at all is one fault, with its line.
    pub fn read(text: &str) -> Result<Self, Vec<String>> {
        let (catalogue, mut faults) = file::read(text)?;
        faults.extend(checks::faults(&catalogue));
        if faults.is_empty() { Ok(catalogue) } else { Err(faults) }
    }
    /// Also a plan that nobody can buy any more; `None` for a code that is none.
    pub fn plan(&self, code: &str) -> Option<&Plan> {
        self.plans.get(code)
    }
    /// In the order of their codes.
    pub fn plans(&self) -> impl Iterator<Item = &Plan> {
        self.plans.values()
    }
    /// Whether nobody has said what the plans really cost.
    pub fn prices_are_examples(&self) -> bool {
        self.prices_are_examples
    }
}

/// The catalogue that billing goes by.
#[derive(Debug, Clone)]
pub enum Plans {
    /// The shipped one; it is read when first asked, so that no start waits for it.
    Shipped,
    /// One that was read from a file of the platform's owner.
    Own(Arc<Catalogue>),
}

impl From<Catalogue> for Plans {
    fn from(catalogue: Catalogue) -> Self {
        Plans::Own(Arc::new(catalogue))
    }
}

impl Deref for Plans {
    type Target = Catalogue;
    fn deref(&self) -> &Catalogue {
        // A test holds it to no fault.
        static SHIPPED: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::shipped().unwrap_or_default());
        match self {
            Plans::Shipped => &SHIPPED,
            Plans::Own(catalogue) => catalogue,
        }
    }
}
