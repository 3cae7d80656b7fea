//! `cargo xtask bucket`: files come into the bucket of a foreign server that speaks S3, are shown from it and go from it.
use crate::{
    fault::{Fault, Result},
    python,
    scene::Operator,
    server::{self, Server, UNLIMITED},
    workspace,
};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// The foreign server, a package of Python.
const NAME: &str = "moto[server]";
const VERSION: &str = "5.2.5";

/// # Errors
/// When the foreign server cannot be installed, or a file is not where it should be.
pub fn run() -> Result<()> {
    let python = python::with(NAME, VERSION)?;
    let bucket = Bucket::start(&python)?;
    let tenantry = server::built("tenantry")?;
    refused_without_the_key(&tenantry, &bucket)?;
    let folder = tempfile::tempdir().map_err(Fault::at(Path::new("a temporary folder")))?;
    let server = Server::start_by(bucket.command(&tenantry, folder.path(), bucket.text("secret")), folder.path())?;
    let operator = Operator::of(&server)?;
    let master = operator.master("bucket")?;
    let mut scene = bucket.scene.clone();
    for (name, value) in
        [("base", &server.base), ("token", &master.token), ("user", &master.owner_email), ("account", &master.id)]
    {
        if let Some(scene) = scene.as_object_mut() {
            scene.insert(name.to_owned(), json!(value));
        }
    }
    python::told(&python, &script("walk.py"), &scene)?;
    server.end()
}

/// A server that cannot reach its files does not start, and says why.
fn refused_without_the_key(tenantry: &Path, bucket: &Bucket) -> Result<()> {
    let folder = tempfile::tempdir().map_err(Fault::at(Path::new("a temporary folder")))?;
    match Server::start_by(bucket.command(tenantry, folder.path(), "wrong"), folder.path()) {
        Ok(_) => Err(Fault::new("bucket: a server with a wrong key started")),
        Err(fault) if fault.to_string().contains("does not answer") => Ok(()),
        Err(fault) => Err(fault),
    }
}

/// A running foreign server; it ends when dropped.
struct Bucket {
    child: Child,
    /// Where it is, and its key.
    scene: Value,
}

impl Bucket {
    fn start(python: &Path) -> Result<Self> {
        let mut command = Command::new(python);
        command.arg(script("serve.py")).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(Fault::at(python))?;
        let mut line = String::new();
        if let Some(said) = child.stdout.take() {
            BufReader::new(said).read_line(&mut line).map_err(Fault::at(python))?;
        }
        let scene = serde_json::from_str(&line).map_err(|_| Fault::new("bucket: the foreign server does not start"))?;
        Ok(Bucket { child, scene })
    }

    fn text(&self, name: &str) -> &str {
        self.scene.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A server over `folder` whose files are in the bucket.
    fn command(&self, tenantry: &Path, folder: &Path, secret: &str) -> Command {
        let mut command = Command::new(tenantry);
        command.args(server::arguments(folder)).args(UNLIMITED);
        command.arg("--files").arg(format!("s3://{}/deep/down", self.text("bucket")));
        command.env("AWS_ENDPOINT", self.text("endpoint")).env("AWS_ALLOW_HTTP", "true").env("AWS_REGION", "us-east-1");
        command.env("AWS_ACCESS_KEY_ID", self.text("key")).env("AWS_SECRET_ACCESS_KEY", secret);
        command
    }
}

impl Drop for Bucket {
    fn drop(&mut self) {
        // It may have ended by itself; there is nothing to save.
        let _ = self.child.kill().and_then(|()| self.child.wait());
    }
}

fn script(name: &str) -> PathBuf {
    workspace::root().join("xtask/bucket").join(name)
}
