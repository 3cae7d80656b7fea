//! What SQLite does without being asked, refused in tests: reading a whole account to find one of its users.
//!
//! Users are found by status and id. A statement that names the id alone is answered all the same, a million times slower.
use crate::fault::*;
use rusqlite::Connection;

/// # Errors
/// [`Fault::Broken`] when nothing but the account leads to the users that the statement names, and it does not want them
/// all.
pub(super) fn check(connection: &Connection, text: &str) -> Result<()> {
    if !text.contains(" users ") || text.contains("INSERT INTO users ") {
        return Ok(());
    }
    let plan = plan(connection, text).map_err(Fault::broken)?;
    match plan.iter().find(|step| reads_all(step, text)) {
        Some(step) => Err(Fault::Broken(format!("it reads all users of an account ({step}): {text}"))),
        None => Ok(()),
    }
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

/// `SEARCH u USING PRIMARY KEY (account_id=?)`, `SCAN users`, where the table, or its alias, is that of users.
fn reads_all(step: &str, text: &str) -> bool {
    let mut words = step.split(' ');
    let (kind, name) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let is_users = name == "users" || text.contains(&format!(" users {name} "));
    is_users && (kind == "SCAN" || step.ends_with("(account_id=?)"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_status_and_id_and_never_by_reading_them_all() {
        let connection = Connection::open_in_memory().unwrap();
        let users = "CREATE TABLE users (account_id TEXT, status TEXT, id TEXT, PRIMARY KEY (account_id, status, id)) WITHOUT ROWID;
                     CREATE TABLE roles (account_id TEXT, id TEXT, PRIMARY KEY (account_id, id)) WITHOUT ROWID";
        connection.execute_batch(users).unwrap();
        for good in [
            "SELECT id FROM users WHERE account_id = $1 AND status = $2 AND id > $3 ORDER BY id",
            "DELETE FROM users WHERE account_id = $1 AND status IN ('active', 'inactive', 'pending') AND id = $2",
            "SELECT r.id FROM roles r WHERE r.account_id = $1",
        ] {
            assert_eq!(check(&connection, good), Ok(()));
        }
        for bad in [
            "SELECT id FROM users WHERE account_id = $1 AND id = $2",
            "UPDATE users SET id = $2 WHERE account_id = $1 AND id = $3",
            "SELECT r.id FROM roles r JOIN users u ON u.account_id = r.account_id AND u.id = r.id WHERE r.account_id = $1 AND r.id = $2",
            "SELECT id FROM users WHERE id = $1",
        ] {
            assert!(check(&connection, bad).is_err(), "{bad}");
        }
    }
}
