//! A plan as it can be bought, and a plan that an account has.
use crate::{
    catalogue::{Family, Gives, Kind, Period, Plan, Ratio},
    grid::{Grid, Span},
};
use platform::Date;
use serde::{Deserialize, Serialize};

/// What is said along with a plan, and shown beside it (`billing.md` 2.2).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Extras {
    /// Countries by their ids, separated by commas.
    pub callout_countries: Option<String>,
    pub tollfree_countries: Option<String>,
    pub premium_countries: Option<String>,
    pub ddi_numbers: Option<i64>,
    /// Of plans that count the hosts who are active.
    pub active_hosts: Option<i64>,
}

/// A plan and how much of it: what is bought, and what is had. It holds all that it needs, so that a catalogue that
/// changes leaves it alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub code: String,
    pub name: String,
    pub kind: Kind,
    /// For the base plan alone.
    pub base: Option<Family>,
    /// The same for codes that differ in their period alone.
    pub product: String,
    pub period: Period,
    pub ratio: Option<Ratio>,
    pub gives: Gives,
    /// One where the plan has no number of hosts.
    pub hosts: i64,
    pub extras: Extras,
    /// The platform's owner has given it: it costs nothing, and ends when it is cancelled.
    #[serde(default)]
    pub granted: Option<Granted>,
}

/// How something was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Granted {
    /// What it makes of the account.
    /// As [`AccountType`](crate::AccountType) spells it.
    pub account_type: String,
    /// From when until when: milliseconds UTC, to be shown.
    pub from: Option<i64>,
    pub until: Option<i64>,
}

impl Offer {
    /// `hosts` of a plan; of one without a number of hosts there is one. `is_base` says that it is to be the base.
    pub fn of(plan: &Plan, is_base: bool, hosts: Option<i64>, extras: Extras) -> Self {
        Offer {
            code: plan.code.clone(),
            name: plan.name.clone(),
            kind: if is_base { Kind::Base } else { plan.kind },
            base: plan.base.filter(|_| is_base),
            product: plan.product.clone(),
            period: plan.period,
            ratio: plan.ratio,
            gives: plan.gives.clone(),
            hosts: plan.hosts.and(hosts).unwrap_or(1),
            extras,
            granted: None,
        }
    }
    /// Months from one renewal to the next; absent for what is never charged.
    pub fn months(&self) -> Option<u32> {
        if self.is_granted() { None } else { self.period.months() }
    }
    pub fn is_granted(&self) -> bool {
        self.granted.is_some()
    }
    pub fn is_base(&self) -> bool {
        self.kind == Kind::Base
    }
    pub fn is_trial(&self) -> bool {
        self.period == Period::Trial
    }
}

/// Where a plan stands. It moves down this list, and from cancelled back to active before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It begins on a day to come.
    Scheduled,
    Active,
    /// In use until its end.
    Cancelled,
    Expired,
}

impl Status {
    /// As it is kept.
    pub const fn name(self) -> &'static str {
        match self {
            Status::Scheduled => "scheduled",
            Status::Active => "active",
            Status::Cancelled => "cancelled",
            Status::Expired => "expired",
        }
    }
}

/// A change on a day to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Later {
    pub on: Date,
    pub to: Offer,
}

/// The charge that the running period is paid with, as far as nothing of it was given back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    /// The line it stands on.
    pub line: i64,
    pub span: Span,
    pub hosts: i64,
    /// What one host costs a period, by tier.
    pub units: Vec<i64>,
    /// By tier, as `units`; of the published one what can be given back of it, without what its debtor did not pay.
    pub amounts: Vec<i64>,
    /// On the amount of the published tier, without what its debtor did not pay.
    pub tax: i64,
    /// Its own line, and those whose unused part has paid for it.
    pub sources: Vec<Source>,
}

/// How much of a running charge rests on a line: at the published tier, with its tax.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub line: i64,
    /// Minor units.
    pub amount: i64,
}

/// A plan that an account has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The number of its charges on all invoices.
    pub number: i64,
    pub offer: Offer,
    pub status: Status,
    /// The first day of the service.
    pub effective: Date,
    /// Renewals are counted from here.
    pub anchor: Date,
    /// The running period; a later one begins on its end.
    pub period: Span,
    /// Until here price and plan are agreed on: a later one begins with a renewal.
    pub term_end: Date,
    /// Months of each term; none for a term of one period.
    pub contract: Option<u32>,
    /// The one change that is to come; another takes its place.
    pub later: Option<Later>,
    /// What one host costs a period, by tier, for this term.
    pub units: Vec<i64>,
    /// Absent where nothing was charged for the running period, or it was given back.
    pub running: Option<Running>,
    /// The buyer's own number for the purchase.
    pub purchase_order: String,
    /// The seller's number for the deal.
    pub deal: String,
    /// Why it was cancelled, where it was.
    #[serde(default)]
    pub cancellation: Option<Cancellation>,
}

/// Why a plan was cancelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancellation {
    /// 1 to 6, as the documents tell them apart.
    pub reason: Option<i64>,
    /// Empty for none.
    pub comment: String,
}

impl Held {
    /// In use: active, or cancelled and not at its end.
    pub fn is_running(&self) -> bool {
        matches!(self.status, Status::Active | Status::Cancelled)
    }
    /// Whether `to` is this plan with as many hosts or fewer: that can always be had.
    pub(crate) fn is_no_more(&self, to: &Offer) -> bool {
        self.offer.code == to.code && to.hosts <= self.offer.hosts
    }
    /// This plan with so many hosts of those that it has: what left the catalogue can still be lessened. What the platform's
    /// owner has given was in none.
    pub(crate) fn lessened(&self, code: &str, hosts: Option<i64>) -> Option<Offer> {
        let is_it = self.offer.code == code && !self.offer.is_granted();
        let hosts = hosts.filter(|hosts| is_it && (1..=self.offer.hosts).contains(hosts))?;
        Some(Offer { hosts, ..self.offer.clone() })
    }
    /// What it is, and what it is to become.
    pub fn offers(&self) -> impl Iterator<Item = &Offer> {
        [Some(&self.offer), self.later.as_ref().map(|later| &later.to)].into_iter().flatten()
    }
    /// What may be assigned of it: no more than what it has now, and what it is lowered to.
    pub fn usable_hosts(&self) -> i64 {
        self.later.as_ref().map_or(self.offer.hosts, |later| later.to.hosts.min(self.offer.hosts))
    }
    /// Whether it is to become anything but a trial.
    pub(crate) fn becomes_a_plan(&self) -> bool {
        self.later.as_ref().is_some_and(|later| !later.to.is_trial())
    }
    /// Whether it is charged, and is to have fewer hosts: they come with the end of a term, whatever they cost by then.
    fn is_lowered(&self, later: &Later) -> bool {
        self.offer.months().is_some() && self.is_no_more(&later.to)
    }
    /// When it becomes what it is to become, at the earliest.
    fn changes_on(&self, later: &Later) -> Date {
        if self.is_lowered(later) { later.on.max(self.term_end) } else { later.on }
    }
    fn later_by(&self, day: Date) -> Option<&Later> {
        self.later.as_ref().filter(|later| self.changes_on(later) <= day)
    }
    /// The days on which it begins, becomes another and ends, as far as they are known.
    pub(super) fn turns(&self) -> impl Iterator<Item = Date> {
        let begins = (self.status == Status::Scheduled).then_some(self.effective);
        let changes = self.later.as_ref().map(|later| self.changes_on(later));
        let ends = (self.status == Status::Cancelled).then_some(self.term_end);
        [begins, changes, ends].into_iter().flatten()
    }
    /// The fewest hosts that it has on a day: more of them may not come, where they cannot be charged by then.
    pub(super) fn fewest_on(&self, day: Date) -> i64 {
        self.later_by(day).map_or(self.offer.hosts, |later| later.to.hosts.min(self.offer.hosts))
    }
    /// The most hosts that it has on a day: fewer are sure at the end of the running term, and what is cancelled is gone then.
    pub(super) fn most_on(&self, day: Date) -> i64 {
        match (self.status, self.later_by(day)) {
            (Status::Scheduled, _) if day < self.effective => 0,
            (Status::Cancelled, _) if self.term_end <= day => 0,
            (_, None) => self.offer.hosts,
            (_, Some(later)) if self.is_lowered(later) && later.on <= self.term_end => later.to.hosts,
            (_, Some(later)) => later.to.hosts.max(self.offer.hosts),
        }
    }
    /// `None` for what is never charged.
    pub fn grid(&self) -> Option<Grid> {
        self.offer.months().map(|months| Grid::new(self.anchor, months))
    }
    /// When its term ends that begins with the period.
    pub(crate) fn term_after(&self) -> Date {
        let Some(months) = self.offer.months() else { return self.period.end };
        // A contract holds whole periods: one that does not is a term of one period.
        let contract = self.contract.filter(|contract| *contract > months && contract.is_multiple_of(months));
        contract.map_or(self.period.end, |contract| Grid::new(self.anchor, contract).next(self.period.start))
    }
    /// The next day on which something becomes of it.
    pub fn next_day(&self) -> Option<Date> {
        let later = self.later.as_ref().map(|later| later.on);
        match self.status {
            // What it is to become before it begins is in its place when it does.
            Status::Scheduled => Some(later.map_or(self.effective, |on| on.min(self.effective))),
            Status::Active if self.offer.is_granted() => later,
            Status::Active | Status::Cancelled => Some(later.map_or(self.period.end, |on| on.min(self.period.end))),
            Status::Expired => None,
        }
    }
}
