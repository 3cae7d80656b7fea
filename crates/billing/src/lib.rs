//! What accounts buy, owe and may use: the catalogue, subscriptions, invoices, and entitlements.
pub mod catalogue;
mod entitlements;
mod events;
mod grants;
mod grid;
pub mod invoices;
pub mod ledger;
pub mod money;
pub mod subscriptions;

pub use entitlements::{BASIC, Entitlements, LICENSED, entitled};
pub use grants::{AccountType, Grant, grant};
