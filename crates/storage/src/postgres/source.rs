//! How connections to the server are opened.
use super::row_security;
use crate::{database::Options, fault::*};
use postgres::{Client, Config, NoTls};
use std::time::Duration;

/// How long it may take to connect, and how long nothing may come before the server is asked whether it is still there.
const PATIENCE: Duration = Duration::from_secs(5);
/// Until it is asked again.
const AGAIN: Duration = Duration::from_secs(1);
/// How long sent bytes and such questions may stay without being acknowledged before a connection counts as lost. The
/// system goes by it instead of by a number of questions.
const LOST: Duration = Duration::from_secs(10);
/// For every connection: a statement by itself only reads; none runs for ever; a process that vanished, or stands still,
/// holds a lock for 5 seconds more at most. Between two statements of a transaction nobody waits for anything, so that no
/// process that runs comes near them.
/// Every statement has its index. A small table would be read whole instead, and whoever reads one whole conflicts with
/// all who write to it.
const SET_UP: &str = "SET default_transaction_read_only = on; SET statement_timeout = '30s'; \
     SET idle_in_transaction_session_timeout = '5s'; SET enable_seqscan = off";
const WRITE: &str = "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE";
/// A change waits for a lock for one of so many parts of its time, and is run again then. Of 10 seconds that is 2: nobody
/// who runs holds a lock for so long, a deadlock is found before (in one), and its connection does not stand still with
/// one who holds it for longer.
const LOCK_WAITS: u32 = 5;

/// The server, and what all connections to it have in common.
pub(super) struct Source {
    config: Config,
    /// Begins a change.
    pub(super) write: String,
    pub(super) row_security: bool,
}

/// # Errors
/// It is not written as addresses of databases are.
pub(crate) fn check(url: &str) -> std::result::Result<(), OpenFault> {
    config(url).map(drop)
}

fn config(url: &str) -> std::result::Result<Config, OpenFault> {
    url.parse().map_err(|cause| {
        OpenFault(format!("the database must be sqlite:PATH or postgres://USER@HOST/NAME: {}", reason(&cause)))
    })
}

impl Source {
    pub(super) fn new(options: &Options) -> std::result::Result<Self, OpenFault> {
        let mut config = config(&options.url)?;
        if config.get_application_name().is_none() {
            config.application_name("tenantry");
        }
        config.connect_timeout(PATIENCE).tcp_user_timeout(LOST);
        config.keepalives_idle(PATIENCE).keepalives_interval(AGAIN);
        // None at all would be for ever.
        let lock_wait = (options.deadline / LOCK_WAITS).as_millis().max(1);
        let write = format!("{WRITE}; SET LOCAL lock_timeout = {lock_wait}");
        Ok(Source { config, write, row_security: options.row_security })
    }
    /// A connection with all the rights of its user, for making tables.
    pub(super) fn owner(&self) -> std::result::Result<Client, OpenFault> {
        let client = self.config.connect(NoTls);
        client.map_err(|cause| OpenFault(format!("cannot reach the database: {}", reason(&cause))))
    }
    pub(super) fn connect(&self) -> std::result::Result<Client, postgres::Error> {
        let mut client = self.config.connect(NoTls)?;
        client.batch_execute(SET_UP)?;
        if self.row_security {
            client.batch_execute(row_security::BECOME)?;
        }
        Ok(client)
    }
}

/// # Errors
/// When the database orders text otherwise than by its bytes: pages would differ between the engines.
pub(super) fn check_text_order(client: &mut Client) -> std::result::Result<(), OpenFault> {
    // libc's C, or the provider that is built into the server, all of whose locales go by code point.
    const ORDER: &str = "SELECT (datlocprovider = 'b' OR (datlocprovider = 'c' AND datcollate IN ('C', 'POSIX')))
                                AND pg_encoding_to_char(encoding) = 'UTF8', datname::text
                         FROM pg_database WHERE datname = current_database()";
    let unread = |cause| OpenFault(format!("cannot read the database's text order: {}", reason(&cause)));
    let row = client.query_one(ORDER, &[]).map_err(unread)?;
    if row.try_get(0).map_err(unread)? {
        return Ok(());
    }
    let name: String = row.try_get(1).map_err(unread)?;
    Err(OpenFault(format!(
        "the database {name} must order text by its bytes: \
         CREATE DATABASE {name} ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0"
    )))
}

/// An error of the driver with its cause; by itself it says little more than "db error".
pub(super) fn reason(error: &postgres::Error) -> String {
    match (error.as_db_error(), std::error::Error::source(error)) {
        (Some(answer), _) => format!("{} ({})", answer.message(), answer.code().code()),
        (None, Some(cause)) => format!("{error}: {cause}"),
        (None, None) => error.to_string(),
    }
}
