//! The program of the suite: built, and parts of it run with a changed environment.
use crate::{
    fault::{Fault, Result},
    program,
};
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Builds the suite, with what the caller asks of `cargo` beside, and says where its program is.
///
/// # Errors
/// When it does not compile.
pub fn built(with: &[&str]) -> Result<PathBuf> {
    let mut cargo = program::cargo(&["test", "--no-run", "--package", "tenantry", "--test", "suite"]);
    cargo.args(["--message-format", "json-render-diagnostics"]).args(with).stderr(std::process::Stdio::inherit());
    let said = program::output(&mut cargo)?;
    let mut programs = said.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()).filter_map(executable);
    programs.next_back().ok_or_else(|| Fault::new("cargo does not say where it put the program of the suite"))
}

fn executable(message: Value) -> Option<PathBuf> {
    let is_suite = message.pointer("/target/name")?.as_str()? == "suite";
    is_suite.then(|| message.get("executable")?.as_str().map(PathBuf::from))?
}

/// Runs the tests whose names contain a word, on SQLite.
pub fn tests(program: &Path, word: &str) -> Command {
    let mut command = Command::new(program);
    command.arg(word).env("TENANTRY_TEST_ENGINE", "sqlite");
    command
}

/// The names of all tests.
///
/// # Errors
/// When the program cannot list them.
pub fn names(program: &Path) -> Result<Vec<String>> {
    let listed = program::output(Command::new(program).args(["--list", "--format", "terse"]))?;
    Ok(listed.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect())
}
