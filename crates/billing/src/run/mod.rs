//! What becomes of an account day by day: renewals, ends and changes to come, and what an unpaid invoice leads to.
//!
//! An account notes when something is due next. Whoever comes first, the job or a call, brings it over each midnight that
//! has passed, one after the other, in the transaction in which that is noted: nothing is done twice, and nothing is lost.
pub(crate) mod dunning;
mod job;

pub use job::{Slice, carry_out, next_due, put_off};

use crate::{
    account::{Open, Payer, end_plans},
    entitlements::Entitlements,
    events::{PlanChanged, PlanEvent, PlanExpired, PlanRenewed, PlanStarted},
    grid::days_after,
    invoices::issue,
    subscriptions::{Book, Held, Refusal, Status},
    tiers::Tiers,
};
use platform::Date;
use storage::{Fault, Result, Tenant};

/// The next day on which something becomes of the account.
pub(crate) fn next_day(tenant: &Tenant, open: &Open<'_>) -> Result<Option<Date>> {
    let ran_to = ran_to(&open.payer);
    // The last day of the calendar has none after it.
    let plans = open.book.next_day().map(|day| day.max(days_after(ran_to, 1))).filter(|day| *day > ran_to);
    let dunning = dunning::next_day(tenant, open, ran_to)?;
    let next = plans.into_iter().chain(dunning).min();
    // What is due late is done on no day before one that is charged already.
    let next = next.map(|day| open.book.charged_to().map_or(day, |charged| day.max(charged)));
    Ok(match open.closed {
        None => next,
        Some(closed) if open.book.is_anything_paid() => Some(next.map_or(closed, |day| day.min(closed))),
        Some(_) => None,
    })
}

/// The last midnight that the account was brought over: nothing of that day is done again.
pub(crate) fn ran_to(payer: &Payer) -> Date {
    Date::of_day(payer.ran_to)
}

/// Brings an account over all midnights until today.
pub(crate) fn catch_up(tenant: &mut Tenant, open: &mut Open<'_>) -> Result<()> {
    let today = open.today;
    while let Some(day) = next_day(tenant, open)?.filter(|day| *day <= today) {
        one_day(tenant, open, day)?;
    }
    Ok(())
}

/// Brings an account over one midnight. The plans of one that was closed that day end after it.
pub(crate) fn one_day(tenant: &mut Tenant, open: &mut Open<'_>, day: Date) -> Result<()> {
    if ran_to(&open.payer) < day {
        midnight(tenant, open, day)?;
    }
    if open.closed != Some(day) {
        return Ok(());
    }
    let before = open.book.clone();
    end_plans(tenant, open, day)?;
    tell(tenant, open, &before)
}

/// Plans first, then what is owed.
fn midnight(tenant: &mut Tenant, open: &mut Open<'_>, day: Date) -> Result<()> {
    let mut tiers = Tiers::of(tenant)?;
    let before = open.book.clone();
    let bill = open.under_terms(&tiers, |book, terms| book.run(day, terms))?.map_err(broken)?;
    issue(tenant, open, &mut tiers, &bill, day)?;
    tell(tenant, open, &before)?;
    dunning::one_day(tenant, open, &mut tiers, day)?;
    lower(tenant, open, &before)?;
    open.payer.ran_to = day.days().into();
    open.step();
    Ok(())
}

/// Users lose their licenses where a base has ended, or another plan whose seats or licenses they hold.
fn lower(tenant: &Tenant, open: &mut Open<'_>, before: &Book) -> Result<()> {
    let [was, now] = [before, &open.book].map(|book| Entitlements::of(book, None));
    let has_ended = before.base().is_some() && open.book.base().is_none();
    open.payer.downgrading |= has_ended || (now.is_less_than(&was) && open.is_short(tenant)?);
    Ok(())
}

/// A plan that was agreed on can be charged: what it costs was held against the largest sum when it was bought.
pub(crate) fn broken(refusal: Refusal) -> Fault {
    Fault::Broken(format!("a plan cannot be charged: {refusal:?}"))
}

/// Says what has become of each plan.
pub(crate) fn tell(tenant: &mut Tenant, open: &Open<'_>, before: &Book) -> Result<()> {
    let account = open.told(tenant);
    for held in &open.book.plans {
        let Some(was) = before.plans.iter().find(|was| was.number == held.number).filter(|was| *was != held) else {
            continue;
        };
        match became(was, held) {
            Became::Started => tenant.emit(&PlanStarted(PlanEvent::of(&account, held)))?,
            Became::Expired => tenant.emit(&PlanExpired(PlanEvent::of(&account, held)))?,
            Became::Renewed => tenant.emit(&PlanRenewed(PlanEvent::of(&account, held)))?,
            Became::Changed => tenant.emit(&PlanChanged(PlanEvent::of(&account, held)))?,
        }
    }
    Ok(())
}

enum Became {
    Started,
    Renewed,
    /// In the middle of a period.
    Changed,
    Expired,
}

fn became(was: &Held, held: &Held) -> Became {
    match (was.status, held.status) {
        (_, Status::Expired) => Became::Expired,
        (Status::Scheduled, Status::Scheduled) => Became::Changed,
        (Status::Scheduled, _) => Became::Started,
        _ if was.period == held.period => Became::Changed,
        _ => Became::Renewed,
    }
}
