//! Mail to users, written in the transaction of what it tells of, and the links in it.
mod kind;
pub mod links;
mod personal;
mod post;

pub use kind::Kind;
pub use personal::KEPT;
pub use post::{Envelope, Post};
