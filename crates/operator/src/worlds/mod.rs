//! `/worlds`: worlds and their clocks.
mod api;
mod clock;
mod events;
mod views;

pub use api::{DEFAULT_WORLD, is_prepared, operations, prepare};
