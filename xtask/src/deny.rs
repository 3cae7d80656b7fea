//! The dependencies: no banned or doubled ones, free licences, one source.
use crate::{
    fault::{Fault, Result},
    program, workspace,
};
use std::{env, path::PathBuf, process::Command};

/// Building it takes minutes, so it is kept outside of the project, where the next clone finds it too.
const VERSION: &str = "0.20.2";

/// # Errors
/// When the tool cannot be installed or refuses a dependency.
pub fn run() -> Result<()> {
    let tool = match program::on_path("cargo-deny") {
        Some(tool) => tool,
        None => kept_or_installed()?,
    };
    program::run(Command::new(tool).args(["check", "bans", "licenses", "sources"]).current_dir(workspace::root()))
}

fn kept_or_installed() -> Result<PathBuf> {
    let folder = kept()?;
    let tool = folder.join("bin/cargo-deny");
    if !tool.is_file() {
        let install = ["install", "--quiet", "--locked", "--version", VERSION, "cargo-deny", "--root"];
        program::run(program::cargo(&install).arg(&folder))?;
    }
    Ok(tool)
}

fn kept() -> Result<PathBuf> {
    let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
    let cache = cache.or_else(|| Some(env::home_dir()?.join(".cache")));
    cache.map(|cache| cache.join("tenantry/tools")).ok_or_else(|| Fault::new("set HOME: tools are kept below it"))
}
