//! What one process may still spend of an account's limits.
use super::{
    Admission, Shown, Verdict,
    headers::{DAILY, QPS},
    table::{Charge, Kind, Label, PerLabel, Quota},
};
use storage::{directory::Lease, time::SECOND};

/// How long a store that had nothing left is not asked again: another process may give back.
const PAUSE: i64 = SECOND;

/// The two clocks that limits go by, milliseconds UTC.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    pub machine: i64,
    /// In the account's world.
    pub world: i64,
}

impl Moment {
    fn on(self, kind: Kind) -> i64 {
        match kind {
            Kind::Window => self.machine,
            Kind::Day => self.world,
        }
    }
}

/// What came of an attempt to spend.
pub(super) enum Step {
    Done(Admission),
    /// Nothing was spent: a lease is needed first, for the period that begins then.
    Ask(Quota, i64),
}

/// How far ahead of a clock a period may be and still hold: another task or another node was a little earlier.
/// Further ahead, the clock was set back, and the period of the clock holds.
pub(super) fn slack(length: i64) -> i64 {
    length.max(10_000)
}

/// What is left of one number in one period.
#[derive(Clone, Copy, Default)]
pub(super) struct Bucket {
    /// Milliseconds UTC, as `end`.
    start: i64,
    end: i64,
    most: i64,
    /// What this process may spend without asking.
    held: i64,
    /// What the others have not taken either, as far as this process knows.
    left: i64,
    /// When the store had nothing left, on the machine's clock.
    refused_at: Option<i64>,
}

enum Stock {
    Some,
    Unknown,
    Spent,
}

impl Bucket {
    fn enter(&mut self, quota: &Quota, at: Moment) {
        let start = at.on(quota.kind).div_euclid(quota.length) * quota.length;
        let holds = self.end - self.start == quota.length && self.start - start <= slack(quota.length);
        if self.start < start || !holds {
            self.begin(quota, start);
        } else if self.most != quota.most {
            self.widen(quota.most - self.most);
        }
    }
    fn begin(&mut self, quota: &Quota, start: i64) {
        let (most, end) = (quota.most, start + quota.length);
        *self = Bucket { start, end, most, held: 0, left: most, refused_at: None };
    }
    /// The number has changed within the period: what was spent before counts against the new one.
    fn widen(&mut self, by: i64) {
        let left = self.left + by;
        self.most += by;
        self.left = left.max(0);
        self.held = (self.held + left.min(0)).max(0);
        self.refused_at = None;
    }
    fn stock(&mut self, at: Moment, is_leased: bool) -> Stock {
        if !is_leased {
            self.held += std::mem::take(&mut self.left);
        }
        let is_pausing = self.refused_at.is_some_and(|refused| (0..PAUSE).contains(&(at.machine - refused)));
        match self.held {
            1.. => Stock::Some,
            _ if is_leased && self.most > 0 && !is_pausing => Stock::Unknown,
            _ => Stock::Spent,
        }
    }
    fn credit(&mut self, quota: &Quota, lease: Lease) {
        if lease.start < self.start {
            return;
        }
        if lease.start > self.start {
            self.begin(quota, lease.start);
        }
        self.most = quota.most;
        self.left = lease.left;
        self.held += lease.units;
        self.refused_at = None;
    }
    fn refused(&mut self, start: i64, machine: i64) {
        if self.start == start {
            self.left = 0;
            self.refused_at = Some(machine);
        }
    }
    fn shown(&self, quota: &Quota, category: &'static str) -> Shown {
        let (kind, reset) = match quota.kind {
            Kind::Window => (QPS, Some(self.end / 1000)),
            Kind::Day => (DAILY, None),
        };
        Shown { category, kind, limit: self.most, remaining: self.held + self.left, reset }
    }
    fn refusal(&self, quota: &Quota, category: &'static str) -> Admission {
        let retry_at = self.end;
        let verdict = match quota.kind {
            Kind::Window => Verdict::PerSecond { retry_at },
            Kind::Day => Verdict::Daily { retry_at },
        };
        Admission { verdict, shown: Some(Shown { remaining: 0, ..self.shown(quota, category) }) }
    }
}

/// The buckets of one account.
#[derive(Clone, Copy, Default)]
pub(super) struct Buckets {
    windows: PerLabel<Bucket>,
    pots: PerLabel<Bucket>,
}

impl Buckets {
    /// Spends one unit of everything that the call counts against, or of nothing.
    pub fn take(&mut self, charge: &Charge, at: Moment, is_leased: impl Fn(&Quota) -> bool) -> Step {
        let category = charge.label.category();
        for quota in charge.quotas() {
            let bucket = self.of(&quota);
            bucket.enter(&quota, at);
            match bucket.stock(at, is_leased(&quota)) {
                Stock::Some => {}
                Stock::Unknown => return Step::Ask(quota, bucket.start),
                Stock::Spent => return Step::Done(bucket.refusal(&quota, category)),
            }
        }
        let mut shown = None;
        for quota in charge.quotas() {
            let bucket = self.of(&quota);
            bucket.held -= 1;
            shown = Some(bucket.shown(&quota, category));
        }
        Step::Done(Admission { verdict: Verdict::Admitted, shown })
    }
    /// Takes in what the store granted.
    pub fn credit(&mut self, quota: &Quota, lease: Lease) {
        self.of(quota).credit(quota, lease);
    }
    /// The store had nothing left for the period that begins at `start`.
    pub fn refused(&mut self, quota: &Quota, start: i64, machine: i64) {
        self.of(quota).refused(start, machine);
    }
    /// Whether it may be forgotten: all of its windows are over.
    pub fn is_idle(&self, machine: i64) -> bool {
        self.windows.iter().all(|window| window.end <= machine)
    }
    /// Empties the pot of `label`: the day it belongs to, by its start, and what was not spent of it.
    pub fn empty(&mut self, label: Label) -> (i64, i64) {
        let pot = self.pots.get_mut(label);
        (pot.start, std::mem::take(&mut pot.held))
    }
    fn of(&mut self, quota: &Quota) -> &mut Bucket {
        match quota.kind {
            Kind::Window => self.windows.get_mut(quota.label),
            Kind::Day => self.pots.get_mut(quota.label),
        }
    }
}
