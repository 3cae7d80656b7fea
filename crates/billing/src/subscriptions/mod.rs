//! Subscriptions: which plans an account has, what they are charged, and what becomes of them day by day. Pure.
mod book;
mod change;
mod charge;
mod day;
mod given_up;
mod held;
#[cfg(test)]
mod tests;

pub use book::{Book, Order};
pub use change::Changed;
pub use charge::{Bill, Charged, Entry};
pub use given_up::GivenUp;
pub use held::{Cancellation, Extras, Granted, Held, Later, Offer, Running, Source, Status};

use crate::money::MoneyFault;

/// What one host of a plan costs a period, at every tier from the platform down: the first is what the top-level master
/// pays. Minor units.
pub trait Prices {
    /// `None` for what is not for sale (any more).
    fn units(&self, code: &str, hosts: i64) -> Option<Vec<i64>>;
}

/// Under which terms the plans of an account run on a day.
pub struct Terms<'t> {
    pub prices: &'t dyn Prices,
    /// Which tier's price the published invoice shows: what its debtor is charged.
    pub published: usize,
    /// Parts per million of each published line.
    pub tax: i64,
    /// Whether plans go on at the end of their term (`billing_auto_renew`).
    pub auto_renew: bool,
    /// Length of a free trial.
    pub trial_days: i32,
}

/// Why a plan cannot be charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The catalogue has no price for it.
    NotForSale,
    /// It is asked for as of a day before those of the charge that runs.
    Past,
    Money(MoneyFault),
}

impl From<MoneyFault> for Refusal {
    fn from(fault: MoneyFault) -> Self {
        Refusal::Money(fault)
    }
}
