//! What is not paid of an invoice, or was paid back, is not given back to its debtor once more.
use super::{Book, Refusal, Running, Source};
use crate::money;
use platform::Date;

/// A part of an invoice that its debtor has not paid after all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenUp {
    /// The lines that it charges.
    pub lines: Vec<i64>,
    /// What they come to, with taxes.
    pub charged: i64,
    /// How much of that is not paid.
    pub lost: i64,
    /// The tier that owes it.
    pub published: usize,
}

impl Book {
    /// Lessens what can be given back of the charges that run on an invoice, or on what was given back of it.
    ///
    /// # Errors
    /// More than can be owed.
    pub fn give_up(&mut self, given_up: &GivenUp) -> Result<(), Refusal> {
        for running in self.plans.iter_mut().filter_map(|held| held.running.as_mut()) {
            running.lessen(given_up)?;
        }
        Ok(())
    }
    /// What a charge of today rests on beside its own line: on that which gives its unused part back for it.
    pub(crate) fn sources(&self, at: usize, today: Date) -> Result<Vec<Source>, Refusal> {
        let running = self.plans.get(at).and_then(|held| held.running.as_ref());
        let Some(running) = running.filter(|running| running.span.contains(today)) else { return Ok(Vec::new()) };
        let (unused, whole) = (running.span.from(today).days(), running.span.days());
        let part =
            |source: &Source| Ok(Source { line: source.line, amount: money::prorate(source.amount, unused, whole)? });
        running.sources.iter().map(part).collect()
    }
}

impl Running {
    fn lessen(&mut self, given_up: &GivenUp) -> Result<(), Refusal> {
        let resting = self.sources.iter().filter(|source| given_up.lines.contains(&source.line));
        let resting = money::sum(resting.map(|source| source.amount))?;
        let Some(amount) = self.amounts.get_mut(given_up.published).filter(|_| resting > 0 && given_up.charged > 0)
        else {
            return Ok(());
        };
        let whole = money::sum([*amount, self.tax])?;
        let kept = whole - share(resting, given_up.lost, given_up.charged).min(whole);
        // Rounded down: rather a unit too little than one that nobody has paid.
        (*amount, self.tax) = match whole {
            0 => (0, 0),
            whole => (down(*amount, kept, whole), down(self.tax, kept, whole)),
        };
        Ok(())
    }
}

/// `amount · part / whole`, rounded up: no more than fits, for a part is no more than the whole.
fn share(amount: i64, part: i64, whole: i64) -> i64 {
    let (product, whole) = (i128::from(amount) * i128::from(part), i128::from(whole));
    i64::try_from((product + whole - 1) / whole).unwrap_or(i64::MAX)
}

/// The same, rounded down.
fn down(amount: i64, part: i64, whole: i64) -> i64 {
    i64::try_from(i128::from(amount) * i128::from(part) / i128::from(whole)).unwrap_or_default()
}
