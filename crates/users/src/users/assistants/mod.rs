//! `/users/{userId}/assistants` and `/users/{userId}/schedulers`: one relation, seen from both of its ends.
mod api;
mod change;
mod events;
mod store;
mod views;

pub use api::operations;
pub use change::forget;
