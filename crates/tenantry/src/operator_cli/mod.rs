//! `tenantry operator …`: the operator plane as commands, towards a running server or the data itself.
mod commands;
mod reach;
mod tables;

use crate::{config::Fault, output, plane::Plane};
use clap::Args;
use commands::Command;
use serde_json::{Value, json};
use std::path::PathBuf;

/// What the platform's owner does: enrol masters, mint credentials, set plans, move clocks
#[derive(Debug, Clone, Args)]
pub struct OperatorOptions {
    /// A running server; otherwise the one that holds the data, or the data itself when none does. With postgres name one,
    /// and the file of its token
    #[arg(long, global = true, value_name = "URL", env = "TENANTRY_SERVER")]
    server: Option<String>,
    /// The data that a server of this machine works on
    #[arg(
        long,
        global = true,
        value_name = "URL",
        env = "TENANTRY_DATABASE",
        default_value = "sqlite:./tenantry-data/tenantry.db"
    )]
    database: String,
    /// The sealing keys of the data, when they do not stand beside it
    #[arg(long, global = true, value_name = "FILE", env = "TENANTRY_KEYS")]
    keys: Option<PathBuf>,
    /// The file that holds the operator's token, when it does not stand beside the data
    #[arg(long, global = true, value_name = "FILE", env = "TENANTRY_OPERATOR_TOKEN_FILE")]
    operator_token_file: Option<PathBuf>,
    /// The address that clients use, for links in mail that is written while no server runs [default: that of the last
    /// server, or http://127.0.0.1:8080]
    #[arg(long, global = true, value_name = "URL", env = "TENANTRY_BASE_URL")]
    base_url: Option<String>,
    /// Print answers as JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

/// Runs one command.
///
/// # Errors
/// The refusal on one line.
pub fn run(options: OperatorOptions) -> Result<(), Fault> {
    let plane = reach::plane(&options)?;
    let call = options.command.call();
    let answer = match call.list {
        Some(name) => whole(&plane, &call.path, name, PART)?,
        None => plane.call(call.method, &call.path, &call.body)?.accepted()?,
    };
    match (options.json, tables::shown(&answer)) {
        (true, _) => output::print(&format!("{answer:#}")),
        (false, text) if text.is_empty() => Ok(()),
        (false, text) => output::print(text.trim_end()),
    }
}

/// The most of one part.
const PART: usize = 1000;

/// All parts of a list with this name, put together; `most` of them in one part.
///
/// # Errors
/// The refusal; an answer without the list is none of the operator plane.
fn whole(plane: &Plane, path: &str, name: &str, most: usize) -> Result<Value, Fault> {
    let mut items: Vec<Value> = Vec::new();
    let mut after = String::new();
    let joint = if path.contains('?') { '&' } else { '?' };
    loop {
        let part = plane.call("GET", &format!("{path}{joint}limit={most}{after}"), &Value::Null)?.accepted()?;
        let listed = part.get(name).and_then(Value::as_array);
        items.extend(listed.ok_or_else(|| format!("the answer lists no {name}. Check --server."))?.iter().cloned());
        match part.get("next").and_then(Value::as_str) {
            Some(last) => after = format!("&after={last}"),
            None => return Ok(json!({name: items})),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::ServeOptions, facts, plane::text, server, wire};
    use std::path::Path;
    use storage::SeedSource;

    /// The operator plane over the data of a folder, as a command has it that finds no server.
    fn here(folder: &Path, base_url: Option<&str>) -> Plane {
        let database = Some(format!("sqlite:{}", folder.join("tenantry.db").display()));
        let options = ServeOptions { database, base_url: base_url.map(str::to_owned), ..ServeOptions::default() };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let platform =
            runtime.block_on(server::build(&options, None, SeedSource::system().unwrap(), wire::apis())).unwrap();
        Plane::Here { platform, token: server::operator_token_of(folder).unwrap(), runtime }
    }

    /// Makes an account and reads the mail to its owner.
    fn written(plane: &Plane, name: &str) -> String {
        let email = format!("{name}@links.example");
        let owner = json!({"email": email, "first_name": "Ida", "last_name": "Berg"});
        plane.call("POST", "/accounts", &json!({"owner": owner})).unwrap().accepted().unwrap();
        let mails = whole(plane, &format!("/mails?to={email}"), "mails", PART).unwrap();
        text(&mails["mails"][0], "text")
    }

    #[test]
    fn links_of_commands_lead_where_those_of_the_last_server_led() {
        let folder = tempfile::tempdir().unwrap();
        let leads_to =
            |mail: &str, base: &str| assert!(mail.contains(&format!("{base}/pages/links/")), "{base}: {mail}");
        leads_to(&written(&here(folder.path(), None), "first"), "http://127.0.0.1:8080");
        for base in ["https://one.example", "https://two.example"] {
            let Plane::Here { platform, runtime, .. } = here(folder.path(), Some(base)) else { panic!("it is here") };
            runtime.block_on(facts::note_base_url(&platform)).unwrap();
            drop((platform, runtime));
            leads_to(&written(&here(folder.path(), None), &base[8..11]), base);
        }
        leads_to(&written(&here(folder.path(), Some("https://three.example/")), "last"), "https://three.example");
    }

    #[test]
    fn a_tree_and_the_list_of_accounts_are_shown_to_their_end() {
        let folder = tempfile::tempdir().unwrap();
        let plane = here(folder.path(), None);
        let make = |name: &str, parent: Option<&String>| {
            let owner = json!({"email": format!("{name}@list.example"), "first_name": "Ida", "last_name": "Berg"});
            let body = json!({"name": name, "parent_id": parent, "master": parent.is_none(), "owner": owner});
            text(&plane.call("POST", "/accounts", &body).unwrap().accepted().unwrap(), "id")
        };
        let tops: Vec<String> = ["one", "two", "three"].map(|name| make(name, None)).into();
        let subs: Vec<String> = ["a", "b", "c", "d"].map(|name| make(name, tops.first())).into();
        let ids = |path: &str| {
            let shown = whole(&plane, path, "accounts", 2).unwrap();
            let mut ids: Vec<String> =
                shown["accounts"].as_array().unwrap().iter().map(|row| text(row, "id")).collect();
            ids.sort();
            ids
        };
        let sorted = |mut ids: Vec<String>| {
            ids.sort();
            ids
        };
        assert_eq!(ids("/accounts"), sorted(tops.clone()));
        assert_eq!(ids(&format!("/accounts/{}/tree", tops[0])), sorted([&tops[..1], &subs].concat()));
    }
}
