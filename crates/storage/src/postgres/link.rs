//! One connection to PostgreSQL, its transactions and its statements. A lost connection is replaced at its next use.
use super::{
    row_security,
    source::{Source, reason},
};
use crate::{
    engine::{Engine, Row, Rows, Scope},
    fault::*,
    sql::Cell,
    transaction::{End, Tx, attempt},
};
use bytes::BytesMut;
use postgres::{
    Client, Statement,
    error::{Severity, SqlState},
    types::{IsNull, ToSql, Type, to_sql_checked},
};
use std::{
    cell::{Cell as Slot, RefCell},
    collections::HashMap,
    sync::Arc,
};

const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
/// Whether the server only follows another one.
const FOLLOWS: &str = "SELECT CAST(CAST(pg_is_in_recovery() AS INT) AS BIGINT)";

/// Whether a change that was not kept may be run again.
pub(super) enum Again {
    Never(Fault),
    Once(Fault),
    UntilDeadline,
    /// Until the deadline as well: others held a lock for longer than it is waited for.
    AfterLock,
}

/// What stood in the way of the last step, where that decides whether it may be run again.
#[derive(Clone, Copy, PartialEq)]
enum Trouble {
    Other,
    Conflict,
    Locked,
    Duplicate,
    Lost,
}

pub(super) struct Link {
    source: Arc<Source>,
    open: RefCell<Option<Open>>,
    is_begun: Slot<bool>,
    /// Whether the transaction that is open, or about to be, is one that writes.
    is_to_write: Slot<bool>,
    trouble: Slot<Trouble>,
    /// Whether the open transaction has written an event, which will want a position.
    has_events: Slot<bool>,
    /// What the server was told of row security in the open transaction: the account, and `on` for all of them.
    scope: RefCell<Option<(String, &'static str)>>,
}

struct Open {
    client: Client,
    statements: HashMap<&'static str, Statement>,
}

impl Open {
    fn prepare(&mut self, text: &'static str) -> std::result::Result<Statement, postgres::Error> {
        if let Some(statement) = self.statements.get(text) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(text)?;
        self.statements.insert(text, statement.clone());
        Ok(statement)
    }
}

impl Link {
    /// Connects when it is first used.
    pub(super) fn new(source: Arc<Source>) -> Self {
        Link {
            source,
            open: None.into(),
            is_begun: false.into(),
            is_to_write: false.into(),
            trouble: Trouble::Other.into(),
            has_events: false.into(),
            scope: None.into(),
        }
    }
    /// Leaves the transaction open, so that the answer need not wait for its end: see [`Link::settle`].
    pub(super) fn read<T>(&self, is_begun: bool, work: impl FnOnce(&Tx) -> T) -> Result<T> {
        if is_begun {
            self.begin(READ)?;
        }
        let tx = Tx::new(self);
        let value = attempt(|| work(&tx));
        tx.finish().and(value)
    }
    /// Whether the server takes changes. One that does not is left: the next use may find another.
    pub(super) fn takes_changes(&self) -> Result<bool> {
        let mut follows = 0;
        self.query(Scope::Directory, FOLLOWS, &[], &mut |row| row.get(0).map(|flag: i64| follows = flag))?;
        if follows != 0 {
            self.open.replace(None);
        }
        Ok(follows == 0)
    }
    /// One run of a change: its value, once that is durable, and whether it has written events.
    pub(super) fn write<T>(&self, work: &mut impl FnMut(&Tx) -> End<T>) -> std::result::Result<(T, bool), Again> {
        self.begin(&self.source.write).map_err(Again::Never)?;
        let tx = Tx::new(self);
        let end = attempt(|| work(&tx));
        let outcome = match (tx.finish(), end) {
            (Ok(_), Ok(End::Commit(value))) => self.commit().map(|()| (value, self.has_events.get())),
            (Ok(_), Ok(End::Undo(value))) => Ok((value, false)),
            (Err(fault), _) => Err(self.again(fault)),
            (Ok(_), Err(panic)) => Err(Again::Never(panic)),
        };
        // Before the answer, with which the next change of the account begins.
        self.settle();
        outcome
    }
    pub(super) fn begin(&self, text: &str) -> Result<()> {
        self.has_events.set(false);
        self.scope.replace(None);
        self.is_to_write.set(text != READ);
        self.step(&mut |open| open.client.batch_execute(text))?;
        self.is_begun.set(true);
        Ok(())
    }
    /// Ends the open transaction with `COMMIT` or `ROLLBACK`.
    pub(super) fn end(&self, text: &'static str) -> Result<()> {
        let ended = self.step(&mut |open| open.client.batch_execute(text));
        self.is_begun.set(false);
        ended
    }
    fn commit(&self) -> std::result::Result<(), Again> {
        self.end("COMMIT").map_err(|fault| match self.trouble.get() {
            // It may have been kept.
            Trouble::Lost => Again::Never(fault),
            _ => self.again(fault),
        })
    }
    /// Rolls back what is still open.
    pub(super) fn settle(&self) {
        let is_open = self.open.borrow().is_some();
        if self.is_begun.get() && is_open && self.end("ROLLBACK").is_err() {
            self.open.replace(None);
        }
        self.is_begun.set(false);
        self.is_to_write.set(false);
    }
    fn again(&self, fault: Fault) -> Again {
        match self.trouble.get() {
            Trouble::Conflict => Again::UntilDeadline,
            Trouble::Locked => Again::AfterLock,
            Trouble::Duplicate | Trouble::Lost => Again::Once(fault),
            Trouble::Other => Again::Never(fault),
        }
    }
    /// One round trip. That a connection is lost shows when it is used; outside of a transaction nothing is lost with it,
    /// and the step is made over a new one.
    fn step<T>(&self, work: &mut Step<'_, T>) -> Result<T> {
        match self.step_once(work) {
            Err(_) if self.trouble.get() == Trouble::Lost && !self.is_begun.get() => self.step_once(work),
            made => made,
        }
    }
    fn step_once<T>(&self, work: &mut Step<'_, T>) -> Result<T> {
        self.trouble.set(Trouble::Other);
        let mut slot = self.open.borrow_mut();
        let open = match &mut *slot {
            Some(open) => open,
            empty => empty.insert(self.connect()?),
        };
        let is_to_write = self.is_to_write.get();
        let judged = work(open).map_err(|error| judge(&error, open.client.is_closed(), is_to_write));
        if let Err((Trouble::Lost, _)) = &judged {
            *slot = None;
        }
        judged.map_err(|(trouble, fault)| {
            self.trouble.set(trouble);
            fault
        })
    }
    fn connect(&self) -> Result<Open> {
        let client = self.source.connect().map_err(|cause| Fault::unavailable(reason(&cause)))?;
        Ok(Open { client, statements: HashMap::new() })
    }
    /// Tells the server whose rows may be seen, where it asks.
    fn see(&self, scope: Scope<'_>) -> Result<()> {
        if !self.source.row_security {
            return Ok(());
        }
        let (account, directory) = match scope {
            Scope::Account(account) => (account, "off"),
            Scope::Directory => ("", "on"),
        };
        let is_told = self.scope.borrow().as_ref().is_some_and(|told| *told == (account.to_owned(), directory));
        if is_told {
            return Ok(());
        }
        self.step(&mut |open| {
            let statement = open.prepare(row_security::SCOPE)?;
            open.client.query(&statement, &[&account, &directory]).map(drop)
        })?;
        self.scope.replace(Some((account.to_owned(), directory)));
        Ok(())
    }
}

type Step<'s, T> = dyn FnMut(&mut Open) -> std::result::Result<T, postgres::Error> + 's;

impl Engine for Link {
    fn query(&self, scope: Scope<'_>, text: &'static str, params: &[Cell<'_>], each: Rows<'_>) -> Result<()> {
        self.see(scope)?;
        let params = references(params);
        let rows = self.step(&mut |open| {
            let statement = open.prepare(text)?;
            open.client.query(&statement, &params)
        });
        rows.map_err(|fault| explain(text, fault))?.iter().try_for_each(|row| each(row))
    }
    fn execute(&self, scope: Scope<'_>, text: &'static str, params: &[Cell<'_>]) -> Result<u64> {
        self.see(scope)?;
        let params = references(params);
        let changed = self.step(&mut |open| {
            let statement = open.prepare(text)?;
            open.client.execute(&statement, &params)
        });
        changed.map_err(|fault| explain(text, fault))
    }
    fn next_position(&self) -> Option<i64> {
        self.has_events.set(true);
        None
    }
    fn stripes(&self) -> i64 {
        8
    }
}

fn references<'c>(cells: &'c [Cell<'c>]) -> Vec<&'c (dyn ToSql + Sync)> {
    cells.iter().map(|cell| cell as _).collect()
}

impl Row for postgres::Row {
    fn cell(&self, column: usize) -> Result<Cell<'_>> {
        let Some(kind) = self.columns().get(column).map(postgres::Column::type_) else {
            return Err(Fault::Broken(format!("there is no column {column}")));
        };
        let cell = match *kind {
            Type::INT8 => self.try_get::<_, Option<i64>>(column).map(|value| value.map(Cell::Int)),
            Type::TEXT => self.try_get::<_, Option<&str>>(column).map(|value| value.map(Cell::Text)),
            Type::BYTEA => self.try_get::<_, Option<&[u8]>>(column).map(|value| value.map(Cell::Bytes)),
            _ => return Err(Fault::Broken(format!("column {column} is {kind}, not bigint, text or bytea"))),
        };
        cell.map(|cell| cell.unwrap_or(Cell::Null)).map_err(Fault::broken)
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self, kind) {
            (Cell::Null, _) => Ok(IsNull::Yes),
            (Cell::Int(value), &Type::INT8) => value.to_sql(kind, out),
            (Cell::Text(value), &Type::TEXT) => value.to_sql(kind, out),
            (Cell::Bytes(value), &Type::BYTEA) => value.to_sql(kind, out),
            _ => Err(format!("a value is bound to {kind} that is not of that type").into()),
        }
    }
    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::TEXT | Type::BYTEA)
    }
    to_sql_checked!();
}

/// What went wrong, and in which statement. A text never contains what was bound.
fn explain(text: &'static str, fault: Fault) -> Fault {
    match fault {
        Fault::Broken(cause) => Fault::Broken(format!("{cause}: {text}")),
        other => other,
    }
}

fn judge(error: &postgres::Error, is_closed: bool, is_to_write: bool) -> (Trouble, Fault) {
    let Some(answer) = error.as_db_error() else {
        let is_io = std::error::Error::source(error).is_some_and(|cause| cause.is::<std::io::Error>());
        return match is_io || is_closed || error.is_closed() {
            true => (Trouble::Lost, Fault::unavailable(reason(error))),
            false => (Trouble::Other, Fault::broken(reason(error))),
        };
    };
    if matches!(answer.parsed_severity(), Some(Severity::Fatal | Severity::Panic)) {
        return (Trouble::Lost, Fault::unavailable(reason(error)));
    }
    match *answer.code() {
        // Of memory there is too little when many transactions hold what they have read at once; the others end.
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED | SqlState::OUT_OF_MEMORY => {
            (Trouble::Conflict, Fault::Conflict)
        }
        SqlState::LOCK_NOT_AVAILABLE => (Trouble::Locked, Fault::Conflict),
        // The server only follows another by now: a new connection may lead to the one that takes changes.
        SqlState::FEATURE_NOT_SUPPORTED | SqlState::READ_ONLY_SQL_TRANSACTION if is_to_write => {
            (Trouble::Lost, Fault::unavailable(reason(error)))
        }
        SqlState::UNIQUE_VIOLATION => (Trouble::Duplicate, Fault::broken(reason(error))),
        ref code if is_the_servers(code) => (Trouble::Other, Fault::unavailable(reason(error))),
        _ => (Trouble::Other, Fault::broken(reason(error))),
    }
}
/// Connection, resources, objects in use, intervention of an operator, errors of the system: not a mistake of ours.
fn is_the_servers(code: &SqlState) -> bool {
    ["08", "53", "55", "57", "58"].iter().any(|class| code.code().starts_with(class))
}
