//! What SQLite does without being asked, refused in tests: reading a whole account to find one of its users, and reading the
//! log of all accounts.
//!
//! Users are found by status and id, events by position or by account and id. A statement that names less is answered all the
//! same, a million times slower.
use crate::fault::*;
use rusqlite::Connection;

/// # Errors
/// [`Fault::Broken`] when nothing but the account leads to the users that the statement names, and it does not want them
/// all; when nothing leads to the events that it names.
pub(super) fn check(connection: &Connection, text: &str) -> Result<()> {
    let names = |table: &str| words(text).any(|word| word == table) && !text.contains(&format!("INSERT INTO {table} "));
    if !names("users") && !names("events") {
        return Ok(());
    }
    let plan = plan(connection, text).map_err(Fault::broken)?;
    match plan.iter().find(|step| reads_all_users(step, text) || reads_whole_log(step, text)) {
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
