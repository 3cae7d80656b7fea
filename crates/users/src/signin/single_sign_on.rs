//! `/pages/sso/…`: signing in with the identity provider of an account, which its vanity name chooses.
use super::{
    api::Then,
    enter::{self, Proof, Proven},
    forms,
};
use crate::{
    settings::SignInRules,
    users::{User, single_sign_on},
};
use auth::identity::{self, Attempt, COOKIE, Client, Failed, Identity, Provider, Redeeming, authorization_address};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Directory, Tenant};

#[derive(Deserialize, JsonSchema)]
pub struct Company {
    /// The vanity name of an account; a form asks for it when it is left out.
    #[serde(default)]
    #[schemars(length(max = 64))]
    company: String,
    /// A path of this server.
    #[serde(default)]
    #[schemars(length(max = 8192))]
    to: String,
}

#[derive(Deserialize, JsonSchema)]
pub struct VanityPath {
    /// The vanity name of an account.
    vanity: String,
}

/// What a provider sends back with the browser.
#[derive(Deserialize, JsonSchema)]
pub struct Callback {
    #[serde(default)]
    #[schemars(length(max = 4096))]
    code: String,
    #[serde(default)]
    #[schemars(length(max = 256))]
    state: String,
    /// RFC 9207: which provider it is.
    #[serde(default)]
    #[schemars(length(max = 2048))]
    iss: Option<String>,
    /// Why there is no code.
    #[serde(default)]
    #[schemars(length(max = 256))]
    error: String,
}

/// A link leads on, not a form: browsers hold where a form leads to the policy of its page, also behind a redirect.
pub fn ask(_: &Directory, Query(company): Query<Company>, visit: Visit) -> Result<Html> {
    visit.check_secure()?;
    let name = company.company.trim().to_ascii_lowercase();
    let then = Then { to: company.to };
    Ok(if name.is_empty() { forms::ask_company(then.target()) } else { forms::go_on(&way_to(&name, &then)) })
}

/// Where users of this account begin, if it has an identity provider.
///
/// # Errors
/// Those of the store.
pub fn way_of(tenant: &Tenant, then: &Then) -> Result<Option<String>> {
    Ok(identity::of(tenant)?.map(|provider| way_to(&provider.vanity, then)))
}

fn way_to(vanity: &str, then: &Then) -> String {
    let vanity: String = form_urlencoded::byte_serialize(vanity.as_bytes()).collect();
    auth::sessions::with_target(&format!("{}/{vanity}", forms::COMPANY), then.target())
}

/// Where the provider is; nothing where there is none, or it does not answer.
pub fn find_way(
    all: &Directory,
    Path(path): Path<VanityPath>,
    visit: Visit,
    outside: Outside,
) -> Result<impl FnOnce() -> Result<Option<String>> + use<>> {
    visit.check_secure()?;
    let client = open(all, &path.vanity)?.map(|(_, provider)| client(&provider, &visit));
    Ok(move || {
        let attempt = Attempt(visit.fresh_secret());
        Ok(client.and_then(|client| told(authorization_address(&outside, &client, &attempt))))
    })
}

/// The request draws the same secret whenever it runs, so the address fits the attempt.
pub fn go(
    all: &mut Directory,
    Path(path): Path<VanityPath>,
    Query(then): Query<Then>,
    Prepared(address): Prepared<Option<String>>,
    visit: Visit,
) -> Result<Html> {
    let (Some((mut tenant, _)), Some(address)) = (open(all, &path.vanity)?, &*address) else {
        return Ok(forms::no_company().with_status(404));
    };
    let secret = visit.fresh_secret();
    Attempt(secret).begin(&mut tenant, then.target())?;
    Ok(Html::go_to(address).with_cookie(visit.set_cookie(COOKIE, secret)))
}

/// Redeems the code that the browser brings back, if it is this browser that was sent for it.
pub fn redeem(
    all: &Directory,
    Path(path): Path<VanityPath>,
    Query(callback): Query<Callback>,
    visit: Visit,
    vault: Vault,
    outside: Outside,
) -> Result<impl FnOnce() -> Result<Option<Known>> + use<>> {
    visit.check_secure()?;
    let redeeming = redeeming(all, &path.vanity, callback, &visit, &vault)?;
    Ok(move || {
        let known =
            redeeming.and_then(|(by, redeeming)| Some(Known { identity: told(redeeming.redeem(&outside))?, by }));
        Ok(known)
    })
}

/// Somebody, and which provider knows it: a provider that the account has only since then may call somebody else so.
pub struct Known {
    identity: Identity,
    by: (String, i64),
}

fn named_by(provider: &Provider) -> (String, i64) {
    (provider.id.clone(), provider.version)
}

fn redeeming(
    all: &Directory,
    vanity: &str,
    callback: Callback,
    visit: &Visit,
    vault: &Vault,
) -> Result<Option<((String, i64), Redeeming)>> {
    let (Some((tenant, provider)), Some(secret)) = (open(all, vanity)?, visit.cookie(COOKIE)) else { return Ok(None) };
    let attempt = Attempt(secret);
    let is_ours = storage::matches(&storage::hash(&attempt.state()), &callback.state)
        && callback.iss.as_ref().is_none_or(|iss| *iss == provider.issuer)
        && callback.error.is_empty()
        && !callback.code.is_empty()
        && attempt.target(&tenant)?.is_some();
    if !is_ours {
        return Ok(None);
    }
    let redeeming = Redeeming {
        client: client(&provider, visit),
        client_secret: provider.secret(&tenant, vault)?,
        code: callback.code,
        verifier: attempt.verifier(),
        nonce: attempt.nonce(),
        now: all.now() / 1000,
    };
    Ok(Some((named_by(&provider), redeeming)))
}

/// Whom the provider knows is signed in. Whoever it knows and we do not becomes a user where the account wants that.
pub fn come_back(
    all: &mut Directory,
    Path(path): Path<VanityPath>,
    Query(_): Query<Callback>,
    Prepared(known): Prepared<Option<Known>>,
    visit: Visit,
) -> Result<Html> {
    let failed = || forms::single_sign_on_failed().with_status(403).with_cookie(visit.set_cookie(COOKIE, ""));
    let (Some((mut tenant, provider)), Some(secret)) = (open(all, &path.vanity)?, visit.cookie(COOKIE)) else {
        return Ok(failed());
    };
    let Some(target) = Attempt(secret).take(&mut tenant)? else { return Ok(failed()) };
    let known = known.as_ref().as_ref().filter(|known| known.by == named_by(&provider));
    let Some(Known { identity, .. }) = known else { return Ok(failed()) };
    let Some(user) = single_sign_on::user_of(&mut tenant, identity, provider.makes_users)? else { return Ok(failed()) };
    enter(all, &tenant, &user, &visit, target).map(|page| page.with_cookie(visit.set_cookie(COOKIE, "")))
}

fn enter(all: &mut Directory, tenant: &Tenant, user: &User, visit: &Visit, to: String) -> Result<Html> {
    let account = auth::sessions::acting_as(all, tenant.account_id(), &user.id)?;
    let rules = SignInRules::of(&account)?;
    enter::begin(all, account, user, &rules, &Proven { visit, then: &Then { to }, by: Proof::Provider })
}

/// The account of this name, if its users may sign in elsewhere, and where.
fn open<'s>(all: &Directory<'s>, vanity: &str) -> Result<Option<(Tenant<'s>, Provider)>> {
    let Some(tenant) = named(all, vanity)? else { return Ok(None) };
    if !SignInRules::of(&tenant)?.takes_single_sign_on() {
        return Ok(None);
    }
    Ok(identity::of(&tenant)?.map(|provider| (tenant, provider)))
}

#[expect(clippy::disallowed_methods, reason = "whoever wants to sign in names the account")]
fn named<'s>(all: &Directory<'s>, vanity: &str) -> storage::Result<Option<Tenant<'s>>> {
    all.account_by_vanity(vanity)
}

/// Each provider sends browsers back to an address of its own, so that none can answer for another (RFC 9700 4.4).
fn client(provider: &Provider, visit: &Visit) -> Client {
    Client {
        issuer: provider.issuer.clone(),
        client_id: provider.client_id.clone(),
        redirect_uri: provider.redirect_address(visit.site()),
    }
}

/// Why it failed is for the log.
fn told<T>(outcome: std::result::Result<T, Failed>) -> Option<T> {
    outcome.map_err(|Failed(cause)| tracing::warn!(cause, "an identity provider did not say who it is")).ok()
}
