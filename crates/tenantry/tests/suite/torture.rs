//! How much is tortured, and by which choices: the environment says so, for `cargo xtask torture`.
use std::{env, str::FromStr};

/// So many, or as many as one wants in an ordinary run of the suite.
pub fn count(ordinary: usize) -> usize {
    from("TENANTRY_TORTURE_COUNT").unwrap_or(ordinary)
}

/// Repeats the choices of a run.
pub fn seed() -> u64 {
    from("TENANTRY_TORTURE_SEED").unwrap_or(1)
}

fn from<T: FromStr>(name: &str) -> Option<T> {
    env::var(name).ok()?.parse().ok()
}

/// SplitMix64: small, and good enough to choose.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }
    /// True in so many of a hundred cases.
    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }
    pub fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
    /// Each of them with this chance, of a hundred.
    pub fn some_of<T: Clone>(&mut self, all: &[T], chance: usize) -> Vec<T> {
        all.iter().filter(|_| self.percent(chance)).cloned().collect()
    }
}
