//! A database behind one of the two engines: opening it, reading from it, changing it.
use crate::{
    directory,
    fault::*,
    fresh::Freshness,
    postgres::Postgres,
    sqlite::{Lock, Sqlite},
    transaction::{End, Tx},
};
use std::{path::PathBuf, sync::Arc, time::Duration};

/// How a database is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// `sqlite:PATH` or `postgres://…` (also a libpq `key=value` list that begins with `host=`).
    pub url: String,
    /// Connections, and threads that hold them, of the PostgreSQL engine. Two of several are for readers alone.
    pub connections: usize,
    /// Changes that may wait, and reads of PostgreSQL beside them; one more is refused with [`Fault::Busy`].
    pub queue: usize,
    /// Changes that share one commit of SQLite, at most.
    pub batch: usize,
    /// KiB of pages that the thread which writes to SQLite may keep. What a full batch of new users changes fits into the
    /// default, so that nothing of it is written twice.
    pub writer_cache: i64,
    /// How long a change may be run again after conflicts before it is [`Fault::Busy`]. A fifth of it may go to one lock.
    pub deadline: Duration,
    /// Only for the test suite on PostgreSQL: force row security for every table that has an `account_id`.
    pub row_security: bool,
    /// Only for the benchmark and the control of the power test: SQLite answers before a change is on the disk.
    pub synchronous_normal: bool,
}

impl Options {
    /// The defaults. `url` is not looked at before [`Database::open`].
    pub fn new(url: &str) -> Self {
        Options {
            url: url.to_owned(),
            connections: 8,
            queue: 4096,
            batch: 256,
            writer_cache: 8 * 1024,
            deadline: Duration::from_secs(10),
            row_security: false,
            synchronous_normal: false,
        }
    }
}

/// What a reader needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// One statement: it needs no transaction around it.
    OneStatement,
    /// Several statements that must agree with each other; at most a few hundred rows.
    Snapshot,
    /// As `Snapshot`, with more rows than may be read on a worker.
    Large,
}

/// An open database; cheap to clone.
#[derive(Clone)]
pub struct Database(Arc<Inner>);

enum Inner {
    Sqlite(Sqlite),
    Postgres(Postgres),
}

impl Database {
    /// Opens the database, creates it when missing (SQLite) and brings its tables up to date.
    ///
    /// # Errors
    /// One line that says what to do: another process holds the file, the database is newer than this binary,
    /// its text order is not `C`, it cannot be reached.
    pub fn open(options: &Options) -> std::result::Result<Self, OpenFault> {
        let inner = match file(&options.url) {
            Some(path) => Inner::Sqlite(Sqlite::open(&path, options)?),
            None => Inner::Postgres(Postgres::open(options)?),
        };
        Ok(Database(Arc::new(inner)))
    }
    /// Whether `url` could name a database, before anything is touched.
    ///
    /// # Errors
    /// One line that says how it is written.
    pub fn check(url: &str) -> std::result::Result<(), OpenFault> {
        match url.strip_prefix("sqlite:") {
            Some("") => Err(OpenFault("sqlite: names no file: write sqlite:PATH".to_owned())),
            // It would be looked for from the root on, which nobody means who writes it like an address.
            Some(path) if path.starts_with("//") && !path.starts_with("///") => {
                Err(OpenFault(format!("{url} names a host: write sqlite:PATH")))
            }
            Some(_) => Ok(()),
            None => crate::postgres::check(url),
        }
    }
    /// Where the process that holds the file of `url` listens, if one holds it and has said so; for commands that would
    /// rather speak to it than be refused.
    pub fn locked_by(url: &str) -> Option<String> {
        file(url).and_then(|path| Lock::holder(&path))
    }
    /// Who holds the folder that the file of `url` is in, in words, for whichever database in it.
    pub fn folder_held_by(url: &str) -> Option<String> {
        file(url).and_then(|path| Lock::folder_holder(&path))
    }
    /// Says where this process listens, to those whom it keeps out.
    ///
    /// # Errors
    /// [`Fault::Unavailable`] when the lock file cannot be written.
    pub fn announce(&self, address: &str) -> Result<()> {
        match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.announce(address),
            Inner::Postgres(_) => Ok(()),
        }
    }
    /// How many connections for reading were found inside a transaction and opened anew; anything but 0 is a mistake.
    pub fn reopened_readers(&self) -> u64 {
        match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.reopened_readers(),
            Inner::Postgres(_) => 0,
        }
    }
    /// Runs `work` over one snapshot. On SQLite it runs at once, on the calling thread, unless it is [`Read::Large`].
    ///
    /// # Errors
    /// The first fault of a statement, whatever `work` makes of it; [`Fault::Broken`] when `work` panics.
    /// [`Fault::Busy`] when too many wait already, which on SQLite only large reads do.
    pub async fn read<T, F>(&self, read: Read, work: F) -> Result<T>
    where
        F: FnOnce(&Tx) -> T + Send + 'static,
        T: Send + 'static,
    {
        match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.read(read, work).await,
            Inner::Postgres(postgres) => postgres.read(read, work).await,
        }
    }
    /// Asks whether it answers and takes changes: a server of PostgreSQL may have come to follow another one. For readiness.
    ///
    /// # Errors
    /// [`Fault::Unavailable`] when it does not, [`Fault::Busy`] when too many wait already.
    pub async fn ping(&self) -> Result<()> {
        match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.read(Read::OneStatement, directory::ping).await?,
            Inner::Postgres(postgres) => postgres.ping().await,
        }
    }
    /// Runs `work` in one transaction and returns once it is durable. `turn` is the account that changes: changes of
    /// one account take turns. `work` may be run again, so it has no effect but its statements.
    ///
    /// # Errors
    /// The first fault of a statement, whatever `work` makes of it; [`Fault::Broken`] when `work` panics.
    /// [`Fault::Busy`] when too many changes wait, or others stand in its way until [`Options::deadline`] is over.
    /// After [`Fault::Unavailable`] it may have been kept.
    pub async fn write<T, F>(&self, turn: &str, work: F) -> Result<T>
    where
        F: FnMut(&Tx) -> End<T> + Send + 'static,
        T: Send + 'static,
    {
        match &*self.0 {
            Inner::Sqlite(sqlite) => sqlite.write(work).await,
            Inner::Postgres(postgres) => postgres.write(turn, work).await,
        }
    }
    /// Where facts may be remembered between requests: only where this process is the only one that writes.
    pub fn freshness(&self) -> Option<&Freshness> {
        match &*self.0 {
            Inner::Sqlite(sqlite) => Some(sqlite.freshness()),
            Inner::Postgres(_) => None,
        }
    }
    /// Whether other processes may work on it at the same time.
    pub fn is_shared(&self) -> bool {
        matches!(&*self.0, Inner::Postgres(_))
    }
    /// Gives positions to committed events that have none yet, at most `most`; returns how many. On SQLite there never
    /// are any. A change has its own numbered; this is for those of a node that was killed in between: a job of every node calls it.
    pub async fn position_events(&self, most: i64) -> Result<i64> {
        match &*self.0 {
            Inner::Sqlite(_) => Ok(0),
            Inner::Postgres(postgres) => postgres.position_events(most).await,
        }
    }
}

fn file(url: &str) -> Option<PathBuf> {
    url.strip_prefix("sqlite:").map(PathBuf::from)
}
