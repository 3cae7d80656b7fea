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
    let mut made =
        data.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY tbl_name, rowid").unwrap();
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
