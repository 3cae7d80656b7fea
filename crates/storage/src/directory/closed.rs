//! Closing accounts, and the event that each of them ends with.
use super::{AccountRow, Closed, Directory, DirectorySql, directory};
use crate::{caller::Caller, events, fault::*, sql::Cell, tenant::Tenant};
use serde::Serialize;

/// An account was closed for good.
#[derive(Serialize)]
struct AccountClosed<'a> {
    id: &'a str,
    /// The account that was meant: this one, or one above it.
    with: &'a str,
    #[serde(skip)]
    version: i64,
}

events! {
    AccountClosed is "account.closed";
}

const CLOSE: DirectorySql = directory!(
    "UPDATE accounts SET closed_at = $2, version = version + 1 WHERE account_id = $1 AND closed_at IS NULL RETURNING account_id, version"
);
const CLOSE_BELOW: DirectorySql = directory!(
    "UPDATE accounts SET closed_at = $2, version = version + 1 WHERE parent_id = $1 AND closed_at IS NULL RETURNING account_id, version"
);
const CLOSE_TREE: DirectorySql = directory!(
    "UPDATE accounts SET closed_at = $2, version = version + 1 WHERE top_id = $1 AND closed_at IS NULL RETURNING account_id, version"
);

impl<'s> Directory<'s> {
    /// Closes an account and all below it for good: their credentials stop working and nobody reaches them. Closing what
    /// is closed changes nothing. `at` is milliseconds UTC of their world. Those that were open until now.
    pub fn close(&mut self, row: &AccountRow, at: i64) -> Result<Vec<Closed>> {
        let by = &self.session.caller;
        self.close_by(by, row, at)
    }
    /// As [`close`](Self::close), where somebody acts whom a link has named.
    pub(super) fn close_by(&mut self, by: &'s Caller, row: &AccountRow, at: i64) -> Result<Vec<Closed>> {
        let all = self.set_closed(row, at)?;
        for closed in &all {
            let event = AccountClosed { id: &closed.id, with: &row.id, version: closed.version };
            Tenant::new(self.session, &closed.id, at).by(by).emit(&event)?;
        }
        Ok(all)
    }
    fn set_closed(&mut self, row: &AccountRow, at: i64) -> Result<Vec<Closed>> {
        self.session.tx.touch_everything();
        let cells = [Cell::from(&row.id), at.into()];
        let Some(parent) = &row.parent_id else { return self.rows(CLOSE_TREE, &cells) };
        self.unlist(parent, &row.id)?;
        let mut closed = self.rows(CLOSE, &cells)?;
        closed.extend(self.rows::<Closed>(CLOSE_BELOW, &cells)?);
        Ok(closed)
    }
}
