//! Fills a database on PostgreSQL: rows by `COPY`, the indexes last.
use super::{
    Data,
    columns::Table,
    rows::{self, Sink, Value},
};
use crate::fault::*;
use postgres::{Client, NoTls};
use std::{collections::BTreeMap, io::Write};
use storage::{Database, Options};

/// Bytes of one `COPY`.
const PORTION: usize = 8 << 20;

/// Fills the empty database at `url`.
///
/// # Errors
/// It cannot be reached, or already holds something.
pub fn fill(data: &Data, url: &str) -> Result<()> {
    // The tables are made by the product's own migrations.
    drop(Database::open(&Options::new(url)).context("a database")?);
    let mut client = Client::connect(url, NoTls).context("PostgreSQL")?;
    let indexes = indexes(&mut client)?;
    for (name, _) in &indexes {
        client.batch_execute(&format!("DROP INDEX {name}")).context("an index")?;
    }
    let mut copies = Copies { client: &mut client, waiting: BTreeMap::new() };
    rows::tree(data, &mut copies)?;
    copies.flush()?;
    rows::users(data, &mut copies)?;
    copies.flush()?;
    for (_, text) in &indexes {
        client.batch_execute(text).context("an index")?;
    }
    // Alone: several statements at once would be one transaction, in which none of these runs.
    client.batch_execute("VACUUM ANALYZE").context("statistics")?;
    client.batch_execute("CHECKPOINT").context("a checkpoint")
}

/// Names and texts of the indexes that are not part of a table.
fn indexes(client: &mut Client) -> Result<Vec<(String, String)>> {
    const INDEXES: &str =
        "SELECT indexname::text, indexdef FROM pg_indexes i WHERE schemaname = 'public' AND tablename = 'users'
         AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)";
    let rows = client.query(INDEXES, &[]).context("indexes")?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

struct Copies<'c> {
    client: &'c mut Client,
    /// Lines by table, in the order in which tables may be filled.
    waiting: BTreeMap<usize, (Table, String)>,
}

impl Copies<'_> {
    fn flush(&mut self) -> Result<()> {
        for (table, lines) in std::mem::take(&mut self.waiting).into_values() {
            self.copy(table, &lines)?;
        }
        Ok(())
    }
    fn copy(&mut self, table: Table, lines: &str) -> Result<()> {
        let text = format!("COPY {} ({}) FROM STDIN", table.name, table.columns.join(", "));
        let mut writer = self.client.copy_in(&text).context(table.name)?;
        writer.write_all(lines.as_bytes()).context(table.name)?;
        writer.finish().context(table.name).map(drop)
    }
    fn place(&self, table: Table) -> usize {
        let known = self.waiting.iter().find(|(_, (known, _))| known.name == table.name);
        known.map_or(self.waiting.len(), |(place, _)| *place)
    }
}

impl Sink for Copies<'_> {
    fn put(&mut self, table: Table, row: &[Value]) -> Result<()> {
        let place = self.place(table);
        let (_, lines) = self.waiting.entry(place).or_insert_with(|| (table, String::new()));
        for (at, value) in row.iter().enumerate() {
            if at > 0 {
                lines.push('\t');
            }
            write(lines, value);
        }
        lines.push('\n');
        if lines.len() < PORTION {
            return Ok(());
        }
        let full = std::mem::take(lines);
        self.copy(table, &full)
    }
}

/// Nothing that is filled in holds a tab, a line's end or a backslash.
fn write(lines: &mut String, value: &Value) {
    match value {
        Value::Null => lines.push_str("\\N"),
        Value::Text(text) => lines.push_str(text),
        Value::Int(number) => lines.push_str(&number.to_string()),
        Value::Bytes(bytes) => {
            lines.push_str("\\\\x");
            lines.extend(bytes.iter().map(|byte| format!("{byte:02x}")));
        }
    }
}
