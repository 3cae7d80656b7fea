//! The files of secrets beside the data: sealing keys, and the operator's token.
use crate::config::Fault;
use std::{
    fs::{File, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};
use storage::{Keys, SeedSource, Streams};

/// Where secrets are kept: the folder of the data file, or the one of the given keys.
///
/// # Errors
/// The database is no file of ours, and no keys are given.
pub fn folder(database: &str, keys: Option<&Path>) -> Result<PathBuf, Fault> {
    let parent = |path: &Path| path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
    match (database.strip_prefix("sqlite:"), keys) {
        (_, Some(keys)) => Ok(parent(keys)),
        (Some(path), None) => Ok(parent(Path::new(path))),
        (None, None) => Err("several processes need the same sealing keys: give --keys FILE.".to_owned()),
    }
}

/// The sealing keys: those of the given file, or those in the folder of secrets, made when there are none.
///
/// # Errors
/// The file of keys cannot be read, or none can be made.
pub fn keys(folder: &Path, given: Option<&Path>, seeds: &SeedSource) -> Result<Keys, Fault> {
    let path = given.map_or_else(|| folder.join("keys"), Path::to_owned);
    let keys = match given {
        None if !path.exists() => Keys::create(&path, &mut Streams::new(seeds.seed())),
        _ => Keys::load(&path),
    };
    keys.map_err(|fault| fault.to_string())
}

/// SHA-256 of the operator's token. The token is read from the given file, or made and written once, readable by its
/// owner alone.
///
/// # Errors
/// The given file cannot be read, or none can be written.
pub fn operator_token(folder: &Path, given: Option<&Path>, seeds: &SeedSource) -> Result<[u8; 32], Fault> {
    let path = given.map_or_else(|| folder.join("operator-token"), Path::to_owned);
    let token = match std::fs::read_to_string(&path) {
        Ok(token) => token.trim().to_owned(),
        Err(_) if given.is_some() => {
            return Err(format!("cannot read {}. Check --operator-token-file.", path.display()));
        }
        Err(_) => made(&path, Streams::new(seeds.seed()).new_secret())?,
    };
    Ok(storage::hash(&token))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_beside_a_file_of_ours_and_asked_for_elsewhere() {
        let given = Path::new("secret/keys");
        assert_eq!(folder("sqlite:data/tenantry.db", None), Ok("data".into()));
        assert_eq!(folder("sqlite:tenantry.db", None), Ok(".".into()));
        for database in ["sqlite:data/tenantry.db", "postgres://a.example/b", "host=a.example"] {
            assert_eq!(folder(database, Some(given)), Ok("secret".into()), "{database}");
        }
        for database in ["postgres://a.example/b", "host=a.example"] {
            assert!(folder(database, None).unwrap_err().contains("give --keys"), "{database}");
        }
    }
}
