//! `torture authz`: random callers, accounts and operations; the server decides as the model does.
use crate::{fault::Result, program, suite};

/// Decisions of an ordinary run.
pub const ORDINARY: usize = 20_000;

/// # Errors
/// When a decision differs from the model's.
pub fn run(count: usize, seed: u64) -> Result<()> {
    println!("authz: seed {seed}, {count} decisions");
    let program = suite::built(&[])?;
    let mut tests = suite::tests(&program, "authz::");
    tests.env("TENANTRY_TORTURE_COUNT", count.to_string()).env("TENANTRY_TORTURE_SEED", seed.to_string());
    program::run(tests.arg("--nocapture"))
}
