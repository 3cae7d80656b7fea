//! Who sells to whom: the platform to the top-level master, each master to the accounts below it, at prices of its own.
use crate::{account::payer, contact::Contact, desk::Desk, money::Currency, subscriptions::Prices};
use serde::Deserialize;
use std::collections::BTreeMap;
use storage::{Fault, Result, Sql, Tenant, record, sql};

/// As the seller at the first tier stands in the ledger.
pub const PLATFORM: &str = "";

/// The way of a plan from the platform to the account that has it.
pub struct Tiers<'s> {
    /// The accounts above, from the top down.
    pub above: Vec<Tenant<'s>>,
    /// Who buys at each tier: all accounts above, and the account itself.
    pub buyers: Vec<String>,
    /// The tier whose price is published: what the debtor is charged.
    pub published: usize,
    /// The option `billing_auto_renew` of the account that has the plan: on where nobody has set it.
    pub auto_renew: bool,
}

impl<'s> Tiers<'s> {
    /// From the account upwards; each account above is entered in the same transaction.
    ///
    /// # Errors
    /// Those of the store; [`Fault::Broken`] for options that are none.
    #[expect(clippy::disallowed_methods, reason = "who pays for the plans of an account stands above it")]
    pub fn of(tenant: &Tenant<'s>) -> Result<Self> {
        let facts = tenant.facts()?;
        let mut above = Vec::new();
        let mut next = tenant.payer()?;
        while let Some(payer) = next {
            next = payer.payer()?;
            above.insert(0, payer);
        }
        let buyers: Vec<String> =
            above.iter().map(Tenant::account_id).chain([tenant.account_id()]).map(str::to_owned).collect();
        let own = buyers.len() - 1;
        let published = if facts.pays_itself { own } else { own.saturating_sub(1) };
        Ok(Tiers { above, buyers, published, auto_renew: auto_renew(tenant)? })
    }
    /// Who owes the invoices: the account itself, or the one directly above it.
    pub fn debtor(&self) -> &str {
        self.buyers.get(self.published).map_or("", String::as_str)
    }
    /// Who sells at a tier: the buyer of the tier before, [`PLATFORM`] at the first.
    pub fn seller(&self, tier: usize) -> &str {
        tier.checked_sub(1).and_then(|above| self.buyers.get(above)).map_or(PLATFORM, String::as_str)
    }
    /// The debtor where it is another account.
    pub fn debtor_above(&self) -> Option<&Tenant<'s>> {
        self.above.get(self.published)
    }
    /// As [`Tiers::debtor_above`], for what is written in the rows of that account.
    pub fn debtor_above_mut(&mut self) -> Option<&mut Tenant<'s>> {
        self.above.get_mut(self.published)
    }
    /// Parts per million, at the place of who pays; `own` is the contact of the account that has the plan.
    pub(crate) fn tax(&self, own: &str, desk: &Desk) -> Result<i64> {
        if desk.taxes.is_empty() {
            return Ok(0);
        }
        let debtor = self.debtor_above().map(|above| payer(above, desk)).transpose()?;
        let named = debtor.map(|debtor| debtor.contact).filter(|contact| !contact.is_empty());
        // A master that has named nobody pays where its subaccount is.
        let contact = Contact::stored(named.as_deref().unwrap_or(own))?;
        Ok(contact.map_or(0, |contact| desk.tax(&contact.country, &contact.state)))
    }
}

/// Of the options of an account, what concerns its plans.
#[derive(Deserialize)]
struct Switches {
    billing_auto_renew: Option<bool>,
}

fn auto_renew(tenant: &Tenant) -> Result<bool> {
    let switches: Switches = serde_json::from_str(&tenant.options()?).map_err(Fault::broken)?;
    Ok(switches.billing_auto_renew.unwrap_or(true))
}

record! { struct PriceRow { code: String, unit: i64 } }
const PRICES: Sql = sql!("SELECT code, unit FROM prices WHERE account_id = $1 AND currency = $2 ORDER BY code");

/// What an account charges those below it, where it differs from what it pays.
pub(crate) fn price_list(tenant: &Tenant, currency: Currency) -> Result<BTreeMap<String, i64>> {
    let rows = tenant.rows::<PriceRow>(PRICES, &[currency.as_str().into()])?;
    Ok(rows.into_iter().map(|row| (row.code, row.unit)).collect())
}

/// The prices of all tiers: the catalogue's for the first, and each master's own for the next.
pub(crate) struct PriceLists<'d> {
    desk: &'d Desk,
    currency: Currency,
    lists: Vec<BTreeMap<String, i64>>,
}

impl<'d> PriceLists<'d> {
    pub(crate) fn of(tiers: &Tiers<'_>, desk: &'d Desk, currency: Currency) -> Result<Self> {
        let lists = tiers.above.iter().map(|above| price_list(above, currency)).collect::<Result<_>>()?;
        Ok(PriceLists { desk, currency, lists })
    }
}

impl Prices for PriceLists<'_> {
    fn units(&self, code: &str, hosts: i64) -> Option<Vec<i64>> {
        let mut unit = self.desk.catalogue.plan(code)?.prices.get(&self.currency)?.unit(hosts);
        let mut units = vec![unit];
        for list in &self.lists {
            unit = list.get(code).copied().unwrap_or(unit);
            units.push(unit);
        }
        Some(units)
    }
}
