//! `PUT /accounts/{accountId}/plans/base`: another base plan, or more or fewer hosts of it.
use super::{
    failures::{NO_ACCOUNT, base::*, purchase as buying, update_addon},
    purchase,
    rules::{self, Begin},
};
use crate::{
    account::{self, Open},
    catalogue::{Family, Plan},
    desk::Desk,
    events::{PlanChanged, PlanEvent},
    grid::days_after,
    invoices,
    subscriptions::{Changed, Extras, Held, Offer},
    tiers::Tiers,
};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;

#[derive(Deserialize, JsonSchema)]
pub struct UpdateBase {
    /// The code of the plan that is wanted.
    #[serde(rename = "type")]
    code: String,
    /// How many hosts it is to have.
    #[serde(default)]
    hosts: Option<i64>,
    /// Or how many more than now.
    #[serde(default)]
    increasing_hosts: Option<i64>,
    /// Of plans that count the hosts who are active.
    #[serde(default)]
    active_hosts: Option<i64>,
    #[serde(flatten)]
    begin: Begin,
}

/// Without a day, more is had at once and less at the end of the term; fewer seats than are in use are refused now too.
pub fn update(tenant: &mut Tenant, Body(body): Body<UpdateBase>, Provided(desk): Provided<Desk>) -> Result<NoContent> {
    rules::not_oneself(tenant, NO_ACCOUNT)?;
    let mut tiers = Tiers::of(tenant)?;
    rules::not_in_bulk(&tiers, BULK)?;
    rules::paid_by_master(tenant, SELF_PAY)?;
    rules::not_by_a_trial(&tiers, TRYING)?;
    let mut open = account::open(tenant, &desk)?;
    let on = body.begin.day(open.today, "")?;
    let Some(at) = open.book.any_base_at() else {
        let failure = if open.book.plans.is_empty() { FREE } else { NO_PLAN };
        return Err(failure.into());
    };
    let held = open.book.plans.get(at).ok_or(NO_PLAN)?;
    let to = body.offer(held, &open)?;
    check_day(held, &to, on, open.desk.trial_days)?;
    rules::may_sell_more(&tiers, &desk, held, &to)?;
    if let Some(in_use) = rules::seats_missed(tenant, &open, at, &to)? {
        return Err(IN_USE.with(in_use));
    }
    rules::owes_nothing_for_more(tenant, &open, &tiers, held, &to, on)?;
    change(tenant, &mut open, &mut tiers, at, to, on)?;
    open.close(tenant)?;
    Ok(NoContent)
}

impl UpdateBase {
    fn offer(&self, held: &Held, open: &Open<'_>) -> Result<Offer> {
        let plan = open.desk.catalogue.plan(&self.code).filter(|plan| plan.base.is_some());
        let Some(plan) = plan else {
            let hosts = self.hosts.filter(|_| self.increasing_hosts.is_none());
            return held.lessened(&self.code, hosts).ok_or_else(|| BAD_TYPE.with(&self.code));
        };
        check_move(held, plan)?;
        if plan.code != held.offer.code {
            purchase::check_for_sale(plan)?;
        }
        let hosts = self.wanted_hosts(plan, held)?;
        let active_hosts = self.active_hosts.or(held.offer.extras.active_hosts);
        purchase::offer(plan, true, hosts, Extras { active_hosts, ..held.offer.extras.clone() })
    }
    fn wanted_hosts(&self, plan: &Plan, held: &Held) -> Result<Option<i64>> {
        match (self.hosts, self.increasing_hosts) {
            _ if plan.hosts.is_none() => Ok(None),
            (Some(_), Some(_)) | (None, None) => Err(BAD_HOSTS.into()),
            (Some(hosts), None) if hosts < 1 => Err(BAD_HOSTS.into()),
            (None, Some(more)) if more < 1 => Err(BAD_HOSTS.into()),
            (Some(hosts), None) => Ok(Some(hosts)),
            (None, Some(more)) => Ok(Some(held.offer.hosts.saturating_add(more))),
        }
    }
}

/// A trial becomes a plan until the midnight on which it ends, and another trial before it.
///
/// # Errors
/// 400/300 on the field of the day that is too late.
pub fn check_day(held: &Held, to: &Offer, on: Option<Date>, trial_days: i32) -> Result<()> {
    let ends = if held.is_running() { held.period.end } else { days_after(held.effective, trial_days) };
    let is_late = |on: Date| on > ends || (on == ends && to.is_trial());
    if held.offer.is_trial() && on.is_some_and(is_late) {
        return Err(Error::field("service_effective_date", "The trial ends before that day."));
    }
    Ok(())
}

/// From which base to which one can come (`billing.md` 2.4).
fn check_move(held: &Held, to: &Plan) -> Result<()> {
    let from = held.offer.base.unwrap_or(Family::Business);
    let Some(family) = to.base else { return Ok(()) };
    let (sources, otherwise): (&[Family], Failure) = match family {
        Family::Trial => (&[], NO_TRIAL),
        Family::Pro => (&[Family::Pro, Family::Business, Family::Rooms], TO_PRO),
        Family::Business => (&[Family::Pro, Family::Business], TO_BUSINESS),
        Family::Education => (&[Family::Education], TO_EDUCATION),
        Family::Rooms => (&[Family::Rooms], TO_ROOMS),
        Family::Enterprise => (&[Family::Pro, Family::Business, Family::Enterprise], OTHER_TYPE),
        Family::VideoSdk => (&[Family::VideoSdk], OTHER_TYPE),
    };
    if from == Family::Trial || sources.contains(&from) {
        return Ok(());
    }
    Err(otherwise.with_all(&[&held.offer.code, &to.code]))
}

/// Brings a plan of an account to what is wanted, with its invoice and its event.
///
/// # Errors
/// It cannot be charged, or does not fit what else the account has.
pub fn change<'s>(
    tenant: &mut Tenant<'s>,
    open: &mut Open<'_>,
    tiers: &mut Tiers<'s>,
    at: usize,
    to: Offer,
    on: Option<Date>,
) -> Result<()> {
    let today = open.today;
    let before = open.book.clone();
    let changed = open.under_terms(tiers, |book, terms| book.change(at, to, on, today, terms))?;
    let changed = changed.map_err(|refusal| {
        purchase::refused(refusal, buying::NOT_FOR_YOU, update_addon::NO_SUM.with(tenant.account_id()))
    })?;
    if changed == Changed::Not {
        return Ok(());
    }
    purchase::check_fit(&before, &open.book, &open.desk.catalogue)?;
    if let Changed::Now(bill) = &changed {
        invoices::issue(tenant, open, tiers, bill, today)?;
    }
    let account = open.told(tenant);
    match open.book.plans.get(at) {
        Some(held) => Ok(tenant.emit(&PlanChanged(PlanEvent::of(&account, held)))?),
        None => Ok(()),
    }
}
