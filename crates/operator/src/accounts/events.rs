//! What the platform's owner does to accounts.
use super::views::Tier;
use serde::Serialize;
use storage::{directory::AccountRow, events};

/// Where an account stands, and what is open to it there.
#[derive(Serialize)]
pub struct Standing {
    tier: Tier,
    manages_subaccounts: bool,
    cust_create: bool,
}

impl Standing {
    fn of(row: &AccountRow) -> Self {
        Standing { tier: Tier::of(row), manages_subaccounts: row.manages, cust_create: row.api_users }
    }
}

/// An account became a master or an ordinary account, or something was opened or closed to it.
#[derive(Serialize)]
pub struct StandingChanged<'a> {
    id: &'a str,
    standing: Standing,
    old: Standing,
    #[serde(skip)]
    version: i64,
}

impl<'a> StandingChanged<'a> {
    /// One account, before and after.
    pub fn of(old: &AccountRow, new: &'a AccountRow) -> Self {
        StandingChanged { id: &new.id, standing: Standing::of(new), old: Standing::of(old), version: new.version }
    }
}

/// A closed account left its place, because the one above it is no master any more.
#[derive(Serialize)]
pub struct AccountReleased<'a> {
    pub id: &'a str,
    /// The account that it stood below, directly or not.
    pub from: &'a str,
    #[serde(skip)]
    pub version: i64,
}

events! {
    StandingChanged is "account.standing_changed";
    AccountReleased is "account.released";
}
