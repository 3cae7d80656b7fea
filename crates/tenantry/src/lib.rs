//! tenantry: the server and its commands, put together from all products.
pub mod config;
pub mod demo;
pub mod document;
mod facts;
pub mod log;
pub mod operator_cli;
pub mod output;
mod outward;
pub mod plane;
mod provisions;
pub mod renewals;
pub mod reports;
pub mod requests;
pub mod secrets;
pub mod server;
pub mod wire;
