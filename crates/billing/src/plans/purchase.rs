//! From plans that are asked for to plans that can be bought: known codes, numbers of hosts, and what they need beside them.
use super::{
    failures::{purchase, subscribe},
    wanted::Wanted,
};
use crate::{
    catalogue::{Catalogue, Countries, Kind, Plan},
    subscriptions::{Book, Extras, Offer, Refusal, Status},
};
use platform::{Error, Failure, Result};

/// The plan with a code, for the field that names it.
///
/// # Errors
/// `unknown` with the code, unless the field has words of its own.
pub fn plan<'c>(catalogue: &'c Catalogue, wanted: &Wanted, unknown: Failure) -> Result<&'c Plan> {
    let plan = catalogue.plan(&wanted.code);
    let fits = |plan: &&Plan| plan.is_addon && (wanted.kind == plan.kind || wanted.kind == Kind::Other);
    plan.filter(fits).ok_or_else(|| {
        let words = match wanted.kind {
            Kind::Recording => subscribe::BAD_RECORDING,
            Kind::Audio => subscribe::BAD_AUDIO,
            Kind::Events => subscribe::BAD_EVENTS,
            _ => unknown,
        };
        words.with(&wanted.code)
    })
}

/// What is bought of a plan, once it may be bought at all.
///
/// # Errors
/// It is retired, the hosts are out of its bounds, or its countries are missing.
pub fn offer(plan: &Plan, is_base: bool, hosts: Option<i64>, extras: Extras) -> Result<Offer> {
    check_hosts(plan, hosts)?;
    check_countries(plan, &extras)?;
    Ok(Offer::of(plan, is_base, hosts, extras))
}

/// # Errors
/// Hosts that are missing, below one, or out of the bounds of the code.
pub fn check_hosts(plan: &Plan, hosts: Option<i64>) -> Result<()> {
    let Some(bounds) = plan.hosts else { return Ok(()) };
    match hosts {
        Some(hosts) if hosts > bounds.max => Err(purchase::TOO_MANY.with(bounds.max)),
        Some(hosts) if hosts >= 1 && hosts < bounds.min => Err(purchase::TOO_FEW.with(bounds.min)),
        Some(1..) => Ok(()),
        _ => Err(purchase::BAD_HOSTS.into()),
    }
}

fn check_countries(plan: &Plan, extras: &Extras) -> Result<()> {
    let named = |list: &Option<String>| list.as_deref().is_some_and(|list| !list.trim().is_empty());
    let lists = [&extras.callout_countries, &extras.tollfree_countries, &extras.premium_countries];
    match plan.countries {
        Some(Countries::Audio) if !lists.into_iter().any(named) => Err(purchase::NO_COUNTRIES.into()),
        _ => Ok(()),
    }
}

/// One plan is named once, whatever its period.
///
/// # Errors
/// The first that is named again.
pub fn check_once(wanted: &[Wanted], catalogue: &Catalogue) -> Result<()> {
    let is_one = |one: &Wanted, other: &Wanted| match (catalogue.plan(&one.code), catalogue.plan(&other.code)) {
        (Some(one), Some(other)) => one.product == other.product,
        _ => one.code == other.code,
    };
    for (at, plan) in wanted.iter().enumerate() {
        if wanted.iter().take(at).any(|other| is_one(other, plan)) {
            return Err(purchase::TWICE.with_all(&[&words(plan.kind), &plan.code]));
        }
    }
    Ok(())
}

/// As texts name a kind.
fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::Base => "Base",
        Kind::LargeMeeting => "Large Meeting",
        Kind::Webinar => "Webinar",
        Kind::Events => "Zoom Events",
        _ => "Additional",
    }
}

/// What each new plan needs is there or comes with it, and hosts stand to those of the base as they must.
///
/// # Errors
/// The first plan for which that is not so.
pub fn check_fit(book: &Book, catalogue: &Catalogue) -> Result<()> {
    let open = || book.plans.iter().filter(|held| held.status != Status::Expired);
    let base = book.any_base().and_then(|held| held.offer.base);
    for plan in open().filter(|held| !held.offer.is_granted()).filter_map(|held| catalogue.plan(&held.offer.code)) {
        let has_kind = |kind: &Kind| open().any(|held| held.offer.kind == *kind);
        let has_product = |product: &String| open().any(|held| held.offer.product == *product);
        let is_beside = plan.beside.is_empty() || base.is_some_and(|base| plan.beside.contains(&base));
        let has_one = plan.needs_one_of.is_empty() || plan.needs_one_of.iter().any(has_product);
        if !(plan.needs.iter().all(has_kind) && has_one && is_beside) {
            return Err(purchase::NOT_FOR_YOU.into());
        }
    }
    match book.misfit() {
        None => Ok(()),
        Some(Kind::LargeMeeting) => Err(purchase::LARGE_MEETINGS.into()),
        Some(_) => Err(purchase::WEBINARS.into()),
    }
}

/// The words for what cannot be charged.
pub fn refused(refusal: Refusal, not_for_sale: Failure, no_sum: Error) -> Error {
    match refusal {
        Refusal::NotForSale => not_for_sale.into(),
        Refusal::Money(_) => no_sum,
    }
}

/// # Errors
/// The plan is sold to nobody any more, or only where the platform's owner has enabled it.
pub fn check_for_sale(plan: &Plan) -> Result<()> {
    match (plan.is_retired, plan.needs_enabling) {
        (true, _) => Err(subscribe::NO_PERMISSION.into()),
        (false, true) if plan.code.ends_with("25") => Err(subscribe::PRO_25.into()),
        (false, true) if plan.code.ends_with("50") => Err(subscribe::PRO_50.into()),
        (false, true) => Err(subscribe::NO_PERMISSION.into()),
        (false, false) => Ok(()),
    }
}
