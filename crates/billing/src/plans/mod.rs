//! `/accounts/{accountId}/plans`: what a master buys for the accounts below it.
mod addons;
mod api;
mod base;
mod cancel;
mod failures;
mod fields;
mod purchase;
mod rules;
mod subscribe;
mod usage;
mod views;
mod wanted;

pub use api::operations;
pub use failures::{NO_ACCOUNT, base::IN_USE as SEATS_IN_USE};
pub use rules::{not_oneself, paid_by_master};
