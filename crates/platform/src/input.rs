//! What a handler takes: each input reads itself from the request and describes itself to the document.
use crate::{
    failure::*,
    operation::Shape,
    outward::Outside,
    page::PageRequest,
    provided::Provisions,
    provisioning::Conditions,
    schema::{Declared, Schema},
    scope_catalogue::ScopeCatalogue,
    upload::SentFile,
    visit::Visitor,
};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::{any::Any, net::IpAddr, sync::Arc};
use storage::{Keys, Secret, Seed, Streams, Tenant, directory::AccountFacts};

/// The parts of a request that declared types are read from; conformed to their schemas.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// The variables by name, without the account.
    pub path: Value,
    pub query: Value,
    /// An object, or null where none was read.
    pub body: Value,
    pub file: Option<Arc<SentFile>>,
    /// Read for provisioning alone.
    pub conditions: Conditions,
}

/// What was made ready outside of the transaction.
pub type Ready = Arc<dyn Any + Send + Sync>;

/// Everything a handler's inputs are taken from. Taking them leaves it as it was: a transaction may run again.
pub struct Given<'r> {
    pub(crate) inputs: &'r Inputs,
    pub(crate) ready: Option<&'r Ready>,
    pub(crate) second: Option<&'r Arc<AccountFacts>>,
    pub(crate) page: Option<&'r PageRequest>,
    pub(crate) client: Option<&'r ClientProof>,
    pub(crate) visitor: Option<&'r Arc<Visitor>>,
    pub(crate) site: &'r Site,
    pub(crate) outside: &'r Outside,
    pub(crate) seed: &'r Seed,
    pub(crate) keys: &'r Arc<Keys>,
    pub(crate) scopes: &'r ScopeCatalogue,
    pub(crate) provided: &'r Provisions,
}

/// Sixteen random bytes for a hash; the same when the request runs again. Most that ask for it need it rarely, so it is made
/// by whoever does.
pub struct Salt(Seed);

impl Salt {
    pub fn of(seed: Seed) -> Self {
        Salt(seed)
    }
    /// Salts are kept in the open, so a salt says nothing of the secrets that the same seed yields.
    pub fn bytes(&self) -> [u8; 16] {
        let hash = storage::hash(&Streams::new(self.0.clone()).new_secret());
        let mut salt = [0; 16];
        salt.iter_mut().zip(hash).for_each(|(salt, byte)| *salt = byte);
        salt
    }
}

impl Input for Salt {
    fn describe(_: &mut Shape) {}
    fn take(given: &Given<'_>) -> Result<Self> {
        Ok(Salt::of(given.seed.clone()))
    }
}

/// Where the server is reached, for links in answers.
#[derive(Clone, Debug)]
pub struct Site {
    /// Without a slash at its end: `https://api.example.com`.
    pub base_url: Arc<str>,
    /// Whether readiness and metrics are shown on a listener of their own, and nowhere else.
    pub has_admin_listener: bool,
    pub gate: Gate,
}

/// How whoever comes to the pages is told from others, and how often it may fail to prove who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gate {
    /// How many proxies of ours stand before the server; each adds the address that it sees to `X-Forwarded-For`.
    pub proxies: usize,
    /// How often signing in as one user may fail within 15 minutes.
    pub failures_of_account: i64,
    /// How often signing in from one address may fail within 15 minutes.
    pub failures_of_address: i64,
}

impl Default for Gate {
    fn default() -> Self {
        Gate { proxies: 0, failures_of_account: 10, failures_of_address: 30 }
    }
}

impl Site {
    /// The name of the host, without port.
    pub fn host(&self) -> &str {
        host_of(self.base_url.split_once("://").map_or(&*self.base_url, |(_, rest)| rest))
    }
    /// What browsers name as the origin of its pages.
    pub fn origin(&self) -> &str {
        let start = self.base_url.find("://").map_or(0, |at| at + 3);
        let end = self.base_url.get(start..).and_then(|rest| rest.find('/')).map(|at| start + at);
        end.and_then(|end| self.base_url.get(..end)).unwrap_or(&self.base_url)
    }
    /// By what the base URL says: a proxy may stand before the server.
    pub fn is_tls(&self) -> bool {
        self.base_url.starts_with("https://")
    }
    /// Whether it is reached from this machine alone.
    pub fn is_loopback(&self) -> bool {
        is_this_machine(self.host())
    }
}

/// The host in what names it with its port, or with a path behind it; an address of the sixth version without brackets.
pub(crate) fn host_of(authority: &str) -> &str {
    match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => authority.split([':', '/']).next().unwrap_or(authority),
    }
}

/// Whether a host is named that is reached from this machine alone.
pub fn is_this_machine(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl Input for Site {
    fn describe(_: &mut Shape) {}
    fn take(given: &Given<'_>) -> Result<Self> {
        Ok(given.site.clone())
    }
}

/// What a client of the token endpoint shows in its `Authorization` header.
#[derive(Clone)]
pub struct ClientProof {
    /// The client id, decoded (RFC 6749 2.3.1); nobody has looked it up.
    pub id: String,
    secret: Arc<Secret<String>>,
}

impl ClientProof {
    pub fn new(id: String, secret: Secret<String>) -> Self {
        ClientProof { id, secret: Arc::new(secret) }
    }
    pub fn secret(&self) -> &str {
        self.secret.expose()
    }
}

/// The client's proof, when its header holds one.
pub struct Client(pub Option<ClientProof>);

impl Input for Client {
    fn describe(_: &mut Shape) {}
    fn take(given: &Given<'_>) -> Result<Self> {
        Ok(Client(given.client.cloned()))
    }
}

/// One input of a handler.
pub trait Input: Sized {
    /// Says what it takes of a request. Its schema is made when it is first needed.
    fn describe(shape: &mut Shape);
    /// Called for every run of the transaction; gives the same each time.
    ///
    /// # Errors
    /// What was sent cannot be read, such as a page token ([`BAD_PAGE_TOKEN`]); a fault where the declaration is wrong.
    fn take(given: &Given<'_>) -> Result<Self>;
}

/// Two inputs as one.
impl<A: Input, B: Input> Input for (A, B) {
    fn describe(shape: &mut Shape) {
        A::describe(shape);
        B::describe(shape);
    }
    fn take(given: &Given<'_>) -> Result<Self> {
        Ok((A::take(given)?, B::take(given)?))
    }
}

/// The variables of the path, without the account.
pub struct Path<T>(pub T);
/// The query.
pub struct Query<T>(pub T);
/// The body, a JSON object.
pub struct Body<T>(pub T);
/// The file of a form; none when the form has no such field, or the field holds no file.
pub struct Upload(pub Option<Arc<SentFile>>);
/// What [`before`](crate::operation::Operation::before) made ready.
pub struct Prepared<T>(pub Arc<T>);
/// The second account of an operation that declares one, already decided about; absent when the request names none.
pub struct Second(Option<Arc<AccountFacts>>);

impl Second {
    /// Opens the second account in the transaction of `first`; `None` when the request names none.
    #[expect(clippy::disallowed_methods, reason = "the pipeline has decided about this account")]
    pub fn tenant<'s>(&self, first: &Tenant<'s>) -> Option<Tenant<'s>> {
        self.0.as_ref().map(|facts| first.beside(facts))
    }
    /// Where the second account stands.
    pub fn facts(&self) -> Option<&AccountFacts> {
        self.0.as_deref()
    }
}

macro_rules! inputs {
    ($($name:ident from $part:ident),*) => { $(
        impl<T: JsonSchema + DeserializeOwned> Input for $name<T> {
            fn describe(shape: &mut Shape) {
                shape.$part = Some(Declared::new(Schema::of::<T>));
            }
            fn take(given: &Given<'_>) -> Result<Self> {
                read(&given.inputs.$part).map($name)
            }
        }
    )* };
}
inputs!(Path from path, Query from query, Body from body);

/// Conformed input always fits its type (a property test holds the walk to that), so a misfit is our own mistake.
fn read<T: DeserializeOwned>(value: &Value) -> Result<T> {
    T::deserialize(value).map_err(|misfit| storage::Fault::broken(misfit).into())
}

impl Input for Upload {
    fn describe(_: &mut Shape) {}
    fn take(given: &Given<'_>) -> Result<Self> {
        Ok(Upload(given.inputs.file.clone()))
    }
}

impl<T: Send + Sync + 'static> Input for Prepared<T> {
    fn describe(_: &mut Shape) {}
    fn take(given: &Given<'_>) -> Result<Self> {
        let ready = given.ready.and_then(|ready| ready.clone().downcast::<T>().ok());
        ready.map(Prepared).ok_or_else(|| storage::Fault::broken("nothing of this type was made ready").into())
    }
}

impl Input for Second {
    fn describe(_: &mut Shape) {}
    fn take(given: &Given<'_>) -> Result<Self> {
        Ok(Second(given.second.cloned()))
    }
}
