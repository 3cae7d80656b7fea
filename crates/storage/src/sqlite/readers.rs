//! Reading: bounded reads on the calling thread, over a connection of that thread; large ones on threads of their own.
//!
//! A connection keeps its snapshot open from one bounded read to the next, as long as nothing is committed: beginning one
//! takes file locks, which cost as much as a third of the look-up of a user. Whoever copies the log lets them all go first.
use super::{link::Link, source::Source};
use crate::{
    database::Read,
    fault::*,
    queue::Queue,
    transaction::{Tx, attempt},
};
use parking_lot::{Mutex, MutexGuard};
use rusqlite::Connection;
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
};

/// Seats, each with a connection once somebody has sat there. More threads than this share them.
const SEATS: usize = 64;

/// How many commits there were.
#[derive(Default)]
pub(super) struct Commits(AtomicU64);

impl Commits {
    /// To be called after each commit, and before anybody is told of it: no later read sees less.
    pub(super) fn add(&self) {
        self.0.fetch_add(1, Ordering::AcqRel);
    }
    fn count(&self) -> u64 {
        self.0.load(Ordering::Acquire)
    }
}

/// A connection for reading.
pub(super) struct Reader {
    pub(super) link: Link,
    /// How many commits there were before its snapshot began, when it has one.
    snapshot: Option<u64>,
}

impl Reader {
    /// Sees to a snapshot that no commit has come after.
    fn begin(&mut self, commits: u64) -> Result<()> {
        if self.snapshot == Some(commits) {
            return Ok(());
        }
        self.end()?;
        self.link.control("BEGIN")?;
        self.snapshot = Some(commits);
        Ok(())
    }
    fn end(&mut self) -> Result<()> {
        if self.snapshot.take().is_none() { Ok(()) } else { self.link.control("COMMIT") }
    }
}

/// A seat alone on its cache lines: threads that read at the same time do not meet.
#[repr(align(128))]
#[derive(Default)]
struct Seat(Mutex<Option<Reader>>);

impl Seat {
    /// Ends the snapshot of a connection that nobody reads with.
    fn let_go(&self) {
        let Some(mut seat) = self.0.try_lock() else { return };
        if seat.as_mut().is_some_and(|reader| reader.end().is_err()) {
            *seat = None;
        }
    }
}

pub(super) type LargeRead = Box<dyn FnOnce(&Readers, &mut Option<Reader>) + Send>;

/// The connections for reading. They belong to the database and not to threads, so that they close with it.
pub(super) struct Readers {
    source: Arc<Source>,
    seats: [Seat; SEATS],
    /// For those who find none.
    spare: Seat,
    commits: Arc<Commits>,
    /// Whether snapshots are kept from one read to the next.
    keeps: AtomicBool,
    reopened: AtomicU64,
}

impl Readers {
    pub(super) fn new(source: Arc<Source>, commits: Arc<Commits>) -> Self {
        Readers {
            source,
            seats: std::array::from_fn(|_| Seat::default()),
            spare: Seat::default(),
            commits,
            keeps: AtomicBool::new(true),
            reopened: AtomicU64::new(0),
        }
    }
    /// Reads with the connection that has brought the file up to date, which knows all tables: to learn them anew would
    /// take a fifth of a start.
    pub(super) fn begin_with(&self, first: Connection) -> Result<()> {
        let [seat, ..] = &self.seats;
        *seat.0.lock() = Some(Reader { link: self.source.reading(first)?, snapshot: None });
        Ok(())
    }
    /// Ends the snapshots that wait for a next read.
    pub(super) fn let_go(&self) {
        self.seats.iter().chain([&self.spare]).for_each(Seat::let_go);
    }
    /// Does `work` while no snapshot outlives its read.
    pub(super) fn without_snapshots<T>(&self, work: impl FnOnce() -> T) -> T {
        self.keeps.store(false, Ordering::Release);
        self.let_go();
        let done = work();
        self.keeps.store(true, Ordering::Release);
        done
    }
    pub(super) fn read<T>(&self, read: Read, work: impl FnOnce(&Tx) -> T) -> Result<T> {
        self.run(&mut self.seat(), read, work)
    }
    /// Works on reads with many rows until the queue is closed.
    pub(super) fn serve(&self, queue: &Queue<LargeRead>) {
        let mut seat = None;
        while let Some(read) = queue.next() {
            read(self, &mut seat);
        }
    }
    pub(super) fn run<T>(&self, seat: &mut Option<Reader>, read: Read, work: impl FnOnce(&Tx) -> T) -> Result<T> {
        let reader = self.sit(seat)?;
        if let Err(fault) = reader.begin(self.commits.count()) {
            *seat = None;
            return Err(fault);
        }
        let tx = Tx::new(&reader.link);
        let value = attempt(|| work(&tx));
        let fault = tx.finish();
        // After whatever went wrong, also a panic, the next read begins anew.
        let is_kept = read != Read::Large && fault.is_ok() && value.is_ok() && self.keeps.load(Ordering::Acquire);
        if !is_kept && reader.end().is_err() {
            *seat = None;
        }
        fault.and(value)
    }
    /// The connection of the seat, opened when there is none that can be used.
    fn sit<'s>(&self, seat: &'s mut Option<Reader>) -> Result<&'s mut Reader> {
        if seat.as_ref().is_some_and(|reader| reader.link.is_idle() == reader.snapshot.is_some()) {
            tracing::warn!(
                "a connection for reading was found in a transaction that is not its own and is opened anew"
            );
            self.reopened.fetch_add(1, Ordering::Relaxed);
            *seat = None;
        }
        match seat {
            Some(reader) => Ok(reader),
            empty => Ok(empty.insert(Reader { link: self.source.reader()?, snapshot: None })),
        }
    }
    /// The seat of this thread, once it has a connection. Until then another that has one and is free: no more are opened
    /// than are in use at the same time. With very many threads somebody may sit on one's own.
    fn seat(&self) -> MutexGuard<'_, Option<Reader>> {
        let own = self.seats.get(NUMBER.with(|number| number % SEATS)).and_then(|seat| seat.0.try_lock());
        match own {
            Some(seat) if seat.is_some() => seat,
            own => {
                let open = self.free().find(|seat| seat.is_some());
                open.or(own).or_else(|| self.free().next()).unwrap_or_else(|| self.spare.0.lock())
            }
        }
    }
    fn free(&self) -> impl Iterator<Item = MutexGuard<'_, Option<Reader>>> {
        self.seats.iter().filter_map(|seat| seat.0.try_lock())
    }
    /// Connections for bounded reads that are open and not in use.
    #[cfg(test)]
    pub(super) fn open(&self) -> usize {
        self.free().filter(|seat| seat.is_some()).count()
    }
    pub(super) fn reopened(&self) -> u64 {
        self.reopened.load(Ordering::Relaxed)
    }
}

impl Drop for Readers {
    /// The first connection may be the only one that can write, and closes after the others: SQLite copies the log when such a
    /// one closes last.
    fn drop(&mut self) {
        let [_, others @ ..] = &mut self.seats;
        others.iter_mut().chain([&mut self.spare]).for_each(|seat| *seat.0.get_mut() = None);
    }
}

static THREADS: AtomicUsize = AtomicUsize::new(0);
thread_local! {
    static NUMBER: usize = THREADS.fetch_add(1, Ordering::Relaxed);
}
