//! What all tenants of one request share: the transaction, the caller, the moment and the source of ids.
use crate::{
    caller::Caller,
    directory::{AccountFacts, Directory},
    entropy::Streams,
    tenant::Tenant,
    transaction::Tx,
};
use std::{
    cell::{OnceCell, RefCell},
    sync::Arc,
};

/// One request inside one transaction. Made by the pipeline, once a decision has allowed the call.
pub struct Session<'t> {
    pub(crate) tx: &'t Tx<'t>,
    pub(crate) streams: RefCell<Streams>,
    pub(crate) caller: Caller,
    /// The user or the app that has proved itself to a handler, where the call has no other proof. A request has one.
    pub(crate) bearer: OnceCell<Caller>,
    pub(crate) now: i64,
    /// Milliseconds UTC on the machine's clock.
    pub(crate) machine: i64,
}

impl<'t> Session<'t> {
    /// `now` is milliseconds UTC on the clock of the world that the call concerns: the machine's, where nothing else is said.
    pub fn new(tx: &'t Tx<'t>, caller: Caller, now: i64, streams: Streams) -> Self {
        Session { tx, streams: RefCell::new(streams), caller, bearer: OnceCell::new(), now, machine: now }
    }
    /// The same while the machine's clock shows `machine`.
    pub fn at_machine(self, machine: i64) -> Self {
        Session { machine, ..self }
    }
    /// The account that the decision allowed. For the pipeline alone (`clippy.toml`).
    pub fn tenant(&self, account: &Arc<AccountFacts>) -> Tenant<'_> {
        Tenant::of(self, account.clone(), self.now)
    }
    /// All accounts, for planes that have none. For the pipeline alone (`clippy.toml`).
    pub fn directory(&self) -> Directory<'_> {
        Directory::new(self)
    }
}
