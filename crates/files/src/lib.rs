//! Files that are sent: what is in them, the rows that keep them, the store of their bytes, the addresses of some.
mod addresses;
pub mod backgrounds;
mod events;
mod images;
mod personal;
mod rows;
mod store;

pub use addresses::operations;
pub use images::{Format, Unreadable, picture};
pub use personal::KEPT;
pub use rows::{File, Kind, NewFile, add, all_of, bring, keep, leave, of_owner, remove, remove_all, take_along};
pub use store::{NOWHERE, in_memory, open};
