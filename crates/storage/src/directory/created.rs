//! The event that every account begins with, written where its row is.
use crate::{directory::AccountRow, events};
use serde::Serialize;

/// An account was made. It belongs to that account; the one above it, which it names, learns of it.
#[derive(Serialize)]
pub(super) struct AccountCreated<'a> {
    id: &'a str,
    account_name: &'a str,
    owner_id: &'a str,
    email: &'a str,
    owner_email: &'a str,
    /// The account that it was made below.
    parent_id: Option<&'a str>,
    #[serde(skip)]
    version: i64,
}

impl<'a> AccountCreated<'a> {
    pub fn of(row: &'a AccountRow) -> Self {
        AccountCreated {
            id: &row.id,
            account_name: &row.name,
            owner_id: &row.owner_id,
            email: &row.owner_email,
            owner_email: &row.owner_email,
            parent_id: row.parent_id.as_deref(),
            version: row.version,
        }
    }
}

events! {
    AccountCreated is "account.created";
}
