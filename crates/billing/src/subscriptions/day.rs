//! What becomes of plans on a day: they begin, are renewed, change or end. It comes before all that is asked for that day.
use super::{Bill, Book, Changed, Held, Refusal, Status, Terms};
use platform::Date;

impl Book {
    /// Brings all plans over midnight of `day`, which is the [`next_day`](Book::next_day) of this book: everything that is
    /// due then, on one bill. The base comes first; add-ons end with it.
    ///
    /// # Errors
    /// A plan costs more than can be owed.
    pub fn run(&mut self, day: Date, terms: &Terms<'_>) -> Result<Bill, Refusal> {
        let mut bill = Bill::default();
        let mut order: Vec<usize> = (0..self.plans.len()).collect();
        order.sort_by_key(|at| self.plans.get(*at).map(|held| (!held.offer.is_base(), held.number)));
        for at in order {
            self.step(at, day, terms, &mut bill)?;
            // What would be renewed without a base is not charged first.
            if self.any_base().is_none() {
                self.end_all(day, &mut bill)?;
                break;
            }
        }
        bill.checked()
    }

    /// Ends all plans today, and gives back what is left of them.
    ///
    /// # Errors
    /// As [`run`](Book::run).
    pub fn end_all(&mut self, today: Date, bill: &mut Bill) -> Result<(), Refusal> {
        for at in 0..self.plans.len() {
            self.credit(at, today, bill)?;
        }
        for held in self.plans.iter_mut().filter(|held| held.status != Status::Expired) {
            held.end(today);
        }
        Ok(())
    }

    fn step(&mut self, at: usize, day: Date, terms: &Terms<'_>, bill: &mut Bill) -> Result<(), Refusal> {
        let Some(held) = self.plans.get(at) else { return Ok(()) };
        match held.status {
            Status::Scheduled if held.effective <= day => self.begin(at, day, terms, bill)?,
            Status::Active if held.offer.is_granted() => {}
            Status::Active | Status::Cancelled if held.period.end <= day => self.renew(at, day, terms, bill)?,
            _ => {}
        }
        let due = |held: &&mut Held| held.later.as_ref().is_some_and(|later| later.on <= day);
        let later = self.plans.get_mut(at).filter(due).and_then(|held| held.later.take());
        if let Some(later) = later {
            let changed = self.change_now(at, later.to, day, terms)?;
            if let Changed::Now(more) = changed {
                bill.entries.extend(more.entries);
            }
        }
        Ok(())
    }

    /// The period of a plan is over.
    fn renew(&mut self, at: usize, day: Date, terms: &Terms<'_>, bill: &mut Bill) -> Result<(), Refusal> {
        let base_anchor = self.base().map(|base| base.anchor);
        let Some(held) = self.plans.get_mut(at) else { return Ok(()) };
        held.running = None;
        let is_over = held.term_end <= day;
        if is_over && (held.status == Status::Cancelled || !terms.auto_renew || held.offer.is_trial()) {
            held.end(day);
            return Ok(());
        }
        if is_over {
            held.agree_anew(day, terms);
        }
        // The grid of an add-on follows the base, whose anchor may have moved.
        held.anchor = if held.offer.is_base() { held.anchor } else { base_anchor.unwrap_or(held.anchor) };
        held.period = held.grid().map_or(held.period, |grid| grid.around(day).from(day));
        if is_over {
            held.term_end = held.term_after();
        }
        self.charge(at, day, terms, bill)
    }
}

impl Held {
    fn end(&mut self, day: Date) {
        self.status = Status::Expired;
        (self.later, self.running) = (None, None);
        self.period.end = self.period.end.min(day).max(self.period.start);
        self.term_end = self.period.end;
    }
    /// A new term: with what was to come, at the prices of the day. What is not for sale any more keeps its price.
    fn agree_anew(&mut self, day: Date, terms: &Terms<'_>) {
        if let Some(later) = self.later.take_if(|later| later.on <= day) {
            if later.to.months() != self.offer.months() && self.offer.is_base() {
                self.anchor = day;
            }
            self.offer = later.to;
        }
        if let Ok(units) = terms.units(&self.offer) {
            self.units = units;
        }
    }
}
