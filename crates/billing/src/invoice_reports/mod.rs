//! `/accounts/billing/invoice_reports`: the invoices that a master owes for accounts below it, as a file made beside calls.
mod api;
mod events;
mod rows;
mod run;
mod store;
mod views;

pub use api::operations;
pub use run::{carry_out, give_up, next_due};
