//! Where an account may stand, and what may become of it where it stands. Each refusal says why.
use super::views::Tier;
use platform::{Error, Result};
use storage::directory::AccountRow;

/// The account that a part of a tree follows.
///
/// # Errors
/// 400/300 on `after`: it does not stand in the tree of `root`.
pub fn within(root: &AccountRow, after: Option<AccountRow>) -> Result<AccountRow> {
    let stands = |row: &AccountRow| {
        row.id == root.id || row.parent_id.as_ref() == Some(&root.id) || (root.depth == 0 && row.top_id == root.id)
    };
    after.filter(stands).ok_or_else(|| Error::field("after", "No account of this tree has that id."))
}

/// Whether an account may be made below `parent`: depth is fixed at master, second-level master and subaccount.
///
/// # Errors
/// 400/300 on `parent_id`, or on `master` when only a subaccount may stand there.
pub fn may_stand_below(parent: &AccountRow, is_master: bool) -> Result<()> {
    if parent.closed_at.is_some() {
        return Err(Error::field("parent_id", "The account is closed."));
    }
    if !parent.is_master {
        return Err(Error::field("parent_id", "Only a master has accounts below it, and this account is none."));
    }
    if is_master && parent.depth > 0 {
        return Err(Error::field("master", "Below a second-level master there are subaccounts only."));
    }
    Ok(())
}

/// Whether an account may become a master where it stands.
///
/// # Errors
/// 400/300 on `master`.
pub fn may_become_master(row: &AccountRow) -> Result<()> {
    if row.depth > 1 {
        return Err(Error::field("master", "It stands below a second-level master, where there are subaccounts only."));
    }
    Ok(())
}

/// Whether a master may become an ordinary account. Closed accounts below it do not hold it: they leave their places.
///
/// # Errors
/// 400/300 on `master`.
pub fn may_leave_being_master(has_open_accounts_below: bool) -> Result<()> {
    if has_open_accounts_below {
        return Err(Error::field("master", "Accounts stand below it: close them before."));
    }
    Ok(())
}

/// Whether an account has the switch "manages subaccounts".
///
/// # Errors
/// 400/300 on `on`.
pub fn has_the_switch(row: &AccountRow) -> Result<()> {
    match Tier::of(row) {
        Tier::Master | Tier::SecondLevelMaster => Ok(()),
        Tier::Sub | Tier::FreeStanding => Err(Error::field("on", "Only a master manages subaccounts.")),
    }
}
