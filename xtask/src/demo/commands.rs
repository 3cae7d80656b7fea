//! The commands beside the demo: refusals on one line, the order of options, and the operator's.
use super::{Demo, Place, must};
use crate::{
    fault::{Fault, Result},
    program,
    server::Server,
};
use std::{
    fs,
    net::{SocketAddr, TcpListener},
    process::{Command, Stdio},
};

/// The one line with which a command ends, in `code`.
pub fn refusal(command: &mut Command, code: i32) -> Result<String> {
    let ended = command.stdin(Stdio::null()).output().map_err(Fault::at("tenantry".as_ref()))?;
    let (said, complaint) = (String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
    let is_one_line = said.is_empty() && complaint.trim_end().lines().count() == 1;
    if is_one_line && ended.status.code() == Some(code) {
        return Ok(complaint.trim_end().to_owned());
    }
    let arguments: Vec<_> = command.get_args().map(|word| word.to_string_lossy()).collect();
    Err(Fault::new(format!("`tenantry {}` must end in {code} with one line: {ended:?}", arguments.join(" "))))
}

/// The operator's commands reach the running server, and without one the data itself; a second server is kept out.
pub fn operate(place: &Place, demo: Demo) -> Result<()> {
    let database = format!("sqlite:{}", demo.folder.join("tenantry.db").display());
    let list = ["operator", "account", "list", "--json", "--database", &database];
    let over_http = program::output(&mut place.command(&list))?;
    must(over_http.contains("Northfield University"), || format!("the list of the operator: {over_http}"))?;
    for second in [
        ["serve", "--listen", "127.0.0.1:0", "--database", &database],
        ["demo", "--listen", "127.0.0.1:0", "--data", "one"],
    ] {
        let line = refusal(&mut place.command(&second), 1)?;
        must(line.contains(&demo.server.base), || format!("a second server is not told of the first: {line}"))?;
    }
    let mails = ["operator", "mail", "list", "--json", "--database", &database];
    let mails = program::output(&mut place.command(&mails))?;
    must(mails.contains("/pages/links/"), || format!("the mail of the demo: {mails}"))?;
    demo.server.end()?;
    let alone = program::output(&mut place.command(&list))?;
    must(alone == over_http, || format!("the list of the operator without a server: {alone}"))?;
    let plan = ["operator", "account", "show", "none", "--database", &database];
    refusal(&mut place.command(&plan), 1).map(drop)
}

/// Wrong usage ends in 2; what cannot be done ends in 1.
pub fn refuse(place: &Place) -> Result<()> {
    let deaf = format!("http://{}", deaf_address()?);
    let wrong: [&[&str]; 8] = [
        &["frobnicate"],
        &["demo", "--sed", "7"],
        &["demo", "--users", "many"],
        &["serve", "--listen", "nowhere"],
        &["serve", "--jwt-max-ahead=-1"],
        &["openapi", "--edition", "none"],
        &["operator", "account", "create"],
        &["operator", "plan", "set", "x", "--type", "Pro", "--addon", "webinar"],
    ];
    let impossible: [&[&str]; 4] = [
        &["serve", "--listen", "127.0.0.1:0", "--database", "sqlite:"],
        &["serve", "--config", "missing.toml"],
        &["operator", "account", "list", "--database", "sqlite:missing.db"],
        &["operator", "account", "list", "--server", &deaf, "--database", "sqlite:other/tenantry.db"],
    ];
    wrong.iter().try_for_each(|words| refusal(&mut place.command(words), 2).map(drop))?;
    impossible.iter().try_for_each(|words| refusal(&mut place.command(words), 1).map(drop))
}

/// An address at which nobody listens.
fn deaf_address() -> Result<SocketAddr> {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    port.map_err(Fault::at("a free port".as_ref()))
}

/// A flag wins over the environment, and that over the file. Wherever clients are sent, the operator's commands reach the
/// server.
pub fn options_have_an_order(place: &Place) -> Result<()> {
    let file = place.data("options.toml");
    fs::write(&file, "base-url = \"http://file.example:1\"\n").map_err(Fault::at(&file))?;
    let file = file.display().to_string();
    let (environment, flag): (&[_], &[_]) =
        (&[("TENANTRY_BASE_URL", "http://environment.example:2")], &["--base-url", "http://flag.example:3"]);
    for (environment, flag, wanted) in [
        (&[][..], &[][..], "http://file.example:1"),
        (environment, &[], "http://environment.example:2"),
        (environment, flag, "http://flag.example:3"),
    ] {
        let folder = place.data("ordered");
        let database = format!("sqlite:{}", folder.join("tenantry.db").display());
        let mut command = place.command(&["serve", "--listen", "127.0.0.1:0", "--config", &file]);
        command.args(flag).envs(environment.iter().copied());
        command.args(["--database", &database]);
        let server = Server::start_by(command, &folder)?;
        must(server.base == wanted, || format!("the base is {}, not {wanted}", server.base))?;
        program::output(&mut place.command(&["operator", "account", "list", "--database", &database]))?;
        server.end()?;
        links_lead_to(place, &database, wanted)?;
    }
    Ok(())
}

/// Without a server, the links that the operator's commands write lead where those of the last one led.
fn links_lead_to(place: &Place, database: &str, base: &str) -> Result<()> {
    let owner = format!("owner@{}", base.split(['/', ':']).nth(3).unwrap_or_default());
    let create = ["operator", "account", "create", "--email", &owner, "--first-name", "Ida", "--last-name", "Berg"];
    program::output(place.command(&create).args(["--database", database]))?;
    let mails = ["operator", "mail", "list", "--json", "--to", &owner, "--database", database];
    let mails = program::output(&mut place.command(&mails))?;
    must(mails.contains(&format!("{base}/pages/links/")), || format!("the links of a command lead elsewhere: {mails}"))
}
