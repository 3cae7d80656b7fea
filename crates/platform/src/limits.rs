//! How often an account may call: windows of a second or a minute, and daily pots, both shared by all processes.
mod accounts;
mod bucket;
mod headers;
mod leases;
mod table;
#[cfg(test)]
mod tests;

pub use leases::{Ask, Leases, Unused};
pub use table::{Kind, Label, LimitTable, Quota, Rank, Rate};

use crate::clock::SharedClock;
use accounts::{Accounts, hash};
use bucket::{Buckets, Moment, Step};
pub(crate) use headers::{DAILY, QPS};
use std::sync::Arc;
use storage::{Database, Fault, Result, TrackingId, time::SECOND};
use table::Charge;
use tokio::sync::Mutex;

/// Of two accounts, one pair in so many waits for each other's leases.
const TURNS: usize = 1024;
/// Shares of forgotten accounts that are returned along with one lease.
const RETURNED_ALONG: usize = 64;
/// Shares that are returned in one transaction when the process ends.
const RETURNED_AT_ONCE: usize = 256;

/// Whether a call may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Admitted,
    /// `retry_at` is when the next second or minute begins: milliseconds UTC, machine's clock, whole seconds.
    PerSecond {
        retry_at: i64,
    },
    /// `retry_at` is the next 00:00 UTC of the account's world, in milliseconds.
    Daily {
        retry_at: i64,
    },
}

/// What the limits say about one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admission {
    pub verdict: Verdict,
    /// What the headers say; nothing when nothing limits the call.
    pub shown: Option<Shown>,
}

/// The limit that refused, otherwise the daily pot where there is one, as far as this process knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// As the header `X-RateLimit-Category` spells it.
    pub category: &'static str,
    /// `QPS`, also for minutes, or `Daily-limit`.
    pub kind: &'static str,
    pub limit: i64,
    /// Calls; 0 on a refusal.
    pub remaining: i64,
    /// Unix seconds at which the second or minute ends; absent for days.
    pub reset: Option<i64>,
}

/// A number that belongs to an object, not to the calls of an account, and is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent {
    /// `QPS`, also for minutes, or `Daily-limit`.
    pub kind: &'static str,
    pub limit: i64,
    /// From when on there is something left: milliseconds UTC in the account's world.
    pub retry_at: i64,
}

impl Admission {
    const UNLIMITED: Admission = Admission { verdict: Verdict::Admitted, shown: None };
}

/// The limits of all accounts, as one of the processes on a database applies them.
pub struct Limits<L = Database>(Option<Arc<Inner<L>>>);

struct Inner<L> {
    table: LimitTable,
    leases: L,
    clock: SharedClock,
    accounts: Accounts,
    turns: Vec<Mutex<()>>,
}

struct Call<'c> {
    account: &'c str,
    charge: Charge,
    world_now: i64,
}

impl Limits {
    /// Every call may go on, and no header is shown.
    pub fn off() -> Self {
        Limits(None)
    }
}

impl<L> Limits<L> {
    /// Whether anything is limited at all.
    pub fn is_on(&self) -> bool {
        self.0.is_some()
    }
}

impl<L: Leases> Limits<L> {
    /// Limits that share their numbers with every other process on `leases`.
    pub fn new(table: LimitTable, leases: L, clock: SharedClock) -> Self {
        let turns = std::iter::repeat_with(Mutex::default).take(TURNS).collect();
        Limits(Some(Arc::new(Inner { table, leases, clock, accounts: Accounts::default(), turns })))
    }
    /// Counts one call of `account`, whose credentials made it. `world_now` is milliseconds UTC in its world; it decides
    /// the day. A call that is refused here counts against nothing.
    ///
    /// # Errors
    /// Those of the store: what this process holds is spent, and it could not ask for more.
    pub async fn admit(&self, account: &str, rank: Rank, rate: Rate, world_now: i64) -> Result<Admission> {
        let Some(inner) = &self.0 else { return Ok(Admission::UNLIMITED) };
        let Some(charge) = inner.table.charge(rank, rate) else { return Ok(Admission::UNLIMITED) };
        let call = Call { account, charge, world_now };
        match inner.take(&call) {
            Step::Done(admission) => Ok(admission),
            Step::Ask(..) => inner.take_with_leases(&call).await,
        }
    }
    /// Returns what was leased and not spent. To be called when the process ends.
    ///
    /// # Errors
    /// Those of the store; what it did not take back is lost for the day.
    pub async fn give_back(&self) -> Result<()> {
        let Some(inner) = &self.0 else { return Ok(()) };
        inner.accounts.empty();
        while inner.give_back(RETURNED_AT_ONCE).await? > 0 {}
        Ok(())
    }
}

impl<L: Leases> Inner<L> {
    fn take(&self, call: &Call<'_>) -> Step {
        let at = Moment { machine: self.clock.now(), world: call.world_now };
        let take = |buckets: &mut Buckets| buckets.take(&call.charge, at, |quota| self.is_leased(quota));
        self.accounts.with(call.account, at.machine, take)
    }
    /// Seconds of a process that is alone are kept in its memory: it cannot end and start anew within one for long.
    fn is_leased(&self, quota: &Quota) -> bool {
        quota.length > SECOND || self.leases.shares_seconds()
    }
    /// One task of an account leases; the others wait and find what it got.
    async fn take_with_leases(self: &Arc<Self>, call: &Call<'_>) -> Result<Admission> {
        #[expect(clippy::indexing_slicing, reason = "there are as many turns as the number is taken modulo")]
        let _turn = self.turns[hash(call.account) as usize % TURNS].lock().await;
        loop {
            match self.take(call) {
                Step::Done(admission) => return Ok(admission),
                Step::Ask(quota, start) => self.lease(Ask { account: call.account.to_owned(), quota, start }).await?,
            }
        }
    }
    async fn lease(self: &Arc<Self>, ask: Ask) -> Result<()> {
        let (this, served) = (self.clone(), TrackingId::served());
        // A task of its own: what was leased must be credited although the caller may have hung up.
        #[expect(clippy::disallowed_methods, reason = "it ends with one statement of the store")]
        let leased = tokio::spawn(TrackingId::carry(served, async move { this.lease_and_credit(ask).await }));
        leased.await.map_err(Fault::broken)?
    }
    async fn lease_and_credit(&self, ask: Ask) -> Result<()> {
        if let Err(fault) = self.give_back(RETURNED_ALONG).await {
            tracing::warn!(%fault, "shares of daily pots were not returned");
        }
        let lease = self.leases.lease(ask.clone()).await?;
        let machine = self.clock.now();
        self.accounts.with(&ask.account, machine, |buckets| match lease {
            Some(lease) => buckets.credit(&ask.quota, lease),
            None => buckets.refused(&ask.quota, ask.start, machine),
        });
        Ok(())
    }
    /// Returns at most `most` shares; how many were returned.
    async fn give_back(&self, most: usize) -> Result<usize> {
        let unused = self.accounts.unused(most);
        let returned = unused.len();
        if returned > 0 {
            self.leases.give_back(unused).await?;
        }
        Ok(returned)
    }
}
