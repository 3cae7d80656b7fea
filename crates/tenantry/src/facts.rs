//! What a database says of itself: the keys that are in use, the operator's token, where its last server was reached, and the
//! seed that its secrets follow from.
use crate::config::Fault;
use data_encoding::HEXLOWER;
use platform::{Platform, Result, SharedClock, in_directory, read_directory};
use storage::{Database, Directory, Keys, Read, SeedSource};

/// Names of facts about the whole database.
const OPERATOR_TOKEN: &str = "operator_token_sha256";
const KEYS_IN_USE: &str = "keys_in_use";
const BASE_URL: &str = "base_url";
const SEED: &str = "seed";

/// What stood in a database before a start.
#[derive(Debug)]
pub struct Noted {
    /// That of the last server, if there was one.
    pub base_url: Option<String>,
    /// Whoever knows the seed knows its secrets.
    pub is_seeded: bool,
    /// Others have sealed in it, and never with our newest key.
    pub is_key_new: bool,
}

/// Sees that everything is noted that a start notes; our newest key is in use from now on.
///
/// It looks first: where everything stands there already nothing is written, and the connection that writes need not be
/// opened before somebody changes something.
///
/// # Errors
/// Something in the database was sealed with a key that we lack; or the database does not answer.
pub async fn at_start(
    database: &Database,
    keys: &Keys,
    operator_token: &[u8; 32],
    seeds: &SeedSource,
    clock: &SharedClock,
) -> std::result::Result<Noted, Fault> {
    let operator_token = HEXLOWER.encode(operator_token);
    let start = Start { newest_key: keys.fingerprint(), keys: keys.fingerprints(), operator_token };
    let unanswered = |error| format!("the database does not answer: {error:?}");
    let looked = start.clone();
    let look = move |all: &Directory<'_>| {
        let noted = Noted {
            base_url: all.fact(BASE_URL)?,
            is_seeded: all.fact(SEED)?.is_some(),
            is_key_new: looked.is_key_new(all)?,
        };
        Ok((looked.is_noted(all)?, noted))
    };
    let looked = read_directory(database, Read::Snapshot, seeds, clock, look).await;
    let (is_noted, noted) = looked.map_err(unanswered)?;
    let note = move |all: &mut Directory<'_>| start.note(all);
    if is_noted || in_directory(database, seeds, clock, note).await.map_err(unanswered)? {
        return Ok(noted);
    }
    Err("the database was sealed with other keys: give the right file with --keys.".to_owned())
}

/// Notes where clients reach this server, for whoever writes links while no server runs.
///
/// # Errors
/// The database does not answer.
pub async fn note_base_url(platform: &Platform) -> Result<()> {
    let noted = platform.read_directory(|all| Ok(all.fact(BASE_URL)?)).await?;
    let base_url = platform.base_url().to_owned();
    if noted.as_deref() == Some(&base_url) {
        return Ok(());
    }
    platform.in_directory(move |all| Ok(all.set_fact(BASE_URL, &base_url)?)).await
}

/// Notes that ids and secrets follow from this seed.
///
/// # Errors
/// The database does not answer.
pub async fn note_seed(platform: &Platform, seed: u64) -> Result<()> {
    platform.in_directory(move |all| Ok(all.set_fact(SEED, &seed.to_string())?)).await
}

/// What a start notes.
#[derive(Clone)]
struct Start {
    newest_key: String,
    keys: Vec<String>,
    operator_token: String,
}

impl Start {
    fn is_noted(&self, all: &Directory<'_>) -> Result<bool> {
        Ok(self.news(all)?.is_some_and(|news| news.is_empty()) && operator::is_prepared(all)?)
    }
    /// Whether it could be: nothing is noted where something was sealed with a key that we lack.
    fn note(&self, all: &mut Directory<'_>) -> Result<bool> {
        let Some(news) = self.news(all)? else { return Ok(false) };
        for (name, value) in &news {
            all.set_fact(name, value)?;
        }
        operator::prepare(all)?;
        Ok(true)
    }
    fn is_key_new(&self, all: &Directory<'_>) -> Result<bool> {
        let noted = all.fact(KEYS_IN_USE)?;
        Ok(noted.is_some_and(|in_use| !in_use.split_ascii_whitespace().any(|key| key == self.newest_key)))
    }
    /// The facts that do not stand there yet; `None` where something was sealed with a key that we lack.
    fn news(&self, all: &Directory<'_>) -> Result<Option<Vec<(&'static str, String)>>> {
        let noted = all.fact(KEYS_IN_USE)?.unwrap_or_default();
        let mut in_use: Vec<&str> = noted.split_ascii_whitespace().collect();
        if !in_use.iter().all(|key| self.keys.iter().any(|ours| ours == key)) {
            return Ok(None);
        }
        let mut news = Vec::new();
        if !in_use.contains(&self.newest_key.as_str()) {
            in_use.push(&self.newest_key);
            news.push((KEYS_IN_USE, in_use.join(" ")));
        }
        if all.fact(OPERATOR_TOKEN)?.as_ref() != Some(&self.operator_token) {
            news.push((OPERATOR_TOKEN, self.operator_token.clone()));
        }
        Ok(Some(news))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::MachineClock;
    use std::{
        fs::{self, Permissions},
        os::unix::fs::PermissionsExt,
        path::Path,
        sync::Arc,
    };
    use storage::Options;

    const FIRST: &str = "k1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
    const SECOND: &str = "k2:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI";

    /// Those of a file with these lines.
    fn keys(folder: &Path, lines: [&str; 2]) -> Keys {
        let path = folder.join("keys");
        fs::write(&path, lines.join("\n")).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
        Keys::load(&path).unwrap()
    }

    #[tokio::test]
    async fn a_first_key_is_new_where_others_have_sealed_and_none_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("tenantry.db").display());
        let database = Database::open(&Options::new(&url)).unwrap();
        let (seeds, clock) = (SeedSource::fixed(1), Arc::new(MachineClock) as SharedClock);
        for (lines, is_new) in [
            ([FIRST, SECOND], false),
            ([FIRST, SECOND], false),
            ([SECOND, FIRST], true),
            // By then it is in use.
            ([SECOND, FIRST], false),
            ([FIRST, SECOND], false),
        ] {
            let keys = keys(folder.path(), lines);
            let noted = at_start(&database, &keys, &[0; 32], &seeds, &clock).await.unwrap();
            assert_eq!(noted.is_key_new, is_new, "{lines:?}");
        }
    }

    #[tokio::test]
    async fn a_process_that_lacks_a_key_in_use_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("tenantry.db").display());
        let database = Database::open(&Options::new(&url)).unwrap();
        let (seeds, clock) = (SeedSource::fixed(1), Arc::new(MachineClock) as SharedClock);
        let (ours, others) = (Keys::for_tests(1), Keys::for_tests(2));
        for _ in ["first", "again"] {
            at_start(&database, &ours, &[0; 32], &seeds, &clock).await.unwrap();
        }
        let refused = at_start(&database, &others, &[0; 32], &seeds, &clock).await.unwrap_err();
        assert!(refused.contains("--keys"), "{refused}");
        // What was refused has noted nothing.
        at_start(&database, &ours, &[0; 32], &seeds, &clock).await.unwrap();
    }
}
