//! Facts remembered between requests, where this process is the only one that writes; each holds only while its stamp does.
use parking_lot::RwLock;
use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    sync::Arc,
};
use storage::{Freshness, Stamp};

const SHARDS: usize = 16;
/// Entries of one shard; a full shard is emptied, which costs a look-up more for each.
const CAPACITY: usize = 4096;

/// A fact, and until when it holds. Without a stamp it holds for this request only.
#[derive(Debug)]
pub struct Known<V> {
    pub value: Arc<V>,
    pub stamp: Option<Stamp>,
}

impl<V> Clone for Known<V> {
    fn clone(&self) -> Self {
        Known { value: self.value.clone(), stamp: self.stamp }
    }
}

impl<V> Known<V> {
    /// Whether no acknowledged change has touched it since it was read.
    pub fn still_holds(&self, freshness: Option<&Freshness>) -> bool {
        freshness.zip(self.stamp).is_some_and(|(freshness, stamp)| freshness.holds(stamp))
    }
}

type Shard<V> = RwLock<HashMap<Box<[u8]>, Known<V>>>;

/// A bounded, sharded map of facts.
pub struct Remembered<V> {
    shards: [Shard<V>; SHARDS],
    hasher: RandomState,
}

impl<V> Default for Remembered<V> {
    fn default() -> Self {
        Remembered { shards: std::array::from_fn(|_| RwLock::default()), hasher: RandomState::new() }
    }
}

impl<V> Remembered<V> {
    /// The fact under `key`, when it still holds.
    pub fn get(&self, key: &[u8], freshness: &Freshness) -> Option<Known<V>> {
        let known = self.shard(key)?.read().get(key)?.clone();
        known.still_holds(Some(freshness)).then_some(known)
    }
    /// In place of what was known under `key`. A shard that is full is emptied first.
    pub fn put(&self, key: &[u8], known: Known<V>) {
        let Some(shard) = self.shard(key) else { return };
        let mut shard = shard.write();
        if shard.len() >= CAPACITY {
            shard.clear();
        }
        shard.insert(key.into(), known);
    }
    fn shard(&self, key: &[u8]) -> Option<&Shard<V>> {
        self.shards.get(self.hasher.hash_one(key) as usize % SHARDS)
    }
}
