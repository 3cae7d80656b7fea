//! `/accounts/billing/prices`: what a master charges the accounts below it, where that differs from what it pays.
use super::terms;
use crate::{
    account::{self, payer},
    desk::Desk,
    events::PricesChanged,
    money::Currency,
    tiers::price_list,
};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use storage::{Sql, Tenant, sql};

pub fn operations(api: &mut Api) {
    api.get("/accounts/billing/prices", get)
        .summary("Get what a master charges the accounts below it")
        .scopes(Needs::MasterOnly("billing:read:billing_information"))
        .privilege(&[Privilege::SubAccountRead, Privilege::SubAccountEdit])
        .rate(Rate::Medium)
        .only(Mount::Direct)
        .masters_only();
    api.put("/accounts/billing/prices", set)
        .summary("Set what a master charges the accounts below it")
        .scopes(Needs::MasterOnly("billing:update:billing_information"))
        .privilege(&[Privilege::SubAccountEdit])
        .rate(Rate::Heavy)
        .only(Mount::Direct)
        .masters_only();
    terms::operations(api);
}

#[derive(Deserialize, JsonSchema)]
struct Which {
    /// Three letters (ISO 4217); the account's own when left out.
    #[serde(default)]
    currency: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
struct SetPrices {
    /// Three letters (ISO 4217); the account's own when left out.
    #[serde(default)]
    currency: Option<String>,
    /// All prices of this currency, by the code of the plan: minor units for one host and one period. What is left out is
    /// charged as it is paid. A price holds from the next purchase, change or term on.
    #[serde(default)]
    prices: BTreeMap<String, i64>,
}

view! {
    /// What a master charges the accounts below it.
    pub struct PricesView {
        pub currency: String,
        /// By the code of the plan: minor units for one host and one period.
        pub prices: BTreeMap<String, i64>,
    }
}

fn currency(tenant: &Tenant, desk: &Desk, named: Option<&str>) -> Result<Currency> {
    match named {
        None => Ok(payer(tenant, desk)?.currency()?),
        Some(named) => Currency::parse(named).ok_or_else(|| Error::field("currency", "It is three capital letters.")),
    }
}

fn get(tenant: &Tenant, Query(query): Query<Which>, Provided(desk): Provided<Desk>) -> Result<Json<PricesView>> {
    let currency = currency(tenant, &desk, query.currency.as_deref())?;
    Json::of(&PricesView { currency: currency.to_string(), prices: price_list(tenant, currency)? })
}

const SET: Sql = sql!(
    "INSERT INTO prices (account_id, currency, code, unit) VALUES ($1, $2, $3, $4)
     ON CONFLICT (account_id, currency, code) DO UPDATE SET unit = excluded.unit"
);
const DROP: Sql = sql!("DELETE FROM prices WHERE account_id = $1 AND currency = $2 AND code = $3");

/// The largest price of one host.
const MOST: i64 = 1_000_000_000;

fn set(tenant: &mut Tenant, Body(body): Body<SetPrices>, Provided(desk): Provided<Desk>) -> Result<NoContent> {
    let currency = currency(tenant, &desk, body.currency.as_deref())?;
    let faults: Vec<FieldError> = body.prices.iter().filter_map(|(code, unit)| fault(&desk, code, *unit)).collect();
    if !faults.is_empty() {
        return Err(Error::validation(faults));
    }
    let before = price_list(tenant, currency)?;
    if before == body.prices {
        return Ok(NoContent);
    }
    for code in before.keys().filter(|code| !body.prices.contains_key(*code)) {
        tenant.execute(DROP, &[currency.as_str().into(), code.into()])?;
    }
    for (code, unit) in body.prices.iter().filter(|(code, unit)| before.get(*code) != Some(unit)) {
        tenant.execute(SET, &[currency.as_str().into(), code.into(), (*unit).into()])?;
    }
    let mut open = account::open(tenant, &desk)?;
    let account = open.told(tenant);
    tenant.emit(&PricesChanged::of(&account))?;
    open.touch();
    open.close(tenant)?;
    Ok(NoContent)
}

fn fault(desk: &Desk, code: &str, unit: i64) -> Option<FieldError> {
    let message = match (desk.catalogue.plan(code), unit) {
        (None, _) => "No plan has this code.",
        (_, 0..=MOST) => return None,
        _ => "It is no price.",
    };
    Some(FieldError { field: format!("prices.{code}"), message: message.to_owned() })
}
