//! `tenantry demo`: the same server over a data set that is made through the code paths of the API.
mod build;
mod credentials;
mod guide;
mod people;
mod trees;

use crate::{
    config::{Fault, ServeOptions, Switch},
    server,
};
use build::Builder;
use clap::Args;
use credentials::Credentials;
use std::{
    io::IsTerminal,
    net::SocketAddr,
    path::{Path, PathBuf},
};
use storage::{Database, SeedSource};

/// What `demo` takes.
#[derive(Debug, Clone, Args)]
pub struct DemoOptions {
    /// Where to listen
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The folder of the data and of credentials.json
    #[arg(long, value_name = "DIR", default_value = "./tenantry-data")]
    pub data: PathBuf,
    /// The same ids, names and secrets each time; only on a loopback address
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Users of the large department
    #[arg(long, value_name = "N", default_value_t = 5_000)]
    pub users: u64,
    /// Whether accounts are limited in how often they may call
    #[arg(long, value_enum, default_value = "on")]
    pub rate_limits: Switch,
    /// Start without any account
    #[arg(long)]
    pub empty: bool,
}

/// Runs the demo until it is told to end.
///
/// # Errors
/// One line that says what to do.
pub fn run(options: DemoOptions) -> Result<(), Fault> {
    if options.seed.is_some() && !options.listen.ip().is_loopback() {
        return Err("with --seed everybody knows the secrets: --listen must be a loopback address.".to_owned());
    }
    server::log();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|fault| format!("no threads: {fault}"))?.block_on(serve(options))
}

async fn serve(options: DemoOptions) -> Result<(), Fault> {
    let listener = server::listen(options.listen).await?;
    let address = listener.local_addr().map_err(|fault| fault.to_string())?;
    let serve = ServeOptions {
        database: Some(format!("sqlite:{}", options.data.join("tenantry.db").display())),
        rate_limits: Some(options.rate_limits),
        ..ServeOptions::default()
    };
    let seeds = match options.seed {
        Some(seed) => SeedSource::fixed(seed),
        None => SeedSource::system().map_err(|fault| fault.to_string())?,
    };
    begin_anew(&options.data, serve.database())?;
    let platform = server::build(&serve, address, seeds).await?;
    let base_url = platform.base_url().to_owned();
    let credentials = match Credentials::read(&options.data)? {
        Some(found) => found.at(&base_url, &options.data)?,
        None => {
            let token = server::operator_token_of(&options.data)?;
            let builder = Builder::new(&platform, &token, std::io::stderr().is_terminal());
            let made = if options.empty { Vec::new() } else { builder.build(options.users).await? };
            Credentials { base_url, operator_token: token, accounts: made }.write(&options.data)?
        }
    };
    server::serve(platform, listener, None, &guide::text(&credentials)).await
}

/// A data set that was not finished has no credentials, so nobody can have used it: it is made again.
fn begin_anew(folder: &Path, database: &str) -> Result<(), Fault> {
    if let Some(address) = Database::locked_by(database) {
        return Err(format!("{} is in use by the server at {address}. Choose another --data.", folder.display()));
    }
    let unfinished = folder.join(UNFINISHED);
    std::fs::create_dir_all(folder)
        .map_err(|fault| format!("cannot make {}: {fault}. Choose another --data.", folder.display()))?;
    if Credentials::exists(folder) {
        return Ok(());
    }
    if folder.join("tenantry.db").exists() && !unfinished.exists() {
        return Err(format!("{} holds data that is not of a demo. Choose another --data.", folder.display()));
    }
    for name in ["tenantry.db", "tenantry.db-wal", "tenantry.db-shm", "keys", "operator-token"] {
        match std::fs::remove_file(folder.join(name)) {
            Err(fault) if fault.kind() != std::io::ErrorKind::NotFound => return Err(format!("{name}: {fault}")),
            _ => {}
        }
    }
    std::fs::write(&unfinished, "").map_err(|fault| format!("{}: {fault}", unfinished.display()))
}

/// Stands in the folder while the data set is being made.
const UNFINISHED: &str = "unfinished";
