//! The days on which plans are renewed: whole months from an anchor, never from the renewal before (`billing.md` 6.3).
use platform::Date;
use serde::{Deserialize, Serialize};

/// Days from `start` to before `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub start: Date,
    pub end: Date,
}

impl Span {
    pub const fn days(self) -> i32 {
        self.end.days() - self.start.days()
    }
    pub fn contains(self, day: Date) -> bool {
        self.start <= day && day < self.end
    }
    /// What is left of it from `day` on.
    pub fn from(self, day: Date) -> Span {
        Span { start: day.clamp(self.start, self.end), end: self.end }
    }
}

/// The day so many days later; the calendar ends with the year 9999.
pub const fn days_after(day: Date, days: i32) -> Date {
    Date::from_days(day.days().saturating_add(days))
}

/// The same day of the month so many months later, or the last day of a month that is shorter.
pub fn months_after(day: Date, months: u32) -> Date {
    let (year, month, wanted) = day.parts();
    let months = year * 12 + month - 1 + months;
    let (year, month) = (months / 12, months % 12 + 1);
    (28..=wanted).rev().chain([wanted]).find_map(|day| Date::new(year, month, day)).unwrap_or(Date::MAX)
}

/// The same day of the month so many months earlier, or the last day of a month that is shorter.
pub fn months_before(day: Date, months: u32) -> Date {
    let (year, month, wanted) = day.parts();
    let months = (year * 12 + month - 1).saturating_sub(months);
    let (year, month) = (months / 12, months % 12 + 1);
    (28..=wanted).rev().chain([wanted]).find_map(|day| Date::new(year, month, day)).unwrap_or(Date::MIN)
}

/// The renewals of a plan: every `months` from the anchor on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    pub anchor: Date,
    pub months: u32,
}

impl Grid {
    pub const fn new(anchor: Date, months: u32) -> Self {
        Grid { anchor, months }
    }
    fn boundary(self, number: u32) -> Date {
        months_after(self.anchor, number.saturating_mul(self.months))
    }
    /// The whole period that holds a day; the first one for days before the anchor.
    pub fn around(self, day: Date) -> Span {
        let (year, month, _) = day.parts();
        let (first_year, first_month, _) = self.anchor.parts();
        let passed = (year * 12 + month).saturating_sub(first_year * 12 + first_month);
        let number = passed / self.months.max(1);
        // The boundary of this month may still be to come.
        let number = if self.boundary(number) > day { number.saturating_sub(1) } else { number };
        Span { start: self.boundary(number), end: self.boundary(number + 1) }
    }
    /// The first renewal after a day.
    pub fn next(self, day: Date) -> Date {
        self.around(day).end
    }
    /// Whether a plan is renewed on this day.
    pub fn has(self, day: Date) -> bool {
        self.around(day).start == day
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }
    fn boundaries(anchor: &str, months: u32, count: u32) -> Vec<String> {
        let grid = Grid::new(date(anchor), months);
        let mut day = grid.anchor;
        let next = |day: &mut Date| {
            *day = grid.next(*day);
            day.to_string()
        };
        (0..count).map(|_| next(&mut day)).collect()
    }

    #[test]
    fn an_anchor_at_the_end_of_a_month_comes_back_to_it_in_every_month_that_has_it() {
        let expected = ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30", "2026-07-31"];
        assert_eq!(boundaries("2026-01-31", 1, 6), expected);
        assert_eq!(boundaries("2026-01-30", 1, 3), ["2026-02-28", "2026-03-30", "2026-04-30"]);
    }
    #[test]
    fn a_leap_day_comes_back_in_leap_years() {
        assert_eq!(boundaries("2024-02-29", 12, 4), ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]);
    }
    #[test]
    fn quarters_and_years_are_whole_months() {
        assert_eq!(boundaries("2026-11-30", 3, 3), ["2027-02-28", "2027-05-30", "2027-08-30"]);
        assert_eq!(boundaries("2026-05-05", 36, 2), ["2029-05-05", "2032-05-05"]);
    }
    #[test]
    fn the_calendar_has_an_end() {
        assert_eq!(months_after(date("9999-12-01"), 1), Date::MAX);
        assert_eq!(days_after(Date::MAX, 1), Date::MAX);
    }

    proptest! {
        #[test]
        fn every_day_lies_in_one_period_and_periods_follow_each_other(anchor in 10_000i32..30_000, months in prop::sample::select(vec![1u32, 3, 12, 24, 36]), after in 0i32..8000) {
            let grid = Grid::new(Date::from_days(anchor), months);
            let day = Date::from_days(anchor + after);
            let period = grid.around(day);
            prop_assert!(period.contains(day) && period.start >= grid.anchor);
            prop_assert!(grid.has(period.start) && grid.has(period.end));
            prop_assert_eq!(grid.around(period.end).start, period.end);
            prop_assert_eq!(grid.around(Date::from_days(period.end.days() - 1)), period);
        }
        #[test]
        fn boundaries_agree_with_an_independent_calendar(anchor in 10_000i32..30_000, months in prop::sample::select(vec![1u32, 3, 12, 24, 36]), number in 0u32..40) {
            let theirs = jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(anchor);
            let theirs = theirs + jiff::Span::new().months(i64::from(months * number));
            prop_assert_eq!(Grid::new(Date::from_days(anchor), months).boundary(number).to_string(), theirs.to_string());
        }
        #[test]
        fn every_renewal_of_a_year_is_one_of_each_month_that_divides_it(anchor in 10_000i32..30_000, months in prop::sample::select(vec![1u32, 3]), after in 0i32..8000) {
            let anchor = Date::from_days(anchor);
            let yearly = Grid::new(anchor, 12).next(days_after(anchor, after));
            prop_assert!(Grid::new(anchor, months).has(yearly));
        }
    }
}
