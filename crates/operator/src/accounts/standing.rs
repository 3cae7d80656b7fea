//! Masters, the switch "manages subaccounts", and capabilities: effective on the next request.
use super::{
    events::{AccountReleased, StandingChanged},
    rules,
    views::{AccountView, AccountViewRow},
};
use crate::{
    paths::AccountPath,
    reach::{entered, found, open},
};
use billing::Desk;
use platform::{Body, Json, Path, Provided, Result};
use schemars::JsonSchema;
use serde::Deserialize;
use storage::{Directory, directory::AccountRow};

#[derive(Deserialize, JsonSchema)]
pub struct SetMaster {
    /// Whether accounts may stand below it. A new master manages its subaccounts. Below one that is to be none there may
    /// be closed accounts only: they stand on their own from then on.
    master: bool,
}

/// Closed accounts below one that is to be no master are released; what is due for their plans is done first.
pub fn set_master(
    all: &mut Directory,
    Path(path): Path<AccountPath>,
    Body(body): Body<SetMaster>,
    Provided(desk): Provided<Desk>,
) -> Result<Json<AccountView>> {
    let row = open(all, &path.id)?;
    if body.master == row.is_master {
        return Json::of(&AccountViewRow::of(&row));
    }
    match body.master {
        true => rules::may_become_master(&row)?,
        false => part_with_closed(all, &row, &desk)?,
    }
    all.set_master(&row, body.master)?;
    changed(all, &row)
}

/// Nothing that is open may stand below `row`, and nothing that is closed stays there.
fn part_with_closed(all: &mut Directory, row: &AccountRow, desk: &Desk) -> Result<()> {
    rules::may_leave_being_master(all.has_open_children(&row.id)?)?;
    // What is left of their plans is given back to who paid for them.
    for closed in all.tree(row, None, i64::MAX)?.iter().filter(|below| below.closed_at.is_some()) {
        billing::bring_up_to_date(&mut entered(all, &closed.id)?, desk)?;
    }
    for closed in all.release_closed(row)? {
        let event = AccountReleased { id: &closed.id, from: &row.id, version: closed.version };
        entered(all, &closed.id)?.emit(&event)?;
    }
    Ok(())
}

#[derive(Deserialize, JsonSchema)]
pub struct SetManages {
    /// Whether the master reaches the accounts below it.
    on: bool,
}

pub fn set_manages(
    all: &mut Directory,
    Path(path): Path<AccountPath>,
    Body(body): Body<SetManages>,
) -> Result<Json<AccountView>> {
    let row = open(all, &path.id)?;
    rules::has_the_switch(&row)?;
    if body.on == row.manages {
        return Json::of(&AccountViewRow::of(&row));
    }
    all.set_manages(&row.id, body.on)?;
    changed(all, &row)
}

#[derive(Deserialize, JsonSchema)]
pub struct SetCapabilities {
    /// Whether users can be made without an invitation (`custCreate`), here and in all accounts below.
    cust_create: bool,
}

/// Each account that changes has an event of its own.
pub fn set_capabilities(
    all: &mut Directory,
    Path(path): Path<AccountPath>,
    Body(body): Body<SetCapabilities>,
) -> Result<Json<AccountView>> {
    let row = open(all, &path.id)?;
    for id in all.set_api_users(&row, body.cust_create)? {
        let new = found(all, &id)?;
        tell(all, &AccountRow { api_users: !body.cust_create, ..new.clone() }, &new)?;
    }
    Json::of(&AccountViewRow::of(&found(all, &row.id)?))
}

fn changed(all: &Directory, old: &AccountRow) -> Result<Json<AccountView>> {
    let new = found(all, &old.id)?;
    tell(all, old, &new)?;
    Json::of(&AccountViewRow::of(&new))
}

fn tell(all: &Directory, old: &AccountRow, new: &AccountRow) -> Result<()> {
    Ok(entered(all, &new.id)?.emit(&StandingChanged::of(old, new))?)
}
