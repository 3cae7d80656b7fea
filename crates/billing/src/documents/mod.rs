//! Invoices and statements on paper, and as rows for a spreadsheet.
mod invoice;
mod press;
mod rows;
mod seller;
mod statement;
#[cfg(test)]
mod tests;
mod words;

pub use invoice::{InvoiceFacts, Paid, Party};
pub use press::Press;
pub use rows::{CONTENT_TYPE as CSV, Rows, Value};
pub use seller::Seller;
