//! `cargo xtask oauth`: unmodified clients from a registry get tokens by every grant, for a user who decides in a browser.
use crate::{
    fault::{Fault, Result},
    node, python,
    scene::{Account, Operator},
    server::{self, Server, UNLIMITED},
    workspace,
};
use serde_json::{Value, json};
use std::path::Path;

/// The clients of Python, each a script and the packages that it drives.
const CLIENTS: [(&str, &[(&str, &str)]); 2] = [
    ("walk.py", &[("requests-oauthlib", "2.0.0")]),
    ("with_authlib.py", &[("authlib", "1.9.10"), ("requests", "2.34.2")]),
];

/// The client of Node: the folder of its script and of the packages that it drives.
const OF_NODE: &str = "openid-client";

const DOMAIN: &str = "oauth-walk.example";
/// Where the app waits; nobody follows the browser there.
const BACK: &str = "https://app.example/back";

/// # Errors
/// When a client cannot be installed, or does not get what it expects.
pub fn run() -> Result<()> {
    let folder = tempfile::tempdir().map_err(Fault::at(Path::new("a temporary folder")))?;
    let server = Server::start(&server::built("tenantry")?, folder.path(), &UNLIMITED)?;
    let operator = Operator::of(&server)?;
    let master = operator.master("oauth")?;
    let scene = json!({
        "base": server.base,
        "account": {"id": master.id, "client_id": master.client_id, "client_secret": master.client_secret},
        "app": app(&operator, &master, BACK)?,
        "public": public_app(&operator, &master, BACK)?,
        "user": user(&server, &operator, &master)?,
    });
    let scripts = workspace::root().join("xtask/oauth");
    for (script, packages) in CLIENTS {
        python::told(&python::with_all(packages)?, &scripts.join(script), &scene)?;
    }
    node::told(&scripts, OF_NODE, &scene)?;
    server.end()
}

/// An app for the whole account, installed on it, to which people are sent back at this address.
///
/// # Errors
/// When the server refuses a step.
pub fn app(operator: &Operator<'_>, master: &Account, back: &str) -> Result<Value> {
    let new = json!({"kind": "oauth", "name": "Walker", "redirect_uris": [back], "device": true});
    installed(operator, master, back, &new)
}

/// One that can keep no secret, and has none.
fn public_app(operator: &Operator<'_>, master: &Account, back: &str) -> Result<Value> {
    let new = json!({"kind": "oauth", "name": "Runner", "redirect_uris": [back], "device": true, "public": true});
    installed(operator, master, back, &new)
}

/// The secret is empty where there is none.
fn installed(operator: &Operator<'_>, master: &Account, back: &str, new: &Value) -> Result<Value> {
    let apps = format!("/accounts/{}/apps", master.id);
    let made = operator.ask("POST", &apps, new, 201)?;
    let text = |field: &str| made.get(field).and_then(Value::as_str).unwrap_or_default();
    operator.ask("PUT", &format!("{apps}/{}/installation", text("id")), &json!({}), 200)?;
    let (client_id, client_secret) = (text("client_id"), text("client_secret"));
    Ok(json!({"name": text("name"), "client_id": client_id, "client_secret": client_secret, "redirect_uri": back}))
}

/// A user who signs in with a password, and may see users and roles.
///
/// # Errors
/// When the server refuses a step.
pub fn user(server: &Server, operator: &Operator<'_>, master: &Account) -> Result<Value> {
    operator.ask("POST", &format!("/accounts/{}/managed_domains", master.id), &json!({"domain": DOMAIN}), 200)?;
    let client = server.client(&master.token);
    let (email, password) = (format!("walker@{DOMAIN}"), "Kx4-Kx4-z");
    let info = json!({"email": email, "type": 1, "first_name": "Wanda", "last_name": "Walker", "password": password});
    let new = json!({"action": "autoCreate", "user_info": info});
    let id = client.send("POST", "/v2/users", &new)?.is(201)?.text("id")?;
    let role = json!({"name": "Walkers", "privileges": ["User:Read", "Role:Read"]});
    let role = client.send("POST", "/v2/roles", &role)?.is(201)?.text("id")?;
    client.send("POST", &format!("/v2/roles/{role}/members"), &json!({"members": [{"id": id}]}))?.is(201)?;
    Ok(json!({"email": email, "password": password}))
}
