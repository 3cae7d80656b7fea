//! Settings in the store, for accounts and their users; and `/users/{userId}/settings`.
mod api;
mod change;
mod events;
mod features;
mod rules;
mod store;

pub use api::operations;
pub use change::{decided, decided_locks};
pub(crate) use rules::{Detail, is_reserved, password_policy};
pub(crate) use store::forget;
pub use store::{Kept, of_account, save};
