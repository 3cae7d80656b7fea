//! `/data_requests`: what an account keeps about somebody, handed out or erased on request.
mod api;
mod create;
mod events;
mod export;
mod files;
mod kept;
mod names;
mod requestor;
mod rules;
mod run;
mod store;
mod views;

pub use api::{file_operations, operations};
pub(crate) use create::end_from_above;
pub use files::{drop_lapsed, next_lapsed};
pub use run::{Prepared, carry_out, give_up, next_due, prepare, put_off};
pub use store::{Content, NewFile};
