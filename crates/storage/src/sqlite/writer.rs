//! The only thread that writes: it commits what waits in one transaction and answers once that is durable.
use super::{checkpoint::Signal, link::Link, readers::Commits, source::Source};
use crate::{
    fault::*,
    fresh::Freshness,
    queue::Queue,
    transaction::{End, Tx, attempt},
};
use parking_lot::Mutex;
use std::sync::Arc;
use tokio::sync::oneshot;

/// A change that waits.
pub(super) trait Change: Send {
    /// Does it. The accounts whose facts it may have changed, if it is to be kept.
    fn run(&mut self, tx: Tx<'_>) -> Option<Vec<String>>;
    /// Answers it, once the `fate` of its batch is known.
    fn answer(self: Box<Self>, fate: &Result<()>);
}

pub(super) struct Job<T, F> {
    work: F,
    outcome: Result<T>,
    answer: oneshot::Sender<Result<T>>,
}

impl<T, F> Job<T, F> {
    pub(super) fn new(work: F, answer: oneshot::Sender<Result<T>>) -> Self {
        Job { work, outcome: Err(Fault::unavailable("it was not run")), answer }
    }
}

impl<T: Send, F: FnMut(&Tx) -> End<T> + Send> Change for Job<T, F> {
    fn run(&mut self, tx: Tx<'_>) -> Option<Vec<String>> {
        let end = attempt(|| (self.work)(&tx));
        let (outcome, kept) = match (end, tx.finish()) {
            (Ok(End::Commit(value)), Ok(touched)) => (Ok(value), Some(touched)),
            (Ok(End::Undo(value)), Ok(_)) => (Ok(value), None),
            (Err(fault), _) | (_, Err(fault)) => (Err(fault), None),
        };
        self.outcome = outcome;
        kept
    }
    fn answer(self: Box<Self>, fate: &Result<()>) {
        let Job { work, outcome, answer } = *self;
        // It may hold the last handle of its database, which is to be closed once nobody waits for an answer any more.
        drop(work);
        // Who asked may have gone.
        drop(answer.send(fate.clone().and(outcome)));
    }
}

pub(super) struct Writer {
    source: Arc<Source>,
    signal: Signal,
    /// Changes that share one commit, at most.
    most: usize,
    /// Held by whoever keeps the other from writing: this thread for a batch, the checkpointer for a moment.
    turn: Arc<Mutex<()>>,
    freshness: Arc<Freshness>,
    commits: Arc<Commits>,
    /// Nothing, when a connection was in a state that could not be ended.
    link: Option<Link>,
}

impl Writer {
    pub(super) fn open(
        source: Arc<Source>,
        signal: Signal,
        most: usize,
        turn: Arc<Mutex<()>>,
        freshness: Arc<Freshness>,
        commits: Arc<Commits>,
    ) -> Result<Self> {
        let mut writer = Writer { source, signal, most, turn, freshness, commits, link: None };
        writer.link = Some(writer.connect()?);
        Ok(writer)
    }
    pub(super) fn run(mut self, queue: &Queue<Box<dyn Change>>) {
        let mut changes = Vec::with_capacity(self.most);
        loop {
            queue.next_batch(self.most, &mut changes);
            if changes.is_empty() {
                return;
            }
            let fate = self.batch(&mut changes);
            changes.drain(..).for_each(|change| change.answer(&fate));
        }
    }
    /// All changes in one transaction. It is either committed, or lost as a whole, and then no change is run again.
    fn batch(&mut self, changes: &mut [Box<dyn Change>]) -> Result<()> {
        let _turn = self.turn.lock();
        let link = match self.link.take() {
            Some(link) => link,
            None => self.connect()?,
        };
        let before = link.position();
        let fate = self.commit(&link, changes).map_err(|fault| {
            tracing::error!(%fault, changes = changes.len(), "a batch of changes is lost");
            Fault::unavailable(fault)
        });
        if fate.is_err() {
            link.rewind(before);
        }
        // A connection that cannot be brought out of its transaction is given up; the next batch opens another.
        if link.is_idle() || link.control("ROLLBACK").is_ok() {
            self.link = Some(link);
        }
        fate
    }
    fn commit(&self, link: &Link, changes: &mut [Box<dyn Change>]) -> Result<()> {
        link.control("BEGIN IMMEDIATE")?;
        let mut touched = Vec::new();
        for change in changes {
            let changed = change_alone(link, change)?;
            // Before the next change runs: it must not act on what this one has taken away.
            self.freshness.raise(&changed);
            touched.extend(changed);
        }
        let committed = link.control("COMMIT");
        // Before the generations: whoever sees the new ones is not to look at the data of before.
        self.commits.add();
        // Again: in between, readers have remembered what was so before. Also after a failure, when nothing is certain.
        self.freshness.raise(&touched);
        committed
    }
    fn connect(&self) -> Result<Link> {
        let signal = self.signal.clone();
        self.source.writer(move |pages| signal.committed(pages))
    }
}

/// One change in its savepoint, so that undoing it leaves its neighbours alone. A fault loses the whole batch.
fn change_alone(link: &Link, change: &mut Box<dyn Change>) -> Result<Vec<String>> {
    let before = link.position();
    link.control("SAVEPOINT change")?;
    let kept = change.run(Tx::new(link));
    if link.is_idle() {
        return Err(Fault::unavailable("the engine has rolled back in the middle of a batch"));
    }
    if kept.is_none() {
        link.control("ROLLBACK TO change")?;
        link.rewind(before);
    }
    link.control("RELEASE change")?;
    Ok(kept.unwrap_or_default())
}
