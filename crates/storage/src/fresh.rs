//! Whether a remembered fact still holds: a generation for every account, raised with a change and before its answer.
use std::{
    hash::{BuildHasher, BuildHasherDefault, DefaultHasher},
    sync::atomic::{AtomicU64, Ordering},
};

const SLOTS: usize = 4096;
/// Stands for all accounts at once; no id looks like it.
pub(crate) const EVERYTHING: &str = "*";

/// Generations of accounts. Two accounts may share a slot; that only costs a look-up more.
pub struct Freshness {
    changes: AtomicU64,
    slots: Vec<AtomicU64>,
}

/// The generation of an account that was seen before its facts were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    slot: usize,
    generation: u64,
}

impl Default for Freshness {
    fn default() -> Self {
        Freshness { changes: AtomicU64::new(0), slots: (0..SLOTS).map(|_| AtomicU64::new(0)).collect() }
    }
}

impl Freshness {
    /// To be taken *before* the statement that reads the facts.
    pub fn stamp(&self, account: &str) -> Stamp {
        let slot = slot(account);
        Stamp { slot, generation: self.generation(slot) }
    }
    /// Whether no acknowledged change has touched the account since.
    pub fn holds(&self, stamp: Stamp) -> bool {
        self.generation(stamp.slot) == stamp.generation
    }
    /// How often facts have changed at all. Where the account is known only after its facts were read, a stamp counts
    /// only if this number was the same before the reading and after the stamp.
    pub fn changes(&self) -> u64 {
        self.changes.load(Ordering::Acquire)
    }
    /// Called after each change that touched these accounts, before the next one runs; and again after their commit, before
    /// they are answered.
    pub(crate) fn raise(&self, accounts: &[String]) {
        if !accounts.is_empty() {
            self.changes.fetch_add(1, Ordering::AcqRel);
        }
        for account in accounts {
            if account == EVERYTHING {
                for generation in &self.slots {
                    generation.fetch_add(1, Ordering::AcqRel);
                }
            } else if let Some(generation) = self.slots.get(slot(account)) {
                generation.fetch_add(1, Ordering::AcqRel);
            }
        }
    }
    fn generation(&self, slot: usize) -> u64 {
        self.slots.get(slot).map_or(0, |generation| generation.load(Ordering::Acquire))
    }
}

fn slot(account: &str) -> usize {
    let hash = BuildHasherDefault::<DefaultHasher>::default().hash_one(account);
    (hash % SLOTS as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_holds_until_its_account_is_touched() {
        let fresh = Freshness::default();
        let (mine, other) = (fresh.stamp("mine"), fresh.stamp("other"));
        fresh.raise(&["mine".to_owned()]);
        assert!(!fresh.holds(mine));
        assert!(fresh.holds(other));
        assert!(fresh.holds(fresh.stamp("mine")));
    }

    #[test]
    fn no_stamp_holds_after_everything_was_touched() {
        let fresh = Freshness::default();
        let stamp = fresh.stamp("mine");
        fresh.raise(&[EVERYTHING.to_owned()]);
        assert!(!fresh.holds(stamp));
    }
}
