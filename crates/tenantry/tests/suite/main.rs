//! The suite: every rule through HTTP, on one engine a run (`TENANTRY_TEST_ENGINE`); requests go to the router directly.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails loudly"
)]
#![allow(clippy::disallowed_methods, reason = "a test is where clocks, threads and the environment come from")]

mod accounts;
mod actors;
mod answer;
mod authz;
mod backgrounds;
mod billing;
mod bounds;
mod changes;
mod contact_groups;
mod data_requests;
mod demo;
mod divisions;
mod documents;
mod files;
mod forms;
mod groups;
mod information_barriers;
mod isolation;
mod jwt;
mod limits;
mod lookups;
mod matrix;
mod model;
#[cfg(feature = "breaks")]
mod mutate;
mod oauth;
mod operator;
mod pages;
mod paging;
mod races;
mod registry;
mod roles;
mod schemas;
mod scim;
mod secrets;
mod seen;
mod sending;
mod server;
mod settings;
mod signin;
mod socket;
mod surface;
mod tokens;
mod torture;
mod tree_sequences;
mod units;
mod users;
mod walk;
mod wire;
mod world;
mod year;
