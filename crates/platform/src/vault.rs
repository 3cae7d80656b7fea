//! Sealing what must be read back, for the handlers that make such secrets.
use crate::{
    credentials::JWT_SECRET,
    failure::Result,
    input::{Given, Input},
    operation::Shape,
    schema::SchemaFault,
};
use std::sync::Arc;
use storage::{Keys, Streams};

/// Seals one secret. It goes when it is used: its nonce serves once.
pub struct Vault {
    keys: Arc<Keys>,
    nonce: [u8; 24],
}

impl Vault {
    /// The secret of a JWT app, to be kept: it opens for this account alone.
    pub fn seal_jwt_secret(self, account: &str, secret: &str) -> Vec<u8> {
        self.keys.seal(JWT_SECRET, &[account.as_bytes()], secret.as_bytes(), self.nonce)
    }
}

impl Input for Vault {
    fn describe(_: &mut Shape) -> std::result::Result<(), SchemaFault> {
        Ok(())
    }
    fn take(given: &Given<'_>) -> Result<Self> {
        Ok(Vault { keys: given.keys.clone(), nonce: Streams::new(given.seed.clone()).nonce() })
    }
}
