//! How amounts and days are written on documents.
use crate::{
    grid::days_after,
    money::{Currency, Money},
};
use platform::Date;

/// What is given back stands in parentheses (`billing.md` 4.1).
pub fn amount(minor: i64, currency: Currency) -> String {
    let written = Money::new(minor, currency).decimal();
    match written.strip_prefix('-') {
        Some(given_back) => format!("({given_back})"),
        None => written,
    }
}

/// From the first to the last day.
pub fn span(start: Date, end: Date) -> String {
    format!("{start} to {}", days_after(end, -1))
}

/// The time from the date of an invoice to its due date, in the words of the terms (`billing.md` 4.1).
pub fn terms(date: Date, due: Date) -> String {
    match due.days().saturating_sub(date.days()) {
        ..=0 => "Due upon receipt".to_owned(),
        days => format!("Net {days}"),
    }
}
