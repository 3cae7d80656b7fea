//! `/accounts`: the trees of accounts, and what the platform's owner decides about one of them.
mod api;
mod close;
mod create;
mod events;
mod plan;
mod rules;
mod standing;
mod views;

pub use api::operations;
