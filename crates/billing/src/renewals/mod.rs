//! `/accounts/billing/renewals`: which subaccounts are renewed in the next days.
mod api;

pub use api::operations;
