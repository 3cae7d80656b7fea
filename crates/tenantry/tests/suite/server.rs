//! One database for all tests of a run, and platforms over it.
use crate::{secrets, signin::provider::Internet};
use auth::passwords::Cost;
use billing::{Desk, catalogue::Plans};
use object_store::ObjectStore;
use parking_lot::Mutex;
use platform::{Api, Clock, Compat, Gate, Outside, Parts, Platform, Policy, SharedClock, Site, limits::Limits};
use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicI64, AtomicU64, Ordering},
};
use storage::{Database, Keys, Options, SeedSource};
use tokio::runtime::Runtime;

/// 2026-01-01T00:00:00Z
pub const START: i64 = 1_767_225_600_000;
pub const OPERATOR_TOKEN: &str = "operator-token-of-the-suite";
/// What hashes of passwords cost here: the price that keeps others from guessing is not what most tests are about.
const CHEAP: Cost = Cost { memory: 8, passes: 1 };
pub const BASE_URL: &str = "https://tenantry.test";

/// The machine's clock, in the hand of a test.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    pub fn new() -> Arc<Self> {
        Arc::new(TestClock(AtomicI64::new(START)))
    }
    pub fn advance(&self, millis: i64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// What all tests of the process share.
pub struct Server {
    pub database: Database,
    pub runtime: Runtime,
    pub keys: Arc<Keys>,
    /// Where the bytes of files are.
    pub objects: Arc<dyn ObjectStore>,
    worlds: AtomicU64,
    /// Where the data is; the folder is there until the process ends.
    place: Place,
    /// For databases of single tests.
    folder: tempfile::TempDir,
    platforms: Mutex<Option<Platform>>,
}

/// What a test may want different.
#[derive(Clone)]
pub struct Setup {
    pub clock: SharedClock,
    pub limits: fn(&Database, SharedClock) -> Limits,
    pub policy: Policy,
    pub compat: Compat,
    /// Instead of the one that the server has.
    pub objects: Option<Arc<dyn ObjectStore>>,
    pub base_url: &'static str,
    pub outside: Outside,
    pub gate: Gate,
    /// Instead of those of the server.
    pub keys: Option<Arc<Keys>>,
    /// What billing goes by, made from the usual.
    pub desk: fn(Desk) -> Desk,
}

impl Default for Setup {
    fn default() -> Self {
        Setup {
            clock: TestClock::new(),
            limits: |_, _| Limits::off(),
            policy: Policy::default(),
            compat: Compat::default(),
            objects: None,
            base_url: BASE_URL,
            outside: Outside::of(Internet),
            gate: Gate::default(),
            keys: None,
            desk: |usual| usual,
        }
    }
}

pub fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(Server::start)
}

/// A folder of SQLite's, or the address of a PostgreSQL database.
enum Place {
    Folder(tempfile::TempDir),
    Address(String),
}

impl Place {
    fn new() -> Self {
        let engine = std::env::var("TENANTRY_TEST_ENGINE").unwrap_or_else(|_| "sqlite".to_owned());
        match engine.as_str() {
            "sqlite" => Place::Folder(tempfile::tempdir().expect("a temporary folder")),
            "postgres" => Place::Address(postgres_database()),
            other => panic!("TENANTRY_TEST_ENGINE is {other}; it may be sqlite or postgres"),
        }
    }
    fn options(&self) -> Options {
        match self {
            Place::Folder(folder) => Options::new(&format!("sqlite:{}", folder.path().join("suite.db").display())),
            Place::Address(url) => Options { row_security: true, connections: 16, ..Options::new(url) },
        }
    }
    /// Everything that is kept, as text.
    fn kept(&self) -> String {
        match self {
            Place::Folder(folder) => {
                let files = std::fs::read_dir(folder.path()).expect("the folder of the data");
                let read = |file: std::io::Result<std::fs::DirEntry>| std::fs::read(file?.path());
                files.map(|file| String::from_utf8_lossy(&read(file).expect("a file")).into_owned()).collect()
            }
            Place::Address(url) => rows(url).join("\n"),
        }
    }
}

/// Every row of every table.
fn rows(url: &str) -> Vec<String> {
    let mut client = postgres::Client::connect(url, postgres::NoTls).expect("the PostgreSQL of the run");
    let names = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'";
    let names = client.query(names, &[]).expect("names of tables");
    let names: Vec<String> = names.iter().map(|row| row.get(0)).collect();
    let texts = |name: String| {
        let rows = client.query(&format!("SELECT it::text FROM {name} it"), &[]).expect("rows");
        rows.iter().map(|row| row.get(0)).collect::<Vec<String>>()
    };
    names.into_iter().flat_map(texts).collect()
}

impl Server {
    /// A server of its own: most tests share one.
    pub fn start() -> Self {
        secrets::listen();
        let place = Place::new();
        let options = place.options();
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().expect("a runtime");
        let database = Database::open(&options).unwrap_or_else(|fault| panic!("{fault}"));
        let server = Server {
            database,
            runtime,
            keys: Arc::new(Keys::for_tests(7)),
            objects: files::in_memory(),
            worlds: AtomicU64::new(0),
            place,
            folder: tempfile::tempdir().expect("a temporary folder"),
            platforms: Mutex::new(None),
        };
        server.prepare(&server.database);
        server
    }
    fn prepare(&self, database: &Database) {
        let (seeds, clock) = (SeedSource::fixed(0), TestClock::new() as SharedClock);
        let prepared = platform::in_directory(database, &seeds, &clock, operator::prepare);
        self.runtime.block_on(prepared).expect("a prepared database");
    }
    /// The platform that most tests use.
    pub fn usual(&self) -> Platform {
        self.platforms.lock().get_or_insert_with(|| self.platform(Setup::default())).clone()
    }
    /// A platform whose memory no other test disturbs: where facts are remembered, over a file of its own.
    pub fn undisturbed(&self) -> Platform {
        if self.database.freshness().is_none() {
            return self.platform(Setup::default());
        }
        let folder = self.folder.path().join(format!("alone {}", self.next_world()));
        std::fs::create_dir(&folder).expect("a folder");
        let database = Database::open(&Options::new(&format!("sqlite:{}", folder.join("alone.db").display())));
        let database = database.unwrap_or_else(|fault| panic!("{fault}"));
        self.prepare(&database);
        self.over(database, Setup::default(), tenantry::wire::apis())
    }
    /// Another platform over the same database.
    pub fn platform(&self, setup: Setup) -> Platform {
        self.platform_of(setup, tenantry::wire::apis())
    }
    /// As [`platform`](Self::platform), with other operations.
    pub fn platform_of(&self, setup: Setup, apis: Vec<Api>) -> Platform {
        self.over(self.database.clone(), setup, apis)
    }
    /// A platform as another node has it: with a handle of its own where several processes may have one.
    pub fn another_node(&self, setup: Setup) -> Platform {
        let database = match &self.place {
            Place::Folder(_) => self.database.clone(),
            // Not under row security: each handle that is forces it anew on every table, while others work on them.
            Place::Address(url) => Database::open(&Options::new(url)).unwrap_or_else(|fault| panic!("{fault}")),
        };
        self.over(database, setup, tenantry::wire::apis())
    }
    fn over(&self, database: Database, setup: Setup, apis: Vec<Api>) -> Platform {
        let parts = Parts {
            limits: (setup.limits)(&database, setup.clock.clone()),
            database,
            objects: setup.objects.unwrap_or_else(|| self.objects.clone()),
            clock: setup.clock,
            seeds: SeedSource::system().expect("randomness"),
            keys: setup.keys.unwrap_or_else(|| self.keys.clone()),
            policy: setup.policy,
            compat: setup.compat,
            site: Site { base_url: setup.base_url.into(), has_admin_listener: false, gate: setup.gate },
            outside: setup.outside,
            provided: tenantry::wire::usual()
                .expect("what is usual")
                .with(CHEAP)
                .with((setup.desk)(tenantry::wire::desk(Plans::Shipped))),
            operator_token: storage::hash(OPERATOR_TOKEN),
            strict: true,
        };
        Platform::new(parts, apis).unwrap_or_else(|faults| panic!("{}", faults.join("\n")))
    }
    /// Every row of every table; nothing on SQLite, whose file has more in it than its rows.
    pub fn rows(&self) -> Option<Vec<String>> {
        match &self.place {
            Place::Folder(_) => None,
            Place::Address(url) => Some(rows(url)),
        }
    }
    /// Everything that is kept, as text.
    pub fn kept(&self) -> String {
        self.place.kept()
    }
    /// A number that no other world of the run has.
    pub fn next_world(&self) -> u64 {
        self.worlds.fetch_add(1, Ordering::SeqCst)
    }
}

/// A database of its own on the server that `cargo xtask test` runs.
fn postgres_database() -> String {
    let url =
        std::env::var("TENANTRY_TEST_POSTGRES").expect("run the suite with `cargo xtask test`: it starts PostgreSQL");
    let mut client = postgres::Client::connect(&url, postgres::NoTls).expect("the PostgreSQL of the run");
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let name = format!("suite_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
    client.batch_execute(&format!("CREATE DATABASE {name} LOCALE 'C' TEMPLATE template0")).expect("a database");
    let (server, _) = url.rsplit_once('/').expect("a URL with a database");
    format!("{server}/{name}")
}
