//! Where processes take ahead what they will spend, so that together they never pass a limit.
use super::table::{Kind, Label, Quota};
use std::future::Future;
use storage::{
    Database, End, Result, Tx,
    directory::{self, Lease},
};

/// Asks for a share of one limit of one account.
#[derive(Clone, Debug)]
pub struct Ask {
    pub account: String,
    pub quota: Quota,
    /// When the period begins, milliseconds UTC on the clock of its kind.
    pub start: i64,
}

/// Units of a daily pot that were leased and not spent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unused {
    pub account: String,
    pub pot: Label,
    /// Milliseconds UTC.
    pub day_start: i64,
    /// Calls.
    pub units: i64,
}

/// What all processes on one database lease from.
pub trait Leases: Send + Sync + 'static {
    /// Whether other processes admit calls too, so that even a second must be shared with them.
    fn shares_seconds(&self) -> bool;
    /// Takes a share of what is left; nothing when nothing is.
    fn lease(&self, ask: Ask) -> impl Future<Output = Result<Option<Lease>>> + Send;
    /// Returns shares, each once.
    fn give_back(&self, unused: Vec<Unused>) -> impl Future<Output = Result<()>> + Send;
}

impl Leases for Database {
    fn shares_seconds(&self) -> bool {
        self.is_shared()
    }
    async fn lease(&self, ask: Ask) -> Result<Option<Lease>> {
        // Not the account's own turn: a lease must not wait for its changes.
        let turn = format!("{} {}", ask.quota.label.name(), ask.account);
        self.write(&turn, move |tx| end(take(tx, &ask))).await?
    }
    async fn give_back(&self, unused: Vec<Unused>) -> Result<()> {
        let give = |tx: &Tx, unused: &Unused| {
            directory::give_back(tx, &unused.account, unused.pot.name(), unused.day_start, unused.units)
        };
        self.write("give back", move |tx| end(unused.iter().try_for_each(|unused| give(tx, unused)))).await?
    }
}

fn take(tx: &Tx, ask: &Ask) -> Result<Option<Lease>> {
    let Quota { kind, label, most, length } = ask.quota;
    match kind {
        Kind::Window => {
            let latest = ask.start + super::bucket::slack(length);
            directory::lease_window(tx, &ask.account, label.name(), ask.start..=latest, most)
        }
        Kind::Day => directory::lease_pot(tx, &ask.account, label.name(), ask.start, most),
    }
}

fn end<T>(outcome: Result<T>) -> End<Result<T>> {
    if outcome.is_ok() { End::Commit(outcome) } else { End::Undo(outcome) }
}
