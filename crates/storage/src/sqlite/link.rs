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
    collections::{BTreeMap, btree_map::Entry},
    sync::Arc,
};

pub(super) struct Link {
    connection: Connection,
    /// The last position that was given to an event.
    position: Slot<i64>,
    /// Of each statement that was run before.
    orders: RefCell<BTreeMap<Place, Order>>,
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
    /// For the changes of a batch.
    pub(super) fn batch(&self) -> Batch<'_> {
        Batch { link: self, prepared: RefCell::default() }
    }
    fn prepare(&self, text: &'static str) -> Result<Prepared<'_>> {
        let statement = self.connection.prepare_cached(text).map_err(|cause| explain(text, cause))?;
        let mut orders = self.orders.borrow_mut();
        let order = match orders.entry(place(text)) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(new) => {
                #[cfg(debug_assertions)]
                super::plans::check(&self.connection, text)?;
                new.insert(order(text, &statement)?.into()).clone()
            }
        };
        Ok(Prepared {
            text,
            statement,
            order,
            #[cfg(debug_assertions)]
            kinds: &self.kinds,
        })
    }
    fn next_position(&self) -> i64 {
        self.position.set(self.position.get() + 1);
        self.position.get()
    }
}

/// Where a text stands, which is never moved, and its length.
type Place = (usize, usize);
/// Which cell each parameter of a statement takes.
type Order = Arc<[usize]>;

fn place(text: &'static str) -> Place {
    (text.as_ptr().addr(), text.len())
}

/// A statement that is ready to be run.
struct Prepared<'l> {
    text: &'static str,
    statement: CachedStatement<'l>,
    order: Order,
    #[cfg(debug_assertions)]
    kinds: &'l super::kinds::Kinds,
}

impl Prepared<'_> {
    fn bind(&mut self, params: &[Cell<'_>]) -> Result<()> {
        let Prepared { text, statement, order, .. } = self;
        #[cfg(debug_assertions)]
        self.kinds.check(text, params)?;
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
        Ok(())
    }
    fn query(&mut self, params: &[Cell<'_>], each: Rows<'_>) -> Result<()> {
        self.bind(params)?;
        let mut rows = self.statement.raw_query();
        while let Some(row) = rows.next().map_err(|cause| explain(self.text, cause))? {
            each(row)?;
        }
        Ok(())
    }
    fn execute(&mut self, params: &[Cell<'_>]) -> Result<u64> {
        self.bind(params)?;
        let changed = self.statement.raw_execute().map_err(|cause| explain(self.text, cause))?;
        Ok(changed as u64)
    }
}

/// A connection for the length of a batch. Its changes run the same statements again and again, so these stay at hand: to
/// look for them among all was about a twentieth of the writer's time while users were created.
pub(super) struct Batch<'l> {
    link: &'l Link,
    prepared: RefCell<BTreeMap<Place, Prepared<'l>>>,
}

impl<'l> Batch<'l> {
    pub(super) fn link(&self) -> &'l Link {
        self.link
    }
    fn run<T>(&self, text: &'static str, run: impl FnOnce(&mut Prepared<'_>) -> Result<T>) -> Result<T> {
        let mut prepared = self.prepared.borrow_mut();
        run(match prepared.entry(place(text)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(self.link.prepare(text)?),
        })
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
        self.prepare(text)?.query(params, each)
    }
    fn execute(&self, _: Scope<'_>, text: &'static str, params: &[Cell<'_>]) -> Result<u64> {
        self.prepare(text)?.execute(params)
    }
    fn next_position(&self) -> Option<i64> {
        Some(self.next_position())
    }
    fn stripes(&self) -> i64 {
        1
    }
}

impl Engine for Batch<'_> {
    fn query(&self, _: Scope<'_>, text: &'static str, params: &[Cell<'_>], each: Rows<'_>) -> Result<()> {
        self.run(text, |prepared| prepared.query(params, each))
    }
    fn execute(&self, _: Scope<'_>, text: &'static str, params: &[Cell<'_>]) -> Result<u64> {
        self.run(text, |prepared| prepared.execute(params))
    }
    fn next_position(&self) -> Option<i64> {
        Some(self.link.next_position())
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
