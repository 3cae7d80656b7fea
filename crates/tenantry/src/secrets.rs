//! The files of secrets: sealing keys, and the operator's token. One server makes them beside its data; those that share a
//! database are given the same.
use crate::config::{Fault, ServeOptions};
use std::{
    fs::{self, File, OpenOptions},
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};
use storage::{Keys, SeedSource, Streams};

const KEYS: &str = "keys";
const OPERATOR_TOKEN: &str = "operator-token";

/// Stands beside secrets that follow from a seed: whoever knows it knows them.
pub const SEEDED: &str = "seeded";

/// Letters of the shortest token that nobody guesses.
const SHORTEST_TOKEN: usize = 32;

/// What a server keeps to itself.
pub struct Secrets {
    pub keys: Keys,
    /// SHA-256.
    pub operator_token: [u8; 32],
}

/// Where the files are, and what stood in them before anything was touched.
pub struct Found {
    folder: PathBuf,
    /// Whoever knows a seed knows some of them.
    pub is_seeded: bool,
    keys: Option<Keys>,
    operator_token: Option<[u8; 32]>,
}

/// Where secrets are kept: the folder of the data file, or the one of the given keys.
///
/// # Errors
/// The database is no file of ours, and no keys are given.
pub fn folder(database: &str, keys: Option<&Path>) -> Result<PathBuf, Fault> {
    match (database.strip_prefix("sqlite:"), keys) {
        (_, Some(keys)) => Ok(parent(keys).to_owned()),
        (Some(path), None) => Ok(parent(Path::new(path)).to_owned()),
        (None, None) => Err(format!("several processes need the same sealing keys: give --keys FILE. {MAKE}")),
    }
}

const MAKE: &str = "`tenantry secrets FOLDER` makes them.";

fn parent(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The secrets that stand in files. Only beside a file of ours may some not be there yet.
///
/// # Errors
/// A file cannot be read, or what others need too is not there.
pub fn find(options: &ServeOptions) -> Result<Found, Fault> {
    let folder = folder(options.database(), options.keys.as_deref())?;
    let is_shared = !options.database().starts_with("sqlite:");
    let (keys, token) = (options.keys.as_deref(), options.operator_token_file.as_deref());
    let found = Found {
        keys: match keys {
            Some(path) if !path.exists() => return Err(format!("there are no keys at {}. {MAKE}", path.display())),
            Some(path) => Some(load(path)?),
            None => if_there(&folder.join(KEYS), load)?,
        },
        operator_token: match token {
            Some(path) => Some(read_token(path).map_err(|fault| format!("{fault} Check --operator-token-file."))?),
            None if is_shared => Some(read_token(&folder.join(OPERATOR_TOKEN)).map_err(|fault| {
                format!(
                    "several processes need the same operator's token, and {fault} Give --operator-token-file. {MAKE}"
                )
            })?),
            None => if_there(&folder.join(OPERATOR_TOKEN), read_token)?,
        },
        // Each may have been taken from a demo by itself.
        is_seeded: is_seeded(&folder) || token.is_some_and(|token| is_seeded(parent(token))),
        folder,
    };
    Ok(found)
}

fn is_seeded(folder: &Path) -> bool {
    folder.join(SEEDED).exists()
}

fn if_there<T>(path: &Path, read: impl Fn(&Path) -> Result<T, Fault>) -> Result<Option<T>, Fault> {
    path.exists().then(|| read(path)).transpose()
}

impl Found {
    /// The secrets, with new ones in the folder where none stood. The caller holds the lock of the database.
    ///
    /// # Errors
    /// A file cannot be read or written.
    pub fn or_made(self, seeds: &SeedSource) -> Result<Secrets, Fault> {
        let (keys, token) = (self.folder.join(KEYS), self.folder.join(OPERATOR_TOKEN));
        Ok(Secrets {
            keys: match self.keys {
                Some(keys) => keys,
                None if keys.exists() => load(&keys)?,
                None => new_keys(&keys, seeds)?,
            },
            operator_token: match self.operator_token {
                Some(token) => token,
                None if token.exists() => read_token(&token)?,
                None => new_token(&token, seeds)?,
            },
        })
    }
}

/// Makes keys and a token for servers that share a database, and says how they are given.
///
/// # Errors
/// There are some in the folder, or it cannot be written.
pub fn make(folder: &Path, seeds: &SeedSource) -> Result<String, Fault> {
    let (keys, token) = (folder.join(KEYS), folder.join(OPERATOR_TOKEN));
    if let Some(there) = [&keys, &token].into_iter().find(|path| path.exists()) {
        return Err(format!("{} exists. Choose another folder.", there.display()));
    }
    fs::create_dir_all(folder).map_err(|fault| format!("cannot make {}: {fault}.", folder.display()))?;
    new_keys(&keys, seeds)?;
    new_token(&token, seeds)?;
    Ok(format!("Give every server --keys {} with {OPERATOR_TOKEN} beside it, and keep a copy of both.", keys.display()))
}

fn load(path: &Path) -> Result<Keys, Fault> {
    Keys::load(path).map_err(|fault| fault.to_string())
}

fn new_keys(path: &Path, seeds: &SeedSource) -> Result<Keys, Fault> {
    Keys::create(path, &mut Streams::new(seeds.seed())).map_err(|fault| fault.to_string())
}

fn read_token(path: &Path) -> Result<[u8; 32], Fault> {
    let token = fs::read_to_string(path).map_err(|fault| format!("cannot read {}: {fault}.", path.display()))?;
    let token = token.trim();
    if token.len() < SHORTEST_TOKEN {
        return Err(format!("{} holds less than {SHORTEST_TOKEN} letters, which can be guessed.", path.display()));
    }
    Ok(storage::hash(token))
}

fn new_token(path: &Path, seeds: &SeedSource) -> Result<[u8; 32], Fault> {
    let token = Streams::new(seeds.seed()).new_secret();
    let written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).and_then(|mut file| {
        writeln!(file, "{token}")?;
        file.sync_all()?;
        // The name of a file is safe only when its folder is.
        File::open(parent(path))?.sync_all()
    });
    written.map_err(|fault| format!("cannot write {}: {fault}. Give --operator-token-file.", path.display()))?;
    Ok(storage::hash(&token))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARED: &str = "postgres://a.example/b";

    fn options(database: &str, keys: &Path) -> ServeOptions {
        ServeOptions { database: Some(database.to_owned()), keys: Some(keys.to_owned()), ..ServeOptions::default() }
    }
    fn seeds() -> SeedSource {
        SeedSource::system().unwrap()
    }

    #[test]
    fn keys_are_made_beside_a_file_of_ours_and_asked_for_elsewhere() {
        let given = Path::new("secret/keys");
        assert_eq!(folder("sqlite:data/tenantry.db", None), Ok("data".into()));
        assert_eq!(folder("sqlite:tenantry.db", None), Ok(".".into()));
        for database in ["sqlite:data/tenantry.db", SHARED, "host=a.example"] {
            assert_eq!(folder(database, Some(given)), Ok("secret".into()), "{database}");
        }
        for database in [SHARED, "host=a.example"] {
            assert!(folder(database, None).unwrap_err().contains("give --keys"), "{database}");
        }
    }

    #[test]
    fn secrets_that_are_made_serve_every_process_and_are_never_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let keys = folder.path().join("new/keys");
        assert!(find(&options(SHARED, &keys)).err().unwrap().contains("there are no keys"));
        let said = make(keys.parent().unwrap(), &seeds()).unwrap();
        assert!(said.contains(&format!("--keys {} ", keys.display())), "{said}");
        let secrets = [(); 2].map(|()| find(&options(SHARED, &keys)).unwrap().or_made(&seeds()).unwrap());
        let [one, other] = &secrets;
        assert_eq!((one.keys.fingerprint(), one.operator_token), (other.keys.fingerprint(), other.operator_token));
        assert!(make(keys.parent().unwrap(), &seeds()).unwrap_err().contains("exists"));
    }

    #[test]
    fn a_token_is_made_for_a_file_of_ours_and_asked_for_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let keys = folder.path().join(KEYS);
        new_keys(&keys, &seeds()).unwrap();
        let refused = find(&options(SHARED, &keys)).err().unwrap();
        assert!(
            refused.contains("the same operator's token") && !folder.path().join(OPERATOR_TOKEN).exists(),
            "{refused}"
        );
        let here = options("sqlite:data/tenantry.db", &keys);
        let made = find(&here).unwrap().or_made(&seeds()).unwrap();
        assert_eq!(find(&here).unwrap().or_made(&seeds()).unwrap().operator_token, made.operator_token);
        assert!(find(&options(SHARED, &keys)).is_ok());
    }

    #[test]
    fn a_token_or_keys_beside_the_mark_of_a_seed_are_known_by_it_wherever_the_others_are() {
        let [plain, seeded] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        for folder in [&plain, &seeded] {
            make(folder.path(), &seeds()).unwrap();
        }
        fs::write(seeded.path().join(SEEDED), "").unwrap();
        for (keys, token, expected) in
            [(&plain, &plain, false), (&seeded, &plain, true), (&plain, &seeded, true), (&seeded, &seeded, true)]
        {
            let operator_token_file = Some(token.path().join(OPERATOR_TOKEN));
            let options = ServeOptions { operator_token_file, ..options(SHARED, &keys.path().join(KEYS)) };
            assert_eq!(find(&options).unwrap().is_seeded, expected);
        }
    }

    #[test]
    fn a_token_has_thirty_two_letters() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        for (letters, is_taken) in [(31, false), (32, true), (33, true)] {
            fs::write(&path, format!("{}\n", "t".repeat(letters))).unwrap();
            assert_eq!(read_token(&path).is_ok(), is_taken, "{letters}");
        }
    }
}
