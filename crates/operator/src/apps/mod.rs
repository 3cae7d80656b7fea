//! `/accounts/{id}/apps`: the apps of an account and their credentials.
mod api;
mod create;
mod installation;
mod scopes;
mod views;

pub use api::operations;
