//! Migrations on SQLite: the lock on the file is the claim.
use crate::{
    fault::OpenFault,
    migrate::{APPLIED, Migrated, Migration, NOTE, TABLE, statements_for_sqlite},
};
use rusqlite::Connection;

type Result<T> = std::result::Result<T, OpenFault>;

impl Migrated for Connection {
    fn claim(&mut self) -> Result<Vec<String>> {
        self.execute_batch("BEGIN IMMEDIATE").map_err(failed)?;
        self.execute_batch(&format!("{TABLE} WITHOUT ROWID")).map_err(failed)?;
        let mut applied = self.prepare(APPLIED).map_err(failed)?;
        let applied = applied.query_map([], |row| row.get(0)).map_err(failed)?;
        applied.collect::<rusqlite::Result<_>>().map_err(failed)
    }
    fn apply(&mut self, number: i64, migration: &Migration, checksum: &str) -> Result<()> {
        for statement in statements_for_sqlite(migration.text)? {
            self.execute_batch(&statement)
                .map_err(|cause| OpenFault(format!("{}: {cause}: {statement}", migration.name)))?;
        }
        self.execute(NOTE, (number, migration.name, checksum)).map(drop).map_err(failed)
    }
    fn commit(&mut self) -> Result<()> {
        self.execute_batch("COMMIT").map_err(failed)
    }
}

fn failed(cause: rusqlite::Error) -> OpenFault {
    OpenFault(format!("cannot bring the database up to date: {cause}"))
}
