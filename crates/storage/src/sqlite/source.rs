//! How connections to a database file are opened, each for its purpose.
use super::link::{Link, fault};
use crate::{database::Options, fault::*};
use rusqlite::{Connection, MAIN_DB, OpenFlags, OptionalExtension, config::DbConfig};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// More than there are statements in the project, so that each is prepared once for a connection.
const STATEMENTS: usize = 512;
/// How long a connection waits for another process that has opened the file in spite of the lock.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long readers may keep a checkpoint, and with it the writer, waiting.
const CHECKPOINT_PATIENCE: Duration = Duration::from_millis(20);

/// The file, and what all connections to it have in common.
pub(super) struct Source {
    path: PathBuf,
    synchronous: &'static str,
    writer_cache: i64,
}

impl Source {
    pub(super) fn new(path: &Path, options: &Options) -> Self {
        let synchronous = if options.synchronous_normal { "NORMAL" } else { "FULL" };
        Source { path: path.to_owned(), synchronous, writer_cache: options.writer_cache }
    }
    /// The first connection: makes the file if there is none.
    pub(super) fn prepare(&self) -> Result<Connection> {
        let connection = self.connect(OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
        // SQLite opens what it may not write for reading, and says nothing before the first change.
        if connection.is_readonly(MAIN_DB).map_err(fault)? {
            return Err(Fault::unavailable("it may not be written"));
        }
        connection.pragma_update(None, "journal_mode", "WAL").map_err(fault)?;
        Ok(connection)
    }
    /// One that changes a file that is there.
    pub(super) fn again(&self) -> Result<Connection> {
        self.connect(OpenFlags::SQLITE_OPEN_READ_WRITE)
    }
    /// For the thread that writes. It leaves checkpoints to another; `signal` is called after each commit with the number
    /// of pages in the log.
    pub(super) fn writer(&self, mut signal: impl FnMut(i64) + Send + 'static) -> Result<Link> {
        let mut connection = self.again()?;
        connection.pragma_update(None, "wal_autocheckpoint", 0).map_err(fault)?;
        connection.pragma_update(None, "cache_size", -self.writer_cache).map_err(fault)?;
        let hook = move |_: &mut rusqlite::hooks::Wal, pages| {
            signal(i64::from(pages));
            Ok(())
        };
        connection.wal_hook(Some(hook)).map_err(fault)?;
        let position = last_position(&connection)?;
        Link::new(connection, position)
    }
    pub(super) fn checkpointer(&self) -> Result<Connection> {
        let connection = self.again()?;
        connection.busy_timeout(CHECKPOINT_PATIENCE).map_err(fault)?;
        Ok(connection)
    }
    pub(super) fn reader(&self) -> Result<Link> {
        self.reading(self.connect(OpenFlags::SQLITE_OPEN_READ_ONLY)?)
    }
    /// A connection that changes nothing from now on.
    pub(super) fn reading(&self, connection: Connection) -> Result<Link> {
        connection.pragma_update(None, "query_only", true).map_err(fault)?;
        connection.pragma_update(None, "cache_size", -reader_cache()).map_err(fault)?;
        Link::new(connection, 0)
    }
    fn connect(&self, flags: OpenFlags) -> Result<Connection> {
        // No mutex: a connection is used by one thread at a time.
        let connection =
            Connection::open_with_flags(&self.path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(fault)?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        connection.busy_timeout(PATIENCE).map_err(fault)?;
        // Otherwise a plan may depend on what is bound, and the statement is prepared anew for every request.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(fault)?;
        for (name, value) in [
            ("synchronous", self.synchronous),
            ("foreign_keys", "ON"),
            ("mmap_size", "0"),
            // What a savepoint may have to put back stays in memory; a file of it costs most of a batch.
            ("temp_store", "MEMORY"),
            // KiB, because it is negative.
            ("cache_size", "-2048"),
            // Bytes that the log keeps on the disk once it has been copied.
            ("journal_size_limit", "67108864"),
        ] {
            connection.pragma_update(None, name, value).map_err(fault)?;
        }
        Ok(connection)
    }
}

/// KiB for each connection that reads, of which there is one for each core: many cores share what few have. More brings
/// nothing that was measurable: whatever is not here lies in the memory of the system.
fn reader_cache() -> i64 {
    const ALL: usize = 4 * 1024;
    (ALL / crate::cores()).max(1024) as i64
}

fn last_position(connection: &Connection) -> Result<i64> {
    const LAST: &str = "SELECT position FROM events ORDER BY position DESC LIMIT 1";
    let last = connection.query_row(LAST, [], |row| row.get(0)).optional();
    Ok(last.map_err(fault)?.unwrap_or(0))
}
