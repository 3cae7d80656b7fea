//! Settings of accounts, groups and users: what they are, which of them counts, how they are changed and locked.
//!
//! Pure: it stores nothing and answers no request. A setting is a line of a table in [`sections`]. From the tables come
//! schemas ([`schema`]).
mod document;
mod lock;
pub mod schema;
pub mod sections;
mod setting;
#[cfg(test)]
mod tests;

pub use document::Document;
pub use lock::Lock;
pub use setting::{
    ACCOUNT, ACCOUNT_AND_GROUP, ACCOUNT_AND_USER, EVERYWHERE, GROUP, GROUP_AND_USER, Initial, Kind, Level, Levels,
    NONE, Setting, USER,
};
