//! What all rows share: the programs, the data, how long and how often is measured.
use crate::{
    data::{self, Data, FREE},
    fault::*,
    process::{Cores, Process},
    serve::LIMITS,
    turns::Effort,
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// One account with nearly everybody in it.
pub const LARGE: Data = Data { name: "large", large: 1_000_000, accounts: 100, small: 1_000, plan: "Business" };
/// As large as a hundredth of it.
pub const SMALL: Data = Data { name: "small", large: 10_000, accounts: 100, small: 1, plan: "Business" };
/// As many users in 100 accounts …
pub const FEW: Data = Data { name: "few", large: 10_000, accounts: 100, small: 10_000, plan: "Business" };
/// … and in 10,000.
pub const MANY: Data = Data { name: "many", large: 100, accounts: 10_000, small: 100, plan: "Business" };
/// Accounts without a plan, with nobody in them but their owners.
pub const OWNERS: Data = Data { name: "free", large: 1, accounts: 10_000, small: 1, plan: FREE };

pub struct Bench {
    /// The server as it is released.
    pub tenantry: PathBuf,
    /// Where data is kept from run to run.
    pub folder: PathBuf,
    /// Where data is copied to that will be changed; gone after the run.
    pub scratch: PathBuf,
    /// A PostgreSQL on which databases may be made.
    pub postgres: Option<String>,
    pub effort: Effort,
    /// What the sizes of data are divided by.
    pub divisor: usize,
}

impl Bench {
    pub fn axum(&self, cores: Cores) -> Result<Process> {
        Process::start(cores, &self.own("bare-axum"), &[])
    }
    /// The server over a database.
    pub fn tenantry(&self, cores: Cores, database: &str) -> Result<Process> {
        let (config, keys) = (self.scratch.join("config.toml"), self.keys());
        let files = format!("file:{}", self.scratch.join("files").display());
        fs::write(&config, LIMITS).context("a configuration")?;
        let (config, keys) = (config.to_string_lossy(), keys.to_string_lossy());
        let listen = ["serve", "--listen", "127.0.0.1:0", "--database", database];
        let options = [&listen[..], &["--keys", &keys, "--config", &config, "--files", &files]].concat();
        over(database, Process::start(cores, &self.tenantry, &options)?)
    }
    /// The same platform with switches that the server does not have.
    pub fn switched(&self, cores: Cores, database: &str, switches: &[&str]) -> Result<Process> {
        let keys = self.keys();
        let keys = keys.to_string_lossy();
        let options = [&["serve", "--database", database, "--keys", &keys], switches].concat();
        over(database, Process::start(cores, &self.own("bench"), &options)?)
    }
    pub fn scaled(&self, data: Data) -> Data {
        match data.name {
            "many" | "free" => Data { accounts: data.accounts / self.divisor, ..data },
            _ => Data { large: data.large / self.divisor, small: (data.small / self.divisor).max(1), ..data },
        }
    }
    /// The URL of a file that holds `data`; it is only to be read.
    pub fn sqlite(&self, data: &Data) -> Result<String> {
        Ok(url(&data::ready_sqlite(data, &self.folder)?))
    }
    /// The URL of a copy that may be changed.
    pub fn copy(&self, data: &Data, name: &str) -> Result<String> {
        let file = data::ready_sqlite(data, &self.folder)?;
        let folder = self.scratch.join(name);
        fs::create_dir_all(&folder).context("a folder")?;
        let copy = folder.join("tenantry.db");
        fs::copy(&file, &copy).context("copying data")?;
        Ok(url(&copy))
    }
    /// One of the programs of this package.
    pub fn own(&self, name: &str) -> PathBuf {
        std::env::current_exe().unwrap_or_default().with_file_name(name)
    }
    pub fn keys(&self) -> PathBuf {
        keys_in(&self.folder)
    }
}

/// Where the sealing keys of every measured server are.
pub fn keys_in(folder: &Path) -> PathBuf {
    folder.join("keys")
}

fn url(file: &Path) -> String {
    format!("sqlite:{}", file.display())
}

fn over(database: &str, mut process: Process) -> Result<Process> {
    process.file = database.strip_prefix("sqlite:").map(PathBuf::from);
    Ok(process)
}
