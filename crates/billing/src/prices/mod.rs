//! What a master charges those below it, and on which terms.
mod api;
pub mod terms;

pub use api::operations;
