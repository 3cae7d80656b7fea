//! The buckets of the accounts that have called of late, spread so that callers do not wait for each other.
use super::{Label, Unused, bucket::Buckets};
use parking_lot::Mutex;
use std::{
    collections::HashMap,
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher},
};

const SHARDS: usize = 64;
/// Accounts that one shard remembers before it looks for idle ones.
const ROOM: usize = 512;

/// Every account that may have something left in this process.
pub(super) struct Accounts {
    shards: Vec<Mutex<Shard>>,
    /// What forgotten accounts had leased and not spent.
    unused: Mutex<Vec<Unused>>,
}

struct Shard {
    known: HashMap<Box<str>, Buckets, Hasher>,
    sweep_at: usize,
}

type Hasher = BuildHasherDefault<DefaultHasher>;

/// Spreads accounts; the same in every process.
pub(super) fn hash(account: &str) -> u64 {
    Hasher::default().hash_one(account)
}

impl Default for Accounts {
    fn default() -> Self {
        let shard = || Mutex::new(Shard { known: HashMap::default(), sweep_at: ROOM });
        Accounts { shards: std::iter::repeat_with(shard).take(SHARDS).collect(), unused: Mutex::default() }
    }
}

impl Accounts {
    /// Runs `work` over the buckets of `account`, alone. `machine` is milliseconds UTC.
    pub fn with<T>(&self, account: &str, machine: i64, work: impl FnOnce(&mut Buckets) -> T) -> T {
        // The map of a shard goes by the low and the highest bits.
        let shard = (hash(account) >> 32) as usize % SHARDS;
        #[expect(clippy::indexing_slicing, reason = "there are as many shards as the number is taken modulo")]
        let mut shard = self.shards[shard].lock();
        if let Some(buckets) = shard.known.get_mut(account) {
            return work(buckets);
        }
        if shard.known.len() >= shard.sweep_at {
            self.sweep(&mut shard, machine);
        }
        work(shard.known.entry(account.into()).or_default())
    }
    /// At most `most` shares that nobody will spend; each is handed out once.
    pub fn unused(&self, most: usize) -> Vec<Unused> {
        let mut unused = self.unused.lock();
        let kept = unused.len().saturating_sub(most);
        unused.split_off(kept)
    }
    /// Empties all pots: what was in them is unused from now on.
    pub fn empty(&self) {
        for shard in &self.shards {
            for (account, buckets) in &mut shard.lock().known {
                self.set_aside(account, buckets);
            }
        }
    }
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.shards.iter().map(|shard| shard.lock().known.len()).sum()
    }
    fn sweep(&self, shard: &mut Shard, machine: i64) {
        shard.known.retain(|account, buckets| {
            let is_idle = buckets.is_idle(machine);
            if is_idle {
                self.set_aside(account, buckets);
            }
            !is_idle
        });
        shard.known.shrink_to(ROOM);
        // Twice what is in use, so that each account that comes pays for a small part of the next sweep.
        shard.sweep_at = ROOM.max(2 * shard.known.len());
    }
    fn set_aside(&self, account: &str, buckets: &mut Buckets) {
        for pot in Label::ALL {
            let (day_start, units) = buckets.empty(pot);
            if units > 0 {
                self.unused.lock().push(Unused { account: account.to_owned(), pot, day_start, units });
            }
        }
    }
}
