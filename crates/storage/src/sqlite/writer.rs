//! The only thread that writes: it commits what waits in one transaction and answers once that is durable.
use super::{
    checkpoint::Signal,
    link::{Batch, Link},
    readers::Commits,
    source::Source,
};
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
    /// Does it, perhaps once more after all that it did was undone. The accounts whose facts it may have changed, if it is to be kept.
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
    /// Nothing before the first change, for which no start should wait; and when a connection was in a state that could not
    /// be ended.
    link: Option<Link>,
}

impl Writer {
    pub(super) fn new(
        source: Arc<Source>,
        signal: Signal,
        most: usize,
        turn: Arc<Mutex<()>>,
        freshness: Arc<Freshness>,
        commits: Arc<Commits>,
    ) -> Self {
        Writer { source, signal, most, turn, freshness, commits, link: None }
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
    /// All changes in one transaction. It is either committed, or lost as a whole.
    fn batch(&mut self, changes: &mut [Box<dyn Change>]) -> Result<()> {
        let _turn = self.turn.lock();
        let link = match self.link.take() {
            Some(link) => link,
            None => self.linked()?,
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
        let (before, batch) = (link.position(), link.batch());
        link.control("BEGIN IMMEDIATE")?;
        // A savepoint costs a copy of every page that the change touches, and hardly any change is undone after it wrote.
        let touched = match self.run_all(&batch, changes, change_in_the_open)? {
            Some(touched) => touched,
            None => {
                link.control("ROLLBACK")?;
                link.rewind(before);
                link.control("BEGIN IMMEDIATE")?;
                self.run_all(&batch, changes, change_alone)?.unwrap_or_default()
            }
        };
        let committed = link.control("COMMIT");
        // Before the generations: whoever sees the new ones is not to look at the data of before.
        self.commits.add();
        // Again: in between, readers have remembered what was so before. Also after a failure, when nothing is certain.
        self.freshness.raise(&touched);
        committed
    }
    /// The accounts whose facts the changes may have changed; nothing when one of them has to be undone, and cannot be.
    fn run_all(&self, batch: &Batch<'_>, changes: &mut [Box<dyn Change>], run: Run) -> Result<Option<Vec<String>>> {
        let mut touched = Vec::new();
        for change in changes {
            let Some(changed) = run(batch, change)? else { return Ok(None) };
            // Before the next change runs: it must not act on what this one has taken away.
            self.freshness.raise(&changed);
            touched.extend(changed);
        }
        Ok(Some(touched))
    }
    fn linked(&self) -> Result<Link> {
        let signal = self.signal.clone();
        self.source.writer(move |pages| signal.committed(pages))
    }
}

/// Runs a change inside the transaction of its batch. The accounts whose facts it may have changed; nothing when it has
/// written something that is not to be kept. A fault loses the whole batch.
type Run = fn(&Batch<'_>, &mut Box<dyn Change>) -> Result<Option<Vec<String>>>;

/// A change that is kept, or has written nothing.
fn change_in_the_open(batch: &Batch<'_>, change: &mut Box<dyn Change>) -> Result<Option<Vec<String>>> {
    let link = batch.link();
    let (position, written) = (link.position(), link.written());
    let kept = run(batch, change)?;
    if kept.is_none() && link.written() == written {
        link.rewind(position);
        return Ok(Some(Vec::new()));
    }
    Ok(kept)
}

/// One change in its savepoint, so that undoing it leaves its neighbours alone.
fn change_alone(batch: &Batch<'_>, change: &mut Box<dyn Change>) -> Result<Option<Vec<String>>> {
    let link = batch.link();
    let before = link.position();
    link.control("SAVEPOINT change")?;
    let kept = run(batch, change)?;
    if kept.is_none() {
        link.control("ROLLBACK TO change")?;
        link.rewind(before);
    }
    link.control("RELEASE change")?;
    Ok(Some(kept.unwrap_or_default()))
}

fn run(batch: &Batch<'_>, change: &mut Box<dyn Change>) -> Result<Option<Vec<String>>> {
    let kept = change.run(Tx::new(batch));
    match batch.link().is_idle() {
        true => Err(Fault::unavailable("the engine has rolled back in the middle of a batch")),
        false => Ok(kept),
    }
}
