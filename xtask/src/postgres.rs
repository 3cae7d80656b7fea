//! A private PostgreSQL: made in a temporary folder, reached through its socket there, gone with the process that uses it.
mod programs;
mod user;

use crate::{
    fault::{Fault, Result},
    program,
};
use programs::Programs;
use std::{
    env, fs,
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};
use user::User;

/// The superuser of the cluster, and the database everybody finds in it.
const NAME: &str = "tenantry";
const DATABASE: &str = "postgres";

/// Waits until the process that started it is gone, in whatever way, then stops the server and removes its folder.
const KEEPER: &str = r#"trap '' HUP INT TERM; cat; "$1" stop -s -m immediate -D "$2/data"; rm -rf "$2""#;

/// Whether what is committed must survive a crash of the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writes {
    /// As PostgreSQL does by itself.
    Durable,
    /// Left to the operating system: for tests that lose nothing when the machine does.
    Quick,
}

/// A running server.
pub struct Cluster {
    folder: PathBuf,
    keeper: Child,
}

impl Cluster {
    /// Starts a server of its own with text order `C`. As root it runs as an unprivileged user.
    ///
    /// # Errors
    /// When there is no PostgreSQL 15 or newer and none can be installed, or when it does not start.
    pub fn start(writes: Writes) -> Result<Self> {
        let programs = Programs::found_or_installed()?;
        let user = User::unprivileged()?;
        let folder = folder(user)?;
        let keeper = keeper(&programs, user, &folder)?;
        let cluster = Cluster { folder, keeper };
        cluster.initialise(&programs, user, writes)?;
        cluster.launch(&programs, user)?;
        Ok(cluster)
    }

    /// The address of the server, as `postgres://…`.
    pub fn url(&self) -> String {
        format!("postgres://{NAME}@{}/{DATABASE}", percent_encoded(&self.folder.to_string_lossy()))
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn initialise(&self, programs: &Programs, user: Option<User>, writes: Writes) -> Result<()> {
        let mut initdb = programs.command("initdb", user);
        initdb.args(["--locale=C", "--encoding=UTF8", "--auth=trust", "--username", NAME, "--pgdata"]).arg(self.data());
        if writes == Writes::Quick {
            initdb.arg("--no-sync");
        }
        program::output(&mut initdb)?;
        let file = self.data().join("postgresql.conf");
        let made = fs::read_to_string(&file).map_err(Fault::at(&file))?;
        fs::write(&file, made + &settings(&self.folder, writes)).map_err(Fault::at(&file))
    }

    fn launch(&self, programs: &Programs, user: Option<User>) -> Result<()> {
        let log = self.folder.join("log");
        let mut start = programs.command("pg_ctl", user);
        start.args(["start", "--silent", "--wait", "--pgdata"]).arg(self.data()).arg("--log").arg(&log);
        program::run(start.stdout(Stdio::null()).stderr(Stdio::null())).map_err(|_| {
            let said = fs::read_to_string(&log).unwrap_or_default();
            Fault::new(format!("PostgreSQL did not start: {}", said.trim().lines().last().unwrap_or("it says nothing")))
        })
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        if let Err(error) = self.keeper.wait() {
            eprintln!("{} may be left over: {error}", self.folder.display());
        }
    }
}

fn folder(user: Option<User>) -> Result<PathBuf> {
    let parent = env::temp_dir();
    let folder = tempfile::Builder::new().prefix("tenantry-").tempdir_in(&parent).map_err(Fault::at(&parent))?;
    if let Some(user) = user {
        user.give(folder.path())?;
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).map_err(Fault::at(folder.path()))?;
    }
    Ok(folder.keep())
}

/// Signals of a terminal do not reach it: it has a process group of its own.
fn keeper(programs: &Programs, user: Option<User>, folder: &Path) -> Result<Child> {
    let mut shell = Command::new("sh");
    shell.args(["-c", KEEPER, "keeper"]).arg(programs.path("pg_ctl")).arg(folder).current_dir("/");
    User::run(&mut shell, user);
    shell.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    shell.spawn().map_err(Fault::at(folder))
}

fn settings(folder: &Path, writes: Writes) -> String {
    let common = format!(
        "listen_addresses = ''\nunix_socket_directories = '{}'\nunix_socket_permissions = 0777\nmax_connections = 200\nmax_pred_locks_per_transaction = 256\n",
        folder.display()
    );
    match writes {
        Writes::Durable => common,
        Writes::Quick => common + "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\n",
    }
}

fn percent_encoded(text: &str) -> String {
    let encoded = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    encoded.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_the_socket_stands_in_the_address_as_its_host() {
        assert_eq!(percent_encoded("/tmp/tenantry-aZ9.x_"), "%2Ftmp%2Ftenantry-aZ9.x_");
    }

    #[test]
    fn only_a_quick_cluster_gives_up_durability() {
        assert!(!settings(Path::new("/t"), Writes::Durable).contains("off"));
        assert!(settings(Path::new("/t"), Writes::Quick).contains("fsync = off"));
    }
}
