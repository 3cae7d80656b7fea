//! What holds for every change of plans: on whom it is made, by whom, and that the payer owes nothing.
use super::failures::purchase;
use crate::{
    account::{Open, payer},
    desk::Desk,
    grants::AccountType,
    grid::days_after,
    invoices::store,
    subscriptions::{Held, Later, Offer, Status},
    tiers::Tiers,
};
use platform::{Date, Error, Failure, Result};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{CallerKind, Tenant};

/// Plans are bought for accounts below; one's own account is answered like one that is not there.
///
/// # Errors
/// `otherwise`, with the id of the account.
pub fn not_oneself(tenant: &Tenant, otherwise: Failure) -> Result<()> {
    let caller = tenant.caller();
    let is_own = caller.kind == CallerKind::App && *caller.account_id == *tenant.account_id();
    if is_own || tenant.facts()?.parent_id.is_none() { Err(otherwise.with(tenant.account_id())) } else { Ok(()) }
}

/// The account above pays.
///
/// # Errors
/// `otherwise`.
pub fn paid_by_master(tenant: &Tenant, otherwise: Failure) -> Result<()> {
    if tenant.facts()?.pays_itself { Err(otherwise.into()) } else { Ok(()) }
}

/// No account above buys in bulk.
///
/// # Errors
/// `otherwise`.
pub fn not_in_bulk(tiers: &Tiers<'_>, otherwise: Failure) -> Result<()> {
    for above in &tiers.above {
        if above.summary()?.bulk_license {
            return Err(otherwise.into());
        }
    }
    Ok(())
}

/// The account above is no trial itself.
///
/// # Errors
/// `otherwise`.
pub fn not_by_a_trial(tiers: &Tiers<'_>, otherwise: Failure) -> Result<()> {
    let Some(above) = tiers.above.last() else { return Ok(()) };
    let is_trial = above.facts()?.account_type == AccountType::FreeTrial.as_str();
    if is_trial { Err(otherwise.into()) } else { Ok(()) }
}

/// The top-level master lets the second-level one buy for accounts below it.
///
/// # Errors
/// `otherwise`.
pub fn may_sell(tiers: &Tiers<'_>, desk: &Desk, otherwise: Failure) -> Result<()> {
    for above in &tiers.above {
        if !payer(above, desk)?.may_sell {
            return Err(otherwise.into());
        }
    }
    Ok(())
}

/// As [`may_sell`], for a plan that is to become more, or another.
///
/// # Errors
/// [`purchase::NOT_FOR_YOU`].
pub fn may_sell_more(tiers: &Tiers<'_>, desk: &Desk, held: &Held, to: &Offer) -> Result<()> {
    let is_more = to.hosts > held.offer.hosts || to.code != held.offer.code;
    if is_more { may_sell(tiers, desk, purchase::NOT_FOR_YOU) } else { Ok(()) }
}

/// Who pays has paid all that was due.
///
/// # Errors
/// [`purchase::OWING`].
pub fn owes_nothing(tenant: &Tenant, open: &Open<'_>, tiers: &Tiers<'_>) -> Result<()> {
    let days = open.desk.dunning.overdue;
    let debtor = tiers.debtor_above().unwrap_or(tenant);
    let is_owing = days > 0 && store::owes_since(debtor, days_after(open.today, -days))?;
    if is_owing { Err(purchase::OWING.into()) } else { Ok(()) }
}

/// As [`owes_nothing`], where a plan is to be more than it is or would be, or another, or is paid for anew or for
/// longer: also where what was to come comes later, or another plan does not come. Less is no purchase.
///
/// # Errors
/// [`purchase::OWING`].
pub fn owes_nothing_for_more(
    tenant: &Tenant,
    open: &Open<'_>,
    tiers: &Tiers<'_>,
    held: &Held,
    to: &Offer,
    on: Option<Date>,
) -> Result<()> {
    let goes_on = held.status == Status::Cancelled || held.offer.is_granted();
    let is_more = to.hosts > held.usable_hosts() || to.code != held.offer.code;
    let is_kept_off = |later: &Later| later.to.code != to.code || on.is_some_and(|on| on > later.on);
    let keeps_off = held.later.as_ref().is_some_and(is_kept_off);
    if goes_on || is_more || keeps_off { owes_nothing(tenant, open, tiers) } else { Ok(()) }
}

/// The seats that users hold, or were offered, where there are fewer once the plan at a position has become `to`
/// (`billing.md` 2.5): asked now, also where the change comes later.
///
/// # Errors
/// Those of the store.
pub fn seats_missed(tenant: &Tenant, open: &Open<'_>, at: usize, to: &Offer) -> Result<Option<i64>> {
    let others = open.book.plans.iter().enumerate().filter(|(other, held)| *other != at && held.is_running());
    let others = others.map(|(_, held)| held.offer.gives.seats.saturating_mul(held.usable_hosts()));
    let seats = others.fold(to.gives.seats.saturating_mul(to.hosts), i64::saturating_add);
    let in_use = (open.desk.counts.seats)(tenant)?.sum();
    Ok(Some(in_use).filter(|in_use| *in_use > seats))
}

/// Whether users hold more seats or licenses, or were offered more, than there are once the add-on at a position has become
/// `to`: asked now too.
///
/// # Errors
/// Those of the store.
pub fn is_anything_missed(tenant: &Tenant, open: &Open<'_>, at: usize, to: &Offer) -> Result<bool> {
    Ok(seats_missed(tenant, open, at, to)?.is_some() || is_license_missed(tenant, open, at, to)?)
}

fn is_license_missed(tenant: &Tenant, open: &Open<'_>, at: usize, to: &Offer) -> Result<bool> {
    let Some(license) = &to.gives.license else { return Ok(false) };
    let gives_it = |held: &Held| held.is_running() && held.offer.gives.license.as_ref() == Some(license);
    let others = open.book.plans.iter().enumerate().filter(|(other, held)| *other != at && gives_it(held));
    let units = others.map(|(_, held)| held.usable_hosts()).fold(to.hosts, i64::saturating_add);
    let in_use = (open.desk.counts.licenses)(tenant)?.get(license).map_or(0, |in_use| in_use.sum());
    Ok(in_use > units)
}

/// Users hold no more seats than are bought, or were given before.
///
/// # Errors
/// [`purchase::BAD_HOSTS`].
pub fn has_seats_enough(tenant: &Tenant, open: &Open<'_>, offers: &[Offer]) -> Result<()> {
    let bought = offers.iter().map(|offer| offer.gives.seats.saturating_mul(offer.hosts));
    let seats = bought.fold(open.book.seats(), i64::saturating_add);
    let in_use = (open.desk.counts.seats)(tenant)?.sum();
    if in_use > seats { Err(purchase::BAD_HOSTS.into()) } else { Ok(()) }
}

/// When something is to begin: today when left out.
#[derive(Debug, Default, Deserialize, JsonSchema)]
pub struct Begin {
    /// The first day of the service, to come.
    #[serde(default)]
    pub service_effective_date: Option<Date>,
    /// The first day that is paid for: the same.
    #[serde(default)]
    pub paid_period_start_date: Option<Date>,
}

impl Begin {
    /// The day, where one is named. `within` is the path of the object in the body: empty, or with a dot at its end.
    ///
    /// # Errors
    /// 400/300 on the field for days that differ or do not lie ahead.
    pub fn day(&self, today: Date, within: &str) -> Result<Option<Date>> {
        let refused = |field: &str, why: &str| Err(Error::field(&format!("{within}{field}"), why));
        match (self.service_effective_date, self.paid_period_start_date) {
            (None, None) => Ok(None),
            (Some(service), Some(paid)) if service != paid => {
                refused("paid_period_start_date", "It must be the day of service_effective_date.")
            }
            (Some(_), None) => refused("paid_period_start_date", "It must be the day of service_effective_date."),
            (None, Some(_)) => refused("service_effective_date", "It must be the day of paid_period_start_date."),
            (Some(day), Some(_)) if day <= today => refused("service_effective_date", "It must be in the future."),
            (Some(day), Some(_)) => Ok(Some(day)),
        }
    }
}

/// Why a plan is cancelled: 1 to 6, as the documents tell them apart.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct Why {
    /// 1 no remote work any more, 2 trouble with support, 3 Basic is enough, 4 too dear, 5 bought by mistake, 6 not needed
    /// at the moment.
    #[serde(default)]
    #[schemars(range(min = 1, max = 6))]
    pub reason: Option<i64>,
    /// What else there is to say.
    #[serde(default)]
    #[schemars(length(max = 512))]
    pub comment: String,
}
