//! `/users/{userId}/presence_status`: how available a user is.
mod api;
mod events;
mod store;

pub use api::operations;
pub use store::forget;
