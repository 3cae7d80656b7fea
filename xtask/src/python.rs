//! Python with foreign packages: made once, kept in the folder of what is built.
use crate::{
    fault::{Fault, Result},
    program, workspace,
};
use serde_json::Value;
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The Python that has `package` in this version. It is installed when it is missing, which needs the network once.
///
/// # Errors
/// When there is no Python, or the package cannot be installed.
pub fn with(package: &str, version: &str) -> Result<PathBuf> {
    with_all(&[(package, version)])
}

/// The Python that has these packages, each in its version; it is named after the first.
///
/// # Errors
/// As [`with`].
pub fn with_all(packages: &[(&str, &str)]) -> Result<PathBuf> {
    let name = packages.first().map_or_else(String::new, |(package, version)| format!("{package}-{version}"));
    let folder = workspace::root().join("target/tools").join(name);
    let (python, done) = (folder.join("bin/python"), folder.join("complete"));
    // Written after everything else, so that an installation that was broken off is made anew.
    if done.is_file() {
        return Ok(python);
    }
    let made = program::output(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder));
    made.map_err(|fault| Fault::new(format!("install python3 and python3-venv: {fault}")))?;
    let wanted: Vec<String> = packages.iter().map(|(package, version)| format!("{package}=={version}")).collect();
    install(&python, &wanted)?;
    fs::write(&done, "").map_err(Fault::at(&done))?;
    Ok(python)
}

fn install(python: &Path, packages: &[String]) -> Result<()> {
    let arguments = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    program::output(Command::new(python).args(arguments).args(packages)).map(drop)
}

/// Runs a script, which reads what it is told as JSON.
///
/// # Errors
/// When it ends otherwise than well; it has then said why.
pub fn told(python: &Path, script: &Path, what: &Value) -> Result<()> {
    // What scripts have in common is read from beside them, and nothing is written there.
    let mut child =
        Command::new(python).arg("-B").arg(script).stdin(Stdio::piped()).spawn().map_err(Fault::at(python))?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(what.to_string().as_bytes()).map_err(Fault::at(script))?;
    }
    let status = child.wait().map_err(Fault::at(script))?;
    if status.success() { Ok(()) } else { Err(Fault::new(format!("{} was disappointed", script.display()))) }
}
