//! What SQLite does without being asked, refused in tests: reading a whole account to find one of its users, or something that
//! an index leads to, and reading the log of all accounts.
//!
//! Users are found by status and id, events by position or by account and id. A statement that names less is answered all the
//! same, a million times slower. So is one whose index SQLite supposes to save nothing: the numbers it goes by are given by a
//! migration.
use crate::fault::*;
use rusqlite::Connection;

/// # Errors
/// [`Fault::Broken`] when nothing but the account leads to the users that the statement names, and it does not want them
/// all; when nothing leads to the events that it names; when it passes by a key or an index that leads to the rows that it
/// names.
pub(super) fn check(connection: &Connection, text: &str) -> Result<()> {
    let plan = plan(connection, text).map_err(Fault::broken)?;
    let indexes = match plan.iter().any(|step| reads_an_account(step)) {
        true => Index::all(connection).map_err(Fault::broken)?,
        false => Vec::new(),
    };
    let passes_by = |step: &str| reads_an_account(step) && indexes.iter().any(|index| index.leads(step, text));
    let reads_too_much = |step: &str| {
        reads_all_users(step, text) || reads_whole_log(step, text) || passes_by(step) || holds_against_a_list(step)
    };
    match plan.iter().find(|step| reads_too_much(step)) {
        Some(step) => Err(Fault::Broken(format!("it reads more than it asks for ({step}): {text}"))),
        None => Ok(()),
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').filter(|word| !word.is_empty())
}

fn plan(connection: &Connection, text: &str) -> rusqlite::Result<Vec<String>> {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {text}"))?;
    let mut rows = statement.raw_query();
    let mut steps = Vec::new();
    while let Some(row) = rows.next()? {
        steps.push(row.get(3)?);
    }
    Ok(steps)
}

/// An index that leads from an account to those of its rows that have a value.
struct Index {
    table: String,
    column: String,
    /// It has only rows of which this is true.
    condition: Option<String>,
}

impl Index {
    fn all(connection: &Connection) -> rusqlite::Result<Vec<Self>> {
        let mut found = connection.prepare(
            "SELECT i.tbl_name, c.name, i.sql FROM sqlite_schema i
             JOIN pragma_index_info(i.name) a ON a.seqno = 0 AND a.name = 'account_id'
             JOIN pragma_index_info(i.name) c ON c.seqno = 1
             WHERE i.type = 'index' AND i.sql IS NOT NULL",
        )?;
        let read = |row: &rusqlite::Row<'_>| {
            let sql: String = row.get(2)?;
            let condition = sql.split_once(" WHERE ").map(|(_, condition)| condition.to_owned());
            Ok(Index { table: row.get(0)?, column: row.get(1)?, condition })
        };
        found.query_map([], read)?.collect()
    }
    /// Whether it leads to what a step of a statement looks for.
    fn leads(&self, step: &str, text: &str) -> bool {
        let Index { table, column, condition } = self;
        let is_in_a_name = |(at, _): (usize, &str)| text.get(..at).is_some_and(|before| before.ends_with('_'));
        let is_compared = text.match_indices(&format!("{column} = $")).any(|found| !is_in_a_name(found));
        let has_it = |condition: &String| text.contains(condition) || *condition == format!("{column} IS NOT NULL");
        is_about(step, table, text) && is_compared && condition.as_ref().is_none_or(has_it)
    }
}

/// `SEARCH m USING PRIMARY KEY (account_id=?)`, `SEARCH t USING INDEX tokens_by_expiry (account_id=?)`.
fn reads_an_account(step: &str) -> bool {
    step.ends_with(" (account_id=?)")
}

/// Every row is held against those that a subquery has found, where these could lead to the rows.
fn holds_against_a_list(step: &str) -> bool {
    step == "CREATE BLOOM FILTER"
}

/// `SEARCH u USING PRIMARY KEY (account_id=?)`, `SCAN users`.
fn reads_all_users(step: &str, text: &str) -> bool {
    is_about(step, "users", text) && (step.starts_with("SCAN ") || step.ends_with("(account_id=?)"))
}

/// `SCAN e`, `SCAN events USING INDEX events_by_id`.
fn reads_whole_log(step: &str, text: &str) -> bool {
    is_about(step, "events", text) && step.starts_with("SCAN ")
}

/// Whether a step goes through the table, by its name or by the one that the statement gives it.
fn is_about(step: &str, table: &str, text: &str) -> bool {
    let name = step.split(' ').nth(1).unwrap_or_default();
    let text: Vec<&str> = words(text).filter(|word| *word != "AS").collect();
    name == table || text.windows(2).any(|pair| pair == [table, name])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Holds over these tables that the first statements are let through and the others refused.
    #[track_caller]
    fn hold(tables: &str, good: &[&str], bad: &[&str]) {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(tables).unwrap();
        for statement in good {
            assert_eq!(check(&connection, statement), Ok(()));
        }
        for statement in bad {
            assert!(check(&connection, statement).is_err(), "{statement}");
        }
    }

    #[test]
    fn a_user_is_found_by_status_and_id_and_never_by_reading_them_all() {
        hold(
            "CREATE TABLE users (account_id TEXT, status TEXT, id TEXT, PRIMARY KEY (account_id, status, id)) WITHOUT ROWID;
             CREATE TABLE roles (account_id TEXT, id TEXT, PRIMARY KEY (account_id, id)) WITHOUT ROWID",
            &[
                "SELECT id FROM users WHERE account_id = $1 AND status = $2 AND id > $3 ORDER BY id",
                "DELETE FROM users WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND id = $2",
                "SELECT r.id FROM roles r WHERE r.account_id = $1",
            ],
            &[
                "SELECT id FROM users WHERE account_id = $1 AND id = $2",
                "UPDATE users SET id = $2 WHERE account_id = $1 AND id = $3",
                "SELECT r.id FROM roles r JOIN users u ON u.account_id = r.account_id AND u.id = r.id WHERE r.account_id = $1 AND r.id = $2",
                "SELECT id FROM users WHERE id = $1",
            ],
        );
    }

    #[test]
    fn an_index_that_leads_to_what_is_named_is_taken() {
        const TABLES: &str = "CREATE TABLE keys (account_id TEXT, id TEXT, user_id TEXT, due_at INT, PRIMARY KEY (account_id, id)) WITHOUT ROWID;
             CREATE INDEX keys_by_user ON keys (account_id, user_id);
             CREATE INDEX keys_due ON keys (account_id, id) WHERE due_at IS NOT NULL";
        const NUMBERS: &str = "ANALYZE keys; DELETE FROM sqlite_stat1;
             INSERT INTO sqlite_stat1 VALUES ('keys', 'keys', '1000000 10000 1'), ('keys', 'keys_by_user', '1000000 10000 5');
             ANALYZE sqlite_schema";
        let [of_user, of_account] = [
            "DELETE FROM keys WHERE account_id = $1 AND user_id = $2",
            "SELECT count(*) FROM keys WHERE account_id = $1",
        ];
        hold(TABLES, &[of_account], &[of_user]);
        hold(&format!("{TABLES}; {NUMBERS}"), &[of_account, of_user], &[]);
    }

    #[test]
    fn rows_are_found_by_their_keys_and_not_held_against_a_list_of_them() {
        const TABLES: &str =
            "CREATE TABLE tokens (hash BLOB NOT NULL PRIMARY KEY, account_id TEXT, ends_at INT) WITHOUT ROWID;
             CREATE INDEX tokens_by_end ON tokens (account_id, ends_at)";
        const NUMBERS: &str = "ANALYZE tokens; DELETE FROM sqlite_stat1;
             INSERT INTO sqlite_stat1 VALUES ('tokens', 'tokens', '1000000 1'), ('tokens', 'tokens_by_end', '1000000 10000 5');
             ANALYZE sqlite_schema";
        let some = "DELETE FROM tokens WHERE account_id = $1 AND hash IN (
                        SELECT hash FROM tokens WHERE account_id = $1 AND ends_at <= $2 ORDER BY ends_at, hash LIMIT 8)";
        hold(TABLES, &[], &[some]);
        hold(&format!("{TABLES}; {NUMBERS}"), &[some], &[]);
    }

    #[test]
    fn events_are_found_by_position_or_by_account_and_never_by_reading_the_whole_log() {
        hold(
            "CREATE TABLE events (position INTEGER NOT NULL PRIMARY KEY, account_id TEXT, id TEXT, object_id TEXT);
             CREATE UNIQUE INDEX events_by_id ON events (account_id, id)",
            &[
                "SELECT id FROM events WHERE position > $1 ORDER BY position LIMIT $2",
                "SELECT object_id FROM events WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3",
                "UPDATE events SET object_id = $3 WHERE account_id = $1 AND id = $2",
            ],
            &[
                "SELECT id FROM events WHERE object_id = $1",
                "SELECT e.id FROM events e WHERE e.object_id = $1",
                "SELECT e.id FROM events AS e WHERE e.object_id = $1",
                "SELECT id FROM events ORDER BY account_id, id",
                "SELECT 1 WHERE $1 IN (SELECT object_id FROM events)",
            ],
        );
    }
}
