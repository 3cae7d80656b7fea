//! `PATCH …/plans/base/status` and `…/plans/addons/status`: plans end with their term, add-ons before the base.
use super::{
    failures::{NO_ACCOUNT, cancel_addon, cancel_base},
    purchase::lacking,
    rules::{self, Why},
};
use crate::{
    account::{self, Open},
    catalogue::Kind,
    desk::Desk,
    events::{PlanCancelled, PlanEvent},
    subscriptions::{Cancellation, Held, Status},
    tiers::Tiers,
};
use platform::*;
use schemars::JsonSchema;
use serde::Deserialize;
use storage::Tenant;

choice! {
    /// What is done with a plan.
    pub enum Action: text { Cancel = "cancel" }
}

#[derive(Deserialize, JsonSchema)]
pub struct CancelBase {
    #[expect(dead_code, reason = "there is one action")]
    action: Action,
    #[serde(flatten)]
    why: Why,
}

#[derive(Deserialize, JsonSchema)]
pub struct CancelAddon {
    #[expect(dead_code, reason = "there is one action")]
    action: Action,
    /// The code of the plan, or `phone_type` for the phone with all that belongs to it.
    #[serde(rename = "type")]
    code: String,
    #[serde(flatten)]
    why: Why,
}

/// What stands for the phone with all that belongs to it.
const PHONE: &str = "phone_type";
const PHONE_KINDS: [Kind; 4] = [Kind::PhoneBase, Kind::PhoneCalling, Kind::PhoneCallingAddons, Kind::PhoneNumber];

/// Add-ons that go on are in the way, but for those that the platform's owner has given.
pub fn base(tenant: &mut Tenant, Body(body): Body<CancelBase>, Provided(desk): Provided<Desk>) -> Result<Done> {
    rules::not_oneself(tenant, cancel_base::NO_ACCOUNT)?;
    let tiers = Tiers::of(tenant)?;
    rules::not_in_bulk(&tiers, cancel_base::BULK)?;
    rules::paid_by_master(tenant, cancel_base::SELF_PAY)?;
    rules::not_by_a_trial(&tiers, cancel_base::TRYING)?;
    let mut open = account::open(tenant, &desk)?;
    let Some(base) = open.book.any_base_at() else {
        let failure = if open.book.plans.is_empty() { cancel_base::FREE } else { cancel_base::NO_PLAN };
        return Err(failure.into());
    };
    if open.book.addons().any(|held| !held.offer.is_granted() && held.status != Status::Cancelled) {
        return Err(cancel_base::ADDONS.into());
    }
    cancel(tenant, &mut open, base, &body.why)?;
    open.close(tenant)?;
    Ok(Done)
}

/// Add-ons that could not go on without what is cancelled are cancelled with it.
pub fn addon(tenant: &mut Tenant, Body(body): Body<CancelAddon>, Provided(desk): Provided<Desk>) -> Result<Done> {
    rules::not_oneself(tenant, NO_ACCOUNT)?;
    let tiers = Tiers::of(tenant)?;
    rules::not_in_bulk(&tiers, cancel_addon::BULK)?;
    rules::paid_by_master(tenant, cancel_addon::SELF_PAY)?;
    rules::not_by_a_trial(&tiers, cancel_addon::TRYING)?;
    let mut open = account::open(tenant, &desk)?;
    if open.book.any_base().is_none() {
        return Err(cancel_addon::FREE.into());
    }
    let before: Vec<i64> = lacking(&open.book, &desk.catalogue).map(|held| held.number).collect();
    for at in body.meant(&open)? {
        cancel(tenant, &mut open, at, &body.why)?;
    }
    while let Some(at) = left_alone(&open, &before) {
        cancel(tenant, &mut open, at, &body.why)?;
    }
    open.close(tenant)?;
    Ok(Done)
}

impl CancelAddon {
    /// Where the plans are that are meant. Without its base no plan of the phone goes on.
    fn meant(&self, open: &Open<'_>) -> Result<Vec<usize>> {
        let addons = || {
            let all = open.book.plans.iter().enumerate();
            all.filter(|(_, held)| held.status != Status::Expired && !held.offer.is_base())
        };
        let named = |held: &Held| held.offer.code == self.code;
        let is_phone =
            self.code == PHONE || addons().any(|(_, held)| named(held) && held.offer.kind == Kind::PhoneBase);
        let is_meant = |held: &Held| if is_phone { PHONE_KINDS.contains(&held.offer.kind) } else { named(held) };
        let meant: Vec<usize> = addons().filter(|(_, held)| is_meant(held)).map(|(at, _)| at).collect();
        match (meant.is_empty(), is_phone) {
            (false, _) => Ok(meant),
            (true, true) => Err(cancel_addon::NO_PHONE.into()),
            (true, false) => Err(cancel_addon::NOT_OWNED.with(&self.code)),
        }
    }
}

/// Where an add-on is that goes on without what it needs, and did not before. The base is cancelled by a call of its own, after
/// all add-ons.
fn left_alone(open: &Open<'_>, before: &[i64]) -> Option<usize> {
    let mut lacking = lacking(&open.book, &open.desk.catalogue);
    let goes_on = |held: &&Held| matches!(held.status, Status::Active | Status::Scheduled) && !held.offer.is_base();
    let number = lacking.find(|held| goes_on(held) && !before.contains(&held.number))?.number;
    open.book.plans.iter().position(|held| held.number == number)
}

/// Cancels a plan, and says so; one that is cancelled already is left as it is.
fn cancel(tenant: &mut Tenant, open: &mut Open<'_>, at: usize, why: &Why) -> Result<()> {
    if !open.book.cancel(at) {
        return Ok(());
    }
    let account = open.told(tenant);
    let Some(held) = open.book.plans.get_mut(at) else { return Ok(()) };
    held.cancellation = Some(Cancellation { reason: why.reason, comment: why.comment.clone() });
    Ok(tenant.emit(&PlanCancelled(PlanEvent::of(&account, held)))?)
}
