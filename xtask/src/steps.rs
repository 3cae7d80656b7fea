//! A run of named steps: each goes on when one before it failed, and a line at the end counts them.
use crate::fault::{Fault, Result};
use std::time::Instant;

/// Something that holds or does not.
pub struct Step {
    pub name: &'static str,
    pub run: fn() -> Result<()>,
}

/// Runs the steps in their order. The last line is `name: N passed, N failed`.
///
/// # Errors
/// The names of those that failed.
pub fn run<'s>(name: &str, steps: impl IntoIterator<Item = &'s Step>) -> Result<()> {
    let mut passed = 0;
    let mut failed = Vec::new();
    for step in steps {
        if holds(step) {
            passed += 1;
        } else {
            failed.push(step.name);
        }
    }
    println!("{name}: {passed} passed, {} failed", failed.len());
    if failed.is_empty() { Ok(()) } else { Err(Fault::new(format!("{name} failed at: {}", failed.join(", ")))) }
}

fn holds(step: &Step) -> bool {
    let start = Instant::now();
    let result = (step.run)();
    let verdict = if result.is_ok() { "ok" } else { "FAILED" };
    if let Err(fault) = &result {
        eprintln!("{fault}");
    }
    println!("{verdict:<6} {:<12} {:>7.1} s", step.name, start.elapsed().as_secs_f64());
    result.is_ok()
}
