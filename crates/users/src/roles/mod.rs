//! `/roles`: the roles of an account.
mod api;
mod change;
mod events;
mod give;
mod holders;
mod lists;
mod members;
mod rules;
mod store;
mod views;

pub use api::operations;
pub(crate) use give::caller_covers;
pub use give::{NO_PERMISSION, handing_over};
pub use members::{FIXED_MEMBERS, NO_NAME, set_by_name};
pub(crate) use store::create_system_roles;
pub use store::exists;
