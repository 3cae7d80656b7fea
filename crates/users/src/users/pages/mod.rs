//! `/pages`: what people come to with a link from a mail, and where they ask for one.
mod api;
mod follow;
mod forms;
mod shown;

pub use api::operations;
