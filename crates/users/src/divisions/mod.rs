//! `/divisions`: units of an account, of which a user belongs to one at most.
mod api;
mod events;
mod members;
mod placing;
mod store;
mod views;

pub use api::operations;
pub(crate) use placing::{forget, is_in, place, wanted};
pub(crate) use store::create_main_division;
