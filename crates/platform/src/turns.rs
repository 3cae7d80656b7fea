//! Turns at work that takes a core or another machine for long: how much runs at once, and how much may wait for that.
use parking_lot::Mutex;
use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};
use storage::{Fault, Result};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many may be in line for work that takes a core for long. On one core the last one waits for some four seconds.
const MOST_WORKS: usize = 256;
/// How much waits for other machines at once; more is refused.
const MOST_WAITS: usize = 32;
/// How many of those in line may come from one address, so that nobody fills the line alone.
const MOST_OF_ADDRESS: usize = 16;

pub(crate) struct Turns {
    at_once: Arc<Semaphore>,
    most: usize,
    line: Mutex<Line>,
}

/// Who is in line, those at work among them.
#[derive(Default)]
struct Line {
    length: usize,
    by_address: HashMap<String, usize>,
}

/// A turn at the work; whoever drops it leaves the line. It goes with the work to its thread: whoever asked for the work may
/// be gone before it ends.
pub(crate) struct Turn {
    _permit: OwnedSemaphorePermit,
    _place: Place,
}

/// A place in line.
struct Place {
    turns: Arc<Turns>,
    address: Option<String>,
}

impl Turns {
    /// For work that takes a core for long, where there are so many: one stays free.
    pub fn of_works(cores: usize) -> Arc<Self> {
        Turns::new(cores.saturating_sub(1).max(1), MOST_WORKS)
    }
    /// For work that waits for other machines.
    pub fn of_waits() -> Arc<Self> {
        Turns::new(MOST_WAITS, MOST_WAITS)
    }
    /// So much runs at once; at most so many are in line, those at work among them.
    pub fn new(at_once: usize, most: usize) -> Arc<Self> {
        Arc::new(Turns { at_once: Arc::new(Semaphore::new(at_once)), most, line: Mutex::default() })
    }
    /// Waits for a turn. `address` is where it is asked for from, if that is to be counted.
    ///
    /// # Errors
    /// [`Fault::Busy`] when too many wait, here or from the address.
    pub async fn take(self: &Arc<Self>, address: Option<&str>) -> Result<Turn> {
        let place = self.place(address)?;
        let permit = self.at_once.clone().acquire_owned().await.map_err(Fault::unavailable)?;
        Ok(Turn { _permit: permit, _place: place })
    }
    fn place(self: &Arc<Self>, address: Option<&str>) -> Result<Place> {
        let mut line = self.line.lock();
        let of_address = address.and_then(|address| line.by_address.get(address)).copied().unwrap_or_default();
        if line.length >= self.most || of_address >= MOST_OF_ADDRESS {
            return Err(Fault::Busy);
        }
        line.length += 1;
        if let Some(address) = address {
            line.by_address.insert(address.to_owned(), of_address + 1);
        }
        Ok(Place { turns: self.clone(), address: address.map(str::to_owned) })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut line = self.turns.line.lock();
        line.length -= 1;
        let Some(address) = self.address.take() else { return };
        if let Entry::Occupied(mut count) = line.by_address.entry(address) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        pin::{Pin, pin},
        task::{Context, Poll, Waker},
    };

    const MOST: usize = 64;

    /// A turn, if it is there or refused at once; nothing while it waits.
    fn poll(taking: Pin<&mut impl Future<Output = Result<Turn>>>) -> Option<Result<Turn>> {
        match taking.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(turn) => Some(turn),
            Poll::Pending => None,
        }
    }

    /// As many as want a turn, each waiting for it.
    fn waiting<'t>(
        turns: &'t Arc<Turns>,
        address: Option<&'t str>,
        count: usize,
    ) -> Vec<Pin<Box<impl Future + use<'t>>>> {
        let mut all: Vec<_> = (0..count).map(|_| Box::pin(turns.take(address))).collect();
        for one in &mut all {
            assert!(poll(one.as_mut()).is_none());
        }
        all
    }

    #[test]
    fn one_address_is_in_line_sixteen_times_and_keeps_nobody_else_out_of_it() {
        let turns = Turns::new(1, MOST);
        let at_work = poll(pin!(turns.take(Some("a")))).unwrap().unwrap();
        let line = waiting(&turns, Some("a"), MOST_OF_ADDRESS - 1);
        assert!(matches!(poll(pin!(turns.take(Some("a")))), Some(Err(Fault::Busy))));
        drop(waiting(&turns, Some("b"), MOST_OF_ADDRESS));
        drop((at_work, line));
        assert!(poll(pin!(turns.take(Some("a")))).unwrap().is_ok());
        assert!(turns.line.lock().by_address.is_empty());
    }

    #[test]
    fn a_line_has_an_end_wherever_those_in_it_come_from() {
        let turns = Turns::new(1, MOST);
        let at_work = poll(pin!(turns.take(None))).unwrap().unwrap();
        let mut line = waiting(&turns, None, MOST - 1);
        for address in [None, Some("a")] {
            assert!(matches!(poll(pin!(turns.take(address))), Some(Err(Fault::Busy))));
        }
        line.pop();
        drop(waiting(&turns, Some("a"), 1));
        drop((at_work, line));
        assert_eq!(turns.line.lock().length, 0);
    }

    #[test]
    fn in_line_for_a_core_are_256_those_at_work_among_them() {
        for (cores, at_once) in [(1, 1), (2, 1), (3, 2)] {
            let turns = Turns::of_works(cores);
            let at_work: Vec<Turn> = (0..at_once).map(|_| poll(pin!(turns.take(None))).unwrap().unwrap()).collect();
            let mut line = waiting(&turns, None, 256 - at_once);
            assert!(matches!(poll(pin!(turns.take(None))), Some(Err(Fault::Busy))));
            line.pop();
            drop(waiting(&turns, None, 1));
            drop((at_work, line));
        }
    }

    #[test]
    fn for_other_machines_32_wait_at_once_and_nobody_is_in_line() {
        let turns = Turns::of_waits();
        let mut at_work: Vec<Turn> = (0..32).map(|_| poll(pin!(turns.take(None))).unwrap().unwrap()).collect();
        assert!(matches!(poll(pin!(turns.take(None))), Some(Err(Fault::Busy))));
        at_work.pop();
        assert!(poll(pin!(turns.take(None))).unwrap().is_ok());
    }

    #[test]
    fn whoever_waits_has_its_turn_when_another_ends() {
        let turns = Turns::new(1, MOST);
        let at_work = poll(pin!(turns.take(None))).unwrap().unwrap();
        let mut next = pin!(turns.take(None));
        assert!(poll(next.as_mut()).is_none());
        drop(at_work);
        assert!(poll(next.as_mut()).unwrap().is_ok());
    }

    #[test]
    fn where_the_line_is_as_long_as_what_runs_at_once_nobody_waits() {
        let turns = Turns::new(2, 2);
        let at_work = [(); 2].map(|()| poll(pin!(turns.take(None))).unwrap().unwrap());
        assert!(matches!(poll(pin!(turns.take(None))), Some(Err(Fault::Busy))));
        drop(at_work);
        assert!(poll(pin!(turns.take(None))).unwrap().is_ok());
    }
}
