//! Fills a SQLite file: without a journal, the indexes last.
use super::{
    Data,
    columns::Table,
    rows::{self, Sink, Value},
};
use crate::fault::*;
use rusqlite::{
    Connection, ToSql,
    types::{ToSqlOutput, ValueRef},
};
use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};
use storage::{Database, Options};

/// What the data was filled into: with other tables it is filled anew.
const TABLES: &str = include_str!("../../../crates/storage/migrations/0001_foundation.sql");

/// The URL of a file that holds `data`, in a folder of its own below `folder`; made when it is not there.
///
/// # Errors
/// The file cannot be made.
pub fn ready(data: &Data, folder: &Path) -> Result<PathBuf> {
    let own = folder.join(format!("{}-{}-{}-{}", data.name, data.large, data.accounts, data.small));
    let file = own.join("tenantry.db");
    let done = own.join("filled");
    if fs::read_to_string(&done).is_ok_and(|tables| tables == TABLES) {
        return Ok(file);
    }
    if own.exists() {
        fs::remove_dir_all(&own).context("removing a file that was not finished")?;
    }
    fs::create_dir_all(&own).context("a folder for data")?;
    // The tables are made by the product's own migrations.
    drop(Database::open(&Options::new(&format!("sqlite:{}", file.display()))).context("a database")?);
    fill(data, &file).context(&format!("filling {}", file.display()))?;
    fs::write(&done, TABLES).context("a mark")?;
    Ok(file)
}

fn fill(data: &Data, file: &Path) -> Result<()> {
    let connection = Connection::open(file).context("opening")?;
    for (name, value) in
        [("journal_mode", "OFF"), ("synchronous", "OFF"), ("cache_size", "-2000000"), ("locking_mode", "EXCLUSIVE")]
    {
        connection.pragma_update(None, name, value).context(name)?;
    }
    connection.set_prepared_statement_cache_capacity(64);
    let indexes = indexes(&connection)?;
    connection.execute_batch("BEGIN").context("begin")?;
    for (name, _) in &indexes {
        connection.execute_batch(&format!("DROP INDEX {name}")).context("an index")?;
    }
    let mut sink = Inserts { connection: &connection, texts: HashMap::new() };
    rows::tree(data, &mut sink)?;
    rows::users(data, &mut sink)?;
    for (_, text) in &indexes {
        connection.execute_batch(text).context("an index")?;
    }
    connection.execute_batch("COMMIT").context("commit")?;
    connection.pragma_update(None, "journal_mode", "WAL").context("journal")?;
    connection.close().map_err(|(_, fault)| fault).context("closing")
}

/// Names and texts of the indexes that are not part of a table.
fn indexes(connection: &Connection) -> Result<Vec<(String, String)>> {
    let mut statement = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('users', 'accounts', 'subaccounts')")
        .context("indexes")?;
    let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).context("indexes")?;
    found.collect::<rusqlite::Result<_>>().context("indexes")
}

struct Inserts<'c> {
    connection: &'c Connection,
    texts: HashMap<&'static str, String>,
}

impl Sink for Inserts<'_> {
    fn put(&mut self, table: Table, row: &[Value]) -> Result<()> {
        let text = self.texts.entry(table.name).or_insert_with(|| {
            let places = vec!["?"; table.columns.len()].join(", ");
            format!("INSERT INTO {} ({}) VALUES ({places})", table.name, table.columns.join(", "))
        });
        let mut statement = self.connection.prepare_cached(text).context(table.name)?;
        statement.execute(rusqlite::params_from_iter(row)).context(table.name).map(drop)
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(value) => ValueRef::Integer(*value),
            Value::Text(value) => ValueRef::Text(value.as_bytes()),
            Value::Bytes(value) => ValueRef::Blob(value),
        }))
    }
}
