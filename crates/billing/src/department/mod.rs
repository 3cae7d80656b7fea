//! `/report/billing`: what an account was invoiced for, month by month of the calendar.
mod api;
mod rules;
mod views;

pub use api::operations;
