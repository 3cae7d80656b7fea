//! `/accounts/{accountId}/billing`: whom invoices go to.
mod api;
mod countries;
mod rules;

pub(crate) use api::name;
pub use api::{
    BAD_COUNTRY, BAD_STATE, Contact, ContactView, NO_CONTACT, SPECIAL, UpdateContact, change, operations, shown,
};
pub(crate) use rules::{Fault as ContactFault, employees, fault};
