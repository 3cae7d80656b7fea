//! `/accounts/{accountId}/settings` and `/lock_settings`: what an account sets, and what it locks for all who are in it.
//! Nothing of it comes from the account above (`platform.md` 1.11).
mod api;
mod backgrounds;
mod change;
mod forms;
mod locks;
mod references;
mod registration;
mod single_sign_on;

pub use api::operations;
