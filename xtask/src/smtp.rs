//! `cargo xtask smtp`: a server gives its mail to a real mail server over STARTTLS, and lives with one that refuses.
use crate::{
    fault::{Fault, Result, must},
    program, python,
    scene::Operator,
    server::{self, Server},
    workspace,
};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Lines, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// The mail server, a package of Python.
const NAME: &str = "aiosmtpd";
const VERSION: &str = "1.4.6";

/// # Errors
/// When mail does not arrive encrypted, or a refusal is not shown to the operator.
pub fn run() -> Result<()> {
    let folder = tempfile::tempdir().map_err(Fault::at(Path::new("a temporary folder")))?;
    let tenantry = server::built("tenantry")?;
    let mut mail = MailServers::start(folder.path())?;
    mail.take(&tenantry, &folder.path().join("taken"))?;
    mail.refuse(&tenantry, &folder.path().join("refused"))
}

/// Both of them, in one process; killed when dropped.
struct MailServers {
    child: Child,
    /// They end with it.
    _input: Option<ChildStdin>,
    said: Lines<BufReader<ChildStdout>>,
    certificate: PathBuf,
    ports: Value,
}

impl MailServers {
    fn start(folder: &Path) -> Result<Self> {
        let python = python::with(NAME, VERSION)?;
        let [certificate, key] = ["certificate.pem", "key.pem"].map(|name| folder.join(name));
        certify(&certificate, &key)?;
        let mut command = Command::new(&python);
        command.arg(workspace::root().join("xtask/smtp/serve.py")).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().map_err(Fault::at(&python))?;
        let mut input = child.stdin.take();
        if let Some(input) = &mut input {
            let told = json!({"certificate": certificate, "key": key});
            writeln!(input, "{told}").map_err(Fault::at(&python))?;
        }
        let said = child.stdout.take().ok_or_else(|| Fault::new("the mail servers have no output"))?;
        let said = BufReader::new(said).lines();
        let mut mail = MailServers { child, _input: input, said, certificate, ports: Value::Null };
        mail.ports = mail.next()?;
        Ok(mail)
    }
    fn url(&self, which: &str, more: &str) -> String {
        format!("smtp://localhost:{}{more}", of(&self.ports, which))
    }
    /// What happens next.
    fn next(&mut self) -> Result<Value> {
        let line = self.said.next().transpose().map_err(Fault::at(Path::new("the mail servers")))?;
        let line = line.ok_or_else(|| Fault::new("nothing came to the mail servers"))?;
        serde_json::from_str(&line).map_err(|fault| Fault::new(format!("the mail servers say {line}: {fault}")))
    }
    /// A server whose mail goes there.
    fn server(&self, tenantry: &Path, folder: &Path, url: &str) -> Result<Server> {
        std::fs::create_dir(folder).map_err(Fault::at(folder))?;
        let mut command = Command::new(tenantry);
        command.args(server::arguments(folder)).env("TENANTRY_SMTP_URL", url).env("SSL_CERT_FILE", &self.certificate);
        Server::start_by(command, folder)
    }
    fn take(&mut self, tenantry: &Path, folder: &Path) -> Result<()> {
        let server = self.server(tenantry, folder, &self.url("taking", "?tls=required"))?;
        let owner = Operator::of(&server)?.standing_free("mailed")?.owner_email;
        let taken = self.next()?;
        let is_right = *of(&taken, "taken") == json!([owner]) && *of(&taken, "is_encrypted") == true;
        let has_link = of(&taken, "text").as_str().is_some_and(|text| text.contains("/pages/links/"));
        must(is_right && has_link, || format!("another mail came than the one to {owner}: {taken}"))?;
        shown_until(&server, |mail| !of(mail, "sent_at").is_null())?;
        server.end()
    }
    fn refuse(&mut self, tenantry: &Path, folder: &Path) -> Result<()> {
        let server = self.server(tenantry, folder, &self.url("refusing", ""))?;
        let owner = Operator::of(&server)?.standing_free("refused")?.owner_email;
        let refused = self.next()?;
        must(*of(&refused, "refused") == json!(owner), || format!("nobody was refused: {refused}"))?;
        let mail = shown_until(&server, |mail| !of(mail, "fault").is_null())?;
        let is_told = of(&mail, "fault").as_str().is_some_and(|fault| fault.contains("550"));
        must(is_told && of(&mail, "sent_at").is_null(), || format!("the refusal is not shown: {mail}"))?;
        server.end()
    }
}

impl Drop for MailServers {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A certificate of its own for `localhost`.
fn certify(certificate: &Path, key: &Path) -> Result<()> {
    let mut command = Command::new("openssl");
    command.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]);
    command.args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]);
    command.args(["-addext", "basicConstraints=critical,CA:FALSE"]);
    command.arg("-out").arg(certificate).arg("-keyout").arg(key);
    program::output(&mut command).map(drop)
}

/// The one mail, as the operator reads it once it is so; what came of it is noted right after the mail server has answered.
fn shown_until(server: &Server, is_so: fn(&Value) -> bool) -> Result<Value> {
    let operator = Operator::of(server)?;
    for _ in 0..5000 {
        let mails = operator.ask("GET", "/mails", &Value::Null, 200)?;
        let mail = mails.pointer("/mails/0").cloned().unwrap_or_default();
        if is_so(&mail) {
            return Ok(mail);
        }
    }
    Err(Fault::new("what came of the mail is not shown"))
}

/// A field; null when there is none.
fn of<'v>(value: &'v Value, field: &str) -> &'v Value {
    value.get(field).unwrap_or(&Value::Null)
}
