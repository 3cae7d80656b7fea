//! The event log over all accounts, in the order of positions.
use super::{Directory, DirectorySql, directory};
use crate::{
    event::{Event, EventRecord},
    fault::*,
    tenant::Tenant,
};

const AFTER: DirectorySql = directory!(
    "SELECT position, id, account_id, at, name, object_id, version, by_account_id, by_user_id, by_app_id, by_kind, payload
     FROM events WHERE position > $1 ORDER BY position LIMIT $2"
);

impl Directory<'_> {
    /// At most `most` events whose position follows `after`. No event ever appears before one that was returned.
    pub fn events_after(&self, after: i64, most: i64) -> Result<Vec<EventRecord>> {
        self.rows(AFTER, &[after.into(), most.into()])
    }
    /// Records what happened to no account, such as to the clock of a world. It stands in the log under the empty id.
    pub fn emit<E: Event>(&mut self, event: &E) -> Result<()> {
        Tenant::new(self.session, "", self.now()).emit(event)
    }
}
