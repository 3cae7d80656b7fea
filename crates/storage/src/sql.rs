//! Statements, and the cells that go in and come out. The text of a statement is the same on both engines.
use crate::{engine::Row, fault::*};
use std::fmt;

/// One value that goes into a statement or comes out of a row.
#[derive(Clone, Copy, PartialEq)]
pub enum Cell<'c> {
    Null,
    /// Also a `bool`, as 0 or 1.
    Int(i64),
    Text(&'c str),
    Bytes(&'c [u8]),
}

/// What is bound may be anybody's, and drivers log it: texts and bytes are shown by their length.
impl fmt::Debug for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cell::Null => f.write_str("null"),
            Cell::Int(value) => write!(f, "{value}"),
            Cell::Text(text) => write!(f, "a text of {} bytes", text.len()),
            Cell::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
        }
    }
}

impl From<i64> for Cell<'_> {
    fn from(value: i64) -> Self {
        Cell::Int(value)
    }
}
impl From<&i64> for Cell<'_> {
    fn from(value: &i64) -> Self {
        Cell::Int(*value)
    }
}
impl From<bool> for Cell<'_> {
    fn from(value: bool) -> Self {
        Cell::Int(value.into())
    }
}
impl From<&bool> for Cell<'_> {
    fn from(value: &bool) -> Self {
        Cell::from(*value)
    }
}
impl<'c> From<&'c str> for Cell<'c> {
    fn from(value: &'c str) -> Self {
        Cell::Text(value)
    }
}
impl<'c> From<&'c String> for Cell<'c> {
    fn from(value: &'c String) -> Self {
        Cell::Text(value)
    }
}
impl<'c> From<&'c [u8]> for Cell<'c> {
    fn from(value: &'c [u8]) -> Self {
        Cell::Bytes(value)
    }
}
impl<'c, const N: usize> From<&'c [u8; N]> for Cell<'c> {
    fn from(value: &'c [u8; N]) -> Self {
        Cell::Bytes(value)
    }
}
impl<'c> From<&'c Vec<u8>> for Cell<'c> {
    fn from(value: &'c Vec<u8>) -> Self {
        Cell::Bytes(value)
    }
}
impl<'c, T: Into<Cell<'c>>> From<Option<T>> for Cell<'c> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Cell::Null, Into::into)
    }
}
impl From<&Option<i64>> for Cell<'_> {
    fn from(value: &Option<i64>) -> Self {
        Cell::from(*value)
    }
}
impl<'c> From<&'c Option<String>> for Cell<'c> {
    fn from(value: &'c Option<String>) -> Self {
        value.as_ref().into()
    }
}

/// A type that one cell of a row can be read as.
pub trait FromCell<'r>: Sized {
    /// # Errors
    /// [`Fault::Broken`] when the cell holds something else.
    fn from_cell(cell: Cell<'r>) -> Result<Self>;
    /// Reads it from its column.
    ///
    /// # Errors
    /// Those of `from_cell`, and of the row.
    fn read(row: &'r dyn Row, column: usize) -> Result<Self> {
        Self::from_cell(row.cell(column)?)
    }
}
fn unfit<T>(cell: Cell<'_>, wanted: &str) -> Result<T> {
    let found = match cell {
        Cell::Null => "nothing",
        Cell::Int(_) => "an integer",
        Cell::Text(_) => "a text",
        Cell::Bytes(_) => "bytes",
    };
    Err(Fault::Broken(format!("a cell holds {found} where {wanted} is read")))
}
impl FromCell<'_> for i64 {
    fn from_cell(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Int(value) => Ok(value),
            other => unfit(other, "an integer"),
        }
    }
}
impl FromCell<'_> for bool {
    fn from_cell(cell: Cell<'_>) -> Result<Self> {
        i64::from_cell(cell).map(|value| value != 0)
    }
}
impl<'r> FromCell<'r> for &'r str {
    fn from_cell(cell: Cell<'r>) -> Result<Self> {
        match cell {
            Cell::Text(value) => Ok(value),
            other => unfit(other, "a text"),
        }
    }
}
impl FromCell<'_> for String {
    fn from_cell(cell: Cell<'_>) -> Result<Self> {
        <&str>::from_cell(cell).map(str::to_owned)
    }
}
impl<'r> FromCell<'r> for &'r [u8] {
    fn from_cell(cell: Cell<'r>) -> Result<Self> {
        match cell {
            Cell::Bytes(value) => Ok(value),
            other => unfit(other, "bytes"),
        }
    }
}
impl FromCell<'_> for Vec<u8> {
    fn from_cell(cell: Cell<'_>) -> Result<Self> {
        <&[u8]>::from_cell(cell).map(<[u8]>::to_vec)
    }
}
impl<'r, T: FromCell<'r>> FromCell<'r> for Option<T> {
    fn from_cell(cell: Cell<'r>) -> Result<Self> {
        match cell {
            Cell::Null => Ok(None),
            other => T::from_cell(other).map(Some),
        }
    }
}

/// A statement of one account. `$1` is always the account id, bound by [`crate::Tenant`] and by nobody else.
///
/// Made by [`sql!`](crate::sql) alone. What it refuses at compile time is a *forgotten* account; the whole rule is
/// held by `cargo xtask statements`, which parses every text.
#[derive(Clone, Copy)]
pub struct Sql {
    pub(crate) text: &'static str,
    /// Whether facts that a decision about a call rests on may change with it.
    pub(crate) changes_facts: bool,
}

impl Sql {
    /// Use [`sql!`](crate::sql).
    ///
    /// # Panics
    /// At compile time, when the statement does not name the account.
    #[doc(hidden)]
    #[allow(clippy::panic, reason = "only ever evaluated at compile time")]
    pub const fn new(text: &'static str) -> Self {
        assert!(
            contains(text, "account_id = $1") || (contains(text, "(account_id, ") && contains(text, "($1, ")),
            "the statement is not tied to the account: say `account_id = $1`"
        );
        Sql { text, changes_facts: changes_facts(text) }
    }
}

/// A statement of one account, checked at compile time: `sql!("SELECT … WHERE account_id = $1 …")`.
#[macro_export]
macro_rules! sql {
    ($text:literal) => {
        const { $crate::Sql::new($text) }
    };
}

/// Whether `text` changes or removes a row that says who may call, with what, and whom.
pub(crate) const fn changes_facts(text: &str) -> bool {
    contains(text, "UPDATE accounts ")
        || contains(text, "UPDATE users ")
        || contains(text, "UPDATE roles ")
        || contains(text, "UPDATE apps ")
        || contains(text, "DELETE FROM users ")
        || contains(text, "DELETE FROM roles ")
        || contains(text, "DELETE FROM apps ")
        || contains(text, "DELETE FROM tokens ")
}

#[allow(clippy::indexing_slicing, reason = "only ever evaluated at compile time")]
const fn contains(text: &str, word: &str) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let mut start = 0;
    while start + word.len() <= text.len() {
        let mut same = 0;
        while same < word.len() && text[start + same] == word[same] {
            same += 1;
        }
        if same == word.len() {
            return true;
        }
        start += 1;
    }
    false
}

/// A row type that reads its columns in the order of the `SELECT` list.
pub trait Record: Sized {
    /// # Errors
    /// [`Fault::Broken`] when the row has other columns.
    fn read(row: &dyn Row) -> Result<Self>;
}

/// Declares a row type: `record! { pub struct User { pub id: String, … } }`; columns in the order of the `SELECT` list.
/// With a lifetime (`struct UserRow<'r>`) it borrows from the row. After `#[cells]` it is written too: its `cells` are in the
/// order of its fields.
#[macro_export]
macro_rules! record {
    (#[cells] $(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$fmeta:meta])* $fvis:vis $field:ident: $type:ty),* $(,)? }) => {
        $crate::record! { $(#[$meta])* $vis struct $name { $($(#[$fmeta])* $fvis $field: $type),* } }
        impl $name {
            fn cells(&self) -> [$crate::Cell<'_>; [$(stringify!($field)),*].len()] {
                [$((&self.$field).into()),*]
            }
        }
    };
    ($(#[$meta:meta])* $vis:vis struct $name:ident<$life:lifetime> { $($(#[$fmeta:meta])* $fvis:vis $field:ident: $type:ty),* $(,)? }) => {
        $(#[$meta])* $vis struct $name<$life> { $($(#[$fmeta])* $fvis $field: $type),* }
        impl<$life> $name<$life> {
            /// Borrowed from the row.
            ///
            /// # Errors
            /// The row has other columns.
            $vis fn read(row: &$life dyn $crate::Row) -> $crate::Result<Self> {
                let mut column = 0..;
                Ok(Self { $($field: row.get(column.next().unwrap_or_default())?),* })
            }
        }
    };
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $($(#[$fmeta:meta])* $fvis:vis $field:ident: $type:ty),* $(,)? }) => {
        $(#[$meta])* $vis struct $name { $($(#[$fmeta])* $fvis $field: $type),* }
        impl $crate::Record for $name {
            fn read(row: &dyn $crate::Row) -> $crate::Result<Self> {
                let mut column = 0..;
                Ok(Self { $($field: row.get(column.next().unwrap_or_default())?),* })
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_bound_is_shown_by_its_length() {
        let cells = [Cell::Null, 7.into(), "secret".into(), Cell::Bytes(b"secret")];
        assert_eq!(format!("{cells:?}"), "[null, 7, a text of 6 bytes, 6 bytes]");
    }

    record! {
        #[cells]
        struct Kept {
            name: String,
            number: i64,
            is_on: bool,
            hash: Vec<u8>,
            until: Option<i64>,
            by: Option<String>,
        }
    }

    #[test]
    fn a_record_is_written_in_the_order_of_its_fields() {
        let (name, hash, by) = ("a".to_owned(), vec![1], Some("b".to_owned()));
        let kept = Kept { name, number: 7, is_on: true, hash, until: None, by };
        let cells = [Cell::Text("a"), Cell::Int(7), Cell::Int(1), Cell::Bytes(&[1]), Cell::Null, Cell::Text("b")];
        assert_eq!(kept.cells(), cells);
    }
}
