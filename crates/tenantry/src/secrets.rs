//! The files of secrets beside the data: sealing keys, and the operator's token.
use crate::config::Fault;
use platform::{SharedClock, in_directory};
use std::{
    fs::{File, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};
use storage::{Database, Directory, Keys, SeedSource, Streams};

/// Names of facts about the whole database.
const OPERATOR_TOKEN: &str = "operator_token_sha256";
const KEYS_IN_USE: &str = "keys_in_use";

/// Where secrets are kept: the folder of the data file, or the one of the given keys.
pub fn folder(database: &str, keys: Option<&Path>) -> Result<PathBuf, Fault> {
    let parent = |path: &Path| path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
    match (database.strip_prefix("sqlite:"), keys) {
        (_, Some(keys)) => Ok(parent(keys)),
        (Some(path), None) => Ok(parent(Path::new(path))),
        (None, None) => Err("several processes need the same sealing keys: give --keys FILE.".to_owned()),
    }
}

/// The sealing keys; made when there are none and the data is in a file of ours.
pub fn keys(database: &str, given: Option<&Path>, seeds: &SeedSource) -> Result<Keys, Fault> {
    let path =
        given.map_or_else(|| folder(database, None).map(|folder| folder.join("keys")), |given| Ok(given.to_owned()))?;
    let keys = match given {
        None if !path.exists() => Keys::create(&path, &mut Streams::new(seeds.seed())),
        _ => Keys::load(&path),
    };
    keys.map_err(|fault| fault.to_string())
}

/// Refuses a process that lacks a key which something in the database was sealed with; ours are in use from now on.
pub async fn agree_on_keys(
    database: &Database,
    keys: &Keys,
    seeds: &SeedSource,
    clock: &SharedClock,
) -> Result<(), Fault> {
    let (newest, known) = (keys.fingerprint(), keys.fingerprints());
    let check = move |all: &mut Directory<'_>| {
        let noted = all.fact(KEYS_IN_USE)?.unwrap_or_default();
        let mut in_use: Vec<&str> = noted.split_ascii_whitespace().collect();
        let fits = in_use.iter().all(|key| known.iter().any(|ours| ours == key));
        if fits && !in_use.contains(&newest.as_str()) {
            in_use.push(&newest);
            all.set_fact(KEYS_IN_USE, &in_use.join(" "))?;
        }
        Ok(fits)
    };
    match in_directory(database, seeds, clock, check).await {
        Ok(true) => Ok(()),
        Ok(false) => Err("the database was sealed with other keys: give the right file with --keys.".to_owned()),
        Err(error) => Err(format!("the database does not answer: {error:?}")),
    }
}

/// SHA-256 of the operator's token. The token is read from the given file, or made and written once, readable by its
/// owner alone.
pub async fn operator_token(
    database: &Database,
    folder: &Path,
    given: Option<&Path>,
    seeds: &SeedSource,
    clock: &SharedClock,
) -> Result<[u8; 32], Fault> {
    let path = given.map_or_else(|| folder.join("operator-token"), Path::to_owned);
    let token = match std::fs::read_to_string(&path) {
        Ok(token) => token.trim().to_owned(),
        Err(_) if given.is_some() => {
            return Err(format!("cannot read {}. Check --operator-token-file.", path.display()));
        }
        Err(_) => made(&path, Streams::new(seeds.seed()).new_secret())?,
    };
    let hash = storage::hash(&token);
    let shown: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let keep = move |all: &mut Directory<'_>| Ok(all.set_fact(OPERATOR_TOKEN, &shown)?);
    in_directory(database, seeds, clock, keep)
        .await
        .map_err(|error| format!("the database does not answer: {error:?}"))?;
    Ok(hash)
}

fn made(path: &Path, token: String) -> Result<String, Fault> {
    let written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).and_then(|mut file| {
        writeln!(file, "{token}")?;
        file.sync_all()?;
        // The name of a file is safe only when its folder is.
        File::open(path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))?.sync_all()
    });
    written.map_err(|fault| format!("cannot write {}: {fault}. Give --operator-token-file.", path.display()))?;
    Ok(token)
}
