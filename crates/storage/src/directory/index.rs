//! What is unique in the whole platform: emails, client ids, domains. Rows are written by their account.
use super::{Directory, DirectorySql, directory};
use crate::{entropy::is_id, fault::*, record, tenant::Tenant};

/// Who holds an email.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    Nobody,
    /// A user of this account.
    Here(String),
    /// A user of another account; which one is nobody's business.
    Elsewhere,
}

record! {
    /// An app, found by its client id.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct App {
        pub account_id: String,
        pub id: String,
        pub kind: String,
        pub scopes: String,
        pub is_classic: bool,
        pub enabled: bool,
        pub secret_hash: Option<Vec<u8>>,
        /// JSON list of addresses.
        pub redirect_uris: String,
    }
}
record! { struct Held { account_id: String, user_id: String } }
record! { struct Verified { domain: String } }
record! { struct Owned { account_id: String } }
record! { struct Sum { n: Option<i64> } }

const EMAIL: DirectorySql = directory!("SELECT account_id, user_id FROM email_index WHERE email = $1");
const DOMAIN: DirectorySql = directory!("SELECT account_id FROM domain_index WHERE domain = $1");
const APP: DirectorySql = directory!(
    "SELECT app.account_id, app.id, app.kind, app.scopes, app.is_classic, app.enabled, app.secret_hash, app.redirect_uris
     FROM client_index c JOIN apps app ON app.account_id = c.account_id AND app.id = c.app_id
     JOIN accounts a ON a.account_id = c.account_id WHERE c.client_id = $1 AND a.closed_at IS NULL"
);
const USER: DirectorySql = directory!("SELECT account_id FROM users WHERE account_id = $1 AND id = $2");
const SEATED: DirectorySql = directory!(
    "SELECT CAST(sum(n) AS BIGINT) FROM user_counts WHERE account_id = $1 AND kind = $2 AND status <> 'inactive'"
);
const VERIFIED: DirectorySql =
    directory!("SELECT domain FROM managed_domains WHERE account_id = $1 AND status = 'verified' ORDER BY domain");
const TOKEN: DirectorySql = directory!("SELECT account_id, app_id FROM tokens WHERE token_hash = $1");

impl Tenant<'_> {
    /// A new client id or API key: 22 letters and digits, unique in the whole platform.
    pub fn new_client_id(&mut self) -> String {
        self.session.streams.borrow_mut().new_client_id()
    }
    /// Who holds `email`, which is in its form for comparison.
    pub fn email_holder(&self, email: &str) -> Result<Holder> {
        let held = self.beyond().row::<Held>(EMAIL, &[email.into()])?;
        Ok(match held {
            None => Holder::Nobody,
            Some(held) if held.account_id == self.account_id() => Holder::Here(held.user_id),
            Some(_) => Holder::Elsewhere,
        })
    }
    /// The domains that this account has proved to be its own, in order. Their table belongs to a crate above those that ask.
    pub fn verified_domains(&self) -> Result<Vec<String>> {
        let rows = self.beyond().rows::<Verified>(VERIFIED, &[self.account_id().into()])?;
        Ok(rows.into_iter().map(|row| row.domain).collect())
    }
    /// Whether another account manages `domain`.
    pub fn is_domain_elsewhere(&self, domain: &str) -> Result<bool> {
        let owner = self.beyond().row::<Owned>(DOMAIN, &[domain.into()])?;
        Ok(owner.is_some_and(|owner| owner.account_id != self.account_id()))
    }
}

impl Directory<'_> {
    /// The account and the user that hold `email`, which is in its form for comparison.
    pub fn email_owner(&self, email: &str) -> Result<Option<(String, String)>> {
        Ok(self.row::<Held>(EMAIL, &[email.into()])?.map(|held| (held.account_id, held.user_id)))
    }
    /// Whether a user with this id belongs to an account.
    pub fn has_user(&self, account: &str, id: &str) -> Result<bool> {
        Ok(self.row::<Owned>(USER, &[account.into(), id.into()])?.is_some())
    }
    /// How many users of a type take a place in an account: those who are active, and those who are invited.
    pub fn users_seated(&self, account: &str, kind: i64) -> Result<i64> {
        Ok(self.row::<Sum>(SEATED, &[account.into(), kind.into()])?.and_then(|sum| sum.n).unwrap_or(0))
    }
    /// The app with this client id; none when its account is closed.
    pub fn app(&self, client_id: &str) -> Result<Option<App>> {
        if is_id(client_id) { self.row(APP, &[client_id.into()]) } else { Ok(None) }
    }
    /// The account and the app of the token with this SHA-256.
    pub fn token_owner(&self, token_hash: &[u8]) -> Result<Option<(String, String)>> {
        Ok(self.row::<Held>(TOKEN, &[token_hash.into()])?.map(|held| (held.account_id, held.user_id)))
    }
}
