//! Settings of accounts, groups and users: what they are, which of them counts, how they are changed and locked.
//!
//! Pure: it stores nothing and answers no request. A setting is a line of a table in [`sections`]. From the tables come
//! answers ([`View::answer`]) and schemas ([`schema`]).
mod document;
mod filter;
mod lock;
mod nested;
mod resolve;
pub mod schema;
pub mod sections;
mod setting;
#[cfg(test)]
mod tests;

pub use document::Document;
pub use filter::Filter;
pub use lock::Lock;
pub use resolve::{Holder, Layer, LockedPaths, Values, View};
pub use setting::{
    ACCOUNT, ACCOUNT_AND_GROUP, ACCOUNT_AND_USER, EVERYWHERE, GROUP, GROUP_AND_USER, Initial, Kind, Level, Levels,
    NONE, Setting, USER,
};
