//! Documents on paper: text and tables on as many pages as they need, as PDF. Knows no product.
mod draw;
mod fonts;
mod layout;
mod model;
mod runs;
mod table;
#[cfg(test)]
mod tests;
mod wrap;

pub use fonts::{Face, Fonts};
pub use model::{Align, Block, Column, Paper, Row, Table};

use std::fmt;

/// Why there is no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperFault {
    /// A file is no font that can be embedded.
    Font(String),
    /// The document cannot be written.
    Document(String),
}

impl fmt::Display for PaperFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PaperFault::Font(name) => write!(f, "{name} is no TrueType or OpenType font"),
            PaperFault::Document(why) => write!(f, "the document cannot be written: {why}"),
        }
    }
}

impl std::error::Error for PaperFault {}

/// The document as PDF, on A4. The same document gives the same bytes.
///
/// # Errors
/// [`PaperFault::Document`] for a font whose letters cannot be embedded.
pub fn pdf(paper: &Paper, fonts: &Fonts) -> Result<Vec<u8>, PaperFault> {
    draw::pdf(paper, &layout::pages(paper, fonts), fonts)
}
