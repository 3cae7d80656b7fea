//! `torture isolation`: every operation, called by everybody, with ids of others in every place for an id.
use crate::{fault::Result, program, suite};

/// # Errors
/// When an answer, or a row, tells that an id belongs to somebody else.
pub fn run(seed: u64) -> Result<()> {
    println!("isolation: seed {seed}");
    let program = suite::built(&[])?;
    let mut tests = suite::tests(&program, "isolation::");
    program::run(
        tests.arg("--nocapture").env("TENANTRY_TORTURE", "whole").env("TENANTRY_TORTURE_SEED", seed.to_string()),
    )
}
