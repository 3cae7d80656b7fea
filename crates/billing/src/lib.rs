//! What accounts buy, owe and may use: the catalogue, subscriptions, invoices, and entitlements.
pub mod catalogue;
mod entitlements;
mod events;
mod grants;
pub mod invoices;
pub mod money;

pub use entitlements::{BASIC, Entitlements, LICENSED, entitled};
pub use grants::{AccountType, Grant, grant};
