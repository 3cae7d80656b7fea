//! What is unique in the whole platform: emails, client ids, domains. Rows are written by their account.
use super::{Directory, DirectorySql, directory};
use crate::{caller::Caller, entropy::is_id, fault::*, record, tenant::Tenant};
use std::sync::LazyLock;

/// Who holds an email.
pub enum Holder<'s> {
    Nobody,
    /// A user of this account.
    Here,
    /// A user of another account; which one is nobody's business.
    Elsewhere,
    /// Somebody whom another account of this world has invited, who may still come.
    Awaited(Invitation<'s>),
    /// Somebody who was invited and did not come in time, to whatever account of this world.
    Lapsed(Invitation<'s>),
}

/// Who manages a domain, as an account sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainHolder {
    Nobody,
    /// The account itself.
    Here,
    /// Another account of its tree.
    InTree,
    /// An account of another tree; which one is nobody's business.
    Elsewhere,
}

/// An invitation that keeps an email.
pub struct Invitation<'s> {
    /// The account that has invited. What happens in another than this one, the platform does.
    pub account: Tenant<'s>,
    pub user_id: String,
}

record! {
    /// An app, found by its client id.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct App {
        pub account_id: String,
        pub id: String,
        pub kind: String,
        pub name: String,
        pub scopes: String,
        pub is_classic: bool,
        pub enabled: bool,
        /// None for a JWT app, and for one that can keep no secret.
        pub secret_hash: Option<Vec<u8>>,
        /// It runs where nothing can be kept from its user, and has no secret.
        pub is_public: bool,
        /// It may ask for codes that are entered on another device.
        pub on_device: bool,
        /// JSON list of addresses.
        pub redirect_uris: String,
        /// When it was installed on its account, milliseconds UTC.
        pub installed_at: Option<i64>,
    }
}
record! { struct Held { account_id: String, user_id: String, world_id: String, invited_until: Option<i64> } }
record! { struct Verified { domain: String } }
record! { struct Managed { account_id: String, top_id: String, own_top_id: String } }

static PLATFORM: LazyLock<Caller> = LazyLock::new(Caller::system);

const EMAIL: DirectorySql = directory!(
    "SELECT e.account_id, e.user_id, a.world_id, u.invited_until
     FROM email_index e JOIN accounts a ON a.account_id = e.account_id
     LEFT JOIN users u ON u.account_id = e.account_id AND u.status IN ('active', 'inactive', 'pending') AND u.id = e.user_id WHERE e.email = $1"
);
const DOMAIN: DirectorySql = directory!(
    "SELECT d.account_id, a.top_id, own.top_id
     FROM domain_index d JOIN accounts a ON a.account_id = d.account_id JOIN accounts own ON own.account_id = $2 WHERE d.domain = $1"
);
const MANAGER: DirectorySql = directory!(
    "SELECT d.account_id FROM domain_index d JOIN accounts a ON a.account_id = d.account_id
     JOIN accounts own ON own.account_id = $2
     WHERE d.domain = $1 AND a.top_id <> own.top_id AND a.world_id = own.world_id AND a.closed_at IS NULL"
);
const APP: DirectorySql = directory!(
    "SELECT app.account_id, app.id, app.kind, app.name, app.scopes, app.is_classic, app.enabled, app.secret_hash, app.is_public,
            app.on_device, app.redirect_uris, app.installed_at
     FROM client_index c JOIN apps app ON app.account_id = c.account_id AND app.id = c.app_id
     JOIN accounts a ON a.account_id = c.account_id WHERE c.client_id = $1 AND a.closed_at IS NULL"
);
const VERIFIED: DirectorySql =
    directory!("SELECT domain FROM managed_domains WHERE account_id = $1 AND status = 'verified' ORDER BY domain");

impl<'s> Tenant<'s> {
    /// A new client id or API key: 22 letters and digits, unique in the whole platform.
    pub fn new_client_id(&mut self) -> String {
        self.session.streams.borrow_mut().new_client_id()
    }
    /// Who holds `email`, which is in its form for comparison. For the users product alone (`clippy.toml`).
    ///
    /// An invitation of another world obeys a clock that is not known here; it counts until that world withdraws it, as if
    /// its user had come.
    pub fn email_holder(&self, email: &str) -> Result<Holder<'s>> {
        let Some(held) = self.beyond().row::<Held>(EMAIL, &[email.into()])? else { return Ok(Holder::Nobody) };
        let is_here = held.account_id == self.account_id();
        let until = if held.world_id == self.facts()?.world_id { held.invited_until } else { None };
        Ok(match until {
            Some(until) if self.now() >= until => Holder::Lapsed(self.invitation(&held)),
            _ if is_here => Holder::Here,
            Some(_) => Holder::Awaited(self.invitation(&held)),
            None => Holder::Elsewhere,
        })
    }
    fn invitation(&self, held: &Held) -> Invitation<'s> {
        let account = Tenant::new(self.session, &held.account_id, self.now());
        let is_here = held.account_id == self.account_id();
        // The log of an account is silent about who has come to an address that it gave up.
        let account = if is_here { account } else { account.by(&PLATFORM) };
        Invitation { account, user_id: held.user_id.clone() }
    }
    /// The domains that this account has proved to be its own, in order. Their table belongs to a crate above those that ask.
    pub fn verified_domains(&self) -> Result<Vec<String>> {
        let rows = self.beyond().rows::<Verified>(VERIFIED, &[self.account_id().into()])?;
        Ok(rows.into_iter().map(|row| row.domain).collect())
    }
    /// Who has proved that `domain` is its own.
    /// It is not asked whether that account is open.
    pub fn domain_holder(&self, domain: &str) -> Result<DomainHolder> {
        let managed = self.beyond().row::<Managed>(DOMAIN, &[domain.into(), self.account_id().into()])?;
        Ok(match managed {
            None => DomainHolder::Nobody,
            Some(managed) if managed.account_id == self.account_id() => DomainHolder::Here,
            Some(managed) if managed.top_id == managed.own_top_id => DomainHolder::InTree,
            Some(_) => DomainHolder::Elsewhere,
        })
    }
    /// The open account of another tree of this world that has proved that `domain` is its own. Whoever acts here acts
    /// there. For the users product alone (`clippy.toml`).
    pub fn domain_manager(&self, domain: &str) -> Result<Option<Tenant<'s>>> {
        let manager =
            self.beyond().first(MANAGER, &[domain.into(), self.account_id().into()], |row| row.get::<String>(0))?;
        Ok(manager.map(|id| Tenant::new(self.session, &id, self.now()).by(self.caller())))
    }
}

impl Directory<'_> {
    /// The app with this client id; none when its account is closed.
    pub fn app(&self, client_id: &str) -> Result<Option<App>> {
        if is_id(client_id) { self.row(APP, &[client_id.into()]) } else { Ok(None) }
    }
}
