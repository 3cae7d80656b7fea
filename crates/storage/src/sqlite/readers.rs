//! Reading: bounded reads on the calling thread, over a connection of that thread; large ones on threads of their own.
use super::{link::Link, source::Source};
use crate::{
    database::Read,
    fault::*,
    queue::Queue,
    transaction::{Tx, attempt},
};
use parking_lot::{Mutex, MutexGuard};
use std::sync::{
    Arc,
    atomic::{AtomicU64, AtomicUsize, Ordering},
};

/// Seats, each with a connection once somebody has sat there. More threads than this share them.
const SEATS: usize = 64;

/// A seat alone on its cache lines: threads that read at the same time do not meet.
#[repr(align(128))]
#[derive(Default)]
struct Seat(Mutex<Option<Link>>);

pub(super) type LargeRead = Box<dyn FnOnce(&Readers, &mut Option<Link>) + Send>;

/// The connections for reading. They belong to the database and not to threads, so that they close with it.
pub(super) struct Readers {
    source: Arc<Source>,
    seats: [Seat; SEATS],
    /// For those who find none.
    spare: Seat,
    reopened: AtomicU64,
}

impl Readers {
    pub(super) fn new(source: Arc<Source>) -> Self {
        let seats = std::array::from_fn(|_| Seat::default());
        Readers { source, seats, spare: Seat::default(), reopened: AtomicU64::new(0) }
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
    pub(super) fn run<T>(&self, seat: &mut Option<Link>, read: Read, work: impl FnOnce(&Tx) -> T) -> Result<T> {
        let link = self.sit(seat)?;
        if read != Read::OneStatement {
            link.control("BEGIN")?;
        }
        let tx = Tx::new(link);
        let value = attempt(|| work(&tx));
        let fault = tx.finish();
        // On every way out, also after a panic: a connection left in a transaction would go on to see the past.
        if !link.is_idle() && link.control("COMMIT").is_err() {
            *seat = None;
        }
        fault.and(value)
    }
    /// The connection of the seat, opened when there is none that can be used.
    fn sit<'s>(&self, seat: &'s mut Option<Link>) -> Result<&'s Link> {
        if seat.as_ref().is_some_and(|link| !link.is_idle()) {
            tracing::warn!("a connection for reading was found inside a transaction and is opened anew");
            self.reopened.fetch_add(1, Ordering::Relaxed);
            *seat = None;
        }
        match seat {
            Some(link) => Ok(link),
            empty => Ok(empty.insert(self.source.reader()?)),
        }
    }
    /// The seat of this thread; another free one when somebody sits there, as may happen with very many threads.
    fn seat(&self) -> MutexGuard<'_, Option<Link>> {
        let (before, from) = self.seats.split_at(NUMBER.with(|number| number % SEATS));
        let free = from.iter().chain(before).find_map(|seat| seat.0.try_lock());
        free.unwrap_or_else(|| self.spare.0.lock())
    }
    pub(super) fn reopened(&self) -> u64 {
        self.reopened.load(Ordering::Relaxed)
    }
}

static THREADS: AtomicUsize = AtomicUsize::new(0);
thread_local! {
    static NUMBER: usize = THREADS.fetch_add(1, Ordering::Relaxed);
}
