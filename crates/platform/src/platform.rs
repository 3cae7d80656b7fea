//! The platform that all requests share, and how it is put together.
use crate::{
    clock::SharedClock,
    decide::Policy,
    document::Documents,
    input::Site,
    limits::Limits,
    needs::ScopeIndex,
    operation::Api,
    outward::Outside,
    paging::PageTokens,
    provided::Provisions,
    remember::Remembered,
    router::{Mounted, Router},
    scope_catalogue::ScopeCatalogue,
    standing::Standing,
    turns::Turns,
    upload,
    vault::Vault,
};
use object_store::ObjectStore;
use std::{
    collections::BTreeSet,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use storage::{
    Database, Keys, SeedSource,
    directory::{AccountFacts, CallerFacts},
};
use tokio::sync::Semaphore;

/// What an operator can choose about the published contract.
#[derive(Clone, Copy, Debug)]
pub struct Compat {
    /// `--compat strict-200`: failures that the documents print inside HTTP 200 are sent so.
    pub strict_200: bool,
    /// `--strict-limits`: what is published to be called once in some minutes is held to that.
    pub strict_limits: bool,
    /// How far ahead the `exp` of a JWT may lie, in seconds.
    pub jwt_max_ahead: i64,
}

impl Default for Compat {
    fn default() -> Self {
        Compat { strict_200: false, strict_limits: false, jwt_max_ahead: 7 * 24 * 3600 }
    }
}

/// Everything from outside that the platform works with.
pub struct Parts {
    pub database: Database,
    /// Where the bytes of files are.
    pub objects: Arc<dyn ObjectStore>,
    pub clock: SharedClock,
    pub seeds: SeedSource,
    pub keys: Arc<Keys>,
    pub limits: Limits,
    pub policy: Policy,
    pub compat: Compat,
    pub site: Site,
    /// Other machines.
    pub outside: Outside,
    /// What products were configured with.
    pub provided: Provisions,
    /// SHA-256 of the operator's token.
    pub operator_token: [u8; 32],
    /// For the suite: a handler that answers with a failure it does not declare is a fault.
    pub strict: bool,
}

/// Files that are looked into at once. An image takes some 300 MB.
const FILE_WORKS: usize = 2;

/// The running platform; cheap to clone.
#[derive(Clone)]
pub struct Platform(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub parts: Parts,
    pub page_tokens: Arc<PageTokens>,
    pub router: Router,
    pub index: ScopeIndex,
    pub scopes: ScopeCatalogue,
    /// By token.
    pub callers: Remembered<Standing>,
    /// By account, app and user, with some token of theirs: a new token brings its own scopes and its own end.
    pub holders: Remembered<Standing>,
    /// By the key of a JWT app.
    pub keyed: Remembered<crate::credentials::KeyHolder>,
    /// Also of ids that no account has: foreign and unknown ones are the same work.
    pub targets: Remembered<Option<Arc<AccountFacts>>>,
    /// How often callers and targets were read, because none was remembered.
    pub lookups: AtomicU64,
    /// Bounds the work that is done beside transactions: one password is hashed per core, one core stays free.
    pub works: Arc<Turns>,
    /// Bounds the files that are looked into at once, so that they keep nobody from signing in.
    pub file_works: Arc<Semaphore>,
    /// Bounds the work that waits for other machines.
    pub waits: Arc<Turns>,
    /// Bounds the files that are on their way, in KiB.
    pub file_room: Arc<Semaphore>,
    pub tracking: Tracking,
    pub openapi: Documents,
}

/// Numbers requests: a random half that tells processes apart, and a count.
pub(crate) struct Tracking {
    pub process: u64,
    pub count: AtomicU64,
}

impl Platform {
    /// Puts declarations and parts together.
    ///
    /// # Errors
    /// Lines that say which declarations cannot work: the program must not start.
    pub fn new(parts: Parts, apis: Vec<Api>) -> std::result::Result<Self, Vec<String>> {
        let mut index = ScopeIndex::default();
        let router = Router::build(apis, &mut index)?;
        let missing = missing(&parts.provided, router.mounted());
        if !missing.is_empty() {
            return Err(missing);
        }
        let process = parts.seeds.seed().number();
        Ok(Platform(Arc::new(Inner {
            page_tokens: Arc::new(PageTokens::new(parts.keys.clone())),
            scopes: ScopeCatalogue::of(router.mounted().clone()),
            router,
            index,
            callers: Remembered::default(),
            holders: Remembered::default(),
            keyed: Remembered::default(),
            targets: Remembered::default(),
            lookups: AtomicU64::new(0),
            works: Turns::of_works(storage::cores()),
            file_works: Arc::new(Semaphore::new(FILE_WORKS)),
            waits: Turns::of_waits(),
            file_room: Arc::new(Semaphore::new(upload::ROOM)),
            tracking: Tracking { process, count: AtomicU64::new(0) },
            openapi: Documents::default(),
            parts,
        })))
    }
    /// Every operation at every place, in the order of declaration.
    pub fn mounted(&self) -> &[Arc<Mounted>] {
        self.0.router.mounted()
    }
    pub fn database(&self) -> &Database {
        &self.0.parts.database
    }
    pub fn keys(&self) -> &Keys {
        &self.0.parts.keys
    }
    /// For jobs, which have no inputs.
    pub fn vault(&self) -> Vault {
        Vault::new(self.0.parts.keys.clone())
    }
    /// All scopes that operations ask for, at every level, sorted.
    pub fn scopes(&self) -> BTreeSet<&str> {
        self.0.scopes.all().collect()
    }
    /// A caller as decisions see it, from what is stored of it.
    pub fn standing(&self, facts: &CallerFacts) -> Standing {
        Standing::of(facts, &self.0.index)
    }
    /// How often the caller or the account of a call was read, because none was remembered.
    pub fn lookups(&self) -> u64 {
        self.0.lookups.load(Ordering::Relaxed)
    }
    /// Where the server is reached.
    pub fn base_url(&self) -> &str {
        &self.0.parts.site.base_url
    }
    /// The name of the host at which it is reached, without port.
    pub fn host(&self) -> &str {
        self.0.parts.site.host()
    }
    pub fn limits(&self) -> &Limits {
        &self.0.parts.limits
    }
    /// What of this type was configured; for jobs, which have no inputs.
    pub fn provided<T: Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.0.parts.provided.get()
    }
}

/// Operations that take what is not there.
fn missing(provided: &Provisions, mounted: &[Arc<Mounted>]) -> Vec<String> {
    let takes = mounted.iter().flat_map(|at| at.operation.shape.takes.iter().map(move |taken| (at, taken)));
    let missing = takes.filter(|(_, (kind, _))| !provided.has(*kind));
    missing.map(|(at, (_, name))| format!("{} takes {name}, which is not provided", at.operation.key())).collect()
}
