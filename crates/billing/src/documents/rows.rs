//! Rows for a spreadsheet: comma-separated, UTF-8, with headings (RFC 4180).
use crate::money::{Currency, Money};
use storage::{Fault, Result};

/// Its content type.
pub const CONTENT_TYPE: &str = "text/csv;charset=UTF-8";

/// Rows below their headings.
pub struct Rows(csv::Writer<Vec<u8>>);

impl Rows {
    /// # Errors
    /// [`Fault::Broken`] when nothing can be written.
    pub fn below(headings: &[&str]) -> Result<Self> {
        let mut rows = Rows::alone();
        rows.0.write_record(headings).map_err(Fault::broken)?;
        Ok(rows)
    }
    /// Rows that go on below others.
    pub fn alone() -> Self {
        Rows(csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new()))
    }
    /// # Errors
    /// [`Fault::Broken`] for more or fewer cells than headings.
    pub fn add(&mut self, cells: &[Value<'_>]) -> Result<()> {
        self.0.write_record(cells.iter().map(Value::written)).map_err(Fault::broken)
    }
    /// # Errors
    /// [`Fault::Broken`] when it cannot be written.
    pub fn finish(self) -> Result<Vec<u8>> {
        self.0.into_inner().map_err(Fault::broken)
    }
}

/// What stands in a cell.
pub enum Value<'a> {
    /// Words that somebody has chosen.
    Text(&'a str),
    Day(platform::Date),
    Number(i64),
    /// Minor units; written in major ones, without the currency.
    Amount(i64, Currency),
}

impl Value<'_> {
    fn written(&self) -> String {
        match self {
            Value::Text(text) => harmless(text),
            Value::Day(day) => day.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Amount(minor, currency) => Money::new(*minor, *currency).decimal(),
        }
    }
}

/// A text that a spreadsheet would take for a formula is kept from it.
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
