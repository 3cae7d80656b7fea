//! What SQLite does not check, checked in tests: that a value bound to a column is of its kind.
//!
//! SQLite turns text into numbers and numbers into text as the column likes it, and gives `BYTEA` the liking of a number.
//! PostgreSQL refuses each of these.
use crate::{fault::*, sql::Cell};
use rusqlite::Connection;
use std::{collections::HashMap, iter::zip};

/// The declared type of every column; nothing where tables declare it differently.
pub(super) struct Kinds(HashMap<String, Option<String>>);

impl Kinds {
    pub(super) fn of(connection: &Connection) -> rusqlite::Result<Self> {
        const COLUMNS: &str =
            "SELECT c.name, c.type FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'";
        let mut kinds = HashMap::new();
        let mut columns = connection.prepare(COLUMNS)?;
        for column in columns.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))? {
            let (name, kind) = column?;
            let known = kinds.entry(name).or_insert_with(|| Some(kind.clone()));
            if known.as_ref() != Some(&kind) {
                *known = None;
            }
        }
        Ok(Kinds(kinds))
    }
    /// # Errors
    /// [`Fault::Broken`] when a cell does not fit the column that it is compared with or stored in.
    pub(super) fn check(&self, text: &str, params: &[Cell<'_>]) -> Result<()> {
        for (column, number) in bound(text) {
            let kind = self.0.get(column).and_then(Option::as_deref);
            let cell = number.checked_sub(1).and_then(|at| params.get(at));
            if let (Some(kind), Some(cell)) = (kind, cell)
                && !fits(kind, cell)
            {
                return Err(Fault::Broken(format!("{cell:?} is bound to {column}, which is {kind}: {text}")));
            }
        }
        Ok(())
    }
}

fn fits(kind: &str, cell: &Cell<'_>) -> bool {
    match cell {
        Cell::Null => true,
        Cell::Int(_) => kind == "BIGINT" || kind == "INTEGER",
        Cell::Text(_) => kind == "TEXT",
        Cell::Bytes(_) => kind == "BYTEA",
    }
}

/// Pairs of a column and the number of the parameter that it is compared with, set to, or filled from.
fn bound(text: &str) -> Vec<(&str, usize)> {
    let words = words(text);
    let mut pairs = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    let (mut at, mut before) = (0, "");
    while let Some(&word) = words.get(at) {
        let is_row = matches!((before, word), ("VALUES" | ",", "("));
        let (list, after) = list(&words, at, is_row);
        let is_filled = is_row || is_comparison(before);
        if is_filled && list.iter().any(|item| number(item).is_some()) {
            pairs.extend(zip(&names, &list).filter_map(|(name, item)| Some((plain(name), number(item)?))));
        } else if !matches!(word, "VALUES" | "," | "IS" | "NOT" | "DISTINCT") && !is_comparison(word) {
            names = list;
        }
        (at, before) = (after, word);
    }
    pairs
}

/// The items of the list that begins at a word, and where it ends. A word is a list of one; so is a parenthesis around
/// something else than single words, except in a row of values.
fn list<'t>(words: &[&'t str], at: usize, is_row: bool) -> (Vec<&'t str>, usize) {
    let rest = words.get(at..).unwrap_or_default();
    let alone = (rest.iter().take(1).copied().collect(), at + 1);
    let (Some(&"("), Some(end)) = (rest.first(), rest.iter().position(|word| *word == ")")) else { return alone };
    let inside = rest.get(1..end).unwrap_or_default();
    let items: Vec<_> = inside.split(|word| *word == ",").collect();
    if inside.contains(&"(") || !(is_row || items.iter().all(|item| item.len() == 1)) {
        return alone;
    }
    let single = |item: &[&'t str]| if let [single] = item { *single } else { "" };
    (items.into_iter().map(single).collect(), at + end + 1)
}
fn is_comparison(word: &str) -> bool {
    matches!(word, "=" | "<" | ">" | "FROM")
}
fn number(word: &str) -> Option<usize> {
    word.strip_prefix('$')?.parse().ok()
}
fn plain(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}
fn words(text: &str) -> Vec<&str> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.' | '\'');
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = if is_part(first) { rest.find(|c| !is_part(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
        let (word, after) = rest.split_at(end);
        if !word.trim().is_empty() {
            words.push(word);
        }
        rest = after;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_found_with_their_columns() {
        let cases: [(&str, &[(&str, usize)]); 10] = [
            ("SELECT a FROM t WHERE account_id = $1 AND u.b = $2", &[("account_id", 1), ("b", 2)]),
            ("SELECT a FROM t WHERE (a, b) > ($2, $3) LIMIT $4", &[("a", 2), ("b", 3)]),
            ("INSERT INTO t (a, b) VALUES ($1, $2), ($1, $3)", &[("a", 1), ("b", 2), ("a", 1), ("b", 3)]),
            ("INSERT INTO t (a, b, c) VALUES ($1, 0, $2)", &[("a", 1), ("c", 2)]),
            ("INSERT INTO t (a, b, c) VALUES ($1, $2 + 1, $3)", &[("a", 1), ("c", 3)]),
            ("UPDATE t SET n = n + $2, b = $3 WHERE a >= $1", &[("b", 3), ("a", 1)]),
            ("SELECT a FROM t WHERE a IS NOT DISTINCT FROM $1", &[("a", 1)]),
            ("SELECT a FROM t WHERE (a = $1 OR b <> $2)", &[("a", 1), ("b", 2)]),
            ("SELECT a FROM t WHERE a IN ($1, $2)", &[]),
            ("SELECT a, $2 FROM t", &[]),
        ];
        for (text, found) in cases {
            assert_eq!(bound(text), found, "{text}");
        }
    }
}
