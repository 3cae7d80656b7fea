//! The identity provider of an account, and the name by which the account is found by who signs in there.
use super::{
    attempts,
    events::{ProviderRemoved, ProviderSet},
    identities,
};
use platform::{Failure, Result, Site, Vault};
use storage::{Sql, Tenant, record, sql};

/// A name by which people find an account belongs to one.
pub const VANITY_TAKEN: Failure = Failure::new(409, 409, "Another account has this vanity name: {}.");

record! {
    #[cells]
    /// How an account has its users sign in elsewhere.
    pub struct Provider {
        pub id: String,
        /// The name of the account in addresses.
        pub vanity: String,
        /// An address, compared letter by letter.
        pub issuer: String,
        /// What the provider knows us by.
        pub client_id: String,
        pub secret_sealed: Vec<u8>,
        /// Whether whoever it knows becomes a user of the account.
        pub makes_users: bool,
        /// Milliseconds UTC on the clock of the account's world.
        pub created_at: i64,
        pub version: i64,
    }
}

impl Provider {
    /// Where users of the account begin to sign in: the address of the account itself.
    pub fn sign_in_address(&self, site: &Site) -> String {
        format!("{}/pages/sso/{}", site.base_url, self.vanity)
    }
    /// Where the provider sends them back.
    pub fn redirect_address(&self, site: &Site) -> String {
        format!("{}/callback", self.sign_in_address(site))
    }
}

/// What is to be known of a provider.
pub struct ProviderSettings<'a> {
    /// Whether it is free is asked here, and nothing else of it.
    pub vanity: &'a str,
    /// One for which [`is_issuer`] holds: that is not asked here.
    pub issuer: &'a str,
    pub client_id: &'a str,
    /// As it was before when left out.
    pub client_secret: Option<&'a str>,
    pub makes_users: bool,
}

const OF: Sql = sql!(
    "SELECT id, vanity, issuer, client_id, secret_sealed, makes_users, created_at, version
     FROM identity_providers WHERE account_id = $1"
);
const PUT: Sql = sql!(
    "INSERT INTO identity_providers (account_id, id, vanity, issuer, client_id, secret_sealed, makes_users, created_at, version)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (account_id) DO UPDATE SET vanity = excluded.vanity, issuer = excluded.issuer, client_id = excluded.client_id,
            secret_sealed = excluded.secret_sealed, makes_users = excluded.makes_users, version = excluded.version"
);
const DELETE: Sql = sql!("DELETE FROM identity_providers WHERE account_id = $1");
const CLAIM: Sql = sql!("INSERT INTO vanity_index (account_id, vanity) VALUES ($1, $2) ON CONFLICT DO NOTHING");
const RELEASE: Sql = sql!("DELETE FROM vanity_index WHERE account_id = $1");

/// The identity provider of the account.
///
/// # Errors
/// Those of the store.
pub fn of(tenant: &Tenant) -> Result<Option<Provider>> {
    Ok(tenant.row(OF, &[])?)
}

/// Sets the identity provider of the account; `None` without a secret that could be kept. Whom another issuer knew, or the
/// same one for another client, is known no more.
///
/// # Errors
/// [`VANITY_TAKEN`].
pub fn set(tenant: &mut Tenant, vault: &Vault, new: &ProviderSettings<'_>) -> Result<Option<Provider>> {
    let before = of(tenant)?;
    let kept = before.as_ref().and_then(|before| vault.open_provider_secret(tenant, &before.secret_sealed));
    let Some(secret) = new.client_secret.or(kept.as_deref()) else { return Ok(None) };
    if before.as_ref().is_some_and(|before| before.is(new)) && kept.as_deref() == Some(secret) {
        return Ok(before);
    }
    if before.as_ref().is_none_or(|before| before.vanity != new.vanity) {
        claim(tenant, new.vanity)?;
    }
    if before.as_ref().is_some_and(|before| before.issuer != new.issuer || before.client_id != new.client_id) {
        forget_all(tenant)?;
    }
    let after = Provider {
        id: before.as_ref().map_or_else(|| tenant.new_id(), |before| before.id.clone()),
        vanity: new.vanity.to_owned(),
        issuer: new.issuer.to_owned(),
        client_id: new.client_id.to_owned(),
        secret_sealed: vault.seal_provider_secret(tenant, secret),
        makes_users: new.makes_users,
        created_at: before.as_ref().map_or(tenant.now(), |before| before.created_at),
        version: before.as_ref().map_or(1, |before| before.version + 1),
    };
    tenant.execute(PUT, &after.cells())?;
    tenant.emit(&ProviderSet::of(&after))?;
    Ok(Some(after))
}

/// Has the account without an identity provider: whether it had one.
///
/// # Errors
/// Those of the store.
pub fn remove(tenant: &mut Tenant) -> Result<bool> {
    let Some(provider) = of(tenant)? else { return Ok(false) };
    tenant.execute(RELEASE, &[])?;
    tenant.execute(DELETE, &[])?;
    forget_all(tenant)?;
    tenant.emit(&ProviderRemoved { id: &provider.id, version: provider.version + 1 })?;
    Ok(true)
}

/// Whether an address may stand for a provider: over TLS, or on the machine itself; without a query or a fragment.
pub fn is_issuer(address: &str) -> bool {
    super::protocol::is_safe(address) && !address.contains('?')
}

/// Has people find the account by this name, and by no other.
fn claim(tenant: &mut Tenant, vanity: &str) -> Result<()> {
    tenant.execute(RELEASE, &[])?;
    if tenant.insert(CLAIM, &[vanity.into()])?.is_duplicate() { Err(VANITY_TAKEN.with(vanity)) } else { Ok(()) }
}

/// Whom a provider knew, and who is on the way to it.
fn forget_all(tenant: &mut Tenant) -> Result<()> {
    identities::forget_all(tenant)?;
    attempts::forget_all(tenant)
}

impl Provider {
    fn is(&self, new: &ProviderSettings<'_>) -> bool {
        self.vanity == new.vanity
            && self.issuer == new.issuer
            && self.client_id == new.client_id
            && self.makes_users == new.makes_users
    }
    /// What it knows us by.
    ///
    /// # Errors
    /// It was sealed with a key that is gone.
    pub fn secret(&self, tenant: &Tenant, vault: &Vault) -> Result<String> {
        let opened = vault.open_provider_secret(tenant, &self.secret_sealed);
        Ok(opened.ok_or_else(|| storage::Fault::broken("a secret was sealed with a key that is gone"))?)
    }
}
