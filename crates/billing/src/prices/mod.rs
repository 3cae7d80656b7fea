//! What a master charges those below it, and on which terms.
mod api;
mod terms;

pub use api::operations;
