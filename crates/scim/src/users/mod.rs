//! `/scim2/Users`
mod api;
mod find;
mod shown;
mod wanted;

pub use api::{PatchForm, object, operations, titled};
