//! Settings of accounts, groups and users: what they are, which of them counts, how they are changed and locked.
//!
//! Pure: it stores nothing and answers no request. A setting is a line of a table in [`sections`]. From the tables come
//! answers ([`View::answer`]), changes ([`Form::change`], [`Change::carry_out`]), locks ([`LockView`], [`LockForm`])
//! and schemas ([`schema`]). What a rule of the platform reads has a key in [`keys`].
mod change;
mod document;
mod filter;
pub mod keys;
mod lists;
mod lock;
mod locks;
mod nested;
mod patterns;
mod ready;
mod resolve;
pub mod schema;
pub mod sections;
mod setting;
#[cfg(test)]
mod tests;

pub use change::{Change, Form, LOCKED_BY_ACCOUNT, LOCKED_BY_GROUP, NOT_PAID};
pub use document::Document;
pub use filter::Filter;
pub use keys::{Held, Key};
pub use lists::TOO_MANY;
pub use lock::Lock;
pub use locks::{LockChange, LockForm, LockView, can_lock};
pub use resolve::{Holder, Layer, LockedPaths, Values, View, leave_out_secrets};
pub use setting::{
    ACCOUNT, ACCOUNT_AND_GROUP, ACCOUNT_AND_USER, EVERYWHERE, GROUP, GROUP_AND_USER, Initial, Kind, Level, Levels,
    NONE, Pattern, Setting, USER,
};
