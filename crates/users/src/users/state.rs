//! What rules about users ask of their account.
use crate::emails;
use storage::{Fault, Result, Sql, Tenant, record, sql};

record! {
    /// The state of the account.
    pub struct AccountState {
        /// As documented: `Free`, `Pro`, `Business` …
        pub account_type: String,
        /// Whether `custCreate` is open to it.
        pub api_users: bool,
    }
}

const STATE: Sql = sql!("SELECT account_type, api_users FROM accounts WHERE account_id = $1");
const DOMAINS: Sql =
    sql!("SELECT domain FROM managed_domains WHERE account_id = $1 AND status = 'verified' ORDER BY domain");

pub fn account(tenant: &Tenant) -> Result<AccountState> {
    tenant.row(STATE, &[])?.ok_or_else(|| Fault::broken("the account of a tenant does not exist"))
}

/// The domains that the account manages.
pub fn managed_domains(tenant: &Tenant) -> Result<Vec<String>> {
    let mut domains = Vec::new();
    tenant.each(DOMAINS, &[], &mut |row| {
        domains.push(row.get::<String>(0)?);
        Ok(())
    })?;
    Ok(domains)
}

/// Whether the account manages the domain of this email, which is in its form for comparison.
pub fn manages_domain_of(tenant: &Tenant, email: &str) -> Result<bool> {
    Ok(managed_domains(tenant)?.iter().any(|domain| domain == emails::domain(email)))
}
