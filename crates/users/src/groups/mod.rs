//! `/groups`: groups of users, which bring settings and administrators with them.
mod admins;
mod api;
mod backgrounds;
pub mod change;
mod events;
mod members;
mod memberships;
pub mod provisioning;
mod rules;
mod store;
mod views;

pub use api::{GroupPath, NO_GROUP, NOT_PAID, operations};
pub(crate) use members::{admit, forget};
pub use memberships::of_user;
pub(crate) use store::save;
pub use store::{Group, existing, exists};
