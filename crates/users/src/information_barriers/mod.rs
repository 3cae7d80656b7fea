//! `/information_barriers`: which groups of an account may not reach each other.
mod api;
mod change;
mod events;
mod rules;
mod sight;
mod store;
mod views;

pub use api::operations;
pub(crate) use sight::Sight;
pub(crate) use store::names_group;
