//! Invoices: issued once, never changed, paid in payments.
mod invoice;
mod issue;
mod settle;
pub mod store;

pub use invoice::{ChargeType, Invoice, Line, Standing};
pub(crate) use issue::{Occasion, issue, post, use_credit};
pub use settle::{Settled, Totals, settle, totals};
