//! `/accounts`: the subaccounts of a master, and everything about one account.
mod api;
mod create;
mod disassociate;
pub mod domains;
mod events;
mod make;
pub mod options;
mod owner;
mod reach;
pub mod rules;
mod store;
pub mod transfer_codes;
mod views;

pub use api::operations;
pub use make::{Made, NewAccount, NewOwner, create_below, create_top};
pub(crate) use store::touch;
