//! A moment, `yyyy-MM-ddTHH:mm:ssZ`.
use super::{Date, digits, from_text, put_digits};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{borrow::Cow, fmt};
use storage::time::{DAY, MINUTE, SECOND};

const FIRST: i64 = Date::MIN.days() as i64 * DAY;
const LAST: i64 = (Date::MAX.days() as i64 + 1) * DAY - 1;

/// A moment, as milliseconds since 1970-01-01T00:00:00Z. Written `yyyy-MM-ddTHH:mm:ssZ`, the milliseconds left out;
/// read with `Z` or an offset (`+02:00`), with or without a fraction, of which milliseconds are kept (RFC 3339).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// 0000-01-01T00:00:00.000Z.
    pub const MIN: Timestamp = Timestamp(FIRST);
    /// 9999-12-31T23:59:59.999Z.
    pub const MAX: Timestamp = Timestamp(LAST);

    /// What lies outside the years 0000 to 9999 becomes their first or last moment.
    pub const fn from_millis(millis: i64) -> Self {
        match millis {
            ..FIRST => Timestamp::MIN,
            FIRST..=LAST => Timestamp(millis),
            _ => Timestamp::MAX,
        }
    }
    /// Milliseconds since 1970, UTC.
    pub const fn millis(self) -> i64 {
        self.0
    }
    /// The day it falls on in UTC.
    pub const fn date(self) -> Date {
        Date::from_days(self.0.div_euclid(DAY) as i32)
    }
    /// `None` for a text without an offset, for a moment that does not exist and for years beyond 0000 to 9999.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, rest) = text.split_at_checked(10)?;
        let (clock, rest) = rest.split_at_checked(9)?;
        let (fraction, zone) = rest.split_at_checked(rest.find(['Z', '+', '-'])?)?;
        let since_midnight = time_of_day(clock)? + fraction_millis(fraction)?;
        let millis = Date::parse(date)?.start().0 + since_midnight - offset_millis(zone)?;
        (FIRST..=LAST).contains(&millis).then_some(Timestamp(millis))
    }
    /// The text on the wire.
    pub fn ascii(self) -> [u8; 20] {
        let (year, month, day) = self.date().parts();
        let seconds = (self.0.rem_euclid(DAY) / SECOND) as u32;
        let mut text = *b"0000-00-00T00:00:00Z";
        put_digits(&mut text[..4], year);
        put_digits(&mut text[5..7], month);
        put_digits(&mut text[8..10], day);
        put_digits(&mut text[11..13], seconds / 3600);
        put_digits(&mut text[14..16], seconds / 60 % 60);
        put_digits(&mut text[17..19], seconds % 60);
        text
    }
}

/// `T12:34:56` in milliseconds.
fn time_of_day(text: &str) -> Option<i64> {
    let mut parts = text.strip_prefix('T')?.split(':');
    let (hours, minutes) = (two_digits(parts.next()?, 23)?, two_digits(parts.next()?, 59)?);
    let seconds = two_digits(parts.next()?, 59)?;
    parts.next().is_none().then_some(((hours * 60 + minutes) * 60 + seconds) * SECOND)
}

/// Nothing, or `.5` and longer, in whole milliseconds.
fn fraction_millis(text: &str) -> Option<i64> {
    let Some(places) = text.strip_prefix('.') else { return text.is_empty().then_some(0) };
    let plain = !places.is_empty() && places.bytes().all(|byte| byte.is_ascii_digit());
    let kept = places.bytes().chain(std::iter::repeat(b'0')).take(3);
    plain.then(|| kept.fold(0, |millis, byte| millis * 10 + i64::from(byte - b'0')))
}

/// `Z`, `+02:00` or `-05:30` in milliseconds.
fn offset_millis(text: &str) -> Option<i64> {
    if text == "Z" {
        return Some(0);
    }
    let (sign, clock) = text.split_at_checked(1)?;
    let (hours, minutes) = clock.split_once(':')?;
    let millis = (two_digits(hours, 23)? * 60 + two_digits(minutes, 59)?) * MINUTE;
    Some(if sign == "-" { -millis } else { millis })
}

fn two_digits(text: &str, most: u32) -> Option<i64> {
    let number = digits(text).filter(|number| text.len() == 2 && *number <= most)?;
    Some(number.into())
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.ascii()).unwrap_or_default())
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(std::str::from_utf8(&self.ascii()).unwrap_or_default())
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, Timestamp::parse, "a moment (yyyy-MM-ddTHH:mm:ssZ)")
    }
}

impl JsonSchema for Timestamp {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Timestamp".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date-time"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn millis(text: &str) -> Option<i64> {
        Timestamp::parse(text).map(Timestamp::millis)
    }

    #[test]
    fn a_moment_is_written_in_whole_seconds_of_utc() {
        for (millis, text) in [
            (-1, "1969-12-31T23:59:59Z"),
            (0, "1970-01-01T00:00:00Z"),
            (999, "1970-01-01T00:00:00Z"),
            (1000, "1970-01-01T00:00:01Z"),
            (DAY - 1, "1970-01-01T23:59:59Z"),
            (DAY, "1970-01-02T00:00:00Z"),
            (1_709_210_096_789, "2024-02-29T12:34:56Z"),
        ] {
            assert_eq!(Timestamp::from_millis(millis).to_string(), text);
            assert_eq!(serde_json::to_string(&Timestamp::from_millis(millis)).unwrap(), format!("\"{text}\""));
        }
    }
    #[test]
    fn moments_outside_the_four_digit_years_become_the_nearest_inside() {
        for (millis, text) in [
            (FIRST, "0000-01-01T00:00:00Z"),
            (FIRST - 1, "0000-01-01T00:00:00Z"),
            (i64::MIN, "0000-01-01T00:00:00Z"),
            (LAST, "9999-12-31T23:59:59Z"),
            (LAST + 1, "9999-12-31T23:59:59Z"),
            (i64::MAX, "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(Timestamp::from_millis(millis).to_string(), text);
        }
    }
    #[test]
    fn offsets_and_fractions_are_read() {
        assert_eq!(millis("1970-01-01T00:00:01Z"), Some(1000));
        assert_eq!(millis("1970-01-01T02:00:01+02:00"), Some(1000));
        assert_eq!(millis("1969-12-31T18:30:01-05:30"), Some(1000));
        assert_eq!(millis("1970-01-01T00:00:01.5Z"), Some(1500));
        assert_eq!(millis("1970-01-01T00:00:01.004Z"), Some(1004));
        assert_eq!(millis("1970-01-01T00:00:01.9999999999999999999999Z"), Some(1999));
        assert_eq!(millis("1970-01-01T02:00:01.25+02:00"), Some(1250));
    }
    #[test]
    fn each_part_of_the_clock_has_its_end() {
        for (text, read) in [
            ("1970-01-01T23:59:59Z", true),
            ("1970-01-01T24:00:00Z", false),
            ("1970-01-01T23:60:00Z", false),
            ("1970-01-01T23:59:60Z", false),
            ("1970-01-01T00:00:00+23:59", true),
            ("1970-01-01T00:00:00+24:00", false),
            ("1970-01-01T00:00:00+00:60", false),
            ("1970-02-29T00:00:00Z", false),
        ] {
            assert_eq!(millis(text).is_some(), read, "{text}");
        }
    }
    #[test]
    fn a_moment_pushed_out_of_the_four_digit_years_by_its_offset_is_refused() {
        assert_eq!(millis("0000-01-01T00:00:00Z"), Some(FIRST));
        assert_eq!(millis("0000-01-01T00:00:00+00:01"), None);
        assert_eq!(millis("9999-12-31T23:59:59.999Z"), Some(LAST));
        assert_eq!(millis("9999-12-31T23:59:59-00:01"), None);
    }
    #[test]
    fn a_text_that_is_not_a_moment_is_refused() {
        for text in [
            "",
            "1970-01-01",
            "1970-01-01T00:00:00",
            "1970-01-01 00:00:00Z",
            "1970-01-01T00:00Z",
            "1970-01-01T0:00:00Z",
            "1970-01-01T00:00:00ZZ",
            "1970-01-01T00:00:00.Z",
            "1970-01-01T00:00:00,5Z",
            "1970-01-01T00:00:00.5.5Z",
            "1970-01-01T00:00:00+0200",
            "1970-01-01T00:00:00+02",
            "1970-01-01T00:00:00+02:00Z",
            "1970-01-01T00:00:00z",
            "1970-01-01T+1:00:00Z",
            "1970-01-01T00:00:00\u{e9}Z",
            "197\u{660}-01-01T00:00:00Z",
            "0",
        ] {
            assert_eq!(millis(text), None, "{text}");
        }
        assert!(serde_json::from_str::<Timestamp>("0").is_err());
    }
    fn theirs(millis: i64) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(millis).unwrap()
    }
    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_written_moment_is_read_back_to_the_second(millis in FIRST..=LAST) {
            let read = Timestamp::parse(&Timestamp::from_millis(millis).to_string());
            prop_assert_eq!(read, Some(Timestamp::from_millis(millis.div_euclid(1000) * 1000)));
        }
        #[test]
        fn what_is_written_agrees_with_an_independent_clock(millis in FIRST..=LAST) {
            let second = theirs(millis.div_euclid(1000) * 1000).to_string();
            prop_assert_eq!(Timestamp::from_millis(millis).to_string(), second);
        }
        #[test]
        fn what_is_read_agrees_with_an_independent_clock(millis in FIRST..=LAST, minutes in -1439i64..=1439) {
            let (sign, offset) = (if minutes < 0 { '-' } else { '+' }, minutes.abs());
            let clock = theirs(millis).to_string();
            let text = format!("{}{sign}{:02}:{:02}", clock.trim_end_matches('Z'), offset / 60, offset % 60);
            let there = millis - minutes * 60_000;
            let expected = (FIRST..=LAST).contains(&there).then_some(there);
            prop_assert_eq!(Timestamp::parse(&text).map(Timestamp::millis), expected);
            if let Some(read) = expected {
                prop_assert_eq!(text.parse::<jiff::Timestamp>().unwrap(), theirs(read));
            }
        }
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,30}|[0-9TZ:.+-]{0,30}|1970-01-01T00:00:00\\PC{0,8}") {
            let _ = (Timestamp::parse(&text), Date::parse(&text));
        }
    }
}
