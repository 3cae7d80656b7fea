//! One transaction: it remembers the first fault, so that nobody commits past one, and whose facts it changes.
use crate::{engine::*, fault::*, fresh::EVERYTHING, sql::Cell};
use std::{
    any::Any,
    cell::{Cell as Slot, RefCell},
    panic::{AssertUnwindSafe, catch_unwind},
};

/// How a change ends. Both are answers; only one of them is kept.
#[derive(Debug)]
pub enum End<T> {
    /// The answer is given once what was written is durable.
    Commit(T),
    /// Nothing of what was written is kept; the answer is given all the same.
    Undo(T),
}

/// Runs `work`; a panic in it is a fault of its own and stops nobody else.
pub(crate) fn attempt<T>(work: impl FnOnce() -> T) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| Fault::Broken(format!("a panic: {}", said(&*panic))))
}
fn said(panic: &(dyn Any + Send)) -> &str {
    match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
        (Some(text), _) => text,
        (_, Some(text)) => text,
        _ => "without a text",
    }
}

/// An open transaction. Product code never sees it: it holds a [`crate::Tenant`].
pub struct Tx<'e> {
    engine: &'e dyn Engine,
    busy: Slot<bool>,
    fault: RefCell<Option<Fault>>,
    touched: RefCell<Vec<String>>,
    statements: Slot<u32>,
}

impl<'e> Tx<'e> {
    pub(crate) fn new(engine: &'e dyn Engine) -> Self {
        Tx { engine, busy: false.into(), fault: None.into(), touched: Vec::new().into(), statements: 0.into() }
    }
    pub(crate) fn query(
        &self,
        scope: Scope<'_>,
        text: &'static str,
        params: &[Cell<'_>],
        each: Rows<'_>,
    ) -> Result<()> {
        self.run(|engine| engine.query(scope, text, params, each))
    }
    pub(crate) fn execute(&self, scope: Scope<'_>, text: &'static str, params: &[Cell<'_>]) -> Result<u64> {
        self.run(|engine| engine.execute(scope, text, params))
    }
    /// Notes that facts about `account` may change with this transaction.
    pub(crate) fn touch(&self, account: &str) {
        let mut touched = self.touched.borrow_mut();
        if !touched.iter().any(|known| known == account) {
            touched.push(account.to_owned());
        }
    }
    /// Notes that facts about any account may change with this transaction.
    pub(crate) fn touch_everything(&self) {
        self.touch(EVERYTHING);
    }
    /// The position of the next event, where the engine gives positions inside the transaction.
    pub(crate) fn next_position(&self) -> Result<Option<i64>> {
        self.fault().map_or_else(|| Ok(self.engine.next_position()), Err)
    }
    /// How many rows a counter is spread over.
    pub(crate) fn stripes(&self) -> Result<i64> {
        self.fault().map_or_else(|| Ok(self.engine.stripes()), Err)
    }
    /// How many statements have run; whoever says that it runs one is held to it.
    pub fn statements(&self) -> u32 {
        self.statements.get()
    }
    /// The accounts whose facts this transaction may have changed, or the fault that forbids to commit it.
    pub(crate) fn finish(self) -> Result<Vec<String>> {
        self.fault.into_inner().map_or(Ok(self.touched.into_inner()), Err)
    }
    /// The first fault of this transaction.
    pub(crate) fn fault(&self) -> Option<Fault> {
        self.fault.borrow().clone()
    }
    fn run<T>(&self, work: impl FnOnce(&dyn Engine) -> Result<T>) -> Result<T> {
        if let Some(fault) = self.fault() {
            return Err(fault);
        }
        self.statements.set(self.statements.get() + 1);
        let outcome = if self.busy.replace(true) {
            Err(Fault::broken("a statement was run from inside the rows of another"))
        } else {
            let outcome = work(self.engine);
            self.busy.set(false);
            outcome
        };
        if let Err(fault) = &outcome {
            self.fault.replace(Some(fault.clone()));
        }
        outcome
    }
}
