//! `torture histories`: plans, payments, users and days in random order, through the API; the books stay right.
use crate::{
    fault::{Fault, Result},
    postgres::{Cluster, Writes},
    program, suite, test,
};
use std::{path::Path, thread};

/// Histories of an ordinary run, on each engine.
pub const ORDINARY: usize = 50;
/// Histories that one process goes through, over a database of its own: the log that each of them reads grows with all.
const PORTION: usize = 100;

/// # Errors
/// When an invariant of the books does not hold, with the shortest history that shows it.
pub fn run(count: usize, seed: u64) -> Result<()> {
    println!("histories: seed {seed}, {count} histories on each engine");
    let program = suite::built(&[])?;
    let cluster = Cluster::start(Writes::Quick)?;
    let on =
        |engine| portions(count).zip(seed..).try_for_each(|(count, seed)| go(&program, engine, &cluster, count, seed));
    let died = |_| Fault::new("the thread of PostgreSQL has died");
    thread::scope(|threads| {
        let postgres = threads.spawn(|| on("postgres"));
        on("sqlite").and(postgres.join().map_err(died)?)
    })
}

/// How many histories each process goes through.
fn portions(count: usize) -> impl Iterator<Item = usize> {
    (0..count).step_by(PORTION).map(move |done| PORTION.min(count - done))
}

fn go(program: &Path, engine: &str, cluster: &Cluster, count: usize, seed: u64) -> Result<()> {
    let mut tests = suite::tests(program, "billing::histories::");
    tests.env(test::ENGINE, engine).env(test::POSTGRES, cluster.url());
    program::run(tests.env("TENANTRY_TORTURE_COUNT", count.to_string()).env("PROPTEST_RNG_SEED", seed.to_string()))?;
    println!("histories: {count} on {engine}, seed {seed}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn portions_are_together_what_was_asked_for() {
        for (count, parts) in
            [(0, vec![]), (1, vec![1]), (100, vec![100]), (101, vec![100, 1]), (250, vec![100, 100, 50])]
        {
            assert_eq!(portions(count).collect::<Vec<_>>(), parts, "{count}");
        }
    }
}
