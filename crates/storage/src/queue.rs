//! A bounded queue, and the threads that work on it.
use crate::fault::*;
use parking_lot::{Condvar, Mutex};
use std::{
    collections::VecDeque,
    io,
    sync::{Arc, OnceLock},
    thread::{self, JoinHandle},
};

/// Jobs that wait, at most `capacity` of them.
pub(crate) struct Queue<J> {
    waiting: Mutex<Waiting<J>>,
    changed: Condvar,
    capacity: usize,
}

struct Waiting<J> {
    jobs: VecDeque<J>,
    is_closed: bool,
}

impl<J> Queue<J> {
    fn new(capacity: usize) -> Self {
        let waiting = Waiting { jobs: VecDeque::new(), is_closed: false };
        Queue { waiting: Mutex::new(waiting), changed: Condvar::new(), capacity }
    }
    /// # Errors
    /// [`Fault::Busy`] when it is full, [`Fault::Unavailable`] when nobody works on it any more.
    pub(crate) fn push(&self, job: J) -> Result<()> {
        let mut waiting = self.waiting.lock();
        if waiting.is_closed {
            return Err(Fault::unavailable("the database is being closed"));
        }
        if waiting.jobs.len() >= self.capacity {
            return Err(Fault::Busy);
        }
        waiting.jobs.push_back(job);
        self.changed.notify_one();
        Ok(())
    }
    /// The next job, once there is one; nothing when the queue is closed and empty.
    pub(crate) fn next(&self) -> Option<J> {
        let mut waiting = self.waiting.lock();
        loop {
            match waiting.jobs.pop_front() {
                Some(job) => return Some(job),
                None if waiting.is_closed => return None,
                None => self.changed.wait(&mut waiting),
            }
        }
    }
    /// Fills `jobs` with what waits, at most `most`, once there is something; stays empty when the queue is closed and
    /// empty.
    pub(crate) fn next_batch(&self, most: usize, jobs: &mut Vec<J>) {
        let Some(first) = self.next() else { return };
        jobs.push(first);
        let mut waiting = self.waiting.lock();
        let more = waiting.jobs.len().min(most.saturating_sub(1));
        jobs.extend(waiting.jobs.drain(..more));
    }
    fn close(&self) {
        self.waiting.lock().is_closed = true;
        self.changed.notify_all();
    }
}

/// Threads over one queue, which begin with its first job: no start of the server waits for them. Where the system has none
/// for it just then, the job is refused, and the next one tries again. When the crew is dropped they finish what waits, and
/// end.
pub(crate) struct Crew<J> {
    name: &'static str,
    queue: Arc<Queue<J>>,
    /// Those that have not begun.
    workers: Arc<Mutex<Vec<Worker<J>>>>,
    /// Absent until one has.
    threads: OnceLock<Vec<JoinHandle<()>>>,
}

type Worker<J> = Box<dyn FnOnce(&Queue<J>) + Send>;

impl<J: Send + 'static> Crew<J> {
    /// One thread for each of `workers`, which ends when its queue gives nothing more.
    pub(crate) fn new<W>(name: &'static str, capacity: usize, workers: impl IntoIterator<Item = W>) -> Self
    where
        W: FnOnce(&Queue<J>) + Send + 'static,
    {
        let workers: Vec<_> = workers.into_iter().map(|worker| Box::new(worker) as Worker<J>).collect();
        let (queue, workers) = (Arc::new(Queue::new(capacity)), Arc::new(Mutex::new(workers)));
        Crew { name, queue, workers, threads: OnceLock::new() }
    }
    /// # Errors
    /// [`Fault::Busy`] when it is full, [`Fault::Unavailable`] when nobody works on it.
    pub(crate) fn push(&self, job: J) -> Result<()> {
        self.begin().map_err(Fault::unavailable)?;
        self.queue.push(job)
    }
    /// Has the threads begin, for a queue into which others put their jobs. With some of them it goes on.
    ///
    /// # Errors
    /// The system has none for it.
    pub(crate) fn begin(&self) -> std::result::Result<(), OpenFault> {
        if self.threads.get().is_some() {
            return Ok(());
        }
        // Held until they are noted: whoever begins at the same time finds them.
        let workers = self.workers.lock();
        if self.threads.get().is_some() {
            return Ok(());
        }
        let mut threads = Vec::new();
        let begun = (0..workers.len()).try_for_each(|_| self.spawn().map(|thread| threads.push(thread)));
        if let Err(cause) = begun {
            tracing::error!(%cause, thread = self.name, "a thread cannot be started");
            if threads.is_empty() {
                return Err(OpenFault(format!("cannot start the thread {}: {cause}", self.name)));
            }
        }
        // It was empty, and nobody else fills it meanwhile.
        drop(self.threads.set(threads));
        Ok(())
    }
    fn spawn(&self) -> io::Result<JoinHandle<()>> {
        let (queue, workers) = (self.queue.clone(), self.workers.clone());
        thread::Builder::new().name(self.name.to_owned()).spawn(move || {
            let worker = workers.lock().pop();
            if let Some(worker) = worker {
                worker(&queue);
            }
        })
    }
    pub(crate) fn queue(&self) -> &Arc<Queue<J>> {
        &self.queue
    }
}

impl<J> Drop for Crew<J> {
    fn drop(&mut self) {
        self.queue.close();
        let this = thread::current().id();
        // A job may hold the last handle of its own database; its thread cannot wait for itself.
        let threads = self.threads.take().into_iter().flatten();
        threads.filter(|thread| thread.thread().id() != this).for_each(|thread| drop(thread.join()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_queue_refuses_one_more() {
        let queue = Queue::new(2);
        assert_eq!(queue.push(1), Ok(()));
        assert_eq!(queue.push(2), Ok(()));
        assert_eq!(queue.push(3), Err(Fault::Busy));
        assert_eq!(queue.next(), Some(1));
        assert_eq!(queue.push(3), Ok(()));
    }

    #[test]
    fn a_batch_takes_what_waits_and_no_more_than_its_most() {
        let queue = Queue::new(9);
        (1..=4).for_each(|job| queue.push(job).unwrap());
        let (mut first, mut second) = (Vec::new(), Vec::new());
        queue.next_batch(3, &mut first);
        queue.next_batch(3, &mut second);
        assert_eq!((first, second), (vec![1, 2, 3], vec![4]));
    }

    #[test]
    fn a_closed_queue_gives_what_waits_and_then_nothing() {
        let queue = Queue::new(9);
        queue.push(1).unwrap();
        queue.close();
        assert!(matches!(queue.push(2), Err(Fault::Unavailable(_))));
        assert_eq!(queue.next(), Some(1));
        assert_eq!(queue.next(), None);
    }

    #[test]
    fn a_crew_begins_with_its_first_job_or_when_it_is_told_to() {
        let begins = |act: fn(&Crew<i64>)| {
            let (sender, begun) = std::sync::mpsc::channel();
            let crew = Crew::new("test", 1, [move |_: &Queue<i64>| sender.send(()).unwrap()]);
            act(&crew);
            drop(crew);
            begun.iter().count()
        };
        assert_eq!(begins(|_| {}), 0);
        assert_eq!(begins(|crew| crew.push(1).unwrap()), 1);
        assert_eq!(begins(|crew| crew.begin().unwrap()), 1);
        assert_eq!(begins(|crew| (1..3).for_each(|_| crew.begin().unwrap())), 1);
    }

    #[test]
    fn a_dropped_crew_finishes_what_waits() {
        let (sender, done) = std::sync::mpsc::channel();
        let work = move |queue: &Queue<i64>| {
            while let Some(job) = queue.next() {
                sender.send(job).unwrap();
            }
        };
        let crew = Crew::new("test", 100, [work]);
        (0..100).for_each(|job| crew.push(job).unwrap());
        drop(crew);
        assert_eq!(done.iter().collect::<Vec<_>>(), (0..100).collect::<Vec<_>>());
    }
}
