//! `cargo xtask scim`: an unmodified checker of SCIM servers from a registry finds no error, directly and below an account.
use crate::{
    fault::{Fault, Result},
    python,
    scene::Operator,
    server::{self, Server, UNLIMITED},
    workspace,
};
use serde_json::json;
use std::path::Path;

/// The checker and what it stands on, packages of Python.
const PACKAGES: [(&str, &str); 4] =
    [("scim2-tester", "0.5.2"), ("scim2-client[httpx2]", "0.13.2"), ("scim2-models", "0.12.3"), ("httpx2", "2.16.2")];

/// # Errors
/// When the checker cannot be installed, or finds an error.
pub fn run() -> Result<()> {
    let folder = tempfile::tempdir().map_err(Fault::at(Path::new("a temporary folder")))?;
    let server = Server::start(&server::built("tenantry")?, folder.path(), &UNLIMITED)?;
    let python = python::with_all(&PACKAGES)?;
    let operator = Operator::of(&server)?;
    let master = operator.master("scim")?;
    let sub = operator.below(&master, "scim-sub", false)?;
    operator.plan(&sub, "Business", 50)?;
    for (account, domain) in [(&master, "scim.example"), (&sub, "scim-sub.example")] {
        let path = format!("/accounts/{}/managed_domains", account.id);
        operator.ask("POST", &path, &json!({"domain": domain}), 200)?;
    }
    let face = |name: &str, path: String, domain: &str| json!({"name": name, "base": format!("{}{path}", server.base), "token": master.token, "domain": domain});
    let below = format!("/v2/accounts/{}/scim2", sub.id);
    let scene = json!({"faces": [
        face("directly", "/scim2".to_owned(), "scim.example"),
        face("below an account", below, "scim-sub.example"),
    ]});
    python::told(&python, &workspace::root().join("xtask/scim/check.py"), &scene)?;
    server.end()
}
