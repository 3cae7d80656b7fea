//! `/accounts/{accountId}/billing/terms`: on which terms an account buys from the one above it.
use crate::{
    account::{self, Open, Payer, payer},
    desk::Desk,
    events::TermsChanged,
    invoices::store,
    money::Currency,
    plans::{NO_ACCOUNT, not_oneself},
};
use platform::{limits::Rate, *};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;

pub fn operations(api: &mut Api) {
    api.get("/accounts/{accountId}/billing/terms", get)
        .summary("Get on which terms an account buys")
        .scope("billing:read:billing_information")
        .privilege(&[Privilege::SubAccountRead, Privilege::SubAccountEdit])
        .rate(Rate::Medium)
        .on_second_level();
    api.patch("/accounts/{accountId}/billing/terms", update)
        .summary("Change on which terms an account buys")
        .scopes(Needs::MasterOnly("billing:update:billing_information"))
        .privilege(&[Privilege::SubAccountEdit])
        .rate(Rate::Heavy)
        .on_second_level()
        .fails(&[NO_ACCOUNT]);
}

view! {
    /// On which terms an account buys.
    pub struct TermsView {
        /// Three letters (ISO 4217).
        pub currency: String,
        /// Days from the date of an invoice that it owes to its due date.
        pub payment_days: i64,
        pub tax_id: String,
        /// Of a second-level master: whether it may buy plans for the accounts below it.
        pub may_add_plans: bool,
    }
}

fn get(tenant: &Tenant, Provided(desk): Provided<Desk>) -> Result<Json<TermsView>> {
    shown(tenant, &desk)
}

/// On which terms this account buys.
///
/// # Errors
/// Those of the store.
pub fn shown(tenant: &Tenant, desk: &Desk) -> Result<Json<TermsView>> {
    let Payer { currency, payment_days, tax_id, may_sell, .. } = payer(tenant, desk)?;
    Json::of(&TermsView { currency, payment_days, tax_id, may_add_plans: may_sell })
}

/// What is to be different of the terms.
#[derive(Deserialize, JsonSchema)]
pub struct UpdateTerms {
    /// Three letters (ISO 4217). It stays while the account has a plan, or owes something.
    #[serde(default)]
    currency: Option<String>,
    /// Days from the date of an invoice that it owes to its due date.
    #[serde(default)]
    #[schemars(range(min = 0, max = 365))]
    payment_days: Option<i64>,
    #[serde(default)]
    #[schemars(length(max = 64))]
    tax_id: Option<String>,
    /// Of a second-level master: whether it may buy plans for the accounts below it.
    #[serde(default)]
    may_add_plans: Option<bool>,
}

fn update(tenant: &mut Tenant, Body(body): Body<UpdateTerms>, Provided(desk): Provided<Desk>) -> Result<NoContent> {
    not_oneself(tenant, NO_ACCOUNT)?;
    change(tenant, &desk, body)
}

/// Changes on which terms an account buys.
///
/// # Errors
/// 400/300 on `currency` for what is none, and while there is a plan or something is owed.
pub fn change(tenant: &mut Tenant, desk: &Desk, body: UpdateTerms) -> Result<NoContent> {
    let mut open = account::open(tenant, desk)?;
    let before = open.payer.clone();
    if let Some(currency) = body.currency.filter(|currency| *currency != before.currency) {
        check_currency(tenant, &open, &currency)?;
        open.payer.currency = currency;
    }
    open.payer.payment_days = body.payment_days.unwrap_or(before.payment_days);
    open.payer.tax_id = body.tax_id.unwrap_or_else(|| before.tax_id.clone());
    open.payer.may_sell = body.may_add_plans.unwrap_or(before.may_sell);
    if open.payer != before {
        let account = open.told(tenant);
        tenant.emit(&TermsChanged::of(&account))?;
    }
    open.close(tenant)?;
    Ok(NoContent)
}

fn check_currency(tenant: &Tenant, open: &Open<'_>, currency: &str) -> Result<()> {
    if Currency::parse(currency).is_none() {
        return Err(Error::field("currency", "It is three capital letters."));
    }
    let has_paid_plan = open.book.plans.iter().any(|held| held.next_day().is_some());
    if has_paid_plan || store::is_anything_owed(tenant)? {
        return Err(Error::field("currency", "It stays while there is a plan, or something is owed."));
    }
    Ok(())
}
