//! What an invoice comes to, and what credit does to it.
use crate::{
    money::{self, MoneyFault},
    subscriptions::Entry,
};

/// All amounts and taxes of an invoice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// With taxes; below zero for a credit.
    pub total: i64,
    /// How much of that is tax.
    pub tax: i64,
}

/// Sums the lines at the tier that is published.
///
/// # Errors
/// More than can be owed.
pub fn totals(entries: &[Entry], published: usize) -> Result<Totals, MoneyFault> {
    let tax = money::sum(entries.iter().map(|entry| entry.tax))?;
    let amounts = entries.iter().map(|entry| entry.tiers.get(published).map_or(0, |tier| tier.amount));
    Ok(Totals { total: money::sum([money::sum(amounts)?, tax])?, tax })
}

/// An invoice that has met the credit of its debtor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settled {
    /// What the invoice took of the credit.
    pub applied: i64,
    /// What is owed on it.
    pub balance: i64,
    /// The credit afterwards.
    pub credit: i64,
}

/// Sets an invoice off against credit, which is never below zero; a total below zero adds to it.
///
/// # Errors
/// More than can be owed.
pub fn settle(total: i64, credit: i64) -> Result<Settled, MoneyFault> {
    let added = if total < 0 { total.checked_neg().ok_or(MoneyFault::Overflow)? } else { 0 };
    let applied = total.max(0).min(credit);
    Ok(Settled { applied, balance: total.max(0) - applied, credit: money::sum([credit, added, -applied])? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn credit_is_used_as_far_as_it_goes_and_kept_otherwise() {
        assert_eq!(settle(21_990, 934), Ok(Settled { applied: 934, balance: 21_056, credit: 0 }));
        assert_eq!(settle(21_990, 88_894), Ok(Settled { applied: 21_990, balance: 0, credit: 66_904 }));
        assert_eq!(settle(-88_894, 0), Ok(Settled { applied: 0, balance: 0, credit: 88_894 }));
        assert_eq!(settle(0, 5), Ok(Settled { applied: 0, balance: 0, credit: 5 }));
    }

    proptest! {
        #[test]
        fn nothing_is_won_or_lost(total in -1_000_000_000i64..1_000_000_000, credit in 0i64..1_000_000_000) {
            let settled = settle(total, credit).unwrap();
            prop_assert!(settled.balance >= 0 && settled.credit >= 0 && settled.applied >= 0);
            prop_assert_eq!(settled.balance - settled.credit, total - credit);
            prop_assert_eq!(settled.balance + settled.applied, total.max(0));
        }
    }
}
