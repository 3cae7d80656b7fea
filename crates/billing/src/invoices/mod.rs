//! Invoices: issued once, never changed, paid in payments.
mod invoice;
mod settle;

pub use invoice::{ChargeType, Invoice, Line, Standing};
pub use settle::{Settled, Totals, settle, totals};
