//! `/scim2/Groups`
mod api;
mod find;
mod members;
mod shown;

pub use api::operations;
