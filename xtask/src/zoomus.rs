//! `cargo xtask zoomus`: an unmodified client from a registry works for a master and, with the prefix, for a subaccount.
use crate::{
    fault::{Fault, Result},
    python,
    scene::Operator,
    server::{self, Server, UNLIMITED},
    workspace,
};
use serde_json::json;
use std::path::Path;

/// The client, a package of Python.
const NAME: &str = "zoomus";
const VERSION: &str = "1.2.1";

/// # Errors
/// When the client cannot be installed, or does not get what it expects.
pub fn run() -> Result<()> {
    let folder = tempfile::tempdir().map_err(Fault::at(Path::new("a temporary folder")))?;
    let server = Server::start(&server::built("tenantry")?, folder.path(), &UNLIMITED)?;
    drive(&server, &server.base)?;
    server.end()
}

/// Lets the client work for a master and for a subaccount, in both of which users can be made without an invitation.
/// `base` is the address of the server, or of what stands before it.
///
/// # Errors
/// As [`run`].
pub fn drive(server: &Server, base: &str) -> Result<()> {
    let python = python::with(NAME, VERSION)?;
    let operator = Operator::of(server)?;
    let master = operator.master("zoomus")?;
    let sub = operator.below(&master, "zoomus-sub", false)?;
    operator.plan(&sub, "Pro", 5)?;
    let client = json!({"id": master.id, "client_id": master.client_id, "client_secret": master.client_secret});
    let scene = json!({"base": base, "master": client, "sub": sub.id});
    python::told(&python, &workspace::root().join("xtask/zoomus/walk.py"), &scene)
}
