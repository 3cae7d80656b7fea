//! What an account keeps about a person. Each product lists its own, so that whoever asks for all of it gets all of it.
use crate::{failure::Result, values::Timestamp, vault::Vault};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::{collections::BTreeSet, ops::Range};
use storage::{Cell, Fault, Row, Sql, Tenant};

/// Something that an account keeps about its users.
pub struct Kept {
    /// Its name in the file that the person gets.
    pub name: &'static str,
    /// Every column that says whom a row is about: `passwords.user_id`. A column that no product lists fails a test.
    pub columns: &'static [&'static str],
    pub told: Told,
    /// Removes what outlives the deletion of the user.
    pub erase: Option<fn(&mut Tenant<'_>, &Person) -> Result<()>>,
}

/// Whom it is about.
pub struct Person {
    pub id: String,
    /// In its form for comparison.
    pub email: String,
    /// Of one who is forgotten: what others may call it, by this email too.
    pub called: Called,
}

/// What somebody is called, or once was, in the form for comparison. A name may look like an email.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Called {
    pub emails: BTreeSet<String>,
    pub names: BTreeSet<String>,
}

impl Called {
    /// Whether somebody is meant by a text, which is in the form for comparison.
    pub fn includes(&self, text: &str) -> bool {
        self.emails.contains(text) || self.names.contains(text)
    }
}

/// What somebody is told who asks for all of it.
pub struct Telling {
    /// The time that is asked about: from its start to before its end, milliseconds UTC on the clock of the account's world.
    pub time: Range<i64>,
    /// Opens what is kept under seal and can be told.
    pub vault: Vault,
}

/// How it is told. In statements, `$2` is the id of the user.
pub enum Told {
    /// Rows that hold now, whatever time is asked about.
    Now(Sql, &'static [Column]),
    /// Rows of a time: from `$3` to before `$4`, milliseconds UTC on the clock of the account's world.
    Then(Sql, &'static [Column]),
    /// What rows alone do not say. Nothing when there is nothing.
    Made(fn(&Tenant<'_>, &Person, &Telling) -> Result<Value>),
}

/// What a column is called in the file, and how it is shown. Null is left out.
#[derive(Clone, Copy)]
pub enum Column {
    /// A text or a number.
    Plain(&'static str),
    /// Milliseconds UTC.
    Moment(&'static str),
    /// 0 or 1.
    Flag(&'static str),
    /// JSON that is kept as text.
    Json(&'static str),
}

impl Kept {
    /// Rows that are told as they hold now, and go when their user is deleted.
    pub const fn now(name: &'static str, columns: &'static [&'static str], sql: Sql, shown: &'static [Column]) -> Self {
        Kept { name, columns, told: Told::Now(sql, shown), erase: None }
    }
    /// What there is to tell; nothing when there is nothing.
    ///
    /// # Errors
    /// A row is not as the columns say.
    pub fn tell(&self, tenant: &Tenant, person: &Person, telling: &Telling) -> Result<Option<Value>> {
        let (id, time) = (Cell::from(&person.id), &telling.time);
        let told = match &self.told {
            Told::Now(sql, columns) => rows(tenant, *sql, &[id], columns)?,
            Told::Then(sql, columns) => rows(tenant, *sql, &[id, time.start.into(), time.end.into()], columns)?,
            Told::Made(make) => make(tenant, person, telling)?,
        };
        let is_nothing = told.is_null() || told.as_array().is_some_and(Vec::is_empty);
        Ok((!is_nothing).then_some(told))
    }
}

fn rows(tenant: &Tenant, sql: Sql, cells: &[Cell<'_>], columns: &[Column]) -> Result<Value> {
    let mut rows = Vec::new();
    tenant.each(sql, cells, &mut |row| {
        rows.push(object(row, columns)?);
        Ok(())
    })?;
    Ok(rows.into())
}

/// A row as the object that `columns` describe, in the order of its cells.
///
/// # Errors
/// [`Fault::Broken`] when it is another row.
pub fn object(row: &dyn Row, columns: &[Column]) -> storage::Result<Value> {
    let mut object = Map::new();
    for (at, column) in columns.iter().enumerate() {
        let (name, value) = shown(*column, row.cell(at)?)?;
        if !value.is_null() {
            object.insert(name.to_owned(), value);
        }
    }
    Ok(object.into())
}

fn shown(column: Column, cell: Cell<'_>) -> storage::Result<(&'static str, Value)> {
    Ok(match (column, cell) {
        (Column::Plain(name) | Column::Moment(name) | Column::Flag(name) | Column::Json(name), Cell::Null) => {
            (name, Value::Null)
        }
        (Column::Plain(name), Cell::Int(number)) => (name, number.into()),
        (Column::Plain(name), Cell::Text(text)) => (name, text.into()),
        (Column::Flag(name), Cell::Int(flag)) => (name, (flag != 0).into()),
        (Column::Json(name), Cell::Text(text)) => (name, serde_json::from_str(text).map_err(Fault::broken)?),
        (Column::Moment(name), Cell::Int(millis)) => {
            (name, serde_json::to_value(Timestamp::from_millis(millis)).map_err(Fault::broken)?)
        }
        _ => return Err(Fault::broken("a cell is not what is told of it")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_kind_of_column_is_shown_in_its_way() {
        for (column, cell, value) in [
            (Column::Plain("a"), Cell::Text("x"), json!("x")),
            (Column::Plain("a"), Cell::Int(7), json!(7)),
            (Column::Flag("a"), Cell::Int(1), json!(true)),
            (Column::Json("a"), Cell::Text("[1]"), json!([1])),
            (Column::Moment("a"), Cell::Int(0), json!("1970-01-01T00:00:00Z")),
            (Column::Moment("a"), Cell::Null, Value::Null),
        ] {
            assert_eq!(shown(column, cell).unwrap(), ("a", value));
        }
        assert!(shown(Column::Moment("a"), Cell::Text("x")).is_err());
        assert!(shown(Column::Json("a"), Cell::Text("{")).is_err());
    }
}
