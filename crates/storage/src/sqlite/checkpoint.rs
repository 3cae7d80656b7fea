//! Copying the log back into the file, on a thread of its own, so that no commit waits for it.
use super::{readers::Readers, source::Source};
use crate::{fault::*, queue::Queue};
use parking_lot::Mutex;
use rusqlite::{Connection, wal::CheckpointMode};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Pages of 4 KiB by which the log has grown that are worth a checkpoint.
const STEP: i64 = 4_000;
/// Pages in the log at which it is begun anew, and the writer kept waiting for that moment: under load that never
/// pauses it would grow without end.
const LONG: i64 = 16_000;

/// Wakes the checkpointer. `seen` is how many pages were in the log at the last checkpoint, whether or not readers
/// let all of them be copied: trying again at once would only keep the writer waiting.
#[derive(Clone)]
pub(super) struct Signal {
    queue: Arc<Queue<()>>,
    seen: Arc<AtomicI64>,
}

impl Signal {
    pub(super) fn new(queue: Arc<Queue<()>>, seen: Arc<AtomicI64>) -> Self {
        Signal { queue, seen }
    }
    /// To be called after a commit, with the pages that are in the log.
    pub(super) fn committed(&self, pages: i64) {
        if pages < self.seen.load(Ordering::Relaxed) {
            self.seen.store(0, Ordering::Relaxed);
        }
        if pages - self.seen.load(Ordering::Relaxed) >= STEP {
            // It holds one signal; more say nothing new.
            drop(self.queue.push(()));
        }
    }
}

pub(super) struct Checkpointer {
    source: Arc<Source>,
    /// Opened for the first checkpoint: opening reads the schema, for which no start should wait.
    connection: Option<Connection>,
    /// See [`super::writer::Writer`].
    turn: Arc<Mutex<()>>,
    /// Nothing is copied that somebody may still read in the log, nor is the log begun anew.
    readers: Arc<Readers>,
    seen: Arc<AtomicI64>,
}

impl Checkpointer {
    pub(super) fn new(source: Arc<Source>, turn: Arc<Mutex<()>>, readers: Arc<Readers>, seen: Arc<AtomicI64>) -> Self {
        Checkpointer { source, connection: None, turn, readers, seen }
    }
    pub(super) fn run(mut self, queue: &Queue<()>) {
        while queue.next().is_some() {
            if let Err(fault) = self.checkpoint() {
                tracing::warn!(%fault, "a checkpoint was put off");
            }
        }
    }
    fn checkpoint(&mut self) -> Result<()> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            unopened => unopened.insert(self.source.checkpointer()?),
        };
        let copy = |mode| copy(connection, mode, &self.seen);
        self.readers.let_go();
        let pages = copy(CheckpointMode::PASSIVE)?;
        if pages < LONG {
            return Ok(());
        }
        // What was written meanwhile, so that little is left for the moment in which the writer waits.
        self.readers.let_go();
        copy(CheckpointMode::PASSIVE)?;
        let _turn = self.turn.lock();
        self.readers.without_snapshots(|| copy(CheckpointMode::RESTART)).map(drop)
    }
}

/// Copies what can be copied; the pages in the log.
fn copy(connection: &Connection, mode: CheckpointMode, seen: &AtomicI64) -> Result<i64> {
    let (pages, _) = connection.wal_checkpoint_v2(None::<&str>, mode).map_err(super::link::fault)?;
    seen.store(pages.into(), Ordering::Relaxed);
    Ok(pages.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queue::Crew;

    /// Whether each of these commits wakes the checkpointer, which has seen `seen` pages.
    fn wakes<const N: usize>(seen: i64, commits: [i64; N]) -> [bool; N] {
        let crew = Crew::new("test", 1, None::<fn(&Queue<()>)>);
        let signal = Signal::new(crew.queue().clone(), Arc::new(seen.into()));
        commits.map(|pages| {
            signal.committed(pages);
            // It takes one signal: a second one is refused when the commit has left one.
            let is_awake = signal.queue.push(()) == Err(Fault::Busy);
            signal.queue.next();
            is_awake
        })
    }

    #[test]
    fn a_checkpoint_is_made_when_the_log_has_grown_by_a_step() {
        assert_eq!(wakes(0, [STEP - 1, STEP, STEP + 1]), [false, true, true]);
        assert_eq!(wakes(STEP, [2 * STEP - 1, 2 * STEP]), [false, true]);
    }

    #[test]
    fn a_log_that_was_begun_anew_counts_from_nothing() {
        assert_eq!(wakes(LONG, [1, STEP - 1, STEP]), [false, false, true]);
    }
}
