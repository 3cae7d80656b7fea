//! `tenantry demo`: the same server over a data set that is made through the code paths of the API.
mod build;
mod credentials;
mod guide;
pub mod mails;
mod people;
mod trees;

use crate::{
    config::{Fault, ServeOptions, Switch},
    facts, log, secrets,
    server::{self, Listeners},
    wire,
};
use build::Builder;
use clap::Args;
use credentials::Credentials;
use platform::{Api, Platform};
use std::{
    io::IsTerminal,
    net::SocketAddr,
    path::{Path, PathBuf},
};
use storage::{Database, SeedSource};

/// Run the server over a data set to try things on
#[derive(Debug, Clone, Args)]
pub struct DemoOptions {
    /// Where to listen
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The folder of the data and of credentials.json
    #[arg(long, value_name = "DIR", default_value = "./tenantry-data")]
    pub data: PathBuf,
    /// The same ids, names and secrets each time; only on a loopback address
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Users of the large department
    #[arg(long, value_name = "N", default_value_t = 5_000)]
    pub users: u64,
    /// Whether accounts are limited in how often they may call
    #[arg(long, value_enum, default_value = "on")]
    pub rate_limits: Switch,
    /// Start without any account
    #[arg(long)]
    pub empty: bool,
}

impl DemoOptions {
    /// What is wrong about these options together. A data set that was made with a seed is refused where it is opened.
    pub fn misuse(&self) -> Option<Fault> {
        let is_open = self.seed.is_some() && !self.listen.ip().is_loopback();
        is_open.then(|| "with --seed everybody knows the secrets: --listen must be a loopback address.".to_owned())
    }
}

/// Runs the demo until it is told to end.
///
/// # Errors
/// One line that says what to do.
pub fn run(options: DemoOptions) -> Result<(), Fault> {
    log::begin();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|fault| format!("no threads: {fault}"))?.block_on(serve(options))
}

async fn serve(options: DemoOptions) -> Result<(), Fault> {
    let listeners = Listeners::open(options.listen, None).await?;
    let address = listeners.address()?;
    let (platform, credentials) = ready(&options, address).await?;
    let said = guide::text(&credentials, &options.data, shows_mail(address));
    server::serve(platform, listeners, None, &said).await
}

/// Everything that a demo serves which listens on this address.
pub fn apis(address: SocketAddr) -> Vec<Api> {
    let mail = shows_mail(address).then(mails::api);
    wire::apis().into_iter().chain(mail).collect()
}

/// Whether kept mail is shown in a browser: only where nobody but the machine itself reaches the demo.
fn shows_mail(address: SocketAddr) -> bool {
    address.ip().is_loopback()
}

/// The platform over its data set, which is made when it is not there.
async fn ready(options: &DemoOptions, address: SocketAddr) -> Result<(Platform, Credentials), Fault> {
    let serve = ServeOptions {
        database: Some(format!("sqlite:{}", options.data.join("tenantry.db").display())),
        rate_limits: Some(options.rate_limits),
        writer_cache: (options.users > MANY).then_some(CACHE_FOR_MANY),
        ..ServeOptions::default()
    };
    begin_anew(&options.data, serve.database())?;
    let found = Credentials::read(&options.data)?;
    if options.seed.is_some() && found.is_none() {
        let seeded = options.data.join(secrets::SEEDED);
        std::fs::write(&seeded, "").map_err(|fault| format!("cannot write {}: {fault}.", seeded.display()))?;
    }
    let platform = server::build(&serve, Some(address), seeds(options, found.is_some())?, apis(address)).await?;
    let credentials = match found {
        Some(found) => found.at(platform.base_url(), &options.data)?,
        None => make(options, &platform).await?,
    };
    Ok((platform, credentials))
}

/// A seed serves for the data set alone: over data that is there its ids and secrets would come a second time.
fn seeds(options: &DemoOptions, is_made: bool) -> Result<SeedSource, Fault> {
    match options.seed {
        Some(seed) if !is_made => Ok(SeedSource::fixed(seed)),
        _ => server::system_seeds(),
    }
}

async fn make(options: &DemoOptions, platform: &Platform) -> Result<Credentials, Fault> {
    let token = server::operator_token_of(&options.data)?;
    if let Some(seed) = options.seed {
        let noted = facts::note_seed(platform, seed).await;
        noted.map_err(|error| format!("the database does not answer: {error:?}"))?;
    }
    let builder = Builder::new(platform, &token, std::io::stderr().is_terminal());
    let accounts = if options.empty { Vec::new() } else { builder.build(options.users).await? };
    platform.end_fixed_order().map_err(|error| format!("the system has no randomness: {error:?}"))?;
    Credentials { base_url: platform.base_url().to_owned(), operator_token: token, accounts }.write(&options.data)
}

/// A data set that was not finished has no credentials, so nobody can have used it: it is made again. What stands there without
/// one that was begun is not of a demo, and keys that are gone cannot be made again.
fn begin_anew(folder: &Path, database: &str) -> Result<(), Fault> {
    if let Some(holder) = Database::folder_held_by(database) {
        return Err(format!("{} is in use by {holder}. Choose another --data.", folder.display()));
    }
    std::fs::create_dir_all(folder)
        .map_err(|fault| format!("cannot make {}: {fault}. Choose another --data.", folder.display()))?;
    if Credentials::exists(folder) {
        return Ok(());
    }
    let unfinished = folder.join(UNFINISHED);
    if !unfinished.exists() && DATA_SET.iter().any(|name| folder.join(name).exists()) {
        return Err(format!("{} holds data that is not of a demo. Choose another --data.", folder.display()));
    }
    for name in DATA_SET {
        match std::fs::remove_file(folder.join(name)) {
            Err(fault) if fault.kind() != std::io::ErrorKind::NotFound => return Err(format!("{name}: {fault}")),
            _ => {}
        }
    }
    std::fs::write(&unfinished, "").map_err(|fault| format!("{}: {fault}", unfinished.display()))
}

/// Whether a demo was begun there and not finished: it will be made again, and whatever else is written there is lost.
///
/// # Errors
/// It was: what to do then.
pub fn refuse_unfinished(database: &str) -> Result<(), Fault> {
    let Some(path) = database.strip_prefix("sqlite:") else { return Ok(()) };
    let folder = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if Credentials::exists(folder) || !folder.join(UNFINISHED).exists() {
        return Ok(());
    }
    Err(format!(
        "{} holds a demo that was not finished. Start the demo again, or choose another --database.",
        folder.display()
    ))
}

/// The files that a start makes in the folder of its data.
const DATA_SET: [&str; 6] =
    ["tenantry.db", "tenantry.db-wal", "tenantry.db-shm", "keys", "operator-token", secrets::SEEDED];

/// Users from which on the trees of a data set outgrow the usual cache by far, and MiB that hold most of a million users.
const MANY: u64 = 100_000;
const CACHE_FOR_MANY: i64 = 384;

/// Stands in the folder while the data set is being made.
const UNFINISHED: &str = "unfinished";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plane::{self, text};
    use serde_json::json;
    use std::collections::HashSet;

    fn options(folder: &Path, seed: Option<u64>) -> DemoOptions {
        DemoOptions {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            data: folder.to_owned(),
            seed,
            users: 2,
            rate_limits: Switch::Off,
            empty: false,
        }
    }

    /// Starts with the same seed, makes an account and an app, and ends; what came back.
    async fn start_and_write(folder: &Path, name: &str) -> (Credentials, [String; 3]) {
        let options = options(folder, Some(7));
        let (platform, credentials) = ready(&options, options.listen).await.unwrap();
        let post = async |path: &str, body| {
            plane::call_here(&platform, &credentials.operator_token, "POST", path, &body).await.unwrap().accepted()
        };
        let owner = json!({"email": format!("owner@{name}.example"), "first_name": "Ida", "last_name": "Berg"});
        let id = text(&post("/accounts", json!({"name": name, "owner": owner})).await.unwrap(), "id");
        let app = post(&format!("/accounts/{id}/apps"), json!({"kind": "oauth"})).await.unwrap();
        (credentials, [id, text(&app, "client_id"), text(&app, "client_secret")])
    }

    #[tokio::test]
    async fn secrets_that_were_made_with_a_seed_stay_on_this_machine_whatever_they_serve_for() {
        let folder = tempfile::tempdir().unwrap();
        drop(ready(&options(folder.path(), Some(7)), SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap());
        let database = Some(format!("sqlite:{}", folder.path().join("other.db").display()));
        let serve = ServeOptions { database, ..ServeOptions::default() };
        for (address, is_served) in [("192.0.2.1:80", false), ("127.0.0.1:80", true)] {
            let address: SocketAddr = address.parse().unwrap();
            let built = server::build(&serve, Some(address), SeedSource::fixed(1), wire::apis()).await;
            assert_eq!(built.is_ok(), is_served, "{address}");
        }
    }

    #[test]
    fn what_is_not_of_a_demo_is_left_as_it_is() {
        for name in DATA_SET {
            let folder = tempfile::tempdir().unwrap();
            let (path, database) =
                (folder.path().join(name), format!("sqlite:{}", folder.path().join("tenantry.db").display()));
            std::fs::write(&path, "of another").unwrap();
            let refused = begin_anew(folder.path(), &database).unwrap_err();
            assert!(refused.ends_with("holds data that is not of a demo. Choose another --data."), "{name}: {refused}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), "of another");
            std::fs::write(folder.path().join(UNFINISHED), "").unwrap();
            begin_anew(folder.path(), &database).unwrap();
            assert!(!path.exists() && folder.path().join(UNFINISHED).exists(), "{name}");
        }
    }

    #[test]
    fn nothing_else_is_written_where_a_demo_was_not_finished() {
        let folder = tempfile::tempdir().unwrap();
        let database = format!("sqlite:{}", folder.path().join("other.db").display());
        assert_eq!(refuse_unfinished(&database), Ok(()));
        assert_eq!(refuse_unfinished("postgres://a.example/b"), Ok(()));
        begin_anew(folder.path(), &database).unwrap();
        assert!(refuse_unfinished(&database).unwrap_err().contains("not finished"));
    }

    #[test]
    fn a_folder_in_which_somebody_works_is_left_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let [ours, other] =
            ["tenantry.db", "other.db"].map(|name| format!("sqlite:{}", folder.path().join(name).display()));
        begin_anew(folder.path(), &ours).unwrap();
        let _held = Database::open(&storage::Options::new(&other)).unwrap();
        assert!(begin_anew(folder.path(), &ours).unwrap_err().contains("is in use by process"));
    }

    #[test]
    fn mail_is_shown_on_loopback_addresses_alone() {
        for (address, is_shown) in [
            ("127.0.0.1:8080", true),
            ("127.1.2.3:80", true),
            ("[::1]:8080", true),
            ("0.0.0.0:8080", false),
            ("[::]:8080", false),
            ("192.0.2.7:8080", false),
        ] {
            let paths = apis(address.parse().unwrap()).into_iter().flat_map(|api| api.operations);
            let paths: Vec<_> = paths.flat_map(|operation| operation.mounts()).collect();
            assert_eq!(paths.iter().any(|path| path.starts_with(mails::PATH)), is_shown, "{address}");
        }
    }

    #[tokio::test]
    async fn a_seed_gives_the_same_data_set_and_nothing_that_is_written_after_it() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let (first, written) = start_and_write(folders[0].path(), "one").await;
        let (found, later) = start_and_write(folders[0].path(), "two").await;
        let (same, elsewhere) = start_and_write(folders[1].path(), "one").await;
        assert_eq!(first, found);
        assert_eq!(first, same);
        let drawn: HashSet<_> = [written, later, elsewhere].concat().into_iter().collect();
        assert_eq!(drawn.len(), 9);
    }

    #[tokio::test]
    async fn a_data_set_that_was_made_with_a_seed_is_served_on_loopback_addresses_alone_ever_after() {
        for (seed, is_open) in [(Some(7), false), (None, true)] {
            let folder = tempfile::tempdir().unwrap();
            let made = DemoOptions { empty: true, ..options(folder.path(), seed) };
            ready(&made, made.listen).await.unwrap();
            // Whoever starts it again need not say how it was made.
            let again = DemoOptions { seed: None, ..made };
            let url = Some(format!("sqlite:{}", folder.path().join("tenantry.db").display()));
            let serve = ServeOptions { database: url, ..ServeOptions::default() };
            for (address, is_served) in [
                ("0.0.0.0:8080", is_open),
                ("[::]:8080", is_open),
                ("192.0.2.7:8080", is_open),
                ("127.0.0.1:8080", true),
                ("[::1]:8080", true),
            ] {
                let at = address.parse().unwrap();
                let of_demo = ready(&again, at).await.map(drop);
                let of_server =
                    server::build(&serve, Some(at), server::system_seeds().unwrap(), wire::apis()).await.map(drop);
                for outcome in [of_demo, of_server] {
                    assert_eq!(outcome.is_ok(), is_served, "{address}: {outcome:?}");
                    assert!(outcome.err().is_none_or(|said| said.contains("made with --seed")), "{address}");
                }
            }
            // A command listens nowhere.
            server::build(&serve, None, server::system_seeds().unwrap(), wire::apis()).await.unwrap();
        }
    }
}
