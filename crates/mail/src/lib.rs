//! Mail to users, written in the transaction of what it tells of, and the links in it.
mod age;
mod kind;
pub mod links;
mod outbox;
mod personal;
mod post;
mod sender;
mod smtp;

pub use age::remove_old;
pub use kind::Kind;
pub use outbox::give_up_all;
pub use personal::KEPT;
pub use post::{Envelope, Post};
pub use sender::{Round, Sender};
pub use smtp::Smtp;
