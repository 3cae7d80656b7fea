//! Months of invoices in one currency, and how they are named.
use crate::{
    invoices::{Invoice, Standing},
    money::{self, Currency, MoneyFault},
    statements::Period,
};
use platform::Date;
use std::collections::BTreeMap;

/// A month of the calendar in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// Its first day.
    pub from: Date,
    pub currency: Currency,
}

/// What was invoiced in a month, in minor units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// With taxes.
    pub total: i64,
    pub tax: i64,
}

impl Month {
    /// By the date of the invoice, whatever time its lines are about.
    pub fn of(invoice: &Invoice) -> Self {
        Month { from: Period::month_of(invoice.date).from, currency: invoice.currency }
    }
    pub fn period(self) -> Period {
        Period::month_of(self.from)
    }
    /// `202603USD`.
    pub fn id(self) -> String {
        let (year, month, _) = self.from.parts();
        format!("{year:04}{month:02}{}", self.currency)
    }
    /// `None` for a text that is the id of no month.
    pub fn parse(id: &str) -> Option<Self> {
        let (digits, currency) = id.split_at_checked(6)?;
        let (year, month) = digits.split_at_checked(4)?;
        let from = Date::parse(&format!("{year}-{month}-01"))?;
        Some(Month { from, currency: Currency::parse(currency)? })
    }
}

/// The months of invoices, the latest first. Void invoices were never owed.
///
/// # Errors
/// [`MoneyFault::Overflow`].
pub fn months(invoices: &[Invoice]) -> Result<Vec<(Month, Sums)>, MoneyFault> {
    let mut months: BTreeMap<Month, Sums> = BTreeMap::new();
    for invoice in invoices.iter().filter(|invoice| invoice.status != Standing::Canceled) {
        let sums = months.entry(Month::of(invoice)).or_default();
        sums.total = money::sum([sums.total, invoice.total])?;
        sums.tax = money::sum([sums.tax, invoice.tax])?;
    }
    Ok(months.into_iter().rev().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_known_by_its_id() {
        let month = Month { from: Date::new(2026, 3, 1).unwrap(), currency: Currency::USD };
        assert_eq!((month.id(), Month::parse(&month.id())), ("202603USD".to_owned(), Some(month)));
        for id in
            ["", "202603", "202613USD", "202600USD", "20263USD", "202603usd", "202603USDX", "2026-3USD", "ä02603USD"]
        {
            assert_eq!(Month::parse(id), None, "{id}");
        }
    }
}
