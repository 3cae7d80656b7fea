//! `/accounts/{id}/identity_provider`: where the users of an account sign in.
use crate::{
    paths::AccountPath,
    reach::{CLOSED, open_tenant, tenant},
};
use auth::identity::{self, Provider, ProviderSettings, VANITY_TAKEN};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Directory;

pub fn operations(api: &mut Api) {
    api.get("/accounts/{id}/identity_provider", get)
        .summary("Show where the users of an account sign in")
        .fails(&[NO_PROVIDER]);
    api.put("/accounts/{id}/identity_provider", set)
        .summary("Have the users of an account sign in elsewhere")
        .fails(&[CLOSED, VANITY_TAKEN]);
    api.delete("/accounts/{id}/identity_provider", remove)
        .summary("Have the users of an account sign in elsewhere no more")
        .fails(&[NO_PROVIDER]);
}

const NO_PROVIDER: Failure = Failure::new(404, 404, "The account has no identity provider: {}.");

#[derive(Deserialize, JsonSchema)]
struct SetProvider {
    /// The name by which people find the account: `/pages/sso/{vanity}`.
    #[schemars(regex(pattern = "^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$"))]
    vanity: String,
    /// The address of the provider, below which it tells about itself (OpenID Connect Discovery).
    #[schemars(length(min = 1, max = 512))]
    issuer: String,
    /// What the provider knows this platform by. Its redirect address is `/pages/sso/{vanity}/callback`.
    #[schemars(length(min = 1, max = 512))]
    client_id: String,
    /// As it was before when left out. It is sealed, and shown to nobody.
    #[serde(default)]
    #[schemars(length(min = 1, max = 512))]
    client_secret: Option<String>,
    /// Whether whoever the provider knows becomes a Basic user, if it has verified its email and that is of a managed domain.
    #[serde(default)]
    creates_users: bool,
}

view! {
    /// Where the users of an account sign in.
    pub struct ProviderView as ProviderRow<'r> {
        pub id: &'r str,
        pub vanity: &'r str,
        pub issuer: &'r str,
        pub client_id: &'r str,
        pub creates_users: bool,
        /// Where people begin.
        pub sign_in_url: &'r str,
        /// Where the provider sends them back.
        pub redirect_uri: &'r str,
        pub created_at: Timestamp,
    }
}

fn shown(provider: &Provider, site: &Site) -> Result<Json<ProviderView>> {
    Json::of(&ProviderRow {
        id: &provider.id,
        vanity: &provider.vanity,
        issuer: &provider.issuer,
        client_id: &provider.client_id,
        creates_users: provider.makes_users,
        sign_in_url: &provider.sign_in_address(site),
        redirect_uri: &provider.redirect_address(site),
        created_at: Timestamp::from_millis(provider.created_at),
    })
}

fn get(all: &Directory, Path(path): Path<AccountPath>, site: Site) -> Result<Json<ProviderView>> {
    let provider = identity::of(&tenant(all, &path.id)?)?.ok_or_else(|| NO_PROVIDER.with(&path.id))?;
    shown(&provider, &site)
}

fn set(
    all: &mut Directory,
    Path(path): Path<AccountPath>,
    Body(body): Body<SetProvider>,
    vault: Vault,
    site: Site,
) -> Result<Json<ProviderView>> {
    let mut tenant = open_tenant(all, &path.id)?;
    if !identity::is_issuer(&body.issuer) {
        return Err(Error::field("issuer", "It must be an https address without query and fragment."));
    }
    let new = ProviderSettings {
        vanity: &body.vanity,
        issuer: &body.issuer,
        client_id: &body.client_id,
        client_secret: body.client_secret.as_deref(),
        makes_users: body.creates_users,
    };
    let provider = identity::set(&mut tenant, &vault, &new)?;
    shown(&provider.ok_or_else(|| Error::field("client_secret", "A new provider needs one."))?, &site)
}

fn remove(all: &mut Directory, Path(path): Path<AccountPath>) -> Result<NoContent> {
    match identity::remove(&mut tenant(all, &path.id)?)? {
        true => Ok(NoContent),
        false => Err(NO_PROVIDER.with(&path.id)),
    }
}
