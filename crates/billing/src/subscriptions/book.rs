//! All plans of one account: at most one base, and add-ons beside it.
use super::{Bill, Held, Offer, Refusal, Status, Terms};
use crate::{
    catalogue::{Kind, Ratio},
    grid::{Span, days_after},
};
use platform::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The plans of an account, and what is counted for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Book {
    pub plans: Vec<Held>,
    /// Numbers of charges and of lines that were given so far.
    pub charges: i64,
    pub lines: i64,
    /// A trial is once for an account.
    pub had_trial: bool,
    /// The codes of all that was tried: each once.
    pub tried: BTreeSet<String>,
}

/// How plans are bought.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// Today, unless the plans begin on a day to come.
    pub from: Option<Date>,
    /// Months that price and plan are agreed on for.
    pub contract: Option<u32>,
    /// The buyer's own number; empty for none.
    pub purchase_order: String,
    /// The seller's number; empty for none.
    pub deal: String,
}

impl Book {
    /// The base that is in use.
    pub fn base(&self) -> Option<&Held> {
        self.plans.iter().find(|held| held.offer.is_base() && held.is_running())
    }
    /// The base that is in use, or that begins on a day to come.
    pub fn any_base(&self) -> Option<&Held> {
        self.plans.iter().find(|held| held.offer.is_base() && held.status != Status::Expired)
    }
    /// Where that one is.
    pub fn any_base_at(&self) -> Option<usize> {
        self.plans.iter().position(|held| held.offer.is_base() && held.status != Status::Expired)
    }
    /// Plans that are in use or to come, add-ons only.
    pub fn addons(&self) -> impl Iterator<Item = &Held> {
        self.plans.iter().filter(|held| !held.offer.is_base() && held.status != Status::Expired)
    }
    /// Where the plan with this code is, in use or to come.
    pub fn position(&self, code: &str) -> Option<usize> {
        self.plans.iter().position(|held| held.offer.code == code && held.status != Status::Expired)
    }
    /// Whether there is anything that is paid for, now or on a day to come.
    pub fn is_anything_paid(&self) -> bool {
        self.plans.iter().any(|held| held.status != Status::Expired && !held.offer.is_granted())
    }
    /// The next day on which something becomes of a plan.
    pub fn next_day(&self) -> Option<Date> {
        self.plans.iter().filter_map(Held::next_day).min()
    }

    /// The last day on which a plan that is in use began to be charged, or to be tried: nothing is done on a day before it.
    pub(crate) fn charged_to(&self) -> Option<Date> {
        let in_use = self.plans.iter().filter(|held| held.is_running() && !held.offer.is_granted());
        in_use.map(|held| held.running.as_ref().map_or(held.period.start, |running| running.span.start)).max()
    }

    /// Buys plans, all of them or none: the base first, where one is among them. What has expired of their kinds goes.
    ///
    /// # Errors
    /// One of them is not for sale, or costs more than can be owed.
    pub fn buy(&mut self, offers: Vec<Offer>, order: &Order, today: Date, terms: &Terms<'_>) -> Result<Bill, Refusal> {
        let kinds: Vec<Kind> = offers.iter().map(|offer| offer.kind).collect();
        self.plans.retain(|held| held.status != Status::Expired || !kinds.contains(&held.offer.kind));
        let mut bill = Bill::default();
        for offer in offers {
            let at = self.add(offer, order, today, terms)?;
            if order.from.is_none_or(|from| from <= today) {
                self.begin(at, today, terms, &mut bill)?;
            }
        }
        bill.checked()
    }
    fn add(&mut self, offer: Offer, order: &Order, today: Date, terms: &Terms<'_>) -> Result<usize, Refusal> {
        let from = order.from.unwrap_or(today);
        let units = terms.units(&offer)?;
        self.charges += 1;
        self.plans.push(Held {
            number: self.charges,
            offer,
            status: Status::Scheduled,
            effective: from,
            anchor: from,
            period: Span { start: from, end: from },
            term_end: from,
            contract: order.contract,
            later: None,
            units,
            running: None,
            purchase_order: order.purchase_order.clone(),
            deal: order.deal.clone(),
            cancellation: None,
        });
        Ok(self.plans.len() - 1)
    }
    /// A plan begins: the base on a grid of its own, an add-on on that of the base.
    pub(crate) fn begin(&mut self, at: usize, today: Date, terms: &Terms<'_>, bill: &mut Bill) -> Result<(), Refusal> {
        let base_anchor = self.base().map(|base| base.anchor);
        let Some(held) = self.plans.get_mut(at) else { return Ok(()) };
        held.status = Status::Active;
        held.anchor = if held.offer.is_base() { today } else { base_anchor.unwrap_or(today) };
        if held.offer.is_trial() {
            held.period = Span { start: today, end: days_after(today, terms.trial_days) };
            self.had_trial |= held.offer.is_base();
            self.tried.insert(held.offer.code.clone());
        } else {
            held.period =
                held.grid().map_or(Span { start: today, end: Date::MAX }, |grid| grid.around(today).from(today));
        }
        held.term_end = held.term_after();
        self.charge(at, today, terms, bill)
    }

    /// Cancels a plan: it is in use until the end of its term, and one that has not begun does not begin. Whether that is
    /// a change.
    pub fn cancel(&mut self, at: usize) -> bool {
        let Some(held) = self.plans.get_mut(at) else { return false };
        match held.status {
            Status::Active => {
                held.status = Status::Cancelled;
                held.later = None;
                true
            }
            Status::Scheduled => {
                held.end(held.effective);
                true
            }
            Status::Cancelled | Status::Expired => false,
        }
    }

    /// The kinds whose plans do not stand to the hosts of the base as they must, now or on a day to come: after all that
    /// becomes of plans on it.
    pub fn misfits(&self) -> Vec<Kind> {
        let Some(base) = self.any_base() else { return Vec::new() };
        // Before all days that are named, everything is as it is now.
        let days: Vec<Date> = self.addons().chain([base]).flat_map(Held::turns).chain([Date::MIN]).collect();
        let fits = |held: &Held| days.iter().all(|day| self.fits_on(*day, held, base));
        self.addons().filter(|held| !fits(held)).map(|held| held.offer.kind).collect()
    }
    fn fits_on(&self, day: Date, held: &Held, base: &Held) -> bool {
        let (own, most) = (held.most_on(day), base.fewest_on(day));
        let of_kind = self.addons().filter(|other| other.offer.kind == held.offer.kind);
        let sum = of_kind.map(|other| other.most_on(day)).fold(0, i64::saturating_add);
        match held.offer.ratio {
            None => true,
            Some(_) if own == 0 => true,
            Some(Ratio::SumBelowBase) => sum < most,
            Some(Ratio::SumWithinBase) => sum <= most,
            Some(Ratio::EachWithinBase) => own <= most,
        }
    }

    /// Puts what the platform's owner gives in the place of all that the account had. Nothing is charged, and nothing is
    /// given back of what was.
    pub fn grant(&mut self, offers: Vec<Offer>, span: Span, today: Date) {
        self.plans.clear();
        for offer in offers {
            self.charges += 1;
            self.plans.push(Held {
                number: self.charges,
                offer,
                status: Status::Active,
                effective: span.start,
                // It is in use at once, whatever day is shown: what is bought beside it is charged from now on.
                anchor: span.start.min(today),
                period: span,
                term_end: span.end,
                contract: None,
                later: None,
                units: Vec::new(),
                running: None,
                purchase_order: String::new(),
                deal: String::new(),
                cancellation: None,
            });
        }
    }
}
