//! A server that is driven through the reader's proxy: by a walk over every operation, and by an unmodified client.
use super::{
    documents::{bare, reader, unseen},
    page::Page,
};
use crate::{
    fault::{Fault, Result},
    program, python,
    scene::Operator,
    server::{self, Server, UNLIMITED},
    workspace, zoomus,
};
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

/// A catalogue with a plan of each kind, as the driver buys them.
const PLANS: &str = "xtask/contract/plans.toml";

/// What the proxy saw of one operation.
#[derive(Default)]
struct Answers {
    /// The documents that its calls were held against.
    products: BTreeSet<String>,
    /// Those on which it succeeded.
    faces: BTreeSet<String>,
    faults: BTreeSet<String>,
}

/// `folder` holds the published documents and their reader.
///
/// # Errors
/// When the server cannot be driven.
pub fn faults(folder: &Path, page: &Page) -> Result<Vec<String>> {
    let data = tempfile::tempdir().map_err(Fault::at(Path::new("a temporary folder")))?;
    let log = data.path().join("contract.log");
    let plans = workspace::root().join(PLANS);
    let plans = plans.to_string_lossy();
    let options = [&UNLIMITED[..], &["--plans", &*plans]].concat();
    let server = Server::start(&server::built("tenantry")?, data.path(), &options)?;
    let proxy = Proxy::start(&reader(folder), &server.base, &log)?;
    walk(&server, &proxy.base)?;
    zoomus::drive(&server, &proxy.base)?;
    drop(proxy);
    server.end()?;
    let text = fs::read_to_string(&log).map_err(Fault::at(&log))?;
    let report = program::output(Command::new(reader(folder)).args(["report", "--fields"]).arg(&log))?;
    Ok(judged(page, &answers(&text), &report))
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

/// Drives every operation to a success on both faces.
fn walk(server: &Server, proxy: &str) -> Result<()> {
    let operator = Operator::of(server)?;
    let master = operator.master("contract")?;
    let sub = operator.below(&master, "contract-sub", false)?;
    operator.plan(&sub, "Business", 20)?;
    let buyer = operator.below(&master, "contract-buyer", false)?;
    let plans = workspace::root().join(PLANS);
    let plans = fs::read_to_string(&plans).map_err(Fault::at(&plans))?;
    let kinds = plans.lines().filter_map(|line| line.strip_prefix("kind = \"")?.strip_suffix('"'));
    let scene = json!({
        "buyer": buyer.id, "kinds": kinds.collect::<Vec<_>>(),
        "base": proxy, "operator_base": server.base, "operator_token": server.operator_token()?, "token": master.token,
        "master": master.id, "master_email": master.owner_email, "sub": sub.id, "sub_email": sub.owner_email,
    });
    python::told(Path::new("python3"), &workspace::root().join("xtask/contract/drive.py"), &scene)
}

/// What the log of the proxy says, by operation.
fn answers(log: &str) -> BTreeMap<String, Answers> {
    let mut all: BTreeMap<String, Answers> = BTreeMap::new();
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

fn judged(page: &Page, answers: &BTreeMap<String, Answers>, report: &str) -> Vec<String> {
    let undocumented = answers.get("").into_iter().flat_map(|answers| &answers.faults);
    let mut faults: Vec<String> = undocumented.cloned().collect();
    for section in page.sections.iter().filter(|section| !section.faces().is_empty()) {
        let operation = &section.operation;
        let Some(answers) = answers.get(operation) else {
            faults.push(format!("{operation}: never called"));
            continue;
        };
        let faulty = answers.faults.iter().filter(|fault| !is_about_items(fault) && !section.adds(fault));
        faults.extend(faulty.map(|fault| format!("{operation}: {fault}")));
        let missing = section.faces().iter().filter(|face| !answers.faces.contains(**face));
        faults.extend(missing.map(|face| format!("{operation}: no success on the {face} face")));
        let unseen = never_seen(report, operation, &answers.products).into_iter();
        let unexplained = unseen.filter(|field| !section.accounts_for(field));
        faults.extend(unexplained.map(|field| format!("{operation}: {field} was never seen, without a reason")));
    }
    faults
}

/// Some documents put the choices of the items of a list at the list itself, which no list can be.
fn is_about_items(fault: &str) -> bool {
    fault.split_once(": ").is_some_and(|(_, said)| said.starts_with('[') && said.contains("] is not one of ["))
}

/// Fields that no edition of an operation has shown, of those whose documents its calls were held against.
fn never_seen(report: &str, operation: &str, products: &BTreeSet<String>) -> BTreeSet<String> {
    let of =
        unseen(report).into_iter().filter(|(product, key, _)| bare(key) == operation && products.contains(product));
    let sets = of.map(|(_, _, fields)| fields.into_iter().collect::<BTreeSet<_>>());
    sets.reduce(|a, b| a.intersection(&b).cloned().collect()).unwrap_or_default()
}
