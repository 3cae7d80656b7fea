//! `credentials.json`: readable by its owner alone, and complete.
use super::{Demo, must, text};
use crate::fault::{Fault, Result};
use serde_json::Value;
use std::{fs, os::unix::fs::PermissionsExt, path::Path};

const TEXTS: [&str; 5] = ["name", "id", "tier", "owner_email", "owner_password"];
const APPS: [(&str, &[&str]); 3] = [
    ("server_to_server", &["client_id", "client_secret"]),
    ("jwt", &["api_key", "api_secret"]),
    ("oauth", &["client_id", "client_secret", "redirect_uri"]),
];
/// How many accounts stand on each tier of the two trees.
const TIERS: [(&str, usize); 3] = [("master", 2), ("second_level_master", 2), ("sub", 12)];

pub fn read(folder: &Path) -> Result<Value> {
    let path = folder.join("credentials.json");
    let text = fs::read_to_string(&path).map_err(Fault::at(&path))?;
    serde_json::from_str(&text).map_err(|fault| Fault::new(format!("{}: {fault}", path.display())))
}

pub fn hold(demo: &Demo) -> Result<()> {
    let path = demo.folder.join("credentials.json");
    let mode = fs::metadata(&path).map_err(Fault::at(&path))?.permissions().mode() & 0o777;
    must(mode == 0o600, || format!("credentials.json has the mode {mode:o}"))?;
    let base = text(&demo.credentials, "base_url");
    must(base == demo.server.base, || format!("credentials.json names {base}, and {} listens", demo.server.base))?;
    let token = text(&demo.credentials, "operator_token");
    must(token == demo.server.operator_token()?, || "credentials.json has another operator's token".to_owned())?;
    for (tier, wanted) in TIERS {
        let found = demo.accounts().filter(|account| text(account, "tier") == tier).count();
        must(found == wanted, || format!("{found} accounts have the tier {tier}, not {wanted}"))?;
    }
    demo.accounts().try_for_each(complete)
}

fn complete(account: &Value) -> Result<()> {
    let name = text(account, "name");
    let lacks = |field: &str| Fault::new(format!("credentials.json lacks {field} of {name}"));
    let texts = TEXTS.iter().map(|field| (account, *field));
    let nothing = &Value::Null;
    let apps = APPS.iter().flat_map(|(app, fields)| {
        let app = account.get(*app).unwrap_or(nothing);
        fields.iter().map(move |field| (app, *field))
    });
    if let Some((_, field)) = texts.chain(apps).find(|(holder, field)| text(holder, field).is_empty()) {
        return Err(lacks(field));
    }
    if account.get("account_number").and_then(Value::as_i64).is_none_or(|number| number <= 0) {
        return Err(lacks("account_number"));
    }
    let is_top = text(account, "tier") == "master";
    match account.get("parent_id") {
        Some(Value::Null) if is_top => Ok(()),
        Some(Value::String(_)) if !is_top => Ok(()),
        _ => Err(lacks("parent_id")),
    }
}
