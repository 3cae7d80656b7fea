//! Making an app: what it may be, and its credentials.
use super::{
    api::app,
    scopes::{self, Holder},
    views::{AppView, AppViewRow},
};
use crate::{
    paths::AccountPath,
    reach::{entered, open},
};
use auth::apps::{self, AppKind, NewApp, redirects};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Directory, Tenant};

#[derive(Deserialize, JsonSchema)]
pub struct CreateApp {
    kind: AppKind,
    /// For people.
    #[serde(default)]
    #[schemars(length(min = 1, max = 128))]
    name: Option<String>,
    /// Every scope that such an app may hold, when left out.
    #[serde(default)]
    scopes: Option<Vec<String>>,
    /// Whether it holds classic scopes in place of granular ones.
    #[serde(default)]
    classic: bool,
    /// The id of a user of the account who makes it: no scope that its role does not give. The platform's owner when left
    /// out.
    #[serde(default)]
    creator: Option<String>,
    /// Where people are sent back to who have authorised it. One of them, letter by letter, stands in each request.
    #[serde(default)]
    #[schemars(length(max = 50))]
    redirect_uris: Vec<String>,
    /// It runs where nothing can be kept from its user: it has no secret, and proves itself with a code challenge.
    #[serde(default)]
    public: bool,
    /// It may ask for codes that are entered on another device.
    #[serde(default)]
    device: bool,
}

/// The secret is in this answer alone; what is kept of it is a hash, or the secret itself, sealed, for a JWT app.
pub fn create(
    all: &mut Directory,
    Path(path): Path<AccountPath>,
    Body(body): Body<CreateApp>,
    vault: Vault,
    catalogue: ScopeCatalogue,
) -> Result<Created<AppView>> {
    let row = open(all, &path.id)?;
    let mut tenant = entered(all, &row.id)?;
    body.check(&tenant)?;
    let holder = Holder { kind: body.kind, is_classic: body.classic, is_master: row.is_master };
    let scopes = scopes::granted(&tenant, holder, body.creator.as_deref(), body.scopes.as_deref(), &catalogue)?;
    let (client_id, secret) = (tenant.new_client_id(), tenant.new_secret());
    let kept = Kept::of(&body, &mut tenant, &secret, &vault);
    let id = apps::create(
        &mut tenant,
        &NewApp {
            kind: body.kind.as_str(),
            name: body.name.as_deref().unwrap_or(usual_name(body.kind)),
            client_id: &client_id,
            scopes: &scopes,
            is_classic: body.classic,
            secret_hash: kept.hash.as_ref().map(<[u8; 32]>::as_slice),
            secret_sealed: kept.sealed.as_deref(),
            is_public: body.public,
            on_device: body.device,
            redirect_uris: &body.redirect_uris,
        },
    )?;
    Created::of(&AppViewRow::of(&app(&tenant, &id)?, Some(&secret))?)
}

impl CreateApp {
    fn check(&self, tenant: &Tenant) -> Result<()> {
        if self.kind == AppKind::Jwt && apps::has_kind(tenant, AppKind::Jwt)? {
            return Err(Error::field("kind", "The account has a JWT app, and needs one only."));
        }
        if self.public && !self.kind.is_authorised() {
            return Err(Error::field("public", NOT_AUTHORISED));
        }
        on_device(self.kind, self.device)?;
        check_addresses(self.kind, &self.redirect_uris)
    }
}

const NOT_AUTHORISED: &str = "Only an app that users authorise can have this.";

/// Whether an app of this kind may ask for codes of devices.
///
/// # Errors
/// 400/300 on `device`.
pub fn on_device(kind: AppKind, device: bool) -> Result<bool> {
    if device && !kind.is_authorised() { Err(Error::field("device", NOT_AUTHORISED)) } else { Ok(device) }
}

/// Refuses addresses that an app may not have.
///
/// # Errors
/// 400/300 on `redirect_uris`.
pub fn check_addresses(kind: AppKind, addresses: &[String]) -> Result<()> {
    let refused = |message: &str| Err(Error::field("redirect_uris", message));
    if !kind.is_authorised() && !addresses.is_empty() {
        return refused(NOT_AUTHORISED);
    }
    for (place, address) in addresses.iter().enumerate() {
        if let Some(reason) = redirects::refusal(address) {
            return refused(&format!("{address}: {reason}"));
        }
        if addresses.iter().take(place).any(|earlier| earlier == address) {
            return refused(&format!("{address}: It stands here twice."));
        }
    }
    Ok(())
}

/// What is kept of a secret: enough to know it again, or, where signatures are checked with it, the secret itself, sealed.
struct Kept {
    hash: Option<[u8; 32]>,
    sealed: Option<Vec<u8>>,
}

impl Kept {
    fn of(new: &CreateApp, tenant: &mut Tenant, secret: &str, vault: &Vault) -> Self {
        match new.kind {
            AppKind::Jwt => Kept { hash: None, sealed: Some(vault.seal_jwt_secret(tenant, secret)) },
            _ if new.public => Kept { hash: None, sealed: None },
            _ => Kept { hash: Some(storage::hash(secret)), sealed: None },
        }
    }
}

const fn usual_name(kind: AppKind) -> &'static str {
    match kind {
        AppKind::ServerToServer => "Server-to-server app",
        AppKind::Jwt => "JWT app",
        AppKind::Oauth => "OAuth app",
        AppKind::User => "User-level app",
    }
}
