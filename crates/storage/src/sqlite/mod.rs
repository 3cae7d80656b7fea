//! SQLite: one thread writes and commits many changes at once; bounded reads run on the thread that asks.
mod checkpoint;
#[cfg(debug_assertions)]
mod kinds;
mod link;
mod lock;
mod migrations;
#[cfg(debug_assertions)]
mod plans;
mod readers;
mod source;
#[cfg(test)]
mod tests;
mod writer;

pub(crate) use lock::Lock;

use crate::{
    database::{Options, Read},
    fault::*,
    fresh::Freshness,
    migrate,
    queue::{Crew, Queue},
    trail::TrackingId,
    transaction::{End, Tx},
};
use parking_lot::Mutex;
use readers::{Commits, LargeRead, Readers};
use source::Source;
use std::{path::Path, sync::Arc};
use tokio::sync::oneshot;
use writer::{Change, Job, Writer};

/// Threads for reads with more rows than may be read on a worker.
const LARGE_READERS: usize = 2;
/// Such reads that may wait.
const LARGE_QUEUE: usize = 256;

/// An open database file. Its fields are dropped in this order: who writes closes last, and then the lock is given up.
pub(crate) struct Sqlite {
    large: Crew<LargeRead>,
    readers: Arc<Readers>,
    _checkpoints: Crew<()>,
    writer: Crew<Box<dyn Change>>,
    freshness: Arc<Freshness>,
    lock: Lock,
}

impl Sqlite {
    pub(crate) fn open(path: &Path, options: &Options) -> std::result::Result<Self, OpenFault> {
        let lock = Lock::take(path)?;
        let source = Arc::new(Source::new(path, options));
        let unopened = |fault: Fault| OpenFault(format!("cannot open {}: {fault}", path.display()));
        let mut first = source.prepare().map_err(unopened)?;
        migrate::run(&mut first, migrate::ALL)?;

        let commits = Arc::new(Commits::default());
        let readers = Arc::new(Readers::new(source.clone(), commits.clone()));
        readers.begin_with(first).map_err(unopened)?;
        let turn = Arc::new(Mutex::new(()));
        let seen = Arc::default();
        let checkpointer =
            checkpoint::Checkpointer::new(source.clone(), turn.clone(), readers.clone(), Arc::clone(&seen));
        let checkpoints = Crew::new("sqlite-checkpoint", 1, [move |queue: &Queue<()>| checkpointer.run(queue)]);
        checkpoints.begin()?;

        let freshness = Arc::new(Freshness::default());
        let signal = checkpoint::Signal::new(checkpoints.queue().clone(), seen);
        let writer = Writer::new(source, signal, options.batch, turn, freshness.clone(), commits);
        let writer = Crew::new("sqlite-writer", options.queue, [move |queue: &Queue<_>| writer.run(queue)]);

        let large =
            (0..LARGE_READERS).map(|_| readers.clone()).map(|readers| move |queue: &Queue<_>| readers.serve(queue));
        let large = Crew::new("sqlite-large", LARGE_QUEUE, large);
        Ok(Sqlite { large, readers, _checkpoints: checkpoints, writer, freshness, lock })
    }
    pub(crate) async fn read<T, F>(&self, read: Read, work: F) -> Result<T>
    where
        F: FnOnce(&Tx) -> T + Send + 'static,
        T: Send + 'static,
    {
        if read != Read::Large {
            return self.readers.read(read, work);
        }
        let (answer, answered) = oneshot::channel();
        let served = TrackingId::served();
        let work = move |tx: &Tx| TrackingId::carry_over(served, || work(tx));
        self.large.push(Box::new(move |readers, seat| drop(answer.send(readers.run(seat, read, work)))))?;
        answered.await.map_err(|_| Fault::unavailable("the thread for large reads has ended"))?
    }
    pub(crate) async fn write<T, F>(&self, work: F) -> Result<T>
    where
        F: FnMut(&Tx) -> End<T> + Send + 'static,
        T: Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let (mut work, served) = (work, TrackingId::served());
        let work = move |tx: &Tx| TrackingId::carry_over(served, || work(tx));
        self.writer.push(Box::new(Job::new(work, answer)))?;
        answered.await.map_err(|_| Fault::unavailable("the thread that writes has ended"))?
    }
    pub(crate) fn freshness(&self) -> &Freshness {
        &self.freshness
    }
    pub(crate) fn announce(&self, address: &str) -> Result<()> {
        self.lock.announce(address).map_err(Fault::unavailable)
    }
    pub(crate) fn reopened_readers(&self) -> u64 {
        self.readers.reopened()
    }
}
