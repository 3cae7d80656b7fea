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
use storage::Tenant;

/// Plans that have ended are shown until their kind is bought again.
pub fn list(tenant: &Tenant, Provided(desk): Provided<Desk>) -> Result<Json<ListedPlans>> {
    let open = open_as_it_is(tenant, &desk)?;
    let plans: Vec<Shown<'_>> = open.book.plans.iter().map(|held| Shown { held, in_use: InUse::default() }).collect();
    Json::of(&ListedPlansRow(Plans { face: Face::Listed, plans: &plans, storage: None }))
}

pub fn usage(tenant: &Tenant, Provided(desk): Provided<Desk>) -> Result<Json<UsedPlans>> {
    let open = open_as_it_is(tenant, &desk)?;
    let running: Vec<&Held> = open.book.plans.iter().filter(|held| held.is_running()).collect();
    let seats = (desk.counts.seats)(tenant)?;
    let plans: Vec<Shown<'_>> = spread(&running, seats);
    let storage = storage_of(&running, (desk.counts.storage)(tenant)?);
    Json::of(&UsedPlansRow(Plans { face: Face::Used, plans: &plans, storage: Some(storage) }))
}

/// Spreads the seats that are in use over the plans that give some, the base first. Licenses of other kinds are assigned to
/// nobody as long as no product has them.
fn spread<'r>(running: &[&'r Held], seats: InUse) -> Vec<Shown<'r>> {
    let mut left = seats;
    let share = |held: &&'r Held| {
        let room = held.offer.gives.seats.saturating_mul(held.offer.hosts);
        let active = left.active.min(room);
        let pending = left.pending.min(room - active);
        left = InUse { active: left.active - active, pending: left.pending - pending };
        Shown { held, in_use: InUse { active, pending } }
    };
    running.iter().map(share).collect()
}

fn storage_of(running: &[&Held], used: i64) -> Storage {
    let mut storage = Storage { used, ..Storage::default() };
    for held in running {
        let gives = &held.offer.gives;
        let bytes = gives.storage_bytes.saturating_add(gives.storage_bytes_each.saturating_mul(held.offer.hosts));
        let part = if held.offer.kind == Kind::Recording { &mut storage.plan } else { &mut storage.free };
        *part = part.saturating_add(bytes);
    }
    storage
}
