//! What a document says, before anything has a place.

/// A document.
#[derive(Debug, Clone, Default)]
pub struct Paper {
    /// Its name in the list of a reader, and on top of every page but the first.
    pub title: String,
    /// Who has written it.
    pub author: String,
    /// At the foot of every page, beside its number.
    pub footer: String,
    pub blocks: Vec<Block>,
}

/// A part of a document, as wide as the page.
#[derive(Debug, Clone)]
pub enum Block {
    Title(String),
    Heading(String),
    /// Broken where it is too wide, and at its own line breaks.
    Text(String),
    /// Lines beside each other, in columns of one width.
    Beside(Vec<Vec<String>>),
    Table(Table),
    Space,
}

/// Rows below headings, which are repeated on each page.
#[derive(Debug, Clone, Default)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone)]
pub struct Column {
    pub heading: String,
    /// Its part of the width, beside those of the others.
    pub share: u16,
    pub align: Align,
}

impl Column {
    /// `share` is its part of the width, beside those of the others.
    pub fn left(heading: &str, share: u16) -> Self {
        Column { heading: heading.to_owned(), share, align: Align::Left }
    }
    /// As [`Column::left`], for numbers.
    pub fn right(heading: &str, share: u16) -> Self {
        Column { heading: heading.to_owned(), share, align: Align::Right }
    }
}

/// At which edge of a column its texts stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

/// A row of a table; what has no cell is empty.
#[derive(Debug, Clone)]
pub enum Row {
    /// A text above rows, as wide as the table; it stays with the row that follows.
    Group(String),
    Plain(Vec<String>),
    /// A row that sums up, below a line.
    Sum(Vec<String>),
}
