//! What accounts may use: seats by type of user, add-ons, and how the operator grants them.
mod entitlements;
mod events;
mod grants;

pub use entitlements::{BASIC, Entitlements, LICENSED, entitled};
pub use grants::{AccountType, Grant, grant};
