//! `cargo xtask browser`: the pages in a real browser, by the keyboard alone, narrow, in the dark and without scripts.
use crate::{
    fault::{Fault, Result},
    oauth, program, python,
    scene::{Account, Operator},
    server::{self, Server, UNLIMITED},
    workspace,
};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What drives the browser, a package of Python.
const NAME: &str = "selenium";
const VERSION: &str = "4.51.0";

/// # Errors
/// When there is no browser, or a page is not as people can use it.
pub fn run() -> Result<()> {
    let [chromium, chromedriver] = [found("chromium")?, found("chromedriver")?];
    let folder = tempfile::tempdir().map_err(Fault::at(Path::new("a temporary folder")))?;
    let server = Server::start(&server::built("tenantry", "tenantry")?, folder.path(), &UNLIMITED)?;
    let python = python::with(NAME, VERSION)?;
    let operator = Operator::of(&server)?;
    let master = operator.master("browser")?;
    // The same server by another name is another origin, to which a form may lead only where its page says so.
    let elsewhere = server.base.replace("127.0.0.1", "localhost");
    let scene = json!({
        "base": server.base,
        "chromium": chromium,
        "chromedriver": chromedriver,
        "screenshots": workspace::root().join("target/screenshots"),
        "app": oauth::app(&operator, &master, &format!("{elsewhere}/back"))?,
        "user": oauth::user(&server, &operator, &master)?,
        "mail": invitation(&server, &operator, &master)?,
    });
    python::told(&python, &workspace::root().join("xtask/browser/walk.py"), &scene)?;
    server.end()
}

fn found(name: &str) -> Result<PathBuf> {
    program::on_path(name)
        .ok_or_else(|| Fault::new(format!("there is no {name}: apt-get install chromium chromium-driver")))
}

/// What is written to somebody who is invited.
fn invitation(server: &Server, operator: &Operator<'_>, master: &Account) -> Result<Value> {
    let email = "invited@browser-walk.example";
    let new = json!({"action": "create", "user_info": {"email": email, "type": 1}});
    server.client(&master.token).send("POST", "/v2/users", &new)?.is(201)?;
    let mails = operator.ask("GET", &format!("/mails?to={email}"), &Value::Null, 200)?;
    let text = mails.pointer("/mails/0/text").cloned();
    text.ok_or_else(|| Fault::new(format!("nothing was written to {email}: {mails}")))
}
