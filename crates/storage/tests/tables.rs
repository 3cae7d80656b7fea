//! The tables as they are after all migrations, as text: a change of them shows in the difference of a snapshot.
#![allow(clippy::unwrap_used, reason = "a test fails loudly")]
use rusqlite::Connection;
use std::{fs, path::Path};

#[test]
fn the_tables_are_those_of_the_snapshot() {
    let data = Connection::open_in_memory().unwrap();
    for migration in migrations() {
        data.execute_batch(&migration).unwrap();
    }
    let mut made = data
        .prepare(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY tbl_name, rowid",
        )
        .unwrap();
    let texts = made.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let texts: Vec<String> = texts.map(|text| bare(&text.unwrap())).collect();
    insta::assert_snapshot!(texts.join("\n\n"));
}

/// The texts of all migrations, in their order.
fn migrations() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| fs::read_to_string(file).unwrap()).collect()
}

/// Without remarks.
fn bare(text: &str) -> String {
    let lines = text.lines().map(|line| line.split("--").next().unwrap_or_default().trim_end());
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_account_that_was_open_before_there_were_divisions_has_a_main_one() {
    let data = Connection::open_in_memory().unwrap();
    let account = |id: &str, number: i64, closed_at: &str| {
        format!(
            "INSERT INTO accounts (account_id, number, world_id, top_id, depth, name, account_type, owner_id, owner_email, created_at, closed_at)
             VALUES ('{id}', {number}, 'w', '{id}', 0, 'An account', 'Free', 'o{number}', 'o{number}@w.example', 7, {closed_at})"
        )
    };
    data.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    for (migration, number) in migrations().iter().zip(1..) {
        if number == 13 {
            data.execute_batch(&account("open", 1, "NULL")).unwrap();
            data.execute_batch(&account("closed", 2, "8")).unwrap();
        }
        data.execute_batch(migration).unwrap();
    }
    let all = |sql: &str| {
        let mut read = data.prepare(sql).unwrap();
        let rows =
            read.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?)));
        rows.unwrap().collect::<rusqlite::Result<Vec<_>>>().unwrap()
    };
    let divisions = all("SELECT account_id, is_main, total_members FROM divisions");
    assert_eq!(divisions, [("open".to_owned(), 1, 0)]);
    assert_eq!(all("SELECT account_id, n, 0 FROM object_counts WHERE what = 'divisions'"), [("open".to_owned(), 1, 0)]);
}
