//! `GET …/plans` and `GET …/plans/usage`: the plans of an account, and how much of them is in use.
use super::{
    fields::Face,
    views::{ListedPlans, ListedPlansRow, Plans, Shown, Storage, UsedPlans, UsedPlansRow},
};
use crate::{
    account::open_as_it_is,
    catalogue::Kind,
    desk::{Desk, InUse},
    subscriptions::Held,
};
use platform::*;
use std::collections::BTreeMap;
use storage::Tenant;

/// Plans that have ended are shown until their kind is bought again.
pub fn list(tenant: &Tenant, Provided(desk): Provided<Desk>) -> Result<Json<ListedPlans>> {
    let open = open_as_it_is(tenant, &desk)?;
    let plans: Vec<Shown<'_>> = open.book.plans.iter().map(|held| Shown { held, in_use: InUse::default() }).collect();
    Json::of(&ListedPlansRow(Plans { face: Face::Listed, plans: &plans, storage: None }))
}

/// Only plans that are in use; the seats fill the base first.
pub fn usage(tenant: &Tenant, Provided(desk): Provided<Desk>) -> Result<Json<UsedPlans>> {
    let open = open_as_it_is(tenant, &desk)?;
    let running: Vec<&Held> = open.book.plans.iter().filter(|held| held.is_running()).collect();
    let (seats, licenses) = ((desk.counts.seats)(tenant)?, (desk.counts.licenses)(tenant)?);
    let plans: Vec<Shown<'_>> = spread(&running, seats, licenses);
    let storage = storage_of(&running, (desk.counts.storage)(tenant)?);
    Json::of(&UsedPlansRow(Plans { face: Face::Used, plans: &plans, storage: Some(storage) }))
}

/// Spreads the seats that are in use over the plans that give some, the base first, and each license over those that give it.
fn spread<'r>(running: &[&'r Held], mut seats: InUse, mut licenses: BTreeMap<String, InUse>) -> Vec<Shown<'r>> {
    let share = |held: &&'r Held| {
        let (gives, hosts) = (&held.offer.gives, held.offer.hosts);
        let in_use = match &gives.license {
            Some(license) if gives.seats == 0 => taken(licenses.entry(license.clone()).or_default(), hosts),
            _ => taken(&mut seats, gives.seats.saturating_mul(hosts)),
        };
        Shown { held, in_use }
    };
    running.iter().map(share).collect()
}

/// Takes what there is room for from what is left.
fn taken(left: &mut InUse, room: i64) -> InUse {
    let active = left.active.min(room);
    let pending = left.pending.min(room - active);
    *left = InUse { active: left.active - active, pending: left.pending - pending };
    InUse { active, pending }
}

fn storage_of(running: &[&Held], used: i64) -> Storage {
    let mut storage = Storage { used, ..Storage::default() };
    for held in running {
        let gives = &held.offer.gives;
        let bytes = gives.storage_bytes.saturating_add(gives.storage_bytes_each.saturating_mul(held.offer.hosts));
        let part = if Kind::RECORDINGS.contains(&held.offer.kind) { &mut storage.plan } else { &mut storage.free };
        *part = part.saturating_add(bytes);
    }
    storage
}
