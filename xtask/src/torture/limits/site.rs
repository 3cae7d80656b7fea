//! Three processes over one database, and the accounts that call them.
use crate::{
    client::Client,
    fault::{Fault, Result},
    postgres::{Cluster, Writes},
    scene::{self, Operator},
    server::{self, Server, UNLIMITED},
};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};
use tempfile::TempDir;

pub const PROCESSES: usize = 3;
/// How often a client looks for a process that is being started again, a hundredth of a second apart.
const LOOKS: usize = 3000;

/// Who calls.
#[derive(Debug, Clone, Copy)]
pub enum Account {
    Free,
    Pro,
}

/// By the published label of the operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Call {
    Light,
    Medium,
}

/// What came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// `reset`: when the window of the call ends, Unix seconds; 0 where a day is shown.
    Admitted {
        reset: u64,
    },
    Refused,
}

pub struct Site {
    processes: [Mutex<Server>; PROCESSES],
    free: scene::Account,
    pro: scene::Account,
    programs: Programs,
    _cluster: Cluster,
}

/// What a process is started from.
struct Programs {
    tenantry: PathBuf,
    folder: TempDir,
    database: String,
}

impl Site {
    /// Every process has these limits. The clock of the world stands still, so that no day ends.
    ///
    /// # Errors
    /// When a process or the database does not start.
    pub fn start(limits: &str) -> Result<Self> {
        let cluster = Cluster::start(Writes::Quick)?;
        let folder = tempfile::tempdir().map_err(Fault::at(Path::new("a temporary folder")))?;
        let programs = Programs { tenantry: server::built("tenantry")?, folder, database: cluster.url() };
        programs.prepare(limits)?;
        let first = programs.start()?;
        let operator = Operator::of(&first)?;
        operator.ask("PATCH", "/worlds/default/clock", &json!({"stopped": true}), 200)?;
        let (free, pro) = (operator.standing_free("free")?, operator.standing_free("pro")?);
        operator.plan(&pro, "Pro", 1)?;
        let processes = [first, programs.start()?, programs.start()?].map(Mutex::new);
        Ok(Site { processes, free, pro, programs, _cluster: cluster })
    }

    /// Calls one of the processes; when it is gone, the one that takes its place.
    ///
    /// # Errors
    /// When none takes its place, or the answer is neither a success nor a refusal of the limits.
    pub fn call(&self, process: usize, account: Account, call: Call) -> Result<Said> {
        let path = match call {
            Call::Light => "/v2/users/me",
            Call::Medium => "/v2/users",
        };
        for _ in 0..LOOKS {
            if let Ok(answer) = self.client(process, account)?.send("GET", path, &Value::Null) {
                return match answer.status {
                    429 => Ok(Said::Refused),
                    _ => {
                        let reset = answer.header("x-ratelimit-reset").and_then(|reset| reset.parse().ok());
                        answer.is(200).map(|_| Said::Admitted { reset: reset.unwrap_or_default() })
                    }
                };
            }
            thread::sleep(Duration::from_millis(10));
        }
        Err(Fault::new("limits: a process that was killed did not come back"))
    }

    /// Kills one as `kill -9` does; clients find the new one in its place.
    ///
    /// # Errors
    /// When it does not start again.
    pub fn kill_and_start_again(&self, process: usize) -> Result<()> {
        self.server(process)?.kill();
        let again = self.programs.start()?;
        *self.server(process)? = again;
        Ok(())
    }

    fn client(&self, process: usize, account: Account) -> Result<Client> {
        let account = match account {
            Account::Free => &self.free,
            Account::Pro => &self.pro,
        };
        Ok(self.server(process)?.client(&account.token))
    }

    fn server(&self, process: usize) -> Result<MutexGuard<'_, Server>> {
        let server = self.processes.get(process).ok_or_else(|| Fault::new("limits: there is no such process"))?;
        Ok(server.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Programs {
    /// Keys and the operator's token are made beside data in a file; the processes share them.
    fn prepare(&self, limits: &str) -> Result<()> {
        Server::start(&self.tenantry, self.folder.path(), &UNLIMITED)?.end()?;
        let file = self.config();
        fs::write(&file, limits).map_err(Fault::at(&file))
    }
    fn config(&self) -> PathBuf {
        self.folder.path().join("limits.toml")
    }
    fn start(&self) -> Result<Server> {
        let mut command = Command::new(&self.tenantry);
        command.args(["serve", "--listen", "127.0.0.1:0", "--database", &self.database]);
        command.arg("--config").arg(self.config()).arg("--keys").arg(self.folder.path().join("keys"));
        command.arg("--files").arg(format!("file:{}", self.folder.path().join("files").display()));
        Server::start_by(command, self.folder.path())
    }
}
