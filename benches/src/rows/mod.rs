//! The rows of the table, each measured by itself or with the others.
mod creates;
mod demo;
mod growth;
mod memory;
mod postgres;
mod reads;
mod renewals;
mod start;
mod token;

pub use postgres::{DriveOptions, drive, version as postgres_version};

use crate::{bench::Bench, fault::Result, outcome::Outcome};

/// A part of the table that can be asked for by name.
pub struct Row {
    pub name: &'static str,
    pub about: &'static str,
    pub measure: fn(&Bench) -> Result<Vec<Outcome>>,
}

pub const ROWS: [Row; 11] = [
    Row { name: "reads", about: "one user and pages, 16 clients", measure: reads::reads },
    Row { name: "latency", about: "one user, one client", measure: reads::latency },
    Row { name: "creates", about: "durable creates, 64 clients", measure: creates::creates },
    Row { name: "beside", about: "readers beside writers", measure: creates::beside },
    Row { name: "renewals", about: "10,000 subaccounts in one run", measure: renewals::renewals },
    Row { name: "growth", about: "more users, more accounts", measure: growth::growth },
    Row { name: "start", about: "start to first answer", measure: start::start },
    Row { name: "memory", about: "anonymous memory", measure: memory::memory },
    Row { name: "token", about: "the check of a token alone", measure: token::token },
    Row { name: "postgres", about: "reads on PostgreSQL", measure: postgres::measure },
    // The last, because it leaves much behind for the disk to do.
    Row { name: "demo", about: "first and second start of the demo", measure: demo::demo },
];
