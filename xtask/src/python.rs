//! Python with foreign packages: made once, kept in the folder of what is built.
use crate::{
    fault::{Fault, Result},
    program, workspace,
};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
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
    let folder = workspace::tools().join(name);
    let (python, done) = (folder.join("bin/python"), folder.join("complete"));
    let wanted: Vec<String> = packages.iter().map(|(package, version)| format!("{package}=={version}")).collect();
    // Written after everything else, so that an installation that was broken off, or lacks something, is made anew.
    if fs::read_to_string(&done).is_ok_and(|there| there == wanted.join("\n")) {
        return Ok(python);
    }
    let made = program::output(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder));
    made.map_err(|fault| Fault::new(format!("install python3 and python3-venv: {fault}")))?;
    install(&python, &wanted)?;
    fs::write(&done, wanted.join("\n")).map_err(Fault::at(&done))?;
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
    program::tell(Command::new(python).arg("-B").arg(script), what)
}
