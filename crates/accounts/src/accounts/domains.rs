//! Domains of an account: those it manages, each of which belongs to one account of the platform, and those it trusts.
use super::{
    events::{Changed, ManagedDomainsPart, TrustedDomainsPart},
    store,
    views::{ManagedDomain, ManagedDomains, TrustedDomains, TrustedDomainsRow},
};
use idna::{
    AsciiDenyList,
    uts46::{DnsLength, Hyphens, Uts46},
};
use platform::{Failure, Json, JsonText, Result};
use storage::{Fault, Sql, Tenant, directory::DomainHolder, record, sql};
use users::emails;

pub const PAID_OR_ZMP_ONLY: Failure =
    Failure::new(400, 200, "Only available for Paid or ZMP account: {}.").inside_200();
pub const PAID_ONLY: Failure = Failure::new(400, 200, "Only available for Paid account: {}.");

/// What is no name of a domain.
pub const NO_DOMAIN: Failure = Failure::new(400, 300, "The domain name is invalid: {}.");
/// Everybody has an address there.
pub const PUBLIC_DOMAIN: Failure = Failure::new(400, 300, "A public email domain cannot be managed: {}.");
/// Also when another account has verified it.
pub const DOMAIN_TAKEN: Failure = Failure::new(409, 300, "The domain is already managed: {}.");
/// The account has not claimed it.
pub const UNKNOWN_DOMAIN: Failure = Failure::new(404, 300, "The domain is not managed by this account: {}.");

/// Claimed; its ownership is not proved yet.
const PENDING: &str = "pending";
const VERIFIED: &str = "verified";

/// Domains of mail providers.
const PUBLIC: &str = "\
    126.com 163.com aol.com gmail.com gmx.com gmx.de googlemail.com hotmail.com icloud.com live.com mac.com mail.ru me.com \
    msn.com outlook.com proton.me protonmail.com qq.com web.de yahoo.com yandex.ru ymail.com";

record! {
    struct DomainRow { domain: String, status: String }
}

const MANAGED: Sql = sql!("SELECT domain, status FROM managed_domains WHERE account_id = $1 ORDER BY domain");
const TRUSTED: Sql = sql!("SELECT trusted_domains FROM accounts WHERE account_id = $1");
const STATUS: Sql = sql!("SELECT status FROM managed_domains WHERE account_id = $1 AND domain = $2");
const CLAIM: Sql = sql!(
    "INSERT INTO managed_domains (account_id, domain, status, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING"
);
const SET_STATUS: Sql = sql!("UPDATE managed_domains SET status = $3 WHERE account_id = $1 AND domain = $2");
const GIVE_UP: Sql = sql!("DELETE FROM managed_domains WHERE account_id = $1 AND domain = $2");
const INDEX: Sql = sql!("INSERT INTO domain_index (account_id, domain) VALUES ($1, $2) ON CONFLICT DO NOTHING");
const UNINDEX: Sql = sql!("DELETE FROM domain_index WHERE account_id = $1 AND domain = $2");
const SET_TRUSTED: Sql = sql!("UPDATE accounts SET trusted_domains = $2, version = version + 1 WHERE account_id = $1");

/// By name, those that are claimed and those that are verified.
///
/// # Errors
/// Those of the store.
pub fn managed(tenant: &Tenant) -> Result<Json<ManagedDomains>> {
    let rows = tenant.rows::<DomainRow>(MANAGED, &[])?;
    let domains: Vec<_> =
        rows.into_iter().map(|DomainRow { domain, status }| ManagedDomain { domain, status }).collect();
    let total_records = i64::try_from(domains.len()).map_err(Fault::broken)?;
    Json::of(&ManagedDomains { domains, total_records })
}

/// By name.
///
/// # Errors
/// Those of the store.
pub fn trusted(tenant: &Tenant) -> Result<Json<TrustedDomains>> {
    let answer = tenant
        .first(TRUSTED, &[], |row| Ok(Json::of(&TrustedDomainsRow { trusted_domains: JsonText::new(row.get(0)?) })))?;
    answer.unwrap_or_else(|| Err(Fault::broken("the account of a tenant does not exist").into()))
}

/// Claims a domain. Until it is verified, other accounts may claim it too.
///
/// # Errors
/// [`NO_DOMAIN`], [`PUBLIC_DOMAIN`], [`DOMAIN_TAKEN`].
pub fn add(tenant: &mut Tenant, domain: &str) -> Result<()> {
    let domain = checked(domain)?;
    if is_public(&domain) {
        return Err(PUBLIC_DOMAIN.with(domain));
    }
    let is_elsewhere = is_elsewhere(tenant, &domain)?;
    let before = names(tenant)?;
    let cells = [(&domain).into(), PENDING.into(), tenant.now().into()];
    if is_elsewhere || tenant.insert(CLAIM, &cells)?.is_duplicate() {
        return Err(DOMAIN_TAKEN.with(domain));
    }
    managed_changed(tenant, &before)
}

/// Notes that the account has proved that it owns a domain it has claimed; from then on nobody else can.
///
/// # Errors
/// [`UNKNOWN_DOMAIN`]; [`DOMAIN_TAKEN`] when another account was first.
pub fn verify(tenant: &mut Tenant, domain: &str) -> Result<()> {
    let domain = checked(domain)?;
    match status(tenant, &domain)?.as_deref() {
        None => return Err(UNKNOWN_DOMAIN.with(domain)),
        Some(VERIFIED) => return Ok(()),
        Some(_) => {}
    }
    let before = names(tenant)?;
    tenant.execute(SET_STATUS, &[(&domain).into(), VERIFIED.into()])?;
    let is_first = !tenant.insert(INDEX, &[(&domain).into()])?.is_duplicate();
    if !is_first && is_elsewhere(tenant, &domain)? {
        return Err(DOMAIN_TAKEN.with(domain));
    }
    managed_changed(tenant, &before)
}

/// Gives a domain up, verified or not.
///
/// # Errors
/// [`UNKNOWN_DOMAIN`].
pub fn remove(tenant: &mut Tenant, domain: &str) -> Result<()> {
    let domain = checked(domain)?;
    let before = names(tenant)?;
    if tenant.execute(GIVE_UP, &[(&domain).into()])? == 0 {
        return Err(UNKNOWN_DOMAIN.with(domain));
    }
    tenant.execute(UNINDEX, &[(&domain).into()])?;
    managed_changed(tenant, &before)
}

/// Sets the domains that the account trusts: its people need not prove who they are to each other's meetings there.
///
/// # Errors
/// [`NO_DOMAIN`].
pub fn trust(tenant: &mut Tenant, domains: &[String]) -> Result<()> {
    let mut domains = domains.iter().map(|domain| checked(domain)).collect::<Result<Vec<_>>>()?;
    domains.sort_unstable();
    domains.dedup();
    let before = tenant.first(TRUSTED, &[], |row| row.get::<String>(0))?.unwrap_or_default();
    let before: Vec<String> = serde_json::from_str(&before).map_err(Fault::broken)?;
    if domains == before {
        return Ok(());
    }
    let text = serde_json::to_string(&domains).map_err(Fault::broken)?;
    tenant.execute(SET_TRUSTED, &[(&text).into()])?;
    let (id, version) = (tenant.account_id().to_owned(), store::version(tenant)?);
    let old_object = TrustedDomainsPart { trusted_domains: &before };
    let part = TrustedDomainsPart { trusted_domains: &domains };
    Ok(tenant.emit(&Changed { id: &id, part, old_object, version })?)
}

fn is_public(domain: &str) -> bool {
    PUBLIC.split_ascii_whitespace().any(|public| public == domain)
}

/// Whether another account manages the domain.
fn is_elsewhere(tenant: &Tenant, domain: &str) -> storage::Result<bool> {
    Ok(!matches!(tenant.domain_holder(domain)?, DomainHolder::Nobody | DomainHolder::Here))
}

/// How far the account has come with a domain; absent when it has not claimed it.
fn status(tenant: &Tenant, domain: &str) -> storage::Result<Option<String>> {
    tenant.first(STATUS, &[domain.into()], |row| row.get(0))
}

fn names(tenant: &Tenant) -> Result<Vec<String>> {
    Ok(tenant.rows::<DomainRow>(MANAGED, &[])?.into_iter().map(|row| row.domain).collect())
}

fn managed_changed(tenant: &mut Tenant, before: &[String]) -> Result<()> {
    let (id, after, version) = (tenant.account_id().to_owned(), names(tenant)?, store::touch(tenant)?);
    let old_object = ManagedDomainsPart { managed_domains: before };
    let part = ManagedDomainsPart { managed_domains: &after };
    Ok(tenant.emit(&Changed { id: &id, part, old_object, version })?)
}

/// A domain in its form for comparison.
fn checked(domain: &str) -> Result<String> {
    let name = emails::folded_domain(domain);
    if is_domain(&name) { Ok(name) } else { Err(NO_DOMAIN.with(domain)) }
}

/// At least two labels of letters, digits and inner hyphens, as long as DNS takes them (RFC 1035 2.3.1; of letters of other
/// scripts, in what encodes them).
fn is_domain(name: &str) -> bool {
    let (hyphens, length) = (Hyphens::CheckFirstLast, DnsLength::Verify);
    let encoded = Uts46::new().to_ascii(name.as_bytes(), AsciiDenyList::STD3, hyphens, length);
    encoded.is_ok_and(|name| name.contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_has_two_labels_of_letters_digits_and_inner_hyphens() {
        for name in ["example.com", "a.b", "mail.uni-x.ac.uk", "xn--bcher-kva.example", "bücher.example", "1.2"] {
            assert!(is_domain(name), "{name}");
        }
        for name in ["", "com", ".com", "a.", "a..b", "-a.com", "a-.com", "a b.com", "a@b.com", "a_b.com", "*.com"] {
            assert!(!is_domain(name), "{name}");
        }
    }

    #[test]
    fn a_label_has_63_characters_and_a_domain_253_at_most() {
        let label = "a".repeat(63);
        assert!(is_domain(&format!("{label}.com")));
        assert!(!is_domain(&format!("{label}a.com")));
        let long = format!("{label}.{label}.{label}.");
        assert!(is_domain(&format!("{long}{}", "a".repeat(61))));
        assert!(!is_domain(&format!("{long}{}", "a".repeat(62))));
    }

    #[test]
    fn a_label_of_other_letters_is_as_long_as_what_encodes_it() {
        // 57 of them are 63 characters for DNS.
        let name = |count: usize| format!("{}.example", "ü".repeat(count));
        assert!(is_domain(&name(57)) && !is_domain(&name(58)));
        assert!(is_domain("हिन्दी.example"));
    }

    #[test]
    fn the_domains_of_mail_providers_are_public() {
        for (domain, is) in
            [("gmail.com", true), ("126.com", true), ("ymail.com", true), ("com", false), ("mail.gmail.com", false)]
        {
            assert_eq!(is_public(domain), is, "{domain}");
        }
    }
}
