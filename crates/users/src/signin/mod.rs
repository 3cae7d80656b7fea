//! `/pages/signin` and what follows it: passwords, second factors, and the session that comes of them.
mod account;
mod api;
mod code;
mod confirmation;
mod enter;
mod forms;
mod managed_domain;
mod password;
mod setup;
mod single_sign_on;
mod throttle;

pub use api::operations;
