//! `/accounts/{accountId}/billing`: whom invoices go to.
mod api;
mod countries;
mod rules;

pub use api::{Contact, operations};
pub(crate) use rules::{Fault as ContactFault, employees, fault};
