//! What becomes of plans on a day: they begin, are renewed, change or end. It comes before all that is asked for that day.
use super::{Bill, Book, Changed, Held, Offer, Refusal, Status, Terms};
use crate::money;
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

    /// When the next period of a plan begins, what it will be then, and what its debtor is charged for it on that day,
    /// without tax: after all that becomes of the plans until then.
    ///
    /// # Errors
    /// As [`run`](Book::run).
    pub fn renewed(&self, held: &Held, terms: &Terms<'_>) -> Result<(Date, Offer, i64), Refusal> {
        let (mut book, end) = (self.clone(), held.period.end);
        if held.offer.is_granted() && held.later.is_none() {
            return Ok((end, held.offer.clone(), 0));
        }
        loop {
            let day = book.next_day().map_or(end, |day| day.min(end));
            let bill = book.run(day, terms)?;
            let after = book.plans.iter().find(|after| after.number == held.number).unwrap_or(held);
            if day == end || after.period != held.period {
                return Ok((day, after.offer.clone(), bill.charged_for(held, terms)?));
            }
        }
    }

    /// Ends all plans today, and gives back what is left of them.
    ///
    /// # Errors
    /// As [`run`](Book::run).
    pub fn end_all(&mut self, today: Date, bill: &mut Bill) -> Result<(), Refusal> {
        self.end_where(today, bill, |_| true)
    }

    /// Ends what is paid for, as [`end_all`](Book::end_all). What was given beside a base that was given too stays.
    ///
    /// # Errors
    /// As [`run`](Book::run).
    pub fn end_paid(&mut self, today: Date, bill: &mut Bill) -> Result<(), Refusal> {
        let is_given = self.any_base().is_some_and(|base| base.offer.is_granted());
        self.end_where(today, bill, |held| !(is_given && held.offer.is_granted()))
    }

    fn end_where(&mut self, today: Date, bill: &mut Bill, which: impl Fn(&Held) -> bool) -> Result<(), Refusal> {
        for at in 0..self.plans.len() {
            if self.plans.get(at).is_some_and(&which) {
                self.credit(at, today, bill)?;
            }
        }
        for held in self.plans.iter_mut().filter(|held| held.status != Status::Expired && which(held)) {
            held.end(today);
        }
        Ok(())
    }

    fn step(&mut self, at: usize, day: Date, terms: &Terms<'_>, bill: &mut Bill) -> Result<(), Refusal> {
        // It begins as what it is to be on its first day.
        if self.plans.get(at).is_some_and(|held| held.status == Status::Scheduled) {
            self.come(at, day, terms, bill)?;
        }
        let Some(held) = self.plans.get(at) else { return Ok(()) };
        match held.status {
            Status::Scheduled if held.effective <= day => self.begin(at, day, terms, bill)?,
            Status::Active if held.offer.is_granted() => {}
            // A trial that becomes a plan on its last midnight does not end first.
            Status::Active if held.offer.is_trial() && held.becomes_a_plan() && held.is_to_change(day) => {}
            Status::Active | Status::Cancelled if held.period.end <= day => self.renew(at, day, terms, bill)?,
            _ => {}
        }
        self.come(at, day, terms, bill)
    }

    /// Makes of a plan what it is to become, where that is due.
    fn come(&mut self, at: usize, day: Date, terms: &Terms<'_>, bill: &mut Bill) -> Result<(), Refusal> {
        let later = self.plans.get_mut(at).filter(|held| held.is_to_change(day)).and_then(|held| held.later.take());
        // What is not for sale any more, or has become too dear, does not come: the plan goes on as it is.
        let Some(later) = later.filter(|later| self.is_payable(at, &later.to, terms)) else { return Ok(()) };
        if let Changed::Now(more) = self.change_now(at, later.to, day, terms)? {
            bill.entries.extend(more.entries);
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
        } else {
            // A base that has moved may have left an add-on a grid that its contract does not end on.
            held.period.end = held.period.end.min(held.term_end);
        }
        self.charge(at, day, terms, bill)
    }
}

impl Bill {
    /// What the debtor of a plan is charged for it, without tax.
    fn charged_for(&self, held: &Held, terms: &Terms<'_>) -> Result<i64, Refusal> {
        let own = self.entries.iter().filter(|entry| entry.charge == held.number);
        let charged = own.filter_map(|entry| entry.tiers.get(terms.published));
        Ok(money::sum(charged.map(|charged| charged.amount))?)
    }
}

impl Held {
    /// Whether what is to come of it is due.
    fn is_to_change(&self, day: Date) -> bool {
        self.status != Status::Expired && self.later.as_ref().is_some_and(|later| later.on <= day)
    }
    /// Ends it on a day, within the period that runs. What it was to become does not come.
    pub(super) fn end(&mut self, day: Date) {
        self.status = Status::Expired;
        (self.later, self.running) = (None, None);
        self.period.end = self.period.end.min(day).max(self.period.start);
        self.term_end = self.period.end;
    }
    /// What one host costs of what it is to become: fewer hosts of what is not for sale any more keep their price.
    pub(super) fn units_of_less(&self, to: &Offer, terms: &Terms<'_>) -> Result<Vec<i64>, Refusal> {
        terms.units(to).or_else(|refusal| if self.is_no_more(to) { Ok(self.units.clone()) } else { Err(refusal) })
    }
    /// A new term: with what was to come, at the prices of the day. What cannot be charged at them does not come, and keeps
    /// its price where it is there already.
    fn agree_anew(&mut self, day: Date, terms: &Terms<'_>) {
        let later = self.later.take_if(|later| later.on <= day);
        let later = later.and_then(|later| Some((self.units_of_less(&later.to, terms).ok()?, later.to)));
        if let Some((units, to)) = later {
            if to.months() != self.offer.months() && self.offer.is_base() {
                self.anchor = day;
            }
            (self.offer, self.units) = (to, units);
        } else if let Ok(units) = terms.units(&self.offer) {
            self.units = units;
        }
    }
}
