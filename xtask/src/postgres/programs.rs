//! Finds the programs of a PostgreSQL server, or installs the distribution's.
use super::user::{User, is_root};
use crate::{
    fault::{Fault, Result},
    program,
};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The oldest version that is promised to work.
const OLDEST: u32 = 15;
/// Where Debian and its relatives keep one folder a version.
const DISTRIBUTION: &str = "/usr/lib/postgresql";
const MISSING: &str = "PostgreSQL 15 or newer is needed, and no initdb, postgres and pg_ctl of one are on PATH or below \
                       /usr/lib/postgresql: install the server (Debian, Ubuntu: `apt-get install postgresql`)";

/// The folder with `initdb`, `postgres` and `pg_ctl`.
pub struct Programs(PathBuf);

impl Programs {
    /// Those on `PATH`; else the newest of the distribution's folder; else, as root with apt-get, newly installed ones.
    ///
    /// # Errors
    /// One line that says what to install.
    pub fn found_or_installed() -> Result<Programs> {
        if let Some(programs) = found() {
            return Ok(programs);
        }
        if is_root() && program::on_path("apt-get").is_some() {
            install()?;
        }
        found().ok_or_else(|| Fault::new(MISSING))
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// One of the programs, run as `user` in a folder that every user may enter.
    pub fn command(&self, name: &str, user: Option<User>) -> Command {
        let mut command = Command::new(self.path(name));
        command.current_dir("/").env("LC_ALL", "C");
        User::run(&mut command, user);
        command
    }
}

fn found() -> Option<Programs> {
    on_path().into_iter().chain(of_distribution()).find(|folder| is_suitable(folder)).map(Programs)
}

fn on_path() -> Vec<PathBuf> {
    let folders = env::var_os("PATH").map(|path| env::split_paths(&path).collect::<Vec<_>>()).unwrap_or_default();
    // A link on PATH leads to the folder that holds all three.
    let real = |folder: PathBuf| Some(folder.join("initdb").canonicalize().ok()?.parent()?.to_owned());
    folders.into_iter().filter_map(real).collect()
}

/// Newest first.
fn of_distribution() -> Vec<PathBuf> {
    let entries = fs::read_dir(DISTRIBUTION).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path().join("bin")).collect();
    folders.sort_by_key(|folder| std::cmp::Reverse(version(folder)));
    folders
}

fn is_suitable(folder: &Path) -> bool {
    let is_whole = ["initdb", "postgres", "pg_ctl"].iter().all(|name| folder.join(name).is_file());
    is_whole && version(folder).is_some_and(|version| version >= OLDEST)
}

fn version(folder: &Path) -> Option<u32> {
    major(&program::output(Command::new(folder.join("postgres")).arg("--version")).ok()?)
}

/// The major version in `postgres (PostgreSQL) 15.4 …`.
fn major(said: &str) -> Option<u32> {
    let number = said.split_whitespace().find(|word| word.starts_with(|first: char| first.is_ascii_digit()))?;
    number.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

fn install() -> Result<()> {
    eprintln!("PostgreSQL is missing: installing the distribution's");
    let apt_get = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        program::run(command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").stdout(Stdio::null()))
    };
    apt_get(&["update", "--quiet"])?;
    apt_get(&["install", "--quiet", "--yes", "--no-install-recommends", "postgresql"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_releases_and_previews() {
        assert_eq!(major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major("postgres (PostgreSQL) 19beta1"), Some(19));
        assert_eq!(major("something else"), None);
    }
}
