//! What billing is given: the catalogue, the rules of money that the platform's owner chooses, and who counts seats.
use crate::{catalogue::Plans, money::Currency};
use std::collections::BTreeMap;
use storage::{Result, Tenant};

/// How many users hold something now: those who are active, and those who were invited.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct InUse {
    pub active: i64,
    pub pending: i64,
}

impl InUse {
    pub fn sum(self) -> i64 {
        self.active.saturating_add(self.pending)
    }
}

/// Where the state is counted that plans give room for. Users and files are no matter of billing.
#[derive(Debug, Clone, Copy)]
pub struct Counts {
    /// Users who hold a paid seat.
    pub seats: fn(&Tenant) -> Result<InUse>,
    /// Users who hold a license of an add-on, by license.
    pub licenses: fn(&Tenant) -> Result<BTreeMap<String, InUse>>,
    /// Bytes of recordings.
    pub storage: fn(&Tenant) -> Result<i64>,
}

/// Days after which an unpaid invoice has an effect, counted from the day after its due date; 0 switches one off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dunning {
    /// Nothing more can be bought.
    pub overdue: i32,
    /// What is paid for is closed.
    pub suspend: i32,
    /// Plans end.
    pub expire: i32,
}

impl Default for Dunning {
    /// As in `billing.md` 6.5.
    fn default() -> Self {
        Dunning { overdue: 1, suspend: 14, expire: 30 }
    }
}

/// Everything that billing goes by.
#[derive(Debug, Clone)]
pub struct Desk {
    pub catalogue: Plans,
    pub counts: Counts,
    pub dunning: Dunning,
    /// Days of a trial.
    pub trial_days: i32,
    /// Days from the date of an invoice to its due date, unless the account has terms of its own.
    pub payment_days: i64,
    /// Of accounts that have none of their own.
    pub currency: Currency,
    /// Parts per million, by country (`US`) or by country and state (`US-CA`) of who pays.
    pub taxes: BTreeMap<String, i64>,
}

impl Desk {
    /// With what holds where nobody has chosen: trials and terms of payment of 30 days, USD, no taxes.
    pub fn new(catalogue: Plans, counts: Counts) -> Self {
        Desk {
            catalogue,
            counts,
            dunning: Dunning::default(),
            trial_days: 30,
            payment_days: 30,
            currency: Currency::USD,
            taxes: BTreeMap::new(),
        }
    }
    /// The tax on what somebody at this place pays; that of the state comes before that of the country.
    pub fn tax(&self, country: &str, state: &str) -> i64 {
        let of_state = self.taxes.get(&format!("{country}-{state}"));
        of_state.or_else(|| self.taxes.get(country)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tax_of_a_state_comes_before_that_of_its_country() {
        let taxes = [("US".to_owned(), 0), ("US-NY".to_owned(), 88_750), ("DE".to_owned(), 190_000)];
        let counts = Counts { seats: |_| Ok(InUse::default()), licenses: |_| Ok(BTreeMap::new()), storage: |_| Ok(0) };
        let desk = Desk { taxes: taxes.into(), ..Desk::new(Plans::Shipped, counts) };
        assert_eq!(
            [desk.tax("US", "NY"), desk.tax("US", "CA"), desk.tax("DE", "BE"), desk.tax("FR", "")],
            [88_750, 0, 190_000, 0]
        );
    }
}
