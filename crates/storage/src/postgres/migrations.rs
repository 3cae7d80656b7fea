//! Migrations on PostgreSQL: a row is the claim; other nodes wait for it, and find it free when its holder dies.
use super::source::reason;
use crate::{
    fault::OpenFault,
    migrate::{APPLIED, CLAIM, Migrated, Migration, NOTE, TABLE},
};
use postgres::{Client, error::SqlState};

type Result<T> = std::result::Result<T, OpenFault>;

/// Holds the row until the transaction ends.
const TAKE: &str = "UPDATE migrations SET checksum = '' WHERE number = 0";

/// How the server says, by the moment at which it notices, that another session has made the same table.
const MADE_MEANWHILE: [SqlState; 3] =
    [SqlState::UNIQUE_VIOLATION, SqlState::DUPLICATE_TABLE, SqlState::DUPLICATE_OBJECT];

impl Migrated for Client {
    fn claim(&mut self) -> Result<Vec<String>> {
        make_table(self)?;
        // Read committed: what the one before has applied is seen once the row is free.
        self.batch_execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE").map_err(failed)?;
        self.batch_execute(TAKE).map_err(failed)?;
        let applied = self.query(APPLIED, &[]).map_err(failed)?;
        applied.iter().map(|row| row.try_get(0).map_err(failed)).collect()
    }
    fn apply(&mut self, number: i64, migration: &Migration, checksum: &str) -> Result<()> {
        let name = migration.name;
        if !migration.is_only_for_sqlite() {
            self.batch_execute(migration.text).map_err(|cause| OpenFault(format!("{name}: {}", reason(&cause))))?;
        }
        self.execute(NOTE, &[&number, &name, &checksum]).map(drop).map_err(failed)
    }
    fn commit(&mut self) -> Result<()> {
        self.batch_execute("COMMIT").map_err(failed)
    }
}

fn make_table(client: &mut Client) -> Result<()> {
    match client.batch_execute(TABLE) {
        // Two nodes made it at the same moment; it is there.
        Err(cause) if cause.code().is_some_and(|code| MADE_MEANWHILE.contains(code)) => {}
        made => made.map_err(failed)?,
    }
    client.batch_execute(CLAIM).map_err(failed)
}

fn failed(cause: postgres::Error) -> OpenFault {
    OpenFault(format!("cannot bring the database up to date: {}", reason(&cause)))
}
