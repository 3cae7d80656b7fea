//! A day of the calendar, `yyyy-mm-dd`.
use super::{Timestamp, digits, from_text, put_digits};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{borrow::Cow, fmt};
use storage::time::DAY;

/// 0000-01-01, in days since 1970-01-01: years on the wire have four digits.
const FIRST: i32 = -719_528;
/// 9999-12-31.
const LAST: i32 = 2_932_896;

/// A day in UTC, as days since 1970-01-01. On the wire `yyyy-mm-dd`; other texts are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

impl Date {
    /// 0000-01-01.
    pub const MIN: Date = Date(FIRST);
    /// 9999-12-31.
    pub const MAX: Date = Date(LAST);

    /// Days since 1970-01-01; what lies outside the years 0000 to 9999 becomes their first or last day.
    pub const fn from_days(days: i32) -> Self {
        match days {
            ..FIRST => Date::MIN,
            FIRST..=LAST => Date(days),
            _ => Date::MAX,
        }
    }
    /// As [`Date::from_days`], of a number that a row keeps.
    pub fn of_day(day: i64) -> Self {
        Date(day.clamp(FIRST.into(), LAST.into()) as i32)
    }
    /// Days since 1970-01-01.
    pub const fn days(self) -> i32 {
        self.0
    }
    /// `None` when the calendar has no such day, or its year has more than four digits.
    pub const fn new(year: u32, month: u32, day: u32) -> Option<Self> {
        let exists = year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= length(year, month);
        if exists { Some(Date(days_before(year, month, day))) } else { None }
    }
    /// Year, month (1-12) and day (1-31).
    pub const fn parts(self) -> (u32, u32, u32) {
        // Counted from a first of March, the leap day ends its year; see `days_before`.
        let days = (self.0 + SHIFT) as u32;
        let (era, day) = (days / ERA, days % ERA);
        let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        let month = (5 * day + 2) / 153;
        let day = day - (153 * month + 2) / 5 + 1;
        let year = era * 400 + year;
        if month < 10 { (year - 400, month + 3, day) } else { (year - 399, month - 9, day) }
    }
    /// Reads `yyyy-mm-dd`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        if (year.len(), month.len(), day.len(), parts.next()) != (4, 2, 2, None) {
            return None;
        }
        Date::new(digits(year)?, digits(month)?, digits(day)?)
    }
    /// The text on the wire.
    pub fn ascii(self) -> [u8; 10] {
        let (year, month, day) = self.parts();
        let mut text = *b"0000-00-00";
        put_digits(&mut text[..4], year);
        put_digits(&mut text[5..7], month);
        put_digits(&mut text[8..], day);
        text
    }
    /// Its first moment.
    pub const fn start(self) -> Timestamp {
        Timestamp::from_millis(self.0 as i64 * DAY)
    }
}

/// Days of 400 years, after which the calendar repeats itself.
const ERA: u32 = 146_097;
/// From the first of March 400 years before the year 0 to 1970-01-01, so that no sum is negative.
const SHIFT: i32 = 719_468 + ERA as i32;

const fn length(year: u32, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 to a day that exists. The year begins in March here, which leaves the leap day at its end.
const fn days_before(year: u32, month: u32, day: u32) -> i32 {
    let (year, month) = if month > 2 { (year + 400, month - 3) } else { (year + 399, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1;
    days as i32 - SHIFT
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.ascii()).unwrap_or_default())
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(std::str::from_utf8(&self.ascii()).unwrap_or_default())
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, Date::parse, "a date (yyyy-mm-dd)")
    }
}

impl JsonSchema for Date {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(date: Option<Date>) -> Option<String> {
        date.map(|date| date.to_string())
    }

    #[test]
    fn every_day_of_the_four_digit_years_has_its_own_text_and_is_read_back() {
        let mut expected = (0, 1, 1);
        for days in FIRST..=LAST {
            let date = Date::from_days(days);
            assert_eq!(date.parts(), expected);
            assert_eq!(Date::new(expected.0, expected.1, expected.2), Some(date));
            expected = match expected {
                (year, 12, 31) => (year + 1, 1, 1),
                (year, month, day) if day == length(year, month) => (year, month + 1, 1),
                (year, month, day) => (year, month, day + 1),
            };
        }
        assert_eq!(expected, (10_000, 1, 1));
    }
    #[test]
    fn the_calendar_agrees_with_an_independent_one() {
        for days in (FIRST..=LAST).step_by(97) {
            let theirs = jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(days);
            assert_eq!(Date::from_days(days).to_string(), theirs.to_string());
        }
    }
    #[test]
    fn days_outside_the_four_digit_years_become_the_nearest_inside() {
        assert_eq!(Date::from_days(FIRST - 1), Date::MIN);
        assert_eq!(Date::from_days(i32::MIN), Date::MIN);
        assert_eq!(Date::from_days(LAST + 1), Date::MAX);
        assert_eq!(Date::from_days(i32::MAX), Date::MAX);
        let kept = [i64::MIN, FIRST.into(), LAST.into(), i64::MAX].map(Date::of_day);
        assert_eq!(kept, [Date::MIN, Date::MIN, Date::MAX, Date::MAX]);
        assert_eq!((Date::MIN.to_string(), Date::MAX.to_string()), ("0000-01-01".into(), "9999-12-31".into()));
    }
    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        let (first, last) = (Date::new(2026, 1, 1), Date::new(2026, 12, 31));
        assert_eq!((text(first), text(last)), (Some("2026-01-01".into()), Some("2026-12-31".into())));
        for (year, month, day) in [(2026, 0, 1), (2026, 13, 1), (2026, 1, 0), (2026, 1, 32), (2026, 4, 31)] {
            assert_eq!(Date::new(year, month, day), None, "{year}-{month}-{day}");
        }
        assert_eq!(Date::new(10_000, 1, 1), None);
    }
    #[test]
    fn the_29th_of_february_exists_in_leap_years_only() {
        for (year, exists) in [(2023, false), (2024, true), (2000, true), (1900, false), (2100, false)] {
            assert_eq!(Date::new(year, 2, 29).is_some(), exists, "{year}");
            assert_eq!(Date::new(year, 2, 30), None, "{year}");
        }
    }
    #[test]
    fn only_the_documented_text_is_read() {
        assert_eq!(Date::parse("1970-01-02").map(Date::days), Some(1));
        for text in ["", "1970-1-2", "1970-01-2", "70-01-02", "1970/01/02", "1970-01-02T", "1970-01-02-", " 1970-01-02"]
        {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        for text in ["+970-01-02", "1970-+1-02", "197\u{660}-01-02", "-970-01-02"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }
    #[test]
    fn a_date_travels_as_its_text() {
        let date = Date::new(2026, 7, 4).unwrap();
        assert_eq!(serde_json::to_string(&date).unwrap(), r#""2026-07-04""#);
        assert_eq!(serde_json::from_str::<Date>(r#""2026-07-04""#).unwrap(), date);
        assert!(serde_json::from_str::<Date>(r#""2026-07-32""#).is_err());
        assert!(serde_json::from_str::<Date>("20260704").is_err());
    }
    #[test]
    fn a_date_begins_at_midnight() {
        assert_eq!(Date::new(1970, 1, 2).unwrap().start().millis(), 86_400_000);
    }
}
