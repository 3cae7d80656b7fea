//! One connection to SQLite, and how it runs a statement.
use crate::{
    engine::{Engine, Row, Rows, Scope},
    fault::*,
    sql::Cell,
};
use rusqlite::{
    CachedStatement, Connection, ErrorCode, ToSql,
    types::{ToSqlOutput, ValueRef},
};
use std::{
    cell::{Cell as Slot, RefCell},
    collections::{HashMap, hash_map::Entry},
};

pub(super) struct Link {
    connection: Connection,
    /// The last position that was given to an event.
    position: Slot<i64>,
    /// Of each statement by its text, which is never moved: which cell each of its parameters takes.
    orders: RefCell<HashMap<(usize, usize), Vec<usize>>>,
    #[cfg(debug_assertions)]
    kinds: super::kinds::Kinds,
}

impl Link {
    /// `position` is the last one that was given.
    pub(super) fn new(connection: Connection, position: i64) -> Result<Self> {
        Ok(Link {
            #[cfg(debug_assertions)]
            kinds: super::kinds::Kinds::of(&connection).map_err(fault)?,
            connection,
            position: position.into(),
            orders: RefCell::default(),
        })
    }
    /// `BEGIN` and its kind.
    pub(super) fn control(&self, text: &'static str) -> Result<()> {
        let mut statement = self.connection.prepare_cached(text).map_err(fault)?;
        statement.raw_execute().map(drop).map_err(fault)
    }
    /// Whether no transaction is open.
    pub(super) fn is_idle(&self) -> bool {
        self.connection.is_autocommit()
    }
    pub(super) fn position(&self) -> i64 {
        self.position.get()
    }
    /// Forgets the positions after `position`: what had them was undone.
    pub(super) fn rewind(&self, position: i64) {
        self.position.set(position);
    }
    /// Rows that were written so far, whether or not they were kept.
    pub(super) fn written(&self) -> u64 {
        self.connection.total_changes()
    }
    fn bind(&self, text: &'static str, params: &[Cell<'_>]) -> Result<CachedStatement<'_>> {
        #[cfg(debug_assertions)]
        self.kinds.check(text, params)?;
        let mut statement = self.connection.prepare_cached(text).map_err(|cause| explain(text, cause))?;
        let mut orders = self.orders.borrow_mut();
        let order = match orders.entry((text.as_ptr().addr(), text.len())) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => {
                #[cfg(debug_assertions)]
                super::plans::check(&self.connection, text)?;
                new.insert(order(text, &statement)?)
            }
        };
        if order.len() != params.len() {
            return Err(Fault::Broken(format!(
                "{} parameters stand in the statement, {} are bound: {text}",
                order.len(),
                params.len()
            )));
        }
        for (at, cell) in order.iter().map(|number| params.get(*number)).enumerate() {
            statement.raw_bind_parameter(at + 1, cell.unwrap_or(&Cell::Null)).map_err(fault)?;
        }
        Ok(statement)
    }
}

/// Which of the bound cells each parameter takes, counted from 0: SQLite counts parameters as they stand in the text.
fn order(text: &'static str, statement: &CachedStatement<'_>) -> Result<Vec<usize>> {
    let count = statement.parameter_count();
    let number = |at| statement.parameter_name(at)?.strip_prefix('$')?.parse::<usize>().ok()?.checked_sub(1);
    let order: Option<Vec<usize>> = (1..=count).map(number).collect();
    order
        .filter(|order| order.iter().all(|number| *number < count))
        .ok_or_else(|| Fault::Broken(format!("its parameters are not $1 to ${count}: {text}")))
}

impl Engine for Link {
    fn query(&self, _: Scope<'_>, text: &'static str, params: &[Cell<'_>], each: Rows<'_>) -> Result<()> {
        let mut statement = self.bind(text, params)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next().map_err(|cause| explain(text, cause))? {
            each(row)?;
        }
        Ok(())
    }
    fn execute(&self, _: Scope<'_>, text: &'static str, params: &[Cell<'_>]) -> Result<u64> {
        let changed = self.bind(text, params)?.raw_execute().map_err(|cause| explain(text, cause))?;
        Ok(changed as u64)
    }
    fn next_position(&self) -> Option<i64> {
        self.position.set(self.position.get() + 1);
        Some(self.position.get())
    }
    fn stripes(&self) -> i64 {
        1
    }
}

impl Row for rusqlite::Row<'_> {
    fn cell(&self, column: usize) -> Result<Cell<'_>> {
        match self.get_ref(column).map_err(fault)? {
            ValueRef::Null => Ok(Cell::Null),
            ValueRef::Integer(value) => Ok(Cell::Int(value)),
            ValueRef::Text(value) => std::str::from_utf8(value).map(Cell::Text).map_err(Fault::broken),
            ValueRef::Blob(value) => Ok(Cell::Bytes(value)),
            ValueRef::Real(_) => Err(Fault::broken("a cell holds a number with a fraction")),
        }
    }
    fn text(&self, column: usize) -> Result<&[u8]> {
        match self.get_ref(column).map_err(fault)? {
            ValueRef::Text(value) => Ok(value),
            other => Err(Fault::Broken(format!("a cell holds {} where a text is read", other.data_type()))),
        }
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Cell::Null => ValueRef::Null,
            Cell::Int(value) => ValueRef::Integer(*value),
            Cell::Text(value) => ValueRef::Text(value.as_bytes()),
            Cell::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}

/// What went wrong, and in which statement. A text never contains what was bound.
fn explain(text: &'static str, cause: rusqlite::Error) -> Fault {
    match fault(cause) {
        Fault::Broken(cause) => Fault::Broken(format!("{cause}: {text}")),
        other => other,
    }
}
/// A mistake of ours, unless the machine is to blame.
pub(super) fn fault(cause: rusqlite::Error) -> Fault {
    use ErrorCode::*;
    match cause.sqlite_error_code() {
        Some(
            CannotOpen
            | DatabaseBusy
            | DatabaseCorrupt
            | DatabaseLocked
            | DiskFull
            | FileLockingProtocolFailed
            | NoLargeFileSupport
            | NotADatabase
            | OperationInterrupted
            | OutOfMemory
            | PermissionDenied
            | SystemIoFailure,
        ) => Fault::unavailable(cause),
        _ => Fault::broken(cause),
    }
}
