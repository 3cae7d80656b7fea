//! Bringing the tables of a database up to date: forward only, one text for both engines but where it says for which.
use crate::fault::OpenFault;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

type Result<T> = std::result::Result<T, OpenFault>;

/// One step. Its text is never changed once it was released; each must leave the previous binary working.
pub(crate) struct Migration {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
}

impl Migration {
    /// Its name says so. The other engine notes it and does nothing.
    pub(crate) fn is_only_for_sqlite(&self) -> bool {
        self.name.ends_with("_on_sqlite")
    }
}

macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        &[$(Migration { name: $name, text: include_str!(concat!("../migrations/", $name, ".sql")) }),*]
    };
}

/// All of them; the first has the number 1.
pub(crate) const ALL: &[Migration] = migrations![
    "0001_foundation",
    "0002_people",
    "0003_settings",
    "0004_groups",
    "0005_access_keys",
    "0006_provided",
    "0007_locked_users",
    "0008_mail",
    "0009_files",
    "0010_data_requests",
    "0011_barriers",
    "0012_contact_groups",
    "0013_divisions",
    "0014_waiting_mail",
    "0015_expected",
    "0016_sessions",
    "0017_scim",
    "0018_authorizations",
    "0019_identity_providers",
    "0020_billing",
    "0021_consolidation",
    "0022_export_files",
    "0023_log_on_sqlite",
    "0024_erased_names",
    "0025_transfer_codes",
    "0026_statistics_on_sqlite",
    "0027_revoked_authorizations",
];

/// Which migrations a database has. The row with the number 0 is the claim: whoever migrates holds it.
pub(crate) const TABLE: &str = "CREATE TABLE IF NOT EXISTS migrations (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL)";
/// The text that makes [`TABLE`] hold a claim.
pub(crate) const CLAIM: &str =
    "INSERT INTO migrations (number, name, checksum) VALUES (0, 'claim', '') ON CONFLICT DO NOTHING";
/// The applied ones, in order.
pub(crate) const APPLIED: &str = "SELECT checksum FROM migrations WHERE number > 0 ORDER BY number";
/// Notes one: number, name, checksum.
pub(crate) const NOTE: &str = "INSERT INTO migrations (number, name, checksum) VALUES ($1, $2, $3)";

/// What running migrations needs of an engine.
pub(crate) trait Migrated {
    /// Begins a transaction that no other process can be in at the same time, and reads the checksums of what was
    /// applied, in order.
    fn claim(&mut self) -> Result<Vec<String>>;
    /// Runs the text of a migration and notes it.
    fn apply(&mut self, number: i64, migration: &Migration, checksum: &str) -> Result<()>;
    fn commit(&mut self) -> Result<()>;
}

/// Applies what is missing, each migration in a transaction of its own.
///
/// # Errors
/// One line when the database is newer than `known`, or was made from another text of a migration.
pub(crate) fn run(engine: &mut impl Migrated, known: &[Migration]) -> Result<()> {
    loop {
        let applied = engine.claim()?;
        let next = next(&applied, known)?;
        if let Some((number, migration)) = next {
            tracing::info!(migration = migration.name, "the database is brought up to date");
            engine.apply(number, migration, &checksum(migration))?;
        }
        engine.commit()?;
        if next.is_none() {
            return Ok(());
        }
    }
}

/// The first of `known` that was not applied, and its number.
fn next<'m>(applied: &[String], known: &'m [Migration]) -> Result<Option<(i64, &'m Migration)>> {
    if applied.len() > known.len() {
        let (theirs, ours) = (applied.len(), known.len());
        return Err(OpenFault(format!(
            "the database was made by a newer tenantry (migration {theirs}, this one knows {ours}); use that one"
        )));
    }
    for (applied, migration) in applied.iter().zip(known) {
        if *applied != checksum(migration) {
            let name = migration.name;
            return Err(OpenFault(format!(
                "migration {name} is not the one that made this database; use the release that did"
            )));
        }
    }
    Ok(known.get(applied.len()).map(|migration| (applied.len() as i64 + 1, migration)))
}

fn checksum(migration: &Migration) -> String {
    HEXLOWER.encode(&Sha256::digest(migration.text))
}

/// The statements of a text as SQLite gets them: each table clustered by its key.
///
/// # Errors
/// When a table has no primary key.
pub(crate) fn statements_for_sqlite(text: &str) -> Result<Vec<String>> {
    let uncommented: Vec<&str> = text.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
    let uncommented = uncommented.join("\n");
    let statements = uncommented.split(';').map(str::trim).filter(|statement| !statement.is_empty());
    statements.map(clustered).collect()
}
fn clustered(statement: &str) -> Result<String> {
    if !statement.starts_with("CREATE TABLE ") {
        return Ok(statement.to_owned());
    }
    if !statement.contains("PRIMARY KEY") {
        return Err(OpenFault(format!("a table has no PRIMARY KEY: {statement}")));
    }
    // SQLite clusters a table by such a key without being told.
    if statement.contains(" INTEGER NOT NULL PRIMARY KEY") {
        return Ok(statement.to_owned());
    }
    Ok(format!("{statement} WITHOUT ROWID"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Migration = Migration { name: "0001_one", text: "CREATE TABLE a (id BIGINT NOT NULL PRIMARY KEY)" };
    const TWO: Migration = Migration { name: "0002_two", text: "CREATE TABLE b (id BIGINT NOT NULL PRIMARY KEY)" };

    #[test]
    fn what_is_missing_comes_next_and_in_order() {
        assert_eq!(next(&[], &[ONE, TWO]).unwrap().unwrap().0, 1);
        assert_eq!(next(&[checksum(&ONE)], &[ONE, TWO]).unwrap().unwrap().0, 2);
        assert!(next(&[checksum(&ONE), checksum(&TWO)], &[ONE, TWO]).unwrap().is_none());
    }

    #[test]
    fn a_newer_database_is_refused_in_words() {
        let refused = next(&[checksum(&ONE), checksum(&TWO)], &[ONE]).err().unwrap().to_string();
        assert_eq!(refused, "the database was made by a newer tenantry (migration 2, this one knows 1); use that one");
    }

    #[test]
    fn a_changed_migration_is_refused() {
        let refused = next(&[checksum(&TWO)], &[ONE]).err().unwrap().to_string();
        assert_eq!(refused, "migration 0001_one is not the one that made this database; use the release that did");
    }

    #[test]
    fn the_only_edit_is_that_tables_are_clustered() {
        let text =
            "-- A; b.\nCREATE TABLE a (\n  id TEXT PRIMARY KEY -- its id; unique\n);\nCREATE INDEX i ON a (id);\n";
        assert_eq!(
            statements_for_sqlite(text).unwrap(),
            ["CREATE TABLE a (\n  id TEXT PRIMARY KEY \n) WITHOUT ROWID", "CREATE INDEX i ON a (id)"]
        );
    }

    #[test]
    fn a_table_whose_key_is_where_its_rows_stand_is_clustered_already() {
        let text = "CREATE TABLE a (n INTEGER NOT NULL PRIMARY KEY)";
        assert_eq!(statements_for_sqlite(text).unwrap(), [text]);
    }

    #[test]
    fn a_table_without_a_primary_key_is_refused() {
        assert!(statements_for_sqlite("CREATE TABLE a (id TEXT)").is_err());
    }

    #[test]
    fn every_migration_has_its_number() {
        for (migration, number) in ALL.iter().zip(1..) {
            assert!(migration.name.starts_with(&format!("{number:04}_")), "{}", migration.name);
        }
    }
}
