//! `POST /accounts/{accountId}/plans`: the first plans of an account, all of them or none.
use super::{
    failures::{NO_ACCOUNT, purchase as buying, subscribe::*},
    purchase,
    rules::{self, Begin},
    views::{BoughtPlans, BoughtPlansRow, Plans, Shown},
    wanted::{Wanted, WantedPlans},
};
use crate::{
    account::{self, Open},
    catalogue::{Catalogue, Countries, Family, Kind, Plan},
    contact::{self, Contact, ContactFault, employees, fault},
    desk::{Desk, InUse},
    events::{PlanBought, PlanEvent},
    invoices,
    plans::fields::Face,
    subscriptions::{Extras, Offer, Order, Status},
    tiers::Tiers,
};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;

/// Months that price and plans can be agreed on for.
const TERMS: [i64; 11] = [1, 12, 24, 36, 48, 60, 72, 84, 96, 108, 120];

#[derive(Deserialize, JsonSchema)]
pub struct Subscribe {
    #[serde(flatten)]
    plans: WantedPlans,
    #[serde(default)]
    subscription_options: Options,
    /// Whom invoices go to. All but `apt` and `employee_count` must be said.
    #[serde(default)]
    contact: ContactBody,
}

#[derive(Default, Deserialize, JsonSchema)]
struct Options {
    #[serde(flatten)]
    begin: Begin,
    /// The buyer's own number, shown on invoices.
    #[serde(default)]
    #[schemars(length(max = 128))]
    purchase_order_number: String,
    #[serde(default)]
    #[schemars(length(max = 128))]
    deal_registration_id: String,
    /// Months: 1, or years from one to ten.
    #[serde(default)]
    contract_term: Option<i64>,
}

#[derive(Default, Deserialize, JsonSchema)]
#[serde(default)]
struct ContactBody {
    first_name: String,
    last_name: String,
    email: String,
    phone_number: String,
    address: String,
    apt: String,
    city: String,
    state: String,
    zip: String,
    /// Two letters (ISO 3166-1).
    country: String,
    /// A number, or a range.
    employee_count: String,
}

impl ContactBody {
    fn checked(self) -> Result<Contact> {
        let range = match &*self.employee_count {
            "" => "",
            given => employees(given).ok_or_else(|| BAD_CONTACT.with("employee_count"))?,
        };
        let contact = Contact {
            first_name: self.first_name,
            last_name: self.last_name,
            email: self.email,
            phone_number: self.phone_number,
            address: self.address,
            apt: self.apt,
            city: self.city,
            state: self.state,
            zip: self.zip,
            country: self.country,
            employee_count: range.to_owned(),
        };
        match fault(&contact) {
            None => Ok(contact),
            Some(ContactFault::Field(field)) => Err(BAD_CONTACT.with(field)),
            Some(ContactFault::Country(country)) => Err(BAD_COUNTRY.with(country)),
            Some(ContactFault::State(state)) => Err(BAD_STATE.with(state)),
        }
    }
}

/// Who is billed is noted with the plans, before taxes are counted; nothing is kept where a plan cannot be bought.
pub fn subscribe(
    tenant: &mut Tenant,
    Body(body): Body<Subscribe>,
    Provided(desk): Provided<Desk>,
) -> Result<Created<BoughtPlans>> {
    rules::not_oneself(tenant, NO_ACCOUNT)?;
    let mut tiers = Tiers::of(tenant)?;
    rules::not_in_bulk(&tiers, BULK)?;
    rules::paid_by_master(tenant, SELF_PAY)?;
    rules::may_sell(&tiers, &desk, PREVENTED)?;
    let Subscribe { plans: WantedPlans(wanted), subscription_options: options, contact } = body;
    let contact = contact.checked()?;
    let mut open = account::open(tenant, &desk)?;
    let order = options.order(&open, &wanted, &desk.catalogue)?;
    let offers = offers(tenant, &open, &wanted)?;
    rules::has_seats_enough(tenant, &open, &offers)?;
    rules::owes_nothing(tenant, &open, &tiers)?;
    // Taxes are those of where it is, if its master has named nobody.
    contact::name(tenant, &mut open, &contact)?;
    let (today, before) = (open.today, open.book.clone());
    let bill = open.under_terms(&tiers, |book, terms| book.buy(offers, &order, today, terms))?;
    let bill = bill.map_err(|refusal| purchase::refused(refusal, NO_PERMISSION, buying::NO_SUM.into()))?;
    purchase::check_fit(&before, &open.book, &desk.catalogue)?;
    invoices::issue(tenant, &mut open, &mut tiers, &bill, today)?;
    tell_bought(tenant, &open)?;
    let plans = Plans { face: Face::Bought, plans: &shown(&open), storage: None };
    let answer = Created::of(&BoughtPlansRow(plans))?;
    open.close(tenant)?;
    Ok(answer)
}

impl Options {
    fn order(self, open: &Open<'_>, wanted: &[Wanted], catalogue: &Catalogue) -> Result<Order> {
        let contract = self.contract_term.map(|months| contract(months, wanted, catalogue)).transpose()?;
        Ok(Order {
            from: self.begin.day(open.today, "subscription_options.")?,
            contract,
            purchase_order: self.purchase_order_number,
            deal: self.deal_registration_id,
        })
    }
}

/// A contract holds whole periods of every plan.
fn contract(months: i64, wanted: &[Wanted], catalogue: &Catalogue) -> Result<u32> {
    let whole = |plan: &Wanted| catalogue.plan(&plan.code).and_then(|plan| plan.period.months());
    let term = u32::try_from(months).ok().filter(|_| TERMS.contains(&months)).ok_or(BAD_TERM)?;
    let fits = wanted.iter().filter_map(whole).all(|months| term.is_multiple_of(months));
    if fits { Ok(term) } else { Err(BAD_TERM.into()) }
}

/// The plans of the request, the base first.
fn offers(tenant: &Tenant, open: &Open<'_>, wanted: &[Wanted]) -> Result<Vec<Offer>> {
    if wanted.iter().any(|plan| plan.kind == Kind::Bundle) {
        return Err(BUNDLE.into());
    }
    let catalogue = &open.desk.catalogue;
    let Some(base) = wanted.iter().find(|plan| plan.kind == Kind::Base) else {
        return Err(Error::field("plan_base", "It is required."));
    };
    match open.book.any_base().map(|held| held.status) {
        None => {}
        Some(Status::Cancelled) => return Err(SUBSCRIBED.into()),
        Some(_) => return Err(NOT_FREE.into()),
    }
    let plan = catalogue.plan(&base.code).ok_or_else(|| UNKNOWN.with(&base.code))?;
    if plan.base.is_none() {
        return Err(BAD_BASE.with(tenant.account_id()));
    }
    purchase::check_for_sale(plan)?;
    let family = plan.base;
    let mut offers = vec![purchase::offer(plan, true, base.hosts, base.extras.clone())?];
    if offers.iter().any(Offer::is_trial) {
        if open.book.had_trial {
            return Err(TRIED.into());
        }
        if wanted.len() > 1 {
            return Err(FREE.into());
        }
    }
    purchase::check_once(wanted, catalogue)?;
    for addon in wanted.iter().filter(|plan| plan.kind != Kind::Base) {
        let plan = purchase::plan(catalogue, addon, UNKNOWN)?;
        purchase::check_for_sale(plan)?;
        purchase::check_untried(&open.book, plan)?;
        check_audio(plan, family, &addon.extras)?;
        offers.push(purchase::offer(plan, false, addon.hosts, addon.extras.clone())?);
    }
    Ok(offers)
}

/// Audio that is paid for by use is sold beside some bases alone, and audio that comes with a base is for some country.
fn check_audio(plan: &Plan, base: Option<Family>, extras: &Extras) -> Result<()> {
    if plan.kind == Kind::Audio && !plan.is_sold_beside(base) {
        return Err(PAY_AS_YOU_GO.into());
    }
    let named = |list: &Option<String>| list.as_deref().is_some_and(|list| !list.trim().is_empty());
    let lists = [&extras.callout_countries, &extras.tollfree_countries, &extras.premium_countries];
    match plan.countries {
        Some(Countries::Audio) if !lists.into_iter().any(named) => Err(NO_COUNTRIES.into()),
        _ => Ok(()),
    }
}

/// Says of each plan that is new that it was bought.
///
/// # Errors
/// Those of the store.
pub fn tell_bought(tenant: &mut Tenant, open: &Open<'_>) -> Result<()> {
    let account = open.told(tenant);
    for held in open.new_plans() {
        tenant.emit(&PlanBought(PlanEvent::of(&account, held)))?;
    }
    Ok(())
}

/// All plans that an account has now.
pub fn shown<'b>(open: &'b Open<'_>) -> Vec<Shown<'b>> {
    let held = open.book.plans.iter().filter(|held| held.status != Status::Expired);
    held.map(|held| Shown { held, in_use: InUse::default() }).collect()
}
