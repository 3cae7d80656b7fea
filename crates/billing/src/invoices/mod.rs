//! Invoices: issued once, never changed, paid in payments.
mod api;
mod facts;
mod invoice;
mod issue;
mod post;
mod settle;
pub mod store;
mod views;

pub use api::operations;
pub use invoice::{ChargeType, Invoice, Line, Standing};
pub(crate) use issue::issue;
pub(crate) use post::{Occasion, Posting, post};
pub use settle::{Settled, Totals, settle, totals};
