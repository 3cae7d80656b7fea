//! The platform as the server runs it, with the two switches that only a measurement may touch.
use crate::{fault::*, renewals};
use clap::Args;
use platform::{
    Clock, Compat, Gate, MachineClock, Nowhere, Outside, Parts, Platform, Policy, SharedClock, Site,
    limits::{LimitTable, Limits},
};
use serde::Deserialize;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
};
use storage::{Database, Keys, Options, SeedSource};
use tokio::net::TcpListener;

/// A configuration of the server under which every call is counted and nobody is refused.
pub const LIMITS: &str = "\
[limits.free]
light = { per_second = 4294967295, per_day = 4294967295 }
medium = { per_second = 4294967295, per_day = 4294967295 }
[limits.pro]
light = { per_second = 4294967295 }
medium = { per_second = 4294967295 }
[limits.business]
light = { per_second = 4294967295 }
medium = { per_second = 4294967295 }
heavy = { per_second = 4294967295 }
";

#[derive(Deserialize)]
struct File {
    limits: LimitTable,
}

#[derive(Debug, Clone, Args)]
pub struct ServeOptions {
    /// `sqlite:PATH` or `postgres://…`
    #[arg(long)]
    database: String,
    /// The file of sealing keys
    #[arg(long)]
    keys: PathBuf,
    /// One commit for each change
    #[arg(long)]
    one_each: bool,
    /// Answer before a change is on the disk
    #[arg(long)]
    normal: bool,
    /// How many days the clock is ahead of the machine's
    #[arg(long, default_value_t = 0)]
    ahead: i64,
    /// Renew what is due when a line comes in
    #[arg(long)]
    renews: bool,
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: String,
}

impl ServeOptions {
    /// Without any switch.
    pub fn over(database: &str, keys: &Path) -> Self {
        let listen = "127.0.0.1:0".to_owned();
        ServeOptions {
            database: database.to_owned(),
            keys: keys.to_owned(),
            one_each: false,
            normal: false,
            ahead: 0,
            renews: false,
            listen,
        }
    }
}

/// Serves until killed.
pub fn run(options: &ServeOptions) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("a runtime")?;
    runtime.block_on(async {
        let listener = TcpListener::bind(&options.listen).await.context("listening")?;
        let address = listener.local_addr().context("listening")?;
        let platform = platform(options)?;
        println!("listens on {address}");
        if options.renews {
            tokio::spawn(renewals::when_told(platform.clone()));
        }
        platform::serve(platform, listener, std::future::pending()).await.context("serving")
    })
}

/// The machine's clock, so many milliseconds ahead.
struct Ahead(i64);

impl Clock for Ahead {
    fn now(&self) -> i64 {
        MachineClock.now().saturating_add(self.0)
    }
}

/// Makes the file of sealing keys, and the operator's token beside it, if there are none.
pub fn ready_keys(file: &Path) -> Result<()> {
    if file.exists() {
        return Ok(());
    }
    let seeds = SeedSource::system().context("randomness")?;
    tenantry::secrets::make(file.parent().unwrap_or(Path::new(".")), &seeds).map(drop).context("keys")
}

/// Puts the platform together.
pub fn platform(options: &ServeOptions) -> Result<Platform> {
    let whole = Options::new(&options.database);
    let batch = if options.one_each { 1 } else { whole.batch };
    let opened = Options { batch, synchronous_normal: options.normal, ..whole };
    let database = Database::open(&opened).context("a database")?;
    let seeds = SeedSource::system().context("randomness")?;
    let clock: SharedClock = Arc::new(Ahead(options.ahead * 86_400_000));
    let parts = Parts {
        limits: Limits::new(generous()?, database.clone(), clock.clone()),
        database,
        objects: files::in_memory(),
        clock,
        seeds,
        keys: Arc::new(Keys::load(&options.keys).context("keys")?),
        policy: Policy::default(),
        compat: Compat::default(),
        site: Site { base_url: "http://127.0.0.1:8080".into(), has_admin_listener: false, gate: Gate::default() },
        outside: Outside::of(Nowhere),
        provided: tenantry::wire::usual().map_err(Fault::new)?,
        operator_token: storage::hash("none"),
        strict: false,
    };
    Platform::new(parts, tenantry::wire::apis()).map_err(|faults| Fault::new(faults.join("; ")))
}

/// The published limits with their numbers raised: they are counted, and refuse nobody.
fn generous() -> Result<LimitTable> {
    toml::from_str::<File>(LIMITS).map(|file| file.limits).context("limits")
}
