//! `cargo xtask bench`: measures the server against its floors, side by side and in turns.
use crate::{
    fault::{Fault, Result},
    postgres::{Cluster, Writes},
    program, workspace,
};
use std::process::Command;

/// Data that is measured over is kept here from run to run.
const FOLDER: &str = "target/bench";
const DOCUMENT: &str = "docs/performance.md";
/// The row that needs a PostgreSQL.
const POSTGRES: &str = "postgres";

/// Measures the rows with these names, or all, which are then written into the document.
///
/// # Errors
/// When something cannot be built or started, or a goal is missed.
pub fn run(quick: bool, rows: &[String]) -> Result<()> {
    if std::thread::available_parallelism().map_or(1, usize::from) < 2 {
        return Err(Fault::new("two cores are needed: one for the server, one for the load"));
    }
    program::run(&mut program::cargo(&[
        "build",
        "--profile",
        "dist",
        "--package",
        "tenantry",
        "--package",
        "benches",
    ]))?;
    let cluster = match rows.is_empty() || rows.iter().any(|row| row == POSTGRES) {
        true => Some(Cluster::start(Writes::Durable)?),
        false => None,
    };
    // The load has the second core for itself; servers are given theirs one by one.
    let mut bench = Command::new("taskset");
    bench.args(["-c", "1", "target/dist/bench", "run", "--tenantry", "target/dist/tenantry"]);
    bench.args(["--folder", FOLDER, "--document", DOCUMENT]).current_dir(workspace::root());
    if let Some(cluster) = &cluster {
        bench.args(["--postgres", &cluster.url()]);
    }
    if quick {
        bench.arg("--quick");
    }
    program::run(bench.args(rows))
}
