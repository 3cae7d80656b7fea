//! The limits under a clock moved by hand, over a store that any number of processes share.
mod forgetting;
mod pots;
mod published;
mod windows;

use super::{Ask, *};
use crate::clock::Clock;
use parking_lot::Mutex as Lock;
use std::{
    collections::HashMap,
    sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering::SeqCst},
};
use storage::{directory::Lease, time::DAY};

/// A midnight.
const MIDNIGHT: i64 = 20_000 * DAY;

/// A machine, or several that share a clock and a store.
#[derive(Clone)]
struct Machine {
    clock: Arc<Hand>,
    store: Arc<Store>,
}

struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> i64 {
        self.0.load(SeqCst)
    }
}

/// What the statements of the store do, in memory.
#[derive(Default)]
struct Store {
    shares_seconds: bool,
    pots: Lock<HashMap<(String, Label, i64), i64>>,
    windows: Lock<HashMap<(String, Label), (i64, i64)>>,
    asked: AtomicUsize,
    is_lost: AtomicBool,
}

impl Leases for Arc<Store> {
    fn shares_seconds(&self) -> bool {
        self.shares_seconds
    }
    async fn lease(&self, ask: Ask) -> Result<Option<Lease>> {
        self.asked.fetch_add(1, SeqCst);
        tokio::task::yield_now().await;
        if self.is_lost.load(SeqCst) {
            return Err(Fault::Busy);
        }
        Ok(match ask.quota.kind {
            Kind::Window => self.window(ask),
            Kind::Day => self.pot(ask),
        })
    }
    async fn give_back(&self, unused: Vec<Unused>) -> Result<()> {
        for Unused { account, pot, day_start, units } in unused {
            *self.pots.lock().entry((account, pot, day_start)).or_default() -= units;
        }
        Ok(())
    }
}

impl Store {
    fn pot(&self, ask: Ask) -> Option<Lease> {
        let mut pots = self.pots.lock();
        let leased = pots.entry((ask.account, ask.quota.label, ask.start)).or_default();
        let left = ask.quota.most - *leased;
        let units = (left / 200).max(1);
        (left > 0).then(|| {
            *leased += units;
            Lease { start: ask.start, units, left: left - units }
        })
    }
    fn window(&self, ask: Ask) -> Option<Lease> {
        let mut windows = self.windows.lock();
        let (start, leased) = windows.entry((ask.account, ask.quota.label)).or_default();
        if !(ask.start..=ask.start + 60_000).contains(start) {
            (*start, *leased) = (ask.start, 0);
        }
        let left = ask.quota.most - *leased;
        let units = (ask.quota.most / 4).max(1).min(left);
        (left > 0).then(|| {
            *leased += units;
            Lease { start: *start, units, left: left - units }
        })
    }
}

impl Machine {
    /// One process, which keeps seconds for itself.
    fn alone() -> Self {
        Machine::with(Store::default())
    }
    /// As many processes as are started.
    fn among_others() -> Self {
        Machine::with(Store { shares_seconds: true, ..Store::default() })
    }
    fn both() -> [Self; 2] {
        [Machine::alone(), Machine::among_others()]
    }
    fn with(store: Store) -> Self {
        Machine { clock: Arc::new(Hand(MIDNIGHT.into())), store: store.into() }
    }
    fn start(&self, table: &str) -> Process {
        let table = serde_json::from_str(table).unwrap();
        Process { limits: Limits::new(table, self.store.clone(), self.clock.clone()), clock: self.clock.clone() }
    }
    fn at(&self, millis: i64) {
        self.clock.0.store(MIDNIGHT + millis, SeqCst);
    }
    fn asked(&self) -> usize {
        self.store.asked.load(SeqCst)
    }
    fn leased(&self, label: Label) -> i64 {
        self.store.pots.lock().iter().filter(|((_, pot, _), _)| *pot == label).map(|(_, leased)| leased).sum()
    }
}

struct Process {
    limits: Limits<Arc<Store>>,
    clock: Arc<Hand>,
}

impl Process {
    /// A call of the account `a` on the machine's day.
    async fn call(&self, rank: Rank, rate: Rate) -> Admission {
        self.limits.admit("a", rank, rate, self.clock.now()).await.unwrap()
    }
    async fn is_admitted(&self, rank: Rank, rate: Rate) -> bool {
        self.call(rank, rate).await.verdict == Verdict::Admitted
    }
    /// How many of `calls` are admitted.
    async fn admitted(&self, calls: usize, rank: Rank, rate: Rate) -> i64 {
        let mut admitted = 0;
        for _ in 0..calls {
            admitted += i64::from(self.is_admitted(rank, rate).await);
        }
        admitted
    }
}
