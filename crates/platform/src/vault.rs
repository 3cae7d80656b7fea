//! Sealing what must be read back, for the handlers that make such secrets.
use crate::{
    credentials::JWT_SECRET,
    failure::Result,
    input::{Given, Input},
    operation::Shape,
};
use std::sync::Arc;
use storage::{Keys, Purpose, Tenant};

/// Seals secrets, each for one account.
#[derive(Clone)]
pub struct Vault(Arc<Keys>);

impl Vault {
    pub fn new(keys: Arc<Keys>) -> Self {
        Vault(keys)
    }
    /// The secret of a JWT app, to be kept: it opens for this account alone.
    pub fn seal_jwt_secret(&self, tenant: &mut Tenant, secret: &str) -> Vec<u8> {
        let nonce = tenant.new_nonce();
        self.0.seal(JWT_SECRET, &[tenant.account_id().as_bytes()], secret.as_bytes(), nonce)
    }
    /// The secret of a user's authenticator app, to be kept: it opens for this user alone, in whatever account it is.
    pub fn seal_second_factor(&self, tenant: &mut Tenant, user_id: &str, secret: &str) -> Vec<u8> {
        let nonce = tenant.new_nonce();
        self.0.seal(Purpose::SecondFactor, &[user_id.as_bytes()], secret.as_bytes(), nonce)
    }
    /// The secret of a user's authenticator app; nothing when it was sealed with a key that is gone.
    pub fn open_second_factor(&self, user_id: &str, sealed: &[u8]) -> Option<String> {
        let opened = self.0.open(Purpose::SecondFactor, &[user_id.as_bytes()], sealed);
        opened.and_then(|secret| String::from_utf8(secret).ok())
    }
    /// What the identity provider of this account knows us by, to be kept: it opens for this account alone.
    pub fn seal_provider_secret(&self, tenant: &mut Tenant, secret: &str) -> Vec<u8> {
        let nonce = tenant.new_nonce();
        self.0.seal(Purpose::ProviderSecret, &[tenant.account_id().as_bytes()], secret.as_bytes(), nonce)
    }
    /// What the identity provider of this account knows us by; nothing when it was sealed with a key that is gone.
    pub fn open_provider_secret(&self, tenant: &Tenant, sealed: &[u8]) -> Option<String> {
        let opened = self.0.open(Purpose::ProviderSecret, &[tenant.account_id().as_bytes()], sealed);
        opened.and_then(|secret| String::from_utf8(secret).ok())
    }
    /// The text of the mail with this id, to be kept: it opens as that of this mail of this account alone.
    pub fn seal_mail(&self, tenant: &mut Tenant, id: &str, text: &str) -> Vec<u8> {
        let nonce = tenant.new_nonce();
        self.0.seal(Purpose::Mail, &mail(tenant.account_id(), id), text.as_bytes(), nonce)
    }
    /// The text of a mail; nothing when it was sealed with a key that is gone.
    pub fn open_mail(&self, account: &str, id: &str, sealed: &[u8]) -> Option<String> {
        self.0.open(Purpose::Mail, &mail(account, id), sealed).and_then(|text| String::from_utf8(text).ok())
    }
}

fn mail<'m>(account: &'m str, id: &'m str) -> [&'m [u8]; 2] {
    [account.as_bytes(), id.as_bytes()]
}

impl Input for Vault {
    fn describe(_: &mut Shape) {}
    fn take(given: &Given<'_>) -> Result<Self> {
        Ok(Vault(given.keys.clone()))
    }
}
