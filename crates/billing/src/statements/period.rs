//! The days that a statement is about, and those that are shown beside them.
use crate::grid::{days_after, months_after, months_before};
use platform::Date;

/// From the first day until before the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: Date,
    /// The day after the last.
    pub to: Date,
}

impl Period {
    /// The month of the calendar that a day lies in.
    pub fn month_of(day: Date) -> Self {
        let (year, month, _) = day.parts();
        let from = Date::new(year, month, 1).unwrap_or(day);
        Period { from, to: months_after(from, 1) }
    }
    pub fn has(self, day: Date) -> bool {
        self.from <= day && day < self.to
    }
    /// The last day.
    pub fn last(self) -> Date {
        days_after(self.to, -1)
    }
    /// As many months before it, where it is whole months from its first day on; otherwise as many days.
    pub fn before(self) -> Self {
        let months = (1..=12u32).find(|months| months_after(self.from, *months) == self.to);
        let from = months.map(|months| (months, months_before(self.from, months)));
        // A month that is too short has no such day.
        let from = from.filter(|(months, from)| months_after(*from, *months) == self.from).map(|(_, from)| from);
        Period { from: from.unwrap_or_else(|| days_after(self.from, self.from.days() - self.to.days())), to: self.from }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }
    fn before(from: &str, to: &str) -> (String, String) {
        let before = Period { from: day(from), to: day(to) }.before();
        (before.from.to_string(), before.to.to_string())
    }
    fn is(from: &str, to: &str) -> (String, String) {
        (from.to_owned(), to.to_owned())
    }

    #[test]
    fn a_month_of_the_calendar_stands_beside_the_month_before() {
        assert_eq!(before("2026-03-01", "2026-04-01"), is("2026-02-01", "2026-03-01"));
        assert_eq!(before("2026-01-01", "2026-02-01"), is("2025-12-01", "2026-01-01"));
        assert_eq!(before("2026-03-15", "2026-04-15"), is("2026-02-15", "2026-03-15"));
    }
    #[test]
    fn whole_months_stand_beside_as_many_months() {
        assert_eq!(before("2026-04-01", "2026-07-01"), is("2026-01-01", "2026-04-01"));
        assert_eq!(before("2026-01-01", "2027-01-01"), is("2025-01-01", "2026-01-01"));
    }
    #[test]
    fn other_days_stand_beside_as_many_days() {
        assert_eq!(before("2026-03-01", "2026-03-02"), is("2026-02-28", "2026-03-01"));
        assert_eq!(before("2026-03-01", "2026-03-31"), is("2026-01-30", "2026-03-01"));
        assert_eq!(before("2026-03-31", "2026-04-30"), is("2026-03-01", "2026-03-31"));
    }
    #[test]
    fn a_day_lies_in_its_month() {
        for (text, from, to) in [("2026-02-01", "2026-02-01", "2026-03-01"), ("2026-12-31", "2026-12-01", "2027-01-01")]
        {
            assert_eq!(Period::month_of(day(text)), Period { from: day(from), to: day(to) });
        }
    }

    proptest! {
        #[test]
        fn the_time_before_ends_where_the_time_begins_and_is_not_empty(from in 0i32..40_000, days in 1i32..400) {
            let period = Period { from: Date::from_days(from), to: Date::from_days(from + days) };
            let before = period.before();
            prop_assert_eq!(before.to, period.from);
            prop_assert!(before.from < before.to);
            prop_assert!(period.has(period.from) && !period.has(period.to) && period.has(period.last()));
        }
    }
}
