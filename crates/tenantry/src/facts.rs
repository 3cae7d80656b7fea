//! What a database says of itself: the keys that are in use, the operator's token, and where its last server was reached.
use crate::config::Fault;
use platform::{Platform, Result, SharedClock, in_directory};
use storage::{Database, Directory, Keys, SeedSource};

/// Names of facts about the whole database.
const OPERATOR_TOKEN: &str = "operator_token_sha256";
const KEYS_IN_USE: &str = "keys_in_use";
const BASE_URL: &str = "base_url";

/// Sees that everything is noted that a start notes; our newest key is in use from now on. Nothing is written that stands
/// there already, and then there is nothing to commit. What comes back is the base URL of the last server, if there was one.
///
/// It is one transaction of a writer, on SQLite over the connection that the start has opened anyway. A reader would be
/// another one, which reads the declarations of all tables first: a third of the time of a start.
///
/// # Errors
/// Something in the database was sealed with a key that we lack; or the database does not answer.
pub async fn at_start(
    database: &Database,
    keys: &Keys,
    operator_token: &[u8; 32],
    seeds: &SeedSource,
    clock: &SharedClock,
) -> std::result::Result<Option<String>, Fault> {
    let (newest, known) = (keys.fingerprint(), keys.fingerprints());
    let token: String = operator_token.iter().map(|byte| format!("{byte:02x}")).collect();
    let work = move |all: &mut Directory<'_>| {
        let fits = agree_on_keys(all, &newest, &known)?;
        if fits {
            note(all, OPERATOR_TOKEN, &token)?;
            operator::prepare(all)?;
        }
        Ok((fits, all.fact(BASE_URL)?))
    };
    match in_directory(database, seeds, clock, work).await {
        Ok((true, base_url)) => Ok(base_url),
        Ok((false, _)) => Err("the database was sealed with other keys: give the right file with --keys.".to_owned()),
        Err(error) => Err(format!("the database does not answer: {error:?}")),
    }
}

/// Notes where clients reach this server, for whoever writes links while no server runs.
///
/// # Errors
/// The database does not answer.
pub async fn note_base_url(platform: &Platform) -> Result<()> {
    let base_url = platform.base_url().to_owned();
    platform.in_directory(move |all| note(all, BASE_URL, &base_url)).await
}

/// Whether we have every key that something in the database was sealed with. If so, our newest is one of them.
fn agree_on_keys(all: &mut Directory<'_>, newest: &str, known: &[String]) -> Result<bool> {
    let noted = all.fact(KEYS_IN_USE)?.unwrap_or_default();
    let mut in_use: Vec<&str> = noted.split_ascii_whitespace().collect();
    let fits = in_use.iter().all(|key| known.iter().any(|ours| ours == key));
    if fits && !in_use.contains(&newest) {
        in_use.push(newest);
        all.set_fact(KEYS_IN_USE, &in_use.join(" "))?;
    }
    Ok(fits)
}

fn note(all: &mut Directory<'_>, name: &str, value: &str) -> Result<()> {
    if all.fact(name)?.as_deref() != Some(value) {
        all.set_fact(name, value)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use platform::MachineClock;
    use std::sync::Arc;
    use storage::Options;

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
