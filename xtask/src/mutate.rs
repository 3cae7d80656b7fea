//! `cargo xtask mutate`: the decision is broken in every listed way, and each break must make the suite fail.
use crate::{
    fault::{Fault, Result, must},
    suite,
};
use std::{
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

/// The tests that are to notice: the matrix, and random decisions; both hold answers to the model. Where users move, a
/// second account is decided about.
const WATCHERS: [&str; 3] = ["matrix::", "authz::", "users::switch::"];
/// A break is chosen by its name, and this test prints all names.
const BREAK: &str = "TENANTRY_BREAK";
const NAMES: &str = "mutate::the_breaks_are_listed";
/// What stands before each name.
const MARK: &str = "break: ";
/// What a test that fails exits with.
const FAILED: i32 = 101;

/// # Errors
/// When the suite fails without a break, or passes with one: then with their names.
pub fn run() -> Result<()> {
    let program = suite::built(&["--features", "breaks"])?;
    let names = names(&program)?;
    passes_unbroken(&program)?;
    let mut survivors = Vec::new();
    for name in &names {
        let start = Instant::now();
        let outcome = passes(&program, Some(name));
        let said = match &outcome {
            Ok(true) => "SURVIVES".to_owned(),
            Ok(false) => "found".to_owned(),
            Err(fault) => fault.to_string(),
        };
        println!("{said:<9} {name:<16} {:>5.1} s", start.elapsed().as_secs_f64());
        survivors.extend((!matches!(outcome, Ok(false))).then_some(name.as_str()));
    }
    // A watcher that fails by itself, on a full disk say, has noticed nothing.
    passes_unbroken(&program)?;
    println!("mutate: {} of {} breaks were found", names.len() - survivors.len(), names.len());
    if survivors.is_empty() { Ok(()) } else { Err(Fault::new(format!("nothing fails with: {}", survivors.join(", ")))) }
}

fn passes_unbroken(program: &Path) -> Result<()> {
    let otherwise = || format!("the suite fails by itself: run `cargo xtask test` with {}", WATCHERS.join(" and "));
    must(passes(program, None)?, otherwise)
}

fn names(program: &Path) -> Result<Vec<String>> {
    let said = crate::program::output(Command::new(program).args(["--exact", NAMES, "--nocapture"]))?;
    let names: Vec<String> = said.lines().filter_map(|line| line.strip_prefix(MARK)).map(str::to_owned).collect();
    if names.is_empty() { Err(Fault::new("the suite lists no breaks")) } else { Ok(names) }
}

/// Runs the watchers one after the other, until one fails.
///
/// # Errors
/// When one ends as no test does: killed, say.
fn passes(program: &Path, name: Option<&str>) -> Result<bool> {
    let is_watcher = |test: &&String| WATCHERS.iter().any(|watcher| test.starts_with(watcher));
    for test in suite::names(program)?.iter().filter(is_watcher) {
        let mut command = suite::tests(program, test);
        command.arg("--exact").envs(name.map(|name| (BREAK, name)));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let status = command.status().map_err(Fault::at(program))?;
        match status.code() {
            Some(0) => {}
            Some(FAILED) => return Ok(false),
            _ => return Err(Fault::new(format!("{test} has neither passed nor failed: {status}"))),
        }
    }
    Ok(true)
}
