//! `cargo xtask contract`: a running server is held against the published documents, on both faces, field by field.
use crate::{
    fault::{Fault, Result},
    program,
    scene::Operator,
    server::{self, Server, UNLIMITED},
    workspace,
};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

/// Every operation that is served, and what of its documented fields and codes cannot occur.
const REASONS: &str = "docs/contract.md";
/// An operation of the documents, with or without the account before its path.
const ACCOUNT: &str = "/accounts/{accountId}";

/// What was seen of one operation.
#[derive(Default)]
struct Seen {
    /// The documents that its calls were held against.
    products: BTreeSet<String>,
    faces: BTreeSet<String>,
    faults: BTreeSet<String>,
}

/// `documents` is the folder of the published documents and their reader.
///
/// # Errors
/// A fault of an answer; an operation that was not answered on both faces; a field that was never seen, without a reason.
pub fn run(documents: &Path) -> Result<()> {
    let documents = documents.canonicalize().map_err(Fault::at(documents))?;
    let reader = documents.join("tools/contract");
    let folder = tempfile::tempdir().map_err(Fault::at(Path::new("a temporary folder")))?;
    let log = folder.path().join("contract.log");
    let server = Server::start(&server::built("tenantry", "tenantry")?, folder.path(), &UNLIMITED)?;
    let proxy = Proxy::start(&reader, &server.base, &log)?;
    drive(&server, &proxy.base)?;
    drop(proxy);
    server.end()?;
    let text = fs::read_to_string(&log).map_err(Fault::at(&log))?;
    let report = program::output(Command::new(&reader).args(["report", "--fields"]).arg(&log))?;
    let reasons = workspace::root().join(REASONS);
    let reasons = fs::read_to_string(&reasons).map_err(Fault::at(&reasons))?;
    judge(&seen(&text), &report, &reasons)
}

/// The checker between a client and the server.
struct Proxy {
    child: Child,
    base: String,
}

impl Proxy {
    fn start(reader: &Path, upstream: &str, log: &Path) -> Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(reader);
        command.args(["proxy", "--upstream", upstream, "--port", &port.to_string(), "--log"]).arg(log);
        let child = command.stdin(Stdio::null()).stderr(Stdio::null()).spawn().map_err(Fault::at(reader))?;
        let proxy = Proxy { child, base: format!("http://127.0.0.1:{port}") };
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Ok(proxy);
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(Fault::new("contract: the proxy does not listen"))
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        // It may have ended by itself; there is nothing to save.
        let _ = self.child.kill().and_then(|()| self.child.wait());
    }
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(Fault::at(Path::new("a free port")))?;
    Ok(listener.local_addr().map_err(Fault::at(Path::new("a free port")))?.port())
}

fn drive(server: &Server, proxy: &str) -> Result<()> {
    let operator = Operator::of(server)?;
    let master = operator.master("contract")?;
    let sub = operator.below(&master, "contract-sub", false)?;
    operator.plan(&sub, "Business", 20)?;
    let scene = json!({
        "base": proxy, "operator_base": server.base, "operator_token": server.operator_token()?, "token": master.token,
        "master": master.id, "master_email": master.owner_email, "sub": sub.id, "sub_email": sub.owner_email,
    });
    let script = workspace::root().join("xtask/contract/drive.py");
    let mut child = Command::new("python3").arg(&script).stdin(Stdio::piped()).spawn().map_err(Fault::at(&script))?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(scene.to_string().as_bytes()).map_err(Fault::at(&script))?;
    }
    let status = child.wait().map_err(Fault::at(&script))?;
    if status.success() { Ok(()) } else { Err(Fault::new("contract: an operation was refused")) }
}

/// What the log of the proxy says, by operation.
fn seen(log: &str) -> BTreeMap<String, Seen> {
    let mut all: BTreeMap<String, Seen> = BTreeMap::new();
    for row in log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        let text = |field: &str| row.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let faults = row.get("faults").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let of = all.entry(bare(&text("operation"))).or_default();
        of.faults.extend(faults.map(str::to_owned));
        if row.get("status").and_then(Value::as_u64).is_some_and(|status| (200..300).contains(&status)) {
            of.faces.insert(text("face"));
            of.products.insert(text("product"));
        }
    }
    all
}

/// The operation without the account before its path, as both editions of the documents name it.
fn bare(operation: &str) -> String {
    match operation.split_once(ACCOUNT) {
        Some((method, rest)) if ["/roles", "/users"].iter().any(|path| rest.starts_with(path)) => {
            format!("{method}{rest}")
        }
        _ => operation.to_owned(),
    }
}

fn judge(seen: &BTreeMap<String, Seen>, report: &str, reasons: &str) -> Result<()> {
    let mut faults = Vec::new();
    for (operation, section) in sections(reasons) {
        let Some(seen) = seen.get(&operation) else {
            faults.push(format!("{operation}: never called"));
            continue;
        };
        faults.extend(seen.faults.iter().map(|fault| format!("{operation}: {fault}")));
        let wanted: &[&str] = match section {
            _ if section.contains("Only as it stands.") => &["direct"],
            _ if section.contains("Only the mirrored face can succeed.") => &["mirrored"],
            _ => &["direct", "mirrored"],
        };
        let missing = wanted.iter().filter(|face| !seen.faces.contains(**face));
        faults.extend(missing.map(|face| format!("{operation}: no success on the {face} face")));
        let unseen = never_seen(report, &operation, &seen.products);
        let unreasoned = unseen.iter().filter(|field| !section.contains(&format!("`{field}`")));
        faults.extend(
            unreasoned.map(|field| format!("{operation}: {field} was never seen, and {REASONS} gives no reason")),
        );
    }
    println!("contract: {} operations on both faces, {} faults", sections(reasons).count(), faults.len());
    if faults.is_empty() { Ok(()) } else { Err(Fault::new(faults.join("\n"))) }
}

/// The operations of the document of reasons, each with its section.
fn sections(reasons: &str) -> impl Iterator<Item = (String, &str)> {
    reasons.split("\n## ").skip(1).filter_map(|section| {
        let (heading, text) = section.split_once('\n')?;
        Some((heading.trim_matches('`').to_owned(), text))
    })
}

/// Fields that no edition of an operation has shown, of those whose documents its calls were held against.
fn never_seen(report: &str, operation: &str, products: &BTreeSet<String>) -> BTreeSet<String> {
    let lines = report.lines().filter_map(|line| line.strip_prefix("never seen  "));
    let of = lines.filter_map(|line| {
        let (product, rest) = line.split_once(' ')?;
        let (named, fields) = rest.split_once(": [")?;
        (bare(named) == operation && products.contains(product)).then_some(fields.trim_end_matches(']'))
    });
    let names = |fields: &str| fields.split(", ").map(|field| field.trim_matches('\'').replace("$.", "")).collect();
    let sets: Vec<BTreeSet<String>> = of.map(names).collect();
    sets.into_iter().reduce(|a, b| a.intersection(&b).cloned().collect()).unwrap_or_default()
}
