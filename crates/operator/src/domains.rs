//! `/accounts/{id}/managed_domains`, `/accounts/{id}/trusted_domains`: the domains of an account.
use crate::{
    paths::AccountPath,
    reach::{CLOSED, open_tenant, tenant},
};
use ::accounts::accounts::domains::{self, DOMAIN_TAKEN, NO_DOMAIN, PUBLIC_DOMAIN, UNKNOWN_DOMAIN};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Directory, Tenant};

pub fn operations(api: &mut Api) {
    api.get("/accounts/{id}/managed_domains", managed).summary("List the managed domains of an account");
    api.post("/accounts/{id}/managed_domains", claim).summary("Let an account claim or manage a domain").fails(&[
        CLOSED,
        NO_DOMAIN,
        PUBLIC_DOMAIN,
        DOMAIN_TAKEN,
    ]);
    api.delete("/accounts/{id}/managed_domains/{domain}", give_up)
        .summary("Take a domain from an account")
        .fails(&[NO_DOMAIN, UNKNOWN_DOMAIN]);
    api.put("/accounts/{id}/trusted_domains", trust)
        .summary("Set the domains that an account trusts")
        .fails(&[CLOSED, NO_DOMAIN]);
}

choice! {
    /// How far an account has come with a domain.
    pub enum DomainStatus: text {
        /// Claimed; others may claim it too.
        Pending = "pending",
        /// Proved to be its own.
        Verified = "verified",
    }
}

fn managed(all: &Directory, Path(path): Path<AccountPath>) -> Result<impl Output + use<>> {
    domains::managed(&tenant(all, &path.id)?)
}

#[derive(Deserialize, JsonSchema)]
struct ClaimDomain {
    /// `example.com`
    domain: String,
    /// `verified` when left out.
    #[serde(default)]
    status: Option<DomainStatus>,
}

fn claim(
    all: &mut Directory,
    Path(path): Path<AccountPath>,
    Body(body): Body<ClaimDomain>,
) -> Result<impl Output + use<>> {
    let mut tenant = open_tenant(all, &path.id)?;
    match body.status.unwrap_or(DomainStatus::Verified) {
        DomainStatus::Pending => domains::add(&mut tenant, &body.domain)?,
        DomainStatus::Verified => verify(&mut tenant, &body.domain)?,
    }
    domains::managed(&tenant)
}

/// A domain that was not claimed before is claimed on the way.
fn verify(tenant: &mut Tenant, domain: &str) -> Result<()> {
    match domains::verify(tenant, domain) {
        Err(error) if error.failure() == UNKNOWN_DOMAIN => {
            domains::add(tenant, domain)?;
            domains::verify(tenant, domain)
        }
        done => done,
    }
}

#[derive(Deserialize, JsonSchema)]
struct DomainPath {
    /// The id of an account.
    id: String,
    /// One of its managed domains.
    domain: String,
}

fn give_up(all: &mut Directory, Path(path): Path<DomainPath>) -> Result<NoContent> {
    domains::remove(&mut tenant(all, &path.id)?, &path.domain)?;
    Ok(NoContent)
}

#[derive(Deserialize, JsonSchema)]
struct TrustDomains {
    /// All of them: those that are left out are trusted no more.
    domains: Vec<String>,
}

fn trust(
    all: &mut Directory,
    Path(path): Path<AccountPath>,
    Body(body): Body<TrustDomains>,
) -> Result<impl Output + use<>> {
    let mut tenant = open_tenant(all, &path.id)?;
    domains::trust(&mut tenant, &body.domains)?;
    domains::trusted(&tenant)
}
