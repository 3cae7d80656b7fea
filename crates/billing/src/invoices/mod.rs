//! Invoices: issued once, never changed, paid in payments.
mod invoice;

pub use invoice::{ChargeType, Invoice, Line, Standing};
