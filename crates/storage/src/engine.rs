//! What both engines do: run one statement. Everything else is built on these two functions.
use crate::{
    fault::*,
    sql::{Cell, FromCell},
};

/// One row of an answer, borrowed from the engine.
pub trait Row {
    /// # Errors
    /// [`Fault::Broken`] when there is no such column or its type is not one of ours.
    fn cell(&self, column: usize) -> Result<Cell<'_>>;
    /// The bytes of a text, whose encoding nobody has looked at.
    ///
    /// # Errors
    /// [`Fault::Broken`] when there is no such column or it holds no text.
    fn text(&self, column: usize) -> Result<&[u8]> {
        <&str>::from_cell(self.cell(column)?).map(str::as_bytes)
    }
}
impl dyn Row + '_ {
    /// The cell of `column`, counted from 0, as a `T`.
    ///
    /// # Errors
    /// Those of [`FromCell::read`].
    pub fn get<'r, T: FromCell<'r>>(&'r self, column: usize) -> Result<T> {
        T::read(self, column)
    }
}

/// Called with every row; gets the row and nothing else.
pub type Rows<'f> = &'f mut dyn FnMut(&dyn Row) -> Result<()>;

/// Whose rows a statement may see. Only the test set-up of PostgreSQL looks at it: there it drives row security.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Scope<'s> {
    Account(&'s str),
    Directory,
}

/// One connection of an engine, for the length of one transaction.
pub(crate) trait Engine {
    fn query(&self, scope: Scope<'_>, text: &'static str, params: &[Cell<'_>], each: Rows<'_>) -> Result<()>;
    /// The number of rows that the statement changed.
    fn execute(&self, scope: Scope<'_>, text: &'static str, params: &[Cell<'_>]) -> Result<u64>;
    /// The position of the next event, where the engine gives positions inside the transaction.
    fn next_position(&self) -> Option<i64>;
    /// How many rows a counter is spread over, so that writers do not meet in one.
    fn stripes(&self) -> i64;
}
