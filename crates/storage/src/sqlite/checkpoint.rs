//! Copying the log back into the file, on a thread of its own, so that no commit waits for it.
use crate::{fault::*, queue::Queue};
use parking_lot::Mutex;
use rusqlite::{Connection, wal::CheckpointMode};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Pages of 4 KiB in the log, not yet copied, that are worth a checkpoint.
const STEP: i64 = 2_000;
/// Pages in the log at which it is begun anew, and the writer kept waiting for that moment: under load that never
/// pauses it would grow without end.
const LONG: i64 = 8_000;

/// Wakes the checkpointer. `backfilled` is how many pages of the log were copied.
#[derive(Clone)]
pub(super) struct Signal {
    queue: Arc<Queue<()>>,
    backfilled: Arc<AtomicI64>,
}

impl Signal {
    pub(super) fn new(queue: Arc<Queue<()>>, backfilled: Arc<AtomicI64>) -> Self {
        Signal { queue, backfilled }
    }
    /// To be called after a commit, with the pages that are in the log.
    pub(super) fn committed(&self, pages: i64) {
        if pages < self.backfilled.load(Ordering::Relaxed) {
            self.backfilled.store(0, Ordering::Relaxed);
        }
        if pages - self.backfilled.load(Ordering::Relaxed) >= STEP {
            // It holds one signal; more say nothing new.
            drop(self.queue.push(()));
        }
    }
}

pub(super) struct Checkpointer {
    connection: Connection,
    /// See [`super::writer::Writer`].
    turn: Arc<Mutex<()>>,
    backfilled: Arc<AtomicI64>,
}

impl Checkpointer {
    pub(super) fn new(connection: Connection, turn: Arc<Mutex<()>>, backfilled: Arc<AtomicI64>) -> Self {
        Checkpointer { connection, turn, backfilled }
    }
    pub(super) fn run(self, queue: &Queue<()>) {
        while queue.next().is_some() {
            if let Err(fault) = self.checkpoint() {
                tracing::warn!(%fault, "a checkpoint was put off");
            }
        }
    }
    fn checkpoint(&self) -> Result<()> {
        let pages = self.copy(CheckpointMode::PASSIVE)?;
        if pages < LONG {
            return Ok(());
        }
        let _turn = self.turn.lock();
        self.copy(CheckpointMode::RESTART).map(drop)
    }
    fn copy(&self, mode: CheckpointMode) -> Result<i64> {
        let (pages, copied) = self.connection.wal_checkpoint_v2(None::<&str>, mode).map_err(super::link::fault)?;
        self.backfilled.store(i64::from(copied), Ordering::Relaxed);
        Ok(i64::from(pages))
    }
}
