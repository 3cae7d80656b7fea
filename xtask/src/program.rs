//! Runs other programs.
use crate::{
    fault::{Fault, Result},
    workspace,
};
use serde_json::Value;
use std::{
    env,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

/// `cargo`, run in the root of the project.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(arguments).current_dir(workspace::root());
    command
}

/// Runs a program to its end; what it prints is seen.
///
/// # Errors
/// When it cannot be started or says that it failed.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.stdin(Stdio::null()).status().map_err(|error| unstarted(command, &error))?;
    if status.success() { Ok(()) } else { Err(Fault::new(format!("`{}` failed: {status}", shown(command)))) }
}

/// What a program prints.
///
/// # Errors
/// When it cannot be started or says that it failed: then with the last line of its complaint.
pub fn output(command: &mut Command) -> Result<String> {
    let Output { status, stdout, stderr } =
        command.stdin(Stdio::null()).output().map_err(|error| unstarted(command, &error))?;
    if status.success() {
        return Ok(String::from_utf8_lossy(&stdout).into_owned());
    }
    let complaint = String::from_utf8_lossy(&stderr).trim().lines().last().unwrap_or_default().to_owned();
    Err(Fault::new(format!("`{}` failed: {complaint}", shown(command))))
}

/// Runs a program to its end, which reads what it is told as JSON; what it prints is seen.
///
/// # Errors
/// When it cannot be started or says that it failed; it has then said why.
pub fn tell(command: &mut Command, what: &Value) -> Result<()> {
    let mut child = command.stdin(Stdio::piped()).spawn().map_err(|error| unstarted(command, &error))?;
    let told = child.stdin.take().map_or(Ok(()), |mut input| input.write_all(what.to_string().as_bytes()));
    let status = child.wait().map_err(|error| unstarted(command, &error))?;
    let is_content = status.success() && told.is_ok();
    if is_content { Ok(()) } else { Err(Fault::new(format!("`{}` was disappointed", shown(command)))) }
}

/// The file that a name on `PATH` stands for.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

fn unstarted(command: &Command, error: &std::io::Error) -> Fault {
    Fault::new(format!("`{}` cannot be started: {error}", Path::new(command.get_program()).display()))
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
