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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrate::{ALL, run};

    const LOG: &str =
        "SELECT concat_ws('|', position, account_id, id, at, name, object_id, version, by_kind, by_account_id,
                                        by_user_id, by_app_id, payload) FROM events ORDER BY position";

    /// A database that the migration with this number has not come to.
    fn before(number: usize) -> Connection {
        let mut data = Connection::open_in_memory().unwrap();
        run(&mut data, ALL.get(..number - 1).unwrap()).unwrap();
        data
    }
    fn texts(data: &Connection, query: &str, column: usize) -> Vec<String> {
        let mut read = data.prepare(query).unwrap();
        let rows = read.query_map([], |row| row.get(column)).unwrap();
        rows.collect::<rusqlite::Result<_>>().unwrap()
    }

    #[test]
    fn events_from_before_they_were_clustered_by_position_are_still_there_and_in_order() {
        const INSERT: &str = "INSERT INTO events (account_id, id, position, at, name, object_id, version, by_kind,
                                                  by_account_id, by_user_id, by_app_id, payload)
                              VALUES (?1, ?2, ?3, 4, 'role.created', 'o', 5, 'app', 'a1', 'u1', 'p1', '{\"n\":1}')";
        let mut data = before(23);
        for (account, id, position) in [("b", "2", 5), ("a", "3", 9), ("b", "1", 2)] {
            data.execute(INSERT, (account, id, position)).unwrap();
        }
        let log = texts(&data, LOG, 0);
        assert_eq!(log.first().unwrap(), "2|b|1|4|role.created|o|5|app|a1|u1|p1|{\"n\":1}");
        run(&mut data, ALL).unwrap();
        assert_eq!(texts(&data, LOG, 0), log);
    }

    #[test]
    fn events_are_copied_along_an_index_and_not_sorted_in_memory() {
        let data = before(23);
        let statements = statements_for_sqlite(ALL.get(22).unwrap().text).unwrap();
        let copy = statements.iter().position(|statement| statement.starts_with("INSERT INTO events")).unwrap();
        data.execute_batch(&statements.get(..copy).unwrap().join(";")).unwrap();
        let plan = texts(&data, &format!("EXPLAIN QUERY PLAN {}", statements.get(copy).unwrap()), 3);
        assert_eq!(plan, ["SEARCH events_before USING INDEX events_by_position (position>?)"]);
    }
}
