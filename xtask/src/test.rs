//! `cargo xtask test`: all tests, those of the suite once on each engine.
use crate::{
    fault::Result,
    notes::{Notes, SEEN},
    postgres::{Cluster, Writes},
    program,
};

use std::process::Command;

/// The engine the suite runs on: `sqlite` or `postgres`.
pub const ENGINE: &str = "TENANTRY_TEST_ENGINE";
/// The address of a server on which tests may make databases.
pub const POSTGRES: &str = "TENANTRY_TEST_POSTGRES";

/// Runs the tests whose names contain `word`, or all.
///
/// # Errors
/// When there is no PostgreSQL to run them on, or one of them fails.
pub fn run(word: Option<&str>) -> Result<()> {
    let cluster = Cluster::start(Writes::Quick)?;
    let notes = Notes::begin()?;
    let mut everything = tests(&["--workspace"], "sqlite", &cluster, word);
    let everything = program::run(everything.env(SEEN, notes.path()));
    if everything.is_ok() && word.is_none() {
        notes.keep()?;
    }
    let suite = program::run(&mut tests(&["--package", "tenantry", "--test", "suite"], "postgres", &cluster, word));
    everything.and(suite)
}

fn tests(which: &[&str], engine: &str, cluster: &Cluster, word: Option<&str>) -> Command {
    let mut cargo = program::cargo(&["test", "--no-fail-fast"]);
    cargo.args(which).env(ENGINE, engine).env(POSTGRES, cluster.url()).arg("--").args(word);
    // Up to half of the time goes into waiting for the store.
    cargo.env("RUST_TEST_THREADS", "4");
    cargo
}
