//! `/contacts/groups`: groups under which users are found as contacts.
mod api;
mod events;
mod members;
mod store;
mod views;

pub use api::operations;
pub(crate) use members::forget;
