//! A run of named steps: each goes on when one before it failed, and a line at the end counts them.
use crate::fault::{Fault, Result};
use std::time::Instant;

/// Something that holds or does not.
pub struct Step {
    pub name: &'static str,
    pub run: fn() -> Result<()>,
}

/// Runs the steps in their order.
///
/// # Errors
/// As of [`Tally::end`].
pub fn run<'s>(name: &str, steps: impl IntoIterator<Item = &'s Step>) -> Result<()> {
    let mut tally = Tally::default();
    tally.run(steps);
    tally.end(name)
}

/// What has come of a run so far.
#[derive(Default)]
pub struct Tally {
    passed: usize,
    failed: Vec<&'static str>,
    left_out: Vec<&'static str>,
}

impl Tally {
    /// Runs the steps in their order.
    pub fn run<'s>(&mut self, steps: impl IntoIterator<Item = &'s Step>) {
        for step in steps {
            self.count(step.name, step.run);
        }
    }

    /// Runs a step.
    pub fn count(&mut self, name: &'static str, run: impl FnOnce() -> Result<()>) {
        if holds(name, run) {
            self.passed += 1;
        } else {
            self.failed.push(name);
        }
    }

    /// Counts a step that cannot run here, and need not.
    pub fn leave_out(&mut self, name: &'static str) {
        self.left_out.push(name);
    }

    /// The last line is `name: N passed, N failed`, with the names of those that were left out behind it.
    ///
    /// # Errors
    /// The names of those that failed.
    pub fn end(self, name: &str) -> Result<()> {
        println!("{}", self.line(name));
        let failed = self.failed.join(", ");
        if failed.is_empty() { Ok(()) } else { Err(Fault::new(format!("{name} failed at: {failed}"))) }
    }

    fn line(&self, name: &str) -> String {
        let counts = format!("{name}: {} passed, {} failed", self.passed, self.failed.len());
        match &*self.left_out {
            [] => counts,
            left_out => format!("{counts}, {} left out: {}", left_out.len(), left_out.join(", ")),
        }
    }
}

fn holds(name: &str, run: impl FnOnce() -> Result<()>) -> bool {
    let start = Instant::now();
    let result = run();
    let verdict = if result.is_ok() { "ok" } else { "FAILED" };
    if let Err(fault) = &result {
        eprintln!("{fault}");
    }
    println!("{verdict:<6} {name:<12} {:>7.1} s", start.elapsed().as_secs_f64());
    result.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_counts_every_step_and_names_what_was_left_out() {
        let mut tally = Tally::default();
        tally.count("one", || Ok(()));
        tally.count("two", || Err(Fault::new("two does not hold")));
        assert_eq!(tally.line("ci"), "ci: 1 passed, 1 failed");
        tally.leave_out("three");
        assert_eq!(tally.line("ci"), "ci: 1 passed, 1 failed, 1 left out: three");
        assert!(tally.end("ci").is_err());
    }
}
