//! `/accounts/{accountId}/plans/addons`: plans beside the base, more or fewer of them.
use super::{
    base::{change, check_day},
    failures::{NO_ACCOUNT, addon, purchase as buying, update_addon},
    fields::{self, Face},
    purchase,
    rules::{self, Begin},
    subscribe::{shown, tell_bought},
    views::{AddedPlans, AddedPlansRow, Plans},
    wanted::{Wanted, WantedPlans},
};
use crate::{
    account::{self, Open},
    catalogue::{Family, Kind, Period, Plan},
    desk::Desk,
    invoices,
    subscriptions::{Book, Held, Offer, Order, Status},
    tiers::Tiers,
};
use platform::*;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};
use serde_json::Map;
use std::borrow::Cow;
use storage::Tenant;

macro_rules! groups {
    ($($(#[$about:meta])* $type:ident is $group:literal;)*) => { $(
        $(#[$about])*
        #[derive(Debug, Default)]
        struct $type(WantedPlans);
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
                Ok($type(WantedPlans::of(&Map::deserialize(deserializer)?, $group)))
            }
        }
        impl JsonSchema for $type {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                fields::group_schema(Face::Wanted, $group)
            }
        }
    )* };
}
groups! {
    /// Plans of the phone.
    PhoneDetails is "plan_phone";
    /// Plans of the contact center.
    ContactCenterDetails is "plan_zcc";
    /// Plans of nodes.
    NodeDetails is "plan_znode";
}

/// One plan by its code and hosts, or the plans of a group in its details.
#[derive(Deserialize, JsonSchema)]
pub struct AddPlans {
    /// The code of the plan, or the name of the group whose details follow.
    #[serde(rename = "type", default)]
    code: String,
    #[serde(default)]
    hosts: Option<i64>,
    #[serde(default)]
    plan_details: PhoneDetails,
    #[serde(default)]
    plan_zcc_details: ContactCenterDetails,
    #[serde(default)]
    plan_znode_details: NodeDetails,
    #[serde(flatten)]
    begin: Begin,
}

impl AddPlans {
    fn wanted(&mut self) -> Vec<Wanted> {
        let groups = [
            std::mem::take(&mut self.plan_details.0),
            std::mem::take(&mut self.plan_zcc_details.0),
            std::mem::take(&mut self.plan_znode_details.0),
        ];
        let wanted: Vec<Wanted> = groups.into_iter().flat_map(|group| group.0).collect();
        if wanted.is_empty() {
            vec![Wanted { hosts: self.hosts, ..Wanted::bare(Kind::Other, &self.code) }]
        } else {
            wanted
        }
    }
}

/// All plans of the body are bought, or none; the answer shows all that the account has then.
pub fn add(
    tenant: &mut Tenant,
    Body(mut body): Body<AddPlans>,
    Provided(desk): Provided<Desk>,
) -> Result<Created<AddedPlans>> {
    rules::not_oneself(tenant, NO_ACCOUNT)?;
    let mut tiers = Tiers::of(tenant)?;
    rules::not_in_bulk(&tiers, addon::BULK)?;
    rules::paid_by_master(tenant, addon::SELF_PAY)?;
    rules::may_sell(&tiers, &desk, buying::NOT_FOR_YOU)?;
    let wanted = body.wanted();
    let mut open = account::open(tenant, &desk)?;
    let from = body.begin.day(open.today, "")?;
    let offers = offers(&open, &wanted, from)?;
    rules::owes_nothing(tenant, &open, &tiers)?;
    let (today, order) = (open.today, Order { from, ..Order::default() });
    let before = open.book.clone();
    let bill = open.under_terms(&tiers, |book, terms| book.buy(offers, &order, today, terms))?;
    let bill = bill.map_err(|refusal| purchase::refused(refusal, buying::NOT_FOR_YOU, buying::NO_SUM.into()))?;
    purchase::check_fit(&before, &open.book, &desk.catalogue)?;
    invoices::issue(tenant, &mut open, &mut tiers, &bill, today)?;
    tell_bought(tenant, &open)?;
    let plans = Plans { face: Face::Added, plans: &shown(&open), storage: None };
    let answer = Created::of(&AddedPlansRow(plans))?;
    open.close(tenant)?;
    Ok(answer)
}

fn offers(open: &Open<'_>, wanted: &[Wanted], from: Option<Date>) -> Result<Vec<Offer>> {
    let base =
        open.book.any_base().filter(|base| !base.offer.is_trial() && base.effective <= from.unwrap_or(open.today));
    let base = base.ok_or(addon::FREE)?;
    purchase::check_once(wanted, &open.desk.catalogue)?;
    let mut offers = Vec::new();
    for wanted in wanted {
        let plan = purchase::plan(&open.desk.catalogue, wanted, addon::UNKNOWN)?;
        if plan.kind == Kind::Rooms && base.offer.base == Some(Family::Rooms) {
            return Err(addon::ROOMS.into());
        }
        if let Some(held) = taken(&open.book, plan) {
            return Err(addon::HAS_IT.with(&held.offer.code));
        }
        if purchase::check_for_sale(plan).is_err() {
            return Err(buying::NOT_FOR_YOU.into());
        }
        purchase::check_untried(&open.book, plan)?;
        offers.push(purchase::offer(plan, false, wanted.hosts, wanted.extras.clone())?);
    }
    Ok(offers)
}

/// The plan that stands where another is wanted: the same product, or one of a kind of which an account has one.
fn taken<'b>(book: &'b Book, plan: &Plan) -> Option<&'b Held> {
    let is_single = fields::is_single(plan.kind);
    book.addons().find(|held| held.offer.product == plan.product || (is_single && held.offer.kind == plan.kind))
}

#[derive(Deserialize, JsonSchema)]
pub struct UpdateAddon {
    /// The code of the plan as it is wanted; of what it stands for, only the period may differ from the one there is.
    #[serde(rename = "type")]
    code: String,
    hosts: i64,
    #[serde(flatten)]
    begin: Begin,
}

/// Without a day, more is had at once and less at the end of the term; less than is in use is refused now too.
pub fn update(tenant: &mut Tenant, Body(body): Body<UpdateAddon>, Provided(desk): Provided<Desk>) -> Result<Done> {
    rules::not_oneself(tenant, NO_ACCOUNT)?;
    let mut tiers = Tiers::of(tenant)?;
    rules::not_in_bulk(&tiers, update_addon::BULK)?;
    rules::paid_by_master(tenant, update_addon::SELF_PAY)?;
    let mut open = account::open(tenant, &desk)?;
    let on = body.begin.day(open.today, "")?;
    let (at, to) = body.offer(tenant, &open)?;
    let held = open.book.plans.get(at).ok_or_else(|| update_addon::NOT_OWNED.with(&to.code))?;
    check_day(held, &to, on, desk.trial_days)?;
    rules::may_sell_more(&tiers, &desk, held, &to)?;
    let is_less = to.hosts < held.offer.hosts;
    if is_less && rules::is_anything_missed(tenant, &open, at, &to)? {
        return Err(buying::BAD_HOSTS.into());
    }
    rules::owes_nothing_for_more(tenant, &open, &tiers, held, &to, on)?;
    change(tenant, &mut open, &mut tiers, at, to, on)?;
    open.close(tenant)?;
    Ok(Done)
}

impl UpdateAddon {
    fn offer(&self, tenant: &Tenant, open: &Open<'_>) -> Result<(usize, Offer)> {
        let book = &open.book;
        match book.any_base() {
            None if book.plans.is_empty() => return Err(update_addon::NO_SUBSCRIPTION.with(tenant.account_id())),
            None => return Err(update_addon::FREE.into()),
            Some(base) if base.offer.is_trial() => return Err(update_addon::NO_MAJOR.into()),
            Some(_) => {}
        }
        let Some(plan) = open.desk.catalogue.plan(&self.code) else {
            return self.lessened(book).ok_or_else(|| update_addon::UNKNOWN.with(&self.code));
        };
        if !plan.is_addon {
            return Err(update_addon::NO_ADDON.into());
        }
        let base = book.any_base().and_then(|base| base.offer.base);
        if plan.kind == Kind::Audio && !plan.is_sold_beside(base) {
            return Err(update_addon::PAY_AS_YOU_GO.into());
        }
        let at = self.position(book, plan)?;
        let held = book.plans.get(at).ok_or_else(|| update_addon::NOT_OWNED.with(&self.code))?;
        self.check(plan, held)?;
        Ok((at, purchase::offer(plan, false, Some(self.hosts), held.offer.extras.clone())?))
    }
    /// Of what has left the catalogue.
    fn lessened(&self, book: &Book) -> Option<(usize, Offer)> {
        let at = book.position(&self.code)?;
        let held = book.plans.get(at).filter(|held| !held.offer.is_base())?;
        Some((at, held.lessened(&self.code, Some(self.hosts))?))
    }
    fn position(&self, book: &Book, plan: &Plan) -> Result<usize> {
        let open = |held: &&Held| held.status != Status::Expired && !held.offer.is_base();
        let same =
            |held: &Held| held.offer.product == plan.product && held.status != Status::Expired && !held.offer.is_base();
        if let Some(at) = book.plans.iter().position(same) {
            return Ok(at);
        }
        let other = book.plans.iter().filter(open).find(|held| held.offer.kind == plan.kind);
        Err(other.map_or_else(
            || update_addon::NOT_OWNED.with(&self.code),
            |other| update_addon::OTHER_TYPE.with_all(&[&other.offer.code, &self.code]),
        ))
    }
    fn check(&self, plan: &Plan, held: &Held) -> Result<()> {
        let is_other = plan.code != held.offer.code;
        if plan.is_retired && (is_other || self.hosts > held.offer.hosts) {
            return Err(update_addon::RETIRED.with(&self.code));
        }
        // A trial comes before what is paid for, once.
        if is_other && (plan.needs_enabling || plan.period == Period::Trial) {
            Err(buying::NOT_FOR_YOU.into())
        } else {
            Ok(())
        }
    }
}
