//! Changes of a plan that an account has: more at once, less at the end of the term, another period at once.
use super::{Bill, Book, Later, Offer, Refusal, Status, Terms, charge::payable};
use platform::Date;

/// What a change came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// It was so already.
    Not,
    /// A cancellation or a change to come was taken back.
    Kept,
    /// It is so, and this is charged and given back for it.
    Now(Bill),
    /// It will be so on that day, and nothing is charged before.
    On(Date),
}

/// How a plan comes to what is wanted of it.
enum Way {
    Nothing,
    /// It begins anew: out of a trial, or out of what was given.
    Anew,
    /// Another period, at once.
    Period,
    /// More, or dearer: at once, for the rest of the period.
    Up,
    /// Less, or cheaper: at the end of the term.
    Down,
}

impl Book {
    /// Brings the plan at a position to `to`, today or on a day to come. A cancelled one is active again.
    ///
    /// # Errors
    /// What is wanted is not for sale, or costs more than can be owed.
    pub fn change(
        &mut self,
        at: usize,
        to: Offer,
        on: Option<Date>,
        today: Date,
        terms: &Terms<'_>,
    ) -> Result<Changed, Refusal> {
        match on.filter(|on| *on > today) {
            Some(on) => self.change_later(at, Later { on, to }, terms),
            None => self.change_now(at, to, today, terms),
        }
    }

    fn change_later(&mut self, at: usize, later: Later, terms: &Terms<'_>) -> Result<Changed, Refusal> {
        let Some(held) = self.plans.get_mut(at) else { return Ok(Changed::Not) };
        if !held.is_no_more(&later.to) {
            terms.units(&later.to)?;
        }
        if held.later.as_ref() == Some(&later) && held.status == Status::Active {
            return Ok(Changed::Not);
        }
        let on = later.on;
        held.status = held.status.min(Status::Active);
        held.cancellation = None;
        held.later = Some(later);
        Ok(Changed::On(on))
    }

    /// As [`change`](Book::change), today.
    pub(crate) fn change_now(
        &mut self,
        at: usize,
        to: Offer,
        today: Date,
        terms: &Terms<'_>,
    ) -> Result<Changed, Refusal> {
        let way = self.way(at, &to, terms)?;
        let units = self.units_after(at, &way, &to, terms)?;
        let base_anchor = self.base().map(|base| base.anchor);
        let mut bill = Bill::default();
        let mut sources = Vec::new();
        if matches!(way, Way::Anew | Way::Period | Way::Up) {
            sources = self.sources(at, today)?;
            self.credit(at, today, &mut bill)?;
        }
        let Some(held) = self.plans.get_mut(at) else { return Ok(Changed::Not) };
        if held.status == Status::Scheduled {
            let is_same = held.offer == to && held.later.is_none();
            (held.offer, held.units, held.later) = (to, units, None);
            return Ok(if is_same { Changed::Not } else { Changed::Kept });
        }
        let was = (std::mem::replace(&mut held.status, Status::Active), held.later.take());
        held.cancellation = None;
        match way {
            Way::Nothing => {
                let is_same = was == (Status::Active, None) && held.offer.extras == to.extras;
                held.offer.extras = to.extras;
                return Ok(if is_same { Changed::Not } else { Changed::Kept });
            }
            Way::Down => {
                let later = Later { on: held.term_end, to };
                let is_new = was != (Status::Active, Some(later.clone()));
                held.later = Some(later);
                return Ok(if is_new { Changed::On(held.term_end) } else { Changed::Not });
            }
            Way::Up => (held.offer, held.units) = (to, units),
            Way::Anew | Way::Period => {
                (held.offer, held.units) = (to, units);
                held.anchor = if held.offer.is_base() { today } else { base_anchor.unwrap_or(today) };
                held.period = held.grid().map_or(held.period, |grid| grid.around(today).from(today));
                held.term_end = held.term_after();
            }
        }
        if matches!(way, Way::Anew) {
            held.effective = today;
        }
        self.charge(at, today, terms, &mut bill)?;
        if let Some(running) = self.plans.get_mut(at).and_then(|held| held.running.as_mut()) {
            running.sources.extend(sources);
        }
        Ok(Changed::Now(bill.checked()?))
    }

    /// What one host costs after a change: as it was agreed on for a contract, where only the number of hosts is another, and
    /// as it is today otherwise.
    fn units_after(&self, at: usize, way: &Way, to: &Offer, terms: &Terms<'_>) -> Result<Vec<i64>, Refusal> {
        match (self.plans.get(at), way) {
            (Some(held), Way::Nothing) => Ok(held.units.clone()),
            // Nothing was agreed on yet.
            (Some(held), Way::Down | Way::Up) if held.status == Status::Scheduled => held.units_of_less(to, terms),
            // It is asked again when it comes.
            (Some(held), Way::Down) if held.is_no_more(to) => Ok(held.units.clone()),
            (Some(held), Way::Up) if held.contract.is_some() && held.offer.code == to.code => {
                payable(held.units.clone(), to.hosts)
            }
            _ => terms.units(to),
        }
    }
    /// Whether what was to come can still be charged.
    pub(crate) fn is_payable(&self, at: usize, to: &Offer, terms: &Terms<'_>) -> bool {
        self.way(at, to, terms).and_then(|way| self.units_after(at, &way, to, terms)).is_ok()
    }

    fn way(&self, at: usize, to: &Offer, terms: &Terms<'_>) -> Result<Way, Refusal> {
        let Some(held) = self.plans.get(at) else { return Ok(Way::Nothing) };
        let is_same = held.offer.code == to.code && held.offer.hosts == to.hosts;
        if is_same && held.offer.is_granted() == to.is_granted() {
            return Ok(Way::Nothing);
        }
        let (Some(before), Some(after)) = (held.offer.months(), to.months()) else {
            // A trial with other hosts stays the trial that it is.
            return Ok(if held.offer.is_trial() && to.is_trial() { Way::Up } else { Way::Anew });
        };
        if before != after {
            return Ok(Way::Period);
        }
        if held.offer.code == to.code {
            return Ok(if to.hosts > held.offer.hosts { Way::Up } else { Way::Down });
        }
        let was = terms.full_price(&held.units, held.offer.hosts)?;
        let is_dearer = terms.full_price(&terms.units(to)?, to.hosts)? >= was;
        Ok(if is_dearer { Way::Up } else { Way::Down })
    }
}
