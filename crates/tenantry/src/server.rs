//! `tenantry serve`: from options to a running server, and its graceful end.
#[cfg(test)]
mod tests;

use crate::{
    config::{Fault, ServeOptions},
    demo, facts, log, output,
    outward::Web,
    provisions, renewals, reports, requests,
    secrets::{self, Secrets},
    wire,
};
use mail::Sender;
use platform::{Api, MachineClock, Outside, Parts, Platform, SharedClock, Site, limits::Limits};
use std::{
    fmt::Debug,
    future::Future,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::Path,
    sync::Arc,
    time::Duration,
};
use storage::{Database, SeedSource};
use tokio::{
    net::TcpListener,
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
    time::{Instant, MissedTickBehavior},
};

/// Where a server listens.
pub struct Listeners {
    pub main: TcpListener,
    /// For `/readyz` and `/metrics`, which are answered on the main one where it is absent.
    pub admin: Option<TcpListener>,
}

/// Runs the server until it is told to end.
///
/// # Errors
/// One line that says what to do.
pub fn run(options: ServeOptions) -> Result<(), Fault> {
    log::begin();
    if options.files.as_deref() == Some(files::NOWHERE) {
        return Err("files would be gone with the process: write --files file:FOLDER or s3://BUCKET/PREFIX.".to_owned());
    }
    demo::refuse_unfinished(options.database())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.map_err(|fault| format!("no threads: {fault}"))?.block_on(async {
        let listeners = Listeners::open(options.listen(), options.admin_listen).await?;
        let address = listeners.address()?;
        let platform = build(&options, Some(address), system_seeds()?, wire::apis()).await?;
        let said = listens_on(address, platform.base_url());
        let smtp = options.smtp(platform.host())?;
        let sender = smtp.map(|smtp| Sender::new(platform.clone(), smtp));
        serve(platform, listeners, sender, &said).await
    })
}

impl Listeners {
    /// Listens before anything else is touched, so that a taken address costs nothing.
    ///
    /// # Errors
    /// An address is taken, or not of this machine.
    pub async fn open(main: SocketAddr, admin: Option<SocketAddr>) -> Result<Self, Fault> {
        let main = listen(main, "--listen").await?;
        let admin = match admin {
            Some(address) => Some(listen(address, "--admin-listen").await?),
            None => None,
        };
        Ok(Listeners { main, admin })
    }
    /// Where clients reach it.
    ///
    /// # Errors
    /// The system does not know.
    pub fn address(&self) -> Result<SocketAddr, Fault> {
        self.main.local_addr().map_err(|fault| fault.to_string())
    }
}

async fn listen(address: SocketAddr, option: &str) -> Result<TcpListener, Fault> {
    TcpListener::bind(address)
        .await
        .map_err(|fault| format!("cannot listen on {address}: {fault}. Choose another {option}."))
}

/// Randomness of the system.
///
/// # Errors
/// It has none.
pub fn system_seeds() -> Result<SeedSource, Fault> {
    SeedSource::system().map_err(|fault| fault.to_string())
}

/// Opens the database and puts the platform together, with these operations: for a server that `listens` there, or for a
/// command, which listens nowhere and writes the links that the last server would have written.
///
/// # Errors
/// One line that says what to do.
pub async fn build(
    options: &ServeOptions,
    listens: Option<SocketAddr>,
    seeds: SeedSource,
    apis: Vec<Api>,
) -> Result<Platform, Fault> {
    let url = options.database();
    // What several processes must share is asked for before anything is touched: a database that is migrated stays so.
    Database::check(url).map_err(|fault| fault.to_string())?;
    let found = secrets::find(options)?;
    let is_reached = listens.is_some_and(|address| !address.ip().is_loopback());
    if is_reached && found.is_seeded {
        return Err(SEEDED.to_owned());
    }
    let (objects, base_url, provided) = (options.files()?, options.base_url()?, provisions::of(options)?);
    make_folder(url)?;
    let database = Database::open(&options.storage()).map_err(|fault| fault.to_string())?;
    provisions::warn(options, &provided);
    let clock: SharedClock = Arc::new(MachineClock);
    let Secrets { keys, operator_token } = found.or_made(&seeds)?;
    let noted = facts::at_start(&database, &keys, &operator_token, &seeds, &clock).await?;
    if noted.is_key_new && database.is_shared() {
        tracing::warn!("{NEW_KEY}");
    }
    if is_reached && noted.is_seeded {
        return Err(SEEDED.to_owned());
    }
    let objects = files::open(&objects).await?;
    let base_url = base_url.unwrap_or_else(|| match (listens, noted.base_url) {
        (None, Some(last)) => last,
        _ => format!("http://{}", listens.unwrap_or_else(|| options.listen())),
    });
    let site =
        Site { base_url: base_url.into(), has_admin_listener: options.admin_listen.is_some(), gate: options.gate() };
    if let Some(address) = listens {
        if let Some(words) = exposed(&site, address) {
            tracing::warn!("{words}");
        }
        database.announce(&reached_here(address)).map_err(|fault| fault.to_string())?;
    }
    let parts = Parts {
        limits: options
            .limit_table()
            .map_or_else(Limits::off, |table| Limits::new(table, database.clone(), clock.clone())),
        database,
        objects,
        clock,
        seeds,
        keys: Arc::new(keys),
        policy: options.policy(),
        compat: options.compat(),
        site,
        outside: Outside::of(Web::new()),
        provided,
        operator_token,
        strict: false,
    };
    Platform::new(parts, apis).map_err(|faults| faults.join("; "))
}

const SEEDED: &str = "the data was made with --seed, so everybody knows its secrets: --listen must be a loopback \
                      address. Or choose other data.";

/// It is no refusal: servers that have the key too are not known, and a key has to be new once.
const NEW_KEY: &str = "The first of --keys is new to this database, and seals from now on: a server that was started \
                       without it cannot read that. If there is one, add the key to its file and restart it.";

/// What a server says that is ready.
fn listens_on(address: SocketAddr, base_url: &str) -> String {
    let here = format!("http://{address}");
    if here == base_url {
        format!("tenantry listens on {here}")
    } else {
        format!("tenantry listens on {here}, and clients reach it at {base_url}")
    }
}

/// Where processes of this machine reach what listens there, whatever clients call it: who listens everywhere does so on
/// loopback too.
fn reached_here(address: SocketAddr) -> String {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    format!("http://{}", SocketAddr::new(ip, address.port()))
}

/// What is to be said where passwords could be read on their way, although the base URL says that nobody is in between. It
/// is no refusal: in a container the server may well listen everywhere and be reached from its machine alone.
fn exposed(site: &Site, address: SocketAddr) -> Option<String> {
    let is_believed = site.is_loopback() && !site.is_tls();
    (is_believed && !address.ip().is_loopback()).then(|| {
        let url = &site.base_url;
        format!(
            "The server listens on {address}, and --base-url {url} says that it is reached from this machine alone. \
             From elsewhere passwords can be read on their way: listen on 127.0.0.1, or put a TLS proxy in front."
        )
    })
}

/// Says that it serves, and does so until SIGTERM or SIGINT; requests that run and the mail that is on its way are finished,
/// for 30 seconds at most, leases are given back.
///
/// # Errors
/// A part of it broke, with which the others end too.
pub async fn serve(platform: Platform, listeners: Listeners, sender: Option<Sender>, said: &str) -> Result<(), Fault> {
    // Whoever has read that it listens may ask it to end.
    let mut asked = Asked::listen()?;
    output::print(said)?;
    let (end, ended) = watch::channel(false);
    let Listeners { main, admin } = listeners;
    let main = part(&end, platform::serve(platform.clone(), main, told(ended.clone())));
    let admin = async {
        match admin {
            Some(listener) => part(&end, platform::serve_site(platform.clone(), listener, told(ended.clone()))).await,
            None => Ok(()),
        }
    };
    let mails = async {
        if let Some(sender) = &sender {
            sender.run(ended.clone()).await;
        }
    };
    let signals = async {
        tokio::select! {
            () = asked.come() => tracing::info!("ending: requests that run are finished"),
            () = told(ended.clone()) => {}
        }
        end.send_replace(true);
    };
    let (main, admin, (), (), ()) = tokio::join!(main, admin, mails, jobs(&platform, &ended), signals);
    platform.limits().give_back().await.map_err(|fault| fault.to_string())?;
    main.and(admin)
}

/// A part of the server: when it ends, for whatever reason, the others are told to.
async fn part(end: &watch::Sender<bool>, work: impl Future<Output = std::io::Result<()>>) -> Result<(), Fault> {
    let done = work.await;
    end.send_replace(true);
    done.map_err(|fault| format!("a listener broke: {fault}. Start the server again."))
}

/// The work that no request waits for, in all worlds, until the end.
async fn jobs(platform: &Platform, ended: &watch::Receiver<bool>) {
    let is_over = || *ended.borrow();
    let requests = async || requests::carry_out(platform, None, is_over).await;
    let renewals = async || renewals::carry_out(platform, None, is_over).await;
    let reports = async || reports::carry_out(platform, None, is_over).await;
    let revoked = async || auth::end_revoked(platform, None, is_over).await;
    let objects = async || platform.delete_all_unkept_objects(is_over).await;
    let old_mail = async || mail::remove_old(platform, None).await;
    tokio::join!(
        note_base_url(platform, told(ended.clone())),
        number_events(platform.database(), ended),
        keep_up("requests for data wait", SECOND, ended, requests),
        keep_up("renewals wait", SECOND, ended, renewals),
        keep_up("invoice reports wait", SECOND, ended, reports),
        keep_up("what apps are allowed no more waits for its end", SECOND, ended, revoked),
        keep_up("files that have gone wait for their deletion", SECOND * 10, ended, objects),
        keep_up("old mail waits for its removal", SECOND * 60 * 60, ended, old_mail),
    );
}

/// Events of a node that was killed between their commit and their numbering wait for this.
async fn number_events(database: &Database, ended: &watch::Receiver<bool>) {
    if database.is_shared() {
        let number = async || database.position_events(NUMBERED_AT_ONCE).await.map(drop);
        keep_up("events wait for their positions", SECOND, ended, number).await;
    }
}

/// Notes where clients reach this server, soon or at the end, whichever comes first: at a start nothing waits for it.
async fn note_base_url(platform: &Platform, end: impl Future<Output = ()>) {
    drop(tokio::time::timeout(SOON, end).await);
    if let Err(error) = facts::note_base_url(platform).await {
        tracing::warn!(?error, "commands that find no server will not know its base URL");
    }
}

/// When work begins that nobody waits for: a server that has just started answers first.
const SOON: Duration = Duration::from_millis(100);

const SECOND: Duration = Duration::from_secs(1);

/// Works soon and after each `pause`, until the end. `waits` says what a failure leaves for the next time.
async fn keep_up<E: Debug>(
    waits: &str,
    pause: Duration,
    ended: &watch::Receiver<bool>,
    work: impl AsyncFn() -> Result<(), E>,
) {
    let mut end = std::pin::pin!(told(ended.clone()));
    let mut pauses = tokio::time::interval_at(Instant::now() + pause.min(SOON), pause);
    pauses.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = pauses.tick() => {
                if let Err(error) = work().await {
                    tracing::warn!(?error, "{waits}");
                }
            }
            () = &mut end => return,
        }
    }
}

/// Few enough for one transaction to be short.
const NUMBERED_AT_ONCE: i64 = 1000;

async fn told(mut ended: watch::Receiver<bool>) {
    // A closed channel means that the sender is gone, which is an end as well.
    let _ = ended.wait_for(|ended| *ended).await;
}

/// The signals that ask for an end.
struct Asked {
    terminate: Signal,
    interrupt: Signal,
}

impl Asked {
    fn listen() -> Result<Self, Fault> {
        let listen = |kind| signal(kind).map_err(|fault| fault.to_string());
        Ok(Asked { terminate: listen(SignalKind::terminate())?, interrupt: listen(SignalKind::interrupt())? })
    }
    async fn come(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

fn make_folder(url: &str) -> Result<(), Fault> {
    let Some(path) = url.strip_prefix("sqlite:") else { return Ok(()) };
    let folder = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty());
    let made = folder.map_or(Ok(()), std::fs::create_dir_all);
    made.map_err(|fault| format!("cannot make the folder of {path}: {fault}. Choose another --database."))
}

/// The operator's token in a data folder.
///
/// # Errors
/// It is not there.
pub fn operator_token_of(folder: &Path) -> Result<String, Fault> {
    let path = folder.join("operator-token");
    let text = std::fs::read_to_string(&path).map_err(|fault| format!("cannot read {}: {fault}.", path.display()))?;
    Ok(text.trim().to_owned())
}
