//! `torture histories`: plans, payments, users and days in random order, through the API; the books stay right.
use crate::{
    fault::Result,
    postgres::{Cluster, Writes},
    program, suite, test,
};

/// Histories of an ordinary run, on each engine.
pub const ORDINARY: usize = 50;

/// # Errors
/// When an invariant of the books does not hold, with the shortest history that shows it.
pub fn run(count: usize, seed: u64) -> Result<()> {
    println!("histories: seed {seed}, {count} histories on each engine");
    let program = suite::built(&[])?;
    let cluster = Cluster::start(Writes::Quick)?;
    let on = |engine| {
        let mut tests = suite::tests(&program, "billing::histories::");
        tests.env(test::ENGINE, engine).env(test::POSTGRES, cluster.url());
        program::run(tests.env("TENANTRY_TORTURE_COUNT", count.to_string()).env("PROPTEST_RNG_SEED", seed.to_string()))
    };
    on("sqlite").and(on("postgres"))
}
