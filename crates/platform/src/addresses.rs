//! Addresses of files. Whoever shows one was given it: it is signed, stays the same, and needs no credentials.
use crate::{
    failure::Result,
    input::{Given, Input, Site},
    operation::Shape,
    surface::Surface,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::sync::Arc;
use storage::Keys;

/// Makes and knows addresses.
pub struct Addresses {
    keys: Arc<Keys>,
    site: Site,
}

impl Addresses {
    /// The address at which a file of an account is served: `https://api.example.com/files/…`.
    pub fn of(&self, account: &str, file: &str) -> String {
        let signature = URL_SAFE_NO_PAD.encode(self.keys.sign_address(&[account.as_bytes(), file.as_bytes()]));
        format!("{}{}/{account}/{file}/{signature}", self.site.base_url, Surface::Files.prefix())
    }
    /// Whether the address was made here.
    pub fn is_ours(&self, account: &str, file: &str, signature: &str) -> bool {
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
        self.keys.has_signed_address(&[account.as_bytes(), file.as_bytes()], &signature)
    }
}

impl Input for Addresses {
    fn describe(_: &mut Shape) {}
    fn take(given: &Given<'_>) -> Result<Self> {
        Ok(Addresses { keys: given.keys.clone(), site: given.site.clone() })
    }
}
