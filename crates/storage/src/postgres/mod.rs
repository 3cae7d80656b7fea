//! PostgreSQL: a bounded set of threads with one connection each; a transaction is run again when another came between.
mod link;
mod migrations;
mod pauses;
mod positions;
mod room;
mod row_security;
mod source;
#[cfg(test)]
mod tests;
mod turns;

use crate::{
    database::{Options, Read},
    fault::*,
    migrate,
    queue::{Crew, Queue},
    trail::TrackingId,
    transaction::{End, Tx},
};
use link::{Again, Link};
use pauses::Pauses;
use room::Room;
use source::Source;
pub(crate) use source::check;
use std::{sync::Arc, thread, time::Duration};
use tokio::{
    sync::oneshot,
    time::{Instant, sleep_until, timeout_at},
};
use turns::Turns;

/// How long a change that is to run alone may keep others waiting before it runs.
const PATIENCE: Duration = Duration::from_secs(1);
/// Connections of the usual 8 that no change takes: what only reads is answered also while all the others wait for locks.
const FOR_READERS: usize = 2;

type Job = Box<dyn FnOnce(&Link) + Send>;

/// A database on a server, which other processes may use at the same time.
pub(crate) struct Postgres {
    threads: Crew<Job>,
    positions: Crew<()>,
    turns: Turns,
    room: Room,
    deadline: Duration,
    /// Whether even a single statement needs a transaction: row security is told in it whose rows it may see.
    is_always_begun: bool,
}

impl Postgres {
    pub(crate) fn open(options: &Options) -> std::result::Result<Self, OpenFault> {
        let source = Arc::new(Source::new(options)?);
        // On a thread of its own: the driver may not be used where async code runs.
        let prepared = thread::scope(|scope| scope.spawn(|| prepare(&source)).join());
        prepared.unwrap_or_else(|_| Err(OpenFault("a panic while the database was prepared".to_owned())))?;
        let links = (0..options.connections.max(1)).map(|_| Link::new(source.clone()));
        let threads = links.map(|link| move |queue: &Queue<Job>| serve(&link, queue));
        let threads = Crew::new("postgres", options.queue, threads);
        let link = Link::new(source);
        let positions = Crew::new("postgres-events", 1, [move |queue: &Queue<()>| positions::serve(&link, queue)]);
        positions.begin()?;
        // What another process left without positions when it was killed.
        drop(positions.push(()));
        Ok(Postgres {
            threads,
            positions,
            turns: Turns::default(),
            room: Room::new(options.connections.saturating_sub(FOR_READERS).max(1), options.queue),
            deadline: options.deadline,
            is_always_begun: options.row_security,
        })
    }
    pub(crate) async fn read<T, F>(&self, read: Read, work: F) -> Result<T>
    where
        F: FnOnce(&Tx) -> T + Send + 'static,
        T: Send + 'static,
    {
        let is_begun = self.is_always_begun || read != Read::OneStatement;
        self.run(move |link| link.read(is_begun, work)).await?
    }
    pub(crate) async fn write<T, F>(&self, turn: &str, work: F) -> Result<T>
    where
        F: FnMut(&Tx) -> End<T> + Send + 'static,
        T: Send + 'static,
    {
        let deadline = Instant::now() + self.deadline;
        let _turn = timeout_at(deadline, self.turns.take(turn)).await.map_err(|_| Fault::Busy)?;
        let (mut work, mut pauses, mut runs_after_fault) = (work, Pauses::default(), 1);
        let (mut begun, mut has_run) = (Instant::now(), false);
        loop {
            // Seven runs and their pauses may be all the time that a long change has.
            let alone = pauses.are_long() || has_run && begun.elapsed() >= self.deadline / 5;
            let stay = async { if alone { self.room.alone(PATIENCE).await } else { self.room.beside().await } };
            let stay = timeout_at(deadline, stay).await.map_err(|_| Fault::Busy)??;
            // Also when nobody waits for the answer any more, it stays until it has run.
            let run = move |link: &Link| {
                let outcome = link.write(&mut work);
                drop(stay);
                (work, outcome)
            };
            let (again, outcome) = self.run(run).await?;
            (work, has_run) = (again, true);
            match outcome {
                Ok((value, has_events)) => {
                    if has_events {
                        // It holds one signal; more say nothing new.
                        drop(self.positions.push(()));
                    }
                    return Ok(value);
                }
                Err(Again::Never(fault)) => return Err(fault),
                Err(Again::Once(fault)) if runs_after_fault == 0 => return Err(fault),
                Err(Again::Once(_)) => runs_after_fault -= 1,
                Err(Again::UntilDeadline) => {}
                // Who holds the lock is of another process, or stands still: alone it would only keep the others waiting.
                Err(Again::AfterLock) => (begun, has_run, pauses) = (Instant::now(), false, Pauses::default()),
            }
            let next = Instant::now() + pauses.next();
            if next >= deadline {
                return Err(Fault::Busy);
            }
            sleep_until(next).await;
        }
    }
    /// # Errors
    /// The server does not answer, or only follows another one.
    pub(crate) async fn ping(&self) -> Result<()> {
        match self.run(Link::takes_changes).await?? {
            true => Ok(()),
            false => Err(Fault::unavailable("the server only follows another one")),
        }
    }
    pub(crate) async fn position_events(&self, most: i64) -> Result<i64> {
        self.run(move |link| positions::look_and_give(link, most)).await?
    }
    async fn run<T: Send + 'static>(&self, work: impl FnOnce(&Link) -> T + Send + 'static) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        let served = TrackingId::served();
        let work = move |link: &Link| TrackingId::carry_over(served, || work(link));
        // Who asked may have gone.
        self.threads.push(Box::new(move |link| drop(answer.send(work(link)))))?;
        answered.await.map_err(|_| Fault::unavailable("a thread of the store has ended"))
    }
}

fn prepare(source: &Source) -> std::result::Result<(), OpenFault> {
    let mut owner = source.owner()?;
    source::check_text_order(&mut owner)?;
    migrate::run(&mut owner, migrate::ALL)?;
    if source.row_security { row_security::force(&mut owner) } else { Ok(()) }
}

fn serve(link: &Link, queue: &Queue<Job>) {
    while let Some(job) = queue.next() {
        job(link);
        // A reader is answered before its transaction is ended.
        link.settle();
    }
}
