//! `cargo xtask demo`: the built demo is what is said of it, and the commands beside it do what they say.
mod commands;
mod credentials;
mod guide;
mod plans;
mod starts;

use crate::{
    client::Client,
    fault::{Fault, Result, must},
    server::{self, Server},
};
use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

/// Users of the large department: enough for a second page, few enough for a step.
const USERS: &str = "120";

/// # Errors
/// What is not as it is said to be.
pub fn run() -> Result<()> {
    let place = Place { tenantry: server::built("tenantry")?, folder: temporary()? };
    starts::refused_away_from_home(&place)?;
    let first = place.start("one")?;
    credentials::hold(&first)?;
    plans::hold(&first)?;
    guide::holds(&first)?;
    commands::operate(&place, first)?;
    starts::same_seed_elsewhere(&place)?;
    starts::second(&place)?;
    commands::refuse(&place)?;
    commands::options_have_an_order(&place)
}

/// The built program, and where it may write.
struct Place {
    tenantry: PathBuf,
    folder: tempfile::TempDir,
}

impl Place {
    fn data(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.tenantry);
        command.args(arguments).current_dir(self.folder.path());
        command
    }
    /// A demo of the seed 7 on a free port, with its data in a folder of this name.
    fn start(&self, name: &str) -> Result<Demo> {
        let folder = self.data(name);
        let mut command = self.command(&["demo", "--listen", "127.0.0.1:0", "--seed", "7", "--users", USERS, "--data"]);
        command.arg(&folder);
        let start = Instant::now();
        let (server, said) = Server::start_saying(command, &folder, "End with Ctrl-C")?;
        let took = start.elapsed();
        println!("demo: {name} started with {USERS} users in {:.1} s", took.as_secs_f64());
        let credentials = credentials::read(&folder)?;
        Ok(Demo { server, said, took, folder, credentials })
    }
}

/// A running demo.
struct Demo {
    server: Server,
    /// What it prints.
    said: String,
    /// From the command until it had said so.
    took: Duration,
    folder: PathBuf,
    /// What it has written.
    credentials: Value,
}

impl Demo {
    fn accounts(&self) -> impl Iterator<Item = &Value> {
        self.credentials.get("accounts").and_then(Value::as_array).into_iter().flatten()
    }
    /// A client that has signed in with the server-to-server app of an account.
    fn signed_in(&self, account: &Value) -> Result<Client> {
        let app = account.get("server_to_server").unwrap_or(&Value::Null);
        let (id, client, secret) = (text(account, "id"), text(app, "client_id"), text(app, "client_secret"));
        let form = format!("grant_type=account_credentials&account_id={id}&client_id={client}&client_secret={secret}");
        let token = self.server.client("").send_form("", "/oauth/token", form)?.is(200)?.text("access_token")?;
        Ok(self.server.client(&token))
    }
}

fn temporary() -> Result<tempfile::TempDir> {
    tempfile::tempdir().map_err(Fault::at(Path::new("a temporary folder")))
}

/// The text of a field; empty when there is none.
fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value.get(field).and_then(Value::as_str).unwrap_or_default()
}
