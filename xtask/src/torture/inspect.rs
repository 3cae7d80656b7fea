//! What a database file holds, read without the server: its own check, its rows, and whether each row has its event.
use crate::fault::{Fault, Result};
use rusqlite::{Connection, OpenFlags};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// Each statement counts what must not be there.
const RULES: [(&str, &str); 8] = [
    (
        "a user without its event",
        "SELECT count(*) FROM users WHERE (account_id, id) NOT IN
         (SELECT account_id, object_id FROM events WHERE name = 'user.created')",
    ),
    (
        "an event without its user",
        "SELECT count(*) FROM events WHERE name = 'user.created'
         AND (account_id, object_id) NOT IN (SELECT account_id, id FROM users)
         AND (account_id, object_id) NOT IN (SELECT account_id, object_id FROM events WHERE name = 'user.deleted')",
    ),
    (
        "a deleted user that is there",
        "SELECT count(*) FROM users WHERE (account_id, id) IN
         (SELECT account_id, object_id FROM events WHERE name = 'user.deleted')",
    ),
    (
        "a user at another version than its last event",
        "SELECT count(*) FROM users WHERE (account_id, id, version) NOT IN
         (SELECT account_id, object_id, max(version) FROM events GROUP BY account_id, object_id)",
    ),
    (
        "an account without its event",
        "SELECT count(*) FROM accounts WHERE account_id NOT IN
         (SELECT account_id FROM events WHERE name = 'account.created')",
    ),
    (
        "an event without its account",
        "SELECT count(*) FROM events WHERE name = 'account.created'
         AND account_id NOT IN (SELECT account_id FROM accounts)",
    ),
    (
        "a user without its email, or an email without its user",
        "SELECT (SELECT count(*) FROM users WHERE (account_id, id, email) NOT IN
                 (SELECT account_id, user_id, email FROM email_index))
              + (SELECT count(*) FROM email_index WHERE (account_id, user_id) NOT IN (SELECT account_id, id FROM users))",
    ),
    (
        "a gap in the positions of events",
        "SELECT count(*) - count(position) + coalesce(max(position), 0) - count(position) FROM events",
    ),
];

/// What was found in a file.
#[derive(Debug, Default)]
pub struct Found {
    /// Departments of users, by id.
    pub users: BTreeMap<String, String>,
    pub accounts: BTreeSet<String>,
    /// Every other object that an answer can have named.
    pub others: BTreeSet<String>,
    pub faults: Vec<String>,
}

impl Found {
    /// Reads a file; one that was never made, or holds no tables yet, holds nothing.
    ///
    /// # Errors
    /// When it cannot be read: it is broken.
    pub fn of(file: &Path) -> Result<Self> {
        if !file.exists() {
            return Ok(Found::default());
        }
        let broken = |error: rusqlite::Error| Fault::new(format!("{}: {error}", file.display()));
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(file, flags).map_err(broken)?;
        read(&connection).map_err(broken)
    }

    pub fn has(&self, id: &str) -> bool {
        self.users.contains_key(id) || self.accounts.contains(id) || self.others.contains(id)
    }
}

fn read(connection: &Connection) -> rusqlite::Result<Found> {
    // Nothing that the reader itself does to the file has to last.
    connection.pragma_update(None, "synchronous", "OFF")?;
    let mut found = Found { faults: own_check(connection)?, ..Found::default() };
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'facts'", [], |row| row.get(0))?;
    if tables == 0 || !found.faults.is_empty() {
        return Ok(found);
    }
    // One snapshot, for the case that a server goes on writing.
    connection.execute_batch("BEGIN")?;
    for (fault, count) in RULES {
        if connection.query_row(count, [], |row| row.get::<_, i64>(0))? != 0 {
            found.faults.push(fault.to_owned());
        }
    }
    let mut users = connection.prepare("SELECT id, dept FROM users")?;
    found.users = users.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
    found.accounts = ids(connection, "SELECT account_id FROM accounts")?;
    found.others =
        ids(connection, "SELECT id FROM apps UNION ALL SELECT id FROM roles UNION ALL SELECT id FROM worlds")?;
    connection.execute_batch("COMMIT")?;
    Ok(found)
}

fn own_check(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut check = connection.prepare("PRAGMA integrity_check")?;
    let lines: Vec<String> = check.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}

fn ids(connection: &Connection, sql: &str) -> rusqlite::Result<BTreeSet<String>> {
    connection.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An account with one user, each with its event; of the tables only what the rules ask for.
    const SOUND: &str = "
        CREATE TABLE facts (name TEXT);
        CREATE TABLE accounts (account_id TEXT);
        CREATE TABLE users (account_id TEXT, id TEXT, email TEXT, dept TEXT, version INTEGER);
        CREATE TABLE email_index (account_id TEXT, user_id TEXT, email TEXT);
        CREATE TABLE apps (id TEXT);
        CREATE TABLE roles (id TEXT);
        CREATE TABLE worlds (id TEXT);
        CREATE TABLE events (account_id TEXT, object_id TEXT, name TEXT, version INTEGER, position INTEGER);
        INSERT INTO accounts VALUES ('a');
        INSERT INTO users VALUES ('a', 'u', 'u@a', 'Physics', 2);
        INSERT INTO email_index VALUES ('a', 'u', 'u@a');
        INSERT INTO events VALUES
            ('a', 'a', 'account.created', 1, 1), ('a', 'u', 'user.created', 1, 2), ('a', 'u', 'user.updated', 2, 3);";

    fn faults(change: &str) -> Vec<String> {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(SOUND).unwrap();
        connection.execute_batch(change).unwrap();
        read(&connection).unwrap().faults
    }

    #[test]
    fn a_sound_file_has_no_faults() {
        assert_eq!(faults(""), [""; 0]);
    }

    #[test]
    fn each_rule_finds_what_must_not_be_there() {
        let broken = [
            (
                "INSERT INTO users VALUES ('a', 'v', 'v@a', '', 1); INSERT INTO email_index VALUES ('a', 'v', 'v@a')",
                RULES[0].0,
            ),
            ("INSERT INTO events VALUES ('a', 'v', 'user.created', 1, 4)", RULES[1].0),
            ("INSERT INTO events VALUES ('a', 'u', 'user.deleted', 2, 4)", RULES[2].0),
            ("UPDATE users SET version = 1", RULES[3].0),
            ("INSERT INTO accounts VALUES ('b')", RULES[4].0),
            ("INSERT INTO events VALUES ('b', 'b', 'account.created', 1, 4)", RULES[5].0),
            ("DELETE FROM email_index", RULES[6].0),
            ("UPDATE events SET position = 4 WHERE position = 3", RULES[7].0),
        ];
        for (change, fault) in broken {
            assert!(faults(change).contains(&fault.to_owned()), "{fault}");
        }
    }

    #[test]
    fn an_event_without_a_position_is_a_gap() {
        assert_eq!(faults("UPDATE events SET position = NULL WHERE position = 3"), [RULES[7].0]);
    }
}
