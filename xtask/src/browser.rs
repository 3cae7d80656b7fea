//! `cargo xtask browser`: the pages in a real browser, by the keyboard alone, narrow, in the dark and without scripts.
use crate::{
    client::Answer,
    fault::{Fault, Result},
    oauth, program, python,
    scene::{Account, Operator},
    server::{self, Server, UNLIMITED},
    workspace,
};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What drives the browser, what reads the pictures that it takes, and what an identity provider signs with: packages of
/// Python.
const PACKAGES: [(&str, &str); 4] =
    [("selenium", "4.51.0"), ("zxing-cpp", "3.1.1"), ("pillow", "13.0.0"), ("joserfc", "1.8.0")];

/// How often signing in may fail from one address before it waits: more often than in learning how to sign in.
const MOST_FAILURES: i64 = 8;
/// As one user: once with a password, twice with codes, and no more.
const MOST_FAILURES_OF_USER: i64 = 4;
const PASSWORD: &str = "Mv9-Mv9-t";

/// # Errors
/// When there is no browser, or a page is not as people can use it.
pub fn run() -> Result<()> {
    let [chromium, chromedriver] = [found("chromium")?, found("chromedriver")?];
    let folder = tempfile::tempdir().map_err(Fault::at(Path::new("a temporary folder")))?;
    let [of_all, of_user] = [("address", MOST_FAILURES), ("account", MOST_FAILURES_OF_USER)]
        .map(|(of, most)| format!("--sign-in-failures-per-{of}={most}"));
    let options = [&UNLIMITED[..], &[&of_all, &of_user]].concat();
    let server = Server::start(&server::built("tenantry")?, folder.path(), &options)?;
    let python = python::with_all(&PACKAGES)?;
    let operator = Operator::of(&server)?;
    let master = operator.master("browser")?;
    // The same server by another name is another origin, to which a form may lead only where its page says so.
    let elsewhere = server.base.replace("127.0.0.1", "localhost");
    let people = People { server: &server, operator: &operator, master: &master };
    let scene = json!({
        "base": server.base,
        "operator": server.operator_token()?,
        "chromium": chromium,
        "chromedriver": chromedriver,
        "screenshots": workspace::root().join("target/screenshots"),
        "most_failures": MOST_FAILURES,
        "app": oauth::app(&operator, &master, &format!("{elsewhere}/back"))?,
        "user": oauth::user(&server, &operator, &master)?,
        "owner": master.owner_email,
        "invited": people.invited()?,
        "renamed": people.renamed()?,
        "guarded": people.guarded()?,
        "managed": people.managed()?,
        "company": people.of_company()?,
    });
    python::told(&python, &workspace::root().join("xtask/browser/walk.py"), &scene)?;
    server.end()
}

fn found(name: &str) -> Result<PathBuf> {
    program::on_path(name)
        .ok_or_else(|| Fault::new(format!("there is no {name}: apt-get install chromium chromium-driver")))
}

/// Who else comes to the pages.
struct People<'s> {
    server: &'s Server,
    operator: &'s Operator<'s>,
    master: &'s Account,
}

impl People<'_> {
    /// The address of somebody who is invited.
    fn invited(&self) -> Result<&'static str> {
        let email = "invited@browser-walk.example";
        let new = json!({"action": "create", "user_info": {"email": email, "type": 1}});
        self.send("POST", "/v2/users", &new, 201)?;
        Ok(email)
    }

    /// The address that a user was given.
    fn renamed(&self) -> Result<&'static str> {
        let domain = self.domain("renamed.example")?;
        let id = self.user(&format!("before@{domain}"))?;
        let email = "after@renamed.example";
        self.send("PUT", &format!("/v2/users/{id}/email"), &json!({"email": email}), 204)?;
        Ok(email)
    }

    /// A user of a group whose members need a second factor, and who has none.
    fn guarded(&self) -> Result<Value> {
        let email = format!("guarded@{}", self.domain("guarded.example")?);
        let id = self.user(&email)?;
        let group = self.send("POST", "/v2/groups", &json!({"name": "Guarded"}), 201)?.text("id")?;
        let members = json!({"members": [{"id": id}]});
        self.send("POST", &format!("/v2/groups/{group}/members"), &members, 201)?;
        self.secure(&json!({
            "sign_in_with_two_factor_auth": "group", "sign_in_with_two_factor_auth_groups": [group],
        }))?;
        Ok(json!({"email": email, "password": PASSWORD}))
    }

    /// Two people with accounts of their own, the domain of whose addresses another account has come to manage.
    fn managed(&self) -> Result<Value> {
        let domain = "own.example";
        let (joins, moves) = (self.own("joins", domain)?, self.own("moves", domain)?);
        self.domain(domain)?;
        Ok(json!({"joins": joins, "moves": moves}))
    }

    /// Somebody with a free account.
    fn own(&self, name: &str, domain: &str) -> Result<Value> {
        let email = format!("{name}@{domain}");
        let owner = json!({"email": email, "first_name": "Olga", "last_name": "Owner", "password": PASSWORD});
        self.operator.ask("POST", "/accounts", &json!({"name": "Of its own", "owner": owner}), 201)?;
        Ok(json!({"email": email, "password": PASSWORD}))
    }

    /// A user of a domain whose users have to sign in with their company, and where its provider is to be set.
    fn of_company(&self) -> Result<Value> {
        let domain = self.domain("company.example")?;
        let email = format!("worker@{domain}");
        self.user(&email)?;
        self.secure(&json!({"signin_with_sso": {
            "enable": true, "require_sso_for_domains": true, "domains": [domain], "operation": "add",
        }}))?;
        let provider = format!("/operator/v1/accounts/{}/identity_provider", self.master.id);
        Ok(json!({"email": email, "password": PASSWORD, "domain": domain, "vanity": "company", "provider": provider}))
    }

    /// Sets what the account asks of those who sign in.
    fn secure(&self, security: &Value) -> Result<()> {
        let settings = json!({"security": security});
        self.send("PATCH", "/v2/accounts/me/settings?option=security", &settings, 204).map(drop)
    }

    fn domain(&self, domain: &'static str) -> Result<&'static str> {
        let path = format!("/accounts/{}/managed_domains", self.master.id);
        self.operator.ask("POST", &path, &json!({"domain": domain}), 200)?;
        Ok(domain)
    }

    /// The id of a user with this address.
    fn user(&self, email: &str) -> Result<String> {
        let new = json!({"action": "autoCreate", "user_info": {"email": email, "type": 1, "password": PASSWORD}});
        self.send("POST", "/v2/users", &new, 201)?.text("id")
    }

    fn send(&self, method: &str, path: &str, body: &Value, status: u16) -> Result<Answer> {
        self.server.client(&self.master.token).send(method, path, body)?.is(status)
    }
}
