//! `/information_barriers`: which groups of an account may not reach each other.
mod api;
mod change;
mod events;
mod rules;
mod store;
mod views;

pub use api::operations;
pub use rules::{Barrier, may_see};
pub use store::in_force;
pub(crate) use store::names_group;
