//! `cargo xtask check`: what holds for every commit.
use crate::{
    fault::Result,
    program, statements,
    steps::{self, Step},
    tables, tree,
};

/// Every step, the slow one last.
pub const STEPS: [Step; 5] = [
    Step { name: "fmt", run: fmt },
    Step { name: "statements", run: statements::run },
    Step { name: "tables", run: tables::run },
    Step { name: "tree", run: tree::run },
    Step { name: "clippy", run: clippy },
];

/// Runs all steps, or those that take less than a moment.
///
/// # Errors
/// The names of the steps that failed.
pub fn run(quick: bool) -> Result<()> {
    steps::run("check", STEPS.iter().filter(|step| !quick || step.name != "clippy"))
}

fn fmt() -> Result<()> {
    program::run(&mut program::cargo(&["fmt", "--all", "--check"]))
}

fn clippy() -> Result<()> {
    program::run(&mut program::cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]))
}
