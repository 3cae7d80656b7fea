//! What plans are charged and what is given back: the lines of an invoice, at the prices of all tiers.
use super::{Book, Held, Offer, Refusal, Running, Source, Terms};
use crate::{
    grid::Span,
    money::{self, MoneyFault},
};
use platform::Date;

/// What a line comes to at one tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charged {
    /// What one host costs a full period.
    pub unit: i64,
    /// Without tax; below zero for what is given back.
    pub amount: i64,
}

/// A line to be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number in the account.
    pub line: i64,
    /// The number of the plan's charges.
    pub charge: i64,
    pub code: String,
    pub name: String,
    /// The days that are charged or given back.
    pub span: Span,
    pub quantity: i64,
    /// By tier, from the platform down.
    pub tiers: Vec<Charged>,
    /// On the amount of the published tier.
    pub tax: i64,
    /// The line that this one gives a part back of.
    pub credits: Option<i64>,
    pub purchase_order: String,
}

/// The lines of one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bill {
    pub entries: Vec<Entry>,
}

impl Bill {
    /// Whether there is nothing to be issued: no line, or none that comes to anything at any tier.
    pub fn is_empty(&self) -> bool {
        self.entries.iter().all(|entry| entry.tax == 0 && entry.tiers.iter().all(|tier| tier.amount == 0))
    }
    /// The bill, once its lines have a sum at every tier.
    pub(crate) fn checked(self) -> Result<Self, Refusal> {
        let tiers = self.entries.iter().map(|entry| entry.tiers.len()).max().unwrap_or_default();
        for tier in 0..tiers {
            let amounts = self.entries.iter().filter_map(|entry| entry.tiers.get(tier)).map(|charged| charged.amount);
            money::sum([money::sum(amounts)?, money::sum(self.entries.iter().map(|entry| entry.tax))?])?;
        }
        Ok(self)
    }
}

/// The most that one plan costs a period at any tier, in minor units: hundreds of them, with their taxes, have a sum.
pub const LARGEST: i64 = 5_000_000_000_000;

/// The prices of one host, by tier, where so many hosts can be owed.
pub(crate) fn payable(units: Vec<i64>, hosts: i64) -> Result<Vec<i64>, Refusal> {
    for unit in &units {
        if money::times(*unit, hosts)? > LARGEST {
            return Err(MoneyFault::Overflow.into());
        }
    }
    Ok(units)
}

impl Terms<'_> {
    /// What one host of a plan costs, by tier; nothing for what is given, tried, or settled by use.
    ///
    /// # Errors
    /// It is not for sale, or costs more than [`LARGEST`].
    pub(crate) fn units(&self, offer: &Offer) -> Result<Vec<i64>, Refusal> {
        if offer.months().is_none() {
            return Ok(Vec::new());
        }
        payable(self.prices.units(&offer.code, offer.hosts).ok_or(Refusal::NotForSale)?, offer.hosts)
    }
    /// What a full period of a plan costs its debtor.
    pub(crate) fn full_price(&self, units: &[i64], hosts: i64) -> Result<i64, Refusal> {
        Ok(money::times(units.get(self.published).copied().unwrap_or_default(), hosts)?)
    }
}

impl Book {
    /// Charges a plan for what is left of its period from `today` on.
    pub(crate) fn charge(&mut self, at: usize, today: Date, terms: &Terms<'_>, bill: &mut Bill) -> Result<(), Refusal> {
        let line = self.lines + 1;
        let Some(held) = self.plans.get_mut(at) else { return Ok(()) };
        let Some(grid) = held.grid().filter(|_| !held.units.is_empty()) else { return Ok(()) };
        let (span, whole) = (held.period.from(today), grid.around(today).days());
        // The last day of the calendar has no period after it.
        if span.days() == 0 {
            return Ok(());
        }
        let tiers: Vec<Charged> =
            held.units.iter().map(|unit| charged(*unit, held.offer.hosts, span, whole)).collect::<Result<_, _>>()?;
        let published = tiers.get(terms.published).map_or(0, |tier| tier.amount);
        let tax = money::tax(published, terms.tax)?;
        held.running = Some(Running {
            line,
            span,
            hosts: held.offer.hosts,
            units: held.units.clone(),
            amounts: tiers.iter().map(|tier| tier.amount).collect(),
            tax,
            sources: vec![Source { line, amount: money::sum([published, tax])? }],
        });
        bill.entries.push(held.entry(line, span, held.offer.hosts, tiers, tax, None));
        self.lines = line;
        Ok(())
    }
    /// Gives back what is left of the running charge of a plan.
    ///
    /// # Errors
    /// [`Refusal::Past`] for a day before those of the charge: it is not forgotten.
    pub(crate) fn credit(&mut self, at: usize, today: Date, bill: &mut Bill) -> Result<(), Refusal> {
        let line = self.lines + 1;
        let Some(held) = self.plans.get_mut(at) else { return Ok(()) };
        if held.running.as_ref().is_some_and(|running| today < running.span.start) {
            return Err(Refusal::Past);
        }
        // Of one that is over nothing is left.
        let Some(running) = held.running.take().filter(|running| running.span.contains(today)) else { return Ok(()) };
        let (used, whole) = (today.days() - running.span.start.days(), running.span.days());
        let back = |amount: i64| Ok::<i64, Refusal>(-money::split(amount, used, whole)?.unused);
        let units = running.units.iter().zip(&running.amounts);
        let tiers: Vec<Charged> = units
            .map(|(unit, amount)| Ok(Charged { unit: *unit, amount: back(*amount)? }))
            .collect::<Result<_, Refusal>>()?;
        let tax = back(running.tax)?;
        let entry = held.entry(line, running.span.from(today), running.hosts, tiers, tax, Some(running.line));
        bill.entries.push(entry);
        self.lines = line;
        Ok(())
    }
}

fn charged(unit: i64, hosts: i64, span: Span, whole: i32) -> Result<Charged, Refusal> {
    let full = money::times(unit, hosts)?;
    let amount = if span.days() == whole { full } else { money::prorate(full, span.days(), whole)? };
    Ok(Charged { unit, amount })
}

impl Held {
    fn entry(
        &self,
        line: i64,
        span: Span,
        quantity: i64,
        tiers: Vec<Charged>,
        tax: i64,
        credits: Option<i64>,
    ) -> Entry {
        Entry {
            line,
            charge: self.number,
            code: self.offer.code.clone(),
            name: self.offer.name.clone(),
            span,
            quantity,
            tiers,
            tax,
            credits,
            purchase_order: self.purchase_order.clone(),
        }
    }
}
