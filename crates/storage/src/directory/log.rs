//! The event log over all accounts, in the order of positions.
use super::{Directory, DirectorySql, directory};
use crate::{
    event::{Event, EventRecord},
    fault::*,
    sql::Record,
    tenant::Tenant,
};

const AFTER: DirectorySql = directory!(
    "SELECT position, id, account_id, at, name, object_id, version, by_account_id, by_user_id, by_app_id, by_kind, payload
     FROM events WHERE position > $1 ORDER BY position LIMIT $2"
);

impl Record for EventRecord {
    fn read(row: &dyn crate::Row) -> Result<Self> {
        Ok(EventRecord {
            position: row.get(0)?,
            id: row.get(1)?,
            account_id: row.get(2)?,
            at: row.get(3)?,
            name: row.get(4)?,
            object_id: row.get(5)?,
            version: row.get(6)?,
            by_account_id: row.get(7)?,
            by_user_id: row.get(8)?,
            by_app_id: row.get(9)?,
            by_kind: row.get(10)?,
            payload: row.get(11)?,
        })
    }
}

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
