//! `cargo xtask zoomus`: an unmodified client from a registry works for a master and, with the prefix, for a subaccount.
use crate::{
    fault::{Fault, Result},
    python,
    scene::Operator,
    server::{self, Server, UNLIMITED},
    workspace,
};
use serde_json::{Value, json};
use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

/// The client, a package of Python.
const NAME: &str = "zoomus";
const VERSION: &str = "1.2.1";

/// # Errors
/// When the client cannot be installed, or does not get what it expects.
pub fn run() -> Result<()> {
    let python = python::with(NAME, VERSION)?;
    let folder = tempfile::tempdir().map_err(Fault::at(Path::new("a temporary folder")))?;
    let server = Server::start(&server::built("tenantry", "tenantry")?, folder.path(), &UNLIMITED)?;
    walk(&python, &scene(&server)?)?;
    server.end()
}

/// A master and a subaccount, in which users can be made without an invitation.
fn scene(server: &Server) -> Result<Value> {
    let operator = Operator::of(server)?;
    let master = operator.master("zoomus")?;
    let sub = operator.below(&master, "zoomus-sub", false)?;
    operator.plan(&sub, "Pro", 5)?;
    let client = json!({"id": master.id, "client_id": master.client_id, "client_secret": master.client_secret});
    Ok(json!({"base": server.base, "master": client, "sub": sub.id}))
}

fn walk(python: &Path, scene: &Value) -> Result<()> {
    let script = workspace::root().join("xtask/zoomus/walk.py");
    let mut command = Command::new(python);
    let mut child = command.arg(&script).stdin(Stdio::piped()).spawn().map_err(Fault::at(python))?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(scene.to_string().as_bytes()).map_err(Fault::at(&script))?;
    }
    let status = child.wait().map_err(Fault::at(&script))?;
    if status.success() { Ok(()) } else { Err(Fault::new("zoomus: the client did not get what it expects")) }
}
